"""The versions of the router in S3: an index that says which is in use, a model for each, and what a city began with."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import client
from chalicelib.domain.classifier import WORDS_ALONE, Model
from chalicelib.domain.learning import Lesson
from chalicelib.domain.releases import Shelf, Version, added
from chalicelib.errors import StaleRead
from chalicelib.settings import settings
from chalicelib.store.transaction import pause
from chalicelib.telemetry import log

INDEX = "router/index.json"
BEGUN_WITH = "router/begun_with.json"
TRIES = 8
LOOK_AGAIN = timedelta(minutes=1)
ABSENT = {"NoSuchKey", "AccessDenied"}  # the second to whoever may not list, as nobody may here
OVERTAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"}
# Also what other code than this wrote, as the one before a `make rollback`.
UNREADABLE = (ClientError, BotoCoreError, ValueError, TypeError, KeyError, struct.error)


def model_key(name: str) -> str:
    return f"router/models/{name}"


def shelf() -> Shelf:
    return _read()[0]


def change(decide: Callable[[Shelf], Shelf]) -> Shelf:
    """Asked again if others wrote meanwhile."""
    for attempt in range(TRIES):
        before, tag = _read()
        after = decide(before)
        if after == before or _written(after, tag):
            return after
        pause(attempt)
    raise StaleRead("stale")


def add(version: Version, model: Model) -> Shelf:
    """The same version again changes nothing."""
    _put(model_key(version.name), model.dumps())
    before, after = shelf(), change(lambda found: added(found, version))
    if gone := {one.name for one in before.versions} - {one.name for one in after.versions}:
        keys = [{"Key": model_key(name)} for name in sorted(gone)]
        client("s3").delete_objects(Bucket=settings().media_bucket, Delete={"Objects": keys, "Quiet": True})
    return after


def load(name: str | None) -> Model:
    """One of UNREADABLE where it cannot be."""
    return Model.loads(_get(model_key(name))[0]) if name else WORDS_ALONE


def begin_with(lessons: Sequence[Lesson]) -> None:
    """What a city knows from before it had the room; each night learns of it too."""
    _put(BEGUN_WITH, msgspec.json.encode(lessons))


def begun_with() -> list[Lesson]:
    found = _got(BEGUN_WITH)
    return msgspec.json.decode(found[0], type=list[Lesson]) if found else []


# What a warm function keeps


@dataclass
class _Kept:
    looked_at: datetime | None = None
    name: str | None = None
    model: Model = WORDS_ALONE


_kept = _Kept()


def in_use(now: datetime) -> Model:
    """Read once; whether another is in use since is asked once in a minute at the most.

    Where that cannot be read the one before goes on: no complaint waits for it.
    """
    if _kept.looked_at is None or now - _kept.looked_at >= LOOK_AGAIN:
        _kept.looked_at = now
        try:
            name = shelf().in_use
            if name != _kept.name:
                _kept.model, _kept.name = load(name), name
        except UNREADABLE as error:
            log.warning("what the router learned cannot be read", extra={"reason": repr(error)})
    return _kept.model


# S3


def _read() -> tuple[Shelf, str | None]:
    """With the tag by which a change of it is known; without one where there is none yet."""
    found = _got(INDEX)
    return (msgspec.json.decode(found[0], type=Shelf), found[1]) if found else (Shelf(), None)


def _written(after: Shelf, tag: str | None) -> bool:
    """False if it is not what it was when it was read, or not missing any more."""
    unchanged: dict[str, Any] = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
    try:
        _put(INDEX, msgspec.json.encode(after), **unchanged)
    except ClientError as error:
        if error.response["Error"]["Code"] not in OVERTAKEN:
            raise
        return False
    return True


def _got(key: str) -> tuple[bytes, str] | None:
    try:
        return _get(key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ABSENT:
            raise
        return None


def _get(key: str) -> tuple[bytes, str]:
    """With its tag."""
    found = client("s3").get_object(Bucket=settings().media_bucket, Key=key)
    return bytes(found["Body"].read()), str(found["ETag"])


def _put(key: str, body: bytes, **condition: Any) -> None:
    client("s3").put_object(Bucket=settings().media_bucket, Key=key, Body=body, **condition)

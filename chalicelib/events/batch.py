"""Record by record: what fails comes back, and holds up nobody else."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from chalice.app import DynamoDBEvent, DynamoDBRecord, SQSEvent, SQSRecord

from chalicelib.errors import NotFound
from chalicelib.telemetry import log

Failures = dict[str, list[dict[str, str]]]


def each_message(event: SQSEvent, work: Callable[[SQSRecord], None]) -> Failures:
    """Every message is tried; the answer names those that the queue shall bring again."""
    failed = [m.to_dict()["messageId"] for m in event if _failure(work, m, m.to_dict()["messageId"])]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def each_change(event: DynamoDBEvent, work: Callable[[DynamoDBRecord], None]) -> None:
    """Every record is tried, then the first error rises: the stream brings the batch again, in ever smaller parts.

    Not a partial answer: the local cloud (MiniStack 1.5.33) takes any answer of a stream's function for success, and
    what failed would be lost there. Done work is done again instead, which changes nothing.

    What a record tells of may be gone since, as when an operator deleted it: it would never succeed, and would hold up
    all behind it.
    """
    def standing(record: DynamoDBRecord) -> None:
        try:
            work(record)
        except NotFound as error:
            log.warning("what an event tells of is gone", extra={"record": record.sequence_number, "reason": error.code})

    _each(((record, record.sequence_number) for record in event), standing)


class OfPost(Protocol):
    """A post, or what is known of one by an index."""

    @property
    def post_id(self) -> str: ...


Found = TypeVar("Found", bound=OfPost)


def each_post(posts: Iterable[Found], work: Callable[[Found], None]) -> None:
    """Every post is tried, then the first error rises, so that the night's work is begun again."""
    _each(((post, post.post_id) for post in posts), work)


def _each(named: Iterable[tuple[Any, str]], work: Callable[[Any], None]) -> None:
    errors = [error for thing, name in named if (error := _failure(work, thing, name))]
    if errors:
        raise errors[0]


def _failure(work: Callable[[Any], None], record: Any, name: str) -> Exception | None:
    try:
        work(record)
    except Exception as error:
        log.exception("event failed and will come back", extra={"record": name})
        return error
    return None

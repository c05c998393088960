"""Record by record: what fails comes back, and holds up nobody else."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from chalice.app import CloudWatchEvent, DynamoDBEvent, DynamoDBRecord, SQSEvent, SQSRecord

from chalicelib.errors import NotFound
from chalicelib.telemetry import log, of_request

Failures = dict[str, list[dict[str, str]]]


def each_message(event: SQSEvent, work: Callable[[SQSRecord], None]) -> Failures:
    """Every message is tried; the answer names those that the queue shall bring again.

    Where all failed the first error rises instead: the queue brings all again as well, and Lambda counts an error, of which
    the function's alarm hears. It counts none for an answer.
    """
    messages = [(message, message.to_dict()["messageId"]) for message in event]
    with of_request(event.context):
        failed = [(name, error) for message, name in messages if (error := _failure(work, message, {"record": name}))]
    if failed and len(failed) == len(messages):
        raise failed[0][1]
    return {"batchItemFailures": [{"itemIdentifier": name} for name, _ in failed]}


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
            log.warning("what an event tells of is gone", extra={"reason": error.code})

    _each(event, ((record, {"record": record.sequence_number} | _ids(record)) for record in event), standing)


def _ids(record: DynamoDBRecord) -> dict[str, str]:
    """What it is about: post_id, comment_id, photo_id or member_id."""
    return {name: value["S"] for name, value in (record.keys or {}).items() if "S" in value}


class OfPost(Protocol):
    """A post, or what is known of one by an index."""

    @property
    def post_id(self) -> str: ...


Found = TypeVar("Found", bound=OfPost)


def each_post(event: CloudWatchEvent, posts: Iterable[Found], work: Callable[[Found], None]) -> None:
    """Every post is tried, then the first error rises, so that the night's work is begun again."""
    _each(event, ((post, {"post_id": post.post_id}) for post in posts), work)


def _each(event: Any, named: Iterable[tuple[Any, dict[str, str]]], work: Callable[[Any], None]) -> None:
    with of_request(event.context):
        errors = [error for thing, ids in named if (error := _failure(work, thing, ids))]
    if errors:
        raise errors[0]


def _failure(work: Callable[[Any], None], record: Any, ids: dict[str, str]) -> Exception | None:
    with log.append_context_keys(**ids):
        try:
            work(record)
        except Exception as error:
            log.exception("event failed and will come back")
            return error
    return None

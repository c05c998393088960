"""Record by record: what fails comes back, and holds up nobody else."""

from collections.abc import Callable, Iterable
from typing import Any

from chalice.app import DynamoDBEvent, DynamoDBRecord, SQSEvent, SQSRecord

from chalicelib.domain.post import Post
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
    """
    _each(((record, record.sequence_number) for record in event), work)


def each_post(posts: Iterable[Post], work: Callable[[Post], None]) -> None:
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

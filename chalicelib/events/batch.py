"""Record by record: what fails comes back, and holds up nobody else."""

from collections.abc import Callable
from typing import Any

from chalice.app import DynamoDBEvent, DynamoDBRecord, SQSEvent, SQSRecord

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
    errors = [error for record in event if (error := _failure(work, record, record.sequence_number))]
    if errors:
        raise errors[0]


def _failure(work: Callable[[Any], None], record: Any, name: str) -> Exception | None:
    try:
        work(record)
    except Exception as error:
        log.exception("event failed and will come back", extra={"record": name})
        return error
    return None

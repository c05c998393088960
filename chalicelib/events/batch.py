"""Record by record: what fails comes back, what is done does not."""

from collections.abc import Callable, Iterable
from typing import Any

from chalice.app import DynamoDBEvent, DynamoDBRecord, SQSEvent, SQSRecord

from chalicelib.telemetry import log

Failures = dict[str, list[dict[str, str]]]


def each_message(event: SQSEvent, work: Callable[[SQSRecord], None]) -> Failures:
    """Messages stand alone: every one is tried, the failed ones are named."""
    failed = [m.to_dict()["messageId"] for m in event if not _done(work, m, m.to_dict()["messageId"])]
    return _answer(failed)


def each_change(event: DynamoDBEvent, work: Callable[[DynamoDBRecord], None]) -> Failures:
    """A stream has an order: it is taken up again from the first record that failed."""
    for record in event:
        if not _done(work, record, record.sequence_number):
            return _answer([record.sequence_number])
    return _answer([])


def _done(work: Callable[[Any], None], record: Any, name: str) -> bool:
    try:
        work(record)
    except Exception:
        log.exception("event failed and will come back", extra={"record": name})
        return False
    return True


def _answer(identifiers: Iterable[str]) -> Failures:
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in identifiers]}

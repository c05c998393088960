"""What may happen once only: a write under an idempotency key, and the next serial of a receipt number."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.errors import Conflict, StaleRead
from chalicelib.store.models import LedgerModel
from chalicelib.store.transaction import Transaction


@dataclass(frozen=True)
class Once:
    """One intended write. `scope` keeps the keys of one member from those of another."""

    scope: str
    key: str
    fingerprint: str  # of the request's body
    expires_at: datetime

    @property
    def name(self) -> str:
        return f"once#{self.scope}#{self.key}"


def answer(once: Once | None) -> str | None:
    """What the first request with this key was answered; None if there was none.

    Raises Conflict if it was another request: a key names one write.
    """
    if once is None:
        return None
    try:
        found = LedgerModel.get(once.name, consistent_read=True)
    except LedgerModel.DoesNotExist:
        return None
    if found.fingerprint != once.fingerprint:
        raise Conflict("idempotency_key_reused", "Idempotency-Key")
    return found.answer


def remember(write: Transaction, once: Once | None, answer: str) -> None:
    if once is not None:
        row = LedgerModel(once.name, answer=answer, fingerprint=once.fingerprint, expires_at=once.expires_at)
        write.put(row, LedgerModel.key.does_not_exist(), StaleRead("written_already"))


def number(write: Transaction, receipt_number: str | None, post_id: str) -> None:
    """Whose number it is, for those who have it on paper."""
    if receipt_number is not None:
        write.put(LedgerModel(f"receipt#{receipt_number}", answer=post_id))


def numbered(receipt_number: str) -> str | None:
    """The id of the post with this number."""
    try:
        found: str | None = LedgerModel.get(f"receipt#{receipt_number}").answer
    except LedgerModel.DoesNotExist:
        return None
    return found


def next_serial(name: str) -> int:
    """Counts from 1. A failed write leaves a gap; no number is ever given twice."""
    row = LedgerModel(f"serial#{name}")
    row.update([LedgerModel.serial.add(1)])
    return int(row.serial)

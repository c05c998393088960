"""What is to be told to whom. A mailbox is one reader's view of one matter; its rows become one mail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.update import Action

from chalicelib.errors import StaleRead
from chalicelib.store.models import NoticeModel
from chalicelib.store.transaction import Transaction, holds

KEPT = timedelta(days=14)  # longer than any queue or stream may bring an event back
LEASE = timedelta(seconds=90)  # how long whoever claimed a notice may take to send it: longer than its function runs
AT_ONCE = 50  # notices in one mail; the rest make the next


@dataclass(frozen=True)
class Notice:
    mailbox: str
    event_id: str
    kind: str
    watch_id: str | None = None


def add(notice: Notice, now: datetime) -> bool:
    """False if this event was noted for this mailbox before."""
    row = NoticeModel(
        notice.mailbox, notice.event_id, kind=notice.kind, watch_id=notice.watch_id, state="pending", expires_at=now + KEPT)
    return holds(lambda: row.save(NoticeModel.mailbox.does_not_exist()))


def claim(mailbox: str, now: datetime) -> tuple[Notice, ...]:
    """All that waits in a mailbox, for this caller alone; nothing if another has just claimed it."""
    while True:
        rows = list(NoticeModel.query(
            mailbox, filter_condition=(NoticeModel.state == "pending") & (NoticeModel.claimed_until < now.timestamp()),
            consistent_read=True,
        ))[:AT_ONCE]
        try:
            _mark(rows, now, NoticeModel.claimed_until.set((now + LEASE).timestamp()))
        except StaleRead:
            continue  # somebody claimed at the same moment: look what is left
        return tuple(Notice(r.mailbox, r.event_id, r.kind, r.watch_id) for r in rows)


def _mark(rows: list[NoticeModel], now: datetime, action: Action) -> None:
    if rows:
        write = Transaction()
        for row in rows:
            free = (NoticeModel.state == "pending") & (NoticeModel.claimed_until < now.timestamp())
            write.update(NoticeModel(row.mailbox, row.event_id), [action], free)
        write.commit()


def release(claimed: tuple[Notice, ...]) -> None:
    """Not sent after all; the queue will bring the mailbox back."""
    for notice in claimed:
        NoticeModel(notice.mailbox, notice.event_id).update([NoticeModel.claimed_until.set(0)])


def settle(claimed: tuple[Notice, ...]) -> None:
    for notice in claimed:
        NoticeModel(notice.mailbox, notice.event_id).update([NoticeModel.state.set("sent")])

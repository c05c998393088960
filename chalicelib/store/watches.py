"""Who watches what. A watch has a row for each of its subjects; a row beside them counts a member's watches."""

from collections.abc import Iterator
from typing import Any

from chalicelib.city import Bounds
from chalicelib.domain.watch import Watch
from chalicelib.errors import Conflict
from chalicelib.store.models import WatchModel
from chalicelib.store.transaction import Transaction

COUNT = "count"


def add(member_id: str, wanted: Watch, most: int) -> Watch:
    """The watch as it stands; of a repeat, the first one. Raises Conflict where a member has `most` of them."""
    write = Transaction()
    for number, subject in enumerate(wanted.subjects):
        write.put(_model(member_id, wanted, number, subject), WatchModel.row.does_not_exist())
    room = WatchModel.watches.does_not_exist() | (WatchModel.watches < most)
    full = Conflict("too_many_watches", None, most=most)
    write.update(WatchModel(member_id, COUNT), [WatchModel.watches.add(1)], room, full)
    if write.holds():
        return wanted
    return next((watch for watch in of(member_id) if watch.watch_id == wanted.watch_id), wanted)


def of(member_id: str) -> list[Watch]:
    """Oldest first."""
    rows = WatchModel.query(member_id, WatchModel.row.startswith("w"), consistent_read=True)
    return sorted((_watch(row) for row in rows if row.row.endswith("#0")), key=lambda watch: watch.created_at)


def remove(member_id: str, watch_id: str) -> bool:
    """False if there was none."""
    rows = list(WatchModel.query(member_id, WatchModel.row.startswith(f"{watch_id}#"), consistent_read=True))
    if not rows:
        return False
    write = Transaction()
    for row in rows:
        write.delete(row, WatchModel.row.exists())
    write.update(WatchModel(member_id, COUNT), [WatchModel.watches.add(-1)], WatchModel.watches > 0)
    return write.holds()


def forget(member_id: str) -> None:
    """All of them, with their count."""
    with WatchModel.batch_write() as batch:
        for row in WatchModel.query(member_id, consistent_read=True):
            batch.delete(row)


def watchers(subject: str) -> Iterator[tuple[str, Watch]]:
    """Member ids, each with the watch that has this subject."""
    return ((row.member_id, _watch(row)) for row in WatchModel.by_subject.query(subject))


def _model(member_id: str, watch: Watch, number: int, subject: str) -> WatchModel:
    area = watch.area
    return WatchModel(
        member_id, f"{watch.watch_id}#{number}", subject=subject, kind=watch.kind, value=watch.value,
        area=[area.south, area.west, area.north, area.east] if area else None, created_at=watch.created_at)


def _watch(row: WatchModel) -> Watch:
    edges: Any = row.area  # numbers, by PynamoDB's types attributes
    return Watch(row.kind, row.created_at, row.value, Bounds(*map(float, edges)) if edges else None)

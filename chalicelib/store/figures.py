"""Counters by period and name. Each timeline entry is counted once, however often it is told of."""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.figures import Counter
from chalicelib.store.models import FigureModel, LedgerModel
from chalicelib.store.transaction import Transaction

ALL_TIME = "all"  # the period of what has no month
TOGETHER = 100  # writes of one transaction: DynamoDB's most


@dataclass(frozen=True)
class Counted:
    """An entry of a timeline, and what goes up by one with it."""

    name: str
    counters: frozenset[Counter]


def read(period: str) -> dict[str, int]:
    return {row.name: int(row.value) for row in FigureModel.query(period)}


def count(entries: Iterable[Counted], expires_at: datetime) -> None:
    """Each counter goes up by one for each entry that moves it, together with marks that the entries are counted.

    As many at once as one transaction holds: most move the same counters.
    """
    for group in _groups({entry.name: entry for entry in entries}.values()):  # one may be told twice in one breath
        if not _count(group, expires_at) and len(group) > 1:  # one of them was counted before
            for entry in group:
                _count([entry], expires_at)


def _groups(entries: Iterable[Counted]) -> Iterator[list[Counted]]:
    group, moved = list[Counted](), set[Counter]()
    for entry in entries:
        if group and len(group) + 1 + len(moved | entry.counters) > TOGETHER:
            yield group
            group, moved = [], set()
        group.append(entry)
        moved |= entry.counters
    if group:
        yield group


def _count(group: list[Counted], expires_at: datetime) -> bool:
    """False if one of them was counted before; then none is."""
    write, by = Transaction(), Tally(counter for entry in group for counter in entry.counters)
    for entry in group:
        write.put(LedgerModel(f"counted#{entry.name}", expires_at=expires_at), LedgerModel.key.does_not_exist())
    for (period, name), times in sorted(by.items()):
        write.update(FigureModel(period, name), [FigureModel.value.add(times)])
    return write.holds()


def count_member(write: Transaction, member_id: str, by: int) -> None:
    write.update(FigureModel(ALL_TIME, member_row(member_id)), [FigureModel.value.add(by)])


def member_row(member_id: str) -> str:
    """One row of 32, by the last letter of the id, which is random: who joins waits for few others."""
    return f"members#{member_id[-1]}"


def members() -> int:
    rows = FigureModel.query(ALL_TIME, FigureModel.name.startswith("members#"))
    return sum(int(row.value) for row in rows)

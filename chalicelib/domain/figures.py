"""The room in figures: counters by month, made of the timeline alone; shares and medians are read from them.

A scope is everything, one tag, one department, or both together. A month of a scope lies in one place, so that a page
costs one query a month, in any room. Private posts are counted too: a figure tells nothing of what they say.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from chalicelib.city import COMPLAINT_TEAM
from chalicelib.domain.post import Entry, Post

ENDED = frozenset({"resolved", "declined"})
SET_DEADLINE = frozenset({"due_set", "transferred", "reclassified", "extended", "resumed", "reopened"})
WIDTH = 1.1  # of a bucket of durations: its end divided by its beginning
Counter = tuple[str, str]  # period and name


def counts(post: Post, timeline: Sequence[Entry], zone: tzinfo) -> frozenset[Counter]:
    """What goes up by one with the last of these entries; `timeline` is all of the post's, up to it.

    Whatever may change later is read from the timeline as it was then, so that counting anew gives the same.
    """
    told = Told(post, tuple(timeline))
    names = frozenset(COUNTED.get(told.entry.kind, _nothing)(told))
    in_office = names | frozenset(_arrival(told)) if told.entry.kind == "transferred" else names
    month, tag = month_of(told.entry.at, zone), post.tag
    everywhere = {(period(month, tag=of), name) for of in (None, tag) for name in names}
    office = told.office
    there = {(period(month, office, of), name) for of in (None, tag) for name in in_office} if office else set[Counter]()
    return frozenset(everywhere | there)


def period(month: str, department: str | None = None, tag: str | None = None) -> str:
    """"2026-11", "2026-11#department#tax", "2026-11#department#tax#tag#시정문의"."""
    parts = [month, *(("department", department) if department else ()), *(("tag", tag) if tag else ())]
    return "#".join(parts)


def month_of(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m")


def days_of(month: str, zone: tzinfo) -> tuple[datetime, datetime]:
    """Its first and its last moment: ids tell their time to the millisecond."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=zone)
    after = (first + timedelta(days=31)).replace(day=1)
    return first, after - timedelta(milliseconds=1)


def months_until(at: datetime, zone: tzinfo, count: int) -> list[str]:
    """The month of `at` and those before it, oldest first."""
    last = at.astimezone(zone)
    numbers = range(last.year * 12 + last.month - count, last.year * 12 + last.month)
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in numbers]


@dataclass(frozen=True)
class Told:
    """A timeline up to the entry that is counted."""

    post: Post
    timeline: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        return self.timeline[-1]

    @property
    def office(self) -> str | None:
        """The department that the entry counts for: who gets a complaint; for all else, who had it."""
        if self.entry.kind == "transferred":
            return self.entry.after
        moved = [one.after for one in self.timeline[:-1] if one.kind in ("transferred", "returned")]
        return moved[-1] if moved else COMPLAINT_TEAM if self.post.receipt_number else None

    @property
    def minutes(self) -> float:
        """Of the calendar, from receipt."""
        return (self.entry.at - self.post.created_at).total_seconds() / 60

    @property
    def in_time(self) -> bool | None:
        """By the deadline as it was; None where none was set. What the law does not count is left out."""
        due = [one.due_at for one in self.timeline if one.due_at and one.kind in SET_DEADLINE]
        stops = [one for one in self.timeline[:-1] if one.kind in ("paused", "resumed")]
        stopped = stops[-1].at if stops and stops[-1].kind == "paused" else self.entry.at
        return stopped <= due[-1] if due else None

    def is_first(self, *kinds: str) -> bool:
        return all(one.kind not in kinds for one in self.timeline[:-1])


def _nothing(_: Told) -> Iterator[str]:
    yield from ()


def _received(told: Told) -> Iterator[str]:
    yield from ("posted", f"tag#{told.post.tag}")
    if told.post.receipt_number:
        yield "complaints"


def _arrival(told: Told) -> Iterator[str]:
    """To a department a complaint is new when it comes there."""
    yield from _received(told)
    yield from _category(told)


def _category(told: Told) -> Iterator[str]:
    if told.post.category:
        yield f"category#{told.post.category}"


def _transferred(told: Told) -> Iterator[str]:
    yield f"department#{told.entry.after}"
    if told.is_first("transferred"):
        yield from ("transferred", f"to_transfer#{bucket(told.minutes)}", *_category(told))
    else:
        yield "passed_on"


def _ended(told: Told) -> Iterator[str]:
    """Time and deadline count for the first end alone: what is reopened was late or in time already."""
    yield told.entry.kind
    if not told.is_first(*ENDED):
        return
    if told.entry.kind == "resolved":
        yield f"to_resolution#{bucket(told.minutes)}"
    if told.in_time is not None:
        yield "in_time" if told.in_time else "late"


def _started(told: Told) -> Iterator[str]:
    if told.entry.before in ENDED:
        yield "reopened"


def _reopened(told: Told) -> Iterator[str]:
    """By the author, who so gives the verdict that it is not solved; staff begin anew with "started"."""
    yield from ("reopened", "verdict_unsolved")


def _same(told: Told) -> Iterator[str]:
    yield told.entry.kind


# One row a kind of entry; infra/events.yaml brings no other.
COUNTED: Mapping[str, Callable[[Told], Iterator[str]]] = {
    "posted": _received,
    "received": _received,
    "transferred": _transferred,
    "returned": _same,
    "started": _started,
    "resolved": _ended,
    "declined": _ended,
    "withdrawn": _same,
    "merged": _same,
    "extended": _same,
    "reopened": _reopened,
    "verdict_solved": _same,
}


def bucket(minutes: float) -> int:
    """0 up to a minute; then each a tenth wider than the one before."""
    return 0 if minutes < 1 else 1 + math.floor(math.log(minutes, WIDTH))


def _middle(number: int) -> float:
    """Minutes; no value of the bucket is further from it than half its width: 4.9 per cent of itself."""
    return 0.0 if number == 0 else WIDTH ** (number - 0.5)


@dataclass(frozen=True)
class Figures:
    """Counters of one scope, of a month or of several added up."""

    counters: Mapping[str, int]

    def of(self, name: str) -> int:
        return self.counters.get(name, 0)

    def by(self, kind: str) -> dict[str, int]:
        """Of "tag", "department", "category": most first."""
        found = [(name.removeprefix(f"{kind}#"), n) for name, n in self.counters.items() if name.startswith(f"{kind}#")]
        return dict(sorted(found, key=lambda row: (-row[1], row[0])))

    def median_hours(self, name: str) -> float | None:
        """Of "to_transfer", "to_resolution"; None without any.

        Within 4.9 per cent of the true median (half a bucket), a value below a minute taken for none; then rounded to
        a hundredth.
        """
        buckets = sorted((int(number), n) for number, n in self.by(name).items())
        total = sum(n for _, n in buckets)
        if not total:
            return None
        middles = [_middle(_at(place, buckets)) for place in ((total - 1) // 2, total // 2)]
        return round(sum(middles) / 2 / 60, 2)

    @property
    def within_deadline(self) -> float | None:
        """The share of what was ended, or is None if nothing was."""
        ended = self.of("in_time") + self.of("late")
        return round(self.of("in_time") / ended, 3) if ended else None


def _at(place: int, buckets: Sequence[tuple[int, int]]) -> int:
    """The bucket in which the value of this place in the order lies; places count from 0."""
    for number, n in buckets:
        place -= n
        if place < 0:
            return number
    raise IndexError(place)

"""Which days and hours an office of the city works."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from chalicelib.errors import ProfileError

SATURDAY = 5


@dataclass(frozen=True)
class ServiceHours:
    """Service hours of a working day (Decree 8-3: 09:00 to 18:00, the ninth hour being lunch).

    `timezone` is a key of the zone database, or an offset such as +09:00 for a runtime that ships without
    that database; Korea has had no summer time since 1988, so both say the same.
    """

    opens: time
    lunch_starts: time
    lunch_ends: time
    closes: time
    timezone: str

    def __post_init__(self) -> None:
        if not self.opens < self.lunch_starts <= self.lunch_ends < self.closes:
            raise ProfileError("the service hours must run: opens, lunch_starts, lunch_ends, closes")

    def local_date(self, instant: datetime) -> date:
        return aware(instant).astimezone(_zone(self.timezone)).date()

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, _zone(self.timezone)).astimezone(UTC)


@dataclass(frozen=True)
class Calendar:
    """Weekends and Korean public holidays, corrected by the days that the city closes or opens besides."""

    hours: ServiceHours
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if both := self.closed & self.opened:
            raise ProfileError(f"both closed and opened: {', '.join(sorted(map(str, both)))}")

    def is_working_day(self, day: date) -> bool:
        if day in self.opened:
            return True
        return not (day in self.closed or day.weekday() >= SATURDAY or day in _public_holidays())

    def working_days(self, first: date) -> Iterator[date]:
        return filter(self.is_working_day, (first + timedelta(days=n) for n in count()))

    def shifts(self, first: date) -> Iterator[tuple[datetime, datetime]]:
        """Start and end, in UTC, of each half of each working day from `first` on; lunch lies between."""
        hours = self.hours
        for day in self.working_days(first):
            yield hours.at(day, hours.opens), hours.at(day, hours.lunch_starts)
            yield hours.at(day, hours.lunch_ends), hours.at(day, hours.closes)


def aware(instant: datetime) -> datetime:
    """Python takes a naive time for one of the machine's zone, and the deadline would be hours off."""
    if instant.tzinfo is None:
        raise ValueError(f"a time without its zone: {instant}")
    return instant


@cache
def _zone(name: str) -> tzinfo | None:
    return datetime.strptime(name, "%z").tzinfo if name.startswith(("+", "-")) else ZoneInfo(name)


@cache
def _public_holidays() -> Container[date]:
    # Imported on first use: it costs some 100 ms of CPU, and most functions count no days.
    import holidays

    return holidays.country_holidays("KR", categories=holidays.PUBLIC)

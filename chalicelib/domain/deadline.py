"""When a complaint counts as accepted and when it is due (Civil Petitions Treatment Act, article 19)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from chalicelib.domain.calendar import Calendar, aware
from chalicelib.errors import ProfileError

Stops = Sequence[tuple[datetime, datetime]]  # times that are not counted, one after the other

HOURS_PER_DAY = 8
LONGEST_IN_HOURS = 5  # days; longer periods count whole days


@dataclass(frozen=True)
class Rule:
    """Time for an answer: `days`, or `hours` of work (즉시, at once, is 3 by article 19 of the Decree).

    `extension` is in the same unit, and counted in the same way as what it extends.
    """

    days: int | None = None
    hours: int | None = None
    extension: int = 0

    def __post_init__(self) -> None:
        given = [n for n in (self.days, self.hours) if n is not None]
        if len(given) != 1 or given[0] < 1:
            raise ProfileError("a deadline is either days or hours, and at least 1")

    @property
    def period(self) -> int:
        """Its own, without extension."""
        return self.days or self.hours or 0

    @property
    def counts_days(self) -> bool:
        return self.days is not None and self.days > LONGEST_IN_HOURS

    @property
    def working_hours(self) -> int:
        return (self.period + self.extension) * (HOURS_PER_DAY if self.days else 1)


def accepted_at(received: datetime, calendar: Calendar) -> datetime:
    """UTC. At once in service hours, lunch too, since no person is needed; else at the next opening.

    The Decree (article 6, paragraph 7) gives an electronic window 8 working hours; this never needs one.
    """
    hours, received = calendar.hours, aware(received).astimezone(UTC)
    days = calendar.working_days(hours.local_date(received))
    day = next(day for day in days if received < hours.at(day, hours.closes))
    return max(received, hours.at(day, hours.opens))


def due_at(accepted: datetime, rule: Rule, calendar: Calendar, stops: Stops = ()) -> datetime:
    """UTC. Count it again from the same `accepted` after the calendar has changed."""
    if rule.counts_days:
        last = last_day(accepted, rule.period + rule.extension, calendar, stops)
        return calendar.hours.at(last, calendar.hours.closes)
    return add_working_hours(accepted, rule.working_hours, calendar, stops)


def add_working_hours(start: datetime, hours: int, calendar: Calendar, stops: Stops = ()) -> datetime:
    """UTC. The end of the last working hour: 18:00, not 09:00 of the next day."""
    start, left = aware(start).astimezone(UTC), timedelta(hours=hours)
    for opens, closes in _running(calendar.shifts(calendar.hours.local_date(start)), stops):
        begins = max(start, opens)
        if begins + left <= closes:
            return begins + left
        left -= max(closes - begins, timedelta(0))
    raise AssertionError("shifts never end")


def _running(shifts: Iterator[tuple[datetime, datetime]], stops: Stops) -> Iterator[tuple[datetime, datetime]]:
    """The shifts without the times at which the clock stood still."""
    for opens, closes in shifts:
        for since, until in stops:
            if since < closes and opens < until:
                if opens < since:
                    yield opens, since
                opens = max(opens, until)
        if opens < closes:
            yield opens, closes


def last_day(accepted: datetime, days: int, calendar: Calendar, stops: Stops = ()) -> date:
    """The day of acceptance is the first one counted, if the office works on it.

    A day is not counted if the clock stood still at its close. So a stop takes away as many days as it has closes in
    it, none that was begun is counted twice, and a deadline, itself a close, never lies in a stop.
    """
    working_days = calendar.working_days(calendar.hours.local_date(accepted))
    counted = (day for day in working_days if not _stands(calendar.hours.at(day, calendar.hours.closes), stops))
    return next(islice(counted, days - 1, None))


def _stands(instant: datetime, stops: Stops) -> bool:
    return any(since <= instant < until for since, until in stops)

"""When a complaint counts as accepted and when it is due (Civil Petitions Treatment Act, article 19)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from chalicelib.domain.calendar import Calendar, aware
from chalicelib.errors import ProfileError

HOURS_PER_DAY = 8
LONGEST_IN_HOURS = 5  # days; longer periods count whole days


@dataclass(frozen=True)
class Rule:
    """Time for an answer: `days`, or `hours` of work (즉시, at once, is 3 by article 19 of the Decree)."""

    days: int | None = None
    hours: int | None = None

    def __post_init__(self) -> None:
        given = [n for n in (self.days, self.hours) if n is not None]
        if len(given) != 1 or given[0] < 1:
            raise ProfileError("a deadline is either days or hours, and at least 1")

    @property
    def working_hours(self) -> int:
        return (self.hours or 0) + (self.days or 0) * HOURS_PER_DAY


def accepted_at(received: datetime, calendar: Calendar) -> datetime:
    """UTC. At once in service hours, lunch too, since no person is needed; else at the next opening.

    The Decree (article 6, paragraph 7) gives an electronic window 8 working hours; this never needs one.
    """
    hours, received = calendar.hours, aware(received).astimezone(UTC)
    days = calendar.working_days(hours.local_date(received))
    day = next(day for day in days if received < hours.at(day, hours.closes))
    return max(received, hours.at(day, hours.opens))


def due_at(accepted: datetime, rule: Rule, calendar: Calendar) -> datetime:
    """UTC. Count it again from the same `accepted` after the calendar has changed."""
    if rule.days is not None and rule.days > LONGEST_IN_HOURS:
        return calendar.hours.at(last_day(accepted, rule.days, calendar), calendar.hours.closes)
    return add_working_hours(accepted, rule.working_hours, calendar)


def add_working_hours(start: datetime, hours: int, calendar: Calendar) -> datetime:
    """UTC. The end of the last working hour: 18:00, not 09:00 of the next day."""
    start, left = aware(start).astimezone(UTC), timedelta(hours=hours)
    for opens, closes in calendar.shifts(calendar.hours.local_date(start)):
        begins = max(start, opens)
        if begins + left <= closes:
            return begins + left
        left -= max(closes - begins, timedelta(0))
    raise AssertionError("shifts never end")


def last_day(accepted: datetime, days: int, calendar: Calendar) -> date:
    """The day of acceptance is the first one counted, if the office works on it."""
    working_days = calendar.working_days(calendar.hours.local_date(accepted))
    return next(islice(working_days, days - 1, None))

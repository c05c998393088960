"""The legal clock: worked cases of the field study, and a slow count by hand as the judge."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.calendar import Calendar, ServiceHours
from chalicelib.domain.deadline import Rule, accepted_at, add_working_hours, due_at, last_day
from chalicelib.errors import ProfileError

SEOUL = ZoneInfo("Asia/Seoul")
HOURS = ServiceHours(time(9), time(12), time(13), time(18), "Asia/Seoul")
KOREA = Calendar(HOURS)
AT_ONCE = Rule(hours=3)


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL).astimezone(UTC)


# Golden cases


@pytest.mark.parametrize(
    ("rule", "accepted", "due"),
    [
        pytest.param(Rule(days=7), "2026-02-13 10:00", "2026-02-26 18:00", id="고충 7일, 설을 넘어"),
        pytest.param(Rule(days=14), "2026-03-02 10:00", "2026-03-20 18:00", id="건의 14일, 쉬는 날 접수"),
        pytest.param(AT_ONCE, "2026-01-16 17:00", "2026-01-19 11:00", id="즉시, 금요일 오후"),
        pytest.param(AT_ONCE, "2026-01-16 11:30", "2026-01-16 15:30", id="즉시, 점심을 넘어"),
        pytest.param(Rule(days=3), "2026-01-14 14:00", "2026-01-19 14:00", id="3일은 24시간"),
    ],
)
def test_golden_cases(rule: Rule, accepted: str, due: str) -> None:
    assert due_at(seoul(accepted), rule, KOREA) == seoul(due)


def test_golden_case_of_the_last_moment_to_accept() -> None:
    assert add_working_hours(seoul("2026-01-17 22:00"), 8, KOREA) == seoul("2026-01-19 18:00")


# Edges of the working day


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("2026-01-16 09:00", "2026-01-16 12:00"),
        ("2026-01-16 12:00", "2026-01-16 16:00"),
        ("2026-01-16 12:30", "2026-01-16 16:00"),
        ("2026-01-16 15:00", "2026-01-16 18:00"),
        ("2026-01-16 15:01", "2026-01-19 09:01"),
        ("2026-01-16 18:00", "2026-01-19 12:00"),
        ("2026-12-31 16:00", "2027-01-04 10:00"),
    ],
)
def test_three_working_hours_at_the_edges_of_a_day(accepted: str, due: str) -> None:
    assert due_at(seoul(accepted), AT_ONCE, KOREA) == seoul(due)


@pytest.mark.parametrize(
    ("received", "accepted"),
    [
        ("2026-01-16 09:00", "2026-01-16 09:00"),
        ("2026-01-16 08:59", "2026-01-16 09:00"),
        ("2026-01-16 12:30", "2026-01-16 12:30"),
        ("2026-01-16 17:59", "2026-01-16 17:59"),
        ("2026-01-16 18:00", "2026-01-19 09:00"),
        ("2026-01-17 22:00", "2026-01-19 09:00"),
        ("2026-02-13 23:00", "2026-02-19 09:00"),
    ],
)
def test_a_complaint_is_accepted_at_once_or_at_the_next_opening(received: str, accepted: str) -> None:
    assert accepted_at(seoul(received), KOREA) == seoul(accepted)


def test_five_days_count_hours_and_six_count_days() -> None:
    accepted = seoul("2026-01-12 14:00")
    assert due_at(accepted, Rule(days=5), KOREA) == seoul("2026-01-19 14:00")
    assert due_at(accepted, Rule(days=6), KOREA) == seoul("2026-01-19 18:00")


def test_the_first_day_is_counted() -> None:
    assert last_day(seoul("2026-01-12 17:59"), 1, KOREA) == date(2026, 1, 12)


# The calendar of the city


def test_a_day_closed_later_moves_an_open_deadline() -> None:
    closed = Calendar(HOURS, closed=frozenset({date(2026, 1, 15)}))
    assert due_at(seoul("2026-01-14 10:00"), Rule(days=7), KOREA) == seoul("2026-01-22 18:00")
    assert due_at(seoul("2026-01-14 10:00"), Rule(days=7), closed) == seoul("2026-01-23 18:00")


def test_an_opened_saturday_counts_hours_and_days() -> None:
    opened = Calendar(HOURS, opened=frozenset({date(2026, 1, 17)}))
    assert due_at(seoul("2026-01-16 17:00"), AT_ONCE, opened) == seoul("2026-01-17 11:00")
    assert last_day(seoul("2026-01-16 17:00"), 2, opened) == date(2026, 1, 17)


# What is refused


@pytest.mark.parametrize(
    "count",
    [
        lambda naive: accepted_at(naive, KOREA),
        lambda naive: due_at(naive, AT_ONCE, KOREA),
        lambda naive: due_at(naive, Rule(days=7), KOREA),
    ],
)
def test_a_time_without_its_zone_is_refused(count: Callable[[datetime], datetime]) -> None:
    with pytest.raises(ValueError, match="without its zone"):
        count(datetime(2026, 1, 16, 10))  # noqa: DTZ001


@pytest.mark.parametrize("numbers", [(None, None), (7, 3), (0, None), (None, -1)])
def test_a_rule_is_days_or_hours_and_at_least_one(numbers: tuple[int | None, int | None]) -> None:
    with pytest.raises(ProfileError):
        Rule(*numbers)


def test_answers_are_in_utc_whatever_zone_came_in() -> None:
    local = datetime(2026, 1, 16, 10, tzinfo=SEOUL)
    assert {accepted_at(local, KOREA).tzinfo, due_at(local, AT_ONCE, KOREA).tzinfo} == {UTC}


# The judge: counts minute by minute on the wall clock of Seoul, and shares no code with the rule.

PUBLIC = frozenset(holidays.country_holidays("KR", years=range(2024, 2030)))
MORNING, LUNCH, AFTERNOON = range(540, 720), range(720, 780), range(780, 1080)


class Judge:
    def __init__(self, calendar: Calendar, worked: tuple[range, ...] = (MORNING, AFTERNOON)) -> None:
        self.off = (PUBLIC | calendar.closed) - calendar.opened
        self.weekends_worked, self.worked = calendar.opened, worked

    def works_on(self, day: date) -> bool:
        weekend = day.strftime("%a") in ("Sat", "Sun") and day not in self.weekends_worked
        return day not in self.off and not weekend

    def works_at(self, wall: datetime) -> bool:
        minute = wall.hour * 60 + wall.minute
        return any(minute in shift for shift in self.worked) and self.works_on(wall.date())

    def after_hours(self, wall: datetime, hours: int) -> datetime:
        left = hours * 60
        while left:
            left -= self.works_at(wall)
            wall += timedelta(minutes=1)
        return wall

    def due(self, wall: datetime, rule: Rule) -> datetime:
        if rule.days is None or rule.days < 6:
            return self.after_hours(wall, rule.hours or 8 * (rule.days or 0))
        span = [wall.date() + timedelta(days=n) for n in range(200)]
        last = [day for day in span if self.works_on(day)][: rule.days][-1]
        return datetime.combine(last, time(18))

    def accepted(self, wall: datetime) -> datetime:
        while not (self.works_on(wall.date()) and 540 <= wall.hour * 60 + wall.minute < 1080):
            wall += timedelta(minutes=1)
        return wall


def wall_clock(instant: datetime) -> datetime:
    return instant.astimezone(SEOUL).replace(tzinfo=None)


minutes = st.integers(0, 4 * 365 * 1440).map(lambda n: datetime(2024, 1, 1) + timedelta(minutes=n))  # noqa: DTZ001
rules = st.one_of(st.integers(1, 60).map(lambda n: Rule(hours=n)), st.integers(1, 40).map(lambda n: Rule(days=n)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[datetime, Calendar]:
    """A minute of four years, and a calendar whose own days lie near enough to matter."""
    wall = draw(minutes)
    near = st.integers(0, 40).map(lambda n: wall.date() + timedelta(days=n))
    closed = draw(st.frozensets(near, max_size=6))
    return wall, Calendar(HOURS, closed, draw(st.frozensets(near, max_size=6)) - closed)


@settings(max_examples=300, deadline=None)
@given(case=cases(), rule=rules)
def test_every_deadline_agrees_with_a_count_minute_by_minute(case: tuple[datetime, Calendar], rule: Rule) -> None:
    wall, calendar = case
    due = due_at(wall.replace(tzinfo=SEOUL), rule, calendar)
    assert wall_clock(due) == Judge(calendar).due(wall, rule)


@settings(max_examples=200, deadline=None)
@given(case=cases())
def test_every_acceptance_agrees_with_the_judge_and_comes_within_8_working_hours(
    case: tuple[datetime, Calendar],
) -> None:
    wall, calendar = case
    accepted = wall_clock(accepted_at(wall.replace(tzinfo=SEOUL), calendar))
    assert accepted == Judge(calendar).accepted(wall)
    assert accepted <= Judge(calendar).after_hours(wall, 8)


def test_the_judge_would_notice_a_clock_that_runs_through_lunch() -> None:
    wall = datetime(2026, 1, 16, 11, 30)  # noqa: DTZ001
    hungry = Judge(KOREA, (MORNING, LUNCH, AFTERNOON)).due(wall, AT_ONCE)
    assert hungry != wall_clock(due_at(wall.replace(tzinfo=SEOUL), AT_ONCE, KOREA))


def test_the_judge_would_notice_a_clock_that_forgets_holidays() -> None:
    no_holidays = Judge(Calendar(HOURS, opened=PUBLIC - {date(2026, 2, 15)}))
    wall = datetime(2026, 2, 13, 10)  # noqa: DTZ001
    assert no_holidays.due(wall, Rule(days=7)) != Judge(KOREA).due(wall, Rule(days=7))

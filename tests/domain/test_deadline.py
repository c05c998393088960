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


# Extended and paused


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        pytest.param(Rule(days=7, extension=7), "2026-01-29 18:00", id="7일을 7일 연장"),
        pytest.param(Rule(days=3, extension=3), "2026-01-20 14:00", id="3일은 연장도 시간으로"),
        pytest.param(Rule(hours=3, extension=2), "2026-01-13 10:00", id="즉시를 2시간 연장"),
    ],
)
def test_an_extension_is_counted_like_what_it_extends(rule: Rule, due: str) -> None:
    assert due_at(seoul("2026-01-12 14:00"), rule, KOREA) == seoul(due)


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        pytest.param("2026-01-13 10:00", "2026-01-13 17:59", "2026-01-20 18:00", id="같은 날 끝나면 그날도 센다"),
        pytest.param("2026-01-13 10:00", "2026-01-14 10:00", "2026-01-21 18:00", id="하루 마감을 넘기면 하루"),
        pytest.param("2026-01-16 10:00", "2026-01-19 09:00", "2026-01-21 18:00", id="주말은 두 번 빼지 않는다"),
        pytest.param("2026-01-20 18:00", "2026-01-21 17:00", "2026-01-21 18:00", id="마감 순간에 멈추면 그날은 아니다"),
        pytest.param("2026-01-20 18:01", "2026-02-20 09:00", "2026-01-20 18:00", id="기한이 지난 뒤는 소용없다"),
    ],
)
def test_of_days_those_are_not_counted_at_whose_close_the_clock_stood(since: str, until: str, due: str) -> None:
    stops = ((seoul(since), seoul(until)),)
    assert due_at(seoul("2026-01-12 10:00"), Rule(days=7), KOREA, stops) == seoul(due)


def test_of_hours_every_minute_is_taken_out_but_lunch_not_twice() -> None:
    stops = (
        (seoul("2026-01-12 11:00"), seoul("2026-01-12 14:00")),
        (seoul("2026-01-12 15:00"), seoul("2026-01-12 15:30")),
    )
    assert due_at(seoul("2026-01-12 10:00"), AT_ONCE, KOREA, stops) == seoul("2026-01-12 16:30")


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


Stops = tuple[tuple[datetime, datetime], ...]


class Judge:
    def __init__(self, calendar: Calendar, worked: tuple[range, ...] = (MORNING, AFTERNOON), stops: Stops = ()) -> None:
        self.off = (PUBLIC | calendar.closed) - calendar.opened
        self.weekends_worked, self.worked, self.stops = calendar.opened, worked, stops

    def runs_at(self, wall: datetime) -> bool:
        return not any(since <= wall < until for since, until in self.stops)

    def works_on(self, day: date) -> bool:
        weekend = day.strftime("%a") in ("Sat", "Sun") and day not in self.weekends_worked
        return day not in self.off and not weekend

    def works_at(self, wall: datetime) -> bool:
        minute = wall.hour * 60 + wall.minute
        return any(minute in shift for shift in self.worked) and self.works_on(wall.date())

    def after_hours(self, wall: datetime, hours: int) -> datetime:
        left = hours * 60
        while left:
            left -= self.works_at(wall) and self.runs_at(wall)
            wall += timedelta(minutes=1)
        return wall

    def due(self, wall: datetime, rule: Rule) -> datetime:
        if rule.days is None:
            return self.after_hours(wall, (rule.hours or 0) + rule.extension)
        if rule.days < 6:
            return self.after_hours(wall, 8 * (rule.days + rule.extension))
        span = [datetime.combine(wall.date() + timedelta(days=n), time(18)) for n in range(400)]
        closes = [close for close in span if self.works_on(close.date()) and self.runs_at(close)]
        return closes[rule.days + rule.extension - 1]

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


@st.composite
def extended(draw: st.DrawFn) -> Rule:
    rule = draw(rules)
    return Rule(rule.days, rule.hours, draw(st.integers(0, rule.period)))


@st.composite
def interrupted(draw: st.DrawFn) -> tuple[datetime, Calendar, Stops]:
    """Up to three pauses, of a minute or of weeks, from the day of acceptance on."""
    wall, calendar = draw(cases())
    lengths = st.one_of(st.integers(0, 600), st.integers(0, 20 * 1440))
    since, stops = wall, []
    for gap in draw(st.lists(st.integers(0, 4 * 1440), max_size=3)):
        until = since + timedelta(minutes=gap + draw(lengths))
        stops.append((since + timedelta(minutes=gap), until))
        since = until
    return wall, calendar, tuple(stops)


@settings(max_examples=300, deadline=None)
@given(case=interrupted(), rule=extended())
def test_every_interrupted_deadline_agrees_with_a_count_minute_by_minute(
    case: tuple[datetime, Calendar, Stops], rule: Rule
) -> None:
    wall, calendar, stops = case
    stood = tuple((since.replace(tzinfo=SEOUL), until.replace(tzinfo=SEOUL)) for since, until in stops)
    due = due_at(wall.replace(tzinfo=SEOUL), rule, calendar, stood)
    assert wall_clock(due) == Judge(calendar, stops=stops).due(wall, rule)
    assert not any(since < due <= until for since, until in stood)  # it never falls while the clock stands


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

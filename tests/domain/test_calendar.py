"""Which days the city works, held against the published table of holidays."""

import csv
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from chalicelib.domain.calendar import Calendar, ServiceHours
from chalicelib.errors import ProfileError

HOURS = ServiceHours(time(9), time(12), time(13), time(18), "Asia/Seoul")
KOREA = Calendar(HOURS)
ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT.parent / "shared" / "data" / "kr_holidays_2024_2027.csv"

needs_table = pytest.mark.skipif(not TABLE.exists(), reason="no ../shared/data beside the clone")


def published_holidays() -> set[date]:
    with TABLE.open(encoding="utf-8") as rows:
        return {date.fromisoformat(row["date"]) for row in csv.DictReader(rows)}


@needs_table
@pytest.mark.parametrize("holiday", sorted(published_holidays()) if TABLE.exists() else [])
def test_no_published_holiday_is_a_working_day(holiday: date) -> None:
    assert not KOREA.is_working_day(holiday)


@needs_table
def test_every_other_weekday_of_the_published_years_is_a_working_day() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 * 3)]
    expected = [day for day in days if day.weekday() < 5 and day not in published_holidays()]
    assert [day for day in days if KOREA.is_working_day(day)] == expected


def test_labour_day_is_a_public_holiday_from_2026_only() -> None:
    assert KOREA.is_working_day(date(2025, 5, 1))
    assert not KOREA.is_working_day(date(2026, 5, 1))


def test_saturday_and_sunday_are_off() -> None:
    friday_to_monday = [date(2026, 1, day) for day in (16, 17, 18, 19)]
    assert [KOREA.is_working_day(day) for day in friday_to_monday] == [True, False, False, True]


def test_a_day_closed_by_the_profile_is_off() -> None:
    founding_day = date(2026, 9, 18)
    assert KOREA.is_working_day(founding_day)
    assert not Calendar(HOURS, closed=frozenset({founding_day})).is_working_day(founding_day)


@pytest.mark.parametrize("day", [date(2026, 1, 17), date(2026, 2, 17)])
def test_a_weekend_or_holiday_opened_by_the_profile_is_worked(day: date) -> None:
    assert Calendar(HOURS, opened=frozenset({day})).is_working_day(day)


def test_a_day_both_closed_and_opened_is_refused() -> None:
    with pytest.raises(ProfileError, match="2026-01-19"):
        Calendar(HOURS, frozenset({date(2026, 1, 19)}), frozenset({date(2026, 1, 19)}))


def test_service_hours_out_of_order_are_refused() -> None:
    with pytest.raises(ProfileError, match="service hours"):
        ServiceHours(time(9), time(13), time(12), time(18), "Asia/Seoul")


def test_an_offset_serves_where_the_zone_database_is_missing() -> None:
    offset = ServiceHours(time(9), time(12), time(13), time(18), "+09:00")
    opening = datetime(2026, 1, 19, 0, 0, tzinfo=UTC)
    assert offset.at(date(2026, 1, 19), time(9)) == HOURS.at(date(2026, 1, 19), time(9)) == opening


def test_an_evening_in_utc_is_the_next_day_in_korea() -> None:
    assert HOURS.local_date(datetime(2026, 1, 18, 15, 0, tzinfo=UTC)) == date(2026, 1, 19)


def test_holidays_are_not_loaded_before_a_day_is_asked_for() -> None:
    code = "import sys, chalicelib.domain.deadline; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0

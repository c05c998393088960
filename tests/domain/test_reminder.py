"""What a department is told on the morning of a working day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.city import city
from chalicelib.domain.handling import calendar
from chalicelib.domain.notice import Letter, Mailbox, delay_seconds
from chalicelib.domain.post import Pause, Post
from chalicelib.domain.reminder import LISTED, duties, horizon, is_overdue, is_working_day, letter, readers, urge


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Seoul")).astimezone(UTC)


NOW = seoul("2026-11-24 08:30")  # a Tuesday
ROADS, WATER, TEAM = "construction-traffic", "water", "minwon"
POST = Post(
    "p1",
    "생활불편신고",
    "in_progress",
    "가로등이 꺼졌습니다.\n밤길이 무섭습니다.",
    "author",
    "두마댁",
    seoul("2026-11-10 10:00"),
    seoul("2026-11-10 10:00"),
    receipt_number="GR-2026-000007",
    department=ROADS,
    due_at=seoul("2026-11-20 18:00"),
)


def due(text: str, **more: Any) -> Post:
    return replace(POST, due_at=seoul(text), **more)


def near(*posts: Post) -> list[tuple[str, int, int]]:
    return [(duty.department, len(duty.overdue), len(duty.soon)) for duty in duties(posts, NOW, city())]


def written(*posts: Post, code: str = ROADS) -> Letter:
    office = city().department(code)
    assert office
    told = letter(office, posts, NOW, "https://room.example", city())
    assert told
    return told


# What is near


@pytest.mark.parametrize(
    ("due_at", "overdue", "soon"),
    [
        ("2026-11-23 18:00", 1, 0),
        ("2026-11-24 08:29", 1, 0),
        ("2026-11-24 08:30", 0, 1),
        ("2026-11-24 11:00", 0, 1),
        ("2026-11-25 18:00", 0, 1),
    ],
)
def test_today_and_the_next_working_day_are_near(due_at: str, overdue: int, soon: int) -> None:
    assert near(due(due_at)) == [(ROADS, overdue, soon)]


def test_the_third_day_is_not_near() -> None:
    assert near(due("2026-11-26 09:00")) == []


def test_days_that_nobody_works_are_not_counted() -> None:
    friday, before_new_year = seoul("2026-11-27 08:30"), seoul("2026-02-13 08:30")
    assert horizon(friday, city()) == seoul("2026-12-01 00:00")
    assert horizon(before_new_year, city()) == seoul("2026-02-20 00:00")  # 설: 16 to 18


@pytest.mark.parametrize("status", ["resolved", "declined", "withdrawn", "merged"])
def test_what_is_closed_is_not_near(status: str) -> None:
    assert near(replace(POST, status=status)) == []


def test_what_is_paused_is_not_near_until_it_goes_on() -> None:
    pause = Pause("supplement", seoul("2026-11-19 10:00"))
    assert near(replace(POST, pauses=(pause,))) == []
    assert near(replace(POST, pauses=(replace(pause, until=NOW),))) == [(ROADS, 1, 0)]


@pytest.mark.parametrize(
    ("since", "told"),
    [("2026-11-16 18:00", True), ("2026-11-17 09:30", False), ("2026-11-13 17:00", True)],
    ids=["five days", "not quite", "over a weekend"],
)
def test_what_stands_still_for_five_working_days_is_not_forgotten(since: str, told: bool) -> None:
    still = due("2026-12-30 18:00", pauses=(Pause("supplement", seoul(since)),))
    assert [duty.paused for duty in duties([still], NOW, city())] == ([(still,)] if told else [])
    assert duties([replace(still, status="resolved")], NOW, city()) == ()


def test_what_has_no_deadline_yet_is_not_near() -> None:
    assert near(replace(POST, due_at=None)) == []


def test_each_department_has_its_own_with_the_earliest_first() -> None:
    late, later, soon = due("2026-11-19 18:00"), due("2026-11-20 18:00"), due("2026-11-25 18:00", department=WATER)
    roads, water = duties([soon, later, late], NOW, city())
    assert (roads.department, roads.overdue, water.department, water.soon) == (ROADS, (late, later), WATER, (soon,))


# Who is told, and when


def test_departments_with_something_are_told_and_the_complaint_team_of_all() -> None:
    assert readers(duties([POST, due("2026-11-25 18:00", department=WATER)], NOW, city()), city()) == (
        ROADS,
        TEAM,
        WATER,
    )


def test_where_nothing_is_near_nobody_is_told() -> None:
    assert readers(duties([], NOW, city()), city()) == ()


def test_of_a_department_that_the_profile_no_longer_has_the_complaint_team_hears() -> None:
    gone = replace(POST, department="abolished")
    assert readers(duties([gone], NOW, city()), city()) == (TEAM,)
    assert "◆ abolished" in written(gone, code=TEAM).text


@pytest.mark.parametrize(
    ("morning", "works"),
    [("2026-11-24 08:30", True), ("2026-11-28 08:30", False), ("2026-02-17 08:30", False), ("2026-12-25 08:30", False)],
)
def test_it_is_sent_on_working_days(morning: str, works: bool) -> None:
    assert is_working_day(seoul(morning), calendar(city())) == works


def test_a_closed_day_and_an_opened_one_of_the_profile_count() -> None:
    own = replace(calendar(city()), closed=frozenset({date(2026, 11, 24)}), opened=frozenset({date(2026, 11, 28)}))
    assert [is_working_day(seoul(f"2026-11-{day} 08:30"), own) for day in (24, 28)] == [False, True]


def test_it_waits_for_nothing_more() -> None:
    assert delay_seconds(Mailbox("reminder", ROADS, "2026-11-24"), city()) == 0


# The letter


def test_the_subject_counts() -> None:
    assert written(POST, due("2026-11-25 18:00")).subject == "[민원소통방] 기한 지남 1건 · 기한 임박 1건"
    assert written(POST).subject == "[민원소통방] 기한 지남 1건"


def test_a_line_says_which_from_when_how_late_and_where() -> None:
    assert (
        "- GR-2026-000007 가로등이 꺼졌습니다.\n"
        "  처리기한 2026-11-20 18:00 · 근무일 2일 지남\n"  # Friday to Tuesday
        "  https://room.example/staff/?post=p1"
    ) in written(POST).text


@pytest.mark.parametrize(
    ("due_at", "late"),
    [
        ("2026-11-24 08:00", "오늘 지남"),
        ("2026-11-23 18:00", "근무일 1일 지남"),
        ("2026-11-16 18:00", "근무일 6일 지남"),
    ],
)
def test_lateness_is_counted_in_working_days(due_at: str, late: str) -> None:
    assert f" · {late}\n" in written(due(due_at)).text


def test_what_stands_still_has_its_chapter_also_if_there_is_nothing_else() -> None:
    still = replace(POST, pauses=(Pause("supplement", seoul("2026-11-12 10:00")),))
    mail = written(still)
    assert mail.subject == "[민원소통방] 멈춘 민원 1건"
    assert "■ 멈춘 민원 1건\n" in mail.text
    assert "  처리기한 2026-11-20 18:00 · 2026-11-12 10:00부터 멈춤\n" in mail.text
    heads = [line for line in written(still, POST).text.split("\n") if line.startswith("■")]
    assert heads == ["■ 기한 지남 1건", "■ 멈춘 민원 1건"]


def test_what_is_not_late_is_not_called_so() -> None:
    assert "처리기한 2026-11-25 18:00\n" in written(due("2026-11-25 18:00")).text


def test_it_goes_to_the_department_and_names_nobody() -> None:
    mail = written(POST)
    assert mail.to == "construction-traffic@gyeryong.example"
    assert "두마댁" not in mail.text


def test_the_complaint_team_gets_the_whole_city_by_department() -> None:
    lines = written(due("2026-11-25 18:00", department=WATER), POST, code=TEAM).text.split("\n")
    heads = [line for line in lines if line.startswith(("◆", "■"))]
    assert heads == ["◆ 건설교통실", "■ 기한 지남 1건", "◆ 상하수도과", "■ 기한 임박 1건"]


def test_where_nothing_is_left_there_is_no_letter() -> None:
    office = city().department(ROADS)
    assert office
    assert letter(office, [replace(POST, status="resolved")], NOW, "https://room.example", city()) is None


def test_a_letter_stays_a_letter() -> None:
    many = [replace(POST, post_id=f"p{number}") for number in range(LISTED + 3)]
    mail = written(*many)
    assert mail.text.count("?post=") == LISTED
    assert "그 밖에 3건은 업무 화면에 있습니다." in mail.text
    assert f"기한 지남 {LISTED + 3}건" in mail.subject


# 독촉


def test_what_is_late_is_urged_publicly_and_once() -> None:
    change = urge(POST, NOW)
    assert change
    (entry,) = change.entries
    assert (entry.kind, entry.by, entry.department, entry.due_at) == ("urged", "system", ROADS, POST.due_at)
    assert change.post.urged_at == NOW
    assert urge(change.post, NOW + timedelta(days=5)) is None


def test_it_is_urged_again_when_a_later_deadline_passed_too() -> None:
    extended = due("2026-11-23 18:00", urged_at=seoul("2026-11-23 08:30"))
    assert urge(extended, NOW)
    assert urge(due("2026-11-25 18:00", urged_at=seoul("2026-11-23 08:30")), NOW) is None  # not yet


@pytest.mark.parametrize(
    "post",
    [due("2026-11-24 08:30"), replace(POST, status="resolved"), replace(POST, pauses=(Pause("expert", NOW),))],
    ids=["not late", "closed", "paused"],
)
def test_what_is_not_late_is_not_urged(post: Post) -> None:
    assert not is_overdue(post, NOW)
    assert urge(post, NOW) is None

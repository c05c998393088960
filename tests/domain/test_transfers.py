"""Who passes a complaint on, and to whom; and that none is passed round and round."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.city import city
from chalicelib.domain.casework import return_unacknowledged
from chalicelib.domain.change import Change
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.handling import Order, obey
from chalicelib.domain.notice import mailboxes
from chalicelib.domain.post import Post
from chalicelib.errors import Forbidden, InvalidInput

NOW = datetime(2026, 1, 16, 1, tzinfo=UTC)  # a Friday, 10:00 in Korea
MONDAY = datetime(2026, 1, 19, tzinfo=UTC)  # 09:00 in Korea
POST = Post(
    "01M86D4Y1J41KRBAWBQ5E6629E",
    "생활불편신고",
    "transferred",
    "공원 가로등이 꺼져 있습니다.",
    "author",
    "두마댁",
    NOW,
    NOW,
    receipt_number="GR-2026-000001",
    department="construction-traffic",
    accepted_at=NOW,
    due_at=datetime(2026, 1, 26, 9, tzinfo=UTC),
    assigned_at=NOW,
    acknowledged_at=NOW,
)
ARBITER, MOST = city().arbiter, city().limits.transfers_most
TEAM, DECIDES = Clerk("s1", frozenset({"minwon"})), Clerk("s9", frozenset({ARBITER}))
WHY = "공원 안의 가로등은 공공시설사업소가 맡습니다."


def clerk_of(post: Post) -> Clerk:
    return Clerk("s2", frozenset({post.department or ""}))


def passed(post: Post, to: str, clerk: Clerk = TEAM, reason: str | None = WHY, **more: str) -> Change:
    change = obey(post, Order(to, reason=reason, **more), clerk, city(), NOW, "c1")  # type: ignore[arg-type]
    assert change is not None
    return change


def round_and_round(post: Post = POST) -> Post:
    """A complaint that may not change its department once more."""
    return replace(post, transfers=MOST)


@pytest.mark.parametrize("reason", [None, ""])
@pytest.mark.parametrize(("to", "clerk"), [("facilities", TEAM), ("minwon", clerk_of(POST))])
def test_every_transfer_by_a_person_says_why(to: str, clerk: Clerk, reason: str | None) -> None:
    with pytest.raises(InvalidInput, match="reason_needed"):
        passed(POST, to, clerk, reason)


def test_citizens_read_the_reason() -> None:
    change = passed(POST, "facilities")
    assert change.entries[0].reason == WHY
    assert WHY in change.comments[0].text


def test_a_department_returns_what_is_not_its_own_and_sends_it_nowhere_else() -> None:
    for status in ("transferred", "in_progress"):
        post = replace(POST, status=status)
        returned = passed(post, "minwon", clerk_of(post))
        assert (returned.post.status, returned.post.department) == ("received", "minwon")
        with pytest.raises(Forbidden, match="only_back_to_the_team"):
            passed(post, "facilities", clerk_of(post))


@pytest.mark.parametrize("group", ["minwon", "admin"])
def test_who_sees_all_gives_to_any_department(group: str) -> None:
    assert passed(POST, "facilities", Clerk("s", frozenset({group}))).post.department == "facilities"


def test_a_transfer_is_counted_and_its_new_department_has_not_acknowledged_it() -> None:
    later = passed(POST, "facilities").post
    assert (later.transfers, later.assigned_at, later.acknowledged_at) == (1, NOW, None)


def test_nobody_begins_for_the_new_department_so_that_it_goes_back_if_that_does_not_take_it() -> None:
    given = passed(POST, "facilities").post
    with pytest.raises(InvalidInput, match="one_thing_at_a_time"):
        passed(POST, "facilities", status="in_progress")
    with pytest.raises(Forbidden, match="department_begins"):
        obey(given, Order(status="in_progress"), TEAM, city(), NOW, "c1")
    assert return_unacknowledged(given, city(), MONDAY.replace(month=2), "c1")


def test_a_transfer_never_moves_the_deadline() -> None:
    later = passed(passed(POST, "facilities").post, "minwon").post
    assert (later.accepted_at, later.due_at) == (POST.accepted_at, POST.due_at)


# The arbiter


@pytest.mark.parametrize(("to", "clerk"), [("facilities", TEAM), ("minwon", TEAM), ("minwon", clerk_of(POST))])
def test_one_transfer_too_many_goes_to_the_arbiter_instead(to: str, clerk: Clerk) -> None:
    change = passed(round_and_round(), to, clerk)
    assert (change.post.department, change.post.status, change.post.transfers) == (ARBITER, "transferred", MOST + 1)
    assert change.entries[0].after == ARBITER
    assert "전략기획감사실이 어느 부서가 맡을지 정합니다." in change.comments[0].text
    assert [str(box) for box in mailboxes(change.comments[0], change.post, ())] == [
        f"department#{ARBITER}#{POST.post_id}"
    ]


@pytest.mark.parametrize("to", ["facilities", "minwon"])
def test_the_arbiter_gives_it_to_whom_it_likes(to: str) -> None:
    held = passed(round_and_round(), "facilities").post
    assert passed(held, to, DECIDES).post.department == to


@pytest.mark.parametrize("clerk", [TEAM, Clerk("s", frozenset({"admin"}))])
def test_nobody_else_takes_it_from_the_arbiter(clerk: Clerk) -> None:
    held = passed(round_and_round(), "facilities").post
    with pytest.raises(Forbidden, match="arbiter_decides"):
        passed(held, "facilities", clerk)


def test_what_the_arbiter_has_decided_only_the_arbiter_decides_again() -> None:
    decided = passed(passed(round_and_round(), "facilities").post, "environment", DECIDES).post
    for clerk, to in ((clerk_of(decided), "minwon"), (TEAM, "facilities")):
        assert passed(decided, to, clerk).post.department == ARBITER


def test_the_arbiter_is_a_department_like_others_until_it_must_decide() -> None:
    own = replace(POST, department=ARBITER)
    with pytest.raises(Forbidden, match="only_back_to_the_team"):
        passed(own, "facilities", DECIDES)
    assert passed(own, "facilities", TEAM).post.department == "facilities"


# What nobody acknowledges


def unseen(**values: object) -> Post:
    return replace(POST, acknowledged_at=None, **values)  # type: ignore[arg-type]


def returned(post: Post, now: datetime) -> Change | None:
    return return_unacknowledged(post, city(), now, "c1")


def test_what_a_department_does_not_take_in_eight_working_hours_goes_back() -> None:
    due = MONDAY.replace(hour=1)  # 7 hours on Friday, from 10:00 with lunch between, and one on Monday
    assert returned(unseen(), due.replace(hour=0, minute=59)) is None
    change = returned(unseen(), due)
    assert change is not None
    assert (change.post.status, change.post.department, change.post.transfers) == ("received", "minwon", 1)
    assert (change.entries[0].kind, change.entries[0].by, change.entries[0].before) == (
        "returned",
        "system",
        "construction-traffic",
    )
    assert change.post.due_at == POST.due_at
    assert "8시간 안에 접수를 확인하지 않았습니다" in change.comments[0].text
    assert change.comments[0].department == "minwon"


@pytest.mark.parametrize(
    "post",
    [
        POST,
        unseen(status="in_progress"),
        unseen(status="received", department="minwon"),
        unseen(status="resolved"),
        unseen(assigned_at=None),
    ],
    ids=["acknowledged", "worked on", "the team's", "ended", "from before"],
)
def test_what_is_taken_or_no_departments_stays(post: Post) -> None:
    assert returned(post, MONDAY.replace(month=2)) is None


def test_going_back_too_often_leads_to_the_arbiter_too_and_there_it_stays() -> None:
    change = returned(round_and_round(unseen()), MONDAY.replace(month=2))
    assert change is not None
    assert change.post.department == ARBITER
    assert returned(change.post, MONDAY.replace(month=3)) is None

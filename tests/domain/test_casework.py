"""What an office does with a complaint on its desk; and its author's verdict."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.city import city
from chalicelib.domain.act import Act
from chalicelib.domain.casework import acknowledge, extend, note, pause, reclassify, resume, verdict
from chalicelib.domain.change import Change
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.handling import comment, due, reckon_anew
from chalicelib.domain.member import Member
from chalicelib.domain.notice import mailboxes
from chalicelib.domain.post import Pause, Post, is_public
from chalicelib.errors import Conflict, Forbidden, InvalidInput


def seoul(day: int, hour: int, month: int = 1) -> datetime:
    return datetime(2026, month, day, hour - 9, tzinfo=UTC)


MONDAY = seoul(12, 10)
POST = Post(
    "01M86D4Y1J41KRBAWBQ5E6629E",
    "생활불편신고",
    "transferred",
    "신호등이 꺼져 있습니다.",
    "author",
    "두마댁",
    MONDAY,
    MONDAY,
    receipt_number="GR-2026-000001",
    department="construction-traffic",
    accepted_at=MONDAY,
    due_at=seoul(20, 18),  # 7 working days
    assigned_at=MONDAY,
)
ROADS, TEAM, OTHERS = (Clerk(f"s-{g}", frozenset({g})) for g in ("construction-traffic", "minwon", "tax"))
AUTHOR = Member("author", "두마댁", "", MONDAY)
WHY = "제어기 부품을 기다리고 있습니다."
CLOSED = [replace(POST, status=status) for status in ("resolved", "declined", "withdrawn", "merged")]


def act(clerk: Clerk = ROADS, now: datetime = MONDAY, reason: str = WHY, version: int | None = None) -> Act:
    return Act(clerk, now, reason, version)


def extended(post: Post = POST, amount: int = 7, kind: str = "site", now: datetime = MONDAY, **more: Any) -> Change:
    return extend(post, amount, kind, act(now=now), city(), "c1", **more)


def stopped(post: Post = POST, kind: str = "supplement", now: datetime = MONDAY, **more: Any) -> Change:
    return pause(post, kind, act(now=now), city(), "c1", **more)


def resumed(post: Post, now: datetime) -> Change:
    change = resume(post, act(now=now), city(), "c1")
    assert change is not None
    return change


def reclassified(post: Post, code: str, **more: Any) -> Change:
    change = reclassify(post, code, act(TEAM, reason="법령 해석을 묻는 민원입니다."), city(), "c1", **more)
    assert change is not None
    return change


# Taking it


def test_the_department_in_charge_acknowledges_once() -> None:
    change = acknowledge(POST, act())
    assert change is not None
    assert (change.post.acknowledged_at, change.post.status, change.entries[0].kind) == (
        MONDAY,
        "transferred",
        "acknowledged",
    )
    assert acknowledge(change.post, act()) is None


@pytest.mark.parametrize("clerk", [TEAM, OTHERS])
def test_nobody_else_acknowledges_for_it(clerk: Clerk) -> None:
    with pytest.raises(Forbidden, match="not_your_department"):
        acknowledge(POST, act(clerk))


def test_a_note_is_for_staff_alone() -> None:
    change = note(POST, act(reason="부품은 3월에 옵니다."))
    assert (change.entries[0].reason, change.entries[0].who) == ("부품은 3월에 옵니다.", "s-construction-traffic")
    assert not is_public(change.entries[0])
    assert change.comments == ()


# Another class


def test_another_class_of_deadline_counts_from_the_same_beginning_and_is_told_with_its_reason() -> None:
    change = reclassified(POST, "query_law")
    assert (change.post.accepted_at, change.post.due_at) == (MONDAY, seoul(29, 18))  # 14 working days
    assert (change.entries[0].before, change.entries[0].after) == ("inconvenience", "query_law")
    assert "2026년 1월 29일(목) 18:00" in change.comments[0].text
    assert "법령 해석을 묻는 민원입니다." in change.comments[0].text


def test_the_class_that_it_has_changes_nothing() -> None:
    assert reclassify(POST, "inconvenience", act(TEAM), city(), "c1") is None


def test_an_extension_outlives_the_class_as_far_as_the_new_period_allows() -> None:
    kept = reclassified(extended().post, "query_law").post
    assert (kept.extension, kept.due_at) == (7, seoul(9, 18, month=2))
    hours = reclassified(extended().post, "other").post
    assert (hours.extension, hours.due_at) == (0, seoul(12, 14))


def test_no_department_makes_its_own_lateness_good_by_another_class() -> None:
    late = seoul(21, 9)
    with pytest.raises(Conflict, match="deadline_passed"):
        reclassify(POST, "query_law", act(now=late), city(), "c1")
    assert reclassify(POST, "query_law", act(now=seoul(20, 17)), city(), "c1")
    for group in ("minwon", "admin"):
        change = reclassify(POST, "query_law", act(Clerk("s", frozenset({group})), late), city(), "c1")
        assert change is not None
        assert change.post.due_at == seoul(29, 18)


# Extending


def test_an_extension_tells_the_citizen_why_till_when_and_whom_to_ask() -> None:
    change = extended()
    assert (change.post.due_at, change.post.extensions) == (seoul(29, 18), 1)
    assert (change.entries[0].after, change.entries[0].reason, change.entries[0].due_at) == ("site", WHY, seoul(29, 18))
    for words in ("근무일 7일", "2026년 1월 29일(목)", WHY, "시행령 제21조", "건설교통실 042-840-2114"):
        assert words in change.comments[0].text


@pytest.mark.parametrize("amount", [0, -1, 8])
def test_an_extension_is_no_longer_than_the_period_itself(amount: int) -> None:
    with pytest.raises(InvalidInput, match="bad_extension"):
        extended(amount=amount)


def test_what_is_counted_in_hours_is_extended_by_hours() -> None:
    post = replace(POST, deadline="other", due_at=seoul(12, 14))
    assert extended(post, amount=3).post.due_at == seoul(12, 17)
    with pytest.raises(InvalidInput, match="bad_extension"):
        extended(post, amount=4)


def test_a_second_extension_needs_the_citizens_consent_and_there_is_no_third() -> None:
    once = extended().post
    with pytest.raises(Conflict, match="consent_needed"):
        extended(once)
    twice = extended(once, consent=True)
    assert (twice.post.extension, twice.post.extensions) == (14, 2)
    assert "시민의 동의를 받아" in twice.comments[0].text
    with pytest.raises(Conflict, match="extended_too_often"):
        extended(twice.post, consent=True)


def test_only_the_reasons_of_the_profile_extend_or_pause() -> None:
    for act in (extended, stopped):
        with pytest.raises(InvalidInput, match="unknown_kind"):
            act(kind="workload")


def test_what_has_passed_is_neither_extended_nor_paused() -> None:
    for act in (extended, stopped):
        with pytest.raises(Conflict, match="deadline_passed"):
            act(now=seoul(21, 9))


# Pausing


def test_a_pause_leaves_the_deadline_until_the_clock_goes_on() -> None:
    change = stopped(now=seoul(13, 10))
    assert (change.post.due_at, change.post.pauses) == (POST.due_at, (Pause("supplement", seoul(13, 10)),))
    assert (change.entries[0].kind, change.entries[0].after) == ("paused", "supplement")
    assert WHY in change.comments[0].text


def test_what_goes_on_gets_back_the_days_that_were_paused_and_says_so() -> None:
    change = resumed(stopped(now=seoul(13, 10)).post, seoul(15, 10))
    assert change.post.due_at == seoul(22, 18)
    assert change.post.pauses[0].until == seoul(15, 10)
    assert "2026년 1월 22일(목) 18:00" in change.comments[0].text
    assert reckon_anew(change.post, city(), seoul(16, 10)) is None


def test_what_its_author_was_asked_for_starts_the_clock_again_with_the_answer() -> None:
    waiting = stopped(now=seoul(13, 10))
    assert "댓글로 답하면 다시 셉니다" in waiting.comments[0].text
    change = comment(waiting.post, AUTHOR, "교차로 북쪽 신호등입니다.", (), city(), seoul(15, 10), "c2")
    assert (change.post.due_at, change.post.pauses[0].until) == (seoul(22, 18), seoul(15, 10))
    assert [(line.kind, line.by, line.due_at) for line in change.entries] == [("resumed", "author", seoul(22, 18))]
    assert comment(change.post, AUTHOR, "사진도 보냅니다.", (), city(), seoul(15, 11), "c3").entries == ()


@pytest.mark.parametrize(("kind", "author"), [("supplement", "neighbour"), ("expert", "author")])
def test_it_goes_on_by_nobody_elses_words_and_by_none_where_others_are_waited_for(kind: str, author: str) -> None:
    post = stopped(kind=kind).post
    change = comment(post, replace(AUTHOR, member_id=author), "저도 봤어요.", (), city(), seoul(15, 10), "c2")
    assert (change.entries, change.post) == ((), post)


def test_pauses_and_extension_add_up() -> None:
    post = resumed(stopped(now=seoul(13, 10)).post, seoul(15, 10)).post
    again = resumed(stopped(post, kind="expert", now=seoul(19, 10)).post, seoul(20, 10)).post
    assert extended(again, amount=2, now=seoul(20, 10)).post.due_at == seoul(27, 18)


def test_what_was_urged_may_be_urged_again_at_its_new_deadline() -> None:
    urged = replace(POST, urged_at=MONDAY)
    assert extended(urged).post.urged_at is None
    assert resumed(stopped(urged).post, seoul(13, 10)).post.urged_at is None


def test_a_clock_stops_once_and_goes_on_once() -> None:
    paused = stopped().post
    with pytest.raises(Conflict, match="paused_already"):
        stopped(paused)
    assert resume(resumed(paused, seoul(13, 10)).post, act(now=seoul(13, 11)), city(), "c1") is None


# What all have in common

WORK: dict[str, Callable[[Post, Act], Any]] = {
    "acknowledge": acknowledge,
    "reclassify": lambda post, act: reclassify(post, "query_law", act, city(), "c1"),
    "extend": lambda post, act: extend(post, 1, "site", act, city(), "c1"),
    "pause": lambda post, act: pause(post, "expert", act, city(), "c1"),
    "resume": lambda post, act: resume(post, act, city(), "c1"),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_a_department_works_on_its_own_and_on_what_it_sees(work: Callable[[Post, Act], Any]) -> None:
    with pytest.raises(Forbidden, match="not_your_department"):
        work(POST, act(OTHERS))
    with pytest.raises(Conflict, match="changed_meanwhile"):
        work(POST, act(version=7))


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
@pytest.mark.parametrize("post", [*CLOSED, replace(POST, status="posted")], ids=lambda post: str(post.status))
def test_what_is_ended_or_talk_is_not_worked_on(work: Callable[[Post, Act], Any], post: Post) -> None:
    with pytest.raises(Conflict, match="not_open"):
        work(post, act())


@pytest.mark.parametrize("work", [WORK["reclassify"], WORK["extend"], WORK["pause"]])
def test_it_is_the_first_work_too(work: Callable[[Post, Act], Any]) -> None:
    assert work(POST, act()).post.acknowledged_at == MONDAY


def test_what_the_router_has_not_seen_yet_has_no_clock() -> None:
    with pytest.raises(Conflict, match="no_deadline_yet"):
        extended(replace(POST, accepted_at=None, due_at=None))


# The verdict

ANSWERED = replace(
    POST, status="resolved", closed_at=MONDAY, extension=3, extensions=1, pauses=(Pause("x", MONDAY, MONDAY),)
)
LATER, STILL = seoul(19, 10), "아직 깜빡입니다."


def judged(
    post: Post = ANSWERED,
    author: Member = AUTHOR,
    solved: bool = False,
    now: datetime = LATER,
    reason: str | None = STILL,
) -> Change:
    change = verdict(post, author, solved, reason, city(), now, "c1")
    assert change is not None
    return change


@pytest.mark.parametrize("solved", [True, False])
def test_the_same_verdict_again_changes_nothing(solved: bool) -> None:
    """Its answer was lost on the way."""
    assert verdict(judged(solved=solved).post, AUTHOR, solved, STILL, city(), LATER, "c2") is None


def test_solved_is_a_line_of_its_author_and_the_post_stays_ended() -> None:
    change = judged(solved=True, reason=None)
    assert (change.post.verdict, change.post.status) == ("solved", "resolved")
    assert (change.entries[0].kind, change.entries[0].by) == ("verdict_solved", "author")


def test_unsolved_brings_it_back_to_the_same_department_which_is_told() -> None:
    change = judged()
    assert (change.post.verdict, change.post.status, change.post.department) == (
        "unsolved",
        "in_progress",
        "construction-traffic",
    )
    assert (change.entries[0].kind, change.entries[0].reason) == ("reopened", STILL)
    boxes = [str(box) for box in mailboxes(change.comments[0], change.post, ())]
    assert boxes == [f"department#construction-traffic#{POST.post_id}"]
    assert STILL in change.comments[0].text


def test_what_is_not_solved_has_a_full_period_from_then_on() -> None:
    post = judged().post
    assert (post.accepted_at, post.due_at) == (seoul(19, 10), seoul(27, 18))
    assert (post.due_at, post.extensions) == (due(post, city()), 0)
    assert reckon_anew(post, city(), seoul(20, 10)) is None


def test_unsolved_says_what_is_missing() -> None:
    with pytest.raises(InvalidInput, match="reason_needed"):
        judged(reason=None)


def test_only_its_author_judges() -> None:
    with pytest.raises(Forbidden, match="not_your_post"):
        judged(author=replace(AUTHOR, member_id="neighbour"))


def test_a_verdict_is_given_once_ever() -> None:
    again = replace(judged().post, status="resolved", closed_at=seoul(20, 10))
    for solved in (True, False):
        with pytest.raises(Conflict, match="verdict_given"):
            judged(again, solved=solved, now=seoul(21, 10))


@pytest.mark.parametrize("status", ["received", "in_progress", "declined", "withdrawn", "merged", "posted"])
def test_only_what_is_resolved_is_judged(status: str) -> None:
    with pytest.raises(Conflict, match="verdict_not_asked"):
        judged(replace(ANSWERED, status=status))


def test_after_some_days_it_is_too_late() -> None:
    last = MONDAY + timedelta(days=city().limits.verdict_days)
    assert judged(now=last)
    with pytest.raises(Conflict, match="verdict_time_over"):
        judged(now=last + timedelta(seconds=1))

"""What happens to a post after it is received."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace as with_

from chalicelib.city import Tag, Words, city
from chalicelib.domain.change import Change
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.handling import Order, answer, class_of, comment, obey, reckon_anew, route, withdraw
from chalicelib.domain.member import Member
from chalicelib.domain.post import Link, Pause, Post
from chalicelib.domain.routing import Guess, Routing
from chalicelib.domain.status import BY_STAFF
from chalicelib.domain.wording import transfer_text
from chalicelib.errors import Conflict, Forbidden, InvalidInput

NOW = datetime(2026, 2, 13, 1, tzinfo=UTC)  # a Friday, 10:00 in Korea, before 설
POST = Post(
    "01M86D4Y1J41KRBAWBQ5E6629E",
    "생활불편신고",
    "received",
    "신호등이 꺼져 있습니다.",
    "author",
    "두마댁",
    NOW,
    NOW,
    receipt_number="GR-2026-000001",
    department="minwon",
)
SURE = Routing((Guess("traffic-signal", "construction-traffic", 0.95, ("신호등", "불이 안")),))
UNSURE = Routing((Guess("traffic-signal", "construction-traffic", 0.4, ("신호등",)),))
NEIGHBOUR = Member("m", "이웃", "", NOW)
TEAM, ROADS = Clerk("s1", frozenset({"minwon"})), Clerk("s2", frozenset({"construction-traffic"}))


def routed(post: Post = POST, routing: Routing = SURE) -> Change:
    change = route(post, routing, city(), NOW, "c1")
    assert change is not None
    return change


def ordered(post: Post, clerk: Clerk = TEAM, **wanted: object) -> Change | None:
    return obey(post, Order(**wanted), clerk, city(), NOW, "c1")  # type: ignore[arg-type]


def test_a_sure_router_transfers_at_once_and_says_by_which_words() -> None:
    change = routed()
    assert (change.post.status, change.post.department, change.post.category) == (
        "transferred",
        "construction-traffic",
        "traffic-signal",
    )
    assert [entry.kind for entry in change.entries] == ["transferred", "due_set"]
    assert change.entries[0].reason == "글에 나온 말: 신호등"


def test_a_word_that_was_only_learned_may_be_a_name_and_is_not_told_to_all() -> None:
    learned = replace(SURE.best, words=("돌쇠슈퍼", "신호등"))
    assert routed(routing=Routing((learned,))).entries[0].reason == "글에 나온 말: 신호등"


def test_an_unsure_router_leaves_it_to_the_complaint_team_with_its_guesses() -> None:
    change = routed(routing=UNSURE)
    assert (change.post.status, change.post.department, change.post.guesses) == ("received", "minwon", UNSURE.guesses)
    assert "민원팀이 담당부서를 확인하고 있습니다" in change.comments[0].text


def test_two_matters_wait_for_a_person_however_sure_the_router_is_of_them() -> None:
    change = routed(routing=replace(SURE, two=True))
    assert (change.post.status, change.post.department, change.post.two_matters) == ("received", "minwon", True)


@pytest.mark.parametrize("routing", [SURE, UNSURE])
def test_the_legal_clock_starts_either_way(routing: Routing) -> None:
    assert routed(routing=routing).post.due_at == datetime(2026, 2, 26, 9, tzinfo=UTC)  # 18:00 in Korea, over 설


def test_a_post_is_routed_once_however_often_it_is_told() -> None:
    assert route(routed().post, SURE, city(), NOW, "c2") is None


@pytest.mark.parametrize("status", ["withdrawn", "posted"])
def test_what_is_withdrawn_or_talk_is_not_routed(status: str) -> None:
    assert route(replace(POST, status=status), SURE, city(), NOW, "c1") is None


def test_a_clerk_who_was_faster_than_the_router_is_not_overruled_but_the_clock_starts() -> None:
    change = routed(replace(POST, status="in_progress", department="tax"))
    assert (change.post.status, change.post.department) == ("in_progress", "tax")
    assert change.post.due_at


@pytest.mark.parametrize(
    ("department", "words"),
    [("minwon", "민원팀이 담당부서를 확인하고 있습니다."), ("construction-traffic", "건설교통실로 이관했습니다.")],
)
def test_the_particle_fits_the_office(department: str, words: str) -> None:
    assert transfer_text(department, None, city()).endswith(words)


@pytest.mark.parametrize(
    ("name", "to", "checking"),
    [
        ("환경위생과", "환경위생과로", "환경위생과가"),
        ("민원팀", "민원팀으로", "민원팀이"),
        ("건설교통실", "건설교통실로", "건설교통실이"),
        ("City Hall", "City Hall로", "City Hall가"),
    ],
)
def test_particles_go_by_the_last_sound_in_any_city(name: str, to: str, checking: str) -> None:
    offices = tuple(with_(office, name=Words(ko=name, en=name)) for office in city().departments)
    elsewhere = with_(city(), departments=offices)
    assert transfer_text("tax", None, elsewhere) == f"담당부서인 {to} 이관했습니다."
    assert transfer_text("minwon", None, elsewhere) == f"{checking} 담당부서를 확인하고 있습니다."


def test_every_office_is_spoken_of_without_a_bracketed_particle() -> None:
    assert not any("(" in transfer_text(d.code, NOW, city()).split("\n")[0] for d in city().departments)


def test_a_transfer_carries_its_reason_to_the_public_timeline() -> None:
    change = ordered(routed().post, department="water-sewage", reason="상수도 공사 구간입니다.")
    assert change is not None
    assert (change.entries[0].before, change.entries[0].after) == ("construction-traffic", "water-sewage")
    assert change.entries[0].reason == "상수도 공사 구간입니다."
    assert "사유: 상수도 공사 구간입니다." in change.comments[0].text


def test_a_transfer_never_restarts_the_clock() -> None:
    before = routed().post
    change = ordered(before, department="water-sewage", reason="상수도 공사 구간입니다.")
    assert change is not None
    assert change.post.due_at == before.due_at


def test_back_to_the_complaint_team_is_received_again() -> None:
    change = ordered(routed().post, department="minwon", reason="우리 부서 일이 아닙니다.")
    assert change is not None
    assert (change.post.status, change.entries[0].kind) == ("received", "returned")


def test_an_order_that_changes_nothing_writes_nothing() -> None:
    assert ordered(routed().post, department="construction-traffic", status="transferred") is None


@pytest.mark.parametrize("status", sorted(BY_STAFF))
def test_transfer_and_status_go_one_at_a_time(status: str) -> None:
    with pytest.raises(InvalidInput, match="one_thing_at_a_time"):
        ordered(POST, department="construction-traffic", status=status, reason="신호등 고장입니다.")


def test_the_status_that_a_transfer_brings_may_be_named_with_it() -> None:
    change = ordered(POST, department="construction-traffic", status="transferred", reason="신호등 고장입니다.")
    assert change is not None
    assert [entry.kind for entry in change.entries] == ["transferred"]


@pytest.mark.parametrize("group", ["minwon", "admin"])
def test_what_was_passed_on_is_begun_by_its_department_alone(group: str) -> None:
    post, other = routed().post, Clerk("s", frozenset({group}))
    with pytest.raises(Forbidden, match="department_begins"):
        ordered(post, other, status="in_progress")
    with pytest.raises(Forbidden, match="department_begins"):
        answer(post, other, "살펴보겠습니다.", "in_progress", (), NOW, "c1")
    assert answer(post, ROADS, "살펴보겠습니다.", "in_progress", (), NOW, "c1").post.acknowledged_at == NOW
    assert answer(post, other, "고쳤습니다.", "resolved", (), NOW, "c1").post.status == "resolved"


def test_a_department_acts_on_its_own_posts_only() -> None:
    with pytest.raises(Forbidden, match="not_your_department"):
        ordered(POST, ROADS, status="in_progress")
    assert ordered(routed().post, ROADS, status="in_progress")


def test_a_clerk_who_saw_an_older_version_is_told_so() -> None:
    with pytest.raises(Conflict, match="changed_meanwhile"):
        ordered(routed().post, status="in_progress", version=1)


@pytest.mark.parametrize("status", ["resolved", "declined"])
def test_what_is_ended_tells_what_was_done_or_why_not(status: str) -> None:
    with pytest.raises(InvalidInput, match="reason_needed"):
        ordered(routed().post, status=status)
    change = ordered(routed().post, status=status, reason="제어기를 바꾸어 신호등이 켜집니다.")
    assert change is not None
    assert "제어기를 바꾸어 신호등이 켜집니다." in change.comments[0].text


def test_what_is_ended_was_ended_at_a_time_and_waits_for_nothing_more() -> None:
    paused = replace(routed().post, pauses=(Pause("expert", NOW),))
    for change in (
        answer(paused, ROADS, "고쳤습니다.", "resolved", (), NOW, "c1"),
        ordered(paused, status="declined", reason="사유지입니다."),
        withdraw(paused, None, NOW),
    ):
        assert change is not None
        assert (change.post.closed_at, change.post.pauses) == (NOW, (Pause("expert", NOW, NOW),))


def test_what_is_taken_up_again_says_so() -> None:
    change = ordered(replace(POST, status="resolved"), status="in_progress")
    assert change is not None
    assert change.entries[0].kind == "reopened"


@pytest.mark.parametrize("before", ["received", "transferred", "in_progress"])
@pytest.mark.parametrize("after", sorted(BY_STAFF))
def test_what_is_open_can_be_taken_up_and_closed(before: str, after: str) -> None:
    change = ordered(replace(POST, status=before), status=after, reason="살펴보았습니다.")
    if before == after:
        assert change is None
    else:
        assert change is not None
        assert (change.post.status, change.entries[0].before, change.entries[0].after) == (after, before, after)
        assert (change.entries[0].by, change.entries[0].department) == ("staff", "minwon")


@pytest.mark.parametrize("closed", ["resolved", "declined"])
def test_what_is_closed_can_be_taken_up_again_but_not_passed_on(closed: str) -> None:
    change = ordered(replace(POST, status=closed), status="in_progress")
    assert change is not None
    assert change.post.status == "in_progress"
    with pytest.raises(Conflict, match="status_not_reachable"):
        ordered(replace(POST, status=closed), department="tax", reason="세금 민원입니다.")


def test_the_complaint_team_acts_on_any_post_in_its_own_name_and_an_admin_too() -> None:
    for group in ("minwon", "admin"):
        change = ordered(routed().post, Clerk("s", frozenset({group})), status="declined", reason="사유지입니다.")
        assert change is not None
        assert change.entries[0].department == "minwon"


def test_a_clerk_of_no_group_acts_on_nothing() -> None:
    for post in (POST, replace(POST, department=None, status="posted")):
        with pytest.raises(Forbidden, match="not_your_department"):
            ordered(post, Clerk("s", frozenset()), status="in_progress")


def test_an_answer_that_declines_is_its_own_reason() -> None:
    change = answer(routed().post, ROADS, "사유지라 시에서 고칠 수 없습니다.", "declined", (), NOW, "c1")
    assert change.post.status == "declined"


def test_an_answer_without_a_status_leaves_it() -> None:
    change = answer(routed().post, ROADS, "현장을 확인하겠습니다.", None, (), NOW, "c1")
    assert (change.post.status, change.comments[0].status) == ("transferred", None)
    assert [entry.kind for entry in change.entries] == ["answered"]


def test_an_answer_may_bring_the_status_along() -> None:
    change = answer(routed().post, ROADS, "고쳤습니다.", "resolved", (), NOW, "c1")
    assert (change.post.status, change.comments[0].status) == ("resolved", "resolved")
    assert [entry.kind for entry in change.entries] == ["answered", "resolved"]


@pytest.mark.parametrize("status", ["received", "withdrawn", "merged", "transferred"])
def test_staff_cannot_set_what_is_not_theirs_to_set(status: str) -> None:
    with pytest.raises(InvalidInput, match="status_not_for_staff"):
        ordered(replace(POST, status="in_progress"), status=status)


def test_a_citizens_comment_changes_no_state() -> None:
    change = comment(POST, NEIGHBOUR, "저도 봤어요.", (), city(), NOW, "c1")
    assert (change.entries, change.post) == ((), POST)


def test_a_withdrawn_post_takes_no_comment() -> None:
    with pytest.raises(Conflict, match="post_withdrawn"):
        comment(replace(POST, status="withdrawn"), NEIGHBOUR, "저도요.", (), city(), NOW, "c1")


def test_withdrawing_twice_is_withdrawing_once() -> None:
    change = withdraw(POST, None, NOW)
    assert change is not None
    assert withdraw(change.post, None, NOW) is None


def test_what_others_were_merged_into_is_not_its_authors_alone_to_withdraw() -> None:
    joined = replace(routed().post, links=(Link("split_into", "p2"), Link("merged_from", "p3")))
    with pytest.raises(Conflict, match="others_joined"):
        withdraw(joined, None, NOW)
    assert withdraw(replace(joined, links=joined.links[:1]), None, NOW)


def test_the_first_work_of_the_department_in_charge_says_that_it_has_the_complaint() -> None:
    post = routed().post
    assert (post.assigned_at, post.acknowledged_at) == (NOW, None)
    started = ordered(post, ROADS, status="in_progress")
    assert started is not None
    for change in (started, answer(post, ROADS, "현장을 확인하겠습니다.", None, (), NOW, "c1")):
        assert change.post.acknowledged_at == NOW


def test_what_the_complaint_team_does_for_a_department_does_not_say_so() -> None:
    assert answer(routed().post, TEAM, "담당부서에 알렸습니다.", None, (), NOW, "c1").post.acknowledged_at is None


def test_what_is_answered_cannot_be_withdrawn() -> None:
    with pytest.raises(Conflict, match="status_not_reachable"):
        withdraw(replace(POST, status="resolved"), None, NOW)


@pytest.mark.parametrize("status", ["resolved", "declined", "withdrawn"])
def test_what_is_closed_keeps_its_deadline(status: str) -> None:
    assert reckon_anew(replace(routed().post, status=status, due_at=NOW), city(), NOW) is None


def test_deadlines_move_only_when_the_calendar_did() -> None:
    post = routed().post
    assert reckon_anew(post, city(), NOW) is None
    assert post.due_at is not None
    moved = reckon_anew(replace(post, due_at=post.due_at.replace(day=25)), city(), NOW)
    assert moved is not None
    assert (moved.post.due_at, moved.entries[0].kind) == (post.due_at, "due_set")


def test_what_is_paused_is_reckoned_when_it_goes_on_and_not_before() -> None:
    post = routed().post
    assert post.due_at is not None
    moved = replace(post, due_at=post.due_at.replace(day=25), pauses=(Pause("expert", NOW),))
    assert reckon_anew(moved, city(), NOW) is None


def test_what_was_extended_or_of_another_class_is_reckoned_as_such() -> None:
    post = replace(routed().post, deadline="suggestion", extension=3)  # 14 days and 3
    moved = reckon_anew(post, city(), NOW)
    assert moved is not None
    assert moved.post.due_at == datetime(2026, 3, 13, 9, tzinfo=UTC)


def test_a_class_that_the_profile_knows_no_more_gives_way_to_that_of_the_tag() -> None:
    assert reckon_anew(replace(routed().post, deadline="abolished"), city(), NOW) is None


ADVICE, TALK = (next(tag for tag in city().tags if tag.name == name) for name in ("행정상담", "시민대화"))
OTHERS = (with_(ADVICE, deadline="suggestion"), TALK)


@pytest.mark.parametrize("tags", [OTHERS, (with_(TALK, name=POST.tag), *OTHERS)], ids=["removed", "made talk"])
def test_a_complaint_outlives_its_tag_under_the_first_deadline_of_another(tags: tuple[Tag, ...]) -> None:
    elsewhere = with_(city(), tags=tags)
    change = route(POST, SURE, elsewhere, NOW, "c1")
    assert change is not None
    assert change.post.due_at == datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert reckon_anew(change.post, elsewhere, NOW) is None
    assert class_of(replace(POST, tag=TALK.name, status="posted", department=None), elsewhere) is None

"""A new post gets its deadline and its department once, whatever the stream brings."""

import pytest

from chalicelib.domain.change import received
from chalicelib.store import posts
from tests.conftest import Room
from tests.events.steps import fails, invoke, read, record, routed, row
from tests.store.rows import draft

RECEIPT = {"receipt_number": {"S": "GR-2026-999999"}}
POISON = {"post_id": {"N": "1"}}
SIGNAL = "엄사사거리 횡단보도 신호등이 꺼져 있습니다."


def test_a_clear_text_comes_to_its_department(room: Room) -> None:
    post = routed(room, SIGNAL)
    assert (post["status"], post["department"]) == ("transferred", "construction-traffic")
    assert [entry["kind"] for entry in post["timeline"]] == ["received", "transferred", "due_set"]
    assert "건설교통실로 이관했습니다" in post["thread"][0]["text"]


def test_a_text_of_nothing_in_particular_stays_with_the_complaint_team(room: Room) -> None:
    post = routed(room, "지난번에 말씀드린 그것 좀 어떻게 해 주세요.")
    assert (post["status"], post["department"]) == ("received", "minwon")
    assert [entry["kind"] for entry in post["timeline"]] == ["received", "due_set"]
    assert "민원팀이 담당부서를 확인하고 있습니다" in post["thread"][0]["text"]


def test_a_post_that_is_told_again_is_routed_once(room: Room) -> None:
    post = routed(room)
    image = row(room, "PostsTable", post_id=post["id"])
    invoke(room, "RoutePost", *[record(image)] * 2)
    assert read(room, post["id"]) == post


def test_talk_is_not_routed(room: Room) -> None:
    post = room.citizen().post(text="천마산 노을이 참 곱습니다. 다들 보셨나요?", tag="시민대화")
    invoke(room, "RoutePost", record(row(room, "PostsTable", post_id=post["id"])))
    now = read(room, post["id"])
    assert (now["status"], now["due_at"], len(now["timeline"])) == ("posted", None, 1)


def test_what_was_withdrawn_meanwhile_stays_so(room: Room) -> None:
    post = routed(room)
    image = row(room, "PostsTable", post_id=post["id"])
    clerk = room.clerk()
    clerk.call("PATCH", f"/v1/admin/posts/{post['id']}", {"status": "declined", "reason": "시 소관이 아닙니다."})
    invoke(room, "RoutePost", record(image))
    assert read(room, post["id"])["status"] == "declined"


@pytest.mark.usefixtures("stage_settings")
def test_those_around_a_poisoned_record_are_done_and_the_batch_comes_again(room: Room) -> None:
    # Without its receipt number the stream itself leaves a post alone; it stands in the records only.
    some = [draft(tag="생활불편신고", status="received", text=SIGNAL, department="minwon") for _ in range(2)]
    for post in some:
        posts.add(post, received(post), None)
    first, last = (row(room, "PostsTable", post_id=post.post_id) | RECEIPT for post in some)
    for _ in range(2):
        assert fails(room, "RoutePost", record(first, "1"), record(POISON, "2"), record(last, "3"))
        found = [read(room, post.post_id) for post in some]
        assert [(post["status"], post["version"]) for post in found] == [("transferred", 3)] * 2

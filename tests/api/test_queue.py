"""The desk's lists, and orders for several posts at once."""

from typing import Any

from infra.client import Client, wait_for
from tests.api.steps import TEXT, alone, complain, ids, read, refused, routed
from tests.conftest import Room

UNCLEAR = "설명하기 어려운 일이 생겨서 글을 남깁니다. 한번 살펴봐 주세요."


def queue(clerk: Client, asked: str = "") -> dict[str, Any]:
    """All pages of a list, as one; a room in which much was tested has many."""
    found: dict[str, Any] = clerk.call("GET", f"/v1/admin/queue?limit=50{asked}")
    more = found
    while more["cursor"]:
        more = clerk.call("GET", f"/v1/admin/queue?limit=50{asked}&cursor={more['cursor']}")
        found["posts"] += more["posts"]
    return found


def test_a_department_finds_its_open_complaints_the_earliest_deadline_first(room: Room, citizen: Client) -> None:
    new = complain(citizen, text=alone())
    routed(citizen, new)
    clerk = room.clerk("construction-traffic")
    found = wait_for(lambda: (page := queue(clerk)) and new in ids(page) and page, "the queue")
    assert {card["department"] for card in found["posts"]} == {"construction-traffic"}
    due = [card["due_at"] for card in found["posts"]]
    assert due == sorted(due)
    assert found["counts"]["open"] >= len(due)
    assert next(card for card in found["posts"] if card["id"] == new)["acknowledged"] is False


def test_what_is_ended_leaves_the_queue(room: Room, citizen: Client) -> None:
    post_id = complain(citizen, text=alone())
    routed(citizen, post_id)
    clerk = room.clerk("construction-traffic")
    wait_for(lambda: post_id in ids(queue(clerk)), "the queue")
    clerk.call("PATCH", f"/v1/admin/posts/{post_id}", {"status": "resolved", "reason": "보안등을 갈았습니다."})
    wait_for(lambda: post_id not in ids(queue(clerk)), "the queue without it")


def test_the_complaint_team_sees_what_no_department_has(room: Room, citizen: Client) -> None:
    post_id = complain(citizen, text=alone(UNCLEAR))
    routed(citizen, post_id)
    found = wait_for(lambda: (page := queue(room.clerk(), "&view=unrouted")) and post_id in ids(page) and page, "it")
    assert {card["department"] for card in found["posts"]} == {"minwon"}
    assert found["counts"]["unrouted"] >= 1


def test_a_department_asks_for_no_other(room: Room, post_id: str) -> None:
    with refused(403, "not_your_department", "department"):
        queue(room.clerk("environment"), "&department=construction-traffic")
    assert room.clerk("environment").call("GET", "/v1/admin/queue?view=check")["posts"] == []


def test_pages_follow_one_another_without_a_gap(room: Room, citizen: Client) -> None:
    for _ in range(3):
        routed(citizen, complain(citizen, text=alone(UNCLEAR)))
    whole = ids(
        wait_for(lambda: (page := queue(room.clerk(), "&view=unrouted")) and len(page["posts"]) >= 3 and page, "3")
    )
    first = room.clerk().call("GET", "/v1/admin/queue?view=unrouted&limit=2")
    second = room.clerk().call("GET", f"/v1/admin/queue?view=unrouted&limit=2&cursor={first['cursor']}")
    assert ids(first) + ids(second) == whole[:4]


def test_hostile_questions_are_refused(room: Room) -> None:
    for asked, code, field in (
        ("view=secret", "unknown_view", "view"),
        ("limit=0", "bad_limit", "limit"),
        ("cursor=x", "bad_cursor", "cursor"),
        ("q=1", "unknown_field", "q"),
        ("department=nowhere", "unknown_department", "department"),
    ):
        with refused(400, code, field):
            room.clerk().call("GET", f"/v1/admin/queue?{asked}")


def test_several_are_assigned_at_once_and_what_is_refused_holds_up_no_other(room: Room, citizen: Client) -> None:
    posts = [complain(citizen, text=alone(UNCLEAR)) for _ in range(2)]
    for post_id in posts:
        routed(citizen, post_id)
    order = {
        "posts": [*posts, "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
        "department": "environment",
        "reason": "환경과 소관입니다.",
    }
    answer = room.clerk().call("POST", "/v1/admin/batch", order)
    assert answer["done"] == posts
    assert [(one["id"], one["problem"]["code"]) for one in answer["refused"]] == [(order["posts"][-1], "no_such_post")]
    assert {read(citizen, post_id)["department"] for post_id in posts} == {"environment"}


def test_a_batch_has_an_end(room: Room) -> None:
    for posts in ([], ["x"] * 51):
        with refused(400, "too_many_posts", "posts"):
            room.clerk().call("POST", "/v1/admin/batch", {"posts": posts, "status": "in_progress"})


def test_staff_read_everything_of_a_post_on_one_screen(room: Room, post_id: str) -> None:
    found = room.clerk("construction-traffic").call("GET", f"/v1/admin/posts/{post_id}")
    assert found["text"] == TEXT
    assert [entry["kind"] for entry in found["history"]][:2] == ["received", "transferred"]
    assert (found["deadline"], found["member"]["nickname"]) == ("inconvenience", "알리는 시민")
    assert found["guesses"][0]["words"]


def test_who_one_is_and_what_one_may(room: Room) -> None:
    me = room.clerk("environment").call("GET", "/v1/admin/me")
    assert (me["departments"], "merge" in me["rights"], "work" in me["rights"]) == (["environment"], False, True)
    assert "export" in room.clerk("admin").call("GET", "/v1/admin/me")["rights"]


def test_the_desk_learns_what_the_profile_lets_it_choose(room: Room) -> None:
    found = room.clerk().call("GET", "/v1/admin/choices")
    assert {one["code"] for one in found["pauses"]} >= {"supplement", "expert"}
    assert all(one["text"] for one in found["templates"])


def test_another_departments_private_half_is_not_shown(room: Room, citizen: Client) -> None:
    text = "엄사네거리 가로등이 꺼졌습니다. 그리고 집 앞 쓰레기 무단투기도 심합니다."
    post_id = complain(citizen, text=text, private_to_staff=True)
    wait_for(lambda: room.clerk().call("GET", f"/v1/admin/posts/{post_id}")["due_at"], "the routing")
    split = {"text": "집 앞 쓰레기 무단투기가 심합니다.", "reason": "두 가지 일입니다."}
    new = room.clerk().call("POST", f"/v1/admin/posts/{post_id}/split", split)["new"]["id"]
    for one, department in ((post_id, "construction-traffic"), (new, "environment")):
        wait_for(lambda one=one: room.clerk().call("GET", f"/v1/admin/posts/{one}")["due_at"], "the routing")
        order = {"department": department, "reason": "담당 부서입니다."}
        room.clerk().call("PATCH", f"/v1/admin/posts/{one}", order)
    assert ids({"posts": room.clerk().call("GET", f"/v1/admin/posts/{post_id}")["linked"]}) == [new]
    assert room.clerk("construction-traffic").call("GET", f"/v1/admin/posts/{post_id}")["linked"] == []


def test_a_page_goes_on_where_the_one_before_ended_though_its_last_post_has_left(room: Room, citizen: Client) -> None:
    for _ in range(3):
        routed(citizen, complain(citizen, text=alone(UNCLEAR)))
    asked = "/v1/admin/queue?view=unrouted&limit=1"
    first = wait_for(lambda: (page := room.clerk().call("GET", asked))["counts"]["unrouted"] >= 3 and page, "three")
    rest = ids(room.clerk().call("GET", f"/v1/admin/queue?view=unrouted&limit=50&cursor={first['cursor']}"))
    gone = {"status": "declined", "reason": "소관이 아닌 일입니다."}
    room.clerk().call("PATCH", f"/v1/admin/posts/{first['posts'][0]['id']}", gone)
    wait_for(lambda: ids(first)[0] not in ids(queue(room.clerk(), "&view=unrouted")), "its leaving")
    assert ids(room.clerk().call("GET", f"/v1/admin/queue?view=unrouted&limit=50&cursor={first['cursor']}")) == rest


def test_who_answers_by_an_older_view_is_told(room: Room, citizen: Client) -> None:
    post_id = complain(citizen, text=alone())
    seen = routed(citizen, post_id)["version"]
    clerk = room.clerk("construction-traffic")
    clerk.call("POST", f"/v1/admin/posts/{post_id}/notes", {"text": "월요일에 현장을 보기로 했습니다."})
    late = {"text": "고쳤습니다.", "status": "resolved", "version": seen}
    with refused(409, "changed_meanwhile", "version"):
        clerk.call("POST", f"/v1/admin/posts/{post_id}/comments", late)
    batch = {"posts": [post_id], "versions": {post_id: seen}, "status": "in_progress"}
    answer = clerk.call("POST", "/v1/admin/batch", batch)
    assert [one["problem"]["code"] for one in answer["refused"]] == ["changed_meanwhile"]
    assert read(citizen, post_id)["status"] == "transferred"


def test_a_campaign_is_one_row_that_opens_and_each_keeps_its_number(room: Room) -> None:
    text = "우리 동네 느티나무를 베지 말아 주세요. 백 년을 지켜 온 그늘이며 돈으로 다시 살 수 없습니다. 공사 계획을 바꾸어 주시기 바랍니다."
    posted = [
        complain(room.citizen(f"나무 지킴이 {n}"), text=f"{text} 주민 {n} 올림", tag="시정문의") for n in range(4)
    ]
    for post_id in posted:
        routed(room.api, post_id)
    clerk, numbers = room.clerk(), {read(room.api, post_id)["receipt_number"] for post_id in posted}

    def rows() -> list[dict[str, Any]]:
        return [card for card in queue(clerk)["posts"] if card["id"] in posted]

    (row,) = wait_for(lambda: (found := rows()) and found[0]["alike"] == 3 and found, "the queue")
    behind = queue(clerk, f"&alike={row['id']}")["posts"]
    assert {row["receipt_number"], *(card["receipt_number"] for card in behind)} == numbers
    assert queue(clerk, f"&alike={behind[0]['id']}")["posts"] == []

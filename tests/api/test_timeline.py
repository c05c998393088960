"""The public timeline: every change of state has its entry, and none is missing."""

from typing import Any

from infra.client import Client
from tests.api.steps import complain, read, routed, together
from tests.conftest import Room


def order(clerk: Client, post_id: str, **wanted: object) -> dict[str, Any]:
    told: dict[str, Any] = clerk.call("PATCH", f"/v1/admin/posts/{post_id}", wanted)
    return told


def numbers(post: dict[str, Any]) -> list[int]:
    return [entry["number"] for entry in post["timeline"]]


def steps(post: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(entry["kind"], entry["from"], entry["to"]) for entry in post["timeline"]]


def test_every_step_of_a_complaint_is_told(room: Room) -> None:
    citizen, clerk = room.citizen(), room.clerk()
    post_id = complain(citizen)
    routed(citizen, post_id)
    order(clerk, post_id, department="facilities", reason="공원 안의 가로등입니다.")
    order(room.clerk("facilities"), post_id, status="in_progress")
    clerk.call("POST", f"/v1/admin/posts/{post_id}/comments", {"text": "전구를 바꾸었습니다.", "status": "resolved"})
    post = read(room.api, post_id)
    assert steps(post) == [
        ("received", None, "received"),
        ("transferred", "minwon", "construction-traffic"),
        ("due_set", None, None),
        ("transferred", "construction-traffic", "facilities"),
        ("started", "transferred", "in_progress"),
        ("answered", None, None),
        ("resolved", "in_progress", "resolved"),
    ]
    assert numbers(post) == [1, 2, 3, 4, 5, 6, 7]
    assert post["version"] == 7
    assert post["timeline"][3]["reason"] == "공원 안의 가로등입니다."


def test_a_transfer_says_why_and_until_when(room: Room) -> None:
    post = routed(room.api, complain(room.citizen()))
    transfer = post["timeline"][1]
    assert transfer["by"] == "system"
    assert "가로등" in transfer["reason"]
    assert transfer["due_at"] == post["due_at"]


def test_it_says_when_each_step_was_taken(room: Room) -> None:
    post = routed(room.api, complain(room.citizen()))
    times = [entry["at"] for entry in post["timeline"]]
    assert times == sorted(times)
    assert times[0] == post["created_at"]
    assert times[-1] == post["updated_at"]


def test_steps_at_the_same_moment_leave_no_gap(room: Room) -> None:
    citizen, clerk = room.citizen(), room.clerk()
    post_id = complain(citizen)
    routed(citizen, post_id)

    def act(at: int) -> None:
        if at % 2:
            citizen.call("PATCH", f"/v1/posts/{post_id}", {"title": f"{at}번째 제목"})
        else:
            clerk.call("POST", f"/v1/admin/posts/{post_id}/comments", {"text": f"{at}번째 답변"})

    together(6, act)
    post = read(room.api, post_id)
    assert numbers(post) == list(range(1, 3 + 6 + 1))
    assert post["version"] == len(post["timeline"])
    assert post["comments"] == len(post["thread"]) == 1 + 3


def test_the_status_is_what_the_timeline_says_last(room: Room) -> None:
    citizen, clerk = room.citizen(), room.clerk("construction-traffic")
    post_id = complain(citizen)
    routed(citizen, post_id)
    together(4, lambda at: order(clerk, post_id, status=("in_progress", "resolved")[at % 2], reason="살펴보았습니다."))
    post = read(room.api, post_id)
    assert [entry["to"] for entry in post["timeline"] if entry["to"]][-1] == post["status"]

"""What staff do: work on what is theirs, pass on what is not, and say so."""

from typing import Any

import pytest

from infra.client import Client
from tests import pictures
from tests.api.steps import complain, read, refused, routed, talk
from tests.conftest import Room


@pytest.fixture
def fresh(room: Room) -> str:
    citizen = room.citizen("알리는 시민")
    found = complain(citizen)
    routed(citizen, found)
    return found


def order(clerk: Client, post_id: str, **wanted: object) -> dict[str, Any]:
    told: dict[str, Any] = clerk.call("PATCH", f"/v1/admin/posts/{post_id}", wanted)
    return told


def answer(clerk: Client, post_id: str, text: str, **more: object) -> dict[str, Any]:
    told: dict[str, Any] = clerk.call("POST", f"/v1/admin/posts/{post_id}/comments", {"text": text} | more)
    return told


def test_a_department_works_on_its_own(room: Room, fresh: str) -> None:
    clerk = room.clerk("construction-traffic")
    assert order(clerk, fresh, status="in_progress")["status"] == "in_progress"
    said = answer(clerk, fresh, "전구를 바꾸었습니다.", status="resolved")
    assert (said["by"], said["author"], said["department"]) == ("staff", None, "construction-traffic")
    assert (said["status"], read(room.api, fresh)["status"]) == ("resolved", "resolved")


def test_a_department_touches_no_other(room: Room, post_id: str) -> None:
    clerk = room.clerk("environment")
    for wanted in ({"status": "resolved"}, {"department": "environment"}, {}):
        with refused(403, "not_your_department"):
            order(clerk, post_id, **wanted)
    with refused(403, "not_your_department"):
        answer(clerk, post_id, "우리 부서 일이 아닙니다.")
    assert read(room.api, post_id)["version"] == 3


def test_the_complaint_team_passes_on_what_is_anothers(room: Room, fresh: str) -> None:
    with refused(403, "only_back_to_the_team", "department"):
        order(room.clerk("construction-traffic"), fresh, department="facilities", reason="공원 가로등입니다.")
    order(room.clerk(), fresh, department="facilities", reason="공원 가로등입니다.")
    assert order(room.clerk("facilities"), fresh, status="in_progress")["department"] == "facilities"
    with refused(403, "not_your_department"):
        order(room.clerk("construction-traffic"), fresh, status="resolved", reason="고쳤습니다.")


def test_a_transfer_says_why(room: Room, post_id: str) -> None:
    with refused(400, "reason_needed", "reason"):
        order(room.clerk(), post_id, department="facilities")


def test_what_goes_back_to_the_complaint_team_is_received_again(room: Room, fresh: str) -> None:
    post = order(room.clerk("construction-traffic"), fresh, department="minwon", reason="담당이 아닙니다.")
    assert (post["status"], post["department"], post["timeline"][-1]["kind"]) == ("received", "minwon", "returned")
    assert post["due_at"]


def test_a_transfer_is_told_in_the_thread(room: Room, fresh: str) -> None:
    order(room.clerk(), fresh, department="facilities", reason="공원 가로등입니다.")
    said = read(room.api, fresh)["thread"][-1]
    assert (said["by"], said["department"]) == ("system", "facilities")
    assert "공공시설사업소로 이관했습니다" in said["text"]
    assert "공원 가로등입니다." in said["text"]


def test_what_is_ended_says_why(room: Room, fresh: str) -> None:
    for status in ("resolved", "declined"):
        with refused(400, "reason_needed", "reason"):
            order(room.clerk(), fresh, status=status)
    post = order(room.clerk(), fresh, status="declined", reason="사유지라 시에서 고칠 수 없습니다.")
    assert (post["status"], post["timeline"][-1]["reason"]) == ("declined", "사유지라 시에서 고칠 수 없습니다.")


@pytest.mark.parametrize("status", ["withdrawn", "merged", "posted"])
def test_some_statuses_are_not_for_staff_to_set(room: Room, post_id: str, status: str) -> None:
    with refused(400, "status_not_for_staff", "status"):
        order(room.clerk(), post_id, status=status)


def test_a_wish_for_what_is_so_already_changes_nothing(room: Room, post_id: str) -> None:
    for wanted in ({}, {"status": "transferred"}, {"department": "construction-traffic"}):
        assert order(room.clerk(), post_id, **wanted)["version"] == 3


def test_an_unknown_wish_is_named(room: Room, post_id: str) -> None:
    for wanted, code in (
        ({"status": "완료"}, "status_not_for_staff"),
        ({"department": "없는과"}, "unknown_department"),
    ):
        with refused(400, code, next(iter(wanted))):
            order(room.clerk(), post_id, **wanted)


def test_talk_has_no_status_to_change(room: Room) -> None:
    post_id = talk(room.citizen())
    with refused(409, "status_not_reachable", "status"):
        order(room.clerk(), post_id, status="resolved")
    with refused(409, "status_not_reachable", "status"):
        order(room.clerk(), post_id, department="environment")


def test_the_same_wish_twice_is_one_change(room: Room, fresh: str) -> None:
    wanted = {"department": "facilities", "reason": "공원 가로등입니다."}
    first = order(room.clerk(), fresh, **wanted)
    assert order(room.clerk(), fresh, **wanted)["version"] == first["version"]


def test_the_complaint_team_does_not_begin_for_a_department(room: Room, fresh: str) -> None:
    with refused(400, "one_thing_at_a_time", "status"):
        order(room.clerk(), fresh, department="facilities", status="in_progress", reason="공원 가로등입니다.")
    with refused(403, "department_begins", "status"):
        order(room.clerk(), fresh, status="in_progress")
    assert read(room.api, fresh)["version"] == 3


def test_who_looked_at_an_older_version_is_told(room: Room, fresh: str) -> None:
    seen = read(room.api, fresh)["version"]
    order(room.clerk("construction-traffic"), fresh, status="in_progress", version=seen)
    with refused(409, "changed_meanwhile", "version"):
        order(room.clerk(), fresh, status="resolved", version=seen)


def test_staff_answer_with_a_photo(room: Room, fresh: str) -> None:
    clerk = room.clerk("construction-traffic")
    photo_id = clerk.upload(pictures.jpeg(64, 48), path="/v1/admin/photos")
    assert answer(clerk, fresh, "이렇게 고쳤습니다.", photos=[photo_id])["photos"][0]["id"] == photo_id
    assert read(room.api, fresh)["thread"][-1]["author"] is None


def test_a_refused_answer_changes_nothing(room: Room, post_id: str) -> None:
    citizen_photo = room.citizen().call("POST", "/v1/photos", {"type": "image/jpeg"})["id"]
    with refused(400, "photo_not_available", "photos"):
        answer(room.clerk(), post_id, "고쳤습니다.", status="resolved", photos=[citizen_photo])
    with refused(400, "status_not_for_staff", "status"):
        answer(room.clerk(), post_id, "고쳤습니다.", status="merged")
    post = read(room.api, post_id)
    assert (post["version"], post["comments"]) == (3, 1)


def test_staff_see_the_guesses_of_the_router(room: Room, post_id: str) -> None:
    guess = room.clerk().call("GET", f"/v1/admin/posts/{post_id}")["guesses"][0]
    assert (guess["category"], guess["department"]) == ("street-light", "construction-traffic")


def test_what_does_not_exist_is_not_found(room: Room) -> None:
    clerk = room.clerk()
    for nothing in ("01M86D4XK07P16YNJNDDQVFGDA", "1"):
        with refused(404, "no_such_post"):
            clerk.call("GET", f"/v1/admin/posts/{nothing}")
        with refused(404, "no_such_post"):
            order(clerk, nothing, status="resolved")
        with refused(404, "no_such_post"):
            answer(clerk, nothing, "고쳤습니다.")

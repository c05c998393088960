"""One matter, told twice: merged into one, with everybody who waits for it."""

from typing import Any

import pytest

from infra.client import Client, Refused, wait_for
from tests.api.steps import complain, read, refused, routed, talk, together
from tests.conftest import Room

WHY = "같은 가로등입니다."


@pytest.fixture
def pair(room: Room) -> tuple[Client, str, Client, str]:
    """Two authors, each with a post of the same street light: the twin, and what it is merged into."""
    first, second = room.citizen("첫째 시민"), room.citizen("둘째 시민")
    twin, into = complain(first), complain(second)
    routed(first, twin)
    routed(second, into)
    return first, twin, second, into


def merge(clerk: Client, twin: str, into: str, reason: str = WHY, **more: object) -> dict[str, Any]:
    body = {"into": into, "reason": reason} | more
    told: dict[str, Any] = clerk.call("POST", f"/v1/admin/posts/{twin}/merge", body)
    return told


def test_both_know_one_another_and_their_authors_are_told(room: Room, pair: tuple[Client, str, Client, str]) -> None:
    first, twin, second, into = pair
    told = merge(room.clerk(), twin, into)
    assert (told["status"], told["links"]) == ("merged", [{"kind": "merged_into", "post_id": into}])
    mine, kept = read(first, twin), read(second, into)
    assert kept["receipt_number"] in mine["thread"][-1]["text"]
    assert (mine["thread"][-1]["by"], mine["thread"][-1]["status"]) == ("system", "merged")
    assert kept["links"] == [{"kind": "merged_from", "post_id": twin}]
    assert mine["receipt_number"] in kept["thread"][-1]["text"]
    assert (mine["timeline"][-1]["kind"], kept["timeline"][-1]["kind"]) == ("merged", "merged_from")


def test_who_waited_for_the_one_waits_for_the_other(room: Room, pair: tuple[Client, str, Client, str]) -> None:
    first, twin, second, into = pair
    both, follower = room.citizen("둘 다 누른 이웃"), room.citizen("지켜보는 이웃")
    for post_id in (twin, into):
        both.call("PUT", f"/v1/posts/{post_id}/support")
    follower.call("PUT", f"/v1/posts/{twin}/follow")
    merge(room.clerk(), twin, into)
    wait_for(lambda: read(first, into)["supported"], "the marks")
    wait_for(lambda: read(follower, into)["following"], "the marks")
    kept = read(first, into)
    assert (kept["following"], kept["supports"]) == (True, 2)  # who pressed both, and the twin's author
    assert read(second, into)["supported"] is False


def test_a_merge_whose_answer_was_lost_is_told_again(room: Room, pair: tuple[Client, str, Client, str]) -> None:
    _, twin, second, into = pair
    body, key = {"into": into, "reason": WHY, "version": 3}, {"Idempotency-Key": f"merge-{twin}"}
    once, again = (room.clerk().call("POST", f"/v1/admin/posts/{twin}/merge", body, key) for _ in range(2))
    assert (again["status"], again["version"], again["links"]) == (once["status"], once["version"], once["links"])
    assert len(read(second, into)["links"]) == 1


def test_a_receipt_number_names_a_post_too(room: Room, pair: tuple[Client, str, Client, str]) -> None:
    _, twin, second, into = pair
    assert merge(room.clerk(), twin, f" {read(second, into)['receipt_number'].lower()} ")["links"][0]["post_id"] == into


def test_what_names_no_post_is_not_found(room: Room, pair: tuple[Client, str, Client, str]) -> None:
    _, twin, _, _ = pair
    with refused(404, "no_such_post", "into"):
        merge(room.clerk(), twin, "GR-2026-999999")
    with refused(404, "no_such_post"):
        merge(room.clerk(), twin, "01M86D4XK07P16YNJNDDQVFGDA")


def test_what_cannot_be_merged_stays(room: Room, pair: tuple[Client, str, Client, str]) -> None:
    first, twin, second, into = pair
    with refused(400, "merge_with_itself", "into"):
        merge(room.clerk(), twin, twin)
    with refused(409, "not_to_merge_into", "into"):
        merge(room.clerk(), twin, talk(first))
    answered = complain(second)
    routed(second, answered)
    room.clerk().call("PATCH", f"/v1/admin/posts/{answered}", {"status": "resolved", "reason": "고쳤습니다."})
    with refused(409, "not_to_merge_into", "into"):
        merge(room.clerk(), twin, answered)
    with refused(400, "reason_needed", "reason"):
        merge(room.clerk(), twin, into, reason=" ")
    with refused(409, "changed_meanwhile", "version"):
        merge(room.clerk(), twin, into, version=1)
    with refused(403, "not_for_your_group"):
        merge(room.clerk("construction-traffic"), twin, into)
    assert read(first, twin)["version"] == read(second, into)["version"] == 3


def test_who_is_joined_waits_no_longer_and_what_others_wait_for_is_not_withdrawn(
    room: Room, pair: tuple[Client, str, Client, str]
) -> None:
    first, twin, second, into = pair
    room.clerk().call("POST", f"/v1/admin/posts/{into}/deadline", {"deadline": "query_law", "reason": "법을 묻습니다."})
    merge(room.clerk(), twin, into)
    kept = read(second, into)
    assert kept["due_at"] == kept["timeline"][-1]["due_at"] == read(first, twin)["due_at"]
    with refused(409, "others_joined"):
        second.call("POST", f"/v1/posts/{into}/withdrawal", {})


def test_a_private_one_is_merged_with_its_like_of_the_same_author_alone(room: Room) -> None:
    author, other = room.citizen("첫째 시민"), room.citizen("둘째 시민")
    secret, again, others = (complain(who, private_to_staff=True) for who in (author, author, other))
    public = complain(author)
    for who, post_id in ((author, secret), (author, again), (other, others), (author, public)):
        routed(who, post_id)
    for into in (public, others):
        with refused(409, "merge_of_private", "into"):
            merge(room.clerk(), secret, into)
    assert merge(room.clerk(), secret, again)["status"] == "merged"


def test_two_that_are_merged_into_one_another_at_once_make_no_circle(
    room: Room, pair: tuple[Client, str, Client, str]
) -> None:
    first, twin, second, into = pair
    clerk = room.clerk()

    def try_it(at: int) -> str:
        try:
            return str(merge(clerk, *((twin, into), (into, twin))[at])["status"])
        except Refused as refusal:
            return str(refusal.body["code"])

    assert sorted(together(2, try_it)) in (["merged", "not_to_merge_into"], ["merged", "status_not_reachable"])
    assert sorted([read(first, twin)["status"], read(second, into)["status"]]) == ["merged", "transferred"]

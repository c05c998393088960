"""What an author may still change: the words for a while, and whether it stands at all."""

from collections.abc import Iterable
from typing import Any

import pytest

from infra.client import Client
from tests.api.steps import TEXT, complain, ids, kinds, read, refused, routed, table, talk
from tests.conftest import Room


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen("고쳐 쓰는 시민")


def edit(who: Client, post_id: str, **wanted: object) -> dict[str, Any]:
    told: dict[str, Any] = who.call("PATCH", f"/v1/posts/{post_id}", wanted)
    return told


def withdraw(who: Client, post_id: str, **wanted: object) -> dict[str, Any]:
    told: dict[str, Any] = who.call("POST", f"/v1/posts/{post_id}/withdrawal", wanted)
    return told


# Editing


def test_an_author_edits_and_the_timeline_says_so(citizen: Client) -> None:
    post_id = talk(citizen)
    edited = edit(citizen, post_id, title="가로등", text=TEXT, location={"address": "엄사네거리"})
    assert edited == read(citizen, post_id)
    assert (edited["title"], edited["text"], edited["location"]["address"]) == ("가로등", TEXT, "엄사네거리")
    assert kinds(edited) == ["posted", "edited"]
    assert edited["version"] == 2


def test_what_is_not_named_stays(citizen: Client) -> None:
    post_id = talk(citizen, title="노을", location={"lat": 36.28, "lon": 127.25})
    edited = edit(citizen, post_id, text=TEXT)
    assert (edited["title"], edited["location"]["lat"]) == ("노을", 36.28)


def test_a_title_and_a_place_can_be_taken_away(citizen: Client) -> None:
    post_id = talk(citizen, title="노을", location={"address": "천마산"})
    edited = edit(citizen, post_id, title="", location={})
    assert (edited["title"], edited["location"]) == (None, None)


def test_an_edit_that_changes_nothing_is_no_entry(citizen: Client) -> None:
    post_id = talk(citizen, text=TEXT)
    assert edit(citizen, post_id, text=f"  {TEXT}  ")["version"] == 1


def test_only_the_author_edits(room: Room, citizen: Client) -> None:
    post_id = talk(citizen)
    with refused(403, "not_your_post"):
        edit(room.citizen(), post_id, text=TEXT)
    with refused(401, "token_needed"):
        edit(room.api, post_id, text=TEXT)
    assert read(citizen, post_id)["version"] == 1


def test_an_edit_keeps_the_rules_of_posting(citizen: Client) -> None:
    post_id = talk(citizen)
    with refused(400, "text_too_short", "text"):
        edit(citizen, post_id, text="짧다")
    with refused(400, "outside_the_city", "location"):
        edit(citizen, post_id, location={"lat": 37.5, "lon": 127.0})


def test_no_second_tag_comes_in_by_an_edit(citizen: Client) -> None:
    post_id = talk(citizen)
    with refused(400, "several_tags", "tag"):
        edit(citizen, post_id, text=f"{TEXT} #생활불편신고")
    assert edit(citizen, post_id, text=f"{TEXT} #시민대화")["tag"] == "시민대화"


@pytest.mark.parametrize(
    "name", ["tag", "status", "photos", "private_to_staff", "author_id", "receipt_number", "version"]
)
def test_an_edit_reaches_nothing_but_the_words(citizen: Client, name: str) -> None:
    with refused(400, "unknown_field", name):
        edit(citizen, talk(citizen), **{name: "시민대화"})


def test_editing_has_its_time(room: Room, citizen: Client) -> None:
    post_id = talk(citizen)
    set_created(room, post_id, "2018-08-01T00:00:00.000000+0000")
    with refused(409, "edit_time_over"):
        edit(citizen, post_id, text=TEXT)


def set_created(room: Room, post_id: str, when: str) -> None:
    room.stage.client("dynamodb").update_item(
        TableName=table(room, "PostsTable"),
        Key={"post_id": {"S": post_id}},
        UpdateExpression="SET created_at = :when",
        ExpressionAttributeValues={":when": {"S": when}},
    )


# Withdrawing


def test_a_withdrawn_post_keeps_its_place_and_loses_its_words(room: Room, citizen: Client) -> None:
    post_id = talk(citizen, title="노을", location={"address": "천마산"})
    told = withdraw(citizen, post_id, reason="잘못 올렸습니다.")
    seen = read(room.api, post_id)
    assert (seen["status"], kinds(seen)) == ("withdrawn", ["posted", "withdrawn"])
    assert seen["timeline"][-1]["reason"] == "잘못 올렸습니다."
    assert empty(seen["text"], seen["excerpt"], seen["title"], seen["location"], seen["photos"])
    assert not empty(told["text"], told["excerpt"], told["title"], told["location"])


def empty(*values: Any) -> bool:
    return not any(bool(value) for value in values)


def test_staff_and_the_author_still_read_what_was_withdrawn(room: Room, citizen: Client) -> None:
    post_id = complain(citizen)
    withdraw(citizen, post_id)
    assert read(citizen, post_id)["text"] == TEXT
    assert room.clerk().call("GET", f"/v1/admin/posts/{post_id}")["text"] == TEXT
    assert read(room.citizen(), post_id)["text"] == ""


def test_a_withdrawn_post_is_listed_only_where_it_is_asked_for(room: Room, citizen: Client) -> None:
    post_id = talk(citizen)
    withdraw(citizen, post_id)
    assert post_id not in ids(room.api.call("GET", "/v1/posts?limit=50"))
    asked = room.api.call("GET", "/v1/posts?status=withdrawn&limit=50")
    assert post_id in ids(asked)
    assert texts(asked["posts"]) == {""}


def texts(cards: Iterable[dict[str, Any]]) -> set[str]:
    return {card["excerpt"] for card in cards}


def test_withdrawing_twice_does_no_harm(citizen: Client) -> None:
    post_id = talk(citizen)
    assert withdraw(citizen, post_id)["version"] == withdraw(citizen, post_id)["version"] == 2


def test_only_the_author_withdraws(room: Room, citizen: Client) -> None:
    post_id = talk(citizen)
    with refused(403, "not_your_post"):
        withdraw(room.citizen(), post_id)
    assert read(citizen, post_id)["status"] == "posted"


def test_what_is_withdrawn_is_neither_edited_nor_commented(room: Room, citizen: Client) -> None:
    post_id = talk(citizen)
    withdraw(citizen, post_id)
    with refused(409, "post_withdrawn"):
        edit(citizen, post_id, text=TEXT)
    with refused(409, "post_withdrawn"):
        room.citizen().call("POST", f"/v1/posts/{post_id}/comments", {"text": "무슨 글이었나요?"})


def test_a_complaint_is_taken_back_only_until_it_is_answered(room: Room, citizen: Client) -> None:
    post_id = complain(citizen)
    routed(citizen, post_id)
    room.clerk().call("PATCH", f"/v1/admin/posts/{post_id}", {"status": "resolved", "reason": "전구를 갈았습니다."})
    with refused(409, "status_not_reachable", "status"):
        withdraw(citizen, post_id)

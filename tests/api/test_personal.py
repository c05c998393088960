"""What is personal in a text reaches staff alone, and what may hurt waits till a person has read it."""

import secrets
from typing import Any
from urllib.parse import quote

import pytest

from infra.client import Client, mails, wait_for
from tests.api.steps import TEXT, complain, confirmed, ids, read, routed, talk
from tests.conftest import Room

PHONE, PLATE = "010-1234-5678", "12가3456"
ABUSE = "시발 몇 번을 말해야 고쳐 줍니까. 가로등이 또 꺼졌습니다."


def said(who: Client, post_id: str, text: str, path: str = "/v1") -> dict[str, Any]:
    told: dict[str, Any] = who.call("POST", f"{path}/posts/{post_id}/comments", {"text": text})
    return told


def original(room: Room, post_id: str) -> dict[str, Any]:
    path = f"/v1/admin/posts/{post_id}/original"
    told: dict[str, Any] = room.clerk().call("POST", path, {"reason": "차주에게 연락"})
    return told


# Masked


def test_nobody_but_staff_reads_a_number_again(room: Room) -> None:
    citizen = room.citizen()
    post_id = complain(citizen, title=f"{PLATE} 불법주차", text=f"{TEXT} {PLATE} 차주 {PHONE}")
    for reader in (room.api, citizen, room.clerk()):
        path = "/v1/admin/posts" if reader.token and reader is not citizen else "/v1/posts"
        post = reader.call("GET", f"{path}/{post_id}")
        assert (post["title"], post["text"]) == ("12가**** 불법주차", f"{TEXT} 12가**** 차주 010-****-****")
    found = original(room, post_id)
    assert (found["title"], found["text"]) == (f"{PLATE} 불법주차", f"{TEXT} {PLATE} 차주 {PHONE}")


def test_the_search_does_not_know_what_is_masked(room: Room) -> None:
    word = f"모르쇠{secrets.token_hex(3)}"
    post_id = complain(room.citizen(), text=f"{word} 가로등 앞 {PHONE}")
    found = wait_for(lambda: ids(room.api.call("GET", f"/v1/search?q={quote(word)}")), "the search")
    assert found == [post_id]
    assert post_id not in ids(room.api.call("GET", "/v1/search?q=1234"))


def test_an_edit_is_masked_as_well(room: Room) -> None:
    citizen = room.citizen()
    post_id = complain(citizen)
    edited = citizen.call("PATCH", f"/v1/posts/{post_id}", {"text": f"{TEXT} {PHONE}"})
    assert edited["text"] == f"{TEXT} 010-****-****"
    assert original(room, post_id)["text"] == f"{TEXT} {PHONE}"


def test_comments_of_citizens_and_of_staff_are_masked(room: Room, post_id: str) -> None:
    comment = said(room.citizen(), post_id, f"저는 {PHONE}입니다.")
    answer = said(room.clerk(), post_id, f"{PHONE}로 연락했습니다. 문의 042-840-2114", "/v1/admin")
    assert comment["text"] == "저는 010-****-****입니다."
    assert answer["text"] == "010-****-****로 연락했습니다. 문의 042-840-2114"
    written = {one["id"]: one["text"] for one in original(room, post_id)["comments"]}
    assert written[comment["id"]] == f"저는 {PHONE}입니다."


def test_a_reason_of_staff_is_masked(room: Room) -> None:
    citizen = room.citizen()
    post_id = complain(citizen)
    routed(citizen, post_id)
    room.clerk().call(
        "PATCH", f"/v1/admin/posts/{post_id}", {"status": "declined", "reason": f"{PHONE} 님의 땅입니다."}
    )
    post = read(room.api, post_id)
    assert PHONE not in str(post)
    assert "010-****-**** 님의 땅입니다." in post["thread"][-1]["text"]


# Held


def test_abuse_is_received_and_waits(room: Room) -> None:
    citizen = room.citizen()
    told = citizen.post(text=ABUSE, tag="생활불편신고")
    assert told["receipt_number"]
    post = read(room.api, told["id"])
    assert (post["text"], post["hiding"]["kind"]) == ("", "review")
    assert read(citizen, told["id"])["text"] == ABUSE
    assert routed(citizen, told["id"])["department"] == "construction-traffic"
    assert told["id"] not in ids(room.api.call("GET", "/v1/posts"))


def test_what_waits_is_before_the_complaint_team(room: Room) -> None:
    post_id = talk(room.citizen(), text=ABUSE)
    assert post_id in ids(room.clerk().call("GET", "/v1/admin/queue?view=check"))
    room.clerk().call("POST", f"/v1/admin/posts/{post_id}/showing", {"reason": "욕설이 아닙니다."})
    assert read(room.api, post_id)["text"] == ABUSE
    assert post_id not in ids(room.clerk().call("GET", "/v1/admin/queue?view=check"))


def test_a_comment_waits_alone(room: Room) -> None:
    post_id, citizen = talk(room.citizen()), room.citizen()
    held = said(citizen, post_id, ABUSE)
    assert held["text"] == ABUSE  # to its author
    post = read(room.api, post_id)
    assert [(one["text"], one["hiding"]["kind"]) for one in post["thread"]] == [("", "review")]
    assert post["hiding"] is None
    assert post_id in ids(room.clerk().call("GET", "/v1/admin/queue?view=check"))


def test_followers_hear_of_a_held_comment_once_it_is_shown(room: Room) -> None:
    author, address = confirmed(room)
    post_id = talk(author)
    held = said(room.citizen(), post_id, ABUSE)
    said(room.citizen(), post_id, "곧 고쳐 준다고 합니다.")
    first = wait_for(lambda: news(room, address), "the mail")
    assert "고쳐 준다고" in first[0]
    assert not any(ABUSE in mail for mail in first)
    room.clerk().call(
        "POST", f"/v1/admin/posts/{post_id}/comments/{held['id']}/showing", {"reason": "욕설이 아닙니다."}
    )
    wait_for(lambda: any(ABUSE in mail for mail in news(room, address)), "the mail of the shown comment")


def news(room: Room, address: str) -> list[str]:
    return [mail["BodyText"] for mail in mails(room.mail, address) if "새 댓글" in mail["Subject"]]


def test_a_newcomers_link_waits(room: Room) -> None:
    post_id = talk(room.citizen(), text="좋은 정보 있습니다. https://casino.example/join")
    assert read(room.api, post_id)["hiding"]["kind"] == "review"


@pytest.mark.parametrize(
    "text", ["시발점인 계룡역 앞 도로가 패였습니다.", "공사 안내는 https://www.gyeryong.go.kr 에 있습니다."]
)
def test_what_is_harmless_is_read_at_once(room: Room, text: str) -> None:
    assert read(room.api, talk(room.citizen(), text=text))["text"] == text

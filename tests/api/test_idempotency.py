"""A request repeated under its Idempotency-Key is done once, and answered the same."""

import secrets

import pytest

from infra.client import Client
from tests.api.steps import TEXT, ids, read, refused, talk, together
from tests.conftest import Room


def own(citizen: Client) -> list[str]:
    me = citizen.call("GET", "/v1/members/me")["id"]
    return ids(citizen.call("GET", f"/v1/posts?author={me}"))


def test_a_repeated_post_is_one_post_with_one_answer(room: Room) -> None:
    citizen, key = room.citizen(), secrets.token_hex(8)
    answers = [citizen.post(key, text=TEXT, tag="생활불편신고") for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert own(citizen) == [answers[0]["id"]]


def test_the_answer_stays_the_same_after_the_post_has_moved_on(room: Room) -> None:
    citizen, key = room.citizen(), secrets.token_hex(8)
    first = citizen.post(key, text=TEXT, tag="생활불편신고")
    citizen.call("POST", f"/v1/posts/{first['id']}/withdrawal", {})
    assert citizen.post(key, text=TEXT, tag="생활불편신고") == first


def test_posts_at_the_same_moment_are_one(room: Room) -> None:
    citizen, key = room.citizen(), secrets.token_hex(8)
    answers = together(12, lambda _: citizen.post(key, text=TEXT, tag="시정문의"))
    assert len({str(answer) for answer in answers}) == 1
    assert len(own(citizen)) == 1


def test_another_body_under_the_same_key_is_refused(room: Room) -> None:
    citizen, key = room.citizen(), secrets.token_hex(8)
    citizen.post(key, text=TEXT, tag="시정문의")
    with refused(409, "idempotency_key_reused", "Idempotency-Key"):
        citizen.post(key, text=TEXT + " 급합니다.", tag="시정문의")
    assert len(own(citizen)) == 1


def test_a_key_belongs_to_its_member(room: Room) -> None:
    key = secrets.token_hex(8)
    first, second = (room.citizen().post(key, text=TEXT, tag="시민대화") for _ in range(2))
    assert first["id"] != second["id"]
    assert first["lookup_code"] != second["lookup_code"]


def test_without_a_key_every_request_is_a_post(room: Room) -> None:
    citizen = room.citizen()
    for _ in range(2):
        citizen.call("POST", "/v1/posts", {"text": TEXT, "tag": "시민대화"})
    assert len(own(citizen)) == 2


def test_what_was_refused_is_not_remembered(room: Room) -> None:
    citizen, key = room.citizen(), secrets.token_hex(8)
    with refused(400, "missing_tag", "tag"):
        citizen.post(key, text=TEXT)
    assert citizen.post(key, text=TEXT, tag="시민대화")["id"]


@pytest.mark.parametrize("key", ["", " ", "두 말", "a b", "x" * 101])
def test_a_key_is_up_to_a_hundred_plain_characters(room: Room, key: str) -> None:
    body, sent = {"text": TEXT, "tag": "시민대화"}, key.encode().decode("latin-1")
    with refused(400, "bad_idempotency_key", "Idempotency-Key"):
        room.citizen().call("POST", "/v1/posts", body, {"Idempotency-Key": sent})


def comment(who: Client, post_id: str, key: str, text: str = "저도 봤습니다.") -> str:
    path = f"/v1/{'admin/' if who.token and who.token.count('.') == 2 else ''}posts/{post_id}/comments"
    return str(who.call("POST", path, {"text": text}, {"Idempotency-Key": key})["id"])


def test_a_repeated_comment_is_one_comment(room: Room) -> None:
    for who in (room.citizen(), room.clerk()):
        post_id, key = talk(room.citizen()), secrets.token_hex(8)
        assert len(set(together(6, lambda _: comment(who, post_id, key)))) == 1  # noqa: B023 - used at once
        assert len(read(room.api, post_id)["thread"]) == 1


def test_the_same_words_on_another_post_are_another_request(room: Room) -> None:
    citizen, key = room.citizen(), secrets.token_hex(8)
    first, second = talk(citizen), talk(citizen)
    comment(citizen, first, key)
    with refused(409, "idempotency_key_reused", "Idempotency-Key"):
        comment(citizen, second, key)

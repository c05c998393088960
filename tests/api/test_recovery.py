"""A lost token comes back through a confirmed address only, and tells nobody who is a member."""

import unicodedata

from infra.client import Client, mails
from tests.api.steps import code_mailed, confirmed, new_address, raw, refused, wrong
from tests.conftest import Room

ASK, GET = "/v1/members/recovery", "/v1/members/recovery/confirmation"


def mailed(room: Room, nickname: str, address: str) -> str:
    """Asks for a code and reads it; one had been mailed to confirm the address."""
    room.api.call("POST", ASK, {"nickname": nickname, "address": address})
    return code_mailed(room, address, earlier=1)


def recover(room: Room, nickname: str, address: str, code: str) -> Client:
    body = {"nickname": nickname, "address": address, "code": code}
    return room.api.as_(room.api.call("POST", GET, body)["token"])


def test_the_new_token_is_good_and_the_lost_one_worth_nothing(room: Room) -> None:
    lost, address = confirmed(room, "별빛 하늘")
    before = lost.call("GET", "/v1/members/me")
    found = recover(room, "별빛 하늘", address, mailed(room, "별빛 하늘", address))
    assert found.call("GET", "/v1/members/me") == before
    with refused(401, "bad_token"):
        lost.call("GET", "/v1/members/me")


def test_the_nickname_may_be_typed_as_it_comes(room: Room) -> None:
    _, address = confirmed(room, "두마 댁")
    typed = unicodedata.normalize("NFD", " 두마  댁 ")
    room.api.call("POST", ASK, {"nickname": typed, "address": address.upper()})
    code = code_mailed(room, address, earlier=1)
    assert recover(room, typed, address.upper(), code).call("GET", "/v1/members/me")["nickname"] == "두마 댁"


def test_a_code_recovers_once(room: Room) -> None:
    _, address = confirmed(room)
    code = mailed(room, "별빛 하늘", address)
    recover(room, "별빛 하늘", address, code)
    with refused(400, "code_not_accepted", "code"):
        recover(room, "별빛 하늘", address, code)


def test_asking_is_answered_alike_whoever_asks(room: Room) -> None:
    _, address = confirmed(room)
    room.citizen("주소 없는 이")
    answers = [
        room.api.call("POST", ASK, {"nickname": nickname, "address": asked})
        for nickname, asked in (("별빛 하늘", address), ("다른 이름", address), ("주소 없는 이", new_address()))
    ]
    assert answers == [{}, {}, {}]


def test_a_refusal_is_the_same_whether_there_is_such_a_member_or_not(room: Room) -> None:
    _, address = confirmed(room)
    code = mailed(room, "별빛 하늘", address)
    claims = [("별빛 하늘", address, wrong(code)), ("다른 이름", address, code), ("별빛 하늘", new_address(), code)]
    claims += [("별빛 하늘", address, wrong(code))] * 5  # the sixth is tried too often
    said = {str(raw(room.api, "POST", GET, body(*claim))) for claim in claims}
    assert len(said) == 1


def body(nickname: str, address: str, code: str) -> bytes:
    return f'{{"nickname":"{nickname}","address":"{address}","code":"{code}"}}'.encode()


def test_where_no_code_was_asked_for_nothing_else_is_said(room: Room) -> None:
    _, address = confirmed(room)
    with refused(400, "code_not_accepted", "code"):
        recover(room, "별빛 하늘", address, "000000")


def test_an_address_that_was_never_confirmed_recovers_nothing(room: Room) -> None:
    member, address = room.citizen("서두르는 시민"), new_address()
    member.call("PATCH", "/v1/members/me", {"address": address})
    code = code_mailed(room, address)
    room.api.call("POST", ASK, {"nickname": "서두르는 시민", "address": address})
    with refused(400, "code_not_accepted", "code"):
        recover(room, "서두르는 시민", address, code)


def test_no_mail_goes_where_nobody_is_a_member(room: Room) -> None:
    stranger = new_address()
    room.api.call("POST", ASK, {"nickname": "별빛 하늘", "address": stranger})
    _, address = confirmed(room)
    mailed(room, "별빛 하늘", address)  # asked later, and come
    assert mails(room.mail, stranger) == []

"""Joining with a nickname, another name, leaving."""

import unicodedata

import pytest

from chalicelib.api.edge import ROUTES
from chalicelib.api.members import _still
from chalicelib.domain.member import Member
from chalicelib.errors import Unauthenticated
from chalicelib.store import identities, members, watches
from infra.client import Client, wait_for
from tests.api.steps import TEXT, confirmed, new_address, read, refused, table, talk
from tests.conftest import Room
from tests.store.rows import NOW, new_id


def me(member: Client) -> dict[str, object]:
    found: dict[str, object] = member.call("GET", "/v1/members/me")
    return found


def test_a_nickname_is_all_that_joining_takes(room: Room) -> None:
    joined = room.api.call("POST", "/v1/members", {"nickname": "계룡산 다람쥐"})
    assert me(room.api.as_(joined["token"])) == joined["member"]
    assert (joined["member"]["nickname"], joined["member"]["level"]) == ("계룡산 다람쥐", "nickname")


def test_the_token_is_told_once(room: Room) -> None:
    member = room.citizen()
    assert member.token
    assert member.token.split(".")[1] not in str(me(member))


def test_two_neighbours_may_bear_one_nickname(room: Room) -> None:
    assert me(room.citizen("두마댁"))["id"] != me(room.citizen("두마댁"))["id"]


def test_a_nickname_typed_on_a_mac_is_composed(room: Room) -> None:
    assert me(room.citizen(unicodedata.normalize("NFD", "  별빛   하늘 ")))["nickname"] == "별빛 하늘"


@pytest.mark.parametrize(
    ("nickname", "code"),
    [
        ("", "nickname_too_short"),
        ("별", "nickname_too_short"),
        ("가" * 21, "nickname_too_long"),
        ("엄사\u200b햇살", "nickname_invisible"),
        ("엄사\u202e햇살", "nickname_invisible"),
        ("엄사\x00햇살", "nickname_invisible"),
        ("엄사\n햇살", "nickname_invisible"),
        ("엄사\ufffd햇살", "nickname_invisible"),
        ("!?!?", "nickname_without_letter"),
        ("민원팀", "nickname_reserved"),
        ("계룡시청", "nickname_reserved"),
        ("건설교통실 김주임", "nickname_reserved"),
        ("관 리 자", "nickname_reserved"),
        ("Adm1n", "nickname_reserved"),
        ("탈퇴한 회원", "nickname_reserved"),
    ],
)
def test_a_nickname_is_readable_and_nobodys_office(room: Room, nickname: str, code: str) -> None:
    with refused(400, code, "nickname"):
        room.api.join(nickname)


def test_the_same_rules_hold_for_another_name(room: Room) -> None:
    member = room.citizen("두마댁")
    with refused(400, "nickname_reserved", "nickname"):
        member.call("PATCH", "/v1/members/me", {"nickname": "민원담당"})
    assert me(member)["nickname"] == "두마댁"


@pytest.mark.parametrize("token", ["", "쓸데없는 값".encode().hex(), "a.b", "01M86D4XK07P16YNJNDDQVFGDA.", "." * 300])
def test_a_token_that_nobody_holds_opens_nothing(room: Room, token: str) -> None:
    with refused(401, "bad_token" if token else "token_needed"):
        me(room.api.as_(token))


def test_the_token_of_another_does_not_fit_ones_own_id(room: Room) -> None:
    mine, other = room.citizen(), room.citizen()
    mixed = f"{str(mine.token).split('.')[0]}.{str(other.token).split('.')[1]}"
    with refused(401, "bad_token"):
        me(room.api.as_(mixed))


def test_a_token_that_is_no_longer_good_still_reads(room: Room) -> None:
    post_id = talk(room.citizen())
    assert read(room.api.as_("01M86D4XK07P16YNJNDDQVFGDA.x"), post_id)["mine"] is False


def test_a_new_name_comes_to_stand_on_all_that_one_wrote(room: Room) -> None:
    member = room.citizen("옛 이름")
    post_id = talk(member)
    member.call("POST", f"/v1/posts/{post_id}/comments", {"text": "덧붙입니다."})
    assert member.call("PATCH", "/v1/members/me", {"nickname": "새 이름"})["nickname"] == "새 이름"
    assert wait_for(lambda: names_on(room, post_id) == {"새 이름"}, "the new name")


def test_what_a_member_wrote_stays_after_leaving(room: Room) -> None:
    member = room.citizen("곧 떠나는 시민")
    post_id = talk(member, text=TEXT)
    member.call("POST", f"/v1/posts/{post_id}/comments", {"text": "그동안 고마웠습니다."})
    assert member.call("DELETE", "/v1/members/me") == {}
    assert wait_for(lambda: names_on(room, post_id) == {"탈퇴한 회원"}, "the name to go")
    post = read(room.api, post_id)
    assert (post["text"], post["thread"][0]["text"]) == (TEXT, "그동안 고마웠습니다.")


def names_on(room: Room, post_id: str) -> set[str]:
    post = read(room.api, post_id)
    return {post["author"]["nickname"], *(said["author"]["nickname"] for said in post["thread"])}


def test_who_has_left_can_do_nothing_any_more(room: Room) -> None:
    member = room.citizen()
    member.call("DELETE", "/v1/members/me")
    for method, path in (("GET", "/v1/members/me"), ("DELETE", "/v1/members/me")):
        with refused(401, "bad_token"):
            member.call(method, path)
    with refused(401, "bad_token"):
        talk(member)


def test_nothing_that_identifies_a_person_outlives_leaving(room: Room) -> None:
    member, address = confirmed(room)
    member.call("DELETE", "/v1/members/me")
    known = room.stage.client("dynamodb").scan(TableName=table(room, "IdentitiesTable"))["Items"]
    assert address not in str(known)


def joined() -> Member:
    me = Member(new_id(), "곧 떠나는 시민", "-", NOW)
    members.add(me)
    return me


@pytest.mark.usefixtures("stage_settings")
def test_a_leaving_that_failed_half_way_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    me, leave = joined(), ROUTES["DELETE", "/v1/members/me"].view
    with monkeypatch.context() as broken:
        broken.setattr(watches, "forget", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            leave(None, me)
    assert members.find(me.member_id) == me  # whose token still opens
    leave(None, me)
    assert members.find(me.member_id) != me


@pytest.mark.usefixtures("stage_settings")
def test_an_address_that_comes_while_its_member_leaves_does_not_stay() -> None:
    me = joined()
    members.leave(me.member_id, NOW)
    identities.ask_confirmation(me.member_id, new_address())
    with pytest.raises(Unauthenticated):
        _still(me)
    assert identities.read(me.member_id, "test") is None


@pytest.mark.parametrize("wanted", [{"address": "메일 아님"}, {"code": "000000"}])
def test_of_several_wishes_none_is_granted_if_one_is_wrong(room: Room, wanted: dict[str, str]) -> None:
    member = room.citizen("두마댁")
    with refused(400, "bad_address" if "address" in wanted else "no_code_asked", *wanted):
        member.call("PATCH", "/v1/members/me", {"nickname": "금암댁"} | wanted)
    assert me(member)["nickname"] == "두마댁"


def test_a_name_and_an_address_can_be_given_at_once(room: Room) -> None:
    member, address = room.citizen(), new_address()
    told = member.call("PATCH", "/v1/members/me", {"nickname": "엄사 햇살", "address": f" {address} "})
    assert (told["nickname"], told["pending_address"], told["address_confirmed"]) == ("엄사 햇살", address, False)

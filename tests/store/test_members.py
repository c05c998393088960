"""A member's public side; the row outlives the member, since posts point at it."""

import pytest

from chalicelib.domain.member import LEFT_NAME, Member
from chalicelib.errors import StaleRead
from chalicelib.store import members
from tests.store.rows import NOW, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def joined() -> Member:
    member = Member(new_id(), "두마댁", "hash", NOW)
    members.add(member)
    return member


def test_a_member_comes_back_as_she_joined() -> None:
    member = joined()
    assert members.find(member.member_id) == member
    assert members.find(new_id()) is None


def test_nobody_joins_in_anothers_place() -> None:
    member = joined()
    with pytest.raises(StaleRead):
        members.add(member)


def test_who_left_has_neither_name_nor_token_and_gets_none_again() -> None:
    member = joined()
    members.leave(member.member_id, NOW)
    members.rename(member.member_id, "돌아온 이")
    members.replace_token(member.member_id, "another")
    left = members.find(member.member_id)
    assert left
    assert (left.nickname, left.token_hash, left.left_at) == (LEFT_NAME, "-", NOW)


def test_a_change_of_nobody_makes_nobody() -> None:
    nobody = new_id()
    members.rename(nobody, "아무도 아닌 이")
    members.set_level(nobody, "verified")
    assert members.find(nobody) is None

"""Who a member is lies apart; what is forgotten is gone, and no reading goes unlogged."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta

import pytest

from chalicelib.domain.member import Identity
from chalicelib.store import identities
from chalicelib.store.models import IdentityModel
from tests.store.rows import NOW, at_once, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def confirmed(address: str = "reader@citizens.example") -> str:
    member = new_id()
    identities.ask_confirmation(member, address)
    identities.set_code(member, "hash", NOW + timedelta(minutes=30))
    identities.confirm(member, address, "key")
    return member


def read(member: str) -> Identity:
    found = identities.read(member, "test")
    assert found
    return found


def test_an_address_in_use_stays_so_until_the_new_one_is_confirmed() -> None:
    member = confirmed()
    identities.ask_confirmation(member, "new@citizens.example")
    assert (read(member).address, read(member).pending_address) == ("reader@citizens.example", "new@citizens.example")
    identities.confirm(member, "new@citizens.example", "key")
    assert (read(member).address, read(member).pending_address) == ("new@citizens.example", None)


def test_a_confirmed_address_leaves_no_code_behind() -> None:
    assert (read(confirmed()).code_hash, read(confirmed()).code_expires_at) == (None, None)


def test_all_who_share_an_address_are_found_by_it_however_it_is_written() -> None:
    address = f"{new_id().lower()}@citizens.example"
    members = {confirmed(address), confirmed(address.upper())}
    assert {one.member_id for one in identities.with_address(address, "test")} == members


def test_guesses_at_the_same_moment_are_all_counted() -> None:
    member = confirmed()
    assert sorted(at_once(8, lambda _: identities.count_try(member))) == list(range(8))


def test_a_new_code_may_be_guessed_anew() -> None:
    member = confirmed()
    identities.count_try(member)
    identities.set_code(member, "another", NOW)
    assert identities.count_try(member) == 0


def test_a_guess_brings_back_nobody_who_was_forgotten_meanwhile() -> None:
    member = confirmed()
    identities.forget(member)
    assert identities.count_try(member) is None
    assert identities.read(member, "test") is None


def test_of_a_forgotten_address_nothing_is_left_and_of_a_forgotten_member_no_row() -> None:
    member = confirmed()
    identities.forget_address(member)
    left = {field.name for field in fields(Identity) if getattr(read(member), field.name)}
    assert left == {"member_id"}
    identities.forget(member)
    assert not IdentityModel.count(member)


def test_every_reading_is_logged_with_its_reason_and_without_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    member, lines = confirmed(), list[dict[str, str]]()
    monkeypatch.setattr(identities.log, "info", lambda _, extra: lines.append(extra))
    identities.read(member, "notification")
    identities.with_address("reader@citizens.example", "recovery")
    assert lines == [{"member_id": member, "reason": "notification"}, {"reason": "recovery"}]


def test_a_code_that_is_mailed_after_a_deletion_brings_nobody_back() -> None:
    member = new_id()
    assert not identities.set_code(member, "hash", NOW)
    assert identities.read(member, "test") is None


@pytest.mark.parametrize(
    "late",
    [
        lambda member: identities.confirm(member, "late@citizens.example", "key"),
        identities.spend_code,
        identities.forget_address,
    ],
    ids=["confirmed", "recovered", "forgotten"],
)
def test_nor_does_anything_else_that_comes_late(late: Callable[[str], None]) -> None:
    late(member := new_id())
    assert identities.read(member, "test") is None

"""A member's level, code, address and the links in their mails."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.member import (
    LEVELS,
    Identity,
    Member,
    address_hash,
    check_address,
    check_code,
    check_unsubscribe,
    code_hash,
    owner_of,
    prove,
    require_level,
    secret_hash,
    token,
    unsubscribe_token,
)
from chalicelib.errors import Forbidden, InvalidInput, RoomError, Unauthenticated

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ME, POST = "01M86D4XK07P16YNJNDDQVFGDA", "01M86D4Y1J41KRBAWBQ5E6629E"
ADDRESS, CODE = "byeol@citizen.example", "042042"
MEMBER = Member(ME, "별빛 하늘", secret_hash(token(ME, "비밀")), NOW)
ASKED = Identity(
    ME, pending_address=ADDRESS, code_hash=code_hash(ME, ADDRESS, CODE), code_expires_at=NOW + timedelta(minutes=10),
    unsubscribe_key="열쇠",
)  # fmt: skip


def code_of(refusal: pytest.ExceptionInfo[RoomError]) -> tuple[str, str | None]:
    return refusal.value.code, refusal.value.field


# Levels


@pytest.mark.parametrize("needed", LEVELS)
@pytest.mark.parametrize("level", LEVELS)
def test_a_level_includes_those_before_it(level: str, needed: str) -> None:
    member = replace(MEMBER, level=level)
    if LEVELS.index(level) >= LEVELS.index(needed):
        require_level(member, needed)
    else:
        with pytest.raises(Forbidden) as refusal:
            require_level(member, needed)
        assert code_of(refusal) == (f"level_{needed}_needed", "tag")


# Tokens


def test_a_token_names_its_owner_and_proves_it() -> None:
    bearer = token(ME, "비밀")
    assert owner_of(bearer) == ME
    assert prove(MEMBER, bearer) is MEMBER


@pytest.mark.parametrize("bearer", ["", ME, f"{ME}.", f"{ME}x"])
def test_a_token_has_two_parts(bearer: str) -> None:
    with pytest.raises(Unauthenticated):
        owner_of(bearer)


@pytest.mark.parametrize("member", [None, replace(MEMBER, left_at=NOW), replace(MEMBER, token_hash="-")])
def test_nobody_is_proved_by_a_token_that_is_no_longer_theirs(member: Member | None) -> None:
    with pytest.raises(Unauthenticated):
        prove(member, token(ME, "비밀"))


def test_the_token_itself_is_kept_nowhere() -> None:
    assert "비밀" not in str(MEMBER)


# Codes


def check(identity: Identity | None, code: str = CODE, address: str = ADDRESS, now: datetime = NOW) -> None:
    check_code(identity, address, code, now, tries=5)


def test_the_mailed_code_is_taken() -> None:
    check(ASKED)
    check(replace(ASKED, code_tries=4))
    check(ASKED, now=NOW + timedelta(minutes=10) - timedelta(microseconds=1))


@pytest.mark.parametrize("code", ["", "042043", "42042", "0420420", " 042042", "٠٤٢٠٤٢"])
def test_another_code_is_wrong(code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check(ASKED, code)
    assert code_of(refusal) == ("wrong_code", "code")


def test_a_code_expires_on_the_minute() -> None:
    with pytest.raises(InvalidInput) as refusal:
        check(ASKED, now=NOW + timedelta(minutes=10))
    assert code_of(refusal) == ("code_expired", "code")


def test_the_sixth_guess_is_not_looked_at() -> None:
    for code in (CODE, "000000"):
        with pytest.raises(InvalidInput) as refusal:
            check(replace(ASKED, code_tries=5), code)
        assert code_of(refusal) == ("code_tried_too_often", "code")


@pytest.mark.parametrize("identity", [None, Identity(ME), replace(ASKED, code_hash=None)])
def test_without_a_mailed_code_there_is_none_to_give(identity: Identity | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check(identity)
    assert code_of(refusal) == ("no_code_asked", "code")


def test_a_code_is_good_for_its_address_and_its_member_alone() -> None:
    for identity, address in ((ASKED, "other@citizen.example"), (replace(ASKED, member_id=POST), ADDRESS)):
        with pytest.raises(InvalidInput) as refusal:
            check(identity, address=address)
        assert code_of(refusal) == ("wrong_code", "code")


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "a@b.kr",
        "kim.byeol+room@mail.citizen.example",
        "o'neil_1@xn--3e0b707e.example",
        "a" * 64 + "@citizen.example",
        "A-B@x-y.Example",
    ],
)
def test_plain_addresses_are_taken(address: str) -> None:
    assert check_address(f" {address}\n") == address


@pytest.mark.parametrize(
    "address",
    ["", " ", "a", "@", "a@", "@b.kr", "a@b", "a@b.c", "a@b.1", "a@b.kr.", "a@.kr", ".a@b.kr", "a.@b.kr", "a..b@b.kr", "a b@b.kr",
     "a@b@c.kr", "a@b.kr\nBcc: c@d.kr", "a\x00@b.kr", "<a@b.kr>", "가@b.kr", "a@가.kr", "\ud800@b.kr", '"a"@b.kr',
     "a@b.kr, c@d.kr", "a" * 65 + "@b.kr", "a@" + "b" * 250 + ".kr"],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_address(address)
    assert code_of(refusal) == ("bad_address", "address")


def test_capitals_do_not_make_another_address() -> None:
    assert address_hash("Byeol@Citizen.example") == address_hash(ADDRESS)


# Links in mails


def test_a_link_stops_the_mails_of_one_post_for_one_member() -> None:
    link = unsubscribe_token(ASKED, POST)
    assert check_unsubscribe(ASKED, link) == POST
    assert link != unsubscribe_token(ASKED, ME)


@pytest.mark.parametrize("identity", [None, Identity(ME), replace(ASKED, unsubscribe_key="다른 열쇠")])
def test_a_link_is_worth_nothing_without_its_key(identity: Identity | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_unsubscribe(identity, unsubscribe_token(ASKED, POST))
    assert code_of(refusal) == ("bad_unsubscribe_token", "token")


@pytest.mark.parametrize(
    "change", [lambda link: link[:-1], lambda link: link + "0", lambda link: link.replace(POST, ME), lambda _: ""]
)
def test_a_changed_link_is_worth_nothing(change: object) -> None:
    with pytest.raises(InvalidInput):
        check_unsubscribe(ASKED, change(unsubscribe_token(ASKED, POST)))  # type: ignore[operator]

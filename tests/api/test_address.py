"""A mail address for notifications, confirmed by a code that is mailed to it."""

import pytest

from chalicelib import clock
from chalicelib.store import identities
from infra.client import Client, Refused, mails
from tests.api.steps import code_mailed, confirmed, new_address, refused, table, together, wrong
from tests.conftest import Room


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen()


def patch(member: Client, **wanted: object) -> dict[str, object]:
    told: dict[str, object] = member.call("PATCH", "/v1/members/me", wanted)
    return told


def asked(room: Room) -> tuple[Client, str, str]:
    """A member with an address that waits for its code, and the code."""
    member, address = room.citizen(), new_address()
    patch(member, address=address)
    return member, address, code_mailed(room, address)


def test_the_mailed_code_confirms_the_address(room: Room) -> None:
    member, address, code = asked(room)
    told = patch(member, code=f" {code} ")
    assert (told["address"], told["address_confirmed"], told["level"]) == (address, True, "confirmed")
    assert told["pending_address"] is None


def test_an_address_counts_for_nothing_before_its_code(room: Room) -> None:
    told = patch(room.citizen(), address=new_address())
    assert (told["address"], told["address_confirmed"], told["level"]) == (None, False, "nickname")


def test_without_an_address_no_code_is_expected(room: Room) -> None:
    with refused(400, "no_code_asked", "code"):
        patch(room.citizen(), code="123456")


def test_a_wrong_code_is_refused_and_the_right_one_still_taken(room: Room) -> None:
    member, _, code = asked(room)
    for guess in (wrong(code), "", "가나다라마바", "١٢٣٤٥٦"):
        with refused(400, "wrong_code", "code"):
            patch(member, code=guess)
    assert patch(member, code=code)["address_confirmed"] is True


def test_after_five_wrong_codes_the_right_one_comes_too_late(room: Room) -> None:
    member, _, code = asked(room)
    for _ in range(5):
        with refused(400, "wrong_code", "code"):
            patch(member, code=wrong(code))
    with refused(400, "code_tried_too_often", "code"):
        patch(member, code=code)


def test_guesses_at_the_same_moment_have_each_a_number_of_their_own(stage_settings: None) -> None:
    member_id = clock.new_id(clock.now())
    identities.ask_confirmation(member_id, "reader@citizens.example")
    assert sorted(together(12, lambda _: identities.count_try(member_id))) == list(range(12))


def test_a_code_tried_too_often_does_not_come_back_by_asking_again(room: Room) -> None:
    member, address, code = asked(room)
    for _ in range(5):
        with refused(400, "wrong_code", "code"):
            patch(member, code=wrong(code))
    patch(member, address=address)
    with pytest.raises(Refused) as caught:
        patch(member, code=code)
    assert caught.value.body["code"] in ("code_tried_too_often", "wrong_code")  # wrong if there is a new one already


def test_a_code_has_its_time(room: Room) -> None:
    member, _, code = asked(room)
    room.stage.client("dynamodb").update_item(
        TableName=table(room, "IdentitiesTable"),
        Key={"member_id": {"S": str(member.token).split(".")[0]}},
        UpdateExpression="SET code_expires_at = :past",
        ExpressionAttributeValues={":past": {"S": "2018-08-01T00:00:00.000000+0000"}},
    )
    with refused(400, "code_expired", "code"):
        patch(member, code=code)


def test_a_code_is_spent_by_its_use(room: Room) -> None:
    member, _, code = asked(room)
    patch(member, code=code)
    with refused(400, "no_code_asked", "code"):
        patch(member, code=code)


def test_the_address_in_use_stays_until_the_new_one_is_confirmed(room: Room) -> None:
    member, address = confirmed(room)
    later = new_address()
    told = patch(member, address=later)
    assert (told["address"], told["pending_address"]) == (address, later)
    assert patch(member, code=code_mailed(room, later))["address"] == later


def test_a_code_proves_the_one_address_that_it_was_mailed_to(room: Room) -> None:
    member, _, code = asked(room)
    patch(member, address="neighbour@citizen.example")
    with refused(400, "wrong_code", "code"):
        patch(member, code=code)


def test_a_code_for_recovery_confirms_no_other_address(room: Room) -> None:
    """Else whoever owns one address could have any other confirmed."""
    member, mine = confirmed(room, "남의 주소를 탐내는 이")
    theirs = new_address()
    patch(member, address=theirs)
    code_mailed(room, theirs)
    room.api.call("POST", "/v1/members/recovery", {"nickname": "남의 주소를 탐내는 이", "address": mine})
    with refused(400, "wrong_code", "code"):
        patch(member, code=code_mailed(room, mine, earlier=1))


def test_asking_over_and_over_fills_nobodys_mailbox(room: Room) -> None:
    member, address, _ = asked(room)
    for _ in range(5):
        patch(member, address=address)
    patch(member, address=(later := new_address()))
    code_mailed(room, later)
    assert len(mails(room.mail, address)) <= 2  # a minute may have turned


def test_a_null_address_is_forgotten_with_its_level(room: Room) -> None:
    member, address = confirmed(room)
    told = patch(member, address=None)
    assert (told["address"], told["address_confirmed"], told["level"]) == (None, False, "nickname")
    rows = room.stage.client("dynamodb").scan(TableName=table(room, "IdentitiesTable"))["Items"]
    assert address not in str(rows)


@pytest.mark.parametrize(
    "address",
    ["", "주소", "a@b", "a b@citizen.example", "a@citizen.example\nBcc: x@y.example", "홍길동@citizen.example",
     "a..b@citizen.example", "<a@citizen.example>", "a@@citizen.example", "a@citizen..example", "a@[127.0.0.1]",
     "a" * 65 + "@citizen.example", "a@" + "b." * 126 + "example", "a@citizen.example, b@citizen.example"],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(citizen: Client, address: str) -> None:
    with refused(400, "bad_address", "address"):
        patch(citizen, address=address)

"""Devices that are told by push."""

from typing import Any
from urllib.parse import quote

import pytest

from infra.client import Client
from tests.api.steps import raw, refused, table, told
from tests.conftest import Room
from tests.push_service import Phone

PATH = "/v1/members/me/devices"


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen("알림 받는 이")


def register(member: Client, phone: Phone, **more: object) -> dict[str, Any]:
    made: dict[str, Any] = member.call("POST", PATH, phone.subscription | more)
    return made


def listed(member: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = member.call("GET", PATH)["devices"]
    return found


def rows(room: Room) -> str:
    return str(room.stage.client("dynamodb").scan(TableName=table(room, "DevicesTable"))["Items"])


def test_a_device_is_registered_listed_and_removed(room: Room) -> None:
    member, phone = room.citizen(), room.push.phone()
    made = register(member, phone)
    assert (made["service"], set(made)) == ("test", {"id", "service", "added_at"})
    assert listed(member) == [made]
    for _ in range(2):  # twice is once
        member.call("DELETE", f"{PATH}/{made['id']}")
    assert listed(member) == []


def test_the_same_device_again_is_the_same(room: Room) -> None:
    member, phone = room.citizen(), room.push.phone()
    assert register(member, phone) == register(member, phone)
    assert len(listed(member)) == 1


def test_keys_are_taken_with_their_padding_as_some_browsers_write_them(room: Room) -> None:
    member, phone = room.citizen(), room.push.phone()
    keys = phone.subscription["keys"]
    padded = {"p256dh": keys["p256dh"] + "=", "auth": keys["auth"] + "=="}
    assert register(member, phone, keys=padded)["id"] == register(member, phone)["id"]


@pytest.mark.parametrize(
    ("endpoint", "service"),
    [("https://fcm.googleapis.com/fcm/send/a:b", "Google"), ("https://web.push.apple.com/a", "Apple"),
     ("https://updates.push.services.mozilla.com/wpush/v2/a", "Mozilla"),
     ("https://wns2-a.notify.windows.com/w/?token=a%3d", "Microsoft")],
)  # fmt: skip
def test_the_services_of_all_browsers_are_taken(room: Room, endpoint: str, service: str) -> None:
    assert register(room.citizen(), room.push.phone(), endpoint=endpoint)["service"] == service


@pytest.mark.parametrize(
    "endpoint",
    ["", "https://evil.example/x", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com@evil.example/x",
     "https://169.254.169.254/latest/meta-data", "http://127.0.0.1:1/x", "https://fcm.googleapis.com./x",
     "https://fcm.googleapis.com/" + "x" * 1000, "https://fcm.googleapis.com/\u0000"],
)  # fmt: skip
def test_no_other_address_is_ever_called(citizen: Client, room: Room, endpoint: str) -> None:
    with refused(400, "unknown_push_service", "endpoint"):
        register(citizen, room.push.phone(), endpoint=endpoint)


@pytest.mark.parametrize("value", ["", "열쇠", "A" * 87, "=" * 88, "A" * 50_000])
def test_keys_that_nothing_can_be_sealed_with_are_refused(citizen: Client, room: Room, value: str) -> None:
    phone = room.push.phone()
    for name in ("p256dh", "auth"):
        with refused(400, "bad_push_keys", f"keys.{name}"):
            register(citizen, phone, keys=phone.subscription["keys"] | {name: value})


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [(b"{}", "missing_field", "endpoint"), (b'{"endpoint": 1, "keys": {}}', "wrong_type", "endpoint"),
     (b'{"endpoint": "x", "keys": null}', "wrong_type", "keys"),
     (b'{"endpoint": "x", "keys": {"auth": "x"}}', "missing_field", "keys.p256dh"),
     (b'{"endpoint": "x", "keys": {"auth": "x", "p256dh": "x"}, "member_id": "y"}', "unknown_field", "member_id")],
)  # fmt: skip
def test_a_malformed_registration_names_what_is_wrong(citizen: Client, body: bytes, code: str, field: str) -> None:
    assert told(raw(citizen, "POST", PATH, body)) == (400, code, field)


def test_the_eleventh_device_is_refused(room: Room) -> None:
    member = room.citizen()
    for _ in range(10):
        register(member, room.push.phone())
    with refused(409, "too_many_devices", "endpoint"):
        register(member, room.push.phone())
    assert len(listed(member)) == 10


@pytest.mark.parametrize("name", ["0" * 26, "x", "%00", "a" * 3000, "가"])
def test_a_device_that_is_not_there_is_removed_without_harm(room: Room, name: str) -> None:
    room.citizen().call("DELETE", f"{PATH}/{quote(name, safe='%')}")


def test_nobody_touches_or_sees_anothers_device(room: Room) -> None:
    mine, other = room.citizen(), room.citizen()
    made = register(mine, room.push.phone())
    other.call("DELETE", f"{PATH}/{made['id']}")
    assert (listed(other), listed(mine)) == ([], [made])
    for method, path in (("GET", PATH), ("DELETE", f"{PATH}/{made['id']}")):
        with refused(401, "token_needed"):
            room.api.call(method, path)


def test_an_endpoint_is_told_back_to_nobody(room: Room) -> None:
    member, phone = room.citizen(), room.push.phone()
    assert phone.path not in str(register(member, phone)) + str(listed(member))


def test_who_leaves_takes_all_devices_along(room: Room) -> None:
    member, phone = room.citizen(), room.push.phone()
    register(member, phone)
    assert phone.path in rows(room)
    member.call("DELETE", "/v1/members/me")
    assert phone.path not in rows(room)

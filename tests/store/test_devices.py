"""Devices of a member: the same one once, ten at the most, nobody else's, and none after leaving."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.push import DEVICES_MOST, Device, device_id
from chalicelib.errors import Conflict
from chalicelib.store import devices
from tests.store.rows import NOW, at_once, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def device(member: str, number: int = 0) -> Device:
    endpoint = f"https://fcm.googleapis.com/fcm/send/{member}-{number}"
    return Device(member, device_id(endpoint), endpoint, "key", "secret", NOW + timedelta(minutes=number))


def ids(member: str) -> set[str]:
    return {device.device_id for device in devices.of(member)}


def test_a_device_registered_again_is_the_same_with_its_newest_keys() -> None:
    first = device(new_id())
    assert devices.add(first) == first
    again = devices.add(replace(first, auth="newer", added_at=NOW + timedelta(days=1)))
    assert again == replace(first, auth="newer")
    assert devices.of(first.member_id) == [again]


def test_devices_come_in_the_order_in_which_they_were_added_and_are_each_members_own() -> None:
    member, other = new_id(), new_id()
    for number in (2, 0, 1):
        devices.add(device(member, number))
    devices.add(device(other))
    assert [one.added_at for one in devices.of(member)] == [NOW + timedelta(minutes=n) for n in range(3)]
    assert len(devices.of(other)) == 1


def test_a_browser_is_told_for_the_member_who_used_it_last() -> None:
    before, after = device(new_id()), new_id()
    devices.add(before)
    devices.add(replace(before, member_id=after))
    assert ids(before.member_id) == set()
    assert ids(after) == {before.device_id}


def test_there_are_ten_at_the_most_and_the_ones_there_may_be_registered_again() -> None:
    member = new_id()
    for number in range(DEVICES_MOST):
        devices.add(device(member, number))
    with pytest.raises(Conflict, match="too_many_devices"):
        devices.add(device(member, DEVICES_MOST))
    devices.add(device(member, 3))
    assert ids(member) == {device(member, number).device_id for number in range(DEVICES_MOST)}


def test_of_many_at_the_same_moment_no_more_than_ten_stay() -> None:
    member = new_id()

    def add(number: int) -> bool:
        try:
            devices.add(device(member, number))
        except Conflict:
            return False
        return True

    added = at_once(16, add)
    assert len(devices.of(member)) <= DEVICES_MOST
    assert len(devices.of(member)) == sum(added)  # who was told yes is in


def test_a_removed_device_is_gone_also_if_it_is_removed_twice() -> None:
    kept, gone = device(member := new_id()), device(member, 1)
    for one in (kept, gone):
        devices.add(one)
    devices.remove(member, gone.device_id)
    devices.remove(member, gone.device_id)
    assert devices.of(member) == [kept]
    assert devices.read(member, gone.device_id, "test") is None


def test_of_a_forgotten_member_no_device_is_left() -> None:
    member, other = new_id(), new_id()
    for number in range(3):
        devices.add(device(member, number))
    devices.add(device(other))
    devices.forget(member)
    assert (devices.of(member), len(devices.of(other))) == ([], 1)


def test_reading_to_send_is_logged_with_its_reason_and_without_the_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    one, lines = device(new_id()), list[dict[str, str]]()
    devices.add(one)
    monkeypatch.setattr(devices.log, "info", lambda _, extra: lines.append(extra))
    assert devices.to_tell(one.member_id) == [one.device_id]
    assert devices.read(one.member_id, one.device_id, "notification") == one
    assert [line["reason"] for line in lines] == ["notification", "notification"]
    assert one.endpoint not in str(lines)

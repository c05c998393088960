"""Devices of a member that are told by push: a phone, a browser at a desk."""

from typing import Annotated

from chalicelib import clock
from chalicelib.api import shapes
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.domain import push
from chalicelib.domain.member import Member
from chalicelib.domain.push import Device
from chalicelib.settings import settings
from chalicelib.store import devices

routes = Routes(__name__)


class Keys(Body, frozen=True):
    """Of the browser, in base64url."""

    p256dh: Annotated[str, shapes.told(examples=["BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"])]
    auth: Annotated[str, shapes.told(examples=["tBHItJI5svbpez7KI4CCXg"])]


class Subscription(Body, frozen=True):
    """As the browser's PushSubscription has it."""

    endpoint: Annotated[str, shapes.told(examples=["https://fcm.googleapis.com/fcm/send/c1KrmpTuRm"])]
    keys: Keys


@routes.on("POST", "/v1/members/me/devices", status=201)
def add_device(incoming: Incoming, me: Member, asked: Subscription) -> shapes.DeviceShape:
    """Has a browser be told by push."""
    keys, extra = asked.keys, settings().push_test_service
    device = push.device(me.member_id, asked.endpoint, keys.p256dh, keys.auth, clock.now(), extra)
    return _shown(devices.add(device))


@routes.on("GET", "/v1/members/me/devices")
def list_devices(incoming: Incoming, me: Member) -> shapes.Devices:
    """One's devices that are told by push."""
    return shapes.Devices([_shown(device) for device in devices.of(me.member_id)])


@routes.on("DELETE", "/v1/members/me/devices/{device_id}", status=204)
def remove_device(incoming: Incoming, device_id: str, me: Member) -> None:
    """Has a device be told no more. Removing twice is removing once."""
    if push.is_device_id(device_id):
        devices.remove(me.member_id, device_id)


def _shown(device: Device) -> shapes.DeviceShape:
    service = push.service_of(device.endpoint, settings().push_test_service)
    return shapes.DeviceShape(device.device_id, service, device.added_at)

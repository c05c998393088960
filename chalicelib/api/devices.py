"""Devices of a member that are told by push: a phone, a browser at a desk."""


from chalicelib import clock
from chalicelib.api import shapes
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.domain import push
from chalicelib.domain.push import Device
from chalicelib.settings import settings
from chalicelib.store import devices

routes = Routes(__name__)


class Keys(Body, frozen=True):
    p256dh: str
    auth: str


class Subscription(Body, frozen=True):
    """As the browser's PushSubscription has it."""

    endpoint: str
    keys: Keys


@routes.on("POST", "/v1/members/me/devices", status=201)
def add_device(incoming: Incoming) -> shapes.DeviceShape:
    me, asked = incoming.member(), incoming.body(Subscription)
    keys, extra = asked.keys, settings().push_test_service
    device = push.device(me.member_id, asked.endpoint, keys.p256dh, keys.auth, clock.now(), extra)
    return _shown(devices.add(device))


@routes.on("GET", "/v1/members/me/devices")
def list_devices(incoming: Incoming) -> shapes.Devices:
    return shapes.Devices([_shown(device) for device in devices.of(incoming.member().member_id)])


@routes.on("DELETE", "/v1/members/me/devices/{device_id}", status=204)
def remove_device(incoming: Incoming, device_id: str) -> None:
    """Removing twice is removing once."""
    me = incoming.member()
    if push.is_device_id(device_id):
        devices.remove(me.member_id, device_id)


def _shown(device: Device) -> shapes.DeviceShape:
    service = push.service_of(device.endpoint, settings().push_test_service)
    return shapes.DeviceShape(device.device_id, service, device.added_at)

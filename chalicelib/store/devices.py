"""Where members are reached by push: under the key of the identities. Reading them to send is logged, as identities are."""

from chalicelib.domain.push import DEVICES_MOST, Device
from chalicelib.errors import Conflict
from chalicelib.store.convert import values
from chalicelib.store.models import DeviceModel
from chalicelib.telemetry import log


def add(device: Device) -> Device:
    """Known already, it keeps its time. Whoever used this browser before is told here no longer."""
    model, row = DeviceModel, DeviceModel(device.member_id, device.device_id)
    row.update([
        model.endpoint.set(device.endpoint), model.p256dh.set(device.p256dh), model.auth.set(device.auth),
        model.added_at.set(model.added_at | device.added_at),
    ])
    for known in DeviceModel.by_device.query(device.device_id):
        if known.member_id != device.member_id:
            remove(known.member_id, device.device_id)
    added = _device(row)
    # Counted afterwards, so that of several new ones at the same moment none slips through.
    if added.added_at == device.added_at and len(of(device.member_id)) > DEVICES_MOST:
        remove(device.member_id, device.device_id)
        raise Conflict("too_many_devices", "endpoint", most=DEVICES_MOST)
    return added


def of(member_id: str) -> list[Device]:
    """Oldest first."""
    return sorted(map(_device, DeviceModel.query(member_id, consistent_read=True)), key=lambda device: device.added_at)


def to_tell(member_id: str) -> list[str]:
    """The ids of the devices that a member is told on."""
    log.info("devices read", extra={"member_id": member_id, "reason": "notification"})
    return [device.device_id for device in of(member_id)]


def read(member_id: str, device_id: str, reason: str) -> Device | None:
    log.info("device read", extra={"member_id": member_id, "device_id": device_id, "reason": reason})
    try:
        return _device(DeviceModel.get(member_id, device_id, consistent_read=True))
    except DeviceModel.DoesNotExist:
        return None


def remove(member_id: str, device_id: str) -> None:
    DeviceModel(member_id, device_id).delete()


def forget(member_id: str) -> None:
    for device in of(member_id):
        remove(member_id, device.device_id)


def _device(row: DeviceModel) -> Device:
    return Device(**values(Device, row))

"""A reader's device as its browser's push service knows it, and what a push says. An endpoint is an address: it is personal."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from chalicelib.errors import InvalidInput

# Only these are ever called, so that no endpoint leads into a network of the city's. "*." is any true subdomain.
PUSH_SERVICES = {
    "fcm.googleapis.com": "Google",
    "*.push.services.mozilla.com": "Mozilla",
    "*.notify.windows.com": "Microsoft",
    "*.push.apple.com": "Apple",
}
TEST_SERVICE = "test"  # the one more that a local stage may name
DEVICES_MOST = 10  # a member
ENDPOINT_MOST = 1000  # characters; the longest seen have some 600
# Written as a browser writes an address: anything that two readers could take for different hosts does not fit.
ENDPOINT = re.compile(
    r"""(?P<origin>(?P<scheme>https?)://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::(?P<port>[0-9]{1,5}))?)
        (?:/[\w:=+~-][\w.:=+~-]*)+/?      # no empty segment, no dots alone, nothing encoded
        (?:\?[\w.:=+~%&-]+)?              # the tokens of Windows are encoded, and stand here
    """, re.ASCII | re.VERBOSE)  # fmt: skip
POINT = re.compile(r"[A-Za-z0-9_-]{87}=?")  # 65 bytes in base64url: 04, x, y
SECRET = re.compile(r"[A-Za-z0-9_-]{22}(?:==)?")  # 16 bytes
DEVICE_ID = re.compile(r"[0-9a-f]{26}")
# P-256 (FIPS 186-5): y² = x³ - 3x + B modulo P.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B


@dataclass(frozen=True)
class Device:
    member_id: str
    device_id: str
    endpoint: str
    p256dh: str  # the device's public key, base64url without padding
    auth: str
    added_at: datetime


@dataclass(frozen=True)
class Push:
    title: str
    body: str
    url: str  # a path of the site
    tag: str  # a later push of the same tag takes the place of the one shown
    to: Device


def device(member_id: str, endpoint: str, p256dh: str, auth: str, now: datetime, extra: str = "") -> Device:
    """Checked in every part; `extra` is the origin of a test's push service."""
    check_endpoint(endpoint, extra)
    return Device(member_id, device_id(endpoint), endpoint, check_p256dh(p256dh), check_auth(auth), now)


def check_endpoint(url: str, extra: str = "") -> None:
    if service_of(url, extra) is None:
        raise InvalidInput("unknown_push_service", "endpoint")


def service_of(url: str, extra: str = "") -> str | None:
    """The name of the push service that an endpoint belongs to."""
    found = ENDPOINT.fullmatch(url) if len(url) <= ENDPOINT_MOST else None
    if found is None:
        return None
    if found["origin"] == extra:
        return TEST_SERVICE
    return _named(found["host"]) if found["scheme"] == "https" and found["port"] in (None, "443") else None


def _named(host: str) -> str | None:
    parents = (f"*.{host[dot.end():]}" for dot in re.finditer(r"\.", host))
    return next((PUSH_SERVICES[name] for name in (host, *parents) if name in PUSH_SERVICES), None)


def audience(endpoint: str) -> str:
    """The origin of an endpoint, for whom its VAPID token is made (RFC 8292, 2)."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc.removesuffix(':443')}"


def check_p256dh(value: str) -> str:
    point = decoded(value) if POINT.fullmatch(value) else b""
    x, y = int.from_bytes(point[1:33], "big"), int.from_bytes(point[33:], "big")
    if point[:1] != b"\x04" or max(x, y) >= P or (y * y - x * x * x + 3 * x - B) % P:
        raise InvalidInput("bad_push_keys", "keys.p256dh")
    return encoded(point)


def check_auth(value: str) -> str:
    if not SECRET.fullmatch(value):
        raise InvalidInput("bad_push_keys", "keys.auth")
    return encoded(decoded(value))


def device_id(endpoint: str) -> str:
    """The same device registered again is the same."""
    return hashlib.sha256(endpoint.encode()).hexdigest()[:26]


def is_device_id(value: str) -> bool:
    return DEVICE_ID.fullmatch(value) is not None


def encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def decoded(value: str) -> bytes:
    return base64.urlsafe_b64decode(value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4))

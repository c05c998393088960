"""Web Push: encrypted for the one device (RFC 8291), signed as ours (RFC 8292), handed to its browser's push service (RFC 8030).

What the service answers is judged by its number alone: its words may name the endpoint, which is an address.
"""

from datetime import timedelta
from functools import cache
from typing import Any

import msgspec
import urllib3

from chalicelib import clock
from chalicelib.aws import client
from chalicelib.domain.push import Push, audience, decoded, service_of
from chalicelib.errors import DeviceGone, NotSent, NotTaken
from chalicelib.settings import settings

KEPT = timedelta(days=1)  # by the service, for a phone that is off
SIGNED = timedelta(hours=12)  # RFC 8292 allows a day
SECONDS = 2.0  # for one answer: a batch of ten that all hang still ends before its function
GONE = frozenset({404, 410})
LATER = frozenset({408, 425, 429})  # and whatever the service itself fails with


def send(push: Push) -> None:
    if service_of(push.to.endpoint, settings().push_test_service) is None:
        raise DeviceGone("unknown_push_service")  # taken off the list since the device was registered
    _judge(_post(push.to.endpoint, _headers(push), _encrypted(push)))


def _post(endpoint: str, headers: dict[str, str], body: bytes) -> int:
    """The status of the answer."""
    try:
        answer = _services().request("POST", endpoint, body=body, headers=headers, redirect=False, preload_content=False)
    except urllib3.exceptions.HTTPError as error:
        raise NotSent(type(error).__name__) from None  # its sentence has the endpoint
    answer.close()  # unread
    return answer.status


def _judge(status: int) -> None:
    if status in GONE:
        raise DeviceGone(f"push_{status}")
    if status in LATER or status >= 500:
        raise NotSent(f"push_{status}")
    if status >= 300:
        raise NotTaken(f"push_{status}")


def _headers(push: Push) -> dict[str, str]:
    claims = {
        "aud": audience(push.to.endpoint), "sub": f"mailto:{settings().sender}",
        "exp": int((clock.now() + SIGNED).timestamp()),
    }
    return {
        "TTL": str(int(KEPT.total_seconds())), "Urgency": "normal", "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "Topic": push.tag,  # a later one takes the place of one that still waits
        **_vapid().sign(claims),
    }


def _encrypted(push: Push) -> bytes:
    import http_ece
    from cryptography.hazmat.primitives.asymmetric import ec

    payload = msgspec.json.encode({"title": push.title, "body": push.body, "url": push.url, "tag": push.tag})
    once = ec.generate_private_key(ec.SECP256R1())
    sealed = http_ece.encrypt(payload, private_key=once, dh=decoded(push.to.p256dh), auth_secret=decoded(push.to.auth))
    return bytes(sealed)


@cache
def _services() -> urllib3.PoolManager:
    return urllib3.PoolManager(timeout=urllib3.Timeout(total=SECONDS), retries=False)


@cache
def _vapid() -> Any:
    """The stage's key pair, as py_vapid has it. app.py imports this file for the API too, whose cold start need not pay for cryptography."""
    from py_vapid import Vapid02

    kept = client("ssm").get_parameter(Name=f"/sotongbang/{settings().stage}/push-key", WithDecryption=True)
    return Vapid02.from_raw(kept["Parameter"]["Value"].encode())

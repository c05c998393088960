"""A push as it leaves the house."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from traceback import format_exception
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from chalicelib.domain import push as rules
from chalicelib.domain.push import Push, decoded
from chalicelib.errors import DeviceGone, NotSent, NotTaken
from chalicelib.notify.push import send
from chalicelib.settings import settings
from tests.conftest import Room
from tests.push_service import Phone

pytestmark = pytest.mark.usefixtures("stage_settings")
POST = "01K8Z5D4XK07P16YNJNDDQVFGD"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def phone(room: Room) -> Phone:
    return room.push.phone()


def push(phone: Phone, title: str = "새 댓글 1건 · 가로등이 꺼졌습니다.") -> Push:
    known, origin = phone.subscription, phone.service.origin
    device = rules.device("m", known["endpoint"], **known["keys"], now=NOW, extra=origin)
    return Push(title, "전구를 교체했습니다.", f"/posts/{POST}", POST, device)


def token(phone: Phone) -> tuple[str, bytes, str]:
    """What is signed, the signature, and the key that the header names."""
    (sent,) = phone.requests
    scheme, _, rest = sent.headers["Authorization"].partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    assert scheme == "vapid"
    return signed, decoded(signature), parts["k"]


def claims(phone: Phone) -> Any:
    return json.loads(decoded(token(phone)[0].split(".")[1]))


def verify(key: str, signed: str, signature: bytes) -> None:
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    public.verify(utils.encode_dss_signature(r, s), signed.encode(), ec.ECDSA(SHA256()))


def test_the_device_alone_reads_what_it_is_told(phone: Phone) -> None:
    send(push(phone))
    assert phone.shown == [
        {
            "title": "새 댓글 1건 · 가로등이 꺼졌습니다.",
            "body": "전구를 교체했습니다.",
            "url": f"/posts/{POST}",
            "tag": POST,
        }
    ]
    (sent,) = phone.requests
    assert (sent.headers["Content-Encoding"], sent.headers["Content-Type"]) == ("aes128gcm", "application/octet-stream")
    assert "댓글".encode() not in sent.body
    with pytest.raises(Exception, match=r"(?i)decrypt"):
        Phone(phone.service).opened(sent)


def test_no_two_pushes_are_sealed_with_the_same_key(phone: Phone) -> None:
    send(push(phone))
    send(push(phone))
    first, second = (request.body for request in phone.requests)
    assert first[:16] != second[:16]  # the salt
    assert first[21:86] != second[21:86]  # the sender's key


def test_it_is_signed_by_the_key_that_the_page_registers_devices_under(room: Room, phone: Phone) -> None:
    send(push(phone))
    signed, signature, key = token(phone)
    assert key == room.api.call("GET", "/v1/city")["push_key"]
    verify(key, signed, signature)
    with pytest.raises(InvalidSignature):
        verify(key, signed + "x", signature)


def test_the_signature_is_for_this_service_from_this_room_and_for_half_a_day(phone: Phone) -> None:
    send(push(phone))
    told = claims(phone)
    assert (told["aud"], told["sub"]) == (phone.service.origin, f"mailto:{settings().sender}")
    ends = datetime.fromtimestamp(told["exp"], UTC) - datetime.now(UTC)
    assert timedelta(hours=11) < ends <= timedelta(hours=12)  # RFC 8292 allows a day


def test_a_phone_that_was_off_for_a_day_shows_the_last_push_of_each_post(phone: Phone) -> None:
    send(push(phone))
    headers = phone.requests[0].headers
    assert (headers["TTL"], headers["Urgency"], headers["Topic"]) == ("86400", "normal", POST)
    assert len(POST) <= 32  # RFC 8030, 5.4


def test_the_longest_push_fits_what_every_service_takes(phone: Phone) -> None:
    send(push(phone, title="새 댓글 50건 · " + "힣" * 61))
    assert len(phone.requests[0].body) <= 4096  # RFC 8291, 4


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, DeviceGone), (410, DeviceGone), (408, NotSent), (429, NotSent), (500, NotSent), (503, NotSent),
     (301, NotTaken), (307, NotTaken), (400, NotTaken), (401, NotTaken), (403, NotTaken), (413, NotTaken)],
)  # fmt: skip
def test_the_number_of_the_answer_decides_what_becomes_of_it(phone: Phone, status: int, error: type) -> None:
    elsewhere = phone.service.phone()
    where = {"Location": elsewhere.subscription["endpoint"], "Retry-After": "1"}
    phone.answers(status, where, phone.path.encode() * 10_000)
    with pytest.raises(error, match=str(status)) as refused:
        send(push(phone))
    assert (len(phone.requests), elsewhere.requests) == (1, [])  # neither again nor somewhere else
    assert phone.path not in "".join(format_exception(refused.value))  # as the log has it


def test_a_service_that_is_no_longer_listed_is_not_called(phone: Phone) -> None:
    elsewhere = Phone(type(phone.service)())
    with pytest.raises(DeviceGone):
        send(push(elsewhere))
    assert elsewhere.requests == []


def test_a_service_that_is_not_there_is_tried_again_later_and_its_address_is_not_logged(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = Phone(type(phone.service)())
    closed.service.stop()
    listed = replace(settings(), push_test_service=closed.service.origin)
    monkeypatch.setattr("chalicelib.notify.push.settings", lambda: listed)
    with pytest.raises(NotSent) as refused:
        send(push(closed))
    assert closed.path not in "".join(format_exception(refused.value))


def test_what_a_service_has_to_say_is_not_waited_for(phone: Phone) -> None:
    phone.answers(201, {"Content-Length": "100000000"})  # promises much, and says nothing
    send(push(phone))
    assert len(phone.shown) == 1


def test_the_secret_half_of_the_key_is_told_to_nobody(room: Room) -> None:
    kept = room.stage.client("ssm").get_parameter(Name="/sotongbang/local/push-key", WithDecryption=True)
    secret = kept["Parameter"]["Value"]
    assert len(decoded(secret)) == 32
    functions = room.stage.client("lambda").list_functions()["Functions"]
    assert secret not in str([f.get("Environment") for f in functions])
    assert secret not in str(room.api.call("GET", "/v1/city"))

"""Which endpoints are called, and which keys are keys."""

import pytest

from chalicelib.domain.push import (
    ENDPOINT_MOST,
    B,
    P,
    audience,
    check_auth,
    check_endpoint,
    check_p256dh,
    decoded,
    device_id,
    encoded,
    is_device_id,
    service_of,
)
from chalicelib.errors import InvalidInput

# The generator of P-256 (SEC 2, 2.4.2) is a point that everybody knows.
X = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
Y = 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
KEY = encoded(b"\x04" + X.to_bytes(32, "big") + Y.to_bytes(32, "big"))
AT_ZERO = pow(B, (P + 1) // 4, P)  # the y of x = 0, which is P too if one forgets to look
TEST = "http://127.0.0.1:9999"


def point(x: int, y: int, first: bytes = b"\x04") -> str:
    return encoded(first + x.to_bytes(32, "big") + y.to_bytes(32, "big"))


@pytest.mark.parametrize(
    ("endpoint", "service"),
    [
        ("https://fcm.googleapis.com/fcm/send/dEv1-ce:APA91bF_x-y", "Google"),
        ("https://fcm.googleapis.com:443/wp/dEv1ce", "Google"),
        ("https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl_x-y", "Mozilla"),
        ("https://eu.push.services.mozilla.com/wpush/v1/gAAAAABl", "Mozilla"),
        ("https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2bx%3d%3d", "Microsoft"),
        ("https://web.push.apple.com/QGuQyavXutnMH9", "Apple"),
    ],
)
def test_the_endpoints_of_browsers_are_known_with_their_service(endpoint: str, service: str) -> None:
    assert service_of(endpoint) == service


HOSTILE = (
    "", " ", "fcm.googleapis.com/x", "//fcm.googleapis.com/x", "/x", "javascript:alert(1)", "file:///etc/passwd",
    "http://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "HTTPS://fcm.googleapis.com/x",
    "https:/fcm.googleapis.com/x",
    "https:fcm.googleapis.com/x",
    "https:///fcm.googleapis.com/x",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/",
    "https://fcm.googleapis.com//evil.example/x",
    "https://fcm.googleapis.com/../x",
    "https://fcm.googleapis.com/./x",
    "https://fcm.googleapis.com/%2e%2e/x",
    "https://fcm.googleapis.com/x#y",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/x\ny",
    "https://fcm.googleapis.com/x\n",
    "https://fcm.googleapis.com/x\r\nHost: evil.example",
    "https://fcm.googleapis.com/x\x00",
    "https://fcm.googleapis.com/알림",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:/x",
    "https://fcm.googleapis.com:443:443/x",
    "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com:٤٤٣/x",
    "https://user@fcm.googleapis.com/x",
    "https://user:secret@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.example/x",
    "https://fcm.googleapis.com:443@evil.example/x",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://evil.example\\.push.apple.com/x",
    "https://fcm.googleapis.com\\@evil.example/x",
    "https://evil.example#@fcm.googleapis.com/x",
    "https://evil.example?.push.apple.com/x",
    "https://evil.example/.push.apple.com/x",
    "https://evil.example;.push.apple.com/x",
    "https://fcm.googleapis.com./x",
    "https://.push.apple.com/x",
    "https://a..push.apple.com/x",
    "https://push.apple.com/x",
    "https://notify.windows.com/x",
    "https://evilpush.apple.com/x",
    "https://evil-notify.windows.com/x",
    "https://xfcm.googleapis.com/x",
    "https://x.fcm.googleapis.com/x",
    "https://googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://web.push.apple.com.evil.example/x",
    "https://FCM.googleapis.com/x",
    "https://fcm.googleapis%2ecom/x",
    "https://fcm%2egoogleapis.com/x",
    "https://evil.example%2f.push.apple.com/x",
    "https://%66cm.googleapis.com/x",
    "https://fcm\u3002googleapis.com/x",
    "https://fcm\uff0egoogleapis.com/x",
    "https://fcm.googleapis.c\u043em/x",
    "https://\u017f.push.apple.com/x",
    "https://xn--80ak6aa92e.com/x",
    "https://fcm.googleapis.com\u200b/x",
    "https://127.0.0.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://localhost/x",
    "https://fcm.googleapis.com/" + "x" * ENDPOINT_MOST,
    TEST + "/x",
)  # fmt: skip


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_any_other_address_is_refused(endpoint: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_endpoint(endpoint)
    assert (refused.value.code, refused.value.field) == ("unknown_push_service", "endpoint")


def test_a_test_names_one_more_service_by_its_origin() -> None:
    assert service_of(f"{TEST}/send/x", TEST) == "test"
    for other in (f"{TEST}0/x", "http://127.0.0.1/x", "https://127.0.0.1:9999/x", f"{TEST}@evil.example/x"):
        assert service_of(other, TEST) is None


def test_a_point_of_the_curve_is_a_key_with_or_without_padding() -> None:
    for key in (KEY, point(0, AT_ZERO)):
        assert check_p256dh(key) == check_p256dh(key + "=") == key


@pytest.mark.parametrize(
    "value",
    ["", "열쇠", KEY[:-1], KEY + "A", KEY + "==", KEY + "\n", "+" + KEY[1:], point(X, Y, b"\x02"), point(X, Y + 1),
     point(0, 0), point(X, Y, b"\x00"), point(P - 1, P - 1), point(2**256 - 1, Y), point(P, AT_ZERO)],
)  # fmt: skip
def test_what_is_no_point_of_the_curve_is_no_key(value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_p256dh(value)
    assert (refused.value.code, refused.value.field) == ("bad_push_keys", "keys.p256dh")


def test_the_secret_has_sixteen_bytes_with_or_without_padding() -> None:
    secret = encoded(bytes(range(16)))
    assert check_auth(secret) == check_auth(secret + "==") == secret
    assert decoded(secret) == bytes(range(16))


@pytest.mark.parametrize("value", ["", "비밀", "A" * 21, "A" * 23, "A" * 22 + "=", "A" * 21 + "+", "A" * 22 + "\n"])
def test_any_other_secret_is_refused(value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_auth(value)
    assert (refused.value.code, refused.value.field) == ("bad_push_keys", "keys.auth")


def test_a_device_is_known_by_its_endpoint_without_telling_it() -> None:
    name = device_id("https://fcm.googleapis.com/x")
    assert is_device_id(name)
    assert name == device_id("https://fcm.googleapis.com/x") != device_id("https://fcm.googleapis.com/y")
    assert not any(is_device_id(other) for other in ("", name.upper(), name + "0", name + "\n", "#" * 26))


def test_a_signature_is_made_for_the_origin_of_the_endpoint() -> None:
    assert audience("https://fcm.googleapis.com/fcm/send/x") == "https://fcm.googleapis.com"
    assert audience("https://fcm.googleapis.com:443/fcm/send/x") == "https://fcm.googleapis.com"
    assert audience(f"{TEST}/send/x") == TEST

"""What is sent: JSON of known fields with values of their types, or one clear error."""

import json

import pytest

from infra.client import Client
from tests.api.steps import TEXT, raw, told

GOOD = {"text": TEXT, "tag": "시민대화"}


def post(citizen: Client, body: bytes, **headers: str) -> tuple[int, str, str | None]:
    return told(raw(citizen, "POST", "/v1/posts", body, **headers))


@pytest.mark.parametrize(
    "kind", ["text/plain", "text/html", "application/xml", "application/jsonx", "multipart/form-data", "", "가"]
)
def test_a_body_is_json(citizen: Client, kind: str) -> None:
    sent = kind.encode().decode("latin-1")
    assert post(citizen, json.dumps(GOOD).encode(), Content_Type=sent) == (415, "json_only", "Content-Type")


def test_json_may_say_how_it_is_written(citizen: Client) -> None:
    for kind in ("application/json; charset=utf-8", "Application/JSON"):
        assert raw(citizen, "POST", "/v1/posts", json.dumps(GOOD).encode(), Content_Type=kind)[0] == 201


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"text"',
        b'{"text":}',
        b"{'text':'a'}",
        b'{"text":"a",}',
        b'{"text":"a"} {}',
        b"text=a&tag=b",
        b"<xml/>",
        b"\x00",
        b"\xef\xbb\xbf{}",
        b'{"text":"\x01"}',
        b'{"text":"\\ud800"}',
        b'{"text":"\\udfff\\ud800"}',
        b'{"text":"\\u00"}',
        b'{"text":"a\nb"}',
        "가로등이 꺼졌어요".encode("euc-kr"),
        json.dumps(GOOD).encode("utf-16"),
    ],
)
def test_what_is_no_json_is_refused(citizen: Client, body: bytes) -> None:
    status, code, _ = post(citizen, body)
    assert (status, code in ("malformed_json", "wrong_type")) == (400, True)


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"', b"true", b"[{}]", b"[" * 40_000, b'[{"a":' * 9_000])
def test_a_body_is_an_object(citizen: Client, body: bytes) -> None:
    assert post(citizen, body) == (400, "wrong_type", None)


def test_a_deep_value_is_no_text(citizen: Client) -> None:
    body = json.dumps(GOOD).encode()[:-1] + b',"title":' + b"[" * 40_000 + b"]" * 40_000 + b"}"
    assert post(citizen, body) == (400, "wrong_type", "title")


@pytest.mark.parametrize("size", [100_001, 1_000_000, 6_000_000])
def test_a_large_body_is_refused_whatever_it_says(citizen: Client, size: int) -> None:
    for body in (b"a" * size, b'{"text":"' + b"a" * size + b'"}'):
        assert post(citizen, body) == (413, "body_too_large", None)


@pytest.mark.parametrize(
    ("character", "code"),
    [("\x00", "control_character"), ("\x1b", "control_character"), ("\u202e", "control_character"),
     ("\u2066", "control_character"), ("\ufffe", "broken_unicode"), ("\ufffd", "broken_unicode")],
)  # fmt: skip
def test_characters_that_do_harm_are_named_with_their_place(citizen: Client, character: str, code: str) -> None:
    body = json.dumps(GOOD | {"text": f"가로등이 {character}꺼져 있습니다."}).encode()
    assert post(citizen, body) == (400, code, "text")
    _, problem = raw(citizen, "POST", "/v1/posts", body)
    assert f"U+{ord(character):04X}" in problem["message"]
    assert "6번째" in problem["message"]


def test_bytes_that_are_not_utf8_are_not_taken_for_text(citizen: Client) -> None:
    body = b'{"tag":"' + "시민대화".encode() + b'","text":"' + TEXT.encode("euc-kr") + b'"}'
    assert post(citizen, body) in ((400, "broken_unicode", "text"), (400, "malformed_json", None))


def test_of_a_key_that_stands_twice_the_last_counts(citizen: Client) -> None:
    body = json.dumps(GOOD).encode()[:-1] + ',"tag":"행사안내"}'.encode()
    status, receipt = raw(citizen, "POST", "/v1/posts", body)
    assert status == 201
    assert citizen.call("GET", f"/v1/posts/{receipt['id']}")["tag"] == "행사안내"


# Fields


@pytest.mark.parametrize(
    ("more", "field"),
    [({"urgent": True}, "urgent"), ({"Text": TEXT}, "Text"), ({"비밀": 1}, "비밀"), ({"": 1}, None),
     ({"__proto__": {}}, "__proto__"), ({"location": {"lat": 36.28, "lng": 127.25}}, "location.lng"),
     ({"location": {"address": "엄사", "zip": "1"}}, "location.zip"), ({"status": "resolved"}, "status"),
     ({"author_id": "x"}, "author_id"), ({"receipt_number": "GR-2026-000001"}, "receipt_number")],
)  # fmt: skip
def test_a_field_that_there_is_not_is_named(citizen: Client, more: dict[str, object], field: str | None) -> None:
    assert post(citizen, json.dumps(GOOD | more).encode()) == (400, "unknown_field", field)


@pytest.mark.parametrize(
    ("path", "field"),
    [("/v1/members", "nickname"), ("/v1/members/recovery", "nickname"), ("/v1/posts", "text"), ("/v1/photos", "type"),
     ("/v1/members/me/verification", "proof")],
)  # fmt: skip
def test_a_field_that_is_needed_is_named(citizen: Client, path: str, field: str) -> None:
    assert told(raw(citizen, "POST", path, b"{}")) == (400, "missing_field", field)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"text": 1}, "text"), ({"text": None}, "text"), ({"text": ["가"]}, "text"), ({"title": 1}, "title"),
     ({"tag": 1}, "tag"), ({"tag": {}}, "tag"), ({"tag": [1]}, "tag"), ({"photos": "1"}, "photos"),
     ({"photos": [1]}, "photos"), ({"photos": None}, "photos"), ({"category": []}, "category"),
     ({"private_to_staff": "true"}, "private_to_staff"), ({"private_to_staff": 1}, "private_to_staff"),
     ({"location": "엄사네거리"}, "location"), ({"location": {"lat": "36"}}, "location.lat"),
     ({"location": {"address": 1}}, "location.address")],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_named(citizen: Client, more: dict[str, object], field: str) -> None:
    assert post(citizen, json.dumps(GOOD | more).encode()) == (400, "wrong_type", field)

"""What every answer of the site says to the browser, whoever wrote it: bucket, API or media."""

import re
import urllib.error
import urllib.request
from email.message import Message

import pytest

from chalicelib.city import city
from tests.conftest import Room

HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PATHS = (
    "/",
    "/staff/",
    "/index.js",
    "/icons/share.png",
    "/v1/city",
    "/open311/v2/services.xml",
    "/s/01M86D4XK07P16YNJNDDQVFGDA",
    "/media/none.webp",
)


def headers(room: Room, path: str) -> Message:
    try:
        with urllib.request.urlopen(room.site.base + path) as answer:
            return answer.headers
    except urllib.error.HTTPError as error:
        return error.headers


def directives(found: Message) -> dict[str, list[str]]:
    rows = (part.split() for part in found["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in rows}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_same_safeguards(room: Room, path: str) -> None:
    found = headers(room, path)
    assert {name: found[name] for name in HEADERS} == HEADERS
    assert directives(found)["default-src"] == ["'none'"]
    assert found["Permissions-Policy"]


def test_the_page_runs_and_wears_only_its_own(room: Room) -> None:
    allowed = directives(headers(room, "/"))
    assert allowed["script-src"] == allowed["style-src"] == allowed["worker-src"] == ["'self'"]
    assert allowed["base-uri"] == allowed["frame-ancestors"] == ["'none'"]


def test_pictures_come_from_the_room_and_the_maps_server_alone(room: Room) -> None:
    assert directives(headers(room, "/"))["img-src"] == ["'self'", "data:", "blob:", city().map.tiles.origin]


def test_the_page_may_ask_where_one_is_and_take_a_photo_and_nothing_else(room: Room) -> None:
    rights = dict(re.findall(r"([a-z-]+)=\((\w*)\)", headers(room, "/")["Permissions-Policy"]))
    assert {name for name, who in rights.items() if who} == {"geolocation", "camera"}
    assert {"microphone", "payment", "usb"} <= set(rights)

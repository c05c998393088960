"""GET /v1/city."""

import re
from dataclasses import replace

import msgspec
import pytest

from chalicelib.api import city as view
from chalicelib.city import city
from chalicelib.domain.push import check_p256dh
from tests.conftest import Room


def test_the_page_gets_the_five_tags_of_the_profile(room: Room) -> None:
    tags = room.api.call("GET", "/v1/city")["tags"]
    assert [t["name"] for t in tags] == ["생활불편신고", "행정상담", "시정문의", "행사안내", "시민대화"]


def test_no_notification_address_of_a_department_is_told(room: Room) -> None:
    assert "@" not in str(room.api.call("GET", "/v1/city")["departments"])


def test_the_page_gets_the_key_that_devices_register_under(room: Room) -> None:
    key = room.api.call("GET", "/v1/city")["push_key"]
    assert check_p256dh(key) == key  # a point of P-256, as PushManager.subscribe takes it


def test_the_map_names_its_tiles_and_where_they_come_from(room: Room) -> None:
    tiles = room.api.call("GET", "/v1/city")["map"]["tiles"]
    assert tiles == {
        "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "max_zoom": 19,
        "attribution": {"text": "© OpenStreetMap", "url": "https://www.openstreetmap.org/copyright"},
    }  # fmt: skip


@pytest.mark.parametrize(("key", "part"), [("AB-12", "AB-12"), ("", ""), ("a/../{x}?", "a%2F..%2F%7Bx%7D%3F")])
@pytest.mark.usefixtures("stage_settings")
def test_the_stages_key_stands_in_the_address_of_the_tiles(
    monkeypatch: pytest.MonkeyPatch, key: str, part: str
) -> None:
    from chalicelib.settings import settings

    monkeypatch.setattr(view, "settings", lambda: replace(settings(), tile_key=key))
    tiles = msgspec.structs.replace(city().map.tiles, url="https://api.vworld.kr/{key}/Base/{z}/{y}/{x}.png")
    found = view._map(msgspec.structs.replace(city().map, tiles=tiles))
    assert found.tiles.url == f"https://api.vworld.kr/{part}/Base/{{z}}/{{y}}/{{x}}.png"


def test_hours_and_website_are_told(room: Room) -> None:
    told = room.api.call("GET", "/v1/city")
    assert told["hours"] == {
        "opens": "09:00:00", "closes": "18:00:00", "lunch_starts": "12:00:00", "lunch_ends": "13:00:00"
    }  # fmt: skip
    assert told["website"] == "https://www.gyeryong.go.kr"


def test_deadlines_are_told_with_the_tags_they_belong_to(room: Room) -> None:
    deadlines = room.api.call("GET", "/v1/city")["deadlines"]
    assert [one["code"] for one in deadlines] == list(city().deadlines)
    assert {one["code"]: one["tags"] for one in deadlines if one["tags"]} == {
        "inconvenience": ["생활불편신고"], "query_procedure": ["행정상담", "시정문의"]
    }  # fmt: skip
    assert [(one["days"], one["hours"]) for one in deadlines if one["code"] == "other"] == [(None, 3)]


@pytest.mark.parametrize("name", ["rules", "privacy"])
def test_rules_are_told_in_both_languages(room: Room, name: str) -> None:
    told = room.api.call("GET", "/v1/city")[name]
    assert len(told) > 4
    assert all(re.search("[가-힣]", words["ko"]) and words["en"] for words in told)

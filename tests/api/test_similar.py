"""POST /v1/similar: what was told already, shown to whoever begins to write."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.client import Client, wait_for
from tests import pictures
from tests.api.steps import complain, ids, raw, read, refused, routed, talk
from tests.conftest import Room

HERE = {"lat": 36.3301, "lon": 127.2101}  # where no other test posts
LIGHT = "가로등이 나가서 밤길이 너무 어둡습니다. 고쳐 주세요."


@pytest.fixture(scope="module")
def author(room: Room) -> Client:
    return room.citizen("먼저 본 시민")


@pytest.fixture(scope="module")
def light(author: Client) -> Iterator[str]:
    post_id = complain(author, text=LIGHT, location=HERE | {"address": "향적산 치유의숲 입구"})
    yield post_id
    author.call("POST", f"/v1/posts/{post_id}/withdrawal", {})


def similar(reader: Client, text: str = "가로등 꺼짐", place: object = HERE, **more: object) -> dict[str, Any]:
    found: dict[str, Any] = reader.call("POST", "/v1/similar", {"text": text, "location": place} | more)
    return found


def near(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Those whose place is known to be; what other tests wrote without one may be alike."""
    return [twin for twin in found["posts"] if twin["distance_m"] is not None]


def test_a_post_nearby_that_tells_the_same_is_shown_as_a_card(room: Room, light: str) -> None:
    (twin,) = near(similar(room.site, place={"lat": 36.3310, "lon": 127.2101}))
    assert (twin["id"], twin["distance_m"], twin["location"]["address"]) == (light, 100, "향적산 치유의숲 입구")
    assert 0.35 <= twin["likeness"] <= 1
    assert "text" not in twin


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("가로등 꺼짐", {"lat": 36.3331, "lon": 127.2101}),  # 330 m off
        ("고라니가 죽어 있어요", HERE),
        ("가로등 꺼짐", {"address": "계룡역"}),
    ],
)
def test_what_lies_elsewhere_or_tells_something_else_is_not(room: Room, light: str, text: str, place: object) -> None:
    assert light not in ids(similar(room.api, text, place))


@pytest.mark.parametrize("place", [{}, None])
def test_without_a_place_the_words_tell(room: Room, author: Client, place: object) -> None:
    told = complain(author, text="꿈돌이 동상 코가 떨어져 나갔습니다. 아이들이 울어요.")
    (twin,) = similar(room.api, "꿈돌이 동상 코가 떨어져 나갔어요", place)["posts"]
    assert (twin["id"], twin["distance_m"], twin["answered"]) == (told, None, False)
    author.call("POST", f"/v1/posts/{told}/withdrawal", {})


def test_a_written_place_is_looked_for_among_the_newest_posts(room: Room, light: str) -> None:
    found = {
        twin["id"]: twin["distance_m"] for twin in similar(room.api, place={"address": "향적산 치유의숲 입구"})["posts"]
    }
    assert found.get(light, 0) is None


def test_what_was_just_answered_is_shown_as_answered(room: Room, author: Client) -> None:
    place = {"lat": 36.3321, "lon": 127.2051}
    done = complain(author, text="약수터 물이 말랐습니다. 살펴봐 주세요.", location=place)
    routed(author, done)
    room.clerk().call("PATCH", f"/v1/admin/posts/{done}", {"status": "resolved", "reason": "관을 고쳤습니다."})
    found = wait_for(lambda: similar(room.api, "약수터 물이 말랐어요", place)["posts"], "the index")
    assert [(twin["id"], twin["status"], twin["answered"]) for twin in found] == [(done, "resolved", True)]


def test_a_post_shows_its_like_to_everybody_and_a_closed_one_shows_none(room: Room, author: Client, light: str) -> None:
    again = complain(author, text="향적산 입구 가로등이 꺼졌어요. 어두워요.", location=HERE)
    assert light in ids(room.site.call("GET", f"/v1/posts/{again}/similar"))
    author.call("POST", f"/v1/posts/{again}/withdrawal", {})
    assert room.api.call("GET", f"/v1/posts/{again}/similar") == {"posts": []}
    hidden = complain(author, text=LIGHT, location=HERE, private_to_staff=True)
    with refused(404, "no_such_post"):
        room.api.call("GET", f"/v1/posts/{hidden}/similar")


def test_two_posts_with_the_same_photo_are_found_and_its_print_stays_inside(room: Room, author: Client) -> None:
    place, scene = {"lat": 36.3321, "lon": 127.2021}, pictures.jpeg(800, 600)
    first, second = (
        complain(author, text=text, location=place, photos=[author.upload(body)])
        for text, body in (
            ("사진처럼 이렇습니다. 봐 주세요.", scene),
            ("여기가 이런 상태예요. 살펴봐 주세요.", pictures.jpeg(800, 600, comment=b"sent on")),
        )
    )
    wait_for(lambda: all(read(author, one)["photos"][0]["state"] == "ready" for one in (first, second)), "the photos")
    told = wait_for(lambda: room.clerk().call("GET", f"/v1/admin/posts/{second}/similar")["posts"], "it")
    assert first in [twin["id"] for twin in told]
    assert "look" not in json.dumps(told)
    mine = author.upload(pictures.jpeg(800, 600, comment=b"being written"))
    wait_for(lambda: author.call("GET", f"/v1/photos/{mine}")["state"] == "ready", "the photo")
    writing = [ids(similar(room.api, "이거 좀 보세요", place, photos=photos)) for photos in ([mine], [])]
    assert [first in found for found in writing] == [True, False]


def test_asking_changes_nothing(room: Room, light: str) -> None:
    before = read(room.api, light)
    similar(room.api)
    assert read(room.api, light) == before


def test_what_is_private_withdrawn_or_only_talk_is_never_shown(room: Room, author: Client, light: str) -> None:
    complain(author, text=LIGHT, location=HERE, private_to_staff=True)
    gone = complain(author, text=LIGHT, location=HERE)
    author.call("POST", f"/v1/posts/{gone}/withdrawal", {})
    talk(author, text=LIGHT, location=HERE)
    assert [twin["id"] for twin in near(similar(room.api))] == [light]


# Questions that are none


def test_five_letters_are_enough_and_four_are_not(room: Room, light: str) -> None:
    assert [twin["id"] for twin in near(similar(room.api, "가로등불이"))] == [light]
    with refused(400, "text_too_short", "text"):
        similar(room.api, "가로등이")


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"text": "가" * 5001}, "text_too_long", "text"),
        ({"text": "가로등이\x00 꺼졌어요"}, "control_character", "text"),
        ({"text": "가로등 꺼짐", "location": {"lat": 35.1, "lon": 129.0}}, "outside_the_city", "location"),
        ({"text": "가로등 꺼짐", "location": {"lat": 36.28}}, "half_a_coordinate", "location.lon"),
        ({"text": "가로등 꺼짐", "tag": "없는태그"}, "unknown_tag", "tag"),
        ({"text": "가로등 꺼짐", "looks": []}, "unknown_field", "looks"),
        ({"text": "가로등 꺼짐", "photos": ["x"]}, "no_such_photo", "photos"),
        ({}, "missing_field", "text"),
    ],
)
def test_a_wrong_question_names_its_part(room: Room, asked: dict[str, object], code: str, field: str) -> None:
    with refused(400, code, field):
        room.api.call("POST", "/v1/similar", asked)


def test_a_body_is_json(room: Room) -> None:
    assert raw(room.api, "POST", "/v1/similar", b"text=a", Content_Type="text/plain")[0] == 415

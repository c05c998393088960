"""Photos: announced, sent to S3 under its own limits, attached once."""

import json
import urllib.request
from typing import Any

import pytest

from infra.client import Client, multipart, send, wait_for
from tests import pictures
from tests.api.steps import refused, talk
from tests.conftest import Room


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen("사진 찍는 시민")


@pytest.fixture(scope="module")
def photo() -> bytes:
    return pictures.jpeg(64, 48)


def announce(citizen: Client, kind: str = "image/jpeg") -> dict[str, Any]:
    told: dict[str, Any] = citizen.call("POST", "/v1/photos", {"type": kind})
    return told


def put(form: dict[str, Any], photo: bytes) -> int:
    body, kind = multipart(form["fields"], photo)
    return send("POST", form["url"], body, {"Content-Type": kind})[0]


def settled(reader: Client, photo_id: str) -> dict[str, Any]:
    return wait_for(
        lambda: (p := reader.call("GET", f"/v1/photos/{photo_id}"))["state"] != "pending" and p, "the photo"
    )


# Announcing and sending


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif", "heic", "heif"])
def test_what_phones_take_can_be_announced(citizen: Client, kind: str) -> None:
    told = announce(citizen, f"image/{kind}")
    assert (told["state"], told["bytes_most"]) == ("pending", 20 * 1024**2)
    assert told["upload"]["fields"]["Content-Type"] == f"image/{kind}"


@pytest.mark.parametrize("kind", ["image/svg+xml", "image/tiff", "text/html", "IMAGE/JPEG", "", "사진"])
def test_other_types_are_refused_before_anything_is_sent(citizen: Client, kind: str) -> None:
    with refused(400, "wrong_value", "type"):
        announce(citizen, kind)


def test_announcing_takes_a_token(room: Room) -> None:
    with refused(401, "token_needed"):
        announce(room.api)


def test_the_form_takes_one_photo(citizen: Client, photo: bytes) -> None:
    assert put(announce(citizen)["upload"], photo) < 300


def test_s3_itself_refuses_more_than_twenty_megabytes(citizen: Client) -> None:
    assert put(announce(citizen)["upload"], bytes(20 * 1024**2 + 1)) in (400, 403)
    assert put(announce(citizen)["upload"], b"") in (400, 403)


@pytest.mark.parametrize(
    ("name", "value"),
    [("Content-Type", "text/html"), ("key", "uploads/01M86D4XK07P16YNJNDDQVFGDA"), ("tagging", "<Tagging/>")],
)
def test_s3_itself_refuses_a_changed_form(citizen: Client, photo: bytes, name: str, value: str) -> None:
    form = announce(citizen)["upload"]
    assert name in form["fields"]
    assert put({"url": form["url"], "fields": form["fields"] | {name: value}}, photo) == 403


# What becomes of it


def test_a_photo_becomes_ready_with_its_renditions(room: Room, citizen: Client, photo: bytes) -> None:
    told = settled(citizen, citizen.upload(photo))
    assert (told["state"], told["width"], told["height"]) == ("ready", 64, 48)
    for side in ("large", "small"):
        with urllib.request.urlopen(room.told["site"] + told[side]) as answer:
            assert pictures.opened(answer.read()).size == (64, 48)


def test_a_rejected_photo_says_why_in_the_language_asked_for(room: Room, citizen: Client) -> None:
    photo_id = citizen.upload(pictures.renamed_html())
    told = settled(citizen, photo_id)
    assert (told["state"], told["reason"], told["large"]) == ("rejected", "photo_not_an_image", None)
    assert told["message"] == "사진 파일이 아닙니다."
    english = Client(room.api.base, language="en").call("GET", f"/v1/photos/{photo_id}")
    assert english["message"] == "This file is not a picture."


def test_a_photo_that_was_never_announced_is_not_found(room: Room) -> None:
    for photo_id in ("01M86D4XK07P16YNJNDDQVFGDA", "1", "%00"):
        with refused(404, "no_such_photo"):
            room.api.call("GET", f"/v1/photos/{photo_id}")


# On a post


def test_a_post_may_go_ahead_of_its_photos(citizen: Client, photo: bytes) -> None:
    announced = announce(citizen)
    post_id = talk(citizen, photos=[announced["id"]])
    shown = citizen.call("GET", f"/v1/posts/{post_id}")["photos"][0]
    assert (shown["id"], shown["state"], shown["large"]) == (announced["id"], "pending", None)
    put(announced["upload"], photo)

    def ready() -> dict[str, Any] | None:
        found: dict[str, Any] = citizen.call("GET", f"/v1/posts/{post_id}")["photos"][0]
        return found if found["state"] == "ready" else None

    assert wait_for(ready, "the photo on the post")["width"] == 64


def test_photos_stand_in_the_order_they_were_given(citizen: Client) -> None:
    photos = [announce(citizen)["id"] for _ in range(5)]
    photos.reverse()
    shown = citizen.call("GET", f"/v1/posts/{talk(citizen, photos=photos)}")["photos"]
    assert [photo["id"] for photo in shown] == photos


def test_five_photos_are_the_most(citizen: Client) -> None:
    with refused(400, "too_many_photos", "photos"):
        talk(citizen, photos=[announce(citizen)["id"] for _ in range(6)])


def test_a_photo_stands_once_on_a_post(citizen: Client) -> None:
    with refused(400, "photo_twice", "photos"):
        talk(citizen, photos=[announce(citizen)["id"]] * 2)


def test_a_photo_belongs_to_one_post(citizen: Client) -> None:
    photo_id = announce(citizen)["id"]
    post_id = talk(citizen, photos=[photo_id])
    with refused(400, "photo_not_available", "photos"):
        talk(citizen, photos=[photo_id])
    with refused(400, "photo_not_available", "photos"):
        citizen.call("POST", f"/v1/posts/{post_id}/comments", {"text": "다시 올립니다.", "photos": [photo_id]})


def test_a_photo_belongs_to_who_announced_it(room: Room, citizen: Client) -> None:
    photo_id = announce(citizen)["id"]
    with refused(400, "photo_not_available", "photos"):
        talk(room.citizen(), photos=[photo_id])
    assert talk(citizen, photos=[photo_id])


def test_one_photo_that_is_not_ones_own_keeps_the_others_free(room: Room, citizen: Client) -> None:
    mine, theirs = announce(citizen)["id"], announce(room.citizen())["id"]
    with refused(400, "photo_not_available", "photos"):
        talk(citizen, photos=[mine, theirs])
    assert talk(citizen, photos=[mine])


@pytest.mark.parametrize("photos", [["1"], [""], ["../../uploads"], ["01m86d4xk07p16ynjnddqvfgda"]])
def test_what_is_no_photo_id_is_no_photo(citizen: Client, photos: list[str]) -> None:
    with refused(400, "no_such_photo", "photos"):
        talk(citizen, photos=photos)


def test_the_form_tells_nothing_that_is_secret(citizen: Client) -> None:
    assert "test_secret" not in json.dumps(announce(citizen)).lower()

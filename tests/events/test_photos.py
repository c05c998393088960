"""From an upload to what the public sees, through S3, the queue and the deployed functions."""

import io
from typing import Any

import pytest
from PIL import Image

from infra.client import Client, multipart, send, wait_for
from tests import pictures
from tests.conftest import Room
from tests.events.steps import fetched, invoke, record, settled

TEXT = "산책로 나무 판자가 썩어서 구멍이 났습니다."


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_it_was_held(room: Room, orientation: int) -> None:
    photo = settled(room, room.citizen().upload(pictures.jpeg(640, 480, orientation=orientation, gps=True)))
    assert (photo["width"], photo["height"]) == (640, 480)
    large = fetched(room, photo["large"])
    assert pictures.corners(large) == pictures.corners(pictures.jpeg(640, 480))
    assert not {b"EXIF", b"XMP ", b"ICCP"} & set(pictures.webp_chunks(large))


def test_what_an_iphone_sends_is_shown_as_well(room: Room) -> None:
    photo = settled(room, room.citizen().upload(pictures.heic(640, 480), "image/heic"))
    small = Image.open(io.BytesIO(fetched(room, photo["small"])))
    assert (photo["state"], small.size) == ("ready", (320, 240))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (pictures.renamed_html(), "photo_not_an_image"),
        (pictures.truncated(pictures.jpeg()), "photo_broken"),
        (pictures.pixel_bomb_png(), "photo_too_many_pixels"),
        (pictures.scan_bomb(), "photo_too_complex"),
    ],
    ids=["renamed-html", "truncated", "pixel-bomb", "scan-bomb"],
)
def test_the_citizen_is_shown_why_a_photo_is_refused(room: Room, body: bytes, reason: str) -> None:
    citizen = room.citizen()
    post = citizen.post(text=TEXT, tag="생활불편신고", photos=[citizen.upload(body)])

    def rejected() -> Any:
        photo = citizen.call("GET", f"/v1/posts/{post['id']}")["photos"][0]
        return photo if photo["state"] == "rejected" else None

    photo = wait_for(rejected, "the refusal on the post")
    assert photo["reason"] == reason
    assert len(photo["message"]) > 8


def form(citizen: Client) -> dict[str, Any]:
    found: dict[str, Any] = citizen.call("POST", "/v1/photos", {"type": "image/jpeg"})["upload"]
    return found


def sent(upload: dict[str, Any], body: bytes, **changed: str) -> int:
    data, kind = multipart(upload["fields"] | changed, body)
    return send("POST", upload["url"], data, {"Content-Type": kind})[0]


def test_s3_itself_refuses_more_than_twenty_megabytes(room: Room) -> None:
    assert sent(form(room.citizen()), b"\xff\xd8" + bytes(20 * 1024**2)) == 400


@pytest.mark.parametrize("changed", [{"Content-Type": "text/html"}, {"key": "uploads/another"}], ids=["type", "key"])
def test_s3_itself_refuses_another_type_or_key(room: Room, changed: dict[str, str]) -> None:
    assert sent(form(room.citizen()), pictures.jpeg(), **changed) == 403


def test_an_original_is_closed_to_the_public(room: Room) -> None:
    citizen = room.citizen()
    photo_id = citizen.upload(pictures.jpeg())
    bucket = room.outputs["UploadBucketName"]
    assert send("GET", f"{room.cloud.endpoint}/{bucket}/uploads/{photo_id}")[0] == 403
    assert send("GET", f"{room.told['site']}/uploads/{photo_id}")[1].startswith("<!doctype html>")  # a view of the page


def test_an_original_is_kept_once_it_belongs_to_a_post(room: Room) -> None:
    citizen = room.citizen()
    photo_id = citizen.upload(pictures.jpeg())
    settled(room, photo_id)
    s3 = room.stage.client("s3")
    place = {"Bucket": room.outputs["UploadBucketName"], "Key": f"uploads/{photo_id}"}

    def kept() -> bool:
        return {"Key": "kept", "Value": "yes"} in s3.get_object_tagging(**place)["TagSet"]

    assert not kept()
    citizen.post(text=TEXT, tag="생활불편신고", photos=[photo_id])
    assert wait_for(kept, "the tag")


@pytest.mark.parametrize("ready_first", [True, False])
def test_a_photo_shows_on_its_post_whichever_came_first(room: Room, ready_first: bool) -> None:
    citizen = room.citizen()
    announced = citizen.call("POST", "/v1/photos", {"type": "image/jpeg"})

    def upload() -> None:
        assert sent(announced["upload"], pictures.jpeg()) < 300

    if ready_first:
        upload()
        settled(room, announced["id"])
    post = citizen.post(text=TEXT, tag="생활불편신고", photos=[announced["id"]])
    if not ready_first:
        upload()
    wait_for(lambda: citizen.call("GET", f"/v1/posts/{post['id']}")["photos"][0]["small"], "the photo on its post")


def test_of_a_photo_that_came_to_no_post_in_time_nothing_is_left(room: Room) -> None:
    photo_id = room.citizen().upload(pictures.jpeg())
    settled(room, photo_id)
    expired = record({}) | {"eventName": "REMOVE"}
    expired["dynamodb"] |= {"Keys": {"photo_id": {"S": photo_id}}}
    places = {"Upload": f"uploads/{photo_id}", "Media": f"media/{photo_id}/"}
    assert [stored(room, *place) for place in places.items()] == [1, 2]
    invoke(room, "ReplacePhoto", expired, expired)
    assert [stored(room, *place) for place in places.items()] == [0, 0]


def stored(room: Room, bucket: str, prefix: str) -> int:
    s3 = room.stage.client("s3")
    found: int = s3.list_objects_v2(Bucket=room.outputs[f"{bucket}BucketName"], Prefix=prefix)["KeyCount"]
    return found

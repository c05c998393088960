"""Uploads that come twice, come alone or come wrong; test_photos.py has what citizens see."""

import secrets

import pytest

from infra.client import Refused, multipart, send
from tests import pictures
from tests.conftest import Room
from tests.events.steps import DONE, failed, fetched, invoke, message, settled, uploaded

BROKEN = pictures.truncated(pictures.jpeg())


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_what_an_iphone_took_stands_upright_and_tells_nothing_of_where(room: Room, orientation: int) -> None:
    photo = settled(
        room, room.citizen().upload(pictures.heic(640, 480, orientation=orientation, gps=True), "image/heic")
    )
    for size in ("large", "small"):
        body = fetched(room, photo[size])
        assert pictures.corners(body) == pictures.UPRIGHT
        assert not {b"EXIF", b"XMP ", b"ICCP"} & set(pictures.webp_chunks(body))
        assert pictures.PLACE not in body


def test_an_upload_that_is_told_again_changes_nothing(room: Room) -> None:
    photo_id = room.citizen().upload(pictures.jpeg())
    before = settled(room, photo_id)
    shown = fetched(room, before["large"])
    assert invoke(room, "MakeRenditions", *[uploaded(f"uploads/{photo_id}")] * 2) == DONE
    assert (settled(room, photo_id), fetched(room, before["large"])) == (before, shown)


def test_what_comes_later_on_the_same_form_does_not_take_the_place_of_what_was_shown(room: Room) -> None:
    announced = room.citizen().call("POST", "/v1/photos", {"type": "image/jpeg"})
    photo_id, large = announced["id"], None
    for picture in (pictures.jpeg(320, 240), pictures.jpeg(240, 320)):
        body, kind = multipart(announced["upload"]["fields"], picture)
        assert send("POST", announced["upload"]["url"], body, {"Content-Type": kind})[0] < 300
        large = large or fetched(room, settled(room, photo_id)["large"])
    assert invoke(room, "MakeRenditions", uploaded(f"uploads/{photo_id}")) == DONE
    assert fetched(room, settled(room, photo_id)["large"]) == large


def test_a_refusal_that_is_told_again_stays_the_same(room: Room) -> None:
    photo_id = room.citizen().upload(BROKEN)
    before = settled(room, photo_id)
    assert (before["state"], before["reason"]) == ("rejected", "photo_broken")
    assert invoke(room, "MakeRenditions", uploaded(f"uploads/{photo_id}")) == DONE
    assert settled(room, photo_id) == before


def test_the_good_ones_around_a_poisoned_message_are_done(room: Room) -> None:
    first, last = (announced_late(room) for _ in range(2))
    missing = room.citizen().call("POST", "/v1/photos", {"type": "image/jpeg"})["id"]  # announced, never sent
    batch = [uploaded(f"uploads%2F{first}", "a"), uploaded(f"uploads/{missing}", "b"), uploaded(f"uploads/{last}", "c")]
    assert invoke(room, "MakeRenditions", *batch) == failed("b")
    assert [settled(room, photo_id)["state"] for photo_id in (first, last)] == ["ready", "ready"]


def announced_late(room: Room) -> str:
    """An original whose own event was lost: its row is pending again."""
    photo_id = room.citizen().upload(pictures.jpeg(160, 120))
    settled(room, photo_id)
    room.stage.client("dynamodb").update_item(
        TableName=room.function("PhotosTable"),
        Key={"photo_id": {"S": photo_id}},
        UpdateExpression="SET #s = :pending",
        ExpressionAttributeNames={"#s": "state"},
        ExpressionAttributeValues={":pending": {"S": "pending"}},
    )
    return photo_id


def test_what_nobody_announced_becomes_no_photo(room: Room) -> None:
    photo_id = secrets.token_hex(13).upper().replace("I", "1")
    room.stage.client("s3").put_object(
        Bucket=room.outputs["UploadBucketName"], Key=f"uploads/{photo_id}", Body=pictures.jpeg(160, 120)
    )
    assert invoke(room, "MakeRenditions", uploaded(f"uploads/{photo_id}")) == DONE
    with pytest.raises(Refused, match="404"):
        room.api.call("GET", f"/v1/photos/{photo_id}")


def test_the_test_event_of_s3_among_others_harms_none(room: Room) -> None:
    photo_id = announced_late(room)
    test = message({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}, "t")
    assert invoke(room, "MakeRenditions", test, uploaded(f"uploads/{photo_id}", "p")) == DONE
    assert settled(room, photo_id)["state"] == "ready"

"""A photo on its post or comment, by events that come twice, early or poisoned."""

from typing import Any

from infra.client import wait_for
from tests import pictures
from tests.conftest import Room
from tests.events.steps import fails, invoke, read, record, row, settled

TEXT = "산책로 나무 판자가 썩어서 구멍이 났습니다."


def on_post(room: Room) -> tuple[str, str]:
    """A post with a photo that shows; the ids of both."""
    citizen = room.citizen()
    photo_id = citizen.upload(pictures.jpeg(160, 120))
    post_id = str(citizen.post(text=TEXT, tag="시민대화", photos=[photo_id])["id"])
    wait_for(lambda: read(room, post_id)["photos"][0]["small"], "the photo on its post")
    return post_id, photo_id


def image(room: Room, photo_id: str) -> dict[str, Any]:
    return row(room, "PhotosTable", photo_id=photo_id)


def test_a_photo_that_is_told_again_changes_nothing(room: Room) -> None:
    post_id, photo_id = on_post(room)
    before = read(room, post_id)
    invoke(room, "PublishPhoto", *[record(image(room, photo_id))] * 2)
    assert read(room, post_id) == before


def test_a_photo_that_is_not_attached_or_not_settled_is_left_alone(room: Room) -> None:
    photo_id = room.citizen().upload(pictures.jpeg(160, 120))
    settled(room, photo_id)
    alone, waiting = image(room, photo_id), image(room, photo_id) | {"state": {"S": "pending"}}
    invoke(room, "PublishPhoto", record(alone, "1"), record(waiting, "2"))
    assert image(room, photo_id) == alone


def test_a_photo_cannot_come_onto_a_post_that_it_was_not_attached_to(room: Room) -> None:
    post_id, _ = on_post(room)
    before, (_, other) = read(room, post_id), on_post(room)
    lying = image(room, other) | {"attached_to": {"S": post_id}}
    invoke(room, "PublishPhoto", record(lying))
    assert read(room, post_id) == before


def test_photos_with_a_poisoned_one_among_them_come_again(room: Room) -> None:
    _, photo_id = on_post(room)
    good, poison = image(room, photo_id), {"photo_id": {"N": "1"}}
    assert fails(room, "PublishPhoto", record(good, "1"), record(poison, "2"), record(good, "3"))


def test_a_photo_shows_on_its_comment(room: Room) -> None:
    post_id, _ = on_post(room)
    citizen = room.citizen()
    said = {"text": "여기도 그렇습니다.", "photos": [citizen.upload(pictures.jpeg(160, 120))]}
    citizen.call("POST", f"/v1/posts/{post_id}/comments", said)
    photo = wait_for(lambda: (p := read(room, post_id)["thread"][0]["photos"][0])["small"] and p, "the photo")
    assert (photo["state"], photo["width"], photo["height"]) == ("ready", 160, 120)


def test_a_clerks_photo_shows_on_the_answer(room: Room) -> None:
    post_id, _ = on_post(room)
    clerk = room.clerk()
    photo_id = clerk.upload(pictures.jpeg(160, 120), path="/v1/admin/photos")
    said = {"text": "판자를 새로 깔았습니다.", "photos": [photo_id]}
    clerk.call("POST", f"/v1/admin/posts/{post_id}/comments", said)
    wait_for(lambda: read(room, post_id)["thread"][0]["photos"][0]["small"], "the photo on the answer")


def test_the_original_of_a_refused_photo_is_not_kept(room: Room) -> None:
    citizen = room.citizen()
    photo_id = citizen.upload(pictures.renamed_html())
    post_id = citizen.post(text=TEXT, tag="시민대화", photos=[photo_id])["id"]
    wait_for(lambda: read(room, post_id)["photos"][0]["state"] == "rejected", "the refusal")
    tags = room.stage.client("s3").get_object_tagging(
        Bucket=room.outputs["UploadBucketName"], Key=f"uploads/{photo_id}"
    )
    assert {"Key": "kept", "Value": "yes"} not in tags["TagSet"]  # the local cloud drops the tag of the upload form


def test_a_photo_whose_original_was_forgotten_holds_up_no_other(room: Room) -> None:
    _, photo_id = on_post(room)
    room.stage.client("s3").delete_object(Bucket=room.outputs["UploadBucketName"], Key=f"uploads/{photo_id}")
    assert not fails(room, "PublishPhoto", record(image(room, photo_id)))

"""A part of a published photo made unrecognisable: under a new name, everywhere, and with nothing left of the old one."""

import urllib.error
import urllib.request
from typing import Any

import pytest

from infra.client import Client, Refused, wait_for
from tests import pictures
from tests.conftest import Room
from tests.events.steps import fetched, invoke, read, record, row
from tests.photos.test_blur import PLATE, sharpness, street

TEXT = "산책로에 번호판 없는 차가 서 있습니다."
REASON = "차량 번호가 보입니다."


def shown(room: Room, post_id: str) -> Any:
    """The one photo of the post, or of its first comment, once it can be seen."""

    def look() -> Any:
        post = read(room, post_id)
        photo = (post["photos"] or post["thread"][0]["photos"])[0]
        return photo if photo["state"] == "ready" else None

    return wait_for(look, "the photo")


def on_post(room: Room, orientation: int = 1) -> tuple[str, Any]:
    citizen = room.citizen()
    photo_id = citizen.upload(pictures.jpeg(orientation=orientation, image=street()))
    post_id = str(citizen.post(text=TEXT, tag="시민대화", photos=[photo_id])["id"])
    return post_id, shown(room, post_id)


def blur(clerk: Client, post_id: str, photo: Any, *regions: tuple[float, ...]) -> Any:
    named = [dict(zip(("x", "y", "width", "height"), region, strict=True)) for region in regions or (PLATE,)]
    path = f"/v1/admin/posts/{post_id}/photos/{photo['id']}/blur"
    return clerk.call("POST", path, {"regions": named, "reason": REASON})


def gone(room: Room, photo: Any) -> bool:
    return all(status(room.told["site"] + photo[size]) >= 400 for size in ("large", "small"))


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def has_original(room: Room, photo_id: str) -> bool:
    found = room.stage.client("s3").list_objects_v2(
        Bucket=room.outputs["UploadBucketName"], Prefix=f"uploads/{photo_id}"
    )
    return bool(found["KeyCount"])


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_plate_is_gone_from_what_the_public_sees(room: Room, orientation: int) -> None:
    post_id, old = on_post(room, orientation)
    before = {size: pictures.opened(fetched(room, old[size])) for size in ("large", "small")}
    assert blur(room.clerk(), post_id, old)["photos"][0]["state"] == "pending"
    new = shown(room, post_id)
    assert new["id"] != old["id"]
    for size, picture in before.items():
        after = pictures.opened(fetched(room, new[size]))
        assert sharpness(after, PLATE) < sharpness(picture, PLATE) / 3
        assert pictures.corners(fetched(room, new[size])) == pictures.UPRIGHT
    wait_for(lambda: gone(room, old), "the end of the old photo")
    wait_for(lambda: not has_original(room, old["id"]), "the end of its original")
    line = read(room, post_id)["timeline"][-1]
    assert (line["kind"], line["reason"]) == ("photo_blurred", REASON)


def test_a_second_region_leaves_the_first_one_hidden(room: Room) -> None:
    post_id, old = on_post(room)
    plain = pictures.opened(fetched(room, old["large"]))
    other = (0.3, 0.55, 0.25, 0.1)
    blur(room.clerk(), post_id, old)
    blur(room.clerk(), post_id, shown(room, post_id), other)
    after = pictures.opened(fetched(room, shown(room, post_id)["large"]))
    assert all(sharpness(after, region) < sharpness(plain, region) / 3 for region in (PLATE, other))


def test_a_photo_of_a_comment_is_blurred_as_well(room: Room) -> None:
    citizen = room.citizen()
    post_id = citizen.post(text=TEXT, tag="시민대화")["id"]
    photo_id = citizen.upload(pictures.jpeg(image=street()))
    citizen.call("POST", f"/v1/posts/{post_id}/comments", {"text": "이 차입니다.", "photos": [photo_id]})
    old = shown(room, post_id)
    blur(room.clerk(), post_id, old)
    assert shown(room, post_id)["id"] != old["id"]
    wait_for(lambda: gone(room, old), "the end of the old photo")


def test_what_is_asked_for_twice_is_done_once(room: Room) -> None:
    post_id, old = on_post(room)
    first = blur(room.clerk(), post_id, old)
    again = blur(room.clerk(), post_id, old)
    assert (again["version"], again["photos"][0]["id"]) == (first["version"], first["photos"][0]["id"])
    with pytest.raises(Refused, match="no_such_photo"):
        blur(room.clerk(), post_id, old, (0.0, 0.0, 0.1, 0.1))


def test_an_event_that_comes_again_changes_nothing(room: Room) -> None:
    post_id, old = on_post(room)
    blur(room.clerk(), post_id, old)
    new = shown(room, post_id)
    wait_for(lambda: gone(room, old), "the end of the old photo")
    before = fetched(room, new["large"])
    invoke(room, "ReplacePhoto", *[record(row(room, "PhotosTable", photo_id=old["id"]))] * 2)
    assert (shown(room, post_id), fetched(room, new["large"])) == (new, before)


def test_a_photo_whose_original_is_kept_no_longer_is_blurred_from_what_is_shown(room: Room) -> None:
    post_id, old = on_post(room)
    room.stage.client("s3").delete_object(Bucket=room.outputs["UploadBucketName"], Key=f"uploads/{old['id']}")
    plain = pictures.opened(fetched(room, old["large"]))
    blur(room.clerk(), post_id, old)
    new = shown(room, post_id)
    assert sharpness(pictures.opened(fetched(room, new["large"])), PLATE) < sharpness(plain, PLATE) / 3


def hide(room: Room, post_id: str, what: str = "hiding", **body: str) -> Any:
    return room.clerk().call("POST", f"/v1/admin/posts/{post_id}/{what}", {"reason": REASON} | body)


def test_the_photos_of_a_hidden_post_go_with_it_and_come_back(room: Room) -> None:
    post_id, photo = on_post(room)
    plain = fetched(room, photo["large"])
    shown_to_staff = hide(room, post_id, kind="rule")["photos"][0]
    assert (shown_to_staff["state"], shown_to_staff["large"]) == ("held", None)
    wait_for(lambda: gone(room, photo), "the end of the photo")
    image = row(room, "PhotosTable", photo_id=photo["id"])
    invoke(room, "PublishPhoto", record(image))  # told again
    assert gone(room, photo)
    hide(room, post_id, "showing")
    wait_for(lambda: not gone(room, photo), "the photo again")
    assert fetched(room, photo["large"]) == plain
    invoke(room, "PublishPhoto", record(image))  # told late
    assert not gone(room, photo)


def test_so_do_those_of_a_hidden_comment(room: Room) -> None:
    post_id, photo = on_post(room)
    citizen = room.citizen()
    added = {"text": "여기도 서 있습니다.", "photos": [citizen.upload(pictures.jpeg(image=street()))]}
    comment_id = citizen.call("POST", f"/v1/posts/{post_id}/comments", added)["id"]
    other = wait_for(lambda: (p := read(room, post_id)["thread"][0]["photos"][0])["small"] and p, "the photo")
    hide(room, post_id, f"comments/{comment_id}/hiding")
    wait_for(lambda: gone(room, other), "the end of the photo")
    assert not gone(room, photo)


def test_so_do_those_of_its_comments_and_come_back_but_for_a_hidden_one(room: Room) -> None:
    post_id, _ = on_post(room)
    citizen = room.citizen()
    for text in ("여기도 서 있습니다.", "저기도 서 있습니다."):
        added = {"text": text, "photos": [citizen.upload(pictures.jpeg(image=street()))]}
        hidden = citizen.call("POST", f"/v1/posts/{post_id}/comments", added)["id"]

    def visible() -> list[Any]:
        return [comment["photos"][0] for comment in read(room, post_id)["thread"] if comment["photos"][0]["small"]]

    photos = wait_for(lambda: len(found := visible()) == 2 and found, "the photos")
    hide(room, post_id, f"comments/{hidden}/hiding")
    seen_by_staff = hide(room, post_id, kind="rule")["thread"]
    assert [comment["photos"][0]["state"] for comment in seen_by_staff if comment["photos"]] == ["held", "held"]
    wait_for(lambda: all(gone(room, photo) for photo in photos), "the end of the photos")
    hide(room, post_id, "showing")
    wait_for(lambda: not gone(room, photos[0]), "the photo of the other comment")
    assert gone(room, photos[1])


def test_those_of_a_post_that_waits_show_once_it_does(room: Room) -> None:
    citizen = room.citizen()
    photo_id = citizen.upload(pictures.jpeg(image=street()))
    post_id = citizen.post(text="시발 또 차가 서 있습니다.", tag="시민대화", photos=[photo_id])["id"]
    photo = {size: f"/media/{photo_id}/{side}.webp" for size, side in (("large", 1280), ("small", 320))}

    def kept() -> list[str]:
        found = room.stage.client("s3").list_objects_v2(
            Bucket=room.outputs["MediaBucketName"], Prefix=f"held/{photo_id}/"
        )
        return [one["Key"] for one in found.get("Contents", [])]

    wait_for(lambda: len(kept()) == 2, "the renditions out of reach")
    assert gone(room, photo)
    hide(room, post_id, "showing")
    wait_for(lambda: not gone(room, photo), "the photo")
    assert kept() == []


def test_the_photo_of_another_post_is_not_reached(room: Room) -> None:
    (post_id, _), (_, other) = on_post(room), on_post(room)
    with pytest.raises(Refused, match="no_such_photo"):
        blur(room.clerk(), post_id, other)

"""At night goes what the profile keeps no longer of posts that have ended, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.city import city
from chalicelib.domain import ids
from chalicelib.store import marks, originals, posts
from chalicelib.store.models import OriginalModel, PostModel
from infra.client import wait_for
from infra.seed import PICTURES
from tests.conftest import Room
from tests.events.steps import fire, read, routed, settled

pytestmark = pytest.mark.usefixtures("stage_settings")
TEXTS, PHOTOS, MARKS = (
    timedelta(days=getattr(city().retention, kind)) for kind in ("original_texts", "original_photos", "marks")
)
TALK = "괴목정에서 지갑을 주웠습니다. 010-1234-5678로 연락 주세요."


def night(room: Room) -> None:
    fire(room, "ForgetExpired", "2026-11-24T18:30:00Z")


def as_if_ended_before(post_id: str, ago: timedelta) -> None:
    """Its end, and its day in the index, so long ago."""
    row = PostModel.get(post_id)
    ended = row.closed_at or row.created_at
    earlier = posts.sort_key(datetime.fromisoformat(str(row.forget_at)) - ago)
    row.update(
        [PostModel.closed_at.set(ended - ago), PostModel.created_at.set(ended - ago), PostModel.forget_at.set(earlier)]
    )


def masked(post_id: str, part: str = "post") -> None:
    OriginalModel(post_id, part, text=TALK).save()


def closed(room: Room) -> str:
    post_id = str(routed(room)["id"])
    room.clerk().call("PATCH", f"/v1/admin/posts/{post_id}", {"status": "resolved", "reason": "고쳤습니다."})
    masked(post_id)
    return post_id


def day(post_id: str) -> str | None:
    found: str | None = PostModel.get(post_id, consistent_read=True).forget_at
    return found


def original_is_there(room: Room, photo_id: str) -> bool:
    try:
        room.stage.client("s3").head_object(Bucket=room.outputs["UploadBucketName"], Key=f"uploads/{photo_id}")
    except ClientError:
        return False
    return True


def test_what_is_not_due_stays(room: Room) -> None:
    post_id = closed(room)
    as_if_ended_before(post_id, TEXTS - timedelta(days=1))
    night(room)
    assert originals.parts(post_id) == {"post"}


def test_texts_go_first_and_marks_on_their_own_day(room: Room) -> None:
    post_id = closed(room)
    as_if_ended_before(post_id, TEXTS)
    night(room)
    assert (originals.parts(post_id), len(list(marks.followers(post_id)))) == (frozenset(), 1)
    as_if_ended_before(post_id, MARKS - TEXTS)
    night(room)
    assert (list(marks.followers(post_id)), day(post_id)) == ([], None)


def test_what_is_opened_again_waits_for_its_next_end(room: Room) -> None:
    post_id = closed(room)
    as_if_ended_before(post_id, TEXTS)
    room.clerk().call("PATCH", f"/v1/admin/posts/{post_id}", {"status": "in_progress", "reason": "다시 꺼졌습니다."})
    night(room)
    assert (originals.parts(post_id), day(post_id)) == ({"post"}, None)
    room.clerk().call("PATCH", f"/v1/admin/posts/{post_id}", {"status": "resolved", "reason": "고쳤습니다."})
    night(room)
    assert originals.parts(post_id) == {"post"}
    assert day(post_id)


def test_original_photos_go_and_what_is_shown_stays(room: Room) -> None:
    citizen = room.citizen()
    photo_id = citizen.upload(PICTURES["rubbish"]())
    settled(room, photo_id)
    post_id = citizen.post(text="두마교 아래 쓰레기가 쌓였습니다.", tag="시민대화", photos=[photo_id])["id"]
    wait_for(lambda: read(room, post_id)["photos"][0]["state"] == "ready", "the photo on its post")
    as_if_ended_before(post_id, PHOTOS)
    night(room)  # by its id the photo was uploaded today: it counts from then
    assert original_is_there(room, photo_id)
    shown = read(room, post_id)["photos"]
    old = an_old_photo(room, post_id)
    as_if_ended_before(post_id, timedelta(days=400))
    night(room)
    assert (original_is_there(room, old), original_is_there(room, photo_id)) == (False, True)
    assert read(room, post_id)["photos"][0]["state"] == shown[0]["state"] == "ready"


def an_old_photo(room: Room, post_id: str) -> str:
    photo_id = ids.ulid(datetime.fromisoformat("2019-03-02T07:10:00+00:00"), bytes(10))
    room.stage.client("s3").put_object(Bucket=room.outputs["UploadBucketName"], Key=f"uploads/{photo_id}", Body=b"x")
    row: Any = PostModel.get(post_id)
    row.photos[0].photo_id = photo_id
    row.update([PostModel.photos.set(row.photos)])
    return photo_id


def test_what_is_said_after_all_was_forgotten_is_forgotten_in_its_turn(room: Room) -> None:
    citizen = room.citizen()
    post_id = citizen.post(text="천마산 노을이 참 곱습니다.", tag="시민대화")["id"]
    as_if_ended_before(post_id, MARKS)
    night(room)
    assert day(post_id) is None
    citizen.call("POST", f"/v1/posts/{post_id}/comments", {"text": "올해도 고왔습니다."})
    assert (day(post_id) or "") > posts.sort_key(datetime.fromisoformat(read(room, post_id)["thread"][0]["at"]))


def test_a_night_that_comes_twice_changes_nothing(room: Room) -> None:
    post_id = closed(room)
    as_if_ended_before(post_id, TEXTS)
    night(room)
    before = day(post_id)
    night(room)
    assert day(post_id) == before

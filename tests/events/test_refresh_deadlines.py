"""At night deadlines follow the calendar, and only where it changed."""

import json
from datetime import timedelta

import pytest

from chalicelib.store import posts
from chalicelib.store.models import PostModel
from tests.conftest import Room
from tests.events.steps import read, routed

pytestmark = pytest.mark.usefixtures("stage_settings")
NIGHT = {
    "version": "0",
    "id": "1",
    "time": "2026-11-24T15:05:00Z",
    "source": "aws.events",
    "account": "0",
    "region": "ap-northeast-2",
    "resources": [],
    "detail": {},
    "detail-type": "Scheduled Event",
}


def refresh(room: Room) -> None:
    name = room.function("RefreshDeadlines")
    done = room.stage.client("lambda").invoke(FunctionName=name, Payload=json.dumps(NIGHT))
    assert "FunctionError" not in done, done["Payload"].read()


def as_if_reckoned_otherwise(post_id: str) -> None:
    """A day earlier, as before the profile closed a day in between."""
    due_at = posts.get(post_id).due_at
    assert due_at
    PostModel(post_id).update([PostModel.due_at.set(due_at - timedelta(days=1))])


def test_a_deadline_that_is_right_stays(room: Room) -> None:
    before = routed(room)
    refresh(room)
    assert read(room, before["id"]) == before


def test_a_deadline_that_the_calendar_moved_is_set_once_and_told(room: Room) -> None:
    before = routed(room)
    as_if_reckoned_otherwise(before["id"])
    refresh(room)
    refresh(room)
    after = read(room, before["id"])
    assert (after["due_at"], after["version"]) == (before["due_at"], before["version"] + 1)
    assert (after["timeline"][-1]["kind"], after["timeline"][-1]["reason"]) == ("due_set", "근무일이 바뀌었습니다.")


def test_one_that_cannot_be_reckoned_holds_up_nobody_else(room: Room) -> None:
    older, wrong, newer = (routed(room) for _ in range(3))
    for post in (older, wrong, newer):
        as_if_reckoned_otherwise(post["id"])
    PostModel(wrong["id"]).update([PostModel.tag.set("시민대화")])  # as if the profile now took it for talk
    try:
        with pytest.raises(AssertionError, match="no deadline"):
            refresh(room)
    finally:
        PostModel(wrong["id"]).update([PostModel.tag.set(wrong["tag"])])
    assert [read(room, post["id"])["due_at"] for post in (older, newer)] == [older["due_at"], newer["due_at"]]


def test_what_is_closed_keeps_the_deadline_that_it_had(room: Room) -> None:
    post = routed(room)
    room.clerk().call("PATCH", f"/v1/admin/posts/{post['id']}", {"status": "resolved"})
    as_if_reckoned_otherwise(post["id"])
    kept = read(room, post["id"])["due_at"]
    refresh(room)
    assert read(room, post["id"])["due_at"] == kept != post["due_at"]

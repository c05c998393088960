"""At night deadlines follow the calendar, and only where it changed; and what was hidden for some days is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.change import changed
from chalicelib.domain.post import Hiding, Post
from chalicelib.store import comments, photos, posts
from chalicelib.store.models import PostModel
from tests.conftest import Room
from tests.events.steps import fire, read, routed
from tests.store.rows import added, announced, comment_on, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def refresh(room: Room) -> None:
    fire(room, "RefreshDeadlines", "2026-11-24T15:05:00Z")


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
    assert (after["timeline"][-1]["kind"], after["timeline"][-1]["reason"]) == (
        "due_set",
        "근무일이나 처리기준이 바뀌었습니다.",
    )


def test_one_that_cannot_be_reckoned_holds_up_nobody_else(room: Room) -> None:
    older, wrong, newer = (routed(room) for _ in range(3))
    for post in (older, wrong, newer):
        as_if_reckoned_otherwise(post["id"])
    # As nothing in the room makes it: talk with a deadline.
    PostModel(wrong["id"]).update([PostModel.tag.set("시민대화"), PostModel.department.remove()])
    try:
        with pytest.raises(AssertionError, match="no deadline"):
            refresh(room)
    finally:
        PostModel(wrong["id"]).update([PostModel.tag.set(wrong["tag"]), PostModel.department.set(wrong["department"])])
    assert [read(room, post["id"])["due_at"] for post in (older, newer)] == [older["due_at"], newer["due_at"]]


def test_what_is_closed_keeps_the_deadline_that_it_had(room: Room) -> None:
    post = routed(room)
    room.clerk().call(
        "PATCH", f"/v1/admin/posts/{post['id']}", {"status": "resolved", "reason": "신호등을 고쳤습니다."}
    )
    as_if_reckoned_otherwise(post["id"])
    kept = read(room, post["id"])["due_at"]
    refresh(room)
    assert read(room, post["id"])["due_at"] == kept != post["due_at"]


def test_what_was_hidden_for_some_days_is_shown_when_they_are_over_and_its_author_told(room: Room) -> None:
    now = datetime.now(UTC)
    hidden = Hiding("rights", "권리 침해 신고", now - timedelta(days=31), now - timedelta(days=1))
    over = with_photos(hidden)
    lasting = added(hiding=Hiding("rights", "신고", now, now + timedelta(days=30)))
    by_rule = added(hiding=Hiding("rule", "비방", now - timedelta(days=90)))
    refresh(room)
    refresh(room)
    assert [posts.get(post.post_id).hiding for post in (over, lasting, by_rule)] == [
        None,
        lasting.hiding,
        by_rule.hiding,
    ]
    assert [(line.kind, line.by) for line in posts.timeline(over.post_id)][1:] == [("shown", "system")]
    *_, said = comments.thread(over.post_id, 9).comments
    assert "다시 공개합니다" in said.text
    shown = (*over.photos, *comments.get(over.post_id, commented(over)).photos)
    assert [photos.get(photo.photo_id).held for photo in shown] == [False, False]


def with_photos(hiding: Hiding) -> Post:
    """A hidden post with a photo, and a comment with another."""
    author = new_id()
    post = added(author_id=author, photos=(announced(author),), hiding=hiding)
    said = comment_on(post, photos=(announced(author),))
    posts.change(post.post_id, lambda before: changed(before, said.at, comments=(said,)))
    return post


def commented(post: Post) -> str:
    return comments.thread(post.post_id, 1).comments[0].comment_id

"""What its department has not taken in time goes back to the complaint team: once, and nothing else does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.post import Post
from chalicelib.store import comments, posts
from chalicelib.store.models import PostModel
from tests.conftest import Room
from tests.events.steps import fire
from tests.store.rows import added

pytestmark = pytest.mark.usefixtures("stage_settings")
LONG_AGO = datetime(2026, 2, 25, 1, tzinfo=UTC)


@pytest.fixture
def given() -> Iterator[Any]:
    """Posts transferred to a department, gone after the test."""
    made = list[Post]()

    def transferred(**more: Any) -> Post:
        made.append(added(**{"status": "transferred", "department": "tax", "assigned_at": LONG_AGO} | more))
        return made[-1]

    yield transferred
    for post in made:
        PostModel(post.post_id).delete()


def give_back(room: Room) -> None:
    fire(room, "ReturnUnacknowledged", "2026-11-24T06:30:00Z")


def test_what_was_not_taken_goes_back_once_with_a_word_to_all(room: Room, given: Any) -> None:
    post = given()
    give_back(room)
    give_back(room)
    after = posts.get(post.post_id)
    assert (after.status, after.department) == ("received", "minwon")
    assert [entry.kind for entry in posts.timeline(post.post_id)].count("returned") == 1
    (said,) = comments.thread(post.post_id, 9).comments
    assert (said.by, said.department) == ("system", "minwon")


def test_what_was_taken_or_came_just_now_or_is_worked_on_stays(room: Room, given: Any) -> None:
    now = datetime.now(UTC)
    kept = (
        given(acknowledged_at=LONG_AGO + timedelta(hours=1)),
        given(assigned_at=now),
        given(status="in_progress"),
        given(department="minwon", status="received"),
    )
    give_back(room)
    assert [posts.get(post.post_id) for post in kept] == list(kept)

"""A state never changes without the line that says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.change import Line, changed, received
from chalicelib.domain.post import Comment, Post

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
POST = Post("01M86D4XK07P16YNJNDDQVFGDA", "시정문의", "received", "버스 시간표가 궁금합니다.", "시민", "별빛", NOW, NOW)


def test_a_post_begins_with_its_first_entry() -> None:
    entry = received(POST)
    assert (entry.number, entry.at, entry.kind, entry.by, entry.after) == (1, NOW, "received", "author", "received")


def test_entries_count_on_from_the_version_without_a_gap() -> None:
    change = changed(
        replace(POST, version=4), NOW, Line("answered", "staff"), Line("resolved", "staff"), status="resolved"
    )
    assert [entry.number for entry in change.entries] == [5, 6]
    assert change.post.version == 6


def test_the_post_is_as_new_as_its_last_entry() -> None:
    later = NOW + timedelta(hours=1)
    change = changed(POST, later, Line("answered", "staff"))
    assert (change.post.updated_at, change.entries[0].at, change.post.created_at) == (later, later, NOW)


def test_what_is_said_with_a_step_tells_the_status_that_it_brought() -> None:
    said = Comment(POST.post_id, POST.post_id, NOW, "system", "처리를 시작했습니다.")
    started = changed(POST, NOW, Line("started", "staff"), comments=(said,), status="in_progress")
    assert [one.status for one in started.comments] == ["in_progress"]
    assert changed(POST, NOW, Line("noted", "staff"), comments=(said,)).comments == (said,)


def test_a_change_without_a_line_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="without its timeline entry"):
        changed(POST, NOW, status="resolved")

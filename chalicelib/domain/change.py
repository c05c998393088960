"""A change of a post: its new state, the timeline entries that tell of it, and the comments that come with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.post import Comment, Entry, Post


@dataclass(frozen=True)
class Line:
    """What one timeline entry says; its number, time and post come from the change."""

    kind: str
    by: str
    department: str | None = None
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    post: Post
    entries: tuple[Entry, ...] = ()
    comments: tuple[Comment, ...] = ()


def changed(post: Post, now: datetime, *lines: Line, comments: tuple[Comment, ...] = (), **values: Any) -> Change:
    """`post` with the new `values`; a state never changes without a line that says so."""
    if values and not lines:
        raise ValueError("a change without its timeline entry")
    entries = tuple(
        Entry(post.post_id, number, now, **vars(line)) for number, line in enumerate(lines, start=post.version + 1)
    )
    after = replace(post, **values, version=post.version + len(lines), updated_at=now)
    return Change(after, entries, comments)


def received(post: Post) -> Entry:
    """The first entry, which is written with the post."""
    return Entry(post.post_id, post.version, post.created_at, kind=post.status, by="author", after=post.status)

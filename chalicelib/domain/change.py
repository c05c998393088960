"""A change of a post: its new state, the timeline entries that tell of it, and the comments that come with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.post import Comment, Entry, Post, Region, paused
from chalicelib.domain.status import ENDED
from chalicelib.errors import Conflict


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
    who: str | None = None


@dataclass(frozen=True)
class Replaced:
    """A photo whose regions are to be made unrecognisable: another comes in its place, which is not ready yet."""

    photo_id: str
    by: str
    regions: tuple[Region, ...]


@dataclass(frozen=True)
class Original:
    """A text as it was written, of which the public reads another. `part` is "post", or a comment's or an edit's id."""

    part: str
    text: str
    title: str | None = None


@dataclass(frozen=True)
class Change:
    post: Post
    entries: tuple[Entry, ...] = ()
    comments: tuple[Comment, ...] = ()
    revised: tuple[tuple[Comment, Comment], ...] = ()  # earlier comments, before and after
    replaced: tuple[Replaced, ...] = ()
    originals: tuple[Original, ...] = ()


def changed(post: Post, now: datetime, *lines: Line, comments: tuple[Comment, ...] = (), **values: Any) -> Change:
    """`post` with the new `values`; a state never changes without a line that says so."""
    if values and not lines:
        raise ValueError("a change without its timeline entry")
    entries = tuple(
        Entry(post.post_id, number, now, **vars(line)) for number, line in enumerate(lines, start=post.version + 1)
    )
    status = values.get("status")
    comments = tuple(replace(one, status=one.status or status) for one in comments)
    known = _end(post, now) | values if status in ENDED else values
    after = replace(post, **known, version=post.version + len(lines), updated_at=now)
    return Change(after, entries, comments)


def _end(post: Post, now: datetime) -> dict[str, Any]:
    """What is ended waits for nothing more."""
    stops = (*post.pauses[:-1], replace(post.pauses[-1], until=now)) if paused(post) else post.pauses
    return {"closed_at": now, "pauses": stops}


def check_version(post: Post, seen: int | None) -> None:
    """Who decides on what they saw is told if it is no longer so."""
    if seen is not None and seen != post.version:
        raise Conflict("changed_meanwhile", "version", version=post.version)


def received(post: Post) -> Entry:
    """The first entry, which is written with the post."""
    return Entry(post.post_id, post.version, post.created_at, kind=post.status, by="author", after=post.status)

"""A post, its comments and its public timeline, as everything but the store sees them. Times are UTC."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.routing import Guess


@dataclass(frozen=True)
class Location:
    """WGS84 degrees, a written place, or both."""

    lat: float | None = None
    lon: float | None = None
    address: str | None = None


@dataclass(frozen=True)
class Photo:
    """What the public sees of a photo; sizes (pixels) and colour are known once it is ready.

    But `look`, which is for the room alone: by it a photo is known again, see chalicelib/photos/look.py.
    """

    photo_id: str
    state: str = "pending"  # pending | ready | rejected
    reason: str | None = None
    width: int | None = None
    height: int | None = None
    color: str | None = None
    look: str | None = None  # 16 hexadecimal digits; of a plain sky, none


@dataclass(frozen=True)
class Region:
    """A part of an upright picture, in shares of its width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Pause:
    """A time that the law does not count; `until` is None while it lasts. `kind` is one of the profile's pauses."""

    kind: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Link:
    """To another post; each has one to the other."""

    kind: str  # merged_into | merged_from | split_from | split_into
    post_id: str


@dataclass(frozen=True)
class Hiding:
    """Why the public does not read a text. Its author reads it, and this, and may appeal."""

    kind: str  # review (held by a rule of its own, till a person has looked) | rule | rights (for 30 days)
    reason: str
    since: datetime
    until: datetime | None = None
    appeal: str | None = None


@dataclass(frozen=True)
class Given:
    """What was put in for an attribute of its category; of a list the keys."""

    code: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Post:
    post_id: str
    tag: str
    status: str
    text: str
    author_id: str
    author_name: str
    created_at: datetime
    updated_at: datetime
    receipt_number: str | None = None  # complaints have one, talk has none
    title: str | None = None
    category: str | None = None
    department: str | None = None
    location: Location | None = None
    photos: tuple[Photo, ...] = ()
    guesses: tuple[Guess, ...] = ()
    two_matters: bool = False  # the first two guesses are for one each
    attributes: tuple[Given, ...] = ()
    private_to_staff: bool = False
    lookup_hash: str | None = None
    accepted_at: datetime | None = None  # the start of the legal clock
    due_at: datetime | None = None
    deadline: str | None = None  # a key of the profile's deadlines; None for that of the tag
    extension: int = 0  # what was added to the deadline, in its own unit: days or hours
    extensions: int = 0  # how often
    pauses: tuple[Pause, ...] = ()
    assigned_at: datetime | None = None  # to the present department
    acknowledged_at: datetime | None = None  # by it
    transfers: int = 0  # by people; the router's own is not one
    urged_at: datetime | None = None  # its department was reminded that the deadline has passed
    closed_at: datetime | None = None  # the last time it was ended
    verdict: str | None = None  # solved | unsolved: the author's last word, given once
    links: tuple[Link, ...] = ()
    hiding: Hiding | None = None
    reports: int = 0  # of readers, not yet looked at
    supports: int = 0
    comments: int = 0
    version: int = 1  # the number of its last timeline entry


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `number` counts from 1 without gaps; entries are never changed."""

    post_id: str
    number: int
    at: datetime
    kind: str
    by: str  # system | author | staff
    department: str | None = None
    before: str | None = None
    after: str | None = None
    reason: str | None = None
    due_at: datetime | None = None
    who: str | None = None  # the account of the staff pool; for staff only


@dataclass(frozen=True)
class Comment:
    post_id: str
    comment_id: str
    at: datetime
    by: str  # citizen | staff | system
    text: str
    author_id: str | None = None
    author_name: str | None = None
    department: str | None = None
    status: str | None = None  # the status that it brought
    photos: tuple[Photo, ...] = ()
    hiding: Hiding | None = None


def hiding_of(comment: Comment, posts_own: Hiding | None) -> Hiding | None:
    """A citizen's words on a hidden post tell too much of it; what the city says stays."""
    return comment.hiding or (posts_own if comment.by == "citizen" else None)


# Entries that the public does not see: what staff note, and who looked at what.
INTERNAL = frozenset({
    "noted", "original_read", "original_photos_read", "identity_revealed", "member_blocked", "member_unblocked",
    "reports_dismissed",
})


# All see that they are there; what they say is for staff.
CONFIDENTIAL = frozenset({"appealed"})


def for_the_public(entry: Entry) -> Entry:
    return replace(entry, reason=None) if entry.kind in CONFIDENTIAL else entry


def is_public(entry: Entry) -> bool:
    return entry.kind not in INTERNAL


def open_to_all(post: Post) -> bool:
    """Whether its words may reach whoever did not write it and does not work on it."""
    return not post.private_to_staff and post.status != "withdrawn" and post.hiding is None


def paused(post: Post) -> bool:
    return bool(post.pauses) and post.pauses[-1].until is None

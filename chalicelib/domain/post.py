"""A post, its comments and its public timeline, as everything but the store sees them. Times are UTC."""

from dataclasses import dataclass
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
    """What the public sees of a photo; sizes (pixels) and colour are known once it is ready."""

    photo_id: str
    state: str = "pending"  # pending | ready | rejected
    reason: str | None = None
    width: int | None = None
    height: int | None = None
    color: str | None = None


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
    private_to_staff: bool = False
    lookup_hash: str | None = None
    accepted_at: datetime | None = None  # the start of the legal clock
    due_at: datetime | None = None
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
    status: str | None = None  # the status that a staff comment brought
    photos: tuple[Photo, ...] = ()

"""What all forms of open data share: which posts, in what parts, and what is told of each.

Names are in the room's first language, whoever asks: a set of data does not change with its reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from msgspec import Meta

from chalicelib.api import cursor
from chalicelib.api.edge import Query
from chalicelib.api.posts import DEGREES, box
from chalicelib.api.shapes import (
    END,
    Address,
    CategoryThen,
    DepartmentThen,
    Id,
    Latitude,
    Longitude,
    Number,
    Shape,
    Status,
    TagThen,
    Text,
    Time,
    Title,
)
from chalicelib.city import City, Words
from chalicelib.domain.post import Location, Post, open_to_all
from chalicelib.domain.status import STATUSES
from chalicelib.errors import InvalidInput
from chalicelib.settings import settings
from chalicelib.store import posts

BBox = Annotated[str, Meta(pattern=f"^({DEGREES},){{3}}{DEGREES}{END}", extra={"code": "bad_bbox"})]


class Kind(Query, frozen=True):
    tag: str | None = None
    department: str | None = None
    status: str | None = None
    category: str | None = None

    def of_kind(self) -> posts.Wanted:
        tag = (self.tag or "").removeprefix("#") or None
        return posts.Wanted(tag=tag, department=self.department, status=self.status, category=self.category)


class Filter(Kind, frozen=True):
    """Newest first. `bbox` is west,south,east,north in degrees, as in RFC 7946, section 5."""

    bbox: BBox | None = None
    cursor: str | None = None

    def wanted(self) -> posts.Wanted:
        return replace(self.of_kind(), bounds=_bounds(self.bbox))


def _bounds(bbox: str | None) -> tuple[float, float, float, float] | None:
    if bbox is None:
        return None
    west, south, east, north = map(float, bbox.split(","))
    return box(south, west, north, east, InvalidInput("bad_bbox", "bbox"))


@dataclass(frozen=True)
class Part:
    """Of a list; `more` is the cursor of what follows."""

    posts: tuple[Post, ...]
    more: str | None


def part(wanted: posts.Wanted, rows: int, after: str | None) -> Part:
    """One page of the store. Nothing private, hidden or withdrawn is in it, whatever is asked for."""
    question = repr(wanted)
    found = posts.page(wanted, rows, cursor.decode(after, question))
    return Part(tuple(filter(open_to_all, found.posts)), cursor.encode(found.after, question))


def on_site(path: str) -> str:
    return settings().site_address + path


def behind(asked: Query, **more: str | None) -> str:
    """What was asked for as it stands behind a path, or what is to be asked next."""
    told = {name: value for name, value in (msgspec.to_builtins(asked) | more).items() if value is not None}
    return f"?{urlencode(told)}" if told else ""


class Record(Shape, frozen=True):
    """A post, flat, without its author. Times are by the city's clock; `photo` is the address of its first."""

    id: Id
    receipt_number: Number | None
    tag: TagThen
    status: Status
    status_name: str
    category: CategoryThen | None
    category_name: str | None
    department: DepartmentThen | None
    department_name: str | None
    title: Title | None
    text: Text
    address: Address | None
    lat: Latitude | None
    lon: Longitude | None
    photo: str | None
    supports: int
    comments: int
    created_at: Time
    updated_at: Time
    due_at: Time | None
    closed_at: Time | None
    url: str


def record(post: Post, room: City, *, most: int | None = None) -> Record:
    """With the first `most` characters of its text, or with all."""
    category, department = room.category(post.category or ""), room.department(post.department or "")
    place = post.location or Location()
    return Record(
        post.post_id, post.receipt_number, post.tag, post.status, said(STATUSES[post.status].name, room),
        post.category, said(category.name, room) if category else None,
        post.department, said(department.name, room) if department else None,
        post.title, post.text[:most], place.address, place.lat, place.lon, next(pictures(post), None),
        post.supports, post.comments, time(post.created_at, room), time(post.updated_at, room),
        time(post.due_at, room) if post.due_at else None, time(post.closed_at, room) if post.closed_at else None, page_of(post))


def said(words: Words, room: City) -> str:
    return words.in_(room.languages[0])


def time(at: datetime, room: City) -> str:
    return at.astimezone(room.zone).isoformat(timespec="seconds")


def pictures(post: Post) -> Iterator[str]:
    for photo in post.photos:
        if photo.state == "ready":
            yield on_site(f"/media/{photo.photo_id}/1280.webp")


def page_of(post: Post) -> str:
    return on_site(f"/posts/{post.post_id}")

"""What the API answers, as the world sees it. One struct a thing; API documentation can be made from these."""

from datetime import datetime

import msgspec


class Shape(msgspec.Struct, frozen=True):
    pass


class PhotoShape(Shape, frozen=True):
    """`large` and `small` are addresses on the site's origin; sizes in pixels. All null until it is ready."""

    id: str
    state: str
    reason: str | None = None
    message: str | None = None
    width: int | None = None
    height: int | None = None
    color: str | None = None
    large: str | None = None
    small: str | None = None


class FormShape(Shape, frozen=True):
    """A multipart form: all `fields`, then the file as `file`, posted to `url`."""

    url: str
    fields: dict[str, str]


class AnnouncedPhoto(Shape, frozen=True):
    id: str
    state: str
    upload: FormShape
    bytes_most: int


class AuthorShape(Shape, frozen=True):
    id: str
    nickname: str


class LocationShape(Shape, frozen=True):
    lat: float | None
    lon: float | None
    address: str | None


class Receipt(Shape, frozen=True):
    """What a citizen holds in hand after posting; the look-up code opens a private post without the token."""

    id: str
    receipt_number: str | None
    lookup_code: str
    status: str
    url: str


class Card(Shape, frozen=True):
    id: str
    receipt_number: str | None
    tag: str
    title: str | None
    excerpt: str
    status: str
    category: str | None
    department: str | None
    author: AuthorShape
    location: LocationShape | None
    photos: list[PhotoShape]
    private_to_staff: bool
    supports: int
    comments: int
    created_at: datetime
    updated_at: datetime
    due_at: datetime | None
    overdue: bool


class Cards(Shape, frozen=True):
    posts: list[Card]
    cursor: str | None


class EntryShape(Shape, frozen=True):
    """`from` and `to` are statuses or departments, as `kind` tells."""

    number: int
    at: datetime
    kind: str
    by: str
    department: str | None
    from_: str | None = msgspec.field(name="from")
    to: str | None = None
    reason: str | None = None
    due_at: datetime | None = None


class CommentShape(Shape, frozen=True):
    id: str
    at: datetime
    by: str
    author: AuthorShape | None
    department: str | None
    text: str
    photos: list[PhotoShape]
    status: str | None


class ThreadShape(Shape, frozen=True):
    thread: list[CommentShape]
    cursor: str | None


class GuessShape(Shape, frozen=True):
    category: str
    department: str
    confidence: float
    words: list[str]


class PostShape(Card, frozen=True):
    text: str
    version: int
    editable_until: datetime
    mine: bool
    supported: bool
    following: bool
    timeline: list[EntryShape]
    thread: list[CommentShape]
    thread_cursor: str | None
    guesses: list[GuessShape]


class SupportShape(Shape, frozen=True):
    supports: int
    supported: bool


class FollowShape(Shape, frozen=True):
    following: bool


class MemberShape(Shape, frozen=True):
    id: str
    nickname: str
    level: str
    address: str | None
    address_confirmed: bool
    pending_address: str | None
    joined_at: datetime


class Joined(Shape, frozen=True):
    """The only time that the token is told."""

    member: MemberShape
    token: str


class Problem(Shape, frozen=True):
    code: str
    message: str
    field: str | None


class Nothing(Shape, frozen=True):
    pass

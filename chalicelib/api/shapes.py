"""What the API answers, as the world sees it. One struct a thing; API documentation can be made from these."""

from datetime import datetime

import msgspec


class Shape(msgspec.Struct, frozen=True):
    pass


class PhotoShape(Shape, frozen=True):
    """`large` and `small` are addresses on the site's origin; sizes in pixels. All null until it is ready."""

    id: str
    state: str  # pending | ready | rejected | held: ready, but its text is hidden
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
    paused: bool


class Cards(Shape, frozen=True):
    posts: list[Card]
    cursor: str | None


class SegmentShape(Shape, frozen=True):
    text: str
    hit: bool


class Found(Card, frozen=True):
    """The segments joined are a part of what was written."""

    snippet: list[SegmentShape]


class Findings(Shape, frozen=True):
    """A page may be short, or empty, and yet not the last."""

    posts: list[Found]
    cursor: str | None


class Twin(Card, frozen=True):
    """`distance_m` is null where places were compared by their words; `likeness` runs from 0 to 1."""

    distance_m: int | None
    likeness: float


class Twins(Shape, frozen=True):
    posts: list[Twin]


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


class HidingShape(Shape, frozen=True):
    """`kind` is review (till a person has looked), rule, or rights (till `until`)."""

    kind: str
    reason: str
    since: datetime
    until: datetime | None
    appealed: bool


class LinkShape(Shape, frozen=True):
    kind: str
    post_id: str


class CommentShape(Shape, frozen=True):
    id: str
    at: datetime
    by: str
    author: AuthorShape | None
    department: str | None
    text: str
    photos: list[PhotoShape]
    status: str | None
    hiding: HidingShape | None = None


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
    transfers: int
    extensions: int
    hiding: HidingShape | None
    links: list[LinkShape]
    verdict: str | None
    verdict_until: datetime | None


class SupportShape(Shape, frozen=True):
    supports: int
    supported: bool


class FollowShape(Shape, frozen=True):
    following: bool


class Followed(Card, frozen=True):
    """`unread` are the comments that its follower has not seen."""

    unread: int
    mine: bool


class Follows(Shape, frozen=True):
    posts: list[Followed]
    cursor: str | None


class AreaShape(Shape, frozen=True):
    """WGS84 degrees."""

    south: float
    west: float
    north: float
    east: float


class WatchShape(Shape, frozen=True):
    """`value` is the name of a tag or the code of a department; an area has none."""

    id: str
    kind: str
    value: str | None
    area: AreaShape | None
    created_at: datetime


class Watches(Shape, frozen=True):
    watches: list[WatchShape]


class MemberShape(Shape, frozen=True):
    id: str
    nickname: str
    level: str
    address: str | None
    address_confirmed: bool
    pending_address: str | None
    joined_at: datetime


class DeviceShape(Shape, frozen=True):
    """Never the endpoint: it is an address. `service` is null for one that the room calls no more."""

    id: str
    service: str | None
    added_at: datetime


class Devices(Shape, frozen=True):
    devices: list[DeviceShape]


class Joined(Shape, frozen=True):
    """The only time that the token is told."""

    member: MemberShape
    token: str


class VerdictShape(Shape, frozen=True):
    """The authors' last word on what was resolved."""

    solved: int
    unsolved: int


class FiguresShape(Shape, frozen=True):
    """What happened in the time: `resolved` are not only those of `complaints`.

    `by_department` are complaints that came to it, so one that is passed on counts for several. Hours are of the
    calendar, from receipt; medians are within five per cent. `within_deadline` is a share of what was ended.
    """

    posts: int
    complaints: int
    by_tag: dict[str, int]
    by_department: dict[str, int]
    transferred: int
    resolved: int
    declined: int
    reopened: int
    median_hours_to_transfer: float | None
    median_hours_to_resolution: float | None
    within_deadline: float | None
    verdicts: VerdictShape


class MonthShape(FiguresShape, frozen=True):
    month: str


class Stats(Shape, frozen=True):
    """Months oldest first, by the city's time; the present one as far as it has come."""

    members: int
    months: list[MonthShape]
    total: FiguresShape


class DeskFiguresShape(FiguresShape, frozen=True):
    """What an office wants to know besides."""

    by_category: dict[str, int]
    passed_on: int
    returned: int
    extended: int
    withdrawn: int
    merged: int


class DeskMonthShape(DeskFiguresShape, frozen=True):
    month: str


class DeskStats(Shape, frozen=True):
    """Of one department or tag, if asked for."""

    members: int
    months: list[DeskMonthShape]
    total: DeskFiguresShape


class Problem(Shape, frozen=True):
    code: str
    message: str
    field: str | None


class Nothing(Shape, frozen=True):
    pass

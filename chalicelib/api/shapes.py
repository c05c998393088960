"""What the API answers, as the world sees it. One struct a thing; The document of the API is made from these."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chalicelib.domain.member import LEVELS
from chalicelib.domain.status import STATUSES


def limited(most: str, *, least: str | None = None, code: str | None = None, ge: int | None = None, **told: Any) -> Meta:
    """A field whose limits the city sets: by their names, for the document alone, since the rules hold them.
    So is what else is `told`, in the words of JSON Schema. `code` is of the error if what is sent does not fit."""
    named = {"x-most": most} | ({"x-least": least} if least else {})
    return Meta(ge=ge, extra={"code": code} if code else None, extra_json_schema=named | told)


def told(**schema: Any) -> Meta:
    """What the rules hold, for the document."""
    return Meta(extra_json_schema=schema)


END = r"$(?!\n)"  # Python's $ lets the end of a line follow, JSON Schema's does not
ULID = "^[0-7][0-9A-HJKMNP-TV-Z]{25}$"
Id = Annotated[str, told(pattern=ULID, examples=["01KJSYQ4Z8M6T0V7C2B5N9XHDR"])]
Time = Annotated[str, told(format="date-time")]
At = Annotated[datetime, Meta(tz=True)]
Latitude = Annotated[float, told(minimum=-90, maximum=90, **{"x-lat": 0})]
Longitude = Annotated[float, told(minimum=-180, maximum=180, **{"x-lon": 0})]
Status = Annotated[str, told(enum=list(STATUSES))]
By = Annotated[str, told(enum=["citizen", "author", "staff", "system"])]
Level = Annotated[str, told(enum=list(LEVELS))]
Nickname = Annotated[str, told(examples=["골목 산책자"])]
Title = Annotated[str, told(examples=["공영주차장 앞 가로등 고장"])]
Text = Annotated[str, told(examples=["공영주차장 앞 가로등이 사흘째 꺼져 있어 밤길이 무섭습니다."])]
Address = Annotated[str, told(examples=["공영주차장 앞"])]
Said = Annotated[str, told(examples=["저도 어젯밤에 보았습니다. 많이 어둡습니다."])]
Reason = Annotated[str, told(examples=["부품이 들어오는 대로 고치겠습니다."])]
Number = Annotated[str, told(examples=["GR-2026-000123"])]
Word = Annotated[str, told(examples=["가로등"])]
Token = Annotated[str, told(examples=["01KJSYQ4Z8M6T0V7C2B5N9XHDR.mWkq3vVb2n0"])]
Secret = Annotated[str, told(examples=["482913"])]
Phone = Annotated[str, told(examples=["041-000-0000"])]
WatchKind = Annotated[str, told(enum=["area", "tag", "department"])]
Month = Annotated[str, told(examples=["2026-11"])]
# Of the city's profile.
Tag = Annotated[str, told(**{"x-one-of": "tags"})]
Category = Annotated[str, told(**{"x-one-of": "categories"})]
Department = Annotated[str, told(**{"x-one-of": "departments"})]
# Likewise, as it was when a post was written; the profile of today may know others.
TagThen = Annotated[str, told(**{"x-like": "tags"})]
CategoryThen = Annotated[str, told(**{"x-like": "categories"})]
DepartmentThen = Annotated[str, told(**{"x-like": "departments"})]


class Shape(msgspec.Struct, frozen=True):
    pass


class PhotoShape(Shape, frozen=True):
    """`large` and `small` are addresses on the site's origin; sizes in pixels. All null until it is ready.
    One that is held is ready, but its text is hidden."""

    id: Id
    state: Annotated[str, told(enum=["ready", "pending", "rejected", "held"])]
    reason: str | None = None
    message: str | None = None
    width: int | None = None
    height: int | None = None
    color: str | None = None
    large: str | None = None
    small: str | None = None


class FormShape(Shape, frozen=True):
    """A multipart form: all `fields`, then the file as `file`, posted to `url`."""

    url: Annotated[str, told(examples=["https://uploads.example/"])]
    fields: dict[str, str]


class AnnouncedPhoto(Shape, frozen=True):
    id: Id
    state: Annotated[str, told(enum=["pending"])]
    upload: FormShape
    bytes_most: int


class AuthorShape(Shape, frozen=True):
    id: Id
    nickname: Nickname


class LocationShape(Shape, frozen=True):
    lat: Latitude | None
    lon: Longitude | None
    address: Address | None


class Receipt(Shape, frozen=True):
    """What a citizen holds in hand after posting; the look-up code opens a private post without the token."""

    id: Id
    receipt_number: Number | None
    lookup_code: Annotated[str, told(examples=["7K2M9QXR"])]
    status: Status
    url: Annotated[str, told(examples=["/posts/01KJSYQ4Z8M6T0V7C2B5N9XHDR"])]


class Card(Shape, frozen=True):
    id: Id
    receipt_number: Number | None
    tag: TagThen
    title: Title | None
    excerpt: Text
    status: Status
    category: CategoryThen | None
    department: DepartmentThen | None
    author: AuthorShape
    location: LocationShape | None
    photos: list[PhotoShape]
    private_to_staff: bool
    supports: int
    comments: int
    created_at: At
    updated_at: At
    due_at: At | None
    overdue: bool
    paused: bool


class Cards(Shape, frozen=True):
    posts: list[Card]
    cursor: str | None


class SegmentShape(Shape, frozen=True):
    text: Word
    hit: bool


class Found(Card, frozen=True):
    """The segments joined are a part of what was written."""

    snippet: list[SegmentShape]


class Findings(Shape, frozen=True):
    """A page may be short, or empty, and yet not the last."""

    posts: list[Found]
    cursor: str | None


class Twin(Card, frozen=True):
    """`distance_m` is null where one of the two has no coordinates; `likeness` is the probability, from 0 to 1, that both
    tell the same; `answered`: it has ended lately, with an answer."""

    distance_m: int | None
    likeness: float
    answered: bool


class Twins(Shape, frozen=True):
    posts: list[Twin]


class EntryShape(Shape, frozen=True):
    """`from` and `to` are statuses or departments, as `kind` tells."""

    number: int
    at: At
    kind: Annotated[str, told(examples=["transferred"])]
    by: By
    department: DepartmentThen | None
    from_: str | None = msgspec.field(name="from")
    to: str | None = None
    reason: str | None = None
    due_at: At | None = None


class HidingShape(Shape, frozen=True):
    """`kind` is review (till a person has looked), rule, or rights (till `until`)."""

    kind: Annotated[str, told(enum=["rule", "rights", "review"])]
    reason: Reason
    since: At
    until: At | None
    appealed: bool


class LinkShape(Shape, frozen=True):
    kind: Annotated[str, told(examples=["merged_into"])]
    post_id: Id


class CommentShape(Shape, frozen=True):
    id: Id
    at: At
    by: By
    author: AuthorShape | None
    department: DepartmentThen | None
    text: Said
    photos: list[PhotoShape]
    status: Status | None
    hiding: HidingShape | None = None


class ThreadShape(Shape, frozen=True):
    thread: list[CommentShape]
    cursor: str | None


class GuessShape(Shape, frozen=True):
    """`words` of the text spoke for the department, `against` against it."""

    category: CategoryThen
    department: DepartmentThen
    confidence: float
    words: list[Word]
    against: list[Word]


class PostShape(Card, frozen=True):
    text: Text
    version: int
    editable_until: At
    mine: bool
    supported: bool
    following: bool
    timeline: list[EntryShape]
    thread: list[CommentShape]
    thread_cursor: str | None
    guesses: list[GuessShape]
    two_matters: bool
    transfers: int
    extensions: int
    hiding: HidingShape | None
    links: list[LinkShape]
    verdict: str | None
    verdict_until: At | None


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

    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude


class WatchShape(Shape, frozen=True):
    """`value` is the name of a tag or the code of a department; an area has none."""

    id: Annotated[str, told(pattern="^w[0-9a-f]{20}$", examples=["w65ccc87531778af7ff00"])]
    kind: WatchKind
    value: str | None
    area: AreaShape | None
    created_at: At


class Watches(Shape, frozen=True):
    watches: list[WatchShape]


class MemberShape(Shape, frozen=True):
    id: Id
    nickname: Nickname
    level: Level
    address: str | None
    address_confirmed: bool
    pending_address: str | None
    joined_at: At


class DeviceShape(Shape, frozen=True):
    """Never the endpoint: it is an address. `service` is null for one that the room calls no more."""

    id: Annotated[str, told(pattern="^[0-9a-f]{26}$", examples=["35a51a9b016c51337e3574dd32"])]
    service: str | None
    added_at: At


class Devices(Shape, frozen=True):
    devices: list[DeviceShape]


class Joined(Shape, frozen=True):
    """The only time that the token is told."""

    member: MemberShape
    token: Token


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
    month: Month


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
    month: Month


class DeskStats(Shape, frozen=True):
    """Of one department or tag, if asked for."""

    members: int
    months: list[DeskMonthShape]
    total: DeskFiguresShape


class Problem(Shape, frozen=True):
    code: str
    message: Annotated[str, told(examples=["그런 글이 없습니다."])]
    field: str | None


class Nothing(Shape, frozen=True):
    pass

"""The city profile: what city.toml says, typed, checked and frozen."""

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta
from msgspec.structs import astuple

from chalicelib.errors import ProfileError

PROFILE = Path(__file__).with_name("city.toml")
COMPLAINT_TEAM = "minwon"
ZONE = "Asia/Seoul"  # as the law, the holidays and the schedules of events/ are Korea's

Language = Literal["ko", "en"]
Identity = Literal["nickname", "confirmed", "verified"]
Line = Annotated[str, Meta(min_length=1)]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Hashtag = Annotated[str, Meta(pattern=r"^\w+$", max_length=20)]
Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
Phone = Annotated[str, Meta(pattern=r"^[0-9][0-9-]*[0-9]$")]
Address = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Website = Annotated[str, Meta(pattern=r"^https://[^\s/]+(/\S*)?$")]
Count = Annotated[int, Meta(ge=1)]
Zoom = Annotated[int, Meta(ge=0, le=22)]
Share = Annotated[float, Meta(ge=0, le=1)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all tables of the profile."""


class Words(Table, frozen=True):
    ko: Line
    en: Line

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.ko


class Point(Table, frozen=True):
    lat: Latitude
    lon: Longitude


class Bounds(Table, frozen=True):
    south: Latitude
    west: Longitude
    north: Latitude
    east: Longitude

    def hold(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


class Link(Table, frozen=True):
    text: Line
    url: Website


class Tiles(Table, frozen=True):
    """Of the map. `url` has the places {z}, {x} and {y}, and {key} where the server asks for one."""

    url: Line
    attribution: Link
    max_zoom: Zoom

    @property
    def origin(self) -> str:
        """Where the page may load pictures from."""
        return "/".join(self.url.split("/")[:3])


class Map(Table, frozen=True):
    centre: Point
    zoom: Zoom
    bounds: Bounds
    tiles: Tiles
    places: dict[str, tuple[Line, ...]] = {}  # towns, and the villages of each, as people call them


class Day(Table, frozen=True):
    date: date
    name: Words


class Hours(Table, frozen=True):
    opens: time
    closes: time
    lunch_starts: time
    lunch_ends: time
    closed_days: tuple[Day, ...] = ()
    opened_days: tuple[Day, ...] = ()


class Limits(Table, frozen=True):
    nickname_least: Count
    nickname_most: Count
    title_most: Count
    text_least: Count
    text_most: Count
    place_most: Count
    comment_most: Count
    photos_most: Count
    photo_bytes_most: Count
    photo_pixels_most: Count
    edit_minutes: Count
    page_usual: Count
    page_most: Count
    mail_window_seconds: Count
    code_minutes: Count
    code_tries: Count
    idempotency_hours: Count
    watches_most: Count
    similar_metres: Count
    acknowledge_hours: Count
    transfers_most: Count
    reminder_days: Count
    verdict_days: Count
    block_days: Count
    auto_transfer_confidence: Share
    auto_transfer_precision: Share


class Deadline(Table, frozen=True):
    name: Words
    source: Line
    days: Count | None = None
    hours: Count | None = None


class Coded(Table, frozen=True):
    """A choice of the desk: why a deadline is extended, what stops its clock. `source` is its rule, if it has one."""

    code: Code
    name: Words
    source: Line | None = None


class PauseKind(Coded, frozen=True):
    """`until_answer`: the citizen is waited for, so it ends with what the citizen writes."""

    until_answer: bool = False


class Template(Table, frozen=True):
    """An answer to begin with. Its places: {room}, {department}, {phone}, {receipt_number}, {due}, {nickname}."""

    name: Line
    text: Line


class Rate(Table, frozen=True):
    """At most `most` times in `hours`, for one member, one network address, or one mailbox that is written to."""

    action: Literal["join", "post", "comment", "upload", "report", "open311", "open311_photo", "mail", "similar"]
    by: Literal["member", "address", "mailbox"]
    most: Count
    hours: Count


class Retention(Table, frozen=True):
    """Days after a post was closed, or a thing was left behind; then it is deleted."""

    original_texts: Count  # what was masked in a text
    original_photos: Count
    marks: Count  # who supported and followed


class Tag(Table, frozen=True):
    name: Hashtag
    label: Words
    about: Words
    complaint: bool
    identity: Identity
    deadline: str | None = None


class Department(Table, frozen=True):
    """`words` and `hints` as those of a category, for what no category of the department's holds."""

    code: Code
    name: Words
    phone: Phone
    address: Address
    duties: Line
    words: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


class Group(Table, frozen=True):
    code: Code
    name: Words


class Choice(Table, frozen=True):
    key: Key
    name: Words


class Attribute(Table, frozen=True):
    """What a service of Open311 asks for besides; they are shown in their order. Lists have values, nothing else has."""

    code: Key
    name: Words
    description: Words
    datatype: Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
    hint: Words | None = None  # on what to put in
    required: bool = False
    variable: bool = True  # False where it only tells something
    values: tuple[Choice, ...] = ()


class Category(Table, frozen=True):
    code: Code
    name: Words
    group: str
    department: str
    words: tuple[str, ...]
    hints: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    similar_metres: Count | None = None  # None is the limit of that name
    attributes: tuple[Attribute, ...] = ()


class City(Table, frozen=True, eq=False):
    """Compared and hashed by identity, so that whatever is derived from it can be cached."""

    name: Words
    room: Words
    about: Words
    languages: Annotated[tuple[Language, ...], Meta(min_length=1)]
    receipt_prefix: Annotated[str, Meta(pattern="^[A-Z]{1,4}$")]
    switchboard: Phone
    map: Map
    hours: Hours
    limits: Limits
    deadlines: dict[str, Deadline]
    tags: Annotated[tuple[Tag, ...], Meta(min_length=1)]
    departments: tuple[Department, ...]
    groups: tuple[Group, ...]
    categories: tuple[Category, ...]
    rules: tuple[Words, ...]  # what belongs in the room, and what does not
    privacy: tuple[Words, ...]  # what is kept of people, and who sees it
    arbiter: str  # the department that decides who is in charge, when others have passed a complaint on too often
    extensions: tuple[Coded, ...]
    pauses: tuple[PauseKind, ...]
    templates: tuple[Template, ...]
    rates: tuple[Rate, ...]
    retention: Retention
    profanity: tuple[Line, ...]
    harmless: tuple[Line, ...]  # words that hold one of those and mean nothing by it
    website: Website | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(ZONE)

    def tag(self, name: str) -> Tag | None:
        return next((tag for tag in self.tags if tag.name == name), None)

    def department(self, code: str) -> Department | None:
        return next((department for department in self.departments if department.code == code), None)

    def category(self, code: str) -> Category | None:
        return next((category for category in self.categories if category.code == code), None)

    @property
    def unclaimed(self) -> Category:
        """The category of what belongs to no department; the complaint team's."""
        return next(category for category in self.categories if category.department == COMPLAINT_TEAM)


@cache
def city() -> City:
    return load()


def load(path: Path | None = None) -> City:
    """ProfileError with one line for each key that is wrong."""
    profile = _typed(_parsed(path or PROFILE))
    problems = tuple(_problems(profile))
    if problems:
        raise ProfileError("\n".join(problems))
    return profile


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))  # Windows editors put a mark at the beginning
    except (OSError, ValueError) as problem:  # the TOML error names line and column
        raise ProfileError(f"{path.name}: {problem}") from problem


def _typed(raw: dict[str, Any]) -> City:
    try:
        return msgspec.convert(raw, City)
    except msgspec.ValidationError as problem:
        sentence, _, place = str(problem).partition(" - at `$.")
        place = place.rstrip("`").replace("deadlines[...]", f"deadlines.{_untypable(raw)}")
        raise ProfileError(f"{place or 'profile'}: {sentence}") from problem


def _untypable(raw: dict[str, Any]) -> str:
    """The code of the first wrong deadline; msgspec names places in lists, but not in mappings."""
    for code, row in raw["deadlines"].items():
        try:
            msgspec.convert(row, Deadline)
        except msgspec.ValidationError:
            return str(code)
    return "?"


KEYS = {
    "tags": "name", "departments": "code", "groups": "code", "categories": "code", "extensions": "code", "pauses": "code",
    "templates": "name",
}
REFERENCES = (
    ("categories", "department", "departments"),
    ("categories", "group", "groups"),
    ("tags", "deadline", "deadlines"),
)
CELLS = "its box is asked cell by cell"
LETTERS = "a request has 100 kB, and a letter takes up to 12 bytes of them"
MOST: tuple[tuple[str, int, str], ...] = (  # of the limits, and why no more
    ("title_most", 300, LETTERS),
    ("text_most", 7000, LETTERS),
    ("place_most", 500, LETTERS),
    ("comment_most", 7000, LETTERS),
    ("photos_most", 10, "a post is hidden with its photos and 80 of its comments' in one transaction of 100 writes"),
    ("page_most", 100, "so many posts are read at once"),
    ("mail_window_seconds", 900, "SQS keeps no message back for longer"),
    ("similar_metres", 2000, CELLS),
)
RULES: tuple[tuple[str, Callable[[City], bool], str], ...] = (
    ("map.bounds", lambda city: _spanning(city.map.bounds), "south must lie below north, west before east"),
    ("map.centre", lambda city: city.map.bounds.hold(*astuple(city.map.centre)), "outside map.bounds"),
    ("map.tiles.url", lambda city: _served(city.map.tiles.url), "needs one https origin, {z}, {x} and {y}"),
    ("hours", lambda city: _in_order(city.hours), "must run opens, lunch_starts, lunch_ends, closes"),
    (
        "limits.nickname_least",
        lambda city: _ordered("nickname_least", "nickname_most", city),
        "above the most",
    ),
    ("limits.text_least", lambda city: _ordered("text_least", "text_most", city), "above the most"),
    ("limits.idempotency_hours", lambda city: city.limits.idempotency_hours > 20, "below 21: so long the page sends again"),
    ("categories.similar_metres", lambda city: all((row.similar_metres or 0) <= 2000 for row in city.categories), f"above 2,000: {CELLS}"),
    ("limits.page_usual", lambda city: _ordered("page_usual", "page_most", city), "above the most"),
    ("departments", lambda city: city.department(COMPLAINT_TEAM) is not None, f"no '{COMPLAINT_TEAM}'"),
    ("arbiter", lambda city: city.department(city.arbiter) is not None, "no such department"),
    ("categories", lambda city: _taken(COMPLAINT_TEAM, city), f"none is left to '{COMPLAINT_TEAM}'"),
    ("rates.by", lambda city: all(map(_countable, city.rates)), "a mailbox is written to by mail alone, and whoever joins or looks is no member yet"),
    ("rates.hours", lambda city: all(one.by == "member" or one.hours <= 24 for one in city.rates), "above 24: an address is known for a day"),
)


def _countable(rate: Rate) -> bool:
    return rate.action == "mail" if rate.by == "mailbox" else rate.by == "address" or rate.action not in ("join", "similar")


def _spanning(bounds: Bounds) -> bool:
    return bounds.south < bounds.north and bounds.west < bounds.east


def _served(url: str) -> bool:
    """Its origin stands in the Content-Security-Policy, so it is one host and nothing else."""
    places = re.findall(r"\{(.*?)\}", url)
    return (
        re.match(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?/", url) is not None
        and all(places.count(one) == 1 for one in "zxy")
        and set(places) <= {"z", "x", "y", "key"}
    )


def _in_order(hours: Hours) -> bool:
    return hours.opens < hours.lunch_starts <= hours.lunch_ends < hours.closes


def _ordered(least: str, most: str, city: City) -> bool:
    return bool(getattr(city.limits, least) <= getattr(city.limits, most))


def _taken(department: str, city: City) -> bool:
    return any(category.department == department for category in city.categories)


def _problems(city: City) -> Iterator[str]:
    yield from _repeated(city)
    yield from _dangling(city)
    yield from (f"{key}: {sentence}" for key, holds, sentence in RULES if not holds(city))
    yield from (f"limits.{name}: above {most:,}: {why}" for name, most, why in MOST if getattr(city.limits, name) > most)
    yield from _odd_deadlines(city)
    yield from _odd_words(city)
    yield from _odd_attributes(city)


def _repeated(city: City) -> Iterator[str]:
    for table, key in KEYS.items():
        values = [getattr(row, key) for row in getattr(city, table)]
        for at, value in enumerate(values):
            if value in values[:at]:
                yield f"{table}[{at}].{key}: '{value}' stands here twice"


def _dangling(city: City) -> Iterator[str]:
    for table, key, target in REFERENCES:
        rows = getattr(city, target)
        known = {None, *(rows if isinstance(rows, dict) else (row.code for row in rows))}
        for at, row in enumerate(getattr(city, table)):
            if (value := getattr(row, key)) not in known:
                yield f"{table}[{at}].{key}: no {target.removesuffix('s')} '{value}'"


def _odd_deadlines(city: City) -> Iterator[str]:
    for code, deadline in city.deadlines.items():
        if (deadline.days is None) == (deadline.hours is None):
            yield f"deadlines.{code}: needs either days or hours"
    for at, tag in enumerate(city.tags):
        if tag.complaint != (tag.deadline is not None):
            yield f"tags[{at}].deadline: a complaint needs one, talk has none"


def _odd_attributes(city: City) -> Iterator[str]:
    for at, category in enumerate(city.categories):
        seen: set[str] = set()
        for number, one in enumerate(category.attributes):
            place, keys = f"categories[{at}].attributes[{number}]", [choice.key for choice in one.values]
            if one.code in seen:
                yield f"{place}.code: '{one.code}' stands here twice"
            if one.datatype.endswith("list") != bool(keys):
                yield f"{place}.values: a list needs some, nothing else has any"
            if len(set(keys)) < len(keys):
                yield f"{place}.values: a key stands here twice"
            seen.add(one.code)


def _odd_words(city: City) -> Iterator[str]:
    rows = [(f"{table}[{at}]", row) for table in ("departments", "categories") for at, row in enumerate(getattr(city, table))]
    for place, row in rows:
        seen: set[str] = set()
        for key in ("words", "hints", "against"):
            for word in getattr(row, key, ()):
                letters = "".join(filter(str.isalnum, word))
                if len(letters) < 2:
                    yield f"{place}.{key}: '{word}' is shorter than two syllables"
                if letters in seen:
                    yield f"{place}.{key}: '{word}' stands here twice; spaces do not matter"
                seen.add(letters)

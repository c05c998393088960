"""The city profile: what city.toml says, typed, checked and frozen."""

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

Language = Literal["ko", "en"]
Identity = Literal["nickname", "confirmed", "verified"]
Line = Annotated[str, Meta(min_length=1)]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
Hashtag = Annotated[str, Meta(pattern=r"^\w+$", max_length=20)]
Phone = Annotated[str, Meta(pattern=r"^[0-9][0-9-]*[0-9]$")]
Address = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Count = Annotated[int, Meta(ge=1)]
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


class Map(Table, frozen=True):
    centre: Point
    zoom: Annotated[int, Meta(ge=0, le=22)]
    bounds: Bounds
    tile_url: Line
    tile_attribution: Line


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
    auto_transfer_confidence: Share


class Deadline(Table, frozen=True):
    name: Words
    source: Line
    days: Count | None = None
    hours: Count | None = None


class Tag(Table, frozen=True):
    name: Hashtag
    label: Words
    about: Words
    complaint: bool
    identity: Identity
    deadline: str | None = None


class Department(Table, frozen=True):
    code: Code
    name: Words
    phone: Phone
    address: Address
    duties: Line


class Group(Table, frozen=True):
    code: Code
    name: Words


class Category(Table, frozen=True):
    code: Code
    name: Words
    group: str
    department: str
    words: tuple[str, ...]
    hints: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


class City(Table, frozen=True, eq=False):
    """Compared and hashed by identity, so that whatever is derived from it can be cached."""

    name: Words
    room: Words
    about: Words
    timezone: Line
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
    website: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

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


KEYS = {"tags": "name", "departments": "code", "groups": "code", "categories": "code"}
REFERENCES = (
    ("categories", "department", "departments"),
    ("categories", "group", "groups"),
    ("tags", "deadline", "deadlines"),
)
RULES: tuple[tuple[str, Callable[[City], bool], str], ...] = (
    ("timezone", lambda city: _known(city.timezone), "no such time zone"),
    ("map.bounds", lambda city: _spanning(city.map.bounds), "south must lie below north, west before east"),
    ("map.centre", lambda city: city.map.bounds.hold(*astuple(city.map.centre)), "outside map.bounds"),
    ("hours", lambda city: _in_order(city.hours), "must run opens, lunch_starts, lunch_ends, closes"),
    (
        "limits.nickname_least",
        lambda city: _ordered("nickname_least", "nickname_most", city),
        "above the most",
    ),
    ("limits.text_least", lambda city: _ordered("text_least", "text_most", city), "above the most"),
    ("limits.page_usual", lambda city: _ordered("page_usual", "page_most", city), "above the most"),
    ("departments", lambda city: city.department(COMPLAINT_TEAM) is not None, f"no '{COMPLAINT_TEAM}'"),
    ("categories", lambda city: _taken(COMPLAINT_TEAM, city), f"none is left to '{COMPLAINT_TEAM}'"),
)


def _known(timezone: str) -> bool:
    try:
        return bool(ZoneInfo(timezone))
    except (KeyError, ValueError, OSError):
        return False


def _spanning(bounds: Bounds) -> bool:
    return bounds.south < bounds.north and bounds.west < bounds.east


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
    yield from _odd_deadlines(city)
    yield from _odd_words(city)


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


def _odd_words(city: City) -> Iterator[str]:
    for at, category in enumerate(city.categories):
        seen: set[str] = set()
        for key in ("words", "hints", "against"):
            for word in getattr(category, key):
                letters = "".join(filter(str.isalnum, word))
                if len(letters) < 2:
                    yield f"categories[{at}].{key}: '{word}' is shorter than two syllables"
                if letters in seen:
                    yield f"categories[{at}].{key}: '{word}' stands here twice; spaces do not matter"
                seen.add(letters)

"""What one may watch: a tag, a department, an area; and who hears of a new post, by subjects that both sides know.

A subject is the name under which a watch is found. However many watches there are, those of a post are found by as many
queries as the post has subjects: one for its tag, one for its department, and one for its cell of each level.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import takewhile
from math import cos, radians
from typing import TypeVar

from chalicelib.city import COMPLAINT_TEAM, Bounds, City
from chalicelib.domain import grid
from chalicelib.domain.post import Entry, Post, open_to_all
from chalicelib.errors import InvalidInput

Given = TypeVar("Given")

LEVELS = range(9, 18)  # of the grid: cells of 63 km to 250 m at 36° north
CELLS_MOST = 4  # a box no longer than a cell touches four at the most
SIDE_MOST = 20_000  # metres; below the cells of the first level up to 75° north
DEGREE = 111_195  # metres of a degree of latitude
DECIMALS = 5  # of degrees: a metre, so that the same box drawn again is the same watch
_WATCH_ID = re.compile("w[0-9a-f]{20}")


@dataclass(frozen=True)
class Watch:
    kind: str  # tag | department | area
    created_at: datetime
    value: str | None = None  # the name of the tag, the code of the department
    area: Bounds | None = None

    @property
    def watch_id(self) -> str:
        """The same for the same thing watched, and plain letters, so that it fits a link."""
        return "w" + sha256(f"{self.kind}#{self.value or self.area}".encode()).hexdigest()[:20]

    @property
    def subjects(self) -> tuple[str, ...]:
        return _cells(self.area) if self.area else (f"{self.kind}#{self.value}",)

    def fits(self, post: Post) -> bool:
        """Of the posts of its subjects; the cells of an area reach beyond it."""
        if self.area is None:
            return True
        point = _point(post)
        return point is not None and self.area.hold(*point)


def is_watch_id(value: str) -> bool:
    return _WATCH_ID.fullmatch(value) is not None


# What may be watched


def compose(kind: str, value: str | None, area: Bounds | None, city: City, now: datetime) -> Watch:
    """Raises InvalidInput, with the field that is wrong."""
    if kind == "area":
        return Watch(kind, now, area=_check_area(_given(area, "area"), city))
    if kind in NAMED:
        return Watch(kind, now, value=NAMED[kind](_given(value, "value"), city))
    raise InvalidInput("unknown_watch_kind", "kind", kind=kind, known=", ".join((*NAMED, "area")))


def _given(value: Given | None, field: str) -> Given:
    if value is None:
        raise InvalidInput("missing_field", field, name=field)
    return value


def _check_tag(value: str, city: City) -> str:
    name = value.removeprefix("#")
    if city.tag(name) is None:
        raise InvalidInput("unknown_tag", "value", tag=name, known=", ".join(f"#{tag.name}" for tag in city.tags))
    return name


def _check_department(value: str, city: City) -> str:
    if city.department(value) is None:
        raise InvalidInput("unknown_department", "value", department=value)
    return value


NAMED: dict[str, Callable[[str, City], str]] = {"tag": _check_tag, "department": _check_department}


def _check_area(drawn: Bounds, city: City) -> Bounds:
    south, west, north, east = (round(edge, DECIMALS) for edge in _edges(drawn))
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise InvalidInput("bad_area", "area")
    if max(north - south, (east - west) * cos(radians(min(abs(south), abs(north))))) * DEGREE > SIDE_MOST:
        raise InvalidInput("area_too_large", "area", most=SIDE_MOST // 1000)
    if not (city.map.bounds.hold(south, west) and city.map.bounds.hold(north, east)):
        raise InvalidInput("outside_the_city", "area", city=city.name)
    return Bounds(south, west, north, east)


# Subjects


def _cells(area: Bounds) -> tuple[str, ...]:
    """By the smallest cells of which few touch it."""
    covers = (grid.cover(*_edges(area), zoom) for zoom in LEVELS)
    *_, smallest = takewhile(lambda cover: len(cover) <= CELLS_MOST, covers)
    return tuple(f"area#{cell}" for cell in smallest)


def hearing(entry: Entry, post: Post) -> tuple[str, ...]:
    """The subjects that hear of a line of a post's timeline."""
    if entry.kind not in HEARD or not open_to_all(post):
        return ()
    return HEARD[entry.kind](entry, post)


def _new(entry: Entry, post: Post) -> tuple[str, ...]:
    point = _point(post)
    cells = (grid.cell(*point, zoom) for zoom in LEVELS) if point else ()
    return (f"tag#{post.tag}", *(f"area#{cell}" for cell in cells))


def _point(post: Post) -> tuple[float, float] | None:
    place = post.location
    return (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None


def _received(entry: Entry, post: Post) -> tuple[str, ...]:
    """A complaint is the complaint team's at first, wherever it goes a moment later."""
    return (*_new(entry, post), f"department#{COMPLAINT_TEAM}")


def _moved(entry: Entry, post: Post) -> tuple[str, ...]:
    return (f"department#{entry.after}",)


def _shown(entry: Entry, post: Post) -> tuple[str, ...]:
    """What waited for a person to look at it comes only now; what was hidden later had been heard of before."""
    if entry.before != "review":
        return ()
    return (*_new(entry, post), *((f"department#{post.department}",) if post.department else ()))


HEARD: dict[str, Callable[[Entry, Post], tuple[str, ...]]] = {
    "received": _received,
    "posted": _new,
    "transferred": _moved,
    "returned": _moved,
    "shown": _shown,
}


def _edges(area: Bounds) -> tuple[float, float, float, float]:
    return area.south, area.west, area.north, area.east

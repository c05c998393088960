"""What the page needs of the city profile."""

from datetime import time
from typing import Annotated
from urllib.parse import quote

import msgspec

from chalicelib.api import shapes
from chalicelib.api.edge import Incoming, Routes
from chalicelib.api.shapes import Shape, told
from chalicelib.city import City, Group, Identity, Language, Map, Tag, Words, city
from chalicelib.domain.status import STATUSES
from chalicelib.settings import settings

routes = Routes(__name__)


Hour = Annotated[time, told(examples=["09:00:00"])]


class CodedShape(Shape, frozen=True):
    code: Annotated[str, told(examples=["site"])]
    name: Words


class HoursShape(Shape, frozen=True):
    opens: Hour
    closes: Hour
    lunch_starts: Hour
    lunch_ends: Hour


class LimitsShape(Shape, frozen=True):
    """Characters, photos, bytes, minutes."""

    nickname_least: int
    nickname_most: int
    title_most: int
    text_least: int
    text_most: int
    place_most: int
    comment_most: int
    photos_most: int
    photo_bytes_most: int
    edit_minutes: int


class DeadlineShape(Shape, frozen=True):
    """Days or hours of work, by a law, for what has one of these tags."""

    code: Annotated[str, told(**{"x-one-of": "deadlines"})]
    name: Words
    source: Annotated[str, told(examples=["민원 처리에 관한 법률 시행령"])]
    days: int | None
    hours: int | None
    tags: list[shapes.Tag]


class TagShape(Shape, frozen=True):
    """`identity` is what its author needs; `deadline` is for reading."""

    name: shapes.Tag
    label: Words
    about: Words
    complaint: bool
    identity: Identity
    deadline: Words | None


class DepartmentShape(Shape, frozen=True):
    code: shapes.Department
    name: Words
    phone: shapes.Phone


class CategoryShape(Shape, frozen=True):
    code: shapes.Category
    name: Words
    group: Annotated[str, told(**{"x-one-of": "groups"})]
    department: shapes.Department


class StatusShape(Shape, frozen=True):
    code: shapes.Status
    name: Words
    open: bool


class CityShape(Shape, frozen=True):
    """`push_key` is what a browser registers for push with; `map.tiles.url` is complete but for {z}, {x} and {y}."""

    name: Words
    room: Words
    about: Words
    languages: list[Language]
    switchboard: shapes.Phone
    push_key: Annotated[str, told(examples=["BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"])]
    website: str | None
    map: Map
    hours: HoursShape
    deadlines: list[DeadlineShape]
    rules: list[Words]
    privacy: list[Words]
    extensions: list[CodedShape]
    pauses: list[CodedShape]
    limits: LimitsShape
    tags: list[TagShape]
    departments: list[DepartmentShape]
    groups: list[Group]
    categories: list[CategoryShape]
    statuses: list[StatusShape]


@routes.on("GET", "/v1/city", cache="public, max-age=60")
def get_city(incoming: Incoming) -> CityShape:
    """The city and what it decides: tags, departments, categories, deadlines, limits."""
    profile = city()
    made = {
        "push_key": settings().push_key, "map": _map(profile.map), "deadlines": _deadlines(profile),
        "tags": [_tag(profile, tag) for tag in profile.tags], "statuses": list(STATUSES.values()),
    }
    read = {name: getattr(profile, name) for name in CityShape.__struct_fields__ if name not in made}
    return msgspec.convert(read | made, CityShape, from_attributes=True)


def _map(found: Map) -> Map:
    url = found.tiles.url.replace("{key}", quote(settings().tile_key, safe=""))
    return msgspec.structs.replace(found, tiles=msgspec.structs.replace(found.tiles, url=url))


def _deadlines(profile: City) -> list[DeadlineShape]:
    return [
        DeadlineShape(code, one.name, one.source, one.days, one.hours, [tag.name for tag in profile.tags if tag.deadline == code])
        for code, one in profile.deadlines.items()
    ]


def _tag(profile: City, tag: Tag) -> TagShape:
    deadline = profile.deadlines[tag.deadline].name if tag.deadline else None
    return TagShape(tag.name, tag.label, tag.about, tag.complaint, tag.identity, deadline)

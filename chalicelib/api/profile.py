"""The city's profile in use, for whoever keeps it: what it decides, and what in it looks odd."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated

import msgspec

from chalicelib.api import shapes
from chalicelib.api.city import CategoryShape
from chalicelib.api.edge import Incoming, Routes
from chalicelib.api.shapes import Shape, told
from chalicelib.city import (
    COMPLAINT_TEAM,
    City,
    Coded,
    Deadline,
    Department,
    Hours,
    Language,
    Limits,
    PauseKind,
    Rate,
    Retention,
    Tag,
    Template,
    Words,
    city,
    load,
)
from chalicelib.errors import ProfileError

routes = Routes(__name__)

class CategoryCounts(CategoryShape, frozen=True):
    """Of its words."""

    words: int
    hints: int
    against: int


class ProfileShape(Shape, frozen=True):
    """Most as it stands in the profile. `categories_of` says how many lead to a department."""

    problems: list[str]
    name: Words
    room: Words
    languages: tuple[Language, ...]
    receipt_prefix: Annotated[str, told(examples=["GR"])]
    arbiter: shapes.Department
    switchboard: shapes.Phone
    hours: Hours
    tags: tuple[Tag, ...]
    departments: tuple[Department, ...]
    deadlines: dict[str, Deadline]
    limits: Limits
    extensions: tuple[Coded, ...]
    pauses: tuple[PauseKind, ...]
    templates: tuple[Template, ...]
    rates: tuple[Rate, ...]
    retention: Retention
    categories: list[CategoryCounts]
    categories_of: dict[str, int]


@routes.on("GET", "/v1/admin/profile", action="check_profile")
def get_profile(incoming: Incoming) -> ProfileShape:
    """The city's profile in use, and what in it looks odd."""
    profile = city()
    led_to = Counter(category.department for category in profile.categories)
    made = {
        "problems": [*_broken(), *_odd(profile, incoming.language)],
        "categories": [
            CategoryCounts(c.code, c.name, c.group, c.department, len(c.words), len(c.hints), len(c.against))
            for c in profile.categories
        ],
        "categories_of": {department.code: led_to[department.code] for department in profile.departments},
    }
    read = {name: getattr(profile, name) for name in ProfileShape.__struct_fields__ if name not in made}
    return msgspec.convert(read | made, ProfileShape)


def _broken() -> list[str]:
    """The room starts with no such profile; a file that was put in its place since may be one."""
    try:
        load()
    except ProfileError as error:
        return error.code.split("\n")
    return []


def _odd(profile: City, language: str) -> list[str]:
    """What is allowed, but seldom meant."""
    return [f"{key}: {about.in_(language)} {', '.join(found)}" for key, find, about in ODD if (found := find(profile))]


def _idle(profile: City) -> list[str]:
    busy = {category.department for category in profile.categories} | {COMPLAINT_TEAM, profile.arbiter}
    return [department.code for department in profile.departments if department.code not in busy]


def _wordless(profile: City) -> list[str]:
    return [c.code for c in profile.categories if not c.words and c is not profile.unclaimed]


def _shared(profile: City) -> list[str]:
    """Between two departments a word decides nothing."""
    owners: dict[str, set[str]] = {}
    for category in profile.categories:
        for word in category.words:
            owners.setdefault(word, set()).add(category.department)
    return [word for word, departments in owners.items() if len(departments) > 1]


def _unused(profile: City) -> list[str]:
    used = {category.group for category in profile.categories}
    return [group.code for group in profile.groups if group.code not in used]


ODD: tuple[tuple[str, Callable[[City], list[str]], Words], ...] = (
    ("departments", _idle, Words(ko="이 부서로 가는 분류가 없습니다.", en="no category leads to these:")),
    ("categories", _wordless, Words(ko="낱말이 없어 자동으로 고를 수 없습니다.", en="without words, so never chosen:")),
    ("categories", _shared, Words(ko="여러 부서가 함께 쓰는 낱말입니다.", en="words of several departments:")),
    ("groups", _unused, Words(ko="분류가 없는 묶음입니다.", en="groups without categories:")),
)

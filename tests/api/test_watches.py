"""Watching a tag, a department, an area."""

from typing import Any

import pytest

from infra.client import Client
from tests.api.steps import refused
from tests.conftest import Room

WATCHES = "/v1/members/me/watches"
HOME = {"south": 36.27, "west": 127.24, "north": 36.28, "east": 127.25}


def watch(member: Client, kind: str, value: str | None = None, area: object = None) -> dict[str, Any]:
    told: dict[str, Any] = member.call("POST", WATCHES, {"kind": kind, "value": value, "area": area})
    return told


def watched(member: Client) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = member.call("GET", WATCHES)["watches"]
    return told


def test_what_is_watched_is_listed_oldest_first(room: Room) -> None:
    member = room.citizen()
    made = [watch(member, "tag", "행사안내"), watch(member, "area", area=HOME), watch(member, "department", "minwon")]
    assert watched(member) == made
    assert [(one["kind"], one["value"], one["area"]) for one in made] == [
        ("tag", "행사안내", None), ("area", None, HOME), ("department", "minwon", None),
    ]  # fmt: skip


def test_watching_again_is_watching_once(room: Room) -> None:
    member = room.citizen()
    first = watch(member, "tag", "시민대화")
    assert watch(member, "tag", "#시민대화") == first
    assert watched(member) == [first]


def test_a_watch_is_removed_by_its_owner_alone_and_as_often_as_one_likes(room: Room) -> None:
    member, neighbour = room.citizen(), room.citizen()
    made = watch(member, "tag", "시민대화")
    neighbour.call("DELETE", f"{WATCHES}/{made['id']}")
    assert watched(member) == [made]
    for _ in range(2):
        member.call("DELETE", f"{WATCHES}/{made['id']}")
    assert watched(member) == []


def test_a_member_has_some_watches_but_not_any_number(room: Room) -> None:
    member = room.citizen()
    for number in range(20):
        watch(member, "area", area=HOME | {"south": 36.26 + number / 10_000})
    with refused(409, "too_many_watches"):
        watch(member, "tag", "시민대화")
    assert len(watched(member)) == 20


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "missing_field", "kind"),
        ({"kind": "author", "value": "x"}, "unknown_watch_kind", "kind"),
        ({"kind": "tag"}, "missing_field", "value"),
        ({"kind": "tag", "value": "없는태그"}, "unknown_tag", "value"),
        ({"kind": "department", "value": "navy"}, "unknown_department", "value"),
        ({"kind": "area"}, "missing_field", "area"),
        ({"kind": "area", "area": {"south": 36.27}}, "missing_field", "area.west"),
        ({"kind": "area", "area": HOME | {"radius": 5}}, "unknown_field", "area.radius"),
        ({"kind": "area", "area": HOME | {"south": "36"}}, "wrong_type", "area.south"),
        ({"kind": "area", "area": HOME | {"north": 36.27}}, "bad_area", "area"),
        ({"kind": "area", "area": HOME | {"north": 37.27}}, "area_too_large", "area"),
        ({"kind": "area", "area": HOME | {"north": 36.36}}, "outside_the_city", "area"),
        ({"kind": "tag", "value": "시민대화", "often": True}, "unknown_field", "often"),
    ],
)  # fmt: skip
def test_what_cannot_be_watched_is_refused_by_its_field(
    citizen: Client, body: dict[str, object], code: str, field: str
) -> None:
    with refused(400, code, field):
        citizen.call("POST", WATCHES, body)
    assert watched(citizen) == []


def test_watches_take_a_token(room: Room) -> None:
    for method, path in (("GET", WATCHES), ("POST", WATCHES), ("DELETE", f"{WATCHES}/w{'0' * 20}")):
        with refused(401, "token_needed"):
            room.api.call(method, path, {"kind": "tag", "value": "시민대화"} if method == "POST" else None)

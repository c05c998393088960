"""What Open311's clients get, in both formats, held to the standard's tables and to the published schemas."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import jsonschema
import msgspec
import pytest
from jsonschema.validators import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from chalicelib.api import open311_shapes as shapes
from chalicelib.api import open311_views as views
from chalicelib.api.formats import CHILDREN, FORMATS, to_json, to_xml
from chalicelib.city import city
from chalicelib.domain import open311
from chalicelib.domain.post import Comment, Given, Link, Location, Photo, Post
from infra import ROOT
from tests.domain.test_open311 import ASKING, TOWN

SCHEMAS = ROOT.parent / "shared" / "data" / "open311" / "jsonschema"
AT, LATER = datetime(2026, 11, 28, 0, 30, 15, 999, tzinfo=UTC), datetime(2026, 12, 9, 9, tzinfo=UTC)
ID = "01M86D4XK07P16YNJNDDQVFGDA"
HARD = "A & B <b>굵게</b> \"따옴표\" 'x'\n둘째 줄\t😀 ]]> &amp;"

# The standard's tables of answers: what stands in what, and what repeats. The last one is FixMyStreet's.
STANDARD: dict[str, Any] = {
    "discovery": {
        "changeset": str, "contact": str, "key_service": str,
        "endpoints": [("endpoint", {
            "specification": str, "url": str, "changeset": str, "type": str, "formats": [("format", str)]})],
    },
    "services": [("service", {
        "service_code": str, "service_name": str, "description": str, "metadata": bool, "type": str, "keywords": str,
        "group": str})],
    "service_definition": {
        "service_code": str,
        "attributes": [("attribute", {
            "variable": bool, "code": str, "datatype": str, "required": bool, "datatype_description": str, "order": int,
            "description": str, "values": [("value", {"key": str, "name": str})]})],
    },
    "service_requests": [("request", {
        "service_request_id": str, "status": str, "status_notes": str, "service_name": str, "service_code": str,
        "description": str, "agency_responsible": str, "service_notice": str, "requested_datetime": str,
        "updated_datetime": str, "expected_datetime": str, "address": str, "address_id": str, "zipcode": str, "lat": float,
        "long": float, "media_url": str})],
    "errors": [("error", {"code": str, "description": str})],
    "service_request_updates": [("request_update", {
        "update_id": str, "service_request_id": str, "status": str, "updated_datetime": str, "description": str,
        "media_url": str, "external_status_code": str})],
}  # fmt: skip
SENT = {"service_requests": [("request", {"service_request_id": str, "service_notice": str, "account_id": str})]}
TOKEN = {"service_requests": [("request", {"service_request_id": str, "token": str})]}


@pytest.fixture(autouse=True)
def stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "settings", lambda: SimpleNamespace(site_address="https://room.example", stage="prod"))


def post(**more: Any) -> Post:
    found = Post(
        ID, "생활불편신고", "transferred", HARD, ID, "고쳐줘", AT, LATER, receipt_number="GR-2026-000001", category="street-light",
        department="construction-traffic", due_at=LATER, location=Location(36.27, 127.24, "금암동 공영주차장 앞"),
        photos=(Photo(ID, "pending"), Photo(ID[:-1] + "B", "ready")),
    )  # fmt: skip
    return replace(found, **more)


BARE = post(
    status="received", category=None, department=None, due_at=None, location=None, photos=(), receipt_number=None
)
SAID = Comment(ID, ID, LATER, "staff", HARD, status="resolved", photos=(Photo(ID, "ready"),))
ANSWERS: list[tuple[str, dict[str, Any], Callable[[str], Any]]] = [
    ("discovery", STANDARD, lambda language: views.discovery(language)),
    ("services", STANDARD, lambda language: [views.service(one, language) for one in city().categories]),
    ("services", STANDARD, lambda language: [views.service(ASKING, language)]),
    ("service_definition", STANDARD, lambda language: views.definition(ASKING, language)),
    ("service_definition", STANDARD, lambda language: views.definition(city().unclaimed, language)),
    ("service_requests", STANDARD, lambda language: [views.request(post(), language)]),
    ("service_requests", STANDARD, lambda language: [views.request(one, language) for one in (BARE, post())]),
    ("service_requests", STANDARD, lambda language: []),
    ("service_requests", SENT, lambda language: [shapes.Taken(ID, open311.notice(BARE, city(), language), None)]),
    ("service_requests", TOKEN, lambda language: [shapes.Token(ID, "GR-2026-000001")]),
    ("errors", STANDARD, lambda language: [shapes.Error("404", HARD)]),
    ("service_request_updates", STANDARD, lambda language: [views.update(SAID, post())]),
]
every_answer = pytest.mark.parametrize(("root", "table", "made"), ANSWERS)


def parsed(root: str, body: Any) -> Element:
    return ElementTree.fromstring(to_xml(root, body).encode())


def fits(element: Element, table: Any) -> None:
    """Has just the elements of the table, each once, or repeated where the table repeats it."""
    if isinstance(table, dict):
        assert [child.tag for child in element] == list(table)
        for child in element:
            fits(child, table[child.tag])
    elif isinstance(table, list):
        (name, inner), *_ = table
        for child in element:
            assert child.tag == name
            fits(child, inner)
    else:
        assert len(element) == 0
        assert table is not bool or element.text in ("true", "false")
        assert table not in (int, float) or element.text is None or table(element.text) is not None
    assert element.attrib == {}
    assert "{" not in element.tag  # no namespace


@every_answer
@pytest.mark.parametrize("language", ["ko", "en"])
def test_xml_has_element_by_element_what_the_standard_names(
    root: str, table: dict[str, Any], made: Callable[[str], Any], language: str
) -> None:
    element = parsed(root, made(language))
    assert element.tag == root
    fits(element, table[root])


def sparked(element: Element, table: Any) -> Any:
    """What the Spark convention makes of the XML: containers are lists, empty is null, the rest as the schemas type it."""
    if isinstance(table, dict):
        return {child.tag: sparked(child, table[child.tag]) for child in element}
    if isinstance(table, list):
        return [sparked(child, table[0][1]) for child in element]
    if element.text is None:
        return None
    return element.text == "true" if table is bool else table(element.text)


def nothing_is_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: nothing_is_null(inner) for name, inner in value.items()}
    return [nothing_is_null(one) for one in value] if isinstance(value, list) else (None if value == "" else value)


@every_answer
def test_json_is_what_the_spark_convention_makes_of_the_xml(
    root: str, table: dict[str, Any], made: Callable[[str], Any]
) -> None:
    body = made("ko")
    assert nothing_is_null(json.loads(to_json(root, body))) == sparked(parsed(root, body), table[root])


def test_xml_begins_with_its_declaration_and_both_say_that_they_are_utf_8() -> None:
    assert to_xml("services", []).startswith('<?xml version="1.0" encoding="UTF-8"?>\n<services')
    assert [kind for kind, _ in FORMATS.values()] == ["text/xml; charset=utf-8", "application/json; charset=utf-8"]


def test_every_container_of_the_standard_names_its_child() -> None:
    told = set[tuple[str, str]]()

    def look(name: str, table: Any) -> None:
        if isinstance(table, list):
            told.add((name, table[0][0]))
            look(table[0][0], table[0][1])
        elif isinstance(table, dict):
            for inner, below in table.items():
                look(inner, below)

    for root, table in STANDARD.items():
        look(root, table)
    assert told | {("photos", "photo"), ("notes", "note")} <= set(CHILDREN.items())


def test_a_text_comes_through_as_it_was_written_but_for_what_xml_bars() -> None:
    barred = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])) + "\ud800"
    element = parsed("errors", [shapes.Error("400", barred + HARD + barred)])
    assert element[0][1].text == HARD


# The published schemas

needs_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="../shared/data/open311 is not there")


def valid(name: str, body: Any) -> None:
    known = [(path.name, Resource(json.loads(path.read_text()), DRAFT4)) for path in SCHEMAS.glob("*.json")]
    registry: Any = Registry().with_resources(known)
    schema = registry.contents(f"{name}.json")
    told = json.loads(to_json("", body))
    Draft4Validator(schema, registry=registry, format_checker=jsonschema.FormatChecker()).validate(told)


@needs_schemas
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_schemas_hold_every_answer(language: str) -> None:
    valid("services", [views.service(one, language) for one in (*city().categories, ASKING)])
    for one in (*city().categories, ASKING):
        valid("service-definition", views.definition(one, language))
    long = post(text="가" * 5000, status="resolved", closed_at=LATER)
    requests = [views.request(one, language) for one in (post(), BARE, long, post(status="withdrawn"))]
    valid("requests", [*requests, views.request(post(), language, clients={}, notes=[SAID])])


@needs_schemas
def test_the_schemas_would_notice() -> None:
    with pytest.raises(jsonschema.ValidationError):
        valid("requests", [msgspec.structs.replace(views.request(post(), "ko"), lat="36.27")])  # type: ignore[arg-type]


# The rules of SeeClickFix's validator that the standard shares. It also asks for a content type without the charset that
# the standard wants, and for a second endpoint and format, since it cannot read a list of one.


def test_the_discovery_is_complete_and_of_the_past() -> None:
    found = views.discovery("en")
    for changeset in (found.changeset, found.endpoints[0].changeset):
        assert datetime.fromisoformat(changeset) < datetime.now(UTC)
    endpoint = found.endpoints[0]
    assert re.match(r"https?://\S+$", endpoint.url)
    assert (endpoint.specification, endpoint.type) == ("http://wiki.open311.org/GeoReport_v2", "production")
    assert set(endpoint.formats) == {"text/xml", "application/json"}
    assert all((found.contact, found.key_service))


@pytest.mark.parametrize("category", [*city().categories, ASKING], ids=lambda category: category.code)
def test_a_service_has_a_code_a_name_a_kind_and_says_whether_it_asks_for_more(category: Any) -> None:
    found = views.service(category, "ko")
    assert found.service_code == category.code
    assert found.service_name
    assert found.type in ("realtime", "batch", "blackbox")
    assert found.metadata == bool(views.definition(category, "ko").attributes)


def test_the_order_of_attributes_is_a_number_of_its_own_for_each() -> None:
    assert [one.order for one in views.definition(ASKING, "ko").attributes] == list(
        range(1, len(ASKING.attributes) + 1)
    )


# Requests


def test_a_request_tells_what_the_room_knows() -> None:
    assert views.request(post(), "en") == shapes.Request(
        ID, "open", "Transferred", "Street lights", "street-light", HARD, "Construction and Traffic",
        "Receipt number GR-2026-000001. Construction and Traffic is in charge and works on it.", "2026-11-28T09:30:15+09:00",
        "2026-12-09T18:00:00+09:00", "2026-12-09T18:00:00+09:00", "금암동 공영주차장 앞, 계룡시", None, None, 36.27, 127.24,
        f"https://room.example/media/{ID[:-1]}B/1280.webp",
    )  # fmt: skip


def test_what_is_closed_was_updated_when_it_closed() -> None:
    found = views.request(post(status="resolved", closed_at=AT), "ko")
    assert (found.status, found.status_notes, found.updated_datetime) == (
        "closed",
        "처리완료",
        "2026-11-28T09:30:15+09:00",
    )


def test_what_was_withdrawn_is_closed_and_says_no_more() -> None:
    found = views.request(
        post(status="withdrawn", attributes=(Given("colour", ("흰색",)),)), "ko", clients={ID: "고쳐줘"}
    )
    assert (found.status, found.status_notes) == ("closed", "취하")
    assert "고쳐줘" not in to_json("", found)
    assert {found.description, found.address, found.lat, found.long, found.media_url} == {None}
    assert (found.attributes, found.photos) == ([], [])


def test_extensions_come_only_where_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "city", lambda: TOWN)
    given = (Given("PLATE", ("흰색",)), Given("PARTS", ("w", "p")), Given("GONE", ("x",)))
    one = post(category=ASKING.code, attributes=given)
    plain, more = (set(parsed("service_requests", [found])[0].itertext()) for found in (
        views.request(one, "ko"), views.request(one, "ko", clients={ID: "고쳐줘"}, notes=[SAID])))  # fmt: skip
    assert not {"흰색", "고쳐줘"} & plain
    assert {"흰색", "바퀴, 번호판", "고쳐줘", "GR-2026-000001", "transferred", "staff"} <= more


def test_a_citizen_is_no_source() -> None:
    assert "고쳐줘" not in to_json("", views.request(post(), "ko", clients={}))
    assert city().room.ko in to_json("", views.request(post(), "ko", clients={}))


def test_what_was_merged_names_where_it_goes_on() -> None:
    found = views.request(post(status="merged", links=(Link("merged_into", "B" * 26),)), "ko", clients={})
    assert found.extended_attributes.merged_into == "B" * 26


def test_an_update_from_before_the_end_tells_no_state_of_today() -> None:
    found = views.update(replace(SAID, status=None, at=AT), post(status="resolved", closed_at=LATER))
    assert (found.status, found.external_status_code) == ("open", None)


def test_an_update_tells_the_state_that_it_brought() -> None:
    assert views.update(SAID, post()).status == "fixed"
    assert views.update(replace(SAID, status=None), post()).status == "open"
    assert views.update(replace(SAID, status="declined"), post()).status == "no_further_action"

"""The document of the API says what the code does: it is made from it."""

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from app import app
from chalicelib.api import edge, openapi
from chalicelib.api.openapi import ELSEWHERE, GATEWAY, document
from chalicelib.city import city
from infra import ROOT

SITE = "https://room.example"
DOCUMENT = document(city(), SITE)
OPERATIONS = [
    (method.upper(), path, operation) for path, item in DOCUMENT["paths"].items() for method, operation in item.items()
]


def test_it_keeps_to_the_standard() -> None:
    validate(DOCUMENT)


def test_it_has_every_route_and_no_other() -> None:
    deployed = {(method, path) for path, methods in app.routes.items() for method in methods}
    told = {(method, path) for method, path, _ in OPERATIONS}
    assert told == {(method, path) for method, path in deployed if not path.startswith(ELSEWHERE)}


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(names) == len(set(names))
    assert {tag for _, _, operation in OPERATIONS for tag in operation["tags"]} == set(openapi.TAGS)
    assert {name.removesuffix("_head") for name in names} == set(openapi._titles())
    told = [operation["summary"].split(" · ") for _, _, operation in OPERATIONS]
    assert [one for one in told if not (re.search("[가-힣]|Open311", one[0]) and " " in one[1])] == []


# Errors


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("GET", "/v1/city", {"200", "304", "500"}),
        ("GET", "/v1/posts/{post_id}", {"200", "304", "400", "404", "500"}),
        ("POST", "/v1/members", {"201", "400", "413", "415", "429", "500"}),
        ("POST", "/v1/posts", {"201", "400", "401", "403", "409", "413", "415", "429", "500"}),
        ("PUT", "/v1/posts/{post_id}/support", {"200", "401", "403", "404", "409", "500"}),
        ("GET", "/v1/admin/me", {"200", "401", "403", "500"}),
    ],
)
def test_an_operation_tells_the_errors_that_it_may_give(method: str, path: str, statuses: set[str]) -> None:
    assert set(DOCUMENT["paths"][path][method.lower()]["responses"]) == statuses


def test_all_codes_are_told_and_no_other() -> None:
    known = DOCUMENT["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]
    api = (ROOT / "infra" / "api.yaml").read_text("utf-8")
    at_the_gateway = set(re.findall(r'\{"code":"(\w+)"', api))
    assert set(known) == set(edge.messages()) | at_the_gateway
    assert set(GATEWAY) == at_the_gateway - set(edge.messages())


def test_a_route_names_the_rate_that_it_spends() -> None:
    spent = {key: re.findall(r'\.spend\("(\w+)"', inspect.getsource(route.view)) for key, route in edge.ROUTES.items()}
    assert spent == {key: [route.rate] if route.rate else [] for key, route in edge.ROUTES.items()}


def test_a_city_has_its_own_limits_and_names_in_it() -> None:
    limits = msgspec.structs.replace(city().limits, text_most=777, page_most=33)
    told = document(msgspec.structs.replace(city(), limits=limits, departments=city().departments[:2]), SITE)
    schemas = told["components"]["schemas"]
    assert schemas["NewPost"]["properties"]["text"]["maxLength"] == 777
    assert schemas["DepartmentShape"]["properties"]["code"]["enum"] == [one.code for one in city().departments[:2]]
    (limit,) = (one for one in told["paths"]["/v1/posts"]["get"]["parameters"] if one.get("name") == "limit")
    assert limit["schema"]["maximum"] == 33


# Examples


def fits(schema: Any, value: Any) -> list[str]:
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "components": DOCUMENT["components"],
    }
    return [
        error.message
        for error in Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).iter_errors(value)
    ]


def examples(node: Any) -> Iterator[tuple[Any, Any]]:
    """Each with its schema."""
    if isinstance(node, dict):
        if "schema" in node:
            told = [node["example"]] if "example" in node else []
            for one in node.get("examples", {}).values():
                told.append((named(one["$ref"]) if "$ref" in one else one)["value"])
            yield from ((node["schema"], value) for value in told)
        for one in node.values():
            yield from examples(one)
    elif isinstance(node, list):
        for one in node:
            yield from examples(one)


def named(reference: str) -> Any:
    found: Any = DOCUMENT
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def test_every_example_fits_its_schema() -> None:
    found = list(examples(DOCUMENT))
    assert len(found) > 100
    assert [(value, problems) for schema, value in found if (problems := fits(schema, value))] == []


def test_no_name_of_ours_is_left_in_a_schema() -> None:
    assert '"x-' not in json.dumps(DOCUMENT)


def test_every_body_that_must_be_sent_has_an_example() -> None:
    bare = [
        operation["operationId"] for _, _, operation in OPERATIONS
        if operation.get("requestBody", {}).get("required") and not any(examples(operation["requestBody"]))
    ]  # fmt: skip
    assert bare == []

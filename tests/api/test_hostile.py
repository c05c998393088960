"""Whatever is sent where: never a fault of ours, always the room's one shape of error.

Every value at every place goes through the same code that is deployed, called in this process, since ten thousand
requests by HTTP would take long; then each value once through the deployed room, at one place after the other.
"""

import functools
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest

from app import app
from chalicelib.store import members
from infra.client import Client, send
from tests.api.hostile import JSON_TEXTS, TEXTS, ULID
from tests.api.steps import JSON, TEXT, complain, talk
from tests.conftest import Room

HERE = "\0here\0"  # where the value goes
TALK = {"text": TEXT, "tag": "시민대화"}
LOST = {"nickname": "별빛 하늘", "address": "a@citizen.example"}
PLACE = {"lat": 36.28, "lon": 127.25}
BOX = {"south": 36.27, "west": 127.24, "north": 36.28, "east": 127.25}

REASON = {"reason": "부품을 기다립니다."}
EXTENSION = REASON | {"amount": 1, "kind": "site"}

BODIES: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/v1/members", {"nickname": HERE}),
    ("PATCH", "/v1/members/me", {"nickname": HERE}),
    ("PATCH", "/v1/members/me", {"address": HERE}),
    ("PATCH", "/v1/members/me", {"code": HERE}),
    ("POST", "/v1/members/me/verification", {"proof": HERE}),
    *(("POST", "/v1/members/recovery", LOST | {name: HERE}) for name in LOST),
    *(("POST", "/v1/members/recovery/confirmation", LOST | {"code": "1"} | {name: HERE}) for name in (*LOST, "code")),
    ("POST", "/v1/photos", {"type": HERE}),
    ("POST", "/v1/posts", TALK | {"text": HERE}),
    ("POST", "/v1/posts", TALK | {"title": HERE}),
    ("POST", "/v1/posts", {"text": TEXT, "tag": HERE}),
    ("POST", "/v1/posts", {"text": TEXT, "tag": [HERE]}),
    ("POST", "/v1/posts", TALK | {"location": HERE}),
    *(("POST", "/v1/posts", TALK | {"location": PLACE | {name: HERE}}) for name in (*PLACE, "address")),
    ("POST", "/v1/posts", TALK | {"photos": HERE}),
    ("POST", "/v1/posts", TALK | {"photos": [HERE]}),
    ("POST", "/v1/posts", TALK | {"category": HERE}),
    ("POST", "/v1/posts", TALK | {"private_to_staff": HERE}),
    *(
        ("POST", "/v1/similar", {"text": TEXT, "location": PLACE} | {name: HERE})
        for name in ("text", "location", "tag")
    ),
    ("POST", "/v1/similar", {"text": TEXT, "location": {"address": HERE}}),
    ("PATCH", "/v1/posts/{post_id}", {"text": HERE}),
    ("PATCH", "/v1/posts/{post_id}", {"title": HERE}),
    ("PATCH", "/v1/posts/{post_id}", {"location": HERE}),
    ("PATCH", "/v1/posts/{post_id}", {"location": PLACE | {"address": HERE}}),
    ("POST", "/v1/posts/{post_id}/comments", {"text": HERE}),
    ("POST", "/v1/posts/{post_id}/comments", {"text": "저도요.", "photos": HERE}),
    ("POST", "/v1/posts/{post_id}/comments", {"text": "저도요.", "photos": [HERE]}),
    *(("PATCH", "/v1/admin/posts/{post_id}", {name: HERE}) for name in ("department", "status", "reason", "version")),
    ("POST", "/v1/admin/posts/{post_id}/comments", {"text": HERE}),
    ("POST", "/v1/admin/posts/{post_id}/comments", {"text": "네.", "status": HERE}),
    ("POST", "/v1/admin/posts/{post_id}/comments", {"text": "네.", "photos": [HERE]}),
    ("POST", "/v1/admin/posts/{post_id}/acknowledgement", {"version": HERE}),
    ("POST", "/v1/admin/posts/{post_id}/notes", {"text": HERE}),
    *(
        ("POST", "/v1/admin/posts/{post_id}/deadline", REASON | {"deadline": "query_law"} | {name: HERE})
        for name in ("deadline", "reason")
    ),
    *(("POST", "/v1/admin/posts/{post_id}/extension", EXTENSION | {name: HERE}) for name in EXTENSION),
    *(
        ("POST", "/v1/admin/posts/{post_id}/pause", REASON | {"kind": "expert"} | {name: HERE})
        for name in ("kind", "reason")
    ),
    *(
        ("POST", "/v1/admin/posts/{post_id}/merge", REASON | {"into": "1"} | {name: HERE})
        for name in ("into", "reason")
    ),
    *(
        ("POST", "/v1/admin/posts/{post_id}/split", REASON | {"text": TEXT} | {name: HERE})
        for name in ("text", "title", "tag", "category")
    ),
    ("POST", "/v1/posts/{post_id}/verdict", {"solved": HERE}),
    ("POST", "/v1/posts/{post_id}/verdict", {"solved": False, "reason": HERE}),
    ("POST", "/v1/admin/photos", {"type": HERE}),
    ("POST", "/v1/posts/{post_id}/withdrawal", {"reason": HERE}),
    ("POST", "/v1/posts/{post_id}/seen", {"comments": HERE}),
    ("POST", "/v1/members/me/watches", {"kind": HERE}),
    *(("POST", "/v1/members/me/watches", {"kind": kind, "value": HERE}) for kind in ("tag", "department")),
    ("POST", "/v1/members/me/watches", {"kind": "area", "area": HERE}),
    *(("POST", "/v1/members/me/watches", {"kind": "area", "area": BOX | {name: HERE}}) for name in BOX),
]
FILTERS = ("tag", "status", "department", "category", "author", "bounds", "since", "until", "limit", "cursor", "other")
QUERIES = [
    *(("GET", "/v1/posts", name) for name in FILTERS),
    *(("GET", "/v1/admin/posts", name) for name in ("department", "limit")),
    *(("GET", "/v1/search", name) for name in ("q", "cursor", "other")),
    ("GET", "/v1/posts/{post_id}", "code"),
    ("GET", "/v1/posts/{post_id}/comments", "cursor"),
    ("GET", "/v1/posts/{post_id}/comments", "code"),
    ("POST", "/v1/unsubscribe", "token"),
    ("GET", "/v1/members/me/follows", "cursor"),
]
IDS = [
    ("GET", "/v1/posts/{post_id}"),
    ("GET", "/v1/posts/{post_id}/comments"),
    ("PUT", "/v1/posts/{post_id}/support"),
    ("DELETE", "/v1/posts/{post_id}/follow"),
    ("GET", "/v1/photos/{photo_id}"),
    ("DELETE", "/v1/members/me/watches/{watch_id}"),
    ("GET", "/v1/admin/posts/{post_id}"),
]
HEADERS = ("idempotency-key", "authorization", "accept-language", "content-type")


class Visitor:
    """A citizen and a clerk in one: each address takes of their tokens the one that it knows."""

    def __init__(self, citizen: Client, clerk: Client, post_id: str) -> None:
        self.citizen, self.clerk, self.post_id = citizen, clerk, post_id

    def called(self, method: str, path: str, body: str = "", **more: Any) -> dict[str, Any]:
        """The answer of the function to what API Gateway would hand it."""
        claims = {"sub": "5a1e", "cognito:groups": "minwon"}
        event = {
            "requestContext": {"httpMethod": method, "resourcePath": path, "authorizer": {"claims": claims}, "identity": {"sourceIp": "127.0.0.1"}},
            "headers": {"content-type": "application/json", "authorization": f"Bearer {self.citizen.token}"},
            "pathParameters": {"post_id": self.post_id}, "multiValueQueryStringParameters": None, "stageVariables": None,
            "body": body, "isBase64Encoded": False,
        }  # fmt: skip
        event["headers"] |= more.pop("headers", {})
        answer: dict[str, Any] = app(event | more, None)
        return answer

    def sent(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        token = (self.clerk if "/admin/" in path else self.citizen).token
        place = path.replace("{post_id}", self.post_id)
        data = None if body is None else body.encode()
        return send(method, self.citizen.base + place, data, JSON | {"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module")
def people(room: Room, stage_settings: None) -> Iterator[tuple[Client, Client]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(members, "find", functools.cache(members.find))  # the same member, thousands of times
        yield room.citizen("짓궂은 시민"), room.clerk()


@pytest.fixture
def visitor(people: tuple[Client, Client], request: pytest.FixtureRequest) -> Visitor:
    """With a post of their own, that nobody follows: no mail for all that is tried."""
    citizen, clerk = people
    post_id = (complain if "admin" in request.node.name else talk)(citizen)
    citizen.call("DELETE", f"/v1/posts/{post_id}/follow")
    return Visitor(citizen, clerk, post_id)


def filled(body: dict[str, Any], value: str) -> str:
    return json.dumps(body, ensure_ascii=False).replace(json.dumps(HERE), value)


def ours(status: int, body: str) -> bool:
    """Whether an answer is what the room may say: what was asked for, or one error in its one shape."""
    if status < 400:
        return True
    told = json.loads(body)
    return status < 500 and set(told) == {"code", "message", "field"} and bool(told["message"].strip())


def wrong(answers: Iterator[tuple[str, dict[str, Any]]]) -> list[tuple[str, int, str]]:
    return [
        (value[:50], answer["statusCode"], answer["body"][:200])
        for value, answer in answers if not ours(answer["statusCode"], answer["body"])
    ]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body"), BODIES)
def test_no_value_in_a_body_is_our_fault(visitor: Visitor, method: str, path: str, body: dict[str, Any]) -> None:
    assert wrong((v, visitor.called(method, path, filled(body, v))) for v in JSON_TEXTS) == []


@pytest.mark.parametrize(("method", "path", "name"), QUERIES)
def test_no_value_in_a_query_is_our_fault(visitor: Visitor, method: str, path: str, name: str) -> None:
    assert wrong(
        (v, visitor.called(method, path, multiValueQueryStringParameters={name: [v]})) for v in TEXTS
    ) == []  # fmt: skip


@pytest.mark.parametrize(("method", "path"), IDS)
def test_no_id_is_our_fault(visitor: Visitor, method: str, path: str) -> None:
    (name,) = re.findall(r"{(\w+)}", path)
    assert wrong((v, visitor.called(method, path, pathParameters={name: v})) for v in TEXTS) == []


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_is_our_fault(visitor: Visitor, name: str) -> None:
    body = json.dumps(TALK)
    assert wrong((v, visitor.called("POST", "/v1/posts", body, headers={name: v})) for v in TEXTS) == []


def test_no_token_is_our_fault(visitor: Visitor) -> None:
    tokens = [form.format(v) for v in TEXTS for form in ("Bearer {}", "Bearer {}.x", ULID.join(("Bearer ", ".{}")))]
    assert wrong((t, visitor.called("GET", "/v1/members/me", headers={"authorization": t})) for t in tokens) == []


def test_the_deployed_room_says_the_same(visitor: Visitor) -> None:
    asked = [(method, path, filled(body, v)) for v, (method, path, body) in zip(JSON_TEXTS, BODIES * 9, strict=False)]
    asked += [
        (method, f"{path}?{name}={quote(v[:500])}", None if method == "GET" else "{}")
        for v, (method, path, name) in zip(TEXTS, QUERIES * 9, strict=False)
    ]  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda request: visitor.sent(*request), asked))
    assert [(r, a) for r, a in zip(asked, answers, strict=True) if not ours(*a)] == []

"""The API as a document (OpenAPI 3.1), made from the routes and from the very structs that requests are read with."""

import functools
import inspect
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.api.edge import (
    JSON,
    PRIVATE,
    ROUTES,
    WITH_BODY,
    Body,
    Csv,
    Document,
    Html,
    Incoming,
    Query,
    Reader,
    Route,
    Routes,
    WhoReads,
    Writer,
    messages,
    problem,
)
from chalicelib.api.parsing import QUERY_MOST
from chalicelib.api.schemas import REF, Schema, Schemas
from chalicelib.api.shapes import ULID, Problem
from chalicelib.city import City, city
from chalicelib.domain.member import Member
from chalicelib.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    PayloadTooLarge,
    RoomError,
    TooMany,
    Unauthenticated,
    UnsupportedMedia,
)
from chalicelib.settings import settings
from chalicelib.store.ledger import Once

routes = Routes(__name__)

ELSEWHERE = "/open311/"  # has a description of its own, by its own standard
PARTS = re.compile("{(?!device_id|watch_id)\\w+}")  # of a path, all but those that one forgets twice as well as once
# What API Gateway says by itself (infra/api.yaml).
GATEWAY = ("bad_request", "no_such_route", "staff_sign_in_needed", "unavailable")
# Named after the file of the view; staff's are apart.
TAGS = {
    "city": "도시", "figures": "통계", "members": "참여", "posts": "글", "comments": "댓글", "photos": "사진", "reports": "신고",
    "search": "검색", "similar": "비슷한 글", "follows": "따르는 글", "watches": "새 글 알림", "devices": "알림 기기",
    "opendata": "공개 자료", "share": "공유", "openapi": "이 문서", "desk": "직원",
}
SAME = {"casework": "posts", "moderation": "posts", "feed": "opendata", "geojson": "opendata", "bulk": "opendata", "portal": "opendata"}


def _tag(route: Route) -> str:
    module = route.view.__module__.rsplit(".", 1)[-1]
    return "desk" if route.action else SAME.get(module, module)


def _is_member(route: Route) -> bool:
    return bool({Member, Writer} & set(route.takes.values()))


def _writes(route: Route) -> bool:
    return route.method not in ("GET", "HEAD") and (_is_member(route) or route.action is not None)


# When a route may refuse, by what it takes; and what it says then, for example.
REFUSALS: tuple[tuple[RoomError, int, Callable[[Route], bool]], ...] = (
    (InvalidInput("missing_field", "text", name="text"), 400,
     lambda route: bool(_of(route, Body) or _of(route, Query) or Once | None in route.takes.values())),
    (Unauthenticated("token_needed"), 401, lambda route: _is_member(route) or route.action is not None),
    (Forbidden("not_your_post"), 403,
     lambda route: route.action is not None or Writer in route.takes.values() or _writes(route)),
    (NotFound("no_such_post"), 404, lambda route: bool(PARTS.search(route.path))),
    (Conflict("changed_meanwhile"), 409, lambda route: _writes(route)),
    (PayloadTooLarge("body_too_large", None, most=100), 413, lambda route: route.method in WITH_BODY),
    (UnsupportedMedia("json_only", "Content-Type"), 415, lambda route: route.method in WITH_BODY),
    (TooMany("too_many_requests", minutes=12), 429, lambda route: route.rate is not None),
    (RoomError("internal"), 500, lambda route: True),
)


@routes.on("GET", "/v1/openapi.json", cache="public, max-age=60")
def get_openapi(incoming: Incoming) -> dict[str, Any]:
    """This document."""
    return document(city(), settings().site_address)


@functools.cache
def document(room: City, site: str) -> Schema:
    """Of all routes that are registered, for this city at this address."""
    described = [route for route in ROUTES.values() if not route.path.startswith(ELSEWHERE)]
    kinds = [kind for route in described for kind in (*_of(route, Body), route.answer, route.refusal)]
    schemas, paths = Schemas((kind for kind in kinds if kind is not None and not _is_text(kind)), room), Schema()
    schemas.all["Problem"] = _told_of(schemas.all["Problem"])
    for route in described:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{room.name.ko} {room.room.ko}", "version": "1.0.0", "description": _about(room),
            "contact": {"name": room.name.ko, "url": room.website or site},
        },
        "servers": [{"url": site}],
        "tags": [{"name": name, "description": about} for name, about in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": schemas.all, "examples": schemas.examples, "securitySchemes": SCHEMES, "parameters": PARAMETERS,
            "responses": {_name(status): _refusal(error, status) for error, status, _ in REFUSALS},
        },
    }


SCHEMES: Schema = {
    "member": {"type": "http", "scheme": "bearer", "description": "`POST /v1/members`가 한 번 알려 주는 토큰. The token that joining gives, once."},
    "staff": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "직원 로그인의 ID 토큰. The id token of the staff's sign-in."},
}
PARAMETERS: Schema = {
    "Language": {
        "name": "Accept-Language", "in": "header", "schema": {"type": "string"}, "example": "en",
        "description": "오류의 말: ko(기본) 또는 en. The language of errors.",
    },
    "Once": {
        "name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "pattern": "^[!-~]{1,100}$"},
        "example": "walk-2026-11-24-1",
        "description": "같은 열쇠로 다시 보낸 같은 요청은 처음 답을 그대로 받는다. The same request again, with the same key, gets the first answer.",
    },
}


def _operation(route: Route, schemas: Schemas) -> Schema:
    summary, about = _said(route)
    return {
        "operationId": route.view.__name__ + ("_head" if route.method == "HEAD" else ""), "summary": summary,
        "description": about, "tags": [_tag(route)], "security": _security(route),
        "parameters": [*_parameters(route, schemas)], "responses": _responses(route, schemas),
    } | ({"requestBody": _body(route, schemas)} if route.method in WITH_BODY else {})


def _parameters(route: Route, schemas: Schemas) -> Iterator[Schema]:
    for part in re.findall(r"{\w+}", route.path):
        bound = {"pattern": ULID} if PARTS.match(part) else {"minLength": 1}
        yield {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"} | bound}
    for name, needed, schema in (field for shape in _of(route, Query) for field in schemas.fields(shape)):
        bound = {"maxLength": QUERY_MOST} if schema.get("type") == "string" else {}
        yield {"name": name, "in": "query", "required": needed, "schema": bound | schema}
    yield {"$ref": "#/components/parameters/Language"}
    if Once | None in route.takes.values():
        yield {"$ref": "#/components/parameters/Once"}


def _body(route: Route, schemas: Schemas) -> Schema:
    for shape in _of(route, Body):
        return {"required": True, "content": {JSON: schemas.media(shape)}}
    return {"required": False, "content": {kind: {"schema": {}} for kind in route.kinds}}  # it is not looked at


def _responses(route: Route, schemas: Schemas) -> Schema:
    good: Schema = {"description": HTTPStatus(route.status).phrase, "headers": {"Cache-Control": _header(route.cache)}}
    answers = {str(route.status): good} | {str(status): _refused(status, route, schemas) for _, status, may in REFUSALS if may(route)}
    if route.answer is not None:
        good["content"] = _content(route.answer, schemas)
    if route.answer is Csv or route.paged:
        good["headers"]["Link"] = _header(f'<{route.path}?month=2026-11&cursor=…>; rel="next"')
    if route.cache != PRIVATE:
        good["headers"]["ETag"] = _header('"3f9c0b6a1d2e4f508172"')
        answers["304"] = {"description": "Not Modified"}
    if route.answer is Html:
        answers["404"] = good | {"description": "Not Found"}
    if route.method == "HEAD":
        return {status: {"description": HTTPStatus(int(status)).phrase} for status in answers}
    return answers


def _refused(status: int, route: Route, schemas: Schemas) -> Schema:
    if route.refusal is Problem:
        return {"$ref": f"#/components/responses/{_name(status)}"}
    return {"description": HTTPStatus(status).phrase, "content": _content(route.refusal, schemas)}


def _content(answer: Any, schemas: Schemas) -> Schema:
    """By each kind of media, that of JSON with its fields."""
    if _is_text(answer):
        return {_media(answer): {"schema": {"type": "string"}}}
    others = getattr(answer, "media_types", ())[1:]
    return {_media(answer): schemas.media(answer, whole=True)} | {kind: {"schema": {"type": "string"}} for kind in others}


def _of(route: Route, base: type) -> tuple[Any, ...]:
    return tuple(kind for kind in route.takes.values() if isinstance(kind, type) and issubclass(kind, base))


@functools.cache
def _titles() -> Mapping[str, str]:
    """In Korean, by the name of the view."""
    return tomllib.loads((Path(__file__).parents[1] / "operations.toml").read_text("utf-8"))


def _said(route: Route) -> tuple[str, str]:
    """Its title with the first sentence of what a view says of itself; and the rest of that, with what its query says."""
    first, _, rest = (inspect.getdoc(route.view) or "").replace("\n", " ").partition(". ")
    about = [rest.strip(), *(inspect.getdoc(shape) or "" for shape in _of(route, Query) if shape.__doc__)]
    title = " · ".join(filter(None, (_titles().get(route.view.__name__), first.rstrip("."))))
    return title, "\n\n".join(filter(None, about))


def _is_text(answer: Any) -> bool:
    return isinstance(answer, type) and issubclass(answer, Html | Csv | Document)


def _media(kind: Any) -> str:
    return {Html: "text/html", Csv: "text/csv"}.get(kind) or str(getattr(kind, "media_type", JSON))


def _security(route: Route) -> list[Schema]:
    if route.action:
        return [{"staff": []}]
    if _is_member(route):
        return [{"member": []}]
    return [{}, {"member": []}] if {Reader | None, WhoReads} & set(route.takes.values()) else []


def _told_of(problem: Schema) -> Schema:
    """With all codes of errors; they are stable, so a program may go by them."""
    rows = "\n".join(f"| `{code}` | {words.ko} |" for code, words in messages().items())
    about = f"모든 오류의 모양입니다. `code`는 바뀌지 않고, `field`는 잘못된 항목입니다.\n\n| code | 뜻 |\n|---|---|\n{rows}"
    code = {"type": "string", "enum": [*messages(), *GATEWAY], "examples": ["no_such_post"]}
    return problem | {"description": about, "properties": problem["properties"] | {"code": code}}


def _refusal(error: RoomError, status: int) -> Schema:
    example = msgspec.to_builtins(problem(error, "ko"))
    content = {JSON: {"schema": {"$ref": REF.format(name="Problem")}, "example": example}}
    waits = {"headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "초. Seconds."}}} if status == 429 else {}
    return {"description": HTTPStatus(status).phrase, "content": content} | waits


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "")


def _header(example: str) -> Schema:
    return {"schema": {"type": "string"}, "example": example}


def _about(room: City) -> str:
    rates = "\n".join(f"| {ACTIONS[one.action]} | {BY[one.by]} | {one.hours}시간에 {one.most}번 |" for one in room.rates if one.action in ACTIONS)
    return ABOUT.format(room=room.room.ko, languages=", ".join(room.languages), rates=rates)


ACTIONS = {"join": "참여", "post": "글", "comment": "댓글", "upload": "사진", "report": "신고", "mail": "확인 메일", "similar": "비슷한 글 찾기"}
BY = {"member": "한 사람", "address": "한 주소", "mailbox": "한 메일 주소"}
ABOUT = """{room}에서 하는 모든 일을 이 API로 할 수 있습니다. 읽는 것은 누구나, 쓰는 것은 닉네임으로 참여해 받은 토큰으로 합니다.

- 보내는 것과 받는 것은 JSON(UTF-8)이고, 시각은 시간대가 있는 ISO 8601입니다.
- 없는 항목을 보내면 오류입니다. 답에는 항목이 더 생길 수 있습니다.
- 주소에 넣은 빈 값은 넣지 않은 것과 같습니다.
- 목록은 `cursor`로 이어 읽습니다. 커서는 같은 물음에만 쓸 수 있습니다.
- 오류는 모두 `Problem`입니다. 오류의 말은 `Accept-Language`를 따릅니다: {languages}.
- 짧은 시간에 너무 여러 번 하면 429로 답하고 `Retry-After`에 기다릴 초를 적습니다.

| 하는 일 | 세는 것 | 한도 |
|---|---|---|
{rates}

Open311은 `/open311/v2/`에 있습니다. 이 문서가 아니라 표준 [GeoReport v2](https://wiki.open311.org/GeoReport_v2/)와 \
[discovery](/open311/v2/discovery.json)가 설명하고, 표준 밖의 것은 README의 "Open311"에 있습니다.
"""

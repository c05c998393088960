"""Where HTTP ends: bodies become structs, tokens become members, errors become answers."""

import functools
import hashlib
import hmac
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Annotated, Any, ClassVar, Generic, NewType, TypeVar, get_args, get_origin
from urllib.parse import parse_qs

import msgspec
from chalice import Blueprint, Chalice, CognitoUserPoolAuthorizer, Response
from chalice.app import Request

from chalicelib import clock
from chalicelib.api import parsing
from chalicelib.api.shapes import Problem
from chalicelib.city import Words, city
from chalicelib.domain import ids
from chalicelib.domain.clerk import RIGHTS, Clerk
from chalicelib.domain.member import Member, owner_of, prove
from chalicelib.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    PayloadTooLarge,
    RoomError,
    StaleRead,
    TooMany,
    Unauthenticated,
    UnsupportedMedia,
)
from chalicelib.settings import settings
from chalicelib.store import ledger, members, rates
from chalicelib.store.ledger import Once
from chalicelib.telemetry import log, of_request

Parsed = TypeVar("Parsed")
View = Callable[..., Any]

STATUS: Mapping[type[RoomError], int] = {
    InvalidInput: 400, Unauthenticated: 401, Forbidden: 403, NotFound: 404, Conflict: 409, StaleRead: 409,
    PayloadTooLarge: 413, UnsupportedMedia: 415, TooMany: 429,
}
BODY_MOST = 100_000  # bytes: 5,000 characters, each escaped as \uXXXX twice (an emoji), and as much again for the rest
FIELDS_MOST = 200  # of a form
JSON = "application/json"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")  # RFC 8058 prefers the first
WITH_BODY = ("POST", "PATCH")
FOR_CLIENTS = ("/v1/photos",)  # what an api_key is good for beside Open311
PRIVATE = "private, no-store"
# What all may read: the CDN asks the room once in some seconds, however many read it. No browser keeps it, so a reader
# who writes sees it at once: with a token nothing is shared.
SHARED = "public, max-age=0, s-maxage=5, stale-while-revalidate=30"
# What Chalice answers by itself, before a view is reached.
CHALICE_CODES = {"UnsupportedMediaType": UnsupportedMedia("json_only", "Content-Type")}


staff = CognitoUserPoolAuthorizer(
    "staff", provider_arns=["arn:aws:cognito-idp:ap-northeast-2:000000000000:userpool/set-by-infra"])


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sent; a field that nobody knows is an error."""


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked behind the `?`, likewise; an empty parameter is an absent one."""


Asked = TypeVar("Asked", bound=Query)


class Incoming:
    """A request as the views see it."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._headers = request.headers

    def take(self, kind: Any) -> Any:
        """What a view asks for by the annotation of a parameter."""
        if kind in GIVEN:
            return GIVEN[kind](self)
        return self.asked(kind) if issubclass(kind, Query) else self.body(kind)

    @property
    def language(self) -> str:
        return language_of(self._headers.get("accept-language", ""))

    def has(self, tag: str) -> bool:
        """Whether who asks keeps this version; the CDN marks as weak what it compresses."""
        return tag in self._headers.get("if-none-match", "")

    def asked(self, shape: type[Asked]) -> Asked:
        return parsing.asked(self._request.query_params or {}, shape)

    def every(self) -> dict[str, list[str]]:
        """The query string as it is, each name with all that was sent under it."""
        sent = self._request.query_params
        return {name: sent.getlist(name) for name in sent} if sent else {}

    def form(self) -> dict[str, list[str]]:
        """The body as one, likewise."""
        kind = self._headers.get("content-type", FORMS[1]).partition(";")[0].strip().lower()
        if kind != FORMS[1]:
            raise UnsupportedMedia("form_only", "Content-Type")
        try:
            return parse_qs(self.raw().decode(), max_num_fields=FIELDS_MOST)
        except ValueError as error:
            raise InvalidInput("malformed_form", None) from error

    def raw(self) -> bytes:
        raw = self._request.raw_body
        body = raw if isinstance(raw, bytes) else raw.encode()
        if len(body) > BODY_MOST:
            raise PayloadTooLarge("body_too_large", None, most=BODY_MOST // 1000)
        return body

    def body(self, shape: type[Parsed]) -> Parsed:
        return parsing.sent(self.raw(), shape)

    def bearer(self) -> str | None:
        kind, _, token = self._headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" and token.strip() else None

    def token(self) -> str:
        token = self.bearer()
        if token is None:
            raise Unauthenticated("token_needed", None)
        return token

    def member(self) -> Member:
        if self._member.kind == "client" and self._request.path not in FOR_CLIENTS:
            raise Forbidden("open311_alone", None)
        return self._member

    @functools.cached_property
    def _member(self) -> Member:
        token = self.token()
        found = members.find(owner) if ids.is_ulid(owner := owner_of(token)) else None
        return prove(found, token)

    def reader(self) -> Member | None:
        """Reading is free to all, so a token that is no longer good makes a reader anonymous, not unwelcome."""
        try:
            return self._member
        except Unauthenticated:
            return None

    def writer(self) -> Member:
        """A member who may write; one whom the complaint team has barred for a time may read on."""
        found = self.member()
        if found.blocked_until and found.blocked_until > clock.now():
            raise Forbidden("member_blocked", None, until=f"{found.blocked_until.astimezone(city().zone):%Y-%m-%d %H:%M}")
        return found

    def spend(self, action: str, member: Member | None = None, once: Once | None = None, *, mailbox: str | None = None) -> bool:
        """Counts what is about to be done against the profile's rates; False for what repeats a request."""
        if ledger.answer(once) is not None:
            return False
        now = clock.now()
        for rate in city().rates:
            who = self._counted(rate.by, member, mailbox, now) if rate.action == action else None
            if who and (until := rates.spend(f"{action}#{rate.by}#{who}", rate.most, rate.hours, now)):
                raise TooMany("too_many_requests", minutes=ceil((until - now) / timedelta(minutes=1)))
        return True

    def _counted(self, by: str, member: Member | None, mailbox: str | None, now: datetime) -> str | None:
        """Whom a rate counts; None where the request has none such."""
        if by == "member":
            return member.member_id if member else None
        known = mailbox if by == "mailbox" else self.address()
        return rates.pseudonym(known, now) if known else None

    def address(self) -> str:
        """Where the request comes from: the CDN writes its viewer behind what that claims to be, then API Gateway the CDN."""
        passed = [one.strip() for one in self._headers.get("x-forwarded-for", "").split(",")]
        by_cdn = hmac.compare_digest(self._headers.get("x-room-key", "").encode(), settings().edge_key.encode())
        return passed[-2] if by_cdn and len(passed) > 1 else str(self._request.context["identity"]["sourceIp"])

    def clerk(self) -> Clerk:
        """From the claims that API Gateway has verified; the local cloud writes groups as [a b], AWS as a,b."""
        claims = self._request.context["authorizer"]["claims"]
        groups = frozenset(re.findall(r"[^\s,\[\]]+", claims.get("cognito:groups", "")))
        if not groups:
            raise Forbidden("no_group", None)
        return Clerk(claims["sub"], groups, claims.get("name"))

    def own_once(self) -> Once | None:
        """Of the clerk on the desk's routes, of the member on all others."""
        return self.once(self.clerk().staff_id if self._request.context.get("authorizer") else self.member().member_id)

    def once(self, scope: str) -> Once | None:
        key = self._headers.get("idempotency-key")
        if key is None:
            return None
        if not re.fullmatch(r"[!-~]{1,100}", key):
            raise InvalidInput("bad_idempotency_key", "Idempotency-Key")
        expires_at = clock.now() + timedelta(hours=city().limits.idempotency_hours)
        path = self._request.path.format_map(self._request.uri_params or {})  # Chalice's own has the names of its parts
        return Once(scope, key, ids.fingerprint(f"{self._request.method} {path}\n".encode() + self.raw()), expires_at)


Writer = NewType("Writer", Member)  # one who may write
Reader = NewType("Reader", Member)  # whoever shows a token that is good
WhoReads = Callable[[], Member | None]  # likewise, looked up only when it matters
# What a view may ask for beside a Body, a Query and the parts of its path.
GIVEN: Mapping[Any, Callable[[Incoming], Any]] = {
    Member: Incoming.member, Writer: Incoming.writer, Reader | None: Incoming.reader, Clerk: Incoming.clerk,
    Once | None: Incoming.own_once, WhoReads: lambda incoming: incoming.reader,
}


class Html(msgspec.Struct, frozen=True):
    """A whole document, for those who do not speak JSON."""

    text: str
    status: int = 200


class Csv(msgspec.Struct, frozen=True):
    """A table for a spreadsheet program, to be kept as a file; `more` is the address of what follows."""

    text: str
    name: str
    more: str | None = None


class Document(msgspec.Struct, frozen=True):
    """Another form than JSON; its class names it."""

    media_type: ClassVar[str]
    text: str


class Paged(msgspec.Struct, Generic[Parsed], frozen=True):
    """A part of what is long; `more` is the address of what follows, for the Link header (RFC 8288)."""

    told: Parsed
    more: str | None


@dataclass(frozen=True)
class Route:
    """What a view says of itself; the document of the API is made from it. `takes` are the annotations of its parameters."""

    method: str
    path: str
    view: View
    status: int
    kinds: tuple[str, ...]
    cache: str
    action: str | None
    rate: str | None
    takes: Mapping[str, Any]
    refused: "Refused"

    @property
    def answer(self) -> Any:
        told = self.view.__annotations__["return"]
        return get_args(told)[0] if self.paged else _shape(told)

    @property
    def refusal(self) -> Any:
        return _shape(self.refused.__annotations__["return"])

    @property
    def paged(self) -> bool:
        origin: Any = get_origin(self.view.__annotations__["return"])
        return origin is Paged


def _shape(told: Any) -> Any:
    """Of a Response that a view writes itself, what is in it: Annotated[Response, shape]."""
    return told.__metadata__[0] if hasattr(told, "__metadata__") else told


ROUTES: dict[tuple[str, str], Route] = {}  # by method and path


class Routes(Blueprint):
    """A Blueprint whose views say by their annotations what they take, and answer a struct, which becomes JSON, or Html.

    An Incoming and the parts of the path come as they are; a Body decoded, a Query too, and what GIVEN has by its table,
    each in the order of the parameters.
    """

    def on(self, method: str, path: str, *, status: int = 200, kinds: tuple[str, ...] = (JSON,), cache: str = PRIVATE,
           action: str | None = None, rate: str | None = None, refused: "Refused | None" = None) -> Callable[[View], View]:
        """A route with an `action` is the desk's: API Gateway checks the token, and the table of rights the groups.
        `rate` is that of the profile which its view spends; `refused` says an error in another form than the room's."""
        assert action is None or action in RIGHTS  # noqa: S101 - a slip of whoever writes a route

        def register(view: View) -> View:
            takes = dict(_takes(view))
            ROUTES[method, path] = found = Route(method, path, view, status, kinds, cache, action, rate, takes, refused or _refused)

            @functools.wraps(view)
            def answer(**path_parts: str) -> Response:
                with log.append_context_keys(**{name: part for name, part in path_parts.items() if ids.is_ulid(part)}):
                    return _answered(found, Incoming(self.current_request), path_parts)

            route: Callable[[View], View] = self.route(
                path, methods=[method], content_types=list(kinds) if method in WITH_BODY else [],
                authorizer=staff if action else None)
            return route(answer)

        return register


class Room(Chalice):
    """Chalice whose own refusals have the room's shape."""

    def __call__(self, event: Any, context: Any) -> Any:
        with of_request(context):
            answer = super().__call__(event, context)
        if answer["statusCode"] < 400 or not answer["body"].startswith('{"Code"'):
            return answer
        error = CHALICE_CODES.get(msgspec.json.decode(answer["body"])["Code"])
        accepts = {k.lower(): v for k, v in (event.get("headers") or {}).items()}.get("accept-language", "")
        body = problem(error or RoomError("internal"), language_of(accepts))
        return answer | {"body": msgspec.json.encode(body).decode()}


def _takes(view: View) -> Iterator[tuple[str, Any]]:
    for name, kind in view.__annotations__.items():
        if name != "return" and kind not in (Incoming, str):
            assert kind in GIVEN or issubclass(kind, Body | Query)  # noqa: S101 - likewise
            yield name, kind


def _answered(route: Route, incoming: Incoming, path_parts: dict[str, str]) -> Response:
    try:
        if route.action:
            incoming.clerk().require(route.action)
        given = {name: incoming.take(kind) for name, kind in route.takes.items()}
        body = route.view(incoming, **path_parts, **given)
    except RoomError as error:
        return route.refused(error, incoming)
    except Exception:
        log.exception("a view failed")
        return route.refused(RoomError("internal"), incoming)
    status, cache = route.status, route.cache
    if cache == SHARED and (incoming.bearer() or "code" in incoming.every()):
        cache = PRIVATE
    answer = _written(body, status, cache)
    return answer if cache == PRIVATE else _shared(answer, incoming)


Refused = Callable[[RoomError, Incoming], Response]


def _refused(error: RoomError, incoming: Incoming) -> Annotated[Response, Problem]:
    code = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    answer = _response(problem(error, incoming.language), code, PRIVATE)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.minutes * 60)
    return answer


def _written(body: Any, status: int, cache: str) -> Response:
    if isinstance(body, Html):
        return Response(body.text, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": cache}, body.status)
    if isinstance(body, Csv):
        return Response(body.text, _csv_headers(body, cache), status)
    if isinstance(body, Document):
        return Response(body.text, {"Content-Type": f"{body.media_type}; charset=utf-8", "Cache-Control": cache}, status)
    if isinstance(body, Paged):
        answer = _response(body.told, status, cache)
        answer.headers.update(_next(body.more))
        return answer
    return body if isinstance(body, Response) else _response(body, status, cache)


def _shared(answer: Response, incoming: Incoming) -> Response:
    """What all may read, pages of other sites may read too; and whoever has it already is told so (RFC 9110, 13.1.2)."""
    tag = f'"{hashlib.sha256(answer.body.encode()).hexdigest()[:20]}"'
    answer.headers.update({"ETag": tag, "Access-Control-Allow-Origin": "*"})
    return Response("", answer.headers, 304) if incoming.has(tag) else answer


def _next(address: str | None) -> dict[str, str]:
    return {"Link": f'<{address}>; rel="next"'} if address else {}


def _csv_headers(table: Csv, cache: str) -> dict[str, str | list[str]]:
    headers: dict[str, str | list[str]] = {
        "Content-Type": "text/csv; charset=utf-8", "Cache-Control": cache,
        "Content-Disposition": f'attachment; filename="{table.name}"',
    }
    return headers | _next(table.more)


def _response(body: Any, status: int, cache: str) -> Response:
    kind = getattr(body, "media_type", JSON)
    headers: dict[str, str | list[str]] = {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": cache, "Vary": "Authorization, Accept-Language"}
    return Response("" if body is None else msgspec.json.encode(body).decode(), headers, status)


def problem(error: RoomError, language: str) -> Problem:
    words = messages().get(error.code) or messages()["internal"]
    spoken = {k: v.in_(language) if isinstance(v, Words) else v for k, v in error.params.items()}
    return Problem(error.code, words.in_(language).format_map(_Given(spoken)), error.field)


class _Given(dict[str, Any]):
    """A message may never fail for want of a placeholder."""

    def __missing__(self, key: str) -> str:
        return ""


@functools.cache
def messages() -> Mapping[str, Words]:
    """Read when the first error is to be told: most requests never need them."""
    table = tomllib.loads((Path(__file__).parents[1] / "messages.toml").read_text("utf-8"))
    return {code: msgspec.convert(words, Words) for code, words in table.items()}


def language_of(accepts: str) -> str:
    """The first of the room's languages in order of the reader's liking (RFC 9110, 12.5.4)."""
    known, weighed = city().languages, []
    for part in accepts.split(","):
        tag, _, quality = re.sub(r"\s", "", part.lower()).partition(";q=")
        weighed.append((_number(quality) if quality else 1.0, tag.partition("-")[0]))
    liked = [tag for quality, tag in sorted(weighed, key=lambda row: -row[0]) if quality > 0 and tag in known]
    return liked[0] if liked else known[0]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0

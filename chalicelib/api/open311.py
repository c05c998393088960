"""Open311 GeoReport v2, as the standard has it; who writes has an api_key. README, "Open311"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalice import Blueprint, Response

from chalicelib import clock
from chalicelib.api import open311_shapes as shapes
from chalicelib.api import open311_views as views
from chalicelib.api.edge import PRIVATE, SHARED, STATUS, Incoming, problem
from chalicelib.api.formats import ANSWER_MOST, FORMATS, size
from chalicelib.api.posts import next_number, said_often
from chalicelib.city import city
from chalicelib.domain import guard, handling, ids, open311, posting
from chalicelib.domain.change import Change, received
from chalicelib.domain.member import Member, owner_of, prove, secret_hash
from chalicelib.domain.open311 import Fields
from chalicelib.domain.post import Post
from chalicelib.errors import Forbidden, InvalidInput, NotFound, RoomError, TooMany, Unauthenticated
from chalicelib.settings import settings
from chalicelib.store import comments, ledger, members, posts
from chalicelib.store.ledger import Once
from chalicelib.telemetry import count, log

routes = Blueprint(__name__)

View = Callable[..., Any]  # of an Incoming, its Fields and, where the path names one thing, its name

NOTES = 100
CODES = {401: 403}  # ["403 for errors because of wrong or missing api_key"]


def on(method: str, path: str, root: str, *, status: int = 200) -> Callable[[View], View]:
    """In each format. API Gateway takes a part of a path whole, so what ends in a name has its format cut off here."""

    def register(view: View) -> View:
        for verb in ("GET", "HEAD") if method == "GET" else (method,):
            if path.endswith("{part}"):
                routes.route(path, methods=[verb], content_types=[])(_named(view, root, status))
            else:
                for form in FORMATS:
                    routes.route(f"{path}.{form}", methods=[verb], content_types=[])(_listed(view, root, status, form))
        return view

    return register


def _listed(view: View, root: str, status: int, form: str) -> View:
    def answer() -> Response:
        return _answered(view, Incoming(routes.current_request), root, status, form)

    return answer


def _named(view: View, root: str, status: int) -> View:
    def answer(part: str) -> Response:
        name, _, form = part.rpartition(".")
        return _answered(view, Incoming(routes.current_request), root, status, form, name)

    return answer


def _answered(view: View, incoming: Incoming, root: str, status: int, form: str, *name: str) -> Response:
    try:
        if form not in FORMATS:
            raise NotFound("unknown_format", None, known=", ".join(FORMATS))
        fields = Fields(incoming.every())
        open311.check_jurisdiction(fields.one("jurisdiction_id"), city())
        whole = bool(fields.one("page") or fields.one("page_size"))
        return _response(form, root, view(incoming, fields, *name), status, SHARED if status == 200 else PRIVATE, whole=whole)
    except RoomError as error:
        return _refused(error, incoming.language, form)
    except Exception:
        log.exception("a view failed")
        return _refused(RoomError("internal"), incoming.language, form)


def _response(form: str, root: str, body: Any, status: int, cache: str, *, whole: bool = True) -> Response:
    """A list has as many rows as one answer holds; who names a page's size is told if it is too long."""
    kind, written = FORMATS[form]
    while (bytes_ := size(text := written(root, body))) > ANSWER_MOST:
        if whole or not isinstance(body, list):
            raise InvalidInput("answer_too_large", "page_size")
        body = body[:len(body) * ANSWER_MOST // bytes_]
    return Response(text, {
        "Content-Type": kind, "Cache-Control": cache, "Vary": "Accept-Language", "Access-Control-Allow-Origin": "*"}, status)


def _refused(error: RoomError, language: str, form: str) -> Response:
    """["404 for resources that don't exist, 403 for errors because of wrong or missing api_key and basically 400 for any
    other error"]; the code in the body is finer, the words are those of the room."""
    told = problem(error, language)
    code = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    code = CODES.get(code, code)
    field = open311.SENT_AS.get(told.field or "", told.field)
    words = f"{field}: {told.message}" if field else told.message
    answer = _response(
        form if form in FORMATS else "xml", "errors", [shapes.Error(str(code), words)],
        code if code in (403, 404, 500) else 400, PRIVATE)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.minutes * 60)
    return answer


@on("GET", "/open311/v2/{part}", "errors")
@on("POST", "/open311/v2/{part}", "errors")
def refuse(incoming: Incoming, fields: Fields, name: str) -> None:
    """Without a format, or with one that there is not, that is what is told."""
    raise NotFound("no_such_endpoint", None)


for name in ("services", "requests", "tokens"):  # API Gateway knows these by what lies below them
    routes.route(f"/open311/v2/{name}", methods=["GET", "POST"], content_types=[])(_listed(refuse, "errors", 200, ""))


# Services


@on("GET", "/open311/v2/discovery", "discovery")
def discover(incoming: Incoming, fields: Fields) -> shapes.Discovery:
    return views.discovery(incoming.language)


@on("GET", "/open311/v2/services", "services")
def list_services(incoming: Incoming, fields: Fields) -> list[shapes.Service]:
    return [views.service(one, incoming.language) for one in city().categories]


@on("GET", "/open311/v2/services/{part}", "service_definition")
def define_service(incoming: Incoming, fields: Fields, code: str) -> shapes.ServiceDefinition:
    return views.definition(open311.service(code, city()), incoming.language)


# Requests, read


@on("GET", "/open311/v2/requests", "service_requests")
def list_requests(incoming: Incoming, fields: Fields) -> list[shapes.Request]:
    wish = open311.wish(fields, city(), clock.now())
    found, clients = _by_id(wish.ids) if wish.ids else _wished(wish), _clients(fields)
    return [views.request(post, incoming.language, clients=clients) for post in found]


@on("GET", "/open311/v2/requests/{part}", "service_requests")
def get_request(incoming: Incoming, fields: Fields, request_id: str) -> list[shapes.Request]:
    post, clients = _request(request_id), _clients(fields)
    if clients is None:
        return [views.request(post, incoming.language)]
    notes = [one for one in comments.thread(post.post_id, NOTES).comments if open311.is_told(one, post)]
    return [views.request(post, incoming.language, clients=clients, notes=notes)]


@on("GET", "/open311/v2/tokens/{part}", "service_requests")
def resolve_token(incoming: Incoming, fields: Fields, token: str) -> list[shapes.Token]:
    """Requests have their ids at once, so nobody needs a token; the receipt number that people hold is good for one."""
    known = ledger.numbered(token) if re.fullmatch("[A-Z]{1,4}-[0-9]{4}-[0-9]{6,12}", token, re.ASCII) else token
    try:
        return [shapes.Token(_request(known or "").post_id, token)]
    except NotFound:
        raise NotFound("unknown_token", "token") from None


def _clients(fields: Fields) -> Mapping[str, str] | None:
    """Their names by their ids, where extensions are asked for."""
    return {one.member_id: one.nickname for one in members.clients()} if fields.one("extensions") == "true" else None


def _request(request_id: str, client: Member | None = None) -> Post:
    found = posts.get(request_id) if ids.is_ulid(request_id) else None
    if found is None or not (open311.may_update(client, found) if client else open311.is_request(found)):
        raise NotFound("no_such_post", "service_request_id")
    return found


def _by_id(request_ids: tuple[str, ...]) -> list[Post]:
    return [post for post in posts.several(filter(ids.is_ulid, request_ids)) if open311.is_request(post)]


def _wished(wish: open311.Wish) -> list[Post]:
    """Counted from the first, for a page's number says nothing of where it lies. What was withdrawn tells nobody where it was."""
    near = wish.near
    wanted = posts.Wanted(
        since=wish.since, until=wish.until, updated_since=wish.updated_since, updated_until=wish.updated_until,
        categories=wish.services, statuses=wish.statuses, complaints=not wish.statuses, bounds=near.box if near else None,
        withdrawn=near is None)
    found = posts.numbered(wanted, wish.skipped, wish.size, within=near.holds if near else None)
    if found is None:
        raise InvalidInput("too_much_to_look_through", "start_date" if wish.since else "updated_after")
    return found[0]


# Requests, sent


@on("POST", "/open311/v2/requests", "service_requests", status=201)
def add_request(incoming: Incoming, fields: Fields) -> list[shapes.Taken]:
    """The same way as every post: checked, masked, given a number, routed."""
    fields, now = _form(incoming, fields), clock.now()
    client, profile = _client(fields, now), city()
    photos, links = open311.media(fields, settings().site_address, profile)
    draft, given = open311.new_post(fields, client.nickname, photos, links, profile)
    post_id, once = clock.new_id(now), incoming.once(client.member_id) or _same(client, fields.print_of("request"), now)
    hidden = secret_hash(ids.lookup_code(fields.needed("api_key"), post_id))
    post = posting.compose(draft, client, profile, post_id=post_id, lookup_hash=hidden, now=now)
    post = replace(post, attributes=open311.public(given, post.tag, profile))
    if incoming.spend("open311", client, once) and said_often(open311.words_and_place(post), client, now):
        post = guard.hold(post, "repeated", now)
    if ledger.answer(once) is None:
        post = replace(post, receipt_number=next_number(now))
    added = posts.add(post, received(post), once, posting.kept(draft, post, profile))
    if added.post_id == post_id:
        count("PostsAccepted")
    return [shapes.Taken(added.post_id, open311.notice(added, profile, incoming.language), None)]


def _form(incoming: Incoming, fields: Fields) -> Fields:
    found = Fields.form(fields.sent, incoming.form())
    open311.check_jurisdiction(found.one("jurisdiction_id"), city())
    return found


def _client(fields: Fields, now: datetime) -> Member:
    key = fields.one("api_key")
    if key is None:
        raise Unauthenticated("api_key_needed", "api_key")
    try:
        owner = owner_of(key)
        client = prove(members.find(owner) if ids.is_ulid(owner) else None, key)
    except Unauthenticated:
        raise Unauthenticated("bad_api_key", "api_key") from None
    if client.kind != "client" or (client.blocked_until and client.blocked_until > now):
        raise Forbidden("bad_api_key", "api_key")
    return client


def _same(client: Member, print_: str, now: datetime) -> Once:
    """Clients know no Idempotency-Key: what is sent again within half of the time that one is good for is the same, within
    the whole it may be."""
    kept = timedelta(hours=city().limits.idempotency_hours)
    number = now.timestamp() // (kept / 2).total_seconds()
    this, before = (Once(client.member_id, f"same-{print_}-{one:.0f}", print_, now + kept) for one in (number, number - 1))
    return before if ledger.answer(before) else this


# Updates, FixMyStreet's extension


@on("GET", "/open311/v2/servicerequestupdates", "service_request_updates")
def list_updates(incoming: Incoming, fields: Fields) -> list[shapes.Update]:
    """Oldest first; who has a thousand asks on from the time of the last."""
    since, until = open311.period(fields.time("start_date"), fields.time("end_date"), clock.now())
    said = comments.of_the_city(since, until, open311.ROWS)
    known = {post.post_id: post for post in posts.several({one.post_id for one in said})}
    return [views.update(one, post) for one in said if (post := known.get(one.post_id)) and open311.is_told(one, post)]


@on("POST", "/open311/v2/servicerequestupdates", "service_request_updates", status=201)
def add_update(incoming: Incoming, fields: Fields) -> list[shapes.TakenUpdate]:
    """A comment in the client's name. Where a request stands is the city's to say, so a status that comes with it is not taken."""
    fields, now = _form(incoming, fields), clock.now()
    client, profile = _client(fields, now), city()
    photos, links = open311.media(fields, settings().site_address, profile)
    text = posting.check_comment(open311.update_text(fields, photos, links, profile), profile)
    post, comment_id = _request(fields.needed("service_request_id"), client), clock.new_id(now)
    once = incoming.once(client.member_id) or _update_once(client, fields, post, now)
    repeats = incoming.spend("open311", client, once) and said_often(f"{text} {post.post_id}", client, now)

    def decide(current: Post) -> Change:
        said = handling.comment(current, client, text, posting.check_photos(photos, profile), profile, now, comment_id)
        return guard.guarded(said, profile, client, repeats=repeats)

    posts.change(post.post_id, decide, once)
    return [shapes.TakenUpdate(ledger.answer(once) or comment_id)]


def _update_once(client: Member, fields: Fields, post: Post, now: datetime) -> Once:
    """The client's own number of its update is worth more than its words."""
    own = fields.one("update_id") or fields.one("update_id_ext")
    if own is None:
        return _same(client, fields.print_of("update"), now)
    print_ = ids.fingerprint(f"update {post.post_id} {own}".encode())
    return Once(client.member_id, f"update-{print_}", print_, now + timedelta(hours=city().limits.idempotency_hours))

"""From what the room knows to what Open311's clients read."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import UNSET

from chalicelib.api import open311_shapes as shapes
from chalicelib.city import Category, City, city
from chalicelib.domain import open311
from chalicelib.domain.merging import target_of
from chalicelib.domain.post import Comment, Photo, Post
from chalicelib.domain.status import STATUSES
from chalicelib.settings import settings
from chalicelib.store.aws import SIDES, rendition_key

CHANGESET = "2026-11-28T00:00:00+09:00"  # of this API
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def discovery(language: str) -> shapes.Discovery:
    profile, stage = city(), settings().stage
    endpoint = shapes.Endpoint(
        SPECIFICATION, f"{settings().site_address}/open311/v2", CHANGESET, "production" if stage == "prod" else "test",
        ["text/xml", "application/json"])
    whom = f"{profile.name.in_(language)} {profile.room.in_(language)}, {profile.switchboard}"
    return shapes.Discovery(CHANGESET, whom, open311.KEYS.in_(language).format(phone=profile.switchboard), [endpoint])


def service(found: Category, language: str) -> shapes.Service:
    profile = city()
    group = next((one.name.in_(language) for one in profile.groups if one.code == found.group), None)
    return shapes.Service(
        found.code, found.name.in_(language), open311.service_text(found, profile, language), bool(found.attributes), "realtime",
        ", ".join(open311.keywords(found)), group)


def definition(found: Category, language: str) -> shapes.ServiceDefinition:
    return shapes.ServiceDefinition(found.code, [
        shapes.Attribute(
            one.variable, one.code, one.datatype, one.required, one.hint.in_(language) if one.hint else None, order,
            one.description.in_(language), [shapes.Value(choice.key, choice.name.in_(language)) for choice in one.values])
        for order, one in enumerate(found.attributes, start=1)])


def request(post: Post, language: str, *, clients: Mapping[str, str] | None = None, notes: Iterable[Comment] | None = None) -> shapes.Request:
    """One that was withdrawn says nothing of what was in it. With `clients`, names by their ids, it is extended."""
    profile, told = city(), post.status != "withdrawn"
    code, name = open311.service_of(post, profile)
    office, state = profile.department(post.department or ""), open311.state(post)
    place, pictures = post.location if told else None, _ready(post.photos) if told else []
    return shapes.Request(
        post.post_id, state, STATUSES[post.status].name.in_(language), name.in_(language), code,
        open311.description(post) if told else None, office.name.in_(language) if office else None,
        open311.notice(post, profile, language), _time(post.created_at, profile),
        _time((post.closed_at if state == "closed" else None) or post.updated_at, profile),
        _time(post.due_at, profile) if post.due_at else None, open311.address(post, profile) if told else None, None, None,
        place.lat if place else None, place.lon if place else None, _picture(pictures[0]).media_url if pictures else None,
        UNSET if clients is None else _extended(post, clients, language),
        UNSET if clients is None else _attributes(post, language),
        UNSET if clients is None else list(map(_picture, pictures)),
        UNSET if notes is None else [shapes.Note(_time(one.at, profile), one.text, one.by) for one in notes])


def _extended(post: Post, clients: Mapping[str, str], language: str) -> shapes.ExtendedAttributes:
    """Who wrote it is named where that is a program; a citizen's nickname is no source."""
    source = clients.get(post.author_id) if post.status != "withdrawn" else None
    return shapes.ExtendedAttributes(
        post.receipt_number, post.status, post.department, source or city().room.in_(language), post.supports, post.comments,
        f"{settings().site_address}/posts/{post.post_id}", target_of(post))


def _attributes(post: Post, language: str) -> list[shapes.GivenAttribute]:
    if post.status == "withdrawn":
        return []
    return [
        shapes.GivenAttribute(known.code, known.name.in_(language), ", ".join(open311.names(known, given.values, language)))
        for known, given in open311.declared(post.attributes, city().category(post.category or ""))]


def update(said: Comment, post: Post) -> shapes.Update:
    status, pictures = open311.status_then(said, post), _ready(said.photos)
    return shapes.Update(
        said.comment_id, said.post_id, open311.UPDATE_STATES.get(status or "", "open"), _time(said.at, city()), said.text,
        _picture(pictures[0]).media_url if pictures else None, status)


def _ready(photos: Iterable[Photo]) -> list[Photo]:
    return [photo for photo in photos if photo.state == "ready"]


def _picture(photo: Photo) -> shapes.Picture:
    large, small = (f"{settings().site_address}/{rendition_key(photo.photo_id, side)}" for side in SIDES)
    return shapes.Picture(large, small)


def _time(at: datetime, profile: City) -> str:
    return at.astimezone(profile.zone).isoformat(timespec="seconds")

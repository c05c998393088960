"""News of the room, of a tag, of a department, of a part of the city (Atom, RFC 4287)."""

from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from chalicelib.api import opendata
from chalicelib.api.edge import SHARED, Document, Incoming, Routes
from chalicelib.api.opendata import Filter, Part, behind, on_site, page_of, pictures, said
from chalicelib.city import City, city
from chalicelib.domain import atom
from chalicelib.domain.post import Post

routes = Routes(__name__)

PATH = "/v1/posts.atom"
ENTRIES = 50  # of a page, with their whole texts
TITLE = 60  # characters of that of a post without one
BEGAN = 2026  # the year of these names; they are not to change


class Atom(Document, frozen=True):
    media_type: ClassVar[str] = "application/atom+xml"


@routes.on("GET", PATH, cache=SHARED)
def follow_posts(incoming: Incoming, asked: Filter) -> Atom:
    """Public posts as a feed (Atom): of the room, a tag, a department, or what else is asked for."""
    found = opendata.part(asked.wanted(), ENTRIES, asked.cursor)
    return Atom(atom.written(feed(asked, found, city())))


def feed(asked: Filter, found: Part, room: City) -> atom.Feed:
    """On the page the filters have the same names."""
    first = behind(asked, cursor=None)
    page = atom.Link("alternate", on_site(f"/{first}"), "text/html")
    return atom.Feed(
        _uri(f"posts{first}", room), " · ".join(_title(asked, room)), said(room.about, room), (page, *_places(asked, found)),
        tuple(entry(post, room) for post in found.posts))


def _places(asked: Filter, found: Part) -> Iterator[atom.Link]:
    yield atom.Link("self", on_site(PATH + behind(asked)), Atom.media_type)
    if found.more:
        yield atom.Link("next", on_site(PATH + behind(asked, cursor=found.more)), Atom.media_type)


def _title(asked: Filter, room: City) -> Iterator[str]:
    yield f"{said(room.name, room)} {said(room.room, room)}"
    if asked.tag:
        yield f"#{asked.tag.removeprefix('#')}"
    if asked.department:
        office = room.department(asked.department)
        yield said(office.name, room) if office else asked.department


def entry(post: Post, room: City) -> atom.Entry:
    photos = (atom.Link("enclosure", picture, "image/webp") for picture in pictures(post))
    return atom.Entry(
        _uri(f"posts/{post.post_id}", room), post.title or post.text.partition("\n")[0][:TITLE], post.text,
        post.author_name, post.created_at, post.updated_at, (atom.Link("alternate", page_of(post), "text/html"), *photos),
        tuple(_categories(post, room)))


def _categories(post: Post, room: City) -> Iterator[atom.Category]:
    yield atom.Category(_uri("tags", room), post.tag, f"#{post.tag}")
    if office := room.department(post.department or ""):
        yield atom.Category(_uri("departments", room), office.code, said(office.name, room))


def _uri(what: str, room: City) -> str:
    """A tag URI (RFC 4151), by the city's name and not by the room's own host, which may change."""
    return f"tag:{urlsplit(room.website or on_site('')).hostname},{BEGAN}:{what}"

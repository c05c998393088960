"""What was told already: shown to whoever begins to write, before it is written twice; to whoever reads; and on the desk."""

from collections.abc import Iterable
from typing import Annotated

from chalicelib import clock
from chalicelib.api import shapes, views
from chalicelib.api.edge import SHARED, Body, Incoming, Routes
from chalicelib.api.posts import Photos, Place, visible
from chalicelib.city import city
from chalicelib.domain import posting, similar
from chalicelib.domain.post import Post, open_to_all
from chalicelib.domain.status import STATUSES
from chalicelib.domain.text import choose_tag, clean
from chalicelib.store import photos, posts, terms

routes = Routes(__name__)

LEAST = 5  # letters; whoever begins to write has few yet
COMPARED = 30  # posts that are read: the newest around, and as many of the index; to read a hundred takes 45 ms of CPU


class Begun(Body, frozen=True):
    text: Annotated[shapes.Text, shapes.limited("text_most", minLength=LEAST)]
    location: Place | None = None
    tag: shapes.Tag | None = None
    photos: Photos = ()


@routes.on("POST", "/v1/similar", rate="similar")
def find_similar(incoming: Incoming, begun: Begun) -> shapes.Twins:
    """Posts that may tell the same as what one begins to write: open ones, and what was answered lately."""
    room = city()
    text = clean(begun.text, "text", least=LEAST, most=room.limits.text_most, multiline=True)
    tag = choose_tag(begun.tag, "", tuple(t.name for t in room.tags)) if begun.tag else None
    place = posting.check_location(begun.location.location(), room) if begun.location else None
    shown_in = posting.check_photos(begun.photos, room)
    incoming.spend("similar")
    mine = similar.sketch(text, place, room, since=clock.now(), looks=similar.looks(photos.several(shown_in)))
    return shown(incoming, similar.twins(mine, _candidates(mine), clock.now(), room, tag))


@routes.on("GET", "/v1/posts/{post_id}/similar", cache=SHARED)
def list_similar(incoming: Incoming, post_id: str) -> shapes.Twins:
    """Posts that may tell the same as an open one."""
    post = visible(post_id, None)
    return shown(incoming, likest(post) if STATUSES[post.status].open and open_to_all(post) else ())


def likest(post: Post) -> tuple[similar.Twin, ...]:
    """Those that may tell the same as this one; what it was merged with or split from is known."""
    mine, known = similar.of(post, city()), {post.post_id, *(link.post_id for link in post.links)}
    others = (one for one in _candidates(mine) if one.post_id not in known)
    return similar.twins(mine, others, clock.now(), city(), post.tag)


def _candidates(mine: similar.Sketch) -> Iterable[Post]:
    """The newest around its place, or of the room. Where there are more, also older ones of the same things, by the index:
    six queries more at the most, however many posts lie around."""
    page = posts.page(posts.Wanted(bounds=mine.bounds), COMPARED)
    if page.after is None:
        return page.posts
    known = {post.post_id for post in page.posts}
    older = [post_id for post_id in terms.sharing(similar.lookups(mine), 2 * COMPARED) if post_id not in known]
    return (*page.posts, *posts.several(older[:COMPARED]))


def shown(incoming: Incoming, found: Iterable[similar.Twin]) -> shapes.Twins:
    return shapes.Twins([views.twin(one, incoming.language, clock.now()) for one in found])

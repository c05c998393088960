"""What was told already: shown to whoever begins to write, before it is written twice."""

from collections.abc import Iterable

from chalicelib import clock
from chalicelib.api import shapes, views
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.api.posts import Place
from chalicelib.city import city
from chalicelib.domain import posting, similar
from chalicelib.domain.post import Location, Post
from chalicelib.domain.text import choose_tag, clean
from chalicelib.store import posts

routes = Routes(__name__)

LEAST = 5  # letters; whoever begins to write has few yet
COMPARED = 50  # newest open posts of a place
PAGES = 4  # that are read for them at the most: in a dense city many posts around are closed


class Begun(Body, frozen=True):
    text: str
    location: Place | None = None
    tag: str | None = None


@routes.on("POST", "/v1/similar")
def find_similar(incoming: Incoming) -> shapes.Twins:
    begun, room, now = incoming.body(Begun), city(), clock.now()
    text = clean(begun.text, "text", least=LEAST, most=room.limits.text_most, multiline=True)
    tag = choose_tag(begun.tag, "", tuple(t.name for t in room.tags)) if begun.tag else None
    place = posting.check_location(begun.location.location(), room) if begun.location else None
    near = room.limits.similar_metres
    found = similar.twins(text, place, tag, _candidates(place, near), near, room) if place else ()
    return shapes.Twins([views.twin(one, incoming.language, now) for one in found])


def likest(post: Post) -> tuple[similar.Twin, ...]:
    """Those that may tell the same as this one, which lies somewhere."""
    place, near = post.location, city().limits.similar_metres
    if place is None:
        return ()
    others = (one for one in _candidates(place, near) if one.post_id != post.post_id)
    return similar.twins(f"{post.title or ''} {post.text}"[:similar.READ], place, post.tag, others, near, city())


def _candidates(place: Location, near: float) -> Iterable[Post]:
    """Those around; of a place that is only written, the newest of the room."""
    bounds = similar.around(place.lat, place.lon, near) if place.lat is not None and place.lon is not None else None
    wanted, found, after = posts.Wanted(bounds=bounds, open=True), list[Post](), None
    for _ in range(PAGES):
        page = posts.page(wanted, COMPARED, after)
        found, after = [*found, *page.posts], page.after
        if after is None or len(found) >= COMPARED:
            break
    return found

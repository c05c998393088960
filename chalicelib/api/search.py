"""Public posts by their words."""

from chalicelib import clock
from chalicelib.api import cursor, shapes, views
from chalicelib.api.edge import SHARED, Incoming, Query, Routes
from chalicelib.city import city
from chalicelib.domain import search
from chalicelib.store import posts, terms

routes = Routes(__name__)


class Asked(Query, frozen=True):
    q: str = ""
    cursor: str | None = None


@routes.on("GET", "/v1/search", cache=SHARED)
def search_posts(incoming: Incoming, asked: Asked) -> shapes.Findings:
    """Finds public posts by words, also inside words. All of them must be there."""
    sought, now = search.parse(asked.q), clock.now()
    question = " ".join(sought.words)
    page = terms.candidates(sought.grams, cursor.decode(asked.cursor, question), city().limits.page_usual)
    found = [  # the index may be a moment behind and leads too far, so each post is asked itself
        views.finding(post, search.snippet(post, sought.words), incoming.language, now)
        for post in posts.several(page.post_ids)
        if search.findable(post) and search.holds(post, sought.words)
    ]
    return shapes.Findings(found, cursor.encode(page.after, question))

"""Public posts by their words."""

from chalicelib import clock
from chalicelib.api import cursor, shapes, views
from chalicelib.api.edge import SHARED, Incoming, Routes
from chalicelib.city import city
from chalicelib.domain import search
from chalicelib.store import posts, terms

routes = Routes(__name__)


@routes.on("GET", "/v1/search", cache=SHARED)
def search_posts(incoming: Incoming) -> shapes.Findings:
    """The index may be a moment behind and leads too far, so each post is asked itself."""
    incoming.only_query("q", "cursor")
    asked, now = search.parse(incoming.query("q") or ""), clock.now()
    question = " ".join(asked.words)
    page = terms.candidates(asked.grams, cursor.decode(incoming.query("cursor"), question), city().limits.page_usual)
    found = [
        views.finding(post, search.snippet(post, asked.words), incoming.language, now)
        for post in posts.several(page.post_ids)
        if search.findable(post) and search.holds(post, asked.words)
    ]
    return shapes.Findings(found, cursor.encode(page.after, question))

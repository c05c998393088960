"""The posts that one follows, and how much is new in each."""

from typing import Annotated

from msgspec import Meta

from chalicelib import clock
from chalicelib.api import cursor, shapes, views
from chalicelib.api.edge import Body, Incoming, Query, Routes
from chalicelib.api.posts import visible
from chalicelib.city import city
from chalicelib.domain.member import Member
from chalicelib.store import marks, posts

routes = Routes(__name__)


class SeenComments(Body, frozen=True):
    comments: Annotated[int, Meta(ge=0)]


class Asked(Query, frozen=True):
    cursor: str | None = None


@routes.on("GET", "/v1/members/me/follows")
def list_follows(incoming: Incoming, me: Member, asked: Asked) -> shapes.Follows:
    """The posts that one follows, and how many of their comments are new."""
    now, question = clock.now(), f"follows {me.member_id}"
    page = marks.followed(me.member_id, city().limits.page_usual, cursor.decode(asked.cursor, question))
    found = posts.several(page.seen)
    cards = [views.followed(post, page.seen[post.post_id], me, incoming.language, now) for post in found]
    return shapes.Follows(cards, cursor.encode(page.after, question))


@routes.on("POST", "/v1/posts/{post_id}/seen")
def see_post(incoming: Incoming, post_id: str, reader: Member, body: SeenComments) -> shapes.FollowShape:
    """So many of its comments one has seen."""
    post = visible(post_id, reader)
    marks.see(post.post_id, reader.member_id, min(body.comments, post.comments))
    return shapes.FollowShape("follow" in marks.of(post.post_id, reader.member_id))

"""The posts that one follows, and how much is new in each."""


from chalicelib import clock
from chalicelib.api import cursor, shapes, views
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.api.posts import visible
from chalicelib.city import city
from chalicelib.errors import InvalidInput
from chalicelib.store import marks, posts

routes = Routes(__name__)


class Seen(Body, frozen=True):
    comments: int


@routes.on("GET", "/v1/members/me/follows")
def list_follows(incoming: Incoming) -> shapes.Follows:
    incoming.only_query("cursor")
    me, now = incoming.member(), clock.now()
    question = f"follows {me.member_id}"
    page = marks.followed(me.member_id, city().limits.page_usual, cursor.decode(incoming.query("cursor"), question))
    found = posts.several(page.seen)
    cards = [views.followed(post, page.seen[post.post_id], me, incoming.language, now) for post in found]
    return shapes.Follows(cards, cursor.encode(page.after, question))


@routes.on("POST", "/v1/posts/{post_id}/seen")
def see_post(incoming: Incoming, post_id: str) -> shapes.FollowShape:
    reader, comments = incoming.member(), incoming.body(Seen).comments
    if comments < 0:
        raise InvalidInput("wrong_value", "comments")
    post = visible(post_id, reader)
    marks.see(post.post_id, reader.member_id, min(comments, post.comments))
    return shapes.FollowShape("follow" in marks.of(post.post_id, reader.member_id))

"""Comments of citizens."""

import msgspec

from chalicelib import clock
from chalicelib.api import cursor, shapes, views
from chalicelib.api.edge import Incoming, Routes
from chalicelib.api.posts import THREAD, visible
from chalicelib.city import city
from chalicelib.domain import handling, posting
from chalicelib.store import comments, ledger, posts

routes = Routes(__name__)


class NewComment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    photos: list[str] = []


@routes.on("GET", "/v1/posts/{post_id}/comments")
def list_comments(incoming: Incoming, post_id: str) -> shapes.ThreadShape:
    visible(post_id, incoming.reader() if incoming.bearer() else None, incoming.query("code"))
    found = comments.thread(post_id, THREAD, cursor.decode(incoming.query("cursor"), post_id))
    return shapes.ThreadShape(views.comments(found.comments, incoming.language), cursor.encode(found.after, post_id))


@routes.on("POST", "/v1/posts/{post_id}/comments", status=201)
def add_comment(incoming: Incoming, post_id: str) -> shapes.CommentShape:
    author, body, now = incoming.member(), incoming.body(NewComment), clock.now()
    text, photos = posting.check_comment(body.text, city()), posting.check_photos(body.photos, city())
    once, comment_id = incoming.once(author.member_id), clock.new_id(now)
    visible(post_id, author)
    posts.change(post_id, lambda post: handling.comment(
        post, author.member_id, author.nickname, text, photos, now, comment_id), once)
    return views.comment(comments.get(post_id, ledger.answer(once) or comment_id), incoming.language)

"""Comments of citizens."""


from chalicelib import clock
from chalicelib.api import cursor, shapes, views
from chalicelib.api.edge import SHARED, Body, Incoming, Reader, Routes, Writer
from chalicelib.api.posts import THREAD, Opening, Photos, Said, said_often, visible
from chalicelib.city import city
from chalicelib.domain import guard, handling, posting
from chalicelib.domain.change import Change
from chalicelib.domain.post import Post
from chalicelib.store import comments, ledger, marks, posts

routes = Routes(__name__)


class NewComment(Body, frozen=True):
    text: Said
    photos: Photos = ()


class Asked(Opening, frozen=True):
    cursor: str | None = None


@routes.on("GET", "/v1/posts/{post_id}/comments", cache=SHARED)
def list_comments(incoming: Incoming, post_id: str, reader: Reader | None, asked: Asked) -> shapes.ThreadShape:
    """The comments on a post, oldest first."""
    post = visible(post_id, reader, asked.code)
    found = comments.thread(post_id, THREAD, cursor.decode(asked.cursor, post_id))
    said = views.readable(post, found, reader, reader is not None and reader.member_id == post.author_id)
    return shapes.ThreadShape(views.comments(said, post, incoming.language, reader=reader), cursor.encode(found.after, post_id))


@routes.on("POST", "/v1/posts/{post_id}/comments", status=201, rate="comment")
def add_comment(incoming: Incoming, post_id: str, author: Writer, body: NewComment, once: ledger.Once | None) -> shapes.CommentShape:
    """Comments on a post."""
    text, photos, now = posting.check_comment(body.text, city()), posting.check_photos(body.photos, city()), clock.now()
    comment_id = clock.new_id(now)
    visible(post_id, author)
    repeats = incoming.spend("comment", author, once) and said_often(text, author, now)

    def decide(post: Post) -> Change:
        said = handling.comment(post, author, text, photos, city(), now, comment_id)
        return guard.guarded(said, city(), author, repeats=repeats)

    post = posts.change(post_id, decide, once)
    written = ledger.answer(once) or comment_id
    if written == comment_id:  # by this request, not by one that it repeats
        marks.see_own(post_id, author.member_id, post.comments)
    return views.comment(comments.get(post_id, written), post, incoming.language, whole=True)

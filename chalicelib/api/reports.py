"""What readers report to the complaint team, and that it saw nothing wrong."""

from chalicelib.api import shapes
from chalicelib.api.desk import DeskPost, Reasoned, act_of, shown
from chalicelib.api.edge import Body, Incoming, Routes, Writer
from chalicelib.api.posts import Said, named, visible
from chalicelib.city import city
from chalicelib.domain import ids, moderation, posting
from chalicelib.domain.change import Change
from chalicelib.domain.post import Post
from chalicelib.errors import NotFound
from chalicelib.store import comments, marks, posts

routes = Routes(__name__)


class Report(Body, frozen=True):
    reason: Said
    comment_id: shapes.Id | None = None


@routes.on("POST", "/v1/posts/{post_id}/reports", status=201, rate="report")
def report_post(incoming: Incoming, post_id: str, reader: Writer, body: Report) -> shapes.Nothing:
    """Tells the complaint team what is wrong with a post. Told once or told twice, it is one report; its reader
    learns nothing of those of others."""
    reason = posting.need_reason(body.reason, city())
    visible(post_id, reader)
    if body.comment_id is not None:
        if not ids.is_ulid(body.comment_id):
            raise NotFound("no_such_comment", "comment_id")
        comments.get(post_id, body.comment_id)
    incoming.spend("report", reader)
    marks.report(post_id, reader.member_id, reason, body.comment_id)
    return shapes.Nothing()


@routes.on("POST", "/v1/admin/posts/{post_id}/reports/dismissal", action="moderate")
def dismiss_reports(incoming: Incoming, post_id: str, body: Reasoned) -> DeskPost:
    """The complaint team saw nothing wrong."""
    act = act_of(incoming, body)
    seen: list[str] = []

    def decide(post: Post) -> Change | None:
        seen[:] = marks.reports(post_id)  # after the post: one that comes later has this decided again
        return moderation.dismiss_reports(post, act)

    post = posts.change(named(post_id), decide)
    marks.drop(post_id, seen)
    return shown(incoming, post)

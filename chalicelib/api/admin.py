"""What staff do. API Gateway has verified the token of the staff pool; who may do what is decided here."""

from dataclasses import replace

from chalicelib import clock
from chalicelib.api import shapes, similar, views
from chalicelib.api.desk import DeskPost, shown
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.api.photos import Announcement, announced
from chalicelib.api.posts import Filter, Photos, Reason, Said, existing, listed, named
from chalicelib.city import city
from chalicelib.domain import guard, handling, posting
from chalicelib.domain.change import Change, check_version
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.post import Post
from chalicelib.domain.status import STATUSES
from chalicelib.errors import Forbidden, InvalidInput
from chalicelib.store import comments, ledger, posts

routes = Routes(__name__)

class StaffOrder(Body, frozen=True):
    department: shapes.Department | None = None
    status: shapes.Status | None = None
    reason: Reason | None = None
    version: int | None = None

    def order(self) -> handling.Order:
        department = posting.check_department(self.department, city()) if self.department is not None else None
        if self.status is not None and self.status not in STATUSES:
            raise InvalidInput("status_not_for_staff", "status", status=self.status)
        return handling.Order(department, self.status, posting.check_reason(self.reason, city()), self.version)


class Answer(Body, frozen=True):
    text: Said
    status: shapes.Status | None = None
    photos: Photos = ()
    version: int | None = None


@routes.on("GET", "/v1/admin/posts", action="read")
def list_all_posts(incoming: Incoming, clerk: Clerk, asked: Filter) -> shapes.Cards:
    """Lists posts, private ones too. A department sees its own; the complaint team and admins see all."""
    wanted = asked.wanted()
    if not clerk.sees_all:
        wanted = replace(wanted, department=own(clerk, wanted.department))
    return listed(incoming, asked, replace(wanted, everything=True), clock.now(), whole=True)


def own(clerk: Clerk, asked: str | None) -> str:
    department = asked or min(clerk.groups)
    if department not in clerk.groups:
        raise Forbidden("not_your_department", "department")
    return department


@routes.on("GET", "/v1/admin/posts/{post_id}", action="read")
def get_any_post(incoming: Incoming, post_id: str, clerk: Clerk) -> DeskPost:
    """All that staff see of a post."""
    post = existing(post_id)
    clerk.speaks_for(post)
    return shown(incoming, post)


@routes.on("GET", "/v1/admin/posts/{post_id}/similar", action="read")
def list_twins(incoming: Incoming, post_id: str, clerk: Clerk) -> shapes.Twins:
    """Posts that may tell the same as any post. Asked for apart: an order's answer need not wait for it."""
    post = existing(post_id)
    clerk.speaks_for(post)
    return similar.shown(incoming, similar.likest(post))


@routes.on("PATCH", "/v1/admin/posts/{post_id}", action="work")
def order_post(incoming: Incoming, post_id: str, clerk: Clerk, body: StaffOrder) -> DeskPost:
    """Transfers a post to a department, or sets its status; with the reason that the public reads."""
    return shown(incoming, obey(post_id, body.order(), clerk))


def obey(post_id: str, order: handling.Order, clerk: Clerk) -> Post:
    now = clock.now()
    comment_id = clock.new_id(now)
    return posts.change(named(post_id), lambda post: handling.obey(post, order, clerk, city(), now, comment_id))


@routes.on("POST", "/v1/admin/posts/{post_id}/comments", status=201, action="work")
def answer_post(incoming: Incoming, post_id: str, clerk: Clerk, body: Answer, once: ledger.Once | None) -> shapes.CommentShape:
    """Answers a post, for all to read; with a status, in one step."""
    text, photos, now = posting.check_comment(body.text, city()), posting.check_photos(body.photos, city()), clock.now()
    comment_id = clock.new_id(now)

    def decide(post: Post) -> Change:
        check_version(post, body.version)
        return guard.guarded(handling.answer(post, clerk, text, body.status, photos, now, comment_id), city())

    post = posts.change(named(post_id), decide, once)
    return views.comment(comments.get(post_id, ledger.answer(once) or comment_id), post, incoming.language)


@routes.on("POST", "/v1/admin/photos", status=201, action="work")
def announce_staff_photo(incoming: Incoming, clerk: Clerk, body: Announcement) -> shapes.AnnouncedPhoto:
    """Announces a photo of an answer; it is sent to S3 by the form of the answer."""
    return announced(body, clerk.staff_id)

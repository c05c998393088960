"""What staff do. API Gateway has verified the token of the staff pool; who may do what is decided here."""

from dataclasses import replace

from chalicelib import clock
from chalicelib.api import shapes, views
from chalicelib.api.desk import DeskPost, shown
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.api.photos import announced
from chalicelib.api.posts import FILTERS, existing, listed, named, wanted_posts
from chalicelib.city import city
from chalicelib.domain import guard, handling, posting
from chalicelib.domain.change import Change, check_version
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.post import Post
from chalicelib.errors import Forbidden
from chalicelib.store import comments, ledger, posts

routes = Routes(__name__)

class StaffOrder(Body, frozen=True):
    department: str | None = None
    status: str | None = None
    reason: str | None = None
    version: int | None = None

    def order(self) -> handling.Order:
        department = posting.check_department(self.department, city()) if self.department is not None else None
        return handling.Order(department, self.status, posting.check_reason(self.reason, city()), self.version)


class Answer(Body, frozen=True):
    text: str
    status: str | None = None
    photos: tuple[str, ...] = ()
    version: int | None = None


@routes.on("GET", "/v1/admin/posts", action="read")
def list_all_posts(incoming: Incoming) -> shapes.Cards:
    """Private ones too. A department sees its own; the complaint team and admins see all."""
    incoming.only_query(*FILTERS)
    clerk, wanted = incoming.clerk(), wanted_posts(incoming)
    if not clerk.sees_all:
        wanted = replace(wanted, department=own(clerk, wanted.department))
    return listed(incoming, replace(wanted, everything=True), clock.now(), whole=True)


def own(clerk: Clerk, asked: str | None) -> str:
    department = asked or min(clerk.groups)
    if department not in clerk.groups:
        raise Forbidden("not_your_department", "department")
    return department


@routes.on("GET", "/v1/admin/posts/{post_id}", action="read")
def get_any_post(incoming: Incoming, post_id: str) -> DeskPost:
    post = existing(post_id)
    incoming.clerk().speaks_for(post)
    return shown(incoming, post)


@routes.on("PATCH", "/v1/admin/posts/{post_id}", action="work")
def order_post(incoming: Incoming, post_id: str) -> DeskPost:
    return shown(incoming, obey(post_id, incoming.body(StaffOrder).order(), incoming.clerk()))


def obey(post_id: str, order: handling.Order, clerk: Clerk) -> Post:
    now = clock.now()
    comment_id = clock.new_id(now)
    return posts.change(named(post_id), lambda post: handling.obey(post, order, clerk, city(), now, comment_id))


@routes.on("POST", "/v1/admin/posts/{post_id}/comments", status=201, action="work")
def answer_post(incoming: Incoming, post_id: str) -> shapes.CommentShape:
    clerk, body, now = incoming.clerk(), incoming.body(Answer), clock.now()
    text, photos = posting.check_comment(body.text, city()), posting.check_photos(body.photos, city())
    once, comment_id = incoming.once(clerk.staff_id), clock.new_id(now)

    def decide(post: Post) -> Change:
        check_version(post, body.version)
        return guard.guarded(handling.answer(post, clerk, text, body.status, photos, now, comment_id), city())

    post = posts.change(named(post_id), decide, once)
    return views.comment(comments.get(post_id, ledger.answer(once) or comment_id), post, incoming.language)


@routes.on("POST", "/v1/admin/photos", status=201, action="work")
def announce_staff_photo(incoming: Incoming) -> shapes.AnnouncedPhoto:
    return announced(incoming, incoming.clerk().staff_id)

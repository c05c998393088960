"""What staff do. API Gateway has verified the token of the staff pool; who may do what is decided here."""

from dataclasses import replace

import msgspec
from chalice import CognitoUserPoolAuthorizer

from chalicelib import clock
from chalicelib.api import shapes, views
from chalicelib.api.edge import Incoming, Routes
from chalicelib.api.photos import announced
from chalicelib.api.posts import FILTERS, THREAD, existing, listed, wanted_posts
from chalicelib.city import city
from chalicelib.domain import handling, posting
from chalicelib.domain.post import Post
from chalicelib.errors import Forbidden
from chalicelib.store import comments, ledger, posts

routes = Routes(__name__)

staff = CognitoUserPoolAuthorizer(
    "staff", provider_arns=["arn:aws:cognito-idp:ap-northeast-2:000000000000:userpool/set-by-infra"])


class StaffOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    department: str | None = None
    status: str | None = None
    reason: str | None = None
    version: int | None = None

    def order(self) -> handling.Order:
        department = posting.check_department(self.department, city()) if self.department is not None else None
        return handling.Order(department, self.status, posting.check_reason(self.reason, city()), self.version)


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    status: str | None = None
    photos: list[str] = []


@routes.on("GET", "/v1/admin/posts", authorizer=staff)
def list_all_posts(incoming: Incoming) -> shapes.Cards:
    """Private ones too. A department sees its own; the complaint team and admins see all."""
    incoming.only_query(*FILTERS)
    clerk, wanted = incoming.clerk(), wanted_posts(incoming)
    if not clerk.sees_all:
        wanted = replace(wanted, department=_own(clerk, wanted.department))
    return listed(incoming, replace(wanted, everything=True), clock.now(), whole=True)


def _own(clerk: handling.Clerk, asked: str | None) -> str:
    department = asked or min(clerk.groups)
    if department not in clerk.groups:
        raise Forbidden("not_your_department", "department")
    return department


@routes.on("GET", "/v1/admin/posts/{post_id}", authorizer=staff)
def get_any_post(incoming: Incoming, post_id: str) -> shapes.PostShape:
    post = existing(post_id)
    incoming.clerk().speaks_for(post)
    return _shown(incoming, post)


@routes.on("PATCH", "/v1/admin/posts/{post_id}", authorizer=staff)
def order_post(incoming: Incoming, post_id: str) -> shapes.PostShape:
    clerk, order, now = incoming.clerk(), incoming.body(StaffOrder).order(), clock.now()
    comment_id = clock.new_id(now)
    existing(post_id)
    return _shown(incoming, posts.change(post_id, lambda post: handling.obey(post, order, clerk, city(), now, comment_id)))


@routes.on("POST", "/v1/admin/posts/{post_id}/comments", status=201, authorizer=staff)
def answer_post(incoming: Incoming, post_id: str) -> shapes.CommentShape:
    clerk, body, now = incoming.clerk(), incoming.body(Answer), clock.now()
    text, photos = posting.check_comment(body.text, city()), posting.check_photos(body.photos, city())
    once, comment_id = incoming.once(clerk.staff_id), clock.new_id(now)
    existing(post_id)
    posts.change(post_id, lambda post: handling.answer(post, clerk, text, body.status, photos, now, comment_id), once)
    return views.comment(comments.get(post_id, ledger.answer(once) or comment_id), incoming.language)


@routes.on("POST", "/v1/admin/photos", status=201, authorizer=staff)
def announce_staff_photo(incoming: Incoming) -> shapes.AnnouncedPhoto:
    return announced(incoming, incoming.clerk().staff_id)


def _shown(incoming: Incoming, post: Post) -> shapes.PostShape:
    return views.post(
        post, posts.timeline(post.post_id), comments.thread(post.post_id, THREAD), language=incoming.language,
        now=clock.now(), staff=True)

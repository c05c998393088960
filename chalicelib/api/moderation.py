"""What the complaint team does where words, pictures or members break a rule or hurt somebody; and the appeal against it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import chain
from typing import Annotated, Literal

from chalicelib import clock
from chalicelib.api import shapes
from chalicelib.api.desk import DeskPost, Reasoned, act_of, changed, deed_of, shown
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.api.posts import Said, Text, Title, named, visible
from chalicelib.api.posts import shown as shown_to
from chalicelib.city import city
from chalicelib.domain import handling, ids, moderation, posting
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change, Replaced
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.member import Member
from chalicelib.domain.post import Comment, Post, Region
from chalicelib.errors import Forbidden, NotFound
from chalicelib.store import aws, comments, identities, members, originals, photos, posts

routes = Routes(__name__)

LINK_SECONDS = 300  # that a link to an original opens


Place = Annotated[float, shapes.told(minimum=0, exclusiveMaximum=1)]
Length = Annotated[float, shapes.told(exclusiveMinimum=0, maximum=1)]


class Hiding(Reasoned, frozen=True, kw_only=True):
    kind: Literal["rule", "rights"]


class Masking(Reasoned, frozen=True, kw_only=True):
    text: Text | None = None
    title: Title | None = None


class CommentMasking(Reasoned, frozen=True, kw_only=True):
    text: Said


class Part(Body, frozen=True):
    """Shares of the photo's width and height, from its left upper corner."""

    x: Place
    y: Place
    width: Length
    height: Length


class Blur(Reasoned, frozen=True, kw_only=True):
    regions: Annotated[list[Part], shapes.told(minItems=1, maxItems=moderation.REGIONS_MOST)]

    @property
    def parts(self) -> tuple[Region, ...]:
        return moderation.check_regions([Region(one.x, one.y, one.width, one.height) for one in self.regions])


class Block(Reasoned, frozen=True, kw_only=True):
    days: Annotated[int, shapes.told(minimum=1, maximum=moderation.BLOCK_DAYS_MOST)]


class Appeal(Body, frozen=True):
    """Against the hiding of the post, or of a comment on it."""

    text: Said
    comment_id: shapes.Id | None = None


class WrittenComment(shapes.Shape, frozen=True):
    id: shapes.Id
    text: shapes.Said


class Written(shapes.Shape, frozen=True):
    """As it was written, by its author's last hand."""

    title: shapes.Title | None
    text: shapes.Text
    comments: list[WrittenComment]


class OriginalPhoto(shapes.Shape, frozen=True):
    id: shapes.Id
    url: Annotated[str, shapes.told(examples=["https://uploads.example/01KJSYQ4Z8M6T0V7C2B5N9XHDR?X-Amz-Expires=300"])]
    expires_at: shapes.At


class OriginalPhotos(shapes.Shape, frozen=True):
    photos: list[OriginalPhoto]


class Person(shapes.Shape, frozen=True):
    member_id: shapes.Id
    nickname: shapes.Nickname
    level: shapes.Level | None
    address: str | None
    joined_at: shapes.At | None


# A post


@routes.on("POST", "/v1/admin/posts/{post_id}/hiding", action="moderate")
def hide_post(incoming: Incoming, post_id: str, body: Hiding) -> DeskPost:
    """Hides a post: for a rule that it breaks, or for some time at the request of one whose rights it violates."""
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: moderation.hide(post, body.kind, act, city(), said))


@routes.on("POST", "/v1/admin/posts/{post_id}/showing", action="moderate")
def show_post(incoming: Incoming, post_id: str, body: Reasoned) -> DeskPost:
    """Shows a hidden post again."""
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: moderation.show(post, act, said))


@routes.on("POST", "/v1/posts/{post_id}/appeal")
def appeal_hiding(incoming: Incoming, post_id: str, author: Member, body: Appeal) -> shapes.PostShape:
    """Its author, or that of a comment, says why it should be shown. Once."""
    now = clock.now()
    text = posting.check_comment(body.text, city())
    post = visible(post_id, author)
    if body.comment_id is None:
        posting.check_author(post, author)
        return shown_to(incoming, posts.change(post_id, lambda post: moderation.appeal(post, text, now)), author)
    return shown_to(incoming, _appealed(post, body.comment_id, author, text, now), author)


def _appealed(post: Post, comment_id: str, author: Member, text: str, now: datetime) -> Post:
    def decide(current: Post) -> Change | None:
        comment = _comment(current, comment_id)
        if comment.author_id != author.member_id:
            raise Forbidden("not_your_post", None)
        return moderation.appeal_comment(current, comment, text, now)

    return posts.change(post.post_id, decide)


@routes.on("POST", "/v1/admin/posts/{post_id}/masking", action="moderate")
def mask_post(incoming: Incoming, post_id: str, body: Masking) -> DeskPost:
    """Puts a masked text or title in place of the public one; what was written is kept apart."""
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: moderation.mask(post, body.title, body.text, act, city(), said))


@routes.on("POST", "/v1/admin/posts/{post_id}/photos/{photo_id}/blur", action="moderate")
def blur_photo(incoming: Incoming, post_id: str, photo_id: str, body: Blur) -> DeskPost:
    """Blurs parts of a photo.

    It is replaced at once; that the new one is made, and the old one deleted, events/replace_photo.py sees to.
    """
    act, new_id = deed_of(incoming, body)
    wanted = Replaced(photo_id, new_id, body.parts)
    return changed(incoming, post_id, lambda post: _blurred(post, wanted, act))


def _blurred(post: Post, wanted: Replaced, act: Act) -> Change | None:
    held = _photo(post, wanted.photo_id)
    if held.replaced_by and photos.get(held.replaced_by).regions == (*held.regions, *wanted.regions):
        return None  # the same was asked for before
    _, _, comment_id = (held.attached_to or "").partition("/")
    return moderation.blur(post, comments.get(post.post_id, comment_id) if comment_id else None, wanted, act)


def _photo(post: Post, photo_id: str) -> photos.Held:
    held = photos.get(photo_id) if ids.is_ulid(photo_id) else None
    if held is None or (held.attached_to or "").partition("/")[0] != post.post_id:
        raise NotFound("no_such_photo", None)
    return held


# A comment


@routes.on("POST", "/v1/admin/posts/{post_id}/comments/{comment_id}/hiding", action="moderate")
def hide_comment(incoming: Incoming, post_id: str, comment_id: str, body: Reasoned) -> DeskPost:
    """Hides a comment."""
    act = act_of(incoming, body)
    return changed(incoming, post_id, lambda post: moderation.hide_comment(post, _comment(post, comment_id), act))


@routes.on("POST", "/v1/admin/posts/{post_id}/comments/{comment_id}/showing", action="moderate")
def show_comment(incoming: Incoming, post_id: str, comment_id: str, body: Reasoned) -> DeskPost:
    """Shows a hidden comment again."""
    act = act_of(incoming, body)
    return changed(incoming, post_id, lambda post: moderation.show_comment(post, _comment(post, comment_id), act))


@routes.on("POST", "/v1/admin/posts/{post_id}/comments/{comment_id}/masking", action="moderate")
def mask_comment(incoming: Incoming, post_id: str, comment_id: str, body: CommentMasking) -> DeskPost:
    """Puts a masked text in place of a comment's public one."""
    act = act_of(incoming, body)
    return changed(incoming, post_id, lambda post: moderation.mask_comment(
        post, _comment(post, comment_id), body.text, act, city()))


def _comment(post: Post, comment_id: str) -> Comment:
    if not ids.is_ulid(comment_id):
        raise NotFound("no_such_comment", None)
    return comments.get(post.post_id, comment_id)


# What is not for all to see: the history knows who looked, before they do


@routes.on("POST", "/v1/admin/posts/{post_id}/original", action="read_original")
def read_original(incoming: Incoming, post_id: str, clerk: Clerk, body: Reasoned) -> Written:
    """What was written before it was masked. The history knows who looked, and why."""
    post, _ = _looked(clerk, body, post_id, "original_read")
    found = originals.read(post_id)
    said = [one.comment_id for one in comments.several(post_id, found.keys() - {"post"})]
    written = posting.written(post, posts.timeline(post_id), found)
    return Written(written.title, written.text, [WrittenComment(one, found[one].text) for one in said])


@routes.on("POST", "/v1/admin/posts/{post_id}/photos", action="read_original")
def show_originals(incoming: Incoming, post_id: str, clerk: Clerk, body: Reasoned) -> OriginalPhotos:
    """Links to the photos as they were sent, that open for minutes. The history knows who looked, and why."""
    post, _ = _looked(clerk, body, post_id, "original_photos_read")
    until = clock.now() + timedelta(seconds=LINK_SECONDS)
    found = chain(post.photos, *(said.photos for said in comments.every(post_id)))
    ready = [photo.photo_id for photo in found if photo.state == "ready"]
    return OriginalPhotos([OriginalPhoto(one, aws.original_link(one, LINK_SECONDS), until) for one in ready])


@routes.on("POST", "/v1/admin/posts/{post_id}/identity", action="reveal_identity")
def reveal_identity(incoming: Incoming, post_id: str, clerk: Clerk, body: Reasoned) -> Person:
    """Who wrote a post. The history knows who looked, and why."""
    post, why = _looked(clerk, body, post_id, "identity_revealed")
    member, identity = members.find(post.author_id), identities.read(post.author_id, why)
    return Person(
        post.author_id, post.author_name, member.level if member else None, identity.address if identity else None,
        member.joined_at if member else None)


def _looked(clerk: Clerk, body: Reasoned, post_id: str, kind: str) -> tuple[Post, str]:
    why, now = body.why, clock.now()
    return posts.change(named(post_id), lambda post: handling.looked(post, clerk, kind, why, now)), why


# The member who wrote it


@routes.on("POST", "/v1/admin/posts/{post_id}/block", action="manage_members")
def block_member(incoming: Incoming, post_id: str, body: Block) -> DeskPost:
    """Keeps the author of a post from writing for some days."""
    act = act_of(incoming, body)
    until = moderation.blocked_until(body.days, act.now)
    return _barred(incoming, post_id, until, lambda post: moderation.block(post, until, act))


@routes.on("POST", "/v1/admin/posts/{post_id}/unblock", action="manage_members")
def unblock_member(incoming: Incoming, post_id: str, body: Reasoned) -> DeskPost:
    """Lets the author of a post write again."""
    act = act_of(incoming, body)
    return _barred(incoming, post_id, None, lambda post: moderation.unblock(post, act))


def _barred(incoming: Incoming, post_id: str, until: datetime | None, decide: Callable[[Post], Change]) -> DeskPost:
    post = posts.change(named(post_id), decide)
    members.block(post.author_id, until)
    return shown(incoming, post)

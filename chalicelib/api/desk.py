"""What staff see of a post, beyond what the public does."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from chalicelib import clock
from chalicelib.api import shapes, views
from chalicelib.api.edge import Body, Incoming
from chalicelib.api.posts import THREAD, Said, named
from chalicelib.api.shapes import Shape
from chalicelib.city import city
from chalicelib.domain import posting
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.handling import class_of
from chalicelib.domain.member import Member
from chalicelib.domain.post import Entry, Post
from chalicelib.store import comments, ledger, marks, members, originals, posts


class DeskCard(shapes.Card, frozen=True):
    """`acknowledged` is null where no department has to; `alike`: how many more of the list hold the same text, of a
    campaign."""

    version: int
    deadline: str | None
    acknowledged: bool | None
    transfers: int
    extensions: int
    reports: int
    verdict: str | None
    hiding: shapes.HidingShape | None
    guesses: list[shapes.GuessShape]
    alike: int


class PauseShape(Shape, frozen=True):
    kind: Annotated[str, shapes.told(**{"x-one-of": "pauses"})]
    since: shapes.At
    until: shapes.At | None


class HistoryShape(shapes.EntryShape, frozen=True):
    """`who` is the account of the staff pool."""

    who: str | None = None


class Author(shapes.AuthorShape, frozen=True):
    level: shapes.Level | None
    joined_at: shapes.At | None
    blocked_until: shapes.At | None


class DeskPost(shapes.PostShape, frozen=True):
    deadline: str | None
    acknowledged: bool | None
    assigned_at: shapes.At | None
    reports: int
    report_reasons: list[shapes.Reason]
    has_original: bool
    member: Author
    history: list[HistoryShape]
    pauses: list[PauseShape]
    linked: list[shapes.Card]


class Seen(Body, frozen=True):
    """`version` is of the post as the clerk saw it."""

    version: int | None = None

    @property
    def why(self) -> str:
        """Some things need none."""
        return ""


class Reasoned(Seen, frozen=True, kw_only=True):
    reason: Said

    @property
    def why(self) -> str:
        return posting.need_reason(self.reason, city())


def act_of(incoming: Incoming, body: Seen) -> Act:
    return Act(incoming.clerk(), clock.now(), body.why, body.version)


def deed_of(incoming: Incoming, body: Seen) -> tuple[Act, str]:
    """With an id for what it brings: a comment, or a photo."""
    act = act_of(incoming, body)
    return act, clock.new_id(act.now)


def changed(incoming: Incoming, post_id: str, decide: Callable[[Post], Change | None], once: ledger.Once | None = None,
            ) -> DeskPost:
    return shown(incoming, posts.change(named(post_id), decide, once))


def card(post: Post, language: str, now: datetime, *, alike: int) -> DeskCard:
    return DeskCard(
        **views.card_fields(post, language, now, whole=True), version=post.version, deadline=class_of(post, city()),
        acknowledged=acknowledged(post), transfers=post.transfers, extensions=post.extensions, reports=post.reports,
        verdict=post.verdict, hiding=views.hiding(post.hiding), guesses=views.guesses(post.guesses), alike=alike)


def shown(incoming: Incoming, post: Post) -> DeskPost:
    """Everything on one screen."""
    now, language = clock.now(), incoming.language
    timeline = posts.timeline(post.post_id)
    public = views.post_fields(post, timeline, comments.thread(post.post_id, THREAD), language=language, now=now, staff=True)
    return DeskPost(
        **public, deadline=class_of(post, city()), acknowledged=acknowledged(post), assigned_at=post.assigned_at,
        reports=post.reports, report_reasons=marks.report_reasons(post.post_id) if post.reports else [],
        has_original=bool(originals.parts(post.post_id)), member=_author(post, members.find(post.author_id)),
        history=[_history(one) for one in timeline],
        pauses=[PauseShape(one.kind, one.since, one.until) for one in post.pauses],
        linked=_linked(post, incoming.clerk(), language, now))


def acknowledged(post: Post) -> bool | None:
    return post.acknowledged_at is not None if post.status == "transferred" else None


def _linked(post: Post, clerk: Clerk, language: str, now: datetime) -> list[shapes.Card]:
    """Another department's post is shown as the public sees it: a private one not at all."""
    found = posts.several(link.post_id for link in post.links)
    return [
        views.card(one, language, now, whole=theirs)
        for one in found if (theirs := clerk.sees_all or one.department in clerk.groups) or not one.private_to_staff
    ]


def _author(post: Post, found: Member | None) -> Author:
    return Author(
        post.author_id, post.author_name, found.level if found else None, found.joined_at if found else None,
        found.blocked_until if found else None)


def _history(found: Entry) -> HistoryShape:
    return HistoryShape(**views.entry_fields(found), who=found.who)

"""Deletes what identifies a member, in an order in which a run that is cut off can be run again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from pynamodb.models import Model

from chalicelib.domain.change import Change, Line, changed
from chalicelib.domain.member import LEFT_NAME
from chalicelib.domain.post import Post
from chalicelib.domain.wording import because
from chalicelib.store import aws, devices, identities, marks, members, originals, posts, watches
from chalicelib.store.models import CommentModel, EntryModel, MemberModel, PhotoModel, PostModel
from chalicelib.store.transaction import holds

NOBODY = "0" * 26  # an id that no member has: the author of what is kept without one
GONE = "작성자의 요청으로 삭제한 글입니다."
GONE_COMMENT = "작성자의 요청으로 삭제한 댓글입니다."
GONE_WORDS = "작성자의 요청으로 삭제한 내용입니다."  # within what the room says itself


def forget(member_id: str, held: Mapping[str, Sequence[Any]], now: datetime, *, with_posts: bool) -> None:
    """`held` by kind, as infra.member.rows finds it. The member's own row goes last: by it the rest is found."""
    members.leave(member_id, now)  # first of all, so that nothing is added meanwhile
    identities.forget(member_id)
    devices.forget(member_id)
    watches.forget(member_id)
    for row in held["marks"]:
        _unmark(row, member_id)
    for row in held["originals"]:
        originals.forget(row.post_id, [row.part])
    _forget_photos(held["photos"], with_posts)
    for row in held["reasons"] if with_posts else ():
        _unsay(row)
    for row in held["comments"]:
        _anonymise(CommentModel(row.post_id, row.comment_id), member_id, _blank_comment() if with_posts else [])
    for row in held["posts"]:
        if with_posts:
            posts.change(row.post_id, partial(_blank, now=now))
        _anonymise(PostModel(row.post_id), member_id, [])
    for row in (*held["notices"], *held["ledger"]):
        row.delete()
    MemberModel(member_id).delete()


def _unmark(row: Any, member_id: str) -> None:
    """The number of supporters that stands on the post goes down with its supporter."""
    kind, _, who = row.mark.partition("#")
    if not (who == member_id and marks.remove(row.post_id, kind, member_id)):
        row.delete()


def _unsay(row: Any) -> None:
    """A reason; before it the room's comment of that moment, if it repeats it."""
    words = because(row.reason) or ""
    repeats = (CommentModel.by == "system") & (CommentModel.at == row.at) & CommentModel.text.contains(words)
    for said in CommentModel.query(row.post_id, filter_condition=repeats):
        said.update([CommentModel.text.set(said.text.replace(words, because(GONE_WORDS) or ""))])
    row.update([EntryModel.reason.remove()])


def _anonymise(row: Model, member_id: str, more: list[Any]) -> None:
    model: Any = type(row)
    actions = [model.author_id.set(NOBODY), model.author_name.set(LEFT_NAME), *more]
    holds(lambda: row.update(actions, model.author_id == member_id))


def _blank(post: Post, now: datetime) -> Change | None:
    """Withdrawn whatever its state: the law asks for it, not the table of the states."""
    if post.text == GONE:
        return None
    line = (
        Line("edited", "system")
        if post.status == "withdrawn"
        else Line("withdrawn", "system", before=post.status, after="withdrawn", reason=GONE)
    )
    return changed(
        post,
        now,
        line,
        status="withdrawn",
        title=None,
        text=GONE,
        location=None,
        photos=(),
        guesses=(),
        attributes=(),
        hiding=None,
    )


def _blank_comment() -> list[Any]:
    return [CommentModel.text.set(GONE_COMMENT), CommentModel.photos.set([]), CommentModel.hiding.remove()]


def _forget_photos(held: Sequence[Any], with_posts: bool) -> None:
    """Originals always: they may tell where somebody lives. What is shown goes with its post."""
    aws.forget_originals([row.photo_id for row in held])
    for row in held:
        if with_posts or row.attached_to is None:
            aws.forget_renditions(row.photo_id)
            row.delete()
        else:
            row.update([PhotoModel.owner.set(NOBODY)])

"""Comments of a post, oldest first. They are written by store.posts.change, together with their post's counter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from chalicelib.domain import ids
from chalicelib.domain.post import Comment, Photo
from chalicelib.errors import NotFound
from chalicelib.store.convert import differences, hiding, photo, stored, values
from chalicelib.store.models import CommentModel
from chalicelib.store.transaction import Transaction, holds

FIRST_ENTROPY, LAST_ENTROPY = bytes(10), b"\xff" * 10


@dataclass(frozen=True)
class Thread:
    comments: tuple[Comment, ...]
    after: str | None  # the comment id to go on from


def put(write: Transaction, comment: Comment) -> None:
    write.put(to_model(comment), CommentModel.post_id.does_not_exist())


def to_model(comment: Comment) -> CommentModel:
    return CommentModel(**{field.name: stored(getattr(comment, field.name)) for field in fields(Comment)},
                        city=None if comment.by == "citizen" else "city")


def update(write: Transaction, before: Comment, after: Comment) -> None:
    """With an entry on the post, whose version keeps others from doing the same at the same time."""
    row = CommentModel(before.post_id, before.comment_id)
    write.update(row, list(differences(CommentModel, before, after)), CommentModel.post_id.exists())


def get(post_id: str, comment_id: str) -> Comment:
    try:
        return from_model(CommentModel.get(post_id, comment_id, consistent_read=True))
    except CommentModel.DoesNotExist:
        raise NotFound("no_such_comment", None) from None


def thread(post_id: str, limit: int, after: str | None = None) -> Thread:
    start = {"post_id": {"S": post_id}, "comment_id": {"S": after}} if after else None
    found = next(CommentModel.query(post_id, page_size=limit, last_evaluated_key=start).page_iter)
    last = found.get("LastEvaluatedKey")
    rows = (from_model(CommentModel.from_raw_data(item)) for item in found["Items"])
    return Thread(tuple(rows), last["comment_id"]["S"] if last else None)


def of_the_city(since: datetime, until: datetime, limit: int) -> list[Comment]:
    """On whatever post, oldest first: one query."""
    first, last = ids.ulid(since, FIRST_ENTROPY), ids.ulid(until, LAST_ENTROPY)
    found = CommentModel.by_city.query("city", CommentModel.comment_id.between(first, last), limit=limit)
    return list(map(from_model, found))


def every(post_id: str, *, consistent: bool = False) -> Iterator[Comment]:
    """All pages one after the other: for work in the background, and for what rarely happens."""
    return map(from_model, CommentModel.query(post_id, consistent_read=consistent))


def show_photo(post_id: str, comment_id: str, position: int, shown: Photo) -> bool:
    path = CommentModel.photos[position]
    row = CommentModel(post_id, comment_id)
    return holds(lambda: row.update([path.set(stored(shown))], path["photo_id"] == shown.photo_id))


def keys_by_author(author_id: str) -> list[tuple[str, str]]:
    """Post id and comment id of everything that a member commented."""
    return [(row.post_id, row.comment_id) for row in CommentModel.by_author.query(author_id)]


def rename_author(post_id: str, comment_id: str, author_id: str, name: str) -> bool:
    row = CommentModel(post_id, comment_id)
    return holds(lambda: row.update([CommentModel.author_name.set(name)], CommentModel.author_id == author_id))


def from_model(row: CommentModel) -> Comment:
    found = values(Comment, row)
    return Comment(**found | {"photos": tuple(map(photo, found["photos"])), "hiding": hiding(found["hiding"])})


def several(post_id: str, comment_ids: Iterable[str]) -> list[Comment]:
    """Oldest first; a comment that is gone is left out."""
    rows = CommentModel.batch_get([(post_id, comment_id) for comment_id in comment_ids])
    return sorted(map(from_model, rows), key=lambda comment: comment.comment_id)

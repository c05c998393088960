"""What has ended and is due to be forgotten in part, by an index that holds nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.store.models import PostModel
from chalicelib.store.posts import sort_key
from chalicelib.store.transaction import holds


@dataclass(frozen=True)
class Due:
    post_id: str
    forget_at: str


def due(now: datetime) -> Iterator[Due]:
    """What has waited longest first, page by page as it is asked for."""
    rows = PostModel.by_forgetting.query("forget", PostModel.forget_at <= sort_key(now), page_size=100)
    return (Due(row.post_id, row.forget_at) for row in rows)


def plan(found: Due, next_at: datetime | None) -> bool:
    """When to look again, or never; False if the post was opened or ended anew meanwhile, which has its own day."""
    actions: list[Action] = (
        [PostModel.forget_at.set(sort_key(next_at))] if next_at
        else [PostModel.forget.remove(), PostModel.forget_at.remove()])
    return holds(lambda: PostModel(found.post_id).update(actions, PostModel.forget_at == found.forget_at))

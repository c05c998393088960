"""How long what the public does not see is kept once a post has ended. Talk ends as it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.city import City
from chalicelib.domain.post import Post
from chalicelib.domain.status import STATUSES

KINDS = ("original_texts", "original_photos", "marks")  # the keys of the profile's retention


def ended_at(post: Post) -> datetime | None:
    """None while it is worked on, also when it is again."""
    if STATUSES[post.status].open:
        return None
    return post.closed_at or (post.created_at if post.status == "posted" else post.updated_at)


def first_due(post: Post, city: City) -> datetime | None:
    """When something kept of it may have to be deleted for the first time."""
    ended = ended_at(post)
    return min(_due(kind, ended, city) for kind in KINDS) if ended else None


@dataclass(frozen=True)
class Parted:
    """What is to be deleted now, and when the first of the rest is."""

    due: tuple[str, ...]
    next_at: datetime | None


def parted(kind: str, written: Iterable[tuple[str, datetime]], ended: datetime, city: City, now: datetime) -> Parted:
    """`written`: names of things of this kind, each with its time. What came after the end counts from itself."""
    days = {name: _due(kind, max(ended, at), city) for name, at in written}
    return Parted(tuple(name for name, day in days.items() if day <= now), min((day for day in days.values() if day > now), default=None))


def _due(kind: str, since: datetime, city: City) -> datetime:
    return since + timedelta(days=getattr(city.retention, kind))

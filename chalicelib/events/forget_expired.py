"""Each night at half past three in Korea: what is kept no longer of posts that have ended, by the profile's retention.

Deleted are, so many days after a post was ended: the texts as they were before they were masked, the photos as they were
uploaded, and the marks of who supported, followed and reported. What a post says, its comments, its photos as they are
shown, its timeline and its numbers stay. Whatever is opened again waits for its next end. Talk counts from its writing.

Reads an index of what has ended, by day: the cost of a night follows what falls due in it. 300 s, 1,000 posts at the most;
the rest is the next night's. DynamoDB and S3 could let such things expire by themselves, but only by a day that each of them
carries from its writing on, or counted from its upload: each end and each opening would have to write them all again.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain import ids
from chalicelib.domain.post import Post
from chalicelib.domain.retention import KINDS, ended_at, parted
from chalicelib.events.batch import each_post
from chalicelib.store import aws, comments, marks, originals, posts, retention
from chalicelib.telemetry import log

routes = Blueprint(__name__)

POSTS_MOST = 1000


@routes.schedule("cron(30 18 * * ? *)")
def forget_expired(event: CloudWatchEvent) -> None:
    each_post(event, islice(retention.due(clock.now()), POSTS_MOST), _forget)


def _forget(found: retention.Due) -> None:
    post, now = posts.get(found.post_id), clock.now()
    ended = ended_at(post)
    if ended is None:
        return  # opened again a moment ago: its next end brings it back
    rest = [day for kind in KINDS if (day := _forget_kind(kind, post, ended, now))]
    retention.plan(found, min(rest, default=None))
    log.info("forgotten in part", extra={"post_id": post.post_id, "next_at": min(rest, default=None)})


def _forget_kind(kind: str, post: Post, ended: datetime, now: datetime) -> datetime | None:
    """When the first of what is still kept of this kind is due."""
    written, forget = HELD[kind]
    found = parted(kind, written(post), ended, city(), now)
    if found.due:
        forget(post.post_id, found.due)
    return found.next_at


Written = Iterator[tuple[str, datetime]]


def _texts(post: Post) -> Written:
    return ((part, post.created_at if part == "post" else ids.time_of(part)) for part in originals.parts(post.post_id))


def _photos(post: Post) -> Written:
    shown = (*post.photos, *(one for said in comments.every(post.post_id) for one in said.photos))
    return ((one.photo_id, ids.time_of(one.photo_id)) for one in shown)


def _marks(post: Post) -> Written:
    """All at once: nothing tells when one was set."""
    return iter([("marks", post.created_at)])


HELD: dict[str, tuple[Callable[[Post], Written], Callable[[str, tuple[str, ...]], None]]] = {
    "original_texts": (_texts, originals.forget),
    "original_photos": (_photos, lambda _, photo_ids: aws.forget_originals(photo_ids)),
    "marks": (_marks, lambda post_id, _: marks.forget(post_id)),
}

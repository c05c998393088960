"""Five past midnight in Korea: deadlines anew, should the profile's closing days have changed; and hidings that end.

Reads what is open, by status, and what is to be looked at: its cost follows the work on hand, not the size of the room.
"""

from collections.abc import Iterator

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain.change import Change
from chalicelib.domain.handling import reckon_anew
from chalicelib.domain.moderation import end_hiding
from chalicelib.domain.post import Post
from chalicelib.domain.status import OPEN
from chalicelib.events.batch import each_post
from chalicelib.store import posts, queue
from chalicelib.telemetry import log

routes = Blueprint(__name__)


@routes.schedule("cron(5 15 * * ? *)")
def refresh_deadlines(event: CloudWatchEvent) -> None:
    each_post(event, _concerned(), _refresh)


def _concerned() -> Iterator[Post]:
    """One that is both open and hidden comes twice, and may need both."""
    for status in OPEN:
        yield from posts.every(posts.Wanted(status=status, everything=True))
    yield from queue.to_check()


def _refresh(post: Post) -> None:
    def decide(current: Post) -> Change | None:
        at = clock.now()
        return reckon_anew(current, city(), at) or end_hiding(current, at, clock.new_id(at))

    if decide(post):  # by the index, which is at hand; the change itself asks again of the post as it stands
        posts.change(post.post_id, decide)
        log.info("deadline moved or hiding ended", extra={"post_id": post.post_id})

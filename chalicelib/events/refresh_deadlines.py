"""Five past midnight in Korea: deadlines anew, should the profile's closing days have changed.

Reads open complaints only, by status: its cost follows the work on hand, not the size of the room.
"""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain.change import Change
from chalicelib.domain.handling import reckon_anew
from chalicelib.domain.post import Post
from chalicelib.domain.status import OPEN
from chalicelib.events.batch import each_post
from chalicelib.store import posts
from chalicelib.telemetry import log

routes = Blueprint(__name__)


@routes.schedule("cron(5 15 * * ? *)")
def refresh_deadlines(event: CloudWatchEvent) -> None:
    each_post((post for status in OPEN for post in posts.every(posts.Wanted(status=status, everything=True))), _refresh)


def _refresh(post: Post) -> None:
    def decide(current: Post) -> Change | None:
        return reckon_anew(current, city(), clock.now())

    if decide(post):  # by the index, which is at hand; the change itself asks again of the post as it stands
        posts.change(post.post_id, decide)
        log.info("deadline moved", extra={"post_id": post.post_id})

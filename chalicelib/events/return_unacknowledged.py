"""Each half hour: what its department was given and has not taken in time goes back to the complaint team.

Reads what is transferred and open, by status: its cost follows the work on hand, not the size of the room.
"""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain import casework
from chalicelib.domain.change import Change
from chalicelib.domain.post import Post
from chalicelib.events.batch import each_post
from chalicelib.store import posts
from chalicelib.telemetry import count, log

routes = Blueprint(__name__)


@routes.schedule("cron(0/30 * * * ? *)")
def return_unacknowledged(event: CloudWatchEvent) -> None:
    each_post(event, posts.every(posts.Wanted(status="transferred", everything=True)), _return)


def _return(post: Post) -> None:
    def decide(current: Post) -> Change | None:
        at = clock.now()
        return casework.return_unacknowledged(current, city(), at, clock.new_id(at))

    if decide(post):  # by the index, which is at hand; the change itself asks again of the post as it stands
        posts.change(post.post_id, decide)
        log.info("returned unacknowledged", extra={"post_id": post.post_id, "department": post.department})
        count("ReturnedUnacknowledged")

"""Five past midnight in Korea: deadlines anew, should the profile's closing days have changed.

Reads open complaints only, by status: its cost follows the work on hand, not the size of the room.
"""

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain.handling import reckon_anew
from chalicelib.domain.status import OPEN
from chalicelib.store import posts
from chalicelib.telemetry import log

routes = Blueprint(__name__)


@routes.schedule("cron(5 15 * * ? *)")
def refresh_deadlines(event: CloudWatchEvent) -> None:
    moved = 0
    for status in OPEN:
        for post in posts.every(posts.Wanted(status=status, everything=True)):
            after = posts.change(post.post_id, lambda current: reckon_anew(current, city(), clock.now()))
            moved += after.version != post.version
    log.info("deadlines reckoned", extra={"moved": moved})

"""Half past eight in Korea: each department is told what is late, soon will be or stands still for long, and what is late is urged.

512 MB, 120 s: an urging is one transaction of some ten milliseconds, so a city with a thousand newly late still ends in time.
"""

from datetime import datetime

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain import reminder
from chalicelib.domain.change import Change
from chalicelib.domain.handling import calendar
from chalicelib.domain.notice import Mailbox
from chalicelib.domain.post import Post
from chalicelib.events.batch import each_post
from chalicelib.events.telling import tell
from chalicelib.store import posts, queue
from chalicelib.store.notices import Notice
from chalicelib.telemetry import count, log, of_request

routes = Blueprint(__name__)


@routes.schedule("cron(30 23 * * ? *)")  # every day, since the profile may open a Saturday
def remind_departments(event: CloudWatchEvent) -> None:
    now = datetime.fromisoformat(event.time)  # the morning that is meant, also by a call that comes late or again
    if not reminder.is_working_day(now, calendar(city())):
        return
    on_desks = tuple(queue.everything_open())
    with of_request(event.context):
        _remind(on_desks, now)
    each_post(event, (post for post in on_desks if reminder.urge(post, now)), _urge)


def _remind(on_desks: tuple[Post, ...], now: datetime) -> None:
    """The letters are written when they are delivered, of what is then so."""
    day = str(now.astimezone(city().zone).date())
    readers = reminder.readers(reminder.duties(on_desks, now, city()), city())
    tell(Notice(str(Mailbox("reminder", reader, day)), day, "reminder") for reader in readers)
    count("Overdue", sum(reminder.is_overdue(post, now) for post in on_desks))
    log.info("departments reminded", extra={"day": day, "departments": len(readers)})


def _urge(post: Post) -> None:
    def decide(current: Post) -> Change | None:
        return reminder.urge(current, clock.now())

    posts.change(post.post_id, decide)
    log.info("urged", extra={"post_id": post.post_id, "department": post.department})
    count("Urged")

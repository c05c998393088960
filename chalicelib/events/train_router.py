"""At four in the morning in Korea: what staff confirmed and corrected is learned, and taken into use if it routes better.

Reads the newest complaints, some hundred read units however many there are. 1769 MB, a whole core.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from chalice import Blueprint
from chalice.app import CloudWatchEvent

from chalicelib.city import city
from chalicelib.domain import learning, releases
from chalicelib.domain.learning import Lesson
from chalicelib.domain.lessons import lesson_of, print_of
from chalicelib.domain.releases import Version
from chalicelib.store import posts, router
from chalicelib.telemetry import count, log, of_request, share

routes = Blueprint(__name__)


@routes.schedule("cron(0 19 * * ? *)")
def train_router(event: CloudWatchEvent) -> None:
    with of_request(event.context):
        version = train(datetime.fromisoformat(event.time))  # the night that is meant, also by a call that comes late or again
    if version:
        count("RouterLessons", version.lessons)
        share("RouterRight", version.right)
        share("RouterRightByWords", version.right_by_words)
        count("RouterTaken", router.shelf().in_use == version.name)


def train(night: datetime) -> Version | None:
    """None where there is too little to learn, or nothing new."""
    lessons, shelf = (*router.begun_with(), *_lessons()), router.shelf()
    learned_from = print_of(lessons, city())
    if len(lessons) < learning.FEWEST or not releases.due(shelf, night, learned_from):
        log.info("nothing new to learn", extra={"lessons": len(lessons)})
        return None
    trained = learning.train(lessons, city(), router.load(shelf.in_use))
    version = releases.version_of(trained, night, learned_from)
    router.add(version, trained.model)
    log.info("the router was trained", extra={"version": version.name, "lessons": version.lessons, "better": version.better})
    return version


def _lessons() -> Iterator[Lesson]:
    complaints = posts.every(posts.Wanted(complaints=True, everything=True))
    return (lesson for post in islice(complaints, learning.NEWEST) if (lesson := lesson_of(post)))

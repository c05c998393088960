"""On a new post: start the legal clock, and transfer it where the router is sure, by what it has learned.

512 MB: import and one transaction take well under a second there; `holidays` is loaded here only.
"""

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain import handling, lessons, routing
from chalicelib.domain.change import Change
from chalicelib.domain.post import Post
from chalicelib.events.batch import each_change
from chalicelib.store import posts, router
from chalicelib.store.models import PostModel
from chalicelib.telemetry import count, log, seconds, share

routes = Blueprint(__name__)


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/posts/stream/set-by-infra",
                           batch_size=50, starting_position="TRIM_HORIZON")
def route_post(event: DynamoDBEvent) -> None:
    each_change(event, _route)


def _route(record: DynamoDBRecord) -> None:
    post = posts.from_model(PostModel.from_raw_data(record.new_image))
    if post.receipt_number is None:
        return  # talk, not a complaint
    guessed = routing.route(lessons.text_of(post), post.category, city(), router.in_use(clock.now()))

    def decide(current: Post) -> Change | None:
        at = clock.now()
        return handling.route(current, guessed, city(), at, clock.new_id(at))

    routed = posts.change(post.post_id, decide)
    log.info("routed", extra={"post_id": post.post_id, "department": routed.department,
                              "confidence": round(guessed.best.confidence, 3)})
    share("RoutingConfidence", guessed.best.confidence)
    if routed.status == "transferred":
        count("RoutedAutomatically")
        seconds("SecondsToTransfer", clock.now() - routed.created_at)
    else:
        count("LeftToComplaintTeam")

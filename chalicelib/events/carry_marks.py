"""On the comment with which a post is merged: who follows and supports it does so where the matter is handled.

512 MB, 120 s: a mark takes one transaction of some ten milliseconds, and a post with a thousand marks less than a minute.
"""

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib.domain.merging import MERGED, target_of
from chalicelib.domain.post import Post
from chalicelib.events.batch import each_change
from chalicelib.store import comments, marks, posts
from chalicelib.store.models import CommentModel
from chalicelib.telemetry import log

routes = Blueprint(__name__)


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/comments/stream/set-by-infra",
                           batch_size=10, starting_position="TRIM_HORIZON")
def carry_marks(event: DynamoDBEvent) -> None:
    each_change(event, _carry)


def _carry(record: DynamoDBRecord) -> None:
    comment = comments.from_model(CommentModel.from_raw_data(record.new_image))
    if comment.by != "system" or comment.status != MERGED:
        return
    twin = posts.get(comment.post_id)
    into = _last(twin)
    for member_id in {*marks.marked(twin.post_id, "follow"), twin.author_id}:
        marks.add(into.post_id, "follow", member_id, seen=into.comments)
    for member_id in {*marks.marked(twin.post_id, "support"), twin.author_id} - {into.author_id}:
        marks.add(into.post_id, "support", member_id)  # once, also of whom had supported both
    log.info("marks carried", extra={"post_id": twin.post_id, "into": into.post_id})


def _last(post: Post) -> Post:
    """Where the matter is handled now: what one was merged into may have been merged itself before this came."""
    while target := target_of(post):
        post = posts.get(target)
    return post

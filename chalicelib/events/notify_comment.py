"""On a new comment: note for each who follows that there is something to tell. No address is read here.

512 MB, 120 s: a post with a thousand followers takes seven or eight seconds, and a batch has ten comments.
"""

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib.events.batch import each_change
from chalicelib.events.telling import tell_of
from chalicelib.store import comments
from chalicelib.store.models import CommentModel

routes = Blueprint(__name__)


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/comments/stream/set-by-infra",
                           batch_size=10, starting_position="TRIM_HORIZON")
def notify_comment(event: DynamoDBEvent) -> None:
    each_change(event, _notify)


def _notify(record: DynamoDBRecord) -> None:
    tell_of(comments.from_model(CommentModel.from_raw_data(record.new_image)))

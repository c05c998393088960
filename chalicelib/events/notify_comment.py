"""On a new comment: note for each who follows that there is something to tell. No address is read here.

512 MB, 30 s: a post with a thousand followers takes a few seconds.
"""

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain.notice import delay_seconds, mailboxes
from chalicelib.events.batch import each_change
from chalicelib.store import aws, comments, marks, notices, posts
from chalicelib.store.models import CommentModel

routes = Blueprint(__name__)


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/comments/stream/set-by-infra",
                           batch_size=10, starting_position="TRIM_HORIZON")
def notify_comment(event: DynamoDBEvent) -> None:
    each_change(event, _notify)


def _notify(record: DynamoDBRecord) -> None:
    comment = comments.from_model(CommentModel.from_raw_data(record.new_image))
    post = posts.get(comment.post_id)
    for mailbox in mailboxes(comment, post, marks.followers(post.post_id)):
        notices.add(notices.Notice(str(mailbox), comment.comment_id, "comment"), clock.now())
        # Also if it was noted before: the message may be what was lost. A mailbox without news is quickly closed.
        aws.ask_delivery(str(mailbox), delay_seconds(mailbox, city()))

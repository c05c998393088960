"""On a member's new name, or leaving: the name on what they wrote; of who left, what they followed is forgotten.

120 s are enough for some ten thousand posts.
"""

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib.events.batch import each_change
from chalicelib.store import comments, marks, members, posts
from chalicelib.store.models import MemberModel

routes = Blueprint(__name__)


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/members/stream/set-by-infra",
                           batch_size=1, starting_position="TRIM_HORIZON")
def rename_author(event: DynamoDBEvent) -> None:
    each_change(event, _rename)


def _rename(record: DynamoDBRecord) -> None:
    member = MemberModel.from_raw_data(record.new_image)
    if MemberModel.from_raw_data(record.old_image).nickname == member.nickname:
        return
    if member.left_at:
        marks.forget_follower(member.member_id)
    now = members.find(member.member_id)
    if now is None or now.nickname != member.nickname:
        return  # renamed again since: that record is on its way, and an old one that comes late changes nothing
    for post in posts.every(posts.Wanted(author_id=member.member_id, everything=True)):
        posts.rename_author(post.post_id, member.member_id, member.nickname)
    for post_id, comment_id in comments.keys_by_author(member.member_id):
        comments.rename_author(post_id, comment_id, member.member_id, member.nickname)

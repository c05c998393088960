"""On a post's coming, or its transfer: note for each who watches its tag, its place or its new department.

And on a comment that was hidden and is shown: for its post's followers, who hear of it as of a new one if it waited for
a person's eyes since it came. On one that staff hid or masked: for its author alone.

512 MB, 120 s: a batch of ten posts with a thousand watchers each still ends in time.
"""

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib.domain import ids, moderation, watch
from chalicelib.domain.notice import Mailbox
from chalicelib.domain.post import Entry, Post
from chalicelib.events.batch import each_change
from chalicelib.events.telling import tell, tell_of
from chalicelib.store import comments, posts, watches
from chalicelib.store.models import EntryModel
from chalicelib.store.notices import Notice

routes = Blueprint(__name__)


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/timeline/stream/set-by-infra",
                           batch_size=10, starting_position="TRIM_HORIZON")
def tell_watchers(event: DynamoDBEvent) -> None:
    each_change(event, _tell)


def _tell(record: DynamoDBRecord) -> None:
    entry = posts.entry(EntryModel.from_raw_data(record.new_image))
    if entry.kind == "shown" and entry.after:
        tell_of(comments.get(entry.post_id, entry.after))
    elif entry.kind in moderation.TOLD:
        _tell_its_author(entry)
    else:
        _tell_of_post(entry, posts.get(entry.post_id))


def _tell_its_author(entry: Entry) -> None:
    if entry.by != "staff" or not ids.is_ulid(entry.after or ""):
        return  # a post: the room's own comment tells of it
    comment = comments.get(entry.post_id, entry.after or "")
    if comment.by == "citizen" and comment.author_id:
        mailbox = Mailbox("member", comment.author_id, entry.post_id)
        tell([Notice(str(mailbox), f"{comment.comment_id}#{entry.number}", moderation.TOLD[entry.kind])])


def _tell_of_post(entry: Entry, post: Post) -> None:
    tell(
        # The post itself is the event: who heard of it when it came does not hear of its transfer again, for as long
        # as notices are kept.
        Notice(str(Mailbox("watcher", reader, post.post_id)), post.post_id, "watch", watch_id)
        for reader, watch_id in _readers(entry, post).items()
    )


def _readers(entry: Entry, post: Post) -> dict[str, str]:
    """Member ids, each with the first of the watches that fit."""
    found: dict[str, str] = {}
    for subject in watch.hearing(entry, post):
        for member_id, watched in watches.watchers(subject):
            if member_id != post.author_id and watched.fits(post):
                found.setdefault(member_id, watched.watch_id)
    return found

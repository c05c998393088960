"""On a photo that is settled and attached, in whichever order: show it where it belongs, keep its original.

And on one whose text is hidden, or is shown again: its renditions go out of the public's reach, and come back.
"""

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib.events.batch import each_change
from chalicelib.store import aws, comments, photos, posts
from chalicelib.store.models import PhotoModel

routes = Blueprint(__name__)


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/photos/stream/set-by-infra",
                           batch_size=10, starting_position="TRIM_HORIZON")
def publish_photo(event: DynamoDBEvent) -> None:
    each_change(event, _publish)


def _publish(record: DynamoDBRecord) -> None:
    held = photos.from_model(PhotoModel.from_raw_data(record.new_image))
    if show(held) and held.photo.state == "ready":
        aws.keep_original(held.photo.photo_id)
        _place(held.photo.photo_id)


def show(held: photos.Held) -> bool:
    """Where it belongs; False if that is nowhere yet, or there is nothing to show."""
    if held.attached_to is None or held.position is None or held.photo.state not in ("ready", "rejected"):
        return False
    post_id, _, comment_id = held.attached_to.partition("/")
    if comment_id:
        comments.show_photo(post_id, comment_id, held.position, held.photo)
    else:
        posts.show_photo(post_id, held.position, held.photo)
    return True


def _place(photo_id: str) -> None:
    """By what is so now: the record may be an old one."""
    found = photos.get(photo_id)
    if found.held and found.held_since:
        aws.hold_renditions(photo_id, found.held_since)
    elif found.held is False:  # never held, it has nothing to come back from
        aws.release_renditions(photo_id)

"""On a photo that another takes the place of: the new one gets its original, and what the public saw of the old one goes.

In this order, so that whatever fails can be done again. make_renditions then makes the new one, as it does any upload.
One that came to no post in time goes as well, when its row expires.
"""

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib.domain.post import Photo
from chalicelib.events.batch import each_change
from chalicelib.store import aws, photos
from chalicelib.store.models import PhotoModel
from chalicelib.telemetry import log

routes = Blueprint(__name__)


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/photos/stream/set-by-infra",
                           batch_size=10, starting_position="TRIM_HORIZON")
def replace_photo(event: DynamoDBEvent) -> None:
    each_change(event, _replace)


def _replace(record: DynamoDBRecord) -> None:
    if record.event_name == "REMOVE":
        _forget(record.keys["photo_id"]["S"])
        return
    old = photos.from_model(PhotoModel.from_raw_data(record.new_image))
    if old.replaced_by is None:
        return
    photo_id = old.photo.photo_id
    if photos.awaited(old.replaced_by) and not aws.copy_original(photo_id, old.replaced_by):
        photos.settle(Photo(old.replaced_by, "rejected", "photo_broken"), None)
    _forget(photo_id)
    log.info("photo replaced", extra={"photo_id": photo_id, "by": old.replaced_by})


def _forget(photo_id: str) -> None:
    aws.forget_renditions(photo_id)
    aws.forget_originals([photo_id])

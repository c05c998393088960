"""On an uploaded original: its renditions, or the reason why there are none.

1,769 MB is one whole core of Lambda: renditions are pure computing, and half the core would take twice the time.
30 s is a hundred times what a 12 MP photo needs; what takes longer is an attack and ends in the dead letters.
"""

from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime
from urllib.parse import unquote_plus

import msgspec
from chalice import Blueprint
from chalice.app import SQSEvent, SQSRecord

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain.post import Photo
from chalicelib.errors import PhotoRejected
from chalicelib.events.batch import Failures, each_message
from chalicelib.photos.limits import Limits
from chalicelib.store import aws, photos
from chalicelib.telemetry import count, log, seconds

routes = Blueprint(__name__)


@routes.on_sqs_message(queue_arn="arn:aws:sqs:ap-northeast-2:000000000000:set-by-infra", batch_size=1)
def make_renditions(event: SQSEvent) -> Failures:
    return each_message(event, _make)


def _make(message: SQSRecord) -> None:
    # The test event that S3 sends when the notification is set up has no Records.
    for record in msgspec.json.decode(message.body).get("Records", ()):
        photo_id = aws.photo_of(unquote_plus(record["s3"]["object"]["key"]))
        # An upload form is good for some minutes: what comes on it later must not replace what people saw.
        if awaited := photos.awaited(photo_id):
            _tell(develop(awaited), datetime.fromisoformat(record["eventTime"]))


def develop(held: photos.Held, key_of: Callable[[str, int], str] = aws.rendition_key) -> Photo:
    """As it is settled: ready, or rejected."""
    # app.py imports this file for the API too, whose cold start need not pay for Pillow.
    from chalicelib.photos import renditions

    photo_id = held.photo.photo_id
    content_hash: str | None = None
    try:
        made = renditions.develop(aws.original(photo_id), _limits(), map(astuple, held.regions))
    except PhotoRejected as rejected:
        settled = Photo(photo_id, "rejected", rejected.code)
    else:
        for side, rendition in ((renditions.LARGE, made.large), (renditions.SMALL, made.small)):
            aws.put_rendition(key_of(photo_id, side), rendition.body, renditions.MEDIA_TYPE)
        settled = Photo(photo_id, "ready", None, made.width, made.height, made.color, made.look)
        content_hash = made.content_hash
    photos.settle(settled, content_hash)
    return settled


def _tell(settled: Photo, uploaded_at: datetime) -> None:
    if settled.state == "rejected":
        log.info("photo rejected", extra={"photo_id": settled.photo_id, "reason": settled.reason})
        count("PhotosRejected")
        return
    count("PhotosReady")
    seconds("SecondsToRendition", clock.now() - uploaded_at)


def _limits() -> Limits:
    limits = city().limits
    return Limits(max_bytes=limits.photo_bytes_most, max_pixels=limits.photo_pixels_most)

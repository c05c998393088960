"""Photos: announced here, sent to S3 by the browser itself."""

from datetime import timedelta
from typing import Literal

from chalicelib import clock
from chalicelib.api import shapes, views
from chalicelib.api.edge import Body, Incoming, Routes, Writer
from chalicelib.city import city
from chalicelib.domain import ids
from chalicelib.errors import NotFound
from chalicelib.store import aws, photos

routes = Routes(__name__)

UNATTACHED = timedelta(days=3)  # then its row expires, and events/replace_photo.py deletes what was sent and made of it


class Announcement(Body, frozen=True):
    type: Literal["image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif"]


@routes.on("POST", "/v1/photos", status=201, rate="upload")
def announce_photo(incoming: Incoming, me: Writer, body: Announcement) -> shapes.AnnouncedPhoto:
    """Announces a photo; the answer is a form, by which it is sent to S3 itself."""
    incoming.spend("upload" if me.kind is None else "open311_photo", me)
    return announced(body, me.member_id)


@routes.on("GET", "/v1/photos/{photo_id}")
def get_photo(incoming: Incoming, photo_id: str) -> shapes.PhotoShape:
    """A photo, which is ready some moments after it was sent."""
    if not ids.is_ulid(photo_id):
        raise NotFound("no_such_photo", None)
    return views.photo(photos.get(photo_id).photo, incoming.language)


def announced(wanted: Announcement, owner: str) -> shapes.AnnouncedPhoto:
    now, most = clock.now(), city().limits.photo_bytes_most
    photo_id = clock.new_id(now)
    photos.announce(photo_id, owner, now + UNATTACHED)
    form = aws.upload_form(photo_id, wanted.type, most)
    return shapes.AnnouncedPhoto(photo_id, "pending", shapes.FormShape(form["url"], form["fields"]), most)

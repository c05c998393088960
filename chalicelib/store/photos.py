"""Photos: announced, uploaded to S3, settled by make_renditions, attached to a post or a comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.post import Photo
from chalicelib.errors import InvalidInput, NotFound
from chalicelib.store.convert import photo
from chalicelib.store.models import PhotoModel
from chalicelib.store.transaction import Transaction, holds


@dataclass(frozen=True)
class Held:
    """A photo with what the public does not see."""

    photo: Photo
    owner: str
    attached_to: str | None  # "<post id>" or "<post id>/<comment id>"
    position: int | None


def announce(photo_id: str, owner: str, expires_at: datetime) -> None:
    PhotoModel(photo_id, owner=owner, state="pending", expires_at=expires_at).save(PhotoModel.photo_id.does_not_exist())


def get(photo_id: str) -> Held:
    try:
        return from_model(PhotoModel.get(photo_id, consistent_read=True))
    except PhotoModel.DoesNotExist:
        raise NotFound("no_such_photo", None) from None


def awaited(photo_id: str) -> bool:
    """Announced, and neither ready nor rejected."""
    try:
        return get(photo_id).photo.state == "pending"
    except NotFound:
        return False


def attach(write: Transaction, photos: Sequence[Photo], *, owner: str | None, target: str) -> None:
    """A photo belongs to whoever announced it, and to one post or comment."""
    for position, one in enumerate(photos):
        mine = (PhotoModel.owner == owner) & (PhotoModel.attached_to.does_not_exist())
        actions = [PhotoModel.attached_to.set(target), PhotoModel.position.set(position), PhotoModel.expires_at.remove()]
        write.update(PhotoModel(one.photo_id), actions, mine, InvalidInput("photo_not_available", "photos"))


def settle(settled: Photo, content_hash: str | None) -> bool:
    """Ready or rejected, once; False if it was settled before or never announced."""
    actions = [getattr(PhotoModel, name).set(value) for name, value in (
        ("state", settled.state), ("reason", settled.reason), ("width", settled.width), ("height", settled.height),
        ("color", settled.color), ("content_hash", content_hash),
    ) if value is not None]
    return holds(lambda: PhotoModel(settled.photo_id).update(actions, PhotoModel.state == "pending"))


def from_model(row: PhotoModel) -> Held:
    return Held(photo(row), row.owner, row.attached_to, None if row.position is None else int(row.position))

"""Photos: announced, uploaded to S3, settled by make_renditions, attached to a post or a comment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.domain.change import Replaced
from chalicelib.domain.post import Hiding, Photo, Region
from chalicelib.errors import InvalidInput, NotFound
from chalicelib.store.convert import photo, stored, values
from chalicelib.store.models import PhotoModel
from chalicelib.store.transaction import Transaction, holds


@dataclass(frozen=True)
class Held:
    """A photo with what the public does not see."""

    photo: Photo
    owner: str
    attached_to: str | None  # "<post id>" or "<post id>/<comment id>"
    position: int | None
    regions: tuple[Region, ...] = ()  # to be made unrecognisable
    replaced_by: str | None = None
    held: bool | None = None  # while what it belongs to is hidden; False once that is shown again
    held_since: datetime | None = None


def announce(photo_id: str, owner: str, expires_at: datetime) -> None:
    PhotoModel(photo_id, owner=owner, state="pending", expires_at=expires_at).save(PhotoModel.photo_id.does_not_exist())


def get(photo_id: str) -> Held:
    try:
        return from_model(PhotoModel.get(photo_id, consistent_read=True))
    except PhotoModel.DoesNotExist:
        raise NotFound("no_such_photo", None) from None


def several(some: Iterable[Photo]) -> list[Photo]:
    """As they are now; one that was never announced is left out."""
    return [photo(row) for row in PhotoModel.batch_get([one.photo_id for one in some])]


def awaited(photo_id: str) -> Held | None:
    """If it is announced, and neither ready nor rejected."""
    try:
        held = get(photo_id)
    except NotFound:
        return None
    return held if held.photo.state == "pending" else None


def attach(write: Transaction, photos: Sequence[Photo], *, owner: str | None, target: str,
           hiding: Hiding | None = None) -> None:
    """A photo belongs to whoever announced it, and to one post or comment, which may be hidden from the start."""
    for position, one in enumerate(photos):
        mine = (PhotoModel.owner == owner) & (PhotoModel.attached_to.does_not_exist())
        actions: list[Action] = [PhotoModel.attached_to.set(target), PhotoModel.position.set(position), PhotoModel.expires_at.remove()]
        actions += _holding(hiding) if hiding else []
        write.update(PhotoModel(one.photo_id), actions, mine, InvalidInput("photo_not_available", "photos"))


def hold(write: Transaction, photos: Sequence[Photo], before: Hiding | None, after: Hiding | None) -> None:
    """They go with what they belong to; that their renditions do, events/publish_photo.py sees to."""
    if (before is None) != (after is None):
        for one in photos:
            actions = _holding(after) if after else [PhotoModel.held.set(False)]
            write.update(PhotoModel(one.photo_id), actions, PhotoModel.photo_id.exists())


def _holding(hiding: Hiding) -> list[Action]:
    return [PhotoModel.held.set(True), PhotoModel.held_since.set(hiding.since)]


def replace(write: Transaction, replaced: Replaced) -> None:
    """The new one hides what the old one hid as well, for both are made from the same original."""
    old = get(replaced.photo_id)
    new = PhotoModel(
        replaced.by, owner=old.owner, state="pending", attached_to=old.attached_to, position=old.position,
        regions=stored((*old.regions, *replaced.regions)),
        held=old.held, held_since=old.held_since)
    write.put(new, PhotoModel.photo_id.does_not_exist())
    actions = [PhotoModel.state.set("replaced"), PhotoModel.replaced_by.set(replaced.by)]
    write.update(PhotoModel(replaced.photo_id), actions, PhotoModel.state == "ready")


def settle(settled: Photo, content_hash: str | None) -> bool:
    """Ready or rejected, once; False if it was settled before or never announced."""
    actions = [getattr(PhotoModel, name).set(value) for name, value in (
        ("state", settled.state), ("reason", settled.reason), ("width", settled.width), ("height", settled.height),
        ("color", settled.color), ("look", settled.look), ("content_hash", content_hash),
    ) if value is not None]
    return holds(lambda: PhotoModel(settled.photo_id).update(actions, PhotoModel.state == "pending"))


def from_model(row: PhotoModel) -> Held:
    regions = tuple(Region(**values(Region, one)) for one in row.regions or ())
    position = None if row.position is None else int(row.position)
    return Held(photo(row), row.owner, row.attached_to, position, regions, row.replaced_by, row.held, row.held_since)

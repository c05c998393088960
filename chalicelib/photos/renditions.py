"""From a citizen's file to the two pictures that the room shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from PIL import Image

from chalicelib.errors import PhotoRejected
from chalicelib.photos.blur import Region, blurred
from chalicelib.photos.decoders import decode
from chalicelib.photos.formats import take_apart
from chalicelib.photos.limits import Limits
from chalicelib.photos.look import look
from chalicelib.photos.parts import orientation
from chalicelib.photos.pixels import dominant, fit, in_srgb, on_white, turned, webp

__all__ = ["MEDIA_TYPE", "Limits", "Photo", "Rendition", "develop"]

MEDIA_TYPE: Final = "image/webp"
LARGE: Final = 1280  # fills a phone held upright at its own resolution
SMALL: Final = 320  # a tile of the list
DEFAULTS: Final = Limits()


@dataclass(frozen=True)
class Rendition:
    width: int
    height: int
    body: bytes


@dataclass(frozen=True)
class Photo:
    content_hash: str  # SHA-256 of the original, in hex
    format: str
    width: int  # of the original, upright
    height: int
    color: str  # "#rrggbb", drawn until the picture is there
    look: str | None  # by which it is known again
    large: Rendition
    small: Rendition


def develop(original: bytes, limits: Limits = DEFAULTS, regions: Iterable[Region] = ()) -> Photo:
    """Raises PhotoRejected, whatever the bytes are. `regions` of the upright picture become unrecognisable."""
    if len(original) > limits.max_bytes:
        raise PhotoRejected("photo_too_large", most=limits.max_bytes // 1024**2)
    parts = take_apart(original, limits)
    decoded = decode(parts, limits, LARGE)
    way = orientation(parts.exif)
    large = blurred(turned(in_srgb(on_white(decoded.image), decoded.profile), way), regions)
    small = fit(large.copy(), SMALL)
    width, height = (decoded.height, decoded.width) if way >= 5 else (decoded.width, decoded.height)
    return Photo(
        content_hash=sha256(original).hexdigest(),
        format=parts.format,
        width=width,
        height=height,
        color=dominant(small),
        look=look(small),
        large=_rendition(large),
        small=_rendition(small),
    )


def _rendition(image: Image.Image) -> Rendition:
    return Rendition(image.width, image.height, webp(image))

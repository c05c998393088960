"""The decoders, each believed as little as the bytes it is given."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from chalicelib.errors import PhotoRejected
from chalicelib.photos.limits import Limits
from chalicelib.photos.parts import Parts
from chalicelib.photos.pixels import fit

# Image.open would load every plugin to ask whose file it is.
_PILLOW: Final[dict[str, Callable[[BytesIO], ImageFile.ImageFile]]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WEBP": WebPImageFile,
    "GIF": GifImageFile,
}


@dataclass(frozen=True)
class Decoded:
    width: int  # of the original
    height: int
    image: Image.Image  # already reduced
    profile: bytes


@contextmanager
def hostile_bytes(limits: Limits) -> Iterator[None]:
    """Whatever a decoder raises over bytes is the photo's fault, but a lack of memory is the host's."""
    try:
        yield
    except (PhotoRejected, MemoryError):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PhotoRejected("photo_too_many_pixels", most=limits.max_pixels_whole // 1_000_000) from bomb
    except Exception as broken:
        raise PhotoRejected("photo_broken") from broken


def decode(parts: Parts, limits: Limits, longest: int) -> Decoded:
    """Reduced to `longest` on the way, so that a JPEG is never held at its full size."""
    if parts.format == "HEIF":
        from chalicelib.photos import heif

        return heif.decode(parts.pixels, limits, longest)
    with hostile_bytes(limits), warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image = _PILLOW[parts.format](BytesIO(parts.pixels))
        width, height = image.size
        limits.admit(width, height, streamed=parts.streamed)
        reduced = fit(image, longest)
        reduced.load()  # a small picture has not been read yet, and may yet prove broken
        return Decoded(width, height, reduced, parts.profile)

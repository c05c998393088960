"""Which format the first bytes speak of; the declared type and the file's name are not believed."""

import re
import struct
from collections.abc import Callable
from typing import Final

from chalicelib.errors import PhotoRejected
from chalicelib.photos import gif, jpeg, png, webp
from chalicelib.photos.limits import Limits
from chalicelib.photos.parts import Parts


def _heif(original: bytes, limits: Limits) -> Parts:
    """Whole: libheif turns the picture itself, and photos.heif fences it in."""
    return Parts("HEIF", original)


_ACCEPTED: Final[dict[str, Callable[[bytes, Limits], Parts]]] = {
    "JPEG": jpeg.take_apart,
    "PNG": png.take_apart,
    "WEBP": webp.take_apart,
    "GIF": gif.take_apart,
    "HEIF": _heif,
}

_SIGNATURES: Final = {
    "JPEG": rb"\xff\xd8\xff",
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "WEBP": rb"RIFF....WEBP",
    "GIF": rb"GIF8[79]a",
    # mif1 and msf1 name no codec; the brands that follow do.
    "AVIF": rb"....ftyp(avi[fs]|m[is]f1(.{4}){1,8}avi[fs])",
    "HEIF": rb"....ftyp(he[iv][cxms]|m[is]f1)",
    "TIFF": rb"II[*+]\0|MM\0[*+]",
    "BMP": rb"BM.{4}\0{4}",
    "ICO": rb"\0\0[\1\2]\0",
    "JPEG XL": rb"\xff\x0a|\0{3}\x0cJXL ",
    "JPEG 2000": rb"\xff\x4f\xff\x51|\0{3}\x0cjP  ",
    "PSD": rb"8BPS",
    "CR3": rb"....ftypcrx ",
    "SVG": rb"(\xef\xbb\xbf)?\s*(<[?!][^>]*>\s*)*<svg\b",
}


def take_apart(original: bytes, limits: Limits) -> Parts:
    try:
        return _ACCEPTED[_sniff(original)](original, limits)
    except (struct.error, IndexError) as ended_early:
        raise PhotoRejected("photo_broken") from ended_early


def _sniff(original: bytes) -> str:
    matching = (name for name, start in _SIGNATURES.items() if re.match(start, original[:1024], re.DOTALL))
    name = next(matching, None)
    if name is None:
        raise PhotoRejected("photo_not_an_image")
    if name not in _ACCEPTED:
        raise PhotoRejected("photo_format_unsupported", format=name)
    return name

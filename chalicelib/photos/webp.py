"""WebP: chunks of kind, length, data, and a pad byte after odd data."""

from collections.abc import Iterator
from struct import pack, unpack_from
from typing import Final

from chalicelib.photos.limits import Limits
from chalicelib.photos.parts import Parts, bounded, few, first_of_each

_NEEDED: Final = frozenset([b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"])


def take_apart(original: bytes, limits: Limits) -> Parts:
    # libwebp takes memory for the whole canvas before it looks at a pixel.
    limits.admit(*_canvas(original))
    first = first_of_each(few(_chunks(original), limits))
    pixels = b"".join(chunk for kind, chunk in first.items() if kind in _NEEDED)
    header = b"RIFF" + pack("<I", len(pixels) + 4) + b"WEBP"
    profile = bounded(first.get(b"ICCP", b"")[8:], limits)
    return Parts("WEBP", header + pixels, first.get(b"EXIF", b"")[8:].removeprefix(b"Exif\0\0"), profile)


def _chunks(original: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at < len(original):
        kind, size = unpack_from("<4sI", original, at)
        end = at + 8 + size + size % 2
        yield kind, original[at:end]
        at = end


def _canvas(original: bytes) -> tuple[int, int]:
    """Width and height, which each of the three kinds of first chunk writes in its own way."""
    if original[12:16] == b"VP8X":
        width, height = unpack_from("<I", original, 24)[0], unpack_from("<I", original, 26)[0] >> 8
        return (width & 0xFFFFFF) + 1, height + 1
    if original[12:16] == b"VP8L":
        (bits,) = unpack_from("<I", original, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = unpack_from("<HH", original, 26)
    return width & 0x3FFF, height & 0x3FFF

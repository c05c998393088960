"""A picture file taken apart without decoding it.

A decoder gets the pixels of the first picture and nothing else: Pillow reads metadata as it opens a file, and
66 kB of EXIF made it take 300 MB, 8 MB of comment in a GIF 3 s. The turn and the profile we read ourselves.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from chalicelib.errors import PhotoRejected
from chalicelib.photos.limits import Limits

T = TypeVar("T")


@dataclass(frozen=True)
class Parts:
    format: str
    pixels: bytes  # a file of the same format, without anything that is not needed to draw it
    exif: bytes = b""  # from the TIFF header on
    profile: bytes = b""  # ICC
    streamed: bool = False  # a decoder need not hold it whole


def few(pieces: Iterable[T], limits: Limits) -> list[T]:
    taken = list(islice(pieces, limits.max_pieces + 1))
    if len(taken) > limits.max_pieces:
        raise PhotoRejected("photo_too_complex")
    return taken


def first_of_each(chunks: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    first: dict[bytes, bytes] = {}
    for kind, chunk in chunks:
        first.setdefault(kind, chunk)
    return first


def bounded(profile: bytes, limits: Limits) -> bytes:
    return profile if len(profile) <= limits.max_profile_bytes else b""


def orientation(exif: bytes) -> int:
    """1 to 8, as EXIF counts the ways to hold a camera; 1 where it is not told."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        entries = struct.iter_unpack(f"{order}HHIHxx", exif[start + 2 : start + 2 + 12 * count])
        return next((way for tag, _, _, way in entries if tag == 0x0112 and 1 <= way <= 8), 1)
    except struct.error:
        return 1

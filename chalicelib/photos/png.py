"""PNG: chunks of length, kind, data and checksum."""

import zlib
from collections.abc import Iterator
from struct import unpack_from
from typing import Final

from chalicelib.photos.limits import Limits
from chalicelib.photos.parts import Parts, bounded, few, first_of_each

_NEEDED: Final = frozenset([b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"])


def take_apart(original: bytes, limits: Limits) -> Parts:
    chunks = few(_chunks(original), limits)
    pixels = original[:8] + b"".join(chunk for kind, chunk in chunks if kind in _NEEDED)
    first = first_of_each(chunks)
    profile = _inflated(first.get(b"iCCP", b"")[8:-4], limits)
    return Parts("PNG", pixels, first.get(b"eXIf", b"")[8:-4], profile)


def _chunks(original: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = 8, b""
    while at < len(original) and kind != b"IEND":
        size, kind = unpack_from(">I4s", original, at)
        yield kind, original[at : at + size + 12]
        at += size + 12


def _inflated(named: bytes, limits: Limits) -> bytes:
    """A profile's name and a zero come first, then the method of compression."""
    _, _, packed = named.partition(b"\0")
    try:
        profile = zlib.decompressobj().decompress(packed[1:], limits.max_profile_bytes + 1)
    except zlib.error:
        return b""
    return bounded(profile, limits)

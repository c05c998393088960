"""JPEG: marker segments up to the first scan, then entropy-coded data."""

import re
from collections.abc import Iterator
from struct import unpack_from
from typing import Final, NamedTuple

from chalicelib.errors import PhotoRejected
from chalicelib.photos.limits import Limits
from chalicelib.photos.parts import Parts, bounded, few

_MARKER: Final = re.compile(rb"\xff+([^\0\xff])")
_END, _SCAN, _EXIF, _PROFILE = b"\xff\xd9", 0xDA, 0xE1, 0xE2
# Tables and frame headers, JFIF and Adobe (they tell the colour space), the scan.
_NEEDED: Final = frozenset([*range(0xC0, 0xD0), 0xDB, 0xDD, 0xE0, 0xEE, _SCAN])


class _Segment(NamedTuple):
    marker: int
    load: bytes
    end: int

    def bytes(self) -> bytes:
        return b"\xff%c%c%c%b" % (self.marker, *divmod(len(self.load) + 2, 256), self.load)


def take_apart(original: bytes, limits: Limits) -> Parts:
    segments = few(_segments(original), limits)
    if not segments or segments[-1].marker != _SCAN:
        raise PhotoRejected("photo_broken")
    needed = b"".join(segment.bytes() for segment in segments if segment.marker in _NEEDED)
    pixels = b"\xff\xd8" + needed + _scan_data(original, segments[-1].end)
    streamed = _count_scans(pixels, limits) == 1
    return Parts("JPEG", pixels, _exif(segments), _profile(segments, limits), streamed)


def _segments(original: bytes) -> Iterator[_Segment]:
    at = 2
    while found := _MARKER.match(original, at):
        (size,) = unpack_from(">H", original, found.end())
        at = found.end() + max(size, 2)
        yield _Segment(found[1][0], original[found.end() + 2 : at], at)
        if found[1][0] == _SCAN:
            return


def _scan_data(original: bytes, start: int) -> bytes:
    """Up to the end marker; phones hang a second picture or a film behind it."""
    end = original.find(_END, start)
    return original[start:] if end < 0 else original[start : end + 2]


def _count_scans(pixels: bytes, limits: Limits) -> int:
    # No scan goes without its marker, so this is their number or more, wherever a decoder looks for them.
    scans = pixels.count(b"\xff%c" % _SCAN)
    if scans > limits.max_scans:
        raise PhotoRejected("photo_too_complex")
    return scans


def _exif(segments: list[_Segment]) -> bytes:
    return next(_loads(segments, _EXIF, b"Exif\0\0"), b"")


def _profile(segments: list[_Segment], limits: Limits) -> bytes:
    """It comes in numbered pieces, for a segment holds 64 kB at most."""
    pieces = sorted(_loads(segments, _PROFILE, b"ICC_PROFILE\0"), key=lambda piece: piece[:1])
    return bounded(b"".join(piece[2:] for piece in pieces), limits)


def _loads(segments: list[_Segment], marker: int, name: bytes) -> Iterator[bytes]:
    return (s.load[len(name) :] for s in segments if s.marker == marker and s.load.startswith(name))

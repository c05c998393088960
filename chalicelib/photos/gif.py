"""GIF: screen and palette, extensions, the first picture; what follows is never looked at."""

from collections.abc import Iterator
from typing import Final

from chalicelib.errors import PhotoRejected
from chalicelib.photos.limits import Limits
from chalicelib.photos.parts import Parts, few

_EXTENSION: Final = 0x21
_TRANSPARENCY: Final = 0xF9  # the graphic control extension
_PICTURE: Final = 0x2C


def take_apart(original: bytes, limits: Limits) -> Parts:
    start = 13 + _palette_bytes(original[10])
    extensions = few(_extensions(original, start), limits)
    needed = [original[at:end] for at, end in extensions if original[at + 1] == _TRANSPARENCY][-1:]
    picture = extensions[-1][1] if extensions else start
    if original[picture] != _PICTURE:
        raise PhotoRejected("photo_broken")
    return Parts("GIF", original[:start] + b"".join(needed) + original[picture:])


def _palette_bytes(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _extensions(original: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Start and end of each; one is a run of blocks of 1 to 255 bytes, closed by an empty one."""
    while original[at] == _EXTENSION:
        start, at = at, at + 2
        while size := original[at]:
            at += size + 1
        at += 1
        yield start, at

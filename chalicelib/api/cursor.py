"""Opaque cursors: where a list goes on, and of which list. One that was changed, or belongs elsewhere, is refused."""

import base64
import binascii
import hashlib

from chalicelib.domain import ids
from chalicelib.errors import InvalidInput


def encode(after: str | None, question: str) -> str | None:
    if after is None:
        return None
    return base64.urlsafe_b64encode(after.encode() + _seal(after, question)).decode().rstrip("=")


def decode(cursor: str | None, question: str) -> str | None:
    """The id to go on from. `question` is what the first page asked; the seal is no secret, since a cursor
    opens nothing that the list itself does not show."""
    if cursor is None:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        after = raw[:26].decode("ascii")
    except (binascii.Error, ValueError):
        raise InvalidInput("bad_cursor", "cursor") from None
    if not ids.is_ulid(after) or raw[26:] != _seal(after, question) or encode(after, question) != cursor:
        raise InvalidInput("bad_cursor", "cursor")
    return after


def _seal(after: str, question: str) -> bytes:
    return hashlib.sha256(f"{after}\n{question}".encode()).digest()[:10]

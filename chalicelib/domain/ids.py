"""Ids, receipt numbers, look-up codes and fingerprints, all from what is passed in."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(f"[0-7][{_CROCKFORD}]{{25}}")
_LEGIBLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # read out on the telephone: no 0 O 1 I L
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

ENTROPY_BYTES = 10
CODE_LENGTH = 8


def ulid(now: datetime, entropy: bytes) -> str:
    """26 characters that sort by the millisecond of `now`; `entropy` is 10 random bytes.

    Own code, since the import of python-ulid costs 46 ms of CPU, more than all of msgspec (35).
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a ULID takes {ENTROPY_BYTES} bytes of entropy, not {len(entropy)}")
    milliseconds = (now - _EPOCH) // timedelta(milliseconds=1)
    return _spell(milliseconds << 80 | int.from_bytes(entropy, "big"), _CROCKFORD, 26)


def time_of(value: str) -> datetime:
    """When a ULID was made, to the millisecond."""
    milliseconds = 0
    for letter in value[:10]:
        milliseconds = milliseconds << 5 | _CROCKFORD.index(letter)
    return _EPOCH + timedelta(milliseconds=milliseconds)


def is_ulid(value: str) -> bool:
    return _ULID.fullmatch(value) is not None


def receipt_number(prefix: str, year: int, serial: int) -> str:
    """GR-2026-000123; the number grows wider after a million rather than starting again."""
    return f"{prefix}-{year}-{serial:06d}"


def lookup_code(token: str, post_id: str) -> str:
    """ABCD-EFGH, one in 850 billion; a repeated request gives the same code, which is thus not stored."""
    digest = hmac.digest(token.encode(), post_id.encode(), "sha256")
    code = _spell(int.from_bytes(digest, "big"), _LEGIBLE, CODE_LENGTH)
    return f"{code[:4]}-{code[4:]}"


def fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _spell(number: int, alphabet: str, length: int) -> str:
    """The last `length` digits of a number written in the base of the alphabet."""
    digits = []
    for _ in range(length):
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(reversed(digits))

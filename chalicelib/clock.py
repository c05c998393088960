"""The time and new ids: what the rules are passed, made here and nowhere else."""

import secrets
from datetime import UTC, datetime

from chalicelib.domain import ids


def now() -> datetime:
    return datetime.now(UTC)


def new_id(at: datetime) -> str:
    return ids.ulid(at, secrets.token_bytes(ids.ENTROPY_BYTES))


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def new_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"

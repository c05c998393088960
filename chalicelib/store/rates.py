"""How often something was done of late, counted in windows of whole hours; what is counted is forgotten with its window."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address, ip_network

from chalicelib.settings import settings
from chalicelib.store.models import LedgerModel
from chalicelib.store.transaction import holds

SALT_KEPT = timedelta(days=2)
NETWORK = 64  # bits of an IPv6 address that are one household's


def spend(name: str, most: int, hours: int, now: datetime) -> datetime | None:
    """Counts one; if it is one too many, the time from which on there is room again."""
    window, ends = _window(hours, now)
    row = LedgerModel(f"rate#{name}#{window}")
    row.update([LedgerModel.serial.add(1), LedgerModel.expires_at.set(ends + timedelta(hours=1))])
    return ends if int(row.serial) > most * int(settings().rate_factor) else None


def _window(hours: int, now: datetime) -> tuple[int, datetime]:
    number = int(now.timestamp()) // (hours * 3600)
    return number, datetime.fromtimestamp((number + 1) * hours * 3600, UTC)


def pseudonym(address: str, now: datetime) -> str:
    """By which a network address, or that of a mailbox, is known for a day. With the day's salt goes what could link the two."""
    return hmac.new(_salt(f"{now:%Y-%m-%d}"), _network(address).encode(), hashlib.sha256).hexdigest()[:32]


def _network(address: str) -> str:
    try:
        found = ip_address(address.strip())
    except ValueError:
        return address.casefold()
    return str(ip_network((found, NETWORK), strict=False)) if found.version == 6 else str(found)


@lru_cache(maxsize=1)
def _salt(day: str) -> bytes:
    """Of all functions the same: whoever comes first makes it."""
    name = f"salt#{day}"
    row = LedgerModel(name, answer=secrets.token_hex(32), expires_at=datetime.now(UTC) + SALT_KEPT)
    if not holds(lambda: row.save(LedgerModel.key.does_not_exist())):
        row = LedgerModel.get(name, consistent_read=True)
    return bytes.fromhex(row.answer or "")

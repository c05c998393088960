"""Who a member is: a table of its own, under a key of its own. Every reading is logged, with its reason."""

from dataclasses import fields
from datetime import datetime

from pynamodb.expressions.update import Action

from chalicelib.domain.member import Identity, address_hash
from chalicelib.store.models import IdentityModel
from chalicelib.store.transaction import holds
from chalicelib.telemetry import log


def read(member_id: str, reason: str) -> Identity | None:
    log.info("identity read", extra={"member_id": member_id, "reason": reason})
    try:
        return _identity(IdentityModel.get(member_id, consistent_read=True))
    except IdentityModel.DoesNotExist:
        return None


def with_address(address: str, reason: str) -> list[Identity]:
    """Those who have confirmed this address; several members may share one."""
    log.info("identity searched", extra={"reason": reason})
    return [_identity(row) for row in IdentityModel.by_address.query(address_hash(address))]


def ask_confirmation(member_id: str, address: str) -> None:
    """The new address waits for its code; the confirmed one stays in use till then."""
    IdentityModel(member_id).update([IdentityModel.pending_address.set(address)])


def set_code(member_id: str, code_hash: str, expires_at: datetime) -> bool:
    row = IdentityModel
    return _update(member_id, row.code_hash.set(code_hash), row.code_expires_at.set(expires_at), row.code_tries.set(0))


def count_try(member_id: str) -> int | None:
    """How many there were before. Asked before the code is looked at, so that parallel guesses count as well.

    None of whom nothing is held any more.
    """
    row = IdentityModel(member_id)
    known = holds(lambda: row.update([IdentityModel.code_tries.add(1)], IdentityModel.member_id.exists()))
    return int(row.code_tries) - 1 if known else None


def confirm(member_id: str, address: str, unsubscribe_key: str) -> None:
    row = IdentityModel
    _update(
        member_id,
        row.address.set(address), row.address_hash.set(address_hash(address)), row.unsubscribe_key.set(unsubscribe_key),
        row.pending_address.remove(), row.code_hash.remove(), row.code_expires_at.remove(), row.code_tries.set(0),
    )


def spend_code(member_id: str) -> None:
    _update(member_id, IdentityModel.code_hash.remove(), IdentityModel.code_expires_at.remove())


def set_subject(member_id: str, subject: str) -> None:
    IdentityModel(member_id).update([IdentityModel.subject.set(subject)])


def forget_address(member_id: str) -> None:
    _update(member_id, *(
        getattr(IdentityModel, name).remove() for name in
        ("address", "address_hash", "pending_address", "code_hash", "code_expires_at", "unsubscribe_key")
    ))


def forget(member_id: str) -> None:
    IdentityModel(member_id).delete()


def _update(member_id: str, *actions: Action) -> bool:
    """False of whom nothing is held any more: what comes late brings no one back."""
    return holds(lambda: IdentityModel(member_id).update(list(actions), IdentityModel.member_id.exists()))


def _identity(row: IdentityModel) -> Identity:
    return Identity(**{field.name: getattr(row, field.name) for field in fields(Identity)})

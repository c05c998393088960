"""From a mailbox to its letter, or None where nobody can be reached. One row a kind of mailbox."""

from collections.abc import Callable
from datetime import timedelta

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain import member, notice
from chalicelib.domain.notice import Letter, Mailbox
from chalicelib.settings import settings
from chalicelib.store import comments, identities, posts
from chalicelib.store.notices import Notice

Claimed = tuple[Notice, ...]


def _to_member(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    identity = identities.read(mailbox.reader, "notification")
    if identity is None or identity.address is None:
        return None
    post = posts.get(mailbox.post_id)
    said = comments.several(post.post_id, [n.event_id for n in claimed])
    token = member.unsubscribe_token(identity, post.post_id)
    return notice.to_member(post, said, identity.address, token, settings().site_address, city())


def _to_department(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    office = city().department(mailbox.reader)
    if office is None:
        return None
    post = posts.get(mailbox.post_id)
    said = comments.several(post.post_id, [n.event_id for n in claimed])
    return notice.to_department(post, said, office.address, settings().site_address, city())


def _confirmation(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    identity = identities.read(mailbox.reader, "confirmation")
    if identity is None or identity.pending_address is None:
        return None
    return notice.confirmation(_new_code(mailbox.reader, identity.pending_address), identity.pending_address, city())


def _recovery(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    identity = identities.read(mailbox.reader, "recovery")
    if identity is None or identity.address is None:
        return None
    return notice.recovery(_new_code(mailbox.reader, identity.address), identity.address, city())


def _new_code(member_id: str, address: str) -> str:
    """Made here, so that it lies in no queue; only its hash is kept."""
    code = clock.new_code()
    expires_at = clock.now() + timedelta(minutes=city().limits.code_minutes)
    identities.set_code(member_id, member.code_hash(member_id, address, code), expires_at)
    return code


WRITERS: dict[str, Callable[[Mailbox, Claimed], Letter | None]] = {
    "member": _to_member,
    "department": _to_department,
    "confirmation": _confirmation,
    "recovery": _recovery,
}

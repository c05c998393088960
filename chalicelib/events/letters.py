"""From a mailbox to its message, or None where nobody can be reached. One row a kind of mailbox."""

from collections.abc import Callable
from datetime import timedelta

from chalicelib import clock
from chalicelib.city import COMPLAINT_TEAM, city
from chalicelib.domain import member, moderation, notice, reminder
from chalicelib.domain.notice import Letter, Mailbox
from chalicelib.domain.post import Comment, Post, open_to_all
from chalicelib.domain.push import Push
from chalicelib.settings import settings
from chalicelib.store import comments, devices, identities, posts, queue
from chalicelib.store.notices import Notice

Claimed = tuple[Notice, ...]


def _to_member(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    identity = identities.read(mailbox.reader, "notification")
    if identity is None or identity.address is None:
        return None
    post = posts.get(mailbox.post_id)
    if not _may_read(mailbox.reader, post):
        return None
    if not (said := _said(post, claimed)):
        return None
    token = member.unsubscribe_token(identity, post.post_id)
    return notice.to_member(post, said, identity.address, token, settings().site_address, city(),
                            own=mailbox.reader == post.author_id)


def _to_watcher(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    identity, post = identities.read(mailbox.reader, "notification"), posts.get(mailbox.post_id)
    if identity is None or identity.address is None or not _may_read(mailbox.reader, post):
        return None
    token = member.unsubscribe_token(identity, claimed[0].watch_id or "")
    return notice.to_watcher(post, identity.address, token, settings().site_address, city())


def _to_device(mailbox: Mailbox, claimed: Claimed) -> Push | None:
    device = devices.read(*mailbox.device, "notification")
    if device is None:
        return None
    post = posts.get(mailbox.post_id)
    said = _said(post, claimed)
    is_new = any(n.kind == "watch" for n in claimed)
    return notice.to_device(post, said, device) if _may_read(device.member_id, post) and (said or is_new) else None


def _may_read(member_id: str, post: Post) -> bool:
    """It may have been withdrawn, or hidden, since there was something to tell."""
    return member_id == post.author_id or open_to_all(post)


def _said(post: Post, claimed: Claimed) -> list[Comment]:
    """So far as nobody has hidden it since; and what was done to a comment of the reader's own."""
    kinds = {n.event_id.partition("#")[0]: n.kind for n in claimed}
    found = (moderation.told(one, kinds[one.comment_id]) for one in comments.several(post.post_id, kinds))
    return [one for one in found if one]


def _to_department(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    office = city().department(mailbox.reader)
    if office is None:
        return None
    post = posts.get(mailbox.post_id)
    said = comments.several(post.post_id, [n.event_id for n in claimed])
    return notice.to_department(post, said, office.address, settings().site_address, city())


def _reminder(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    office, now = city().department(mailbox.reader), clock.now()
    if office is None:
        return None
    on_desk = queue.everything_open() if office.code == COMPLAINT_TEAM else queue.of_department(office.code)
    return reminder.letter(office, on_desk, now, settings().site_address, city())


def _confirmation(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    identity = identities.read(mailbox.reader, "confirmation")
    if identity is None or identity.pending_address is None:
        return None
    code = _new_code(mailbox.reader, identity.pending_address)
    return notice.confirmation(code, identity.pending_address, city()) if code else None


def _recovery(mailbox: Mailbox, claimed: Claimed) -> Letter | None:
    identity = identities.read(mailbox.reader, "recovery")
    if identity is None or identity.address is None:
        return None
    code = _new_code(mailbox.reader, identity.address)
    return notice.recovery(code, identity.address, city()) if code else None


def _new_code(member_id: str, address: str) -> str | None:
    """Made here, so that it lies in no queue; only its hash is kept. None if the member is gone since."""
    code = clock.new_code()
    expires_at = clock.now() + timedelta(minutes=city().limits.code_minutes)
    kept = identities.set_code(member_id, member.code_hash(member_id, address, code), expires_at)
    return code if kept else None


WRITERS: dict[str, Callable[[Mailbox, Claimed], Letter | Push | None]] = {
    "member": _to_member,
    "watcher": _to_watcher,
    "device": _to_device,
    "department": _to_department,
    "reminder": _reminder,
    "confirmation": _confirmation,
    "recovery": _recovery,
}

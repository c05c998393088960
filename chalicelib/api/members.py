"""Joining with a nickname; being reachable, if one likes; leaving."""

from dataclasses import replace
from typing import Annotated

import msgspec

from chalicelib import clock, identity
from chalicelib.api import shapes, views
from chalicelib.api.edge import FORMS, JSON, Body, Incoming, Query, Routes
from chalicelib.city import city
from chalicelib.domain import ids, member
from chalicelib.domain.member import Identity, Member
from chalicelib.domain.nickname import check_nickname, spelled
from chalicelib.domain.notice import Mailbox
from chalicelib.domain.text import check_raw_length
from chalicelib.domain.watch import is_watch_id
from chalicelib.errors import InvalidInput, Unauthenticated
from chalicelib.store import aws, devices, identities, marks, members, notices, watches

routes = Routes(__name__)


Nickname = Annotated[shapes.Nickname, shapes.limited("nickname_most", least="nickname_least")]
Address = Annotated[str, shapes.told(format="email")]


class Joining(Body, frozen=True):
    nickname: Nickname


class Profile(Body, frozen=True):
    """One thing at a time, or several; a null address forgets the one that is known."""

    nickname: Nickname | msgspec.UnsetType = msgspec.UNSET
    address: Address | msgspec.UnsetType | None = msgspec.UNSET
    code: shapes.Secret | msgspec.UnsetType = msgspec.UNSET


class Verification(Body, frozen=True):
    proof: Annotated[str, shapes.told(examples=["proof-of-the-service"])]


class Lost(Body, frozen=True):
    nickname: shapes.Nickname
    address: Address


class Recovery(Body, frozen=True):
    nickname: shapes.Nickname
    address: Address
    code: shapes.Secret


class Unsubscription(Query, frozen=True, forbid_unknown_fields=False):
    """`token` is that of a mail; a mail program may add what it likes."""

    token: str = ""


@routes.on("POST", "/v1/members", status=201, rate="join")
def join(incoming: Incoming, body: Joining) -> shapes.Joined:
    """Joins with a nickname alone. The token is told this once."""
    nickname, now = _nickname(body.nickname), clock.now()
    incoming.spend("join")
    member_id = clock.new_id(now)
    token = member.token(member_id, clock.new_secret())
    joined = Member(member_id, nickname, member.secret_hash(token), now)
    members.add(joined)
    return shapes.Joined(views.member(joined, None), token)


@routes.on("GET", "/v1/members/me")
def get_me(incoming: Incoming, me: Member) -> shapes.MemberShape:
    """What the room knows of oneself."""
    return _me(me)


@routes.on("PATCH", "/v1/members/me", rate="mail")
def change_me(incoming: Incoming, me: Member, wanted: Profile) -> shapes.MemberShape:
    """Another nickname; a mail address, to which a code goes; that code. A null address is forgotten."""
    # All is checked before anything is written.
    nickname = None if wanted.nickname is msgspec.UNSET else _nickname(wanted.nickname)
    address = member.check_address(wanted.address) if isinstance(wanted.address, str) else wanted.address
    if isinstance(address, str):
        incoming.spend("mail", me, mailbox=address)
    if isinstance(wanted.code, str):
        _confirm(me, wanted.code)
    if nickname is not None:
        members.rename(me.member_id, nickname)
    if isinstance(address, str):
        identities.ask_confirmation(me.member_id, address)
        _mail_code("confirmation", me.member_id, address)
    elif address is None:
        _forget_address(me)
    return _me(_still(me))


@routes.on("POST", "/v1/members/me/verification")
def verify_me(incoming: Incoming, me: Member, body: Verification) -> shapes.MemberShape:
    """Proves who one is, by an outside identity service; which one is the stage's choice."""
    subject = identity.provider().subject(body.proof, me.member_id, clock.now())
    identities.set_subject(me.member_id, subject)
    members.set_level(me.member_id, "verified")
    return _me(_still(me))


@routes.on("DELETE", "/v1/members/me", status=204)
def leave(incoming: Incoming, me: Member) -> None:
    """Leaves the room. What one wrote stays, by ‘탈퇴한 회원’."""
    _forget(me)  # while the token still opens: what fails here is asked for again
    members.leave(me.member_id, clock.now())
    _forget(me)  # what a request of the same moment has added


@routes.on("POST", "/v1/members/recovery", status=202, rate="mail")
def ask_recovery(incoming: Incoming, lost: Lost) -> shapes.Nothing:
    """Asks for a code by which a lost token is replaced. The answer never tells whether such a member exists."""
    address = member.check_address(lost.address)
    incoming.spend("mail", mailbox=address)
    found = _found(lost.nickname, address, "recovery asked")
    if found:
        _mail_code("recovery", found[1].member_id, address)
    return shapes.Nothing()


@routes.on("POST", "/v1/members/recovery/confirmation")
def recover(incoming: Incoming, claim: Recovery) -> shapes.Joined:
    """A new token; the lost one is worth nothing from now on. One refusal for all, which tells nobody who is a member."""
    found = _found(claim.nickname, claim.address, "recovery")
    if found is None or not _holds(found[0], claim.code):
        raise InvalidInput("code_not_accepted", "code")
    known, me = found
    identities.spend_code(me.member_id)
    token = member.token(me.member_id, clock.new_secret())
    members.replace_token(me.member_id, member.secret_hash(token))
    return shapes.Joined(views.member(me, known), token)


@routes.on("POST", "/v1/unsubscribe", kinds=(*FORMS, JSON))
def unsubscribe(incoming: Incoming, asked: Unsubscription) -> shapes.Nothing:
    """Ends what a mail tells of: one click in a mail program (RFC 8058) or on the page; no sign-in."""
    token = asked.token
    member_id = token.split(".")[0]
    known = identities.read(member_id, "unsubscribe") if ids.is_ulid(member_id) else None
    matter = member.check_unsubscribe(known, token)
    if is_watch_id(matter):
        watches.remove(member_id, matter)
    else:
        marks.remove(matter, "follow", member_id)
    return shapes.Nothing()


def _nickname(value: str) -> str:
    limits, profile = city().limits, city()
    reserved = (profile.name.ko, *(d.name.ko for d in profile.departments), *(d.name.en for d in profile.departments))
    return check_nickname(value, least=limits.nickname_least, most=limits.nickname_most, reserved=reserved)


def _forget(me: Member) -> None:
    identities.forget(me.member_id)
    devices.forget(me.member_id)
    watches.forget(me.member_id)


def _still(me: Member) -> Member:
    """As they are now. Of who has left meanwhile nothing stays that was just written."""
    found = members.find(me.member_id)
    if found is None or found.left_at:
        identities.forget(me.member_id)
        raise Unauthenticated("bad_token")
    return found


def _me(me: Member) -> shapes.MemberShape:
    return views.member(me, identities.read(me.member_id, "own profile"))


def _confirm(me: Member, code: str) -> None:
    known = identities.read(me.member_id, "confirmation")
    if known is None or known.pending_address is None:
        raise InvalidInput("no_code_asked", "code")
    _check_code(known, known.pending_address, code)
    identities.confirm(me.member_id, known.pending_address, clock.new_secret())
    if me.level == "nickname":
        members.set_level(me.member_id, "confirmed")


def _holds(known: Identity, code: str) -> bool:
    try:
        _check_code(known, known.address or "", code)
    except InvalidInput:
        return False
    return True


def _check_code(known: Identity, address: str, code: str) -> None:
    before = identities.count_try(known.member_id)
    counted = None if before is None else replace(known, code_tries=before)
    member.check_code(counted, address, code.strip(), clock.now(), city().limits.code_tries)


def _forget_address(me: Member) -> None:
    identities.forget_address(me.member_id)
    if me.level == "confirmed":
        members.set_level(me.member_id, "nickname")


def _mail_code(kind: str, member_id: str, address: str) -> None:
    """One a minute, for each new code is good for new guesses, and the address may be a stranger's."""
    mailbox, now = str(Mailbox(kind, member_id)), clock.now()
    once = f"{now:%Y%m%d%H%M}-{member.address_hash(address)}"
    if notices.add(notices.Notice(mailbox, once, kind), now):
        aws.ask_delivery(mailbox, 0)


def _found(nickname: str, address: str, reason: str) -> tuple[Identity, Member] | None:
    """The member of this nickname who has confirmed this address; the latest of several."""
    check_raw_length(nickname, "nickname_too_long", "nickname", city().limits.nickname_most)
    for known in reversed(identities.with_address(member.check_address(address), reason)):
        found = members.find(known.member_id)
        if found and not found.left_at and found.nickname == spelled(nickname):
            return known, found
    return None

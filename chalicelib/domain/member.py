"""A member: a nickname in public, and, kept apart, what identifies the person behind it."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.text import clean
from chalicelib.errors import Forbidden, InvalidInput, Unauthenticated

LEVELS = ("nickname", "confirmed", "verified")  # each includes the ones before it
CLIENT_NAME_MOST = 40
LEFT_NAME = "탈퇴한 회원"
# A dot-atom, 64 octets, and a domain with a dot in it; 254 octets in all (RFC 5321). SES takes nothing but ASCII.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(\.{_ATOM})*@([A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]+")


@dataclass(frozen=True)
class Member:
    member_id: str
    nickname: str
    token_hash: str
    joined_at: datetime
    level: str = "nickname"
    left_at: datetime | None = None
    blocked_until: datetime | None = None
    kind: str | None = None  # "client": a program that writes for others, by an api_key


@dataclass(frozen=True)
class Identity:
    """Who a member is. `code_*` belong to the last code that was mailed."""

    member_id: str
    address: str | None = None
    pending_address: str | None = None
    code_hash: str | None = None
    code_expires_at: datetime | None = None
    code_tries: int = 0
    subject: str | None = None  # the outside identity service's name for the person
    unsubscribe_key: str | None = None


def client(member_id: str, name: str, secret: str, now: datetime) -> tuple[Member, str]:
    """A program that writes for others, and its api_key. The public reads its name as the author of what it sends."""
    api_key = token(member_id, secret)
    name = clean(name, "name", least=2, most=CLIENT_NAME_MOST, multiline=False)
    return Member(member_id, name, secret_hash(api_key), now, level=LEVELS[-1], kind="client"), api_key


def token(member_id: str, secret: str) -> str:
    return f"{member_id}.{secret}"


def secret_hash(value: str) -> str:
    """SHA-256 is enough: what is hashed here is random, so there is nothing to guess."""
    return hashlib.sha256(value.encode()).hexdigest()


def owner_of(bearer: str) -> str:
    """The member id inside a token; says nothing yet on whether the token is true."""
    member_id, dot, secret = bearer.partition(".")
    if not (dot and secret):
        raise Unauthenticated("bad_token")
    return member_id


def prove(member: Member | None, bearer: str) -> Member:
    if member is None or member.left_at or not hmac.compare_digest(member.token_hash, secret_hash(bearer)):
        raise Unauthenticated("bad_token")
    return member


def require_level(member: Member, level: str) -> None:
    if LEVELS.index(member.level) < LEVELS.index(level):
        raise Forbidden(f"level_{level}_needed", "tag")


def check_address(value: str) -> str:
    address = value.strip()
    if len(address) > 254 or not ADDRESS.fullmatch(address):
        raise InvalidInput("bad_address", "address")
    return address


def address_hash(address: str) -> str:
    return hashlib.sha256(address.casefold().encode()).hexdigest()


def code_hash(member_id: str, address: str, code: str) -> str:
    """A code proves the one address that it was mailed to. A million are quickly hashed: this only keeps
    them from being read off."""
    return hashlib.sha256(f"{member_id}:{address}:{code}".encode()).hexdigest()


def check_code(identity: Identity | None, address: str, code: str, now: datetime, tries: int) -> None:
    """Raises unless `code` is the one mailed to `address`, in time and within `tries` guesses."""
    if identity is None or identity.code_hash is None or identity.code_expires_at is None:
        raise InvalidInput("no_code_asked", "code")
    if identity.code_expires_at <= now:
        raise InvalidInput("code_expired", "code")
    if identity.code_tries >= tries:
        raise InvalidInput("code_tried_too_often", "code")
    if not hmac.compare_digest(identity.code_hash, code_hash(identity.member_id, address, code)):
        raise InvalidInput("wrong_code", "code")


def unsubscribe_token(identity: Identity, matter: str) -> str:
    """Stands in a mail's link; stops that post's or that watch's mails for that member, and can do nothing else."""
    key = (identity.unsubscribe_key or "").encode()
    proof = hmac.new(key, matter.encode(), hashlib.sha256).hexdigest()[:32]
    return f"{identity.member_id}.{matter}.{proof}"


def check_unsubscribe(identity: Identity | None, token: str) -> str:
    """The post id or watch id of a true token."""
    parts = token.split(".")
    if identity is None or not identity.unsubscribe_key or len(parts) != 3:
        raise InvalidInput("bad_unsubscribe_token", "token")
    if not hmac.compare_digest(unsubscribe_token(identity, parts[1]).encode(), token.encode()):
        raise InvalidInput("bad_unsubscribe_token", "token")
    return parts[1]

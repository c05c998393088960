"""The api_keys of Open311's clients: given out, listed and taken back by an admin."""

from datetime import datetime
from typing import Annotated

from chalicelib import clock
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.api.shapes import Shape, told
from chalicelib.domain import member
from chalicelib.domain.clerk import Clerk
from chalicelib.errors import NotFound
from chalicelib.store import members
from chalicelib.telemetry import log

routes = Routes(__name__)


class NewKey(Body, frozen=True):
    """`name` is the client's: the public reads it as the author of what it sends."""

    name: Annotated[str, told(minLength=2, maxLength=member.CLIENT_NAME_MOST, examples=["고쳐줘 앱"])]


class KeyShape(Shape, frozen=True):
    id: str
    name: str
    issued_at: datetime
    revoked_at: datetime | None


class IssuedKey(KeyShape, frozen=True):
    """The only time that the key is told; the room keeps its hash."""

    api_key: str


class Keys(Shape, frozen=True):
    keys: list[KeyShape]


@routes.on("POST", "/v1/admin/keys", status=201, action="manage_keys")
def issue_key(incoming: Incoming, clerk: Clerk, body: NewKey) -> IssuedKey:
    """Gives out an api_key for a client of Open311."""
    now = clock.now()
    client, api_key = member.client(clock.new_id(now), body.name, clock.new_secret(), now)
    members.add_client(client)
    log.info("api key issued", extra={"who": clerk.staff_id, "key_id": client.member_id})
    return IssuedKey(client.member_id, client.nickname, now, None, api_key)


@routes.on("GET", "/v1/admin/keys", action="manage_keys")
def list_keys(incoming: Incoming) -> Keys:
    """All api_keys that were given out, oldest first."""
    return Keys([KeyShape(one.member_id, one.nickname, one.joined_at, one.left_at) for one in members.clients()])


@routes.on("DELETE", "/v1/admin/keys/{key_id}", status=204, action="manage_keys")
def revoke_key(incoming: Incoming, key_id: str, clerk: Clerk) -> None:
    """From now on the key is worth nothing; what it brought stays."""
    if not members.revoke(key_id, clock.now()):
        raise NotFound("no_such_key", None)
    log.info("api key revoked", extra={"who": clerk.staff_id, "key_id": key_id})

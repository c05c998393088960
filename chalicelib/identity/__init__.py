"""Outside identity services: one file each, chosen by the stage.

Korean law asks local governments that run a board for 본인확인 (정보통신망법 제44조의5); which service a city
contracts is its own matter, so the room knows only what it needs of one.
"""

from datetime import datetime
from typing import Protocol

from chalicelib.errors import NotFound
from chalicelib.identity import local
from chalicelib.settings import settings


class Provider(Protocol):
    def subject(self, proof: str, member_id: str, now: datetime) -> str:
        """The service's lasting, pseudonymous name for a person; raises InvalidInput if `proof` proves nothing."""
        ...


PROVIDERS: dict[str, Provider] = {"local": local.Local()}


def provider() -> Provider:
    try:
        return PROVIDERS[settings().identity_provider]
    except KeyError:
        raise NotFound("no_identity_provider", None) from None

"""What citizens do over and over in these tests."""

import contextlib
import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.client import Client, Refused, mails, send, wait_for
from tests.conftest import Room

TEXT = "엄사네거리 가로등이 며칠째 꺼져 있어 밤길이 어둡습니다."
JSON = {"Content-Type": "application/json"}


def alone(text: str = TEXT) -> str:
    """What many tests write alike is a campaign, and one row of the queue."""
    return f"{text} {secrets.token_hex(3)}"


def complain(citizen: Client, **more: object) -> str:
    """Posts a complaint; its id."""
    return str(citizen.post(**{"text": TEXT, "tag": "생활불편신고"} | more)["id"])


def talk(citizen: Client, **more: object) -> str:
    """Posts what nobody works on, so that nothing but the test changes it; its id."""
    return str(citizen.post(**{"text": "천마산 노을이 참 곱습니다. 다들 보셨나요?", "tag": "시민대화"} | more)["id"])


def read(reader: Client, post_id: str) -> dict[str, Any]:
    found: dict[str, Any] = reader.call("GET", f"/v1/posts/{post_id}")
    return found


def routed(reader: Client, post_id: str) -> dict[str, Any]:
    """The post once its deadline is set."""
    return wait_for(lambda: (post := read(reader, post_id))["due_at"] and post, "the routing")


def kinds(post: Mapping[str, Any]) -> list[str]:
    """What its timeline tells of."""
    return [entry["kind"] for entry in post["timeline"]]


def ids(cards: Mapping[str, Any]) -> list[str]:
    return [card["id"] for card in cards["posts"]]


@contextlib.contextmanager
def refused(status: int, code: str, field: str | None = None) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    told = caught.value.body
    assert (caught.value.status, told["code"], told["field"]) == (status, code, field)
    assert re.search("[가-힣]", told["message"])


def told(answer: tuple[int, dict[str, Any]]) -> tuple[int, str, str | None]:
    """Status, code and field of a refusal, which has the room's shape."""
    status, problem = answer
    assert set(problem) == {"code", "message", "field"}
    return status, problem["code"], problem["field"]


def raw(
    client: Client, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, Any]]:
    """Exactly these bytes; as JSON, unless Content_Type says otherwise."""
    sent = JSON | {name.replace("_", "-"): value for name, value in headers.items()}
    sent |= {"Authorization": f"Bearer {client.token}"} if client.token else {}
    status, text = send(method, client.base + path, body, sent)
    return status, json.loads(text)


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Six at a time: the local cloud starts a process for each more, and two cores run no more at once."""
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(work, range(count)))


def table(room: Room, logical: str) -> str:
    """The deployed name of a table, from its name in the template."""
    return room.function(logical)


# Mail addresses


def new_address() -> str:
    return f"{secrets.token_hex(6)}@citizen.example"


def code_mailed(room: Room, address: str, earlier: int = 0) -> str:
    mail = wait_for(lambda: mails(room.mail, address)[earlier:], "the mail with the code")[-1]
    found = re.search(r"\b\d{6}\b", mail["BodyText"])
    assert found
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def confirmed(room: Room, nickname: str = "별빛 하늘") -> tuple[Client, str]:
    """A member who is reachable, and the address."""
    member, address = room.citizen(nickname), new_address()
    member.call("PATCH", "/v1/members/me", {"address": address})
    member.call("PATCH", "/v1/members/me", {"code": code_mailed(room, address)})
    return member, address

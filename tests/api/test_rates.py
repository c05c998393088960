"""How often one may do a thing, and who is kept from writing for a time."""

import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from chalicelib import clock
from chalicelib.api.edge import Incoming
from chalicelib.domain.member import Member
from chalicelib.errors import TooMany
from chalicelib.settings import settings
from chalicelib.store import members, rates
from chalicelib.store.models import LedgerModel
from infra.client import Client, Refused
from tests.api.steps import TEXT, complain, new_address, read, refused, talk, together
from tests.conftest import Room

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.fixture
def strict(room: Room) -> Iterator[None]:
    """The rates as the profile has them; the local stage multiplies them for its tests."""
    functions, name = room.stage.client("lambda"), room.function("APIHandler")
    variables = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]

    def deployed(factor: str) -> None:
        environment = {"Variables": variables | {"RATE_FACTOR": factor}}
        functions.update_function_configuration(FunctionName=name, Environment=environment)

    deployed("1")
    yield
    deployed(variables["RATE_FACTOR"])


# Rates


@pytest.fixture
def people(room: Room) -> tuple[Client, Client, str]:
    """Two readers and a post: asked for before the rates are strict, for all of this run come from one address."""
    return room.citizen(), room.citizen(), talk(room.citizen())


def test_reports_of_one_member_have_an_end(people: tuple[Client, Client, str], strict: None) -> None:
    reader, other, post_id = people
    path, body = f"/v1/posts/{post_id}/reports", {"reason": "광고입니다."}
    for _ in range(20):
        reader.call("POST", path, body)
    with refused(429, "too_many_requests"):
        reader.call("POST", path, body)
    assert other.call("POST", path, body) == {}


def test_a_refusal_says_how_long_to_wait(room: Room, strict: None) -> None:
    """All of this run come from one address, and 20 may join from it in a day."""
    told = next(found for _ in range(21) if (found := joined(room)) is not None)
    minutes = int(told.headers["Retry-After"]) // 60
    assert 0 < minutes <= 24 * 60
    assert f"{minutes}분" in json.loads(told.read())["message"]


def joined(room: Room) -> urllib.error.HTTPError | None:
    """None, or the refusal."""
    body, headers = json.dumps({"nickname": "새 시민"}).encode(), {"Content-Type": "application/json"}
    try:
        urllib.request.urlopen(urllib.request.Request(f"{room.api.base}/v1/members", body, headers, method="POST"))
    except urllib.error.HTTPError as error:
        return error
    return None


def test_what_repeats_a_request_is_not_counted(room: Room, stage_settings: None) -> None:
    citizen, key = room.citizen(), secrets.token_hex(8)
    me = citizen.call("GET", "/v1/members/me")["id"]
    for _ in range(3):
        citizen.post(key, text=TEXT, tag="생활불편신고")
    assert counted(f"rate#post#member#{me}") == [1]


def new_household() -> str:
    return f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"


def counted(name: str) -> list[int]:
    return [int(row.serial) for row in LedgerModel.scan(LedgerModel.key.startswith(name))]


def test_rates_are_counted_window_by_window(stage_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "settings", lambda: SimpleNamespace(rate_factor="1"))
    name = f"test#{secrets.token_hex(8)}"
    assert [rates.spend(name, 2, 1, NOW) for _ in range(3)] == [None, None, datetime(2026, 11, 24, 2, tzinfo=UTC)]
    assert rates.spend(name, 2, 1, NOW + timedelta(hours=1)) is None


def test_those_who_come_at_once_are_all_counted(stage_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "settings", lambda: SimpleNamespace(rate_factor="1"))
    name = f"test#{secrets.token_hex(8)}"
    told = together(12, lambda _: rates.spend(name, 5, 24, NOW))
    assert told.count(None) == 5


# Mails with codes, which may go to a stranger


def from_(address: str) -> Incoming:
    return Incoming(SimpleNamespace(headers={}, context={"identity": {"sourceIp": address}}))  # type: ignore[arg-type]


@pytest.fixture
def asking(stage_settings: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Whether one more mail goes, at the profile's own rates."""
    monkeypatch.setattr(rates, "settings", lambda: SimpleNamespace(rate_factor="1"))

    def ask(address: str, mailbox: str, member_id: str | None = None) -> bool:
        member = Member(member_id, "조르는 이", "", NOW) if member_id else None
        try:
            return from_(address).spend("mail", member, mailbox=mailbox)
        except TooMany:
            return False

    return ask


def test_codes_have_an_end_for_whoever_asks_whatever_the_mailbox(asking: Callable[..., bool]) -> None:
    me, here = clock.new_id(NOW), new_household()
    assert [asking(here, new_address(), me) for _ in range(11)] == [True] * 10 + [False]
    assert [asking(here, new_address(), clock.new_id(NOW)) for _ in range(31)] == [True] * 30 + [False]


def test_codes_have_an_end_for_a_mailbox_whoever_asks(asking: Callable[..., bool]) -> None:
    victim = new_address()
    told = [asking(new_household(), victim, clock.new_id(NOW)) for _ in range(8)]
    # Of a lost token nobody is a member; and a mailbox is one, however it is written.
    told += [asking(new_household(), victim.upper()) for _ in range(3)]
    assert told == [True] * 10 + [False]
    assert not [row.key for row in LedgerModel.scan() if victim in row.key]


def test_what_mails_a_code_is_counted_and_so_is_what_looks_for_twins(room: Room, stage_settings: None) -> None:
    citizen, address = room.citizen(), new_address()
    box = rates.pseudonym(address, clock.now())
    citizen.call("PATCH", "/v1/members/me", {"address": address})
    room.api.call("POST", "/v1/members/recovery", {"nickname": "모르는 이", "address": address})
    assert counted(f"rate#mail#mailbox#{box}") == [2]
    assert counted(f"rate#mail#member#{citizen.call('GET', '/v1/members/me')['id']}") == [1]
    before = sum(counted("rate#similar#address#"))
    room.api.call("POST", "/v1/similar", {"text": TEXT})
    assert sum(counted("rate#similar#address#")) == before + 1


# Network addresses


def test_an_address_is_known_for_a_day_and_by_no_name(stage_settings: None) -> None:
    today, tomorrow = (rates.pseudonym("203.0.113.7", NOW + timedelta(days=days)) for days in (0, 1))
    assert rates.pseudonym("203.0.113.7", NOW) == today != tomorrow
    assert rates.pseudonym("203.0.113.8", NOW) != today
    rates._salt.cache_clear()  # another function
    assert rates.pseudonym("203.0.113.7", NOW) == today
    assert "203.0.113" not in today


def test_a_household_is_one_address(stage_settings: None) -> None:
    names = {rates.pseudonym(one, NOW) for one in ("2001:db8:1:2::1", "2001:db8:1:2:aaaa::9", "2001:DB8:1:2::1")}
    assert len(names) == 1
    assert rates.pseudonym("2001:db8:1:3::1", NOW) not in names


def test_no_address_lies_in_the_ledger(room: Room, stage_settings: None) -> None:
    joined(room)
    assert not [row.key for row in LedgerModel.scan() if "127.0.0.1" in row.key or "::1" in row.key]


def coming(forwarded: str | None, **headers: str) -> str:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    sent |= {"x-forwarded-for": forwarded} if forwarded else {}
    return Incoming(SimpleNamespace(headers=sent, context={"identity": {"sourceIp": "198.51.100.1"}})).address()  # type: ignore[arg-type]


def test_only_the_cdn_says_whom_it_speaks_for(stage_settings: None) -> None:
    key = settings().edge_key
    assert len(key) > 30
    assert coming("6.6.6.6, 203.0.113.7, 198.51.100.1", x_room_key=key) == "203.0.113.7"
    assert coming("203.0.113.7, 198.51.100.1", x_room_key="guessed") == "198.51.100.1"
    assert coming("203.0.113.7, 198.51.100.1", x_room_key="키") == "198.51.100.1"
    assert coming("203.0.113.7") == coming(None) == "198.51.100.1"


# Blocked members


def test_who_is_blocked_reads_and_does_not_write(room: Room, stage_settings: None) -> None:
    citizen, post_id = room.citizen(), talk(room.citizen())
    mine = complain(citizen)
    me = citizen.call("GET", "/v1/members/me")["id"]
    members.block(me, clock.now() + timedelta(days=3))
    for method, path, body in (
        ("POST", "/v1/posts", {"text": TEXT, "tag": "시민대화"}),
        ("PATCH", f"/v1/posts/{mine}", {"title": "새 제목"}),
        ("POST", f"/v1/posts/{post_id}/comments", {"text": "저도요."}),
        ("POST", "/v1/photos", {"type": "image/jpeg"}),
        ("PUT", f"/v1/posts/{post_id}/support", None),
        ("POST", f"/v1/posts/{post_id}/reports", {"reason": "광고"}),
    ):
        with refused(403, "member_blocked"):
            citizen.call(method, path, body)
    assert read(citizen, post_id)["id"] == post_id
    assert citizen.call("POST", f"/v1/posts/{mine}/withdrawal", {})["status"] == "withdrawn"


def test_the_blocked_are_told_until_when_and_then_write_again(room: Room, stage_settings: None) -> None:
    citizen = room.citizen()
    me = citizen.call("GET", "/v1/members/me")["id"]
    members.block(me, datetime(2999, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="2999-01-01 09:00"):
        talk(citizen)
    members.block(me, clock.now() - timedelta(seconds=1))
    assert talk(citizen)

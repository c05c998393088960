"""The router learns: misrouted, corrected on the desk, trained, and the next like post goes right; and the way back."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from chalicelib import clock
from chalicelib.domain import ids
from chalicelib.domain.classifier import _LENGTH, _MAGIC, WORDS_ALONE
from chalicelib.domain.releases import added
from chalicelib.store import posts, router
from chalicelib.store.models import PostModel
from infra.router import begin, let_go, rollback
from infra.terminal import Stopped
from tests.api.steps import refused
from tests.conftest import Room
from tests.domain.test_releases import version
from tests.events.steps import fire, routed
from tests.metrics import lines
from tests.store.rows import at_once, draft

pytestmark = pytest.mark.usefixtures("stage_settings")

# The profile gives the barefoot paths of the parks to 산림공원과; this city's clerks say that they are the health centre's.
BY_WORDS, RIGHT = "farming-forest", "health"
PATHS = (
    "맨발길 황토가 다 말랐습니다. 물을 뿌려 주세요.",
    "맨발길에 돌이 많아 발이 아파요.",
    "맨발길을 더 길게 해 주세요.",
)
OTHERS = {
    "{}리 입구 가로등이 꺼져 있습니다.": "construction-traffic",
    "{}리 골목에 쓰레기를 자꾸 몰래 버려요.": "environment",
    "{}리에 모기가 많아요. 방역 부탁드립니다.": RIGHT,
    "{}리 하수구에서 냄새가 올라옵니다.": "water",
}
PLACES = [
    "엄사",
    "금암",
    "두계",
    "광석",
    "향한",
    "도곡",
    "왕대",
    "입암",
    "농소",
    "유동",
    "남선",
    "용동",
    "부남",
    "석계",
    "정장",
]
NIGHT = datetime(2098, 3, 2, 19, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _words_again(room: Room) -> Iterator[None]:
    """The other tests of this room count on the words of the profile."""
    yield
    for key in (router.INDEX, router.BEGUN_WITH):
        room.stage.client("s3").delete_object(Bucket=room.outputs["MediaBucketName"], Key=key)
    look_anew(room)


def look_anew(room: Room) -> None:
    """What a warm function does after a minute, a cold one does at once."""
    room.stage.client("lambda").update_function_configuration(FunctionName=room.function("RoutePost"), Timeout=30)


def settled_before(text: str, department: str) -> None:
    """A complaint that its department has answered; no function is told of it but that of the search."""
    now, number = clock.now(), f"GR-2026-{secrets.randbelow(10**9) + 10**6}"
    post = draft(
        post_id=ids.ulid(now, secrets.token_bytes(10)), tag="생활불편신고", status="resolved", text=text,
        receipt_number=number, department=department, acknowledged_at=now, assigned_at=now, accepted_at=now, closed_at=now,
    )  # fmt: skip
    row = posts.to_model(post)
    row.origin = "moved"
    row.save(PostModel.post_id.does_not_exist())


def train(room: Room, nights: int) -> dict[str, Any]:
    fire(room, "TrainRouter", (NIGHT + timedelta(days=nights)).isoformat())
    found: dict[str, Any] = room.clerk().call("GET", "/v1/admin/router")
    return found


def roll_back(room: Room, version: str | None) -> None:
    room.clerk().call("POST", "/v1/admin/router/rollback", {"version": version})
    look_anew(room)


def test_what_was_corrected_on_the_desk_goes_right_the_next_time_and_can_be_taken_back(room: Room) -> None:
    since, clerk = datetime.now(UTC), room.clerk()
    for path in PATHS:
        post = routed(room, f"새터산공원 {path}")
        assert post["department"] == BY_WORDS
        order = {"department": RIGHT, "reason": "맨발길은 보건소에서 돌봅니다."}
        clerk.call("PATCH", f"/v1/admin/posts/{post['id']}", order)
    for place in PLACES[:8]:  # what the same clerks corrected in the months before, and what they left as it was
        for path in PATHS:
            settled_before(f"{place}공원 {path}", RIGHT)
    for text, department in OTHERS.items():
        for place in PLACES:
            settled_before(text.format(place), department)

    learned = train(room, 1)
    assert learned["in_use"] == learned["versions"][0]["name"]
    assert learned["versions"][0]["right"] > learned["versions"][0]["right_by_words"]
    assert learned["versions"][0]["curve"]
    assert train(room, 1) == train(room, 2) == learned  # the event again; and a night that brought nothing
    written = {name for line in lines(room, "TrainRouter", since) for name in line if name.startswith("Router")}
    assert written == {"RouterLessons", "RouterRight", "RouterRightByWords", "RouterTaken"}

    look_anew(room)
    like = "팥거리공원 맨발길 황토가 바짝 말랐네요. 물 좀 뿌려 주세요."
    post = routed(room, like)
    assert (post["department"], post["status"]) == (RIGHT, "transferred")
    desk = clerk.call("GET", f"/v1/admin/posts/{post['id']}")
    assert any("맨발길" in word for word in desk["guesses"][0]["words"])
    assert desk["two_matters"] is False

    roll_back(room, None)
    assert routed(room, like)["department"] == BY_WORDS
    settled_before(f"{PLACES[9]}공원 {PATHS[0]}", RIGHT)
    held = train(room, 3)
    assert (held["in_use"], held["held"], len(held["versions"])) == (None, True, 2)
    assert clerk.call("DELETE", "/v1/admin/router/hold")["held"] is False


def test_a_model_that_cannot_be_read_stops_no_complaint(room: Room) -> None:
    put(room, router.model_key("poisoned"), WORDS_ALONE.dumps()[:-1])
    put(room, router.INDEX, b'{"versions":[],"in_use":"poisoned","held":false}')
    look_anew(room)
    assert routed(room)["department"] == "construction-traffic"


def test_a_warm_function_looks_for_another_version_once_a_minute(room: Room) -> None:
    now = clock.now() + timedelta(days=1)
    assert router.in_use(now) is WORDS_ALONE
    put(room, router.model_key("x"), WORDS_ALONE.dumps())
    put(room, router.INDEX, b'{"versions":[],"in_use":"x","held":false}')
    assert router.in_use(now + timedelta(seconds=59)) is WORDS_ALONE
    found = router.in_use(now + timedelta(seconds=60))
    assert found is not WORDS_ALONE
    put(room, router.INDEX, b"no index")
    assert router.in_use(now + timedelta(seconds=120)) is found


def test_what_cannot_be_read_leaves_the_version_before_it_in_use_until_it_can(room: Room) -> None:
    now = clock.now() + timedelta(days=2)
    for name in ("before", "after"):
        put(room, router.model_key(name), WORDS_ALONE.dumps())
    put(room, router.INDEX, b'{"versions":[],"in_use":"before","held":false}')
    found = router.in_use(now)
    put(room, router.INDEX, b'{"versions":[],"in_use":"after","held":false}')
    for minute, body in enumerate((WORDS_ALONE.dumps()[:-1], of_later_code()), 1):
        put(room, router.model_key("after"), body)
        assert router.in_use(now + timedelta(minutes=minute)) is found
        with pytest.raises(router.UNREADABLE):
            router.load("after")
    put(room, router.model_key("after"), WORDS_ALONE.dumps())
    assert router.in_use(now + timedelta(minutes=3)) is not found


def of_later_code() -> bytes:
    """With a field that this one does not know."""
    body = WORDS_ALONE.dumps()[len(_MAGIC) + _LENGTH.size :].replace(b'"lessons"', b'"another"')
    return _MAGIC + _LENGTH.pack(crc32(body)) + body


def put(room: Room, key: str, body: bytes) -> None:
    room.stage.client("s3").put_object(Bucket=room.outputs["MediaBucketName"], Key=key, Body=body)


@pytest.mark.usefixtures("room")
def test_of_two_who_change_the_index_at_once_neither_is_lost() -> None:
    at_once(2, lambda night: router.change(lambda shelf: added(shelf, version(night))))
    assert {one.name for one in router.shelf().versions} == {version(night).name for night in range(2)}


@pytest.mark.usefixtures("room")
def test_a_city_begins_with_its_old_complaints_without_personal_data(tmp_path: Path) -> None:
    old = tmp_path / "old.jsonl"
    rows = [{"text": f"{place}리 {text} 010-2345-6789", "department": "보건소"} for place in PLACES for text in PATHS]
    old.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    begin(str(old))
    assert router.shelf().in_use
    assert len(router.begun_with()) == len(rows)
    assert not any("2345" in lesson.text for lesson in router.begun_with())


@pytest.mark.usefixtures("room")
def test_an_operator_does_what_the_desk_does(capsys: pytest.CaptureFixture[str]) -> None:
    router.change(lambda shelf: added(shelf, version()))
    rollback("words")
    assert "alone in use\nheld" in capsys.readouterr().out
    rollback(version().name)
    let_go()
    told = capsys.readouterr().out
    assert "100 lessons, 0.800 right, 0.700 by words in use" in told
    assert not router.shelf().held
    with pytest.raises(Stopped):
        rollback("another")


def test_the_desk_alone_chooses_and_only_what_is_there(room: Room) -> None:
    with refused(400, "unknown_version", "version"):
        room.clerk().call("POST", "/v1/admin/router/rollback", {"version": "20990101T000000Z"})
    with refused(403, "not_for_your_group"):
        room.clerk("water").call("GET", "/v1/admin/router")

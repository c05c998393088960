"""From a new post to those who watch its tag, its place, its department: one message for each reader and post."""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.watch import Watch
from chalicelib.store import watches
from infra.client import Client, Refused, mails, wait_for
from tests.api.steps import confirmed
from tests.conftest import Room
from tests.events.steps import invoke, record, routed
from tests.events.test_notify_comment import noted

HERE = {"lat": 36.2803, "lon": 127.2411}
HOME = {"south": 36.280, "west": 127.241, "north": 36.281, "east": 127.242}
DEPARTMENT = "construction-traffic"


_watching: list[tuple[Client, str]] = []


@pytest.fixture(autouse=True)
def nobody_watches_on() -> Iterator[None]:
    """Else every post of the tests after these is told to these readers as well."""
    yield
    while _watching:
        member, watch_id = _watching.pop()
        with contextlib.suppress(Refused):  # gone already, as its test wanted
            member.call("DELETE", f"/v1/members/me/watches/{watch_id}")


def watch(member: Client, kind: str, value: str | None = None, area: object = None) -> str:
    made = str(member.call("POST", "/v1/members/me/watches", {"kind": kind, "value": value, "area": area})["id"])
    _watching.append((member, made))
    return made


def member_id(member: Client) -> str:
    return str(member.call("GET", "/v1/members/me")["id"])


def told(room: Room, address: str, post_id: str) -> list[dict[str, Any]]:
    return [mail for mail in mails(room.mail, address) if post_id in mail["BodyText"]]


def mail_of(room: Room, address: str, post_id: str) -> dict[str, Any]:
    return wait_for(lambda: told(room, address, post_id), "the mail", 90)[0]


def entry(room: Room, post_id: str, number: int = 1) -> dict[str, Any]:
    """A line of the timeline, as the stream tells of it."""
    key = {"post_id": {"S": post_id}, "number": {"N": str(number)}}
    found = room.stage.client("dynamodb").get_item(TableName=room.function("TimelineTable"), Key=key)
    item: dict[str, Any] = found["Item"]
    return item


def test_who_watches_a_tag_a_department_or_an_area_has_one_mail_of_a_new_post(room: Room) -> None:
    readers = [confirmed(room, name) for name in ("태그를 보는 이", "부서를 보는 이", "동네를 보는 이", "다 보는 이")]
    by_tag, by_department, by_area, by_all = (member for member, _ in readers)
    for member in (by_tag, by_all):
        watch(member, "tag", "생활불편신고")
    for member in (by_department, by_all):
        watch(member, "department", DEPARTMENT)
    for member in (by_area, by_all):
        watch(member, "area", area=HOME)
    elsewhere, quiet = confirmed(room, "딴 동네를 보는 이")
    watch(elsewhere, "area", area=HOME | {"south": 36.2805})
    author, own = confirmed(room, "글 쓴 이")
    watch(author, "tag", "생활불편신고")
    post_id = author.post(
        text="엄사네거리 신호등이 꺼져 있습니다.", tag="생활불편신고", location=HERE | {"address": "엄사네거리"}
    )["id"]
    for _, address in readers:
        mail = mail_of(room, address, post_id)
        for words in (
            "새 글",
            "「엄사네거리 신호등이 꺼져 있습니다.」",
            "#생활불편신고",
            "장소: 엄사네거리",
            f"/posts/{post_id}",
        ):
            assert words in mail["BodyText"]
        assert "@" not in mail["BodyText"]
    assert [len(told(room, address, post_id)) for _, address in readers] == [1, 1, 1, 1]
    assert told(room, quiet, post_id) == []
    assert all("알림을 신청하신" not in mail["BodyText"] for mail in told(room, own, post_id))


def test_one_click_stops_that_watch_and_no_other(room: Room) -> None:
    reader, address = confirmed(room, "그만 보는 이")
    watch(reader, "tag", "행사안내")
    kept = watch(reader, "tag", "시민대화")
    author = room.citizen()
    first = author.post(text="주말에 두계천 걷기 행사가 열립니다.", tag="행사안내")["id"]
    token = re.search(r"/unsubscribe\?token=(\S+)", mail_of(room, address, first)["BodyText"])
    assert token
    for _ in range(2):
        assert room.api.call("POST", f"/v1/unsubscribe?token={token[1]}", {}) == {}
    assert [one["id"] for one in reader.call("GET", "/v1/members/me/watches")["watches"]] == [kept]
    unheard = author.post(text="걷기 행사가 다음 주로 미뤄졌습니다.", tag="행사안내")["id"]
    heard = author.post(text="다음 주 날씨가 좋다고 합니다.", tag="시민대화")["id"]
    mail_of(room, address, heard)
    assert told(room, address, unheard) == []


@pytest.fixture
def reader(room: Room) -> str:
    """The id of one who watches talk."""
    member = room.citizen("지켜보는 이")
    watch(member, "tag", "시민대화")
    return member_id(member)


def test_an_event_that_is_told_again_is_noted_once(room: Room, reader: str) -> None:
    post_id = room.citizen().post(text="천마산 노을이 참 곱습니다.", tag="시민대화")["id"]
    for _ in range(2):
        invoke(room, "TellWatchers", *[record(entry(room, post_id))] * 2)
    assert noted(room, f"watcher#{reader}#{post_id}") == [post_id]


def test_of_a_private_post_nobody_hears(room: Room, reader: str) -> None:
    post_id = room.citizen().post(text="이웃의 일이라 조용히 여쭙니다.", tag="시민대화", private_to_staff=True)["id"]
    invoke(room, "TellWatchers", record(entry(room, post_id)))
    assert noted(room, f"watcher#{reader}#{post_id}") == []


def test_an_author_is_not_told_of_what_is_hers(room: Room) -> None:
    author = room.citizen()
    watch(author, "tag", "시민대화")
    post_id = author.post(text="천마산 노을이 참 곱습니다.", tag="시민대화")["id"]
    invoke(room, "TellWatchers", record(entry(room, post_id)))
    assert noted(room, f"watcher#{member_id(author)}#{post_id}") == []


def test_who_heard_of_a_post_is_not_told_again_of_its_transfer(room: Room) -> None:
    member = room.citizen()
    watch(member, "tag", "생활불편신고")
    watch(member, "department", DEPARTMENT)
    post = routed(room)
    assert post["department"] == DEPARTMENT
    invoke(room, "TellWatchers", record(entry(room, post["id"], 2)), record(entry(room, post["id"], 1)))
    assert noted(room, f"watcher#{member_id(member)}#{post['id']}") == [post["id"]]


def test_who_left_the_room_hears_nothing(room: Room) -> None:
    member = room.citizen()
    watch(member, "tag", "시민대화")
    left = member_id(member)
    member.call("DELETE", "/v1/members/me")
    post_id = room.citizen().post(text="천마산 노을이 참 곱습니다.", tag="시민대화")["id"]
    invoke(room, "TellWatchers", record(entry(room, post_id)))
    assert noted(room, f"watcher#{left}#{post_id}") == []


def test_a_crowd_of_watchers_is_all_told(room: Room, stage_settings: None) -> None:
    crowd = [f"crowd-{number}" for number in range(30)]
    for one in crowd:
        watches.add(one, Watch("tag", datetime.now(UTC), "시정문의"), 20)
    post_id = room.citizen().post(text="도서관은 몇 시에 문을 여나요?", tag="시정문의")["id"]
    invoke(room, "TellWatchers", record(entry(room, post_id)))
    assert all(noted(room, f"watcher#{one}#{post_id}") for one in crowd)
    for one in crowd:
        watches.forget(one)

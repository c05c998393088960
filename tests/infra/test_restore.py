"""What a table held comes back without a word to anybody, and nothing that was written since is lost.

The local cloud restores a table as it is when it is asked, whatever the moment that is named: so the copy is made first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from chalicelib.domain.member import LEFT_NAME
from chalicelib.store.models import (
    CommentModel,
    EntryModel,
    IdentityModel,
    MarkModel,
    MemberModel,
    NoticeModel,
    OriginalModel,
    PostModel,
)
from infra import restore
from infra.client import Client, Refused, wait_for
from infra.forget import GONE_WORDS, NOBODY
from infra.restore import Difference, Restoration
from tests.conftest import Room
from tests.events.steps import read
from tests.infra.terminal import Typed

pytestmark = pytest.mark.usefixtures("stage_settings")
AT = "2026-11-28T03:00:00Z"
MOMENT = datetime(2026, 11, 28, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_the_room(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(restore, "enter", lambda _: room.stage)
    yield
    db = room.stage.client("dynamodb")
    for name in db.list_tables()["TableNames"]:
        if "-at-" in name:
            db.delete_table(TableName=name)


@dataclass(frozen=True)
class Talk:
    author: Client
    author_id: str
    post_id: str
    comment_id: str


@pytest.fixture
def talk(room: Room) -> Talk:
    """A post with a comment, of which its follower was told."""
    author, neighbour = room.citizen("산책하는 개미"), room.citizen("두마댁")
    post_id = author.post(text="향적산 치유의 숲길이 곱습니다.", tag="시민대화")["id"]
    comment_id = neighbour.call("POST", f"/v1/posts/{post_id}/comments", {"text": "저도 걸었습니다."})["id"]
    wait_for(lambda: told_of(post_id), "the notice")
    wait_for(lambda: post_id in found(room), "the search")
    return Talk(author, author.call("GET", "/v1/members/me")["id"], post_id, comment_id)


def told_of(post_id: str) -> set[tuple[str, str]]:
    return {(one.mailbox, one.event_id) for one in NoticeModel.scan(NoticeModel.mailbox.contains(post_id))}


def found(room: Room) -> list[str]:
    return [post["id"] for post in room.api.call("GET", f"/v1/search?q={quote('향적산')}")["posts"]]


def backed_up(*tables: str) -> None:
    for table in tables:
        Restoration(table, MOMENT).begin()


def put_back(table: str, *more: str) -> str:
    return Typed.at(restore, table, AT, "--yes", *more).text


def test_what_was_deleted_comes_back_and_nobody_is_told_again(room: Room, talk: Talk) -> None:
    tables = ("posts", "timeline", "comments")
    backed_up(*tables)
    before, told = read(room, talk.post_id), told_of(talk.post_id)
    for row in (*EntryModel.query(talk.post_id), *CommentModel.query(talk.post_id), PostModel.get(talk.post_id)):
        row.delete()
    wait_for(lambda: talk.post_id not in found(room), "the search")
    assert f"missing: 1\n    {talk.post_id}\n" in Typed.at(restore, "posts", AT).text
    with pytest.raises(Refused):  # shown, and not done
        read(room, talk.post_id)
    assert all("put back: " in put_back(table) for table in tables)
    assert read(room, talk.post_id) == before
    wait_for(lambda: talk.post_id in found(room), "the search")
    # Its streams keep their order: when the new comment is told, what came back has passed by.
    said = {"text": "오늘도 걸었습니다."}
    new = room.citizen("늘봄").call("POST", f"/v1/posts/{talk.post_id}/comments", said)["id"]
    later = wait_for(lambda: (now := told_of(talk.post_id)) != told and now, "the notice of the new comment")
    assert {event for _, event in later - told} == {new}


def test_what_is_another_since_comes_back_on_demand_alone(room: Room, talk: Talk) -> None:
    backed_up("posts")
    talk.author.call("PATCH", f"/v1/posts/{talk.post_id}", {"text": "향적산 숲길이 막혔습니다."})
    room.citizen().call("PUT", f"/v1/posts/{talk.post_id}/support")
    version = PostModel.get(talk.post_id).version
    copy = put_back("posts", "--key", talk.post_id)
    assert f"{talk.post_id}: " in copy
    assert "put back: 0" in copy
    backed_up("posts")  # of the text as it is now
    PostModel(talk.post_id).update([PostModel.text.set("")])
    assert "put back: 1" in put_back("posts", "--key", talk.post_id, "--changed")
    kept = PostModel.get(talk.post_id)
    assert (kept.text, kept.version, kept.supports) == ("향적산 숲길이 막혔습니다.", version, 1)
    talk.author.call("PATCH", f"/v1/posts/{talk.post_id}", {"text": "향적산 숲길이 다시 열렸습니다."})  # goes on


def test_a_row_that_somebody_writes_meanwhile_stays(talk: Talk) -> None:
    backed_up("posts")
    wanted = Restoration("posts", MOMENT, frozenset({talk.post_id}))
    PostModel(talk.post_id).update([PostModel.text.set("")])
    (seen,) = wanted.differences()
    PostModel(talk.post_id).update([PostModel.text.set("새 글")])
    assert not wanted.put(seen, wanted.wanted(seen) or {})
    assert PostModel.get(talk.post_id).text == "새 글"


def test_who_has_left_stays_forgotten(talk: Talk) -> None:
    IdentityModel(talk.author_id, address="walker@citizens.example").save()
    backed_up("identities", "marks", "comments")
    MemberModel(talk.author_id).update([MemberModel.left_at.set(datetime.now(UTC))])
    IdentityModel(talk.author_id).delete()
    MarkModel(talk.post_id, f"follow#{talk.author_id}").delete()
    for table in ("identities", "marks"):
        assert "put back: 0" in put_back(table, "--key", talk.author_id, talk.post_id)
    MemberModel(CommentModel.get(talk.post_id, talk.comment_id).author_id).delete()  # was deleted altogether
    CommentModel(talk.post_id, talk.comment_id).delete()
    put_back("comments", "--key", talk.post_id)
    assert CommentModel.get(talk.post_id, talk.comment_id).author_name == LEFT_NAME


def test_with_who_was_deleted_goes_all_of_theirs_with_who_left_what_they_said_stays(talk: Talk) -> None:
    rows = [
        ("originals", row(post_id=talk.post_id, part="post")),
        ("originals", row(post_id=talk.post_id, part="01JNBAAAAAAAAAAAAAAAAAAAAA")),  # as it was before an edit
        ("marks", row(post_id=talk.post_id, mark=f"support#{talk.author_id}")),
        ("marks", row(post_id=talk.post_id, mark=f"report#{talk.author_id}#{talk.comment_id}")),
        ("photos", row(photo_id="x", owner=talk.author_id)),
    ]
    theirs = ("originals", row(post_id=talk.post_id, part=talk.comment_id))  # the neighbour's
    MemberModel(talk.author_id).update([MemberModel.left_at.set(datetime.now(UTC))])
    restore._member.cache_clear()
    assert [again(*one) for one in (*rows, theirs)] == [one for _, one in (*rows, theirs)]
    MemberModel(talk.author_id).delete()
    restore._member.cache_clear()
    assert [again(*one) for one in rows] == [None] * len(rows)
    assert again(*theirs) == theirs[1]


def row(**attributes: str) -> restore.Item:
    return {name: {"S": value} for name, value in attributes.items()}


def again(table: str, lost: restore.Item) -> restore.Item | None:
    return Restoration(table, MOMENT).wanted(Difference(lost, None))


STAFF = "5b1f4c1e-9c6d-4c8e-8f0a-2d3e4f506172"


@pytest.mark.parametrize(
    ("table", "lost"),
    [
        ("comments", row(author_id=STAFF, author_name="김주무관", by="staff", origin="restored")),
        ("comments", row(author_name="김주무관", by="system", origin="restored")),
        ("photos", row(photo_id="x", owner=STAFF)),
        ("photos", row(photo_id="x", owner=NOBODY)),  # of a post that was left without its author
    ],
)
def test_what_is_of_no_member_comes_back_as_it_was(table: str, lost: restore.Item) -> None:
    assert again(table, lost) == lost


@pytest.mark.parametrize("now", [row(owner=NOBODY), row(author_id=NOBODY), row(text=f"사유: {GONE_WORDS}")])
def test_what_a_member_was_deleted_out_of_stays_as_it_is(now: restore.Item) -> None:
    assert Restoration("comments", MOMENT).wanted(Difference(row(text="사유: 아직 어둡습니다."), now)) is None


def test_the_name_of_who_left_comes_back_nowhere(talk: Talk) -> None:
    restore._member.cache_clear()
    before = row(post_id=talk.post_id, author_id=talk.author_id, author_name="옛 이름")
    MemberModel(talk.author_id).update([MemberModel.nickname.set(LEFT_NAME)])
    wanted = Restoration("posts", MOMENT).wanted(Difference(before, before | row(text="새 글")))
    assert wanted == before | row(author_name=LEFT_NAME)


def test_what_the_retention_had_deleted_it_deletes_again(talk: Talk) -> None:
    OriginalModel(talk.post_id, "post", text="010-1234-5678").save()
    backed_up("originals")
    OriginalModel(talk.post_id, "post").delete()
    PostModel(talk.post_id).update([PostModel.forget.remove(), PostModel.forget_at.remove()])
    put_back("originals", "--key", talk.post_id)
    assert OriginalModel.get(talk.post_id, "post").text == "010-1234-5678"
    assert PostModel.get(talk.post_id).forget == "forget"


def test_a_serial_never_goes_back_and_a_spent_key_stays_spent() -> None:
    ledger = Restoration("ledger", MOMENT)
    spent = {"key": {"S": "once#x"}, "expires_at": {"N": "1"}}
    then, now = ({"key": {"S": "serial#GR-2026"}, "serial": {"N": number}} for number in ("3", "9"))
    assert ledger.wanted(restore.Difference(spent, None)) is None
    assert ledger.wanted(restore.Difference(then, now)) is None
    assert ledger.wanted(restore.Difference(then, None)) == then


@pytest.mark.parametrize(
    ("table", "row", "origin"),
    [
        ("posts", {"receipt_number", "open"}, "room"),  # not routed yet: it still is to be
        ("posts", {"receipt_number", "open", "accepted_at"}, "restored"),
        ("comments", set(), "restored"),
    ],
)
def test_only_an_unrouted_complaint_is_heard_of_again(table: str, row: set[str], origin: str) -> None:
    before = {name: {"S": "x"} for name in row} | {"origin": {"S": "room"}}
    again = Restoration(table, MOMENT).wanted(restore.Difference(before, None)) or {}
    assert again["origin"] == {"S": origin}


def test_what_came_from_an_old_room_says_so_still() -> None:
    before = {"origin": {"S": "archived"}}
    assert Restoration("timeline", MOMENT).wanted(restore.Difference(before, None)) == before


def test_a_moment_is_the_citys_where_it_names_no_zone() -> None:
    assert restore._moment("2026-11-28T12:00:00") == restore._moment(AT) == MOMENT
    assert restore._moment("2026-11-28T12:00:00+09:00") - MOMENT == timedelta()

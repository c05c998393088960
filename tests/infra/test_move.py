"""What one room exports another imports, byte for byte, and nobody is told of it again."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote

import pytest

from chalicelib.aws import client
from chalicelib.settings import Settings, settings
from chalicelib.store.models import NoticeModel, PostModel
from infra import move, rows
from infra.client import wait_for
from infra.seed import PICTURES
from infra.terminal import Stopped
from tests.conftest import Room
from tests.events.steps import fetched, read, routed

pytestmark = pytest.mark.usefixtures("stage_settings")


@pytest.fixture(scope="module")
def lived_in(room: Room, stage_settings: None) -> str:
    """A complaint with a photo, an answer, a follower and a watcher; its id."""
    author, neighbour = room.citizen("산책하는 개미"), room.citizen("두마댁")
    photo_id = author.upload(PICTURES["boardwalk"]())
    place = {"lat": 36.31705, "lon": 127.223, "address": "괴목정 산책로 중간"}
    post_id = str(
        author.post(text="괴목정 데크 판자가 썩었습니다.", tag="생활불편신고", photos=[photo_id], location=place)["id"]
    )
    neighbour.call("POST", "/v1/members/me/watches", {"kind": "tag", "value": "생활불편신고"})
    neighbour.call("PUT", f"/v1/posts/{post_id}/follow")
    neighbour.call("PUT", f"/v1/posts/{post_id}/support")
    wait_for(
        lambda: (post := read(room, post_id))["due_at"] and post["photos"][0]["state"] == "ready", "a settled post"
    )
    room.clerk().call(
        "POST", f"/v1/admin/posts/{post_id}/comments", {"text": "판자를 바꿨습니다.", "status": "resolved"}
    )
    hidden(room)
    return post_id


def hidden(room: Room) -> None:
    """Another post, whose photo is out of the public's reach."""
    author = room.citizen("말 많은 이웃")
    sent = {"text": "옆집 흉을 보는 글입니다.", "tag": "시민대화", "photos": [author.upload(PICTURES["boardwalk"]())]}
    post_id = author.post(**sent)["id"]
    photo = wait_for(lambda: (one := read(room, post_id)["photos"][0])["state"] == "ready" and one, "a settled post")
    order = {"kind": "rule", "reason": "다른 사람을 비방하는 글입니다."}
    room.clerk().call("POST", f"/v1/admin/posts/{post_id}/hiding", order)
    wait_for(lambda: not there(room, photo["small"]), "the hiding of the photo")


def there(room: Room, path: str) -> bool:
    try:
        return bool(fetched(room, path))
    except HTTPError:
        return False


@pytest.fixture
def second_room(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Empty tables and buckets of the same make; `settings` name them till the test ends."""
    first, db, s3 = settings(), client("dynamodb"), client("s3")
    second = {
        f.name: f"second-{getattr(first, f.name)}"[:60]
        for f in fields(Settings)
        if f.name.endswith(("_table", "_bucket"))
    }
    for name, copy in second.items():
        if name.endswith("_bucket"):
            with suppress(s3.exceptions.BucketAlreadyOwnedByYou):  # the photos of an earlier test do no harm
                s3.create_bucket(Bucket=copy, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
        else:
            described = db.describe_table(TableName=getattr(first, name))["Table"]
            keys = {key["AttributeName"] for key in described["KeySchema"]}
            kinds = [one for one in described["AttributeDefinitions"] if one["AttributeName"] in keys]
            db.create_table(
                TableName=copy,
                KeySchema=described["KeySchema"],
                AttributeDefinitions=kinds,
                BillingMode="PAY_PER_REQUEST",
            )
    empty = replace(first, **second)
    for module in (rows, move, move.aws):
        monkeypatch.setattr(module, "settings", lambda: empty)
    yield
    for name, copy in second.items():
        if name.endswith("_table"):
            db.delete_table(TableName=copy)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("private", [True, False])
def test_what_comes_out_goes_in_and_comes_out_the_same(
    lived_in: str, tmp_path: Path, request: pytest.FixtureRequest, private: bool
) -> None:
    first = move.export(tmp_path / "first", private=private)
    request.getfixturevalue("second_room")
    move.bring(tmp_path / "first", again=False)
    second = move.export(tmp_path / "second", private=private)
    assert first == second
    assert files(tmp_path / "first") == files(tmp_path / "second")
    assert first["posts"] > 0
    assert first["renditions"] > 0
    hidden = first.get("hidden renditions", 0)
    assert hidden >= 2 if private else hidden == 0


def test_what_identifies_a_person_leaves_only_on_demand(lived_in: str, tmp_path: Path) -> None:
    move.export(tmp_path / "open", private=False)
    move.export(tmp_path / "all", private=True)
    more = set(files(tmp_path / "all")) - set(files(tmp_path / "open"))
    assert {name.partition("/")[0] for name in more} == {
        "identities.jsonl", "devices.jsonl", "originals.jsonl", "uploads.jsonl", "uploads", "held"
    }  # fmt: skip


def test_receipt_numbers_go_on_and_spent_keys_stay_behind(lived_in: str, tmp_path: Path) -> None:
    move.export(tmp_path, private=False)
    assert {row["key"].partition("#")[0] for row in lines(tmp_path, "ledger")} == {"serial"}


def test_a_room_that_is_not_empty_is_left_alone(lived_in: str, tmp_path: Path) -> None:
    move.export(tmp_path, private=False)
    with pytest.raises(Stopped, match="not empty"):
        move.bring(tmp_path, again=False)


def test_an_import_again_changes_nothing(lived_in: str, tmp_path: Path) -> None:
    move.export(tmp_path, private=False)
    before = PostModel.get(lived_in).to_simple_dict()
    done = move.bring(tmp_path, again=True)
    assert {name: number for name, number in done.items() if "renditions" not in name and number} == {}
    assert PostModel.get(lived_in).to_simple_dict() == before


def test_what_is_brought_is_found_and_shown_and_nobody_is_told(room: Room, lived_in: str, tmp_path: Path) -> None:
    """Streams keep their order: when what is new is told, what was brought has passed by."""
    move.export(tmp_path, private=True)
    other = as_another_post(tmp_path, lived_in)
    move.bring(tmp_path, again=True)
    post = read(room, other)
    assert fetched(room, post["photos"][0]["small"])[:4] == b"RIFF"
    wait_for(lambda: other in found_by_search(room, "괴목정"), "the search")
    room.citizen("늘봄").call("POST", f"/v1/posts/{other}/comments", {"text": "잘 고쳐졌네요."})
    new_id = routed(room)["id"]
    wait_for(lambda: [row for row in told_of(new_id) if row.mailbox.startswith("watcher#")], "the watcher's notice")
    newest = wait_for(lambda: told_of(other), "notices of the new comment")
    said = {row.event_id for row in newest}
    assert said == {read(room, other)["thread"][-1]["id"]}


def test_what_the_old_room_had_not_routed_is_routed_in_the_new_one(room: Room, lived_in: str, tmp_path: Path) -> None:
    move.export(tmp_path, private=False)
    other = as_another_post(tmp_path, lived_in, routed=False)
    move.bring(tmp_path, again=True)
    assert wait_for(lambda: read(room, other)["due_at"], "the routing")


def told_of(post_id: str) -> list[NoticeModel]:
    return list(NoticeModel.scan(NoticeModel.mailbox.contains(post_id)))


def found_by_search(room: Room, words: str) -> list[str]:
    return [post["id"] for post in room.api.call("GET", f"/v1/search?q={quote(words)}")["posts"]]


def as_another_post(folder: Path, post_id: str, *, routed: bool = True) -> str:
    """The export of a room that has, instead of this post, one like it."""
    other = post_id[:-4] + ("ZZZZ" if routed else "ZZZY")
    for table in (*move.TABLES, *move.PRIVATE):
        path = folder / f"{table}.jsonl"
        if path.exists():
            path.write_text(path.read_text("utf-8").replace(post_id, other), "utf-8")
    if not routed:
        kept = [row for row in lines(folder, "posts") if row["post_id"] == other]
        new = {"status": "received", "open": "open", "queue": "minwon", "department": "minwon", "version": 1}
        old = ("accepted_at", "due_at", "closed_at", "forget", "forget_at", "assigned_at")
        row = {k: v for k, v in kept[0].items() if k not in old} | new
        (folder / "posts.jsonl").write_text(rows.line(row) + "\n", "utf-8")
        first = [row for row in lines(folder, "timeline") if row["post_id"] == other and row["number"] == 1]
        (folder / "timeline.jsonl").write_text("".join(rows.line(row) + "\n" for row in first), "utf-8")
    return other

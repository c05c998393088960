"""What is held about a member is shown whole, and deleted whole."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.member import LEFT_NAME
from chalicelib.settings import settings
from chalicelib.store.models import CommentModel, OriginalModel
from infra import member, reach
from infra.client import Client, Refused, wait_for
from infra.seed import PICTURES
from infra.terminal import Stopped
from tests.conftest import Room
from tests.events.steps import read

pytestmark = pytest.mark.usefixtures("stage_settings")
ADDRESS = "walker@citizens.example"


@pytest.fixture(autouse=True)
def distribution(room: Room, stage_settings: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DISTRIBUTION", room.outputs["DistributionId"])
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def lived(room: Room) -> tuple[Client, str, str]:
    """A member who left traces everywhere, with their id and their post."""
    me, other = room.citizen("산책하는 개미"), room.citizen("두마댁")
    member_id = me.call("GET", "/v1/members/me")["id"]
    photo_id = me.upload(PICTURES["boardwalk"]())
    post_id = me.post(text="괴목정 데크 판자가 썩었습니다.", tag="생활불편신고", photos=[photo_id])["id"]
    wait_for(
        lambda: (post := read(room, post_id))["due_at"] and post["photos"][0]["state"] == "ready", "a settled post"
    )
    talk = other.post(text="천마산 노을이 참 곱습니다.", tag="시민대화")["id"]
    me.call("POST", f"/v1/posts/{talk}/comments", {"text": "저도 봤습니다."})
    me.call("PUT", f"/v1/posts/{talk}/support")
    me.call("PUT", f"/v1/posts/{talk}/follow")
    me.call("POST", "/v1/members/me/watches", {"kind": "tag", "value": "시민대화"})
    me.call("PATCH", "/v1/members/me", {"address": ADDRESS})
    OriginalModel(post_id, "post", text="괴목정 데크 판자가 썩었습니다. 010-1234-5678").save()
    return me, member_id, post_id


def held(member_id: str) -> dict[str, Any]:
    found: dict[str, Any] = member.show(member_id)["held"]
    return found


def test_everything_is_shown_and_no_secret(room: Room) -> None:
    _, member_id, post_id = lived(room)
    found = held(member_id)
    assert set(found) >= {
        "member", "identity", "watches", "marks", "posts", "comments", "originals", "photos", "notices", "ledger"
    }  # fmt: skip
    assert found["identity"][0]["pending_address"] == ADDRESS
    assert {row["mark"].partition("#")[0] for row in found["marks"]} == {"follow", "support"}
    assert found["member"][0]["token_hash"] == "(held)"
    assert found["posts"][0]["post_id"] == post_id


def test_what_was_masked_in_an_edit_is_shown_and_deleted_and_a_neighbours_comment_is_not(room: Room) -> None:
    me, member_id, post_id = lived(room)
    me.call("PATCH", f"/v1/posts/{post_id}", {"text": "괴목정 데크 판자가 썩었습니다. 010-2222-3333"})
    said = {"text": "저는 010-4444-5555입니다."}
    comment_id = room.citizen().call("POST", f"/v1/posts/{post_id}/comments", said)["id"]
    assert len(held(member_id)["originals"]) == 2
    member.delete(member_id, with_posts=False)
    assert [one.part for one in OriginalModel.query(post_id)] == [comment_id]


def test_after_the_deletion_nothing_is_held_and_what_was_said_stays_without_its_author(room: Room) -> None:
    me, member_id, post_id = lived(room)
    member.delete(member_id, with_posts=False)
    assert held(member_id) == {}
    post = read(room, post_id)
    assert (post["author"]["nickname"], post["text"]) == (LEFT_NAME, "괴목정 데크 판자가 썩었습니다.")
    assert post["photos"][0]["state"] == "ready"
    with pytest.raises(Refused):
        me.call("GET", "/v1/members/me")


def test_the_number_of_supporters_follows(room: Room) -> None:
    _, member_id, _ = lived(room)
    talk = next(row["post_id"] for row in held(member_id)["marks"] if row["mark"].startswith("support#"))
    member.delete(member_id, with_posts=False)
    assert read(room, talk)["supports"] == 0


def test_with_their_posts_the_words_and_the_photos_go_too(room: Room) -> None:
    _, member_id, post_id = lived(room)
    photo_id, comment = held(member_id)["photos"][0]["photo_id"], held(member_id)["comments"][0]
    member.delete(member_id, with_posts=True)
    assert held(member_id) == {}
    shown = room.clerk().call("GET", f"/v1/admin/posts/{post_id}")
    assert (shown["status"], shown["photos"]) == ("withdrawn", [])
    assert "판자" not in shown["text"]
    thread = read(room, comment["post_id"])["thread"]
    assert ["봤습니다" in said["text"] for said in thread if said["id"] == comment["comment_id"]] == [False]
    s3 = room.stage.client("s3")
    for bucket, prefix in (("Upload", f"uploads/{photo_id}"), ("Media", f"media/{photo_id}/")):
        listed = s3.list_objects_v2(Bucket=room.outputs[f"{bucket}BucketName"], Prefix=prefix)
        assert listed["KeyCount"] == 0


def test_with_their_posts_their_reasons_go_too_and_a_neighbours_do_not(room: Room) -> None:
    me, neighbour, clerk = room.citizen("산책하는 개미"), room.citizen("두마댁"), room.clerk()
    member_id = me.call("GET", "/v1/members/me")["id"]
    post_id = me.post(text="괴목정 데크 판자가 썩었습니다.", tag="생활불편신고")["id"]
    wait_for(lambda: read(room, post_id)["due_at"], "the routing")
    clerk.call("POST", f"/v1/admin/posts/{post_id}/comments", {"text": "고쳤습니다.", "status": "resolved"})
    me.call("POST", f"/v1/posts/{post_id}/verdict", {"solved": False, "reason": "우리 집 앞은 그대로입니다."})
    talk = neighbour.post(text="천마산 노을이 참 곱습니다.", tag="시민대화")["id"]
    for who, on, appeal in ((me, talk, "제 이름은 개미입니다."), (neighbour, post_id, "저는 두마댁입니다.")):
        said = who.call("POST", f"/v1/posts/{on}/comments", {"text": "저도 봤습니다."})["id"]
        clerk.call("POST", f"/v1/admin/posts/{on}/comments/{said}/hiding", {"reason": "비방입니다."})
        who.call("POST", f"/v1/posts/{on}/appeal", {"text": appeal, "comment_id": said})
    assert {row["reason"] for row in held(member_id)["reasons"]} == {
        "우리 집 앞은 그대로입니다.",
        "제 이름은 개미입니다.",
    }
    member.delete(member_id, with_posts=True)
    shown = [
        clerk.call("GET", f"/v1/admin/posts/{on}") | {"thread": read(room, on)["thread"]} for on in (post_id, talk)
    ]
    told = json.dumps([*shown, [row.to_simple_dict() for row in CommentModel.query(talk)]], ensure_ascii=False)
    assert "우리 집 앞" not in told
    assert "제 이름은" not in told
    assert "저는 두마댁입니다." in told
    assert "아직 해결되지 않았다고" in told


def test_a_deletion_can_be_repeated(room: Room) -> None:
    _, member_id, post_id = lived(room)
    member.delete(member_id, with_posts=True)
    before = room.clerk().call("GET", f"/v1/admin/posts/{post_id}")["version"]
    member.delete(member_id, with_posts=True)
    assert room.clerk().call("GET", f"/v1/admin/posts/{post_id}")["version"] == before


def test_neighbours_keep_what_is_theirs(room: Room) -> None:
    _, member_id, _ = lived(room)
    neighbour = room.citizen("엄사 햇살")
    neighbour_id = neighbour.call("GET", "/v1/members/me")["id"]
    neighbour.post(text="밤마다 골목에 쓰레기를 버립니다.", tag="시민대화")
    before = held(neighbour_id)
    member.delete(member_id, with_posts=True)
    assert held(neighbour_id) == before


def test_a_nickname_of_several_shows_all_and_deletes_none(room: Room) -> None:
    for _ in range(2):
        room.citizen("같은 이름")
    assert len(list(member.members(["같은 이름"]))) == 2
    with pytest.raises(Stopped, match="by its id"):
        member._one_each(["같은 이름"])
    with pytest.raises(Stopped, match="nobody"):
        list(member.members(["없는 이름"]))


def test_the_command_reaches_the_room_that_runs(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reach, "TOLD", tmp_path / "room.json")
    for handler in reach.log.handlers:
        monkeypatch.setattr(handler, "stream", sys.stderr)  # put back afterwards
    assert member.main(["show", "누구든지"]) == 1
    assert "make run" in capsys.readouterr().out
    reach.TOLD.write_text(json.dumps(room.told), "utf-8")
    room.citizen("명령을 보는 이")
    assert member.main(["show", "명령을 보는 이"]) == 0
    assert json.loads(capsys.readouterr().out)["held"]["member"][0]["nickname"] == "명령을 보는 이"

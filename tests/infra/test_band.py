"""An old room comes with its dates, authors and threads; nobody is told, and another run changes nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.city import city
from chalicelib.domain.post import Entry
from chalicelib.store import comments, marks, posts
from chalicelib.store.models import MemberModel, NoticeModel
from infra import band
from infra.archive import OldPost, Reader, hidden
from infra.client import wait_for
from infra.seed import PICTURES
from tests.conftest import Room
from tests.events.steps import fetched, read
from tests.infra.band import saved

pytestmark = pytest.mark.usefixtures("stage_settings")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> tuple[OldPost, ...]:
    folder: Path = tmp_path_factory.mktemp("band")
    (folder / "deck.jpg").write_bytes(PICTURES["boardwalk"]())
    return Reader(city(), folder, "시민대화", NOW).read(*saved(folder))


@pytest.fixture(scope="module")
def brought(room: Room, stage_settings: None, old: tuple[OldPost, ...]) -> tuple[OldPost, ...]:
    room.citizen("알림 받는 이웃").call("POST", "/v1/members/me/watches", {"kind": "tag", "value": "생활불편신고"})
    band.bring(old)
    return old


def id_of(old: OldPost) -> str:
    return band._post(old, str).post_id


def state(post_id: str) -> tuple[Any, tuple[Entry, ...], Any]:
    return posts.get(post_id), posts.timeline(post_id), comments.thread(post_id, 100)


def developed(room: Room, post_id: str) -> dict[str, Any]:
    post: dict[str, Any] = wait_for(
        lambda: (post := read(room, post_id))["photos"][0]["state"] == "ready" and post, "the rendition"
    )
    return post


def test_a_complaint_comes_as_what_it_came_to(room: Room, brought: tuple[OldPost, ...]) -> None:
    post = read(room, id_of(brought[0]))
    assert (post["status"], post["receipt_number"], post["due_at"], post["department"]) == (
        "resolved", None, None, "construction-traffic"
    )  # fmt: skip
    assert post["created_at"].startswith("2019-03-02T07:10:00")
    assert [entry["kind"] for entry in post["timeline"]] == ["received", "resolved"]
    assert [said["by"] for said in post["thread"]] == ["citizen", "citizen", "staff", "citizen"]
    assert (post["author"]["nickname"], post["comments"]) == ("산책하는 개미", 4)


def test_what_the_city_said_is_found_as_such(brought: tuple[OldPost, ...]) -> None:
    found = comments.of_the_city(datetime(2019, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC), 10)
    assert [said.department for said in found if said.post_id == id_of(brought[0])] == ["construction-traffic"]


def test_its_photos_go_the_way_of_every_photo(room: Room, brought: tuple[OldPost, ...]) -> None:
    post = developed(room, id_of(brought[0]))
    assert fetched(room, post["photos"][0]["small"])[:4] == b"RIFF"


def test_it_stands_in_the_list_where_its_date_puts_it(room: Room, brought: tuple[OldPost, ...]) -> None:
    listed = room.api.call("GET", "/v1/posts?until=2019-12-31T00:00:00Z")["posts"]
    assert [post["id"] for post in listed] == [id_of(one) for one in reversed(brought)]


def test_its_authors_are_members_who_cannot_sign_in(brought: tuple[OldPost, ...]) -> None:
    author = posts.get(id_of(brought[0])).author_id
    assert MemberModel.get(author).token_hash == band.NO_TOKEN


def test_the_same_run_again_changes_nothing(room: Room, brought: tuple[OldPost, ...]) -> None:
    developed(room, id_of(brought[0]))
    before = [state(id_of(one)) for one in brought]
    assert set(band.bring(brought).values()) == {0}
    assert [state(id_of(one)) for one in brought] == before


def test_a_run_that_was_cut_off_is_completed_by_the_next(old: tuple[OldPost, ...]) -> None:
    third = old[2]
    band._bring_post(band._post(third, str), band._entries(third, band._post(third, str)))
    assert band.bring([third])["posts"] == 0
    half = OldPost(**{**vars(old[1]), "source": "half"})
    band._bring_post(band._post(half, str), band._entries(half, band._post(half, str)))
    assert band.bring([half])["comments"] == 1
    assert posts.get(id_of(half)).comments == 1


def test_nobody_is_told_of_it_and_everybody_of_what_comes_after(room: Room, brought: tuple[OldPost, ...]) -> None:
    """Streams keep their order: when what is new is told, what was brought has passed by."""
    post_id = id_of(brought[1])
    assert list(marks.followers(post_id)) == []
    passer = room.citizen("지나가는 시민")
    passer.call("POST", f"/v1/posts/{post_id}/comments", {"text": "아직도 꺼져 있어요."})
    new_id = passer.post(text="버스 정류장 의자가 부서졌습니다.", tag="생활불편신고")["id"]
    wait_for(lambda: [row for row in told_of(new_id) if row.mailbox.startswith("watcher#")], "the watcher's notice")
    (notice,) = wait_for(lambda: told_of(post_id), "the department's notice")
    newest = comments.thread(post_id, 100).comments[-1]
    assert (notice.mailbox, notice.event_id) == (f"department#minwon#{post_id}", newest.comment_id)
    assert told_of(id_of(brought[0])) == []


def told_of(post_id: str) -> list[NoticeModel]:
    return list(NoticeModel.scan(NoticeModel.mailbox.contains(post_id)))


def test_names_can_come_hidden_by_half(old: tuple[OldPost, ...]) -> None:
    assert band._post(old[1], hidden).author_name == "두*댁"

"""What the room makes by itself is destroyed, and made anew to the same state."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws import client
from chalicelib.city import city
from chalicelib.domain import search
from chalicelib.domain.figures import month_of
from chalicelib.domain.post import Entry
from chalicelib.settings import settings
from chalicelib.store import aws, posts, terms
from chalicelib.store.aws import SIDES, held_key, rendition_key
from chalicelib.store.models import EntryModel, FigureModel, MarkModel, PostModel, TermModel
from infra import figures, rebuild
from infra.client import wait_for
from infra.rows import ARCHIVED
from infra.seed import PICTURES
from tests.conftest import Room
from tests.events.steps import read
from tests.infra.terminal import Typed

pytestmark = pytest.mark.usefixtures("stage_settings")
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Lived:
    room: Room
    post_id: str
    hidden_id: str

    @property
    def grams(self) -> frozenset[str]:
        return frozenset(row.gram for row in TermModel.scan(TermModel.post_id == self.post_id))

    @property
    def shown(self) -> dict[str, Any]:
        """Without its comments: what its readers see, and what staff do."""
        return read(self.room, self.post_id) | self.room.clerk().call("GET", f"/v1/admin/posts/{self.post_id}")

    def photo(self, post_id: str) -> str:
        return str(posts.get(post_id).photos[0].photo_id)


@pytest.fixture(scope="module")
def lived(room: Room, stage_settings: None) -> Lived:
    """A post with a photo, a comment, a supporter and a report; and one that is hidden with its photo."""
    author, neighbour = room.citizen("산책하는 개미"), room.citizen("두마댁")
    kept, hidden = (
        author.post(text=text, tag="시민대화", photos=[author.upload(PICTURES["boardwalk"]())])["id"]
        for text in ("괴목정 데크를 걸었습니다.", "옆집 흉을 보는 글입니다.")
    )
    neighbour.call("PUT", f"/v1/posts/{kept}/support")
    neighbour.call("POST", f"/v1/posts/{kept}/comments", {"text": "저도 걸었습니다."})
    neighbour.call("POST", f"/v1/posts/{kept}/reports", {"reason": "광고 같습니다."})
    for post_id in (kept, hidden):
        wait_for(lambda of=post_id: read(room, of)["photos"][0]["state"] == "ready", "a settled photo")
    reason = {"kind": "rule", "reason": "다른 사람을 비방하는 글입니다."}
    room.clerk().call("POST", f"/v1/admin/posts/{hidden}/hiding", reason)
    found = Lived(room, kept, hidden)
    wait_for(lambda: len(objects("held/", found.photo(hidden))) == len(SIDES), "the hiding of the photo")
    wait_for(lambda: found.grams == search.terms(posts.get(kept)), "the index")
    return found


def objects(place: str, photo_id: str) -> dict[str, bytes]:
    s3, bucket = client("s3"), settings().media_bucket
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket, Prefix=place + photo_id).get("Contents", ())]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def destroy(place: str, photo_id: str) -> None:
    for key in objects(place, photo_id):
        client("s3").delete_object(Bucket=settings().media_bucket, Key=key)


def test_the_search_finds_what_it_found_and_nothing_else(lived: Lived) -> None:
    before = lived.grams
    terms.keep(lived.post_id, {"없던"}, before)
    terms.keep("01JNBAAAAAAAAAAAAAAAAAAAAA", {"없던"}, ())  # of a post that never was
    assert lived.grams == {"없던"}
    rebuild.index()
    assert lived.grams == before
    assert list(TermModel.query("없던")) == []


def test_a_post_has_its_numbers_again_and_is_looked_at_again(lived: Lived) -> None:
    before = PostModel.get(lived.post_id).to_simple_dict()
    assert (before["comments"], before["supports"], before["reports"], before["check"]) == (1, 1, 1, "check")
    wrong = [PostModel.comments.set(7), PostModel.supports.set(0), PostModel.reports.set(0), PostModel.check.remove()]
    PostModel(lived.post_id).update(wrong)
    assert rebuild.counters() >= 1
    assert PostModel.get(lived.post_id).to_simple_dict() == before
    assert rebuild.counters() == 0  # again is no harm


def test_the_number_of_supporters_stays_when_who_they_were_is_forgotten(lived: Lived) -> None:
    ended = NOW - timedelta(days=city().retention.marks + 1)
    assert rebuild._marks_forgotten([Entry("x", 1, ended, "posted", "author", after="posted")])
    assert not rebuild._marks_forgotten([Entry("x", 1, ended, "received", "author", after="received")])
    assert not rebuild._marks_forgotten([Entry("x", 1, NOW, "posted", "author", after="posted")])


COMMENT = "01JNBAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("told", "waiting"),
    [
        ((("hidden", "system"),), 1),
        ((("hidden", "staff"),), 0),
        ((("hidden", "staff"), ("appealed", "author")), 1),
        ((("hidden", "system"), ("shown", "staff")), 0),
        ((("hidden", "system"), ("reports_dismissed", "staff")), 0),
        ((("hidden", "system"), ("reports_dismissed", "staff"), ("hidden", "staff"), ("appealed", "author")), 1),
    ],
)
def test_a_comment_counts_as_reported_till_a_person_has_decided(told: Any, waiting: int) -> None:
    timeline = [Entry("x", number, NOW, kind, by, after=COMMENT) for number, (kind, by) in enumerate(told, 1)]
    assert rebuild._waiting(timeline) == waiting


def test_authors_have_the_names_that_they_go_by(lived: Lived) -> None:
    before = lived.shown
    posts.rename_author(lived.post_id, PostModel.get(lived.post_id).author_id, "딴 이름")
    assert rebuild.names() >= 1
    assert lived.shown == before


def test_renditions_are_made_again_and_shown_on_their_post(lived: Lived) -> None:
    photo_id, before = lived.photo(lived.post_id), lived.shown
    made = objects("media/", photo_id)
    destroy("media/", photo_id)
    PostModel(lived.post_id).update(
        [PostModel.photos[0]["state"].set("pending"), PostModel.photos[0]["width"].remove()]
    )
    assert rebuild.renditions() >= 1
    assert objects("media/", photo_id) == made
    assert lived.shown == before


def test_what_is_hidden_is_made_again_where_nobody_sees_it(lived: Lived) -> None:
    photo_id = lived.photo(lived.hidden_id)
    made = objects("held/", photo_id)
    destroy("held/", photo_id)
    rebuild.renditions()
    assert set(objects("held/", photo_id)) == {held_key(photo_id, side) for side in SIDES} == set(made)
    assert objects("media/", photo_id) == {}


def test_where_no_original_is_kept_what_is_there_stays(lived: Lived) -> None:
    photo_id = lived.photo(lived.post_id)
    original, small = aws.original(photo_id), rendition_key(photo_id, SIDES[1])
    aws.forget_originals([photo_id])
    try:
        rebuild.renditions()
        assert small in objects("media/", photo_id)
    finally:
        aws.put_original(photo_id, original, "image/jpeg")


def test_what_an_old_room_held_is_in_no_figure_still(lived: Lived) -> None:
    then = datetime(2019, 3, 2, 9, tzinfo=UTC)
    post = replace(posts.get(lived.post_id), post_id="01D4YAAAAAAAAAAAAAAAAAAAAA", created_at=then)
    row, line = posts.to_model(post), EntryModel(post.post_id, 1, at=then, kind="posted", by="author")
    row.origin = line.origin = ARCHIVED
    row.save()
    line.save()
    try:
        figures.rebuild()
        assert list(FigureModel.query("2019-03")) == []
    finally:
        row.delete()
        line.delete()


def test_one_command_does_it_all(lived: Lived, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "enter", lambda _: lived.room.stage)
    before, supporters = lived.shown, list(MarkModel.query(lived.post_id))
    with FigureModel.batch_write() as batch:
        for row in FigureModel.scan():
            batch.delete(row)
    done = Typed.at(rebuild)
    assert [line.split()[0] for line in done.text.splitlines()] == list(rebuild.ORDERS)
    assert lived.shown == before
    assert len(supporters) == len(list(MarkModel.query(lived.post_id)))
    month = month_of(posts.get(lived.post_id).created_at, city().zone)
    assert FigureModel.get(month, "posted").value >= 2

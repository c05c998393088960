"""Posts by place: what the cells give is what looking at every post would give."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain import ids
from chalicelib.domain.change import Line, changed
from chalicelib.domain.post import Location, Post
from chalicelib.store import posts
from chalicelib.store.posts import Wanted
from tests.store.rows import NOW, added, draft, kept

pytestmark = pytest.mark.usefixtures("stage_settings")
DICE = random.Random(20180801)
BEGAN = NOW.replace(year=2021)  # older than all that other tests write
CORNER = Location(36.2795, 127.2495)
ELSEWHERE = Location(36.2395, 127.2295)


def scattered(number: int) -> Post:
    """Somewhere in a square of some 4 km, of any status; one in ten without coordinates, one in ten private."""
    at = BEGAN + timedelta(minutes=number)
    place = Location(round(DICE.uniform(36.26, 36.30), 4), round(DICE.uniform(127.22, 127.27), 4))
    return draft(
        post_id=ids.ulid(at, DICE.randbytes(10)), created_at=at,
        tag=DICE.choice(("시민대화", "행정상담")), status=DICE.choice(("received", "resolved", "withdrawn", "posted")),
        location=place if DICE.random() > 0.1 else Location(address="금암동"), private_to_staff=DICE.random() < 0.1,
    )  # fmt: skip


@pytest.fixture(scope="module")
def town(stage_settings: None) -> Iterator[list[Post]]:
    written = [scattered(number) for number in range(120)]
    with kept(written):
        yield written


def in_turn(wanted: Wanted, limit: int) -> Iterator[list[str]]:
    after: str | None = None
    while True:
        found = posts.page(wanted, limit, after)
        yield [post.post_id for post in found.posts]
        if (after := found.after) is None:
            return


def fits(post: Post, wanted: Wanted) -> bool:
    place, (south, west, north, east) = post.location, wanted.bounds
    return (
        place is not None and place.lat is not None and south <= place.lat <= north and west <= place.lon <= east
        and (wanted.everything or (not post.private_to_staff and (post.status == wanted.status or post.status != "withdrawn")))
        and wanted.tag in (None, post.tag) and wanted.status in (None, post.status)
        and (not wanted.open or post.status == "received")
        and (wanted.since is None or wanted.since <= post.created_at) and post.created_at <= wanted.until
    )  # fmt: skip


def box(least: float, most: float) -> tuple[float, float, float, float]:
    south, west = DICE.uniform(36.26, 36.28), DICE.uniform(127.22, 127.25)
    return south, west, south + DICE.uniform(least, most), west + DICE.uniform(least, most)


QUESTIONS = [
    *(Wanted(bounds=box(0.002, 0.02)) for _ in range(6)),
    *(Wanted(bounds=box(0.02, 0.03), tag="시민대화") for _ in range(3)),
    Wanted(bounds=box(0.02, 0.03), status="withdrawn"),
    Wanted(bounds=box(0.02, 0.03), open=True),
    Wanted(bounds=box(0.02, 0.03), everything=True),
    Wanted(bounds=box(0.02, 0.03), since=BEGAN + timedelta(minutes=30)),
    Wanted(bounds=(36.26, 127.22, 36.30, 127.27)),  # too wide for cells
]


@pytest.mark.parametrize("wanted", QUESTIONS, ids=str)
@pytest.mark.parametrize("limit", [3, 50])
def test_its_pages_are_all_that_lies_in_it_each_once_and_newest_first(
    town: list[Post], wanted: Wanted, limit: int
) -> None:
    wanted = replace(wanted, until=BEGAN + timedelta(minutes=100))
    found = list(in_turn(wanted, limit))
    expected = sorted((post.post_id for post in town if fits(post, wanted)), reverse=True)
    assert [post_id for page in found for post_id in page] == expected
    assert max(map(len, found)) <= limit


def test_a_full_cell_does_not_hold_back_what_is_newer_elsewhere(
    monkeypatch: pytest.MonkeyPatch, town: list[Post]
) -> None:
    monkeypatch.setattr(posts, "READ_AHEAD", 18)  # three items of each cell
    wanted = Wanted(bounds=(36.26, 127.23, 36.28, 127.26), until=BEGAN + timedelta(minutes=100))
    found = [post_id for page in in_turn(wanted, 3) for post_id in page]
    assert found == sorted((post.post_id for post in town if fits(post, wanted)), reverse=True)


def here(place: Location) -> set[str]:
    lat, lon = place.lat, place.lon
    return {post.post_id for post in posts.page(Wanted(bounds=(lat, lon, lat, lon)), 50).posts}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [(CORNER, ELSEWHERE), (None, ELSEWHERE), (Location(address="금암동"), ELSEWHERE), (CORNER, None), (CORNER, Location(address="금암동"))],
)  # fmt: skip
def test_a_post_is_found_where_an_edit_moved_it(before: Location | None, after: Location | None) -> None:
    post = added(location=before)
    moved = posts.change(post.post_id, lambda p: changed(p, NOW, Line("edited", "author"), location=after))
    assert posts.get(post.post_id) == moved
    for place in (CORNER, ELSEWHERE):
        assert (post.post_id in here(place)) == (place == after)


def test_a_change_of_something_else_leaves_a_post_at_its_place() -> None:
    post = added(location=CORNER)
    posts.change(post.post_id, lambda p: changed(p, NOW, Line("edited", "author"), title="새 제목"))
    assert post.post_id in here(CORNER)


def test_a_period_of_a_box_has_both_ends_in_it() -> None:
    at: datetime = NOW.replace(year=2022)
    post = added(post_id=ids.ulid(at, bytes(10)), location=CORNER)
    found = posts.page(Wanted(bounds=(36.2795, 127.2495, 36.2795, 127.2495), since=at, until=at), 5)
    assert [one.post_id for one in found.posts] == [post.post_id]

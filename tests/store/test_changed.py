"""Posts in the order of their last change, and by several values at once: what the index gives is what looking at all would give."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import ids
from chalicelib.domain.post import Hiding, Post
from chalicelib.store import posts
from chalicelib.store.posts import Wanted
from tests.store.rows import kept
from tests.store.test_calls import Calls, calls  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("stage_settings")
BEGAN = datetime(2012, 5, 1, tzinfo=UTC)  # older than all that other tests write
HOUR = timedelta(hours=1)
HIDDEN = Hiding("rule", "지킬 것을 어긴 글", BEGAN)


def written(number: int, category: str | None, status: str, changed: int) -> Post:
    """In one hour, and changed last in another."""
    at = BEGAN + number * HOUR
    return Post(
        ids.ulid(at, secrets.token_bytes(10)), "생활불편신고", status, "가로등이 꺼져 있습니다.", "A" * 26, "가로수", at,
        BEGAN + changed * HOUR, category=category,
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(stage_settings: None) -> Iterator[list[Post]]:
    rows = [
        written(0, "noise", "received", 50),
        written(1, "noise", "resolved", 20),
        written(2, "trash", "transferred", 40),
        written(3, None, "received", 3),
        written(4, "road", "posted", 45),
        replace(written(5, "noise", "received", 60), private_to_staff=True),
        replace(written(6, "noise", "received", 61), hiding=HIDDEN),
        replace(written(7, "noise", "withdrawn", 62), receipt_number="GR-2012-000007"),
        written(8, None, "withdrawn", 2),  # talk
    ]
    with kept(rows):
        yield rows


TILL = {"until": BEGAN + 10 * HOUR}
SINCE = {"updated_since": BEGAN, "updated_until": BEGAN + 100 * HOUR}


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(**SINCE), [0, 4, 2, 1, 3]),
        (Wanted(updated_since=BEGAN + 20 * HOUR, updated_until=BEGAN + 45 * HOUR), [4, 2, 1]),
        (Wanted(updated_until=BEGAN + 40 * HOUR), [2, 1, 3]),
        (Wanted(**SINCE, since=BEGAN + HOUR, until=BEGAN + 3 * HOUR), [2, 1, 3]),
        (Wanted(**SINCE, categories=("noise", None), complaints=True), [0, 1, 3]),
        (Wanted(**SINCE, everything=True), [7, 6, 5, 0, 4, 2, 1, 3, 8]),
        (Wanted(**SINCE, complaints=True, withdrawn=True), [7, 0, 2, 1, 3]),
        (Wanted(**TILL, statuses=("resolved", "withdrawn"), withdrawn=True), [7, 1]),
        (Wanted(**TILL, categories=("noise", "trash")), [2, 1, 0]),
        (Wanted(**TILL, categories=("noise", None)), [3, 1, 0]),
        (Wanted(**TILL, categories=("noise", "trash"), statuses=("received", "resolved")), [1, 0]),
        (Wanted(**TILL, statuses=("received", "transferred")), [3, 2, 0]),
        (Wanted(**TILL, complaints=True), [3, 2, 1, 0]),
    ],
    ids=str,
)
@pytest.mark.parametrize("limit", [2, 50])
def test_its_pages_are_all_that_fits_each_once_and_in_order(
    found: list[Post], wanted: Wanted, numbers: list[int], limit: int
) -> None:
    seen, after = list[str](), None
    while True:
        page = posts.page(wanted, limit, after)
        assert len(page.posts) <= limit
        seen += [post.post_id for post in page.posts]
        if (after := page.after) is None:
            break
    assert seen == [found[number].post_id for number in numbers]


@pytest.mark.parametrize("wanted", [Wanted(**SINCE), Wanted(**TILL, categories=("noise", "trash"))], ids=str)
def test_pages_by_number_are_the_same_and_count_to_the_end(
    found: list[Post], wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_ = posts.page(wanted, 50).posts
    monkeypatch.setattr(posts, "READ_AHEAD", 2)
    assert [posts.numbered(wanted, skip, 2, whole=True) for skip in (0, 2, 4, 6)] == [
        (list(all_[skip : skip + 2]), len(all_)) for skip in (0, 2, 4, 6)
    ]


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        (Wanted(**SINCE), ["by_change"]),
        (Wanted(**SINCE, categories=("noise",), bounds=(0.0, 0.0, 1.0, 1.0)), ["by_change"]),
        (Wanted(categories=("noise", "trash"), statuses=("received",)), ["by_category"] * 2),
        (Wanted(categories=("noise", None)), ["by_room"]),
        (Wanted(statuses=("received", "transferred", "in_progress")), ["by_status"] * 3),
        (Wanted(complaints=True), ["by_room"]),
    ],
    ids=str,
)
def test_it_is_one_query_for_each_of_a_few_keys(calls: Calls, wanted: Wanted, made: list[str]) -> None:  # noqa: F811
    posts.page(wanted, 20)
    assert calls == [("Query", index) for index in made]

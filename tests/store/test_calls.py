"""What a page costs: one query on one index, in a room of three posts as in one of three hundred."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain import ids
from chalicelib.domain.change import Line, changed, received
from chalicelib.domain.post import Location, Post
from chalicelib.store import comments, marks, posts
from chalicelib.store.models import CommentModel, EntryModel, MarkModel, PostModel
from chalicelib.store.posts import Wanted
from chalicelib.store.transaction import connection

Calls = list[tuple[str, str | None]]

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
AUTHOR = ids.ulid(BEGAN, b"an author.")
EVERYWHERE = (-90.0, -180.0, 90.0, 180.0)
STREET = (36.2735, 127.2525, 36.2765, 127.2555)  # one cell
TOWN = (36.26, 127.23, 36.28, 127.26)  # six
FILTERS: list[tuple[Wanted, str]] = [
    (Wanted(), "by_room"),
    (Wanted(tag="시민대화"), "by_tag"),
    (Wanted(status="posted"), "by_status"),
    (Wanted(status="withdrawn"), "by_status"),
    (Wanted(department="environment"), "by_department"),
    (Wanted(category="noise"), "by_category"),
    (Wanted(author_id=AUTHOR), "by_author"),
    (Wanted(bounds=EVERYWHERE), "by_room"),
    (Wanted(bounds=(0.0, 0.0, 1.0, 1.0)), "by_room"),
    (Wanted(since=BEGAN), "by_room"),
    (Wanted(until=BEGAN + timedelta(hours=1)), "by_room"),
    (Wanted(since=BEGAN, until=BEGAN + timedelta(hours=1), everything=True), "by_room"),
    (Wanted(status="posted", tag="시민대화", bounds=EVERYWHERE), "by_status"),
    (
        Wanted(author_id=AUTHOR, category="noise", department="environment", status="posted", tag="시민대화"),
        "by_author",
    ),
]


@pytest.fixture
def calls(stage_settings: None) -> Iterator[Calls]:
    """The calls of DynamoDB from here on: operation, and index if there is one."""
    seen: Calls = []

    def note(model: Any, params: dict[str, Any], **_: object) -> None:
        seen.append((model.name, json.loads(params["body"]).get("IndexName")))

    models = (PostModel, EntryModel, CommentModel, MarkModel)
    clients = [*(model._get_connection().connection.client for model in models), connection().client]
    for client in clients:
        client.meta.events.register("before-call.dynamodb", note)
    yield seen
    for client in clients:
        client.meta.events.unregister("before-call.dynamodb", note)


def talk(number: int) -> Post:
    at = BEGAN + timedelta(minutes=number)
    return Post(
        ids.ulid(at, b"0123456789"), "시민대화", "posted", f"{number}번째 이야기입니다. 안녕하세요?", AUTHOR, "이야기꾼", at, at,
        category="noise", department="environment", location=Location(36.28, 127.25),
    )  # fmt: skip


@pytest.fixture(scope="module", params=[3, 300])
def size(request: pytest.FixtureRequest, stage_settings: None) -> Iterator[int]:
    """So many posts of one author, older than all that other tests write."""
    rows = [posts.to_model(talk(number)) for number in range(request.param)]
    with PostModel.batch_write() as batch:
        for row in rows:
            batch.save(row)
    yield request.param
    with PostModel.batch_write() as batch:
        for row in rows:
            batch.delete(row)


@pytest.mark.parametrize(("wanted", "index"), FILTERS)
def test_a_page_is_one_query_on_one_index(size: int, calls: Calls, wanted: Wanted, index: str) -> None:
    posts.page(wanted, 20)
    assert calls == [("Query", index)]


@pytest.mark.parametrize(("wanted", "index"), FILTERS)
def test_so_is_the_page_after_it(size: int, calls: Calls, wanted: Wanted, index: str) -> None:
    posts.page(wanted, 20, after=talk(1).post_id)
    assert calls == [("Query", index)]


@pytest.mark.parametrize(("bounds", "cells"), [(STREET, 1), (TOWN, 6)])
def test_a_page_of_a_small_box_is_one_query_for_each_cell(
    size: int, calls: Calls, bounds: tuple[float, float, float, float], cells: int
) -> None:
    for wanted in (Wanted(bounds=bounds), Wanted(bounds=bounds, tag="시민대화", status="posted", since=BEGAN)):
        for after in (None, talk(1).post_id):
            calls.clear()
            posts.page(wanted, 20, after)
            assert calls == [("Query", "by_cell")] * cells


def test_the_page_of_a_box_of_one_author_is_one_query(size: int, calls: Calls) -> None:
    posts.page(Wanted(author_id=AUTHOR, bounds=TOWN), 20)
    assert calls == [("Query", "by_author")]


def test_a_page_is_as_long_as_was_asked_for(size: int, calls: Calls) -> None:
    for wanted in (Wanted(author_id=AUTHOR), Wanted(author_id=AUTHOR, tag="시민대화", bounds=EVERYWHERE)):
        assert [len(posts.page(wanted, limit).posts) for limit in (1, 2, 20)] == [1, 2, min(20, size)]


def test_all_pages_hold_each_post_once_and_newest_first(size: int, stage_settings: None) -> None:
    found = [post.post_id for post in posts.every(Wanted(author_id=AUTHOR, bounds=EVERYWHERE))]
    assert found == [talk(number).post_id for number in reversed(range(size))]


def test_a_post_is_read_in_one_call_for_each_of_its_parts(size: int, calls: Calls) -> None:
    post_id = talk(size - 1).post_id
    posts.get(post_id)
    posts.timeline(post_id)
    comments.thread(post_id, 100)
    marks.of(post_id, AUTHOR)
    assert calls == [("GetItem", None), ("Query", None), ("Query", None), ("BatchGetItem", None)]


def test_what_one_follows_is_one_query_and_one_call_for_its_posts(size: int, calls: Calls) -> None:
    marks.followed(AUTHOR, 20)
    posts.several(talk(number).post_id for number in range(min(20, size)))
    assert calls == [("Query", "by_follower"), ("BatchGetItem", None)]


def test_a_post_is_written_with_its_first_entry_in_one_transaction(calls: Calls) -> None:
    post = talk(1000)
    posts.add(post, received(post), None)
    posts.change(post.post_id, lambda current: changed(current, BEGAN, Line("edited", "author"), title="고친 제목"))
    assert [operation for operation, _ in calls] == ["TransactWriteItems", "GetItem", "TransactWriteItems"]
    assert [entry.number for entry in posts.timeline(post.post_id)] == [1, 2]
    PostModel(post.post_id).delete()

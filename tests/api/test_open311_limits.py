"""How much one answer holds, and how much is looked through for it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.api import open311
from chalicelib.api import open311_shapes as shapes
from chalicelib.domain.open311 import Circle, Wish
from chalicelib.domain.post import Location
from chalicelib.errors import InvalidInput
from chalicelib.store.posts import Page, Wanted
from tests.domain.test_open311 import post

Room = Callable[..., list[int]]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    """A list of so many posts, that the store gives by at most 400; which of them a wish gets, and in how many queries."""

    def found(wish: Wish, size: int, **more: Any) -> list[int]:
        rows = [replace(post(**more), post_id=str(number)) for number in range(size)]

        def page(wanted: Wanted, limit: int, after: str | None = None) -> Page:
            start = int(after or 0)
            stop = start + min(limit, 400)
            return Page(tuple(rows[start:stop]), str(stop) if stop < size else None)

        monkeypatch.setattr(open311.posts, "page", page)
        return [int(one.post_id) for one in open311._wished(wish)]

    return found


def test_the_thousand_and_first_is_left_out_and_the_next_page_begins_with_it(room: Room) -> None:
    assert room(Wish(), 1001) == list(range(1000))
    assert room(Wish(page=2), 1001) == [1000]
    assert room(Wish(page=2, size=300), 1001) == list(range(300, 600))
    assert room(Wish(page=3, size=1000), 1001) == []


def test_of_the_first_thousand_as_many_come_as_one_answer_holds(room: Room) -> None:
    shown = room(Wish(), 1000, text="가" * 5000)
    assert shown == list(range(len(shown)))
    assert 300 < len(shown) < 400


def test_who_names_a_size_is_told_that_it_is_too_much() -> None:
    long = [shapes.Error("400", "가" * 2_000_000)]
    for form in ("xml", "json"):
        with pytest.raises(InvalidInput, match="answer_too_large"):
            open311._response(form, "errors", long, 200, "")


def test_what_is_seldom_is_looked_for_so_long_and_no_longer(room: Room) -> None:
    near = Circle(36.27, 127.24, 100)
    elsewhere: dict[str, Any] = {"location": Location(36.30, 127.24)}
    assert room(Wish(near=near), 4000, **elsewhere) == []
    with pytest.raises(InvalidInput, match="too_much_to_look_through"):
        room(Wish(near=near), 4001, **elsewhere)


def test_a_post_at_the_place_is_found(room: Room) -> None:
    assert room(Wish(near=Circle(36.27, 127.24, 100), size=1), 3, location=Location(36.27, 127.2401)) == [0]

"""How much one answer holds, and how much is looked through for it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.api import open311
from chalicelib.api import open311_shapes as shapes
from chalicelib.api.formats import ANSWER_MOST, FORMATS, size
from chalicelib.domain.open311 import Circle, Wish
from chalicelib.domain.post import Location
from chalicelib.errors import InvalidInput
from chalicelib.store import posts
from chalicelib.store.posts import Wanted
from tests.domain.test_open311 import NOW

Room = Callable[..., list[int]]
NEAR = Circle(36.27, 127.24, 100)
LOOKED_THROUGH = 250 + 500 + 8 * 1000


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was made a Post; here each row is its number and its place."""
    seen = list[Any]()
    monkeypatch.setattr(posts, "_made", lambda row: seen.append(row) or row)
    monkeypatch.setattr(posts, "_place", lambda row: row.location)
    return seen


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, made: list[Any]) -> Room:
    """A list of so many posts; which of them a wish gets."""

    def found(wish: Wish, size: int, match: int | None = None, location: Location | None = None) -> list[int]:
        here = Location(NEAR.lat, NEAR.lon)
        rows = [
            SimpleNamespace(post_id=number, location=here if number == match else location) for number in range(size)
        ]

        def read(wanted: Wanted, after: str | None, turn: int) -> tuple[list[Any], str | None]:
            start = int(after or 0)
            stop = start + min(250 << turn, 1000)
            return rows[start:stop], str(stop) if stop < size else None

        monkeypatch.setattr(posts, "_rows", read)
        return [one.post_id for one in open311._wished(wish)]  # type: ignore[misc]

    return found


def test_the_thousand_and_first_is_left_out_and_the_next_page_begins_with_it(room: Room) -> None:
    assert room(Wish(), 1001) == list(range(1000))
    assert room(Wish(page=2), 1001) == [1000]
    assert room(Wish(page=2, size=300), 1001) == list(range(300, 600))
    assert room(Wish(page=3, size=1000), 1001) == []


def test_of_what_lies_before_a_page_no_post_is_made(room: Room, made: list[Any]) -> None:
    assert room(Wish(page=5), 4500) == list(range(4000, 4500))
    assert len(made) == 500


@pytest.mark.parametrize("size", [1, 20, 1000])
def test_what_is_seldom_is_looked_for_so_long_and_no_longer_however_short_the_page(room: Room, size: int) -> None:
    wish, last, elsewhere = Wish(near=NEAR, size=size), LOOKED_THROUGH - 1, Location(36.30, 127.24)
    assert room(wish, LOOKED_THROUGH, location=elsewhere) == []
    assert room(wish, LOOKED_THROUGH, match=last, location=elsewhere) == [last]
    with pytest.raises(InvalidInput, match="too_much_to_look_through"):
        room(wish, LOOKED_THROUGH + 1, location=elsewhere)


@pytest.mark.parametrize(("more", "field"), [({"since": NOW}, "start_date"), ({"updated_since": NOW}, "updated_after")])
def test_what_is_to_be_narrowed_is_named(room: Room, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        room(Wish(near=NEAR, **more), LOOKED_THROUGH + 1)
    assert caught.value.field == field


def test_a_post_at_the_place_is_found(room: Room) -> None:
    assert room(Wish(near=Circle(36.27, 127.24, 100), size=1), 3, location=Location(36.27, 127.2401)) == [0]


# What one answer holds


def long(count: int, text: str) -> list[shapes.Error]:
    return [shapes.Error(str(number), text) for number in range(count)]


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize("sign", ["가", "&", '"', "\n"])
def test_of_a_list_as_many_come_as_one_answer_holds_however_its_signs_are_written(form: str, sign: str) -> None:
    rows = long(1000, sign * 4000)
    told = open311._response(form, "errors", rows, 200, "", whole=False).body
    shown = told.count("description") // (2 if form == "xml" else 1)
    assert size(told) <= ANSWER_MOST
    assert shown == 1000 or size(FORMATS[form][1]("errors", rows[: shown + 10])) > ANSWER_MOST


@pytest.mark.parametrize("form", ["xml", "json"])
def test_who_names_a_size_is_told_that_it_is_too_much(form: str) -> None:
    with pytest.raises(InvalidInput, match="answer_too_large"):
        open311._response(form, "errors", long(1, "가" * 2_000_000), 200, "")

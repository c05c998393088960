"""The search's index: the newest posts that have all the grams, at a cost that the length of the lists does not change."""

import itertools
import secrets
from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random

import pytest

from chalicelib.domain import ids
from chalicelib.store import terms
from chalicelib.store.models import TermModel
from chalicelib.store.terms import Candidates
from tests.store.rows import NOW, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")

Lists = dict[str, list[str]]


def post_ids(count: int) -> list[str]:
    """Newest first."""
    return [ids.ulid(NOW + timedelta(minutes=number), b"0123456789") for number in reversed(range(count))]


def kept(lists: Lists) -> Lists:
    """Under names that no other test has."""
    own = {f"{gram}-{secrets.token_hex(4)}": found for gram, found in lists.items()}
    with TermModel.batch_write() as batch:
        for gram, found in own.items():
            for post_id in found:
                batch.save(TermModel(gram, post_id))
    return own


def pages(grams: Sequence[str], limit: int, calls: int = terms.CALLS) -> Iterator[Candidates]:
    after: str | None = None
    while True:
        page = terms.candidates(grams, after, limit, calls)
        yield page
        assert page.after is None or after is None or page.after < after  # it always gets forward
        if (after := page.after) is None:
            return


def found(grams: Sequence[str], limit: int, calls: int = terms.CALLS) -> list[str]:
    return list(itertools.chain.from_iterable(page.post_ids for page in pages(grams, limit, calls)))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The grams that are asked for from here on."""
    seen: list[str] = []
    query = TermModel.query

    def noted(gram: str, *given: object, **more: object) -> object:
        seen.append(gram)
        return query(gram, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(TermModel, "query", noted)
    return seen


@pytest.mark.parametrize("seed", range(8))
def test_it_finds_what_stands_in_every_list_newest_first_and_misses_nothing_over_the_pages(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(seed)
    monkeypatch.setattr(terms, "PAGE", chance.choice((1, 3, 10)))
    room = post_ids(60)
    lists = kept(
        {
            gram: [p for p in room if chance.random() < chance.choice((0.2, 0.7, 1))]
            for gram in "가나다라"[: seed % 4 + 1]
        }
    )
    both = [post_id for post_id in room if all(post_id in found for found in lists.values())]
    for limit, calls in ((1, 4), (20, 4), (7, 5), (100, 40)):
        assert found(list(lists), limit, calls) == both


@pytest.mark.parametrize("size", [30, 900])
def test_the_calls_of_a_request_do_not_grow_with_the_room(size: int, calls: list[str]) -> None:
    room = post_ids(size)
    every, odd = kept({"모두": room, "홀수": room[::2]})
    assert len(terms.candidates([every, odd], None, 10).post_ids) == 10
    assert len(calls) == 2


def test_lists_that_never_meet_cost_the_budget_and_no_more(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "PAGE", 5)
    room = post_ids(200)
    even, odd = kept({"짝수": room[1::2], "홀수": room[::2]})
    page = terms.candidates([even, odd], None, 10, calls=6)
    assert (page.post_ids, len(calls)) == ((), 6)
    assert found([even, odd], 10, calls=6) == []


def test_a_rare_gram_leaps_over_a_frequent_one(calls: list[str]) -> None:
    room = post_ids(900)
    often, rarely = kept({"자주": room, "드물게": [room[5], room[450], room[-1]]})
    assert terms.candidates([often, rarely], None, 10).post_ids == (room[5], room[450], room[-1])
    assert len(calls) <= 4


def test_an_unknown_gram_ends_the_search_at_once(calls: list[str]) -> None:
    (known,) = kept({"있다": post_ids(20)})
    assert terms.candidates([f"없다-{secrets.token_hex(4)}", known], None, 10) == Candidates((), None)
    assert len(calls) == 1


def test_what_is_kept_twice_is_kept_once_and_what_is_dropped_is_gone() -> None:
    post_id, (old, new, last) = new_id(), (f"{name}-{secrets.token_hex(4)}" for name in ("1가로", "2신호", "3호등"))
    for _ in range(2):
        terms.keep(post_id, {new, old}, {last})
    assert (found([old, new], 10), terms.has(post_id, {old, new}), terms.has(post_id, {last})) == (
        [post_id],
        True,
        False,
    )
    for _ in range(2):
        terms.keep(post_id, {new, last}, {old})
    assert (found([old], 10), found([new, last], 10), terms.has(post_id, {new, last})) == ([], [post_id], True)


def test_the_terms_of_the_longest_text_are_kept() -> None:
    post_id, many = new_id(), {f"{number:04d}-{secrets.token_hex(4)}" for number in range(300)}
    terms.keep(post_id, many, set())
    assert terms.has(post_id, many)
    assert found(sorted(many)[:6], 10) == [post_id]


def test_posts_under_the_most_of_several_grams_come_first_and_of_those_the_newest() -> None:
    four, three, two, one = post_ids(4)
    own = kept({"things": [four, three, two], "others": [two, one]})
    assert terms.sharing(list(own), 3) == [two, four, three]
    assert terms.sharing([], 3) == []

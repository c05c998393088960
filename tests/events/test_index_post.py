"""The search knows what a post says now, whatever the stream brings."""

import secrets
from collections.abc import Iterable
from typing import Any

import pytest

from chalicelib.domain import search
from chalicelib.domain.change import Line, changed
from chalicelib.domain.post import Post
from chalicelib.store import posts, terms
from chalicelib.store.models import PostModel
from infra.client import wait_for
from tests.conftest import Room
from tests.events.steps import fails, invoke, record, row
from tests.store.rows import NOW, added

pytestmark = pytest.mark.usefixtures("stage_settings")

OLD, NEW = "천마산 노을이 참 곱습니다.", "두계천 물안개가 참 곱습니다."


def known(post: Post, *texts: str) -> list[bool]:
    """Of each text, whether the post lies under the whole of it."""
    return [under(post.post_id, search.grams(text)) for text in texts]


def under(post_id: str, grams: Iterable[str]) -> bool:
    return all(terms.has(post_id, [gram]) for gram in grams)


def settled(post: Post, *, old: bool, new: bool = False) -> None:
    wait_for(lambda: known(post, OLD, NEW) == [old, new], "the index")


def rewritten(post: Post, **new: object) -> Post:
    return posts.change(post.post_id, lambda current: changed(current, NOW, Line("edited", "author"), **new))


def image(room: Room, post: Post) -> dict[str, Any]:
    return row(room, "PostsTable", post_id=post.post_id)


def test_a_new_post_is_found_and_an_edited_one_by_its_new_words_alone() -> None:
    post = added(text=OLD)
    settled(post, old=True)
    rewritten(post, text=NEW)
    wait_for(lambda: known(post, NEW) == [True] and not under(post.post_id, ["노을"]), "the new words")


@pytest.mark.parametrize("hidden", [{"status": "withdrawn"}, {"private_to_staff": True}])
def test_what_is_no_longer_public_leaves_the_index(hidden: dict[str, object]) -> None:
    post = added(text=OLD)
    settled(post, old=True)
    rewritten(post, **hidden)
    wait_for(lambda: not any(under(post.post_id, [gram]) for gram in search.grams(OLD)), "the leaving")


def test_a_private_post_never_enters_it(room: Room) -> None:
    post = added(text=OLD, private_to_staff=True)
    invoke(room, "IndexPost", record(image(room, post)))
    assert not any(under(post.post_id, [gram]) for gram in search.grams(OLD))


def test_a_late_or_repeated_record_changes_nothing(room: Room) -> None:
    post = added(text=OLD)
    before = image(room, post)
    rewritten(post, text=NEW)
    after = image(room, post)
    wait_for(lambda: known(post, NEW) == [True] and not under(post.post_id, ["노을"]), "the new words")
    for told in (record(before), record(after, old=before), record(before, old=after), record(before)):
        invoke(room, "IndexPost", told)
        assert (known(post, NEW), under(post.post_id, ["노을"])) == ([True], False)


def test_a_post_older_than_the_index_enters_it_with_its_next_change(room: Room) -> None:
    post = added(text=OLD)
    settled(post, old=True)
    terms.keep(post.post_id, set(), search.grams(OLD))
    before = image(room, post)
    invoke(room, "IndexPost", record(before | {"supports": {"N": "1"}}, old=before))
    assert known(post, OLD) == [True]


def test_a_post_that_is_gone_leaves_the_index(room: Room) -> None:
    post = added(text=OLD)
    settled(post, old=True)
    PostModel(post.post_id).delete()
    wait_for(lambda: not any(under(post.post_id, [gram]) for gram in search.grams(OLD)), "the leaving")


def test_the_longest_post_is_indexed(room: Room) -> None:
    text = "".join(chr(0xAC00 + secrets.randbelow(11172)) for _ in range(5000))
    post = added(text=text)
    wait_for(lambda: terms.has(post.post_id, search.grams(text)), "the index")


def test_those_around_a_poisoned_record_are_indexed_and_the_batch_comes_again(room: Room) -> None:
    some = [added(text=OLD) for _ in range(2)]
    for post in some:
        settled(post, old=True)
        terms.keep(post.post_id, set(), search.grams(OLD))
    first, last = (image(room, post) for post in some)
    assert fails(room, "IndexPost", record(first, "1"), record({"post_id": {"N": "1"}}, "2"), record(last, "3"))
    assert [known(post, OLD) for post in some] == [[True]] * 2

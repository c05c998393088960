"""A post and its timeline change together or not at all, and nothing is lost when many change one post."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.change import Change, Line, changed, received
from chalicelib.domain.post import Post
from chalicelib.errors import Conflict, InvalidInput, NotFound, StaleRead
from chalicelib.store import comments, ledger, marks, photos, posts, transaction
from chalicelib.store.ledger import Once
from tests.store.rows import NOW, added, announced, at_once, comment_on, draft, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")
IN_A_DAY = NOW.replace(year=2999) + timedelta(days=1)


def retitled(title: str) -> Line:
    return Line("edited", "author", after=title)


def once(body: str = "first", key: str | None = None) -> Once:
    return Once("m", key or new_id(), body, IN_A_DAY)


def test_a_post_comes_back_as_it_was_written() -> None:
    post = added(title="노을", category="noise")
    assert posts.get(post.post_id) == post
    assert posts.timeline(post.post_id) == (received(post),)


def test_its_author_follows_it() -> None:
    post = added()
    assert list(marks.followers(post.post_id)) == [post.author_id]


def test_no_post_is_not_found() -> None:
    with pytest.raises(NotFound, match="no_such_post"):
        posts.get(new_id())


def test_a_change_is_written_with_its_entry_and_its_comment() -> None:
    post = added()
    said = comment_on(post)
    after = posts.change(post.post_id, lambda p: changed(p, NOW, retitled("새"), comments=(said,), title="새"))
    assert posts.get(post.post_id) == after == replace(post, title="새", version=2, comments=1)
    assert [entry.number for entry in posts.timeline(post.post_id)] == [1, 2]
    assert comments.get(post.post_id, said.comment_id) == said


def test_a_change_whose_entry_exists_fails_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.time, "sleep", lambda _: None)
    post = added()
    said = comment_on(post)
    taken = changed(post, NOW, retitled("남의 것")).entries[0]
    posts._entry_model(taken).save()
    with pytest.raises(StaleRead, match="stale"):
        posts.change(post.post_id, lambda p: changed(p, NOW, retitled("새"), comments=(said,), title="새"))
    assert posts.get(post.post_id) == post
    assert posts.timeline(post.post_id)[1:] == (taken,)
    assert comments.thread(post.post_id, 9).comments == ()


def test_eight_changing_one_post_lose_nothing_and_number_without_gaps() -> None:
    post = added()
    at_once(8, lambda n: posts.change(post.post_id, lambda p: changed(p, NOW, retitled(str(n)), title=str(n))))
    entries = posts.timeline(post.post_id)
    assert [entry.number for entry in entries] == list(range(1, 10))
    assert {entry.after for entry in entries[1:]} == set("01234567")
    assert posts.get(post.post_id).title == entries[-1].after


def test_eight_commenting_one_post_are_all_counted() -> None:
    post = added()
    said = [comment_on(post) for _ in range(8)]
    at_once(8, lambda n: posts.change(post.post_id, lambda p: Change(p, comments=(said[n],))))
    assert posts.get(post.post_id) == replace(post, comments=8)
    assert {c.comment_id for c in comments.thread(post.post_id, 9).comments} == {c.comment_id for c in said}


def test_a_change_decided_on_an_older_state_is_decided_again() -> None:
    post, seen = added(), list[int]()

    def decide(current: Post) -> Change:
        seen.append(current.version)
        if len(seen) == 1:  # somebody else, between reading and writing
            posts.change(post.post_id, lambda p: changed(p, NOW, retitled("그 사이"), title="그 사이"))
        return changed(current, NOW, retitled("나중"), title="나중")

    assert posts.change(post.post_id, decide).version == 3
    assert seen == [1, 2]


def test_a_change_never_sets_back_a_counter() -> None:
    post = added()

    def decide(current: Post) -> Change:
        marks.add(post.post_id, "support", new_id())
        return changed(current, NOW, retitled("새"), title="새")

    posts.change(post.post_id, decide)
    assert posts.get(post.post_id).supports == 1


def test_what_is_cleared_is_gone() -> None:
    post = added(title="노을")
    posts.change(post.post_id, lambda p: changed(p, NOW, retitled("-"), title=None))
    assert posts.get(post.post_id).title is None


# The same request again


def test_a_repeated_request_gives_the_first_post() -> None:
    key, first, second = once(), draft(), draft()
    posts.add(first, received(first), key)
    assert posts.add(second, received(second), key).post_id == first.post_id
    with pytest.raises(NotFound):
        posts.get(second.post_id)


def test_twins_at_the_same_moment_make_one_post() -> None:
    key, twins = once(), [draft() for _ in range(6)]
    given = at_once(6, lambda n: posts.add(twins[n], received(twins[n]), key).post_id)
    assert len(set(given)) == 1


def test_another_request_under_the_same_key_is_refused() -> None:
    key, post = once(), draft()
    posts.add(post, received(post), key)
    with pytest.raises(Conflict, match="idempotency_key_reused"):
        posts.add(post, received(post), replace(key, fingerprint="second"))


def test_a_repeated_comment_is_one_comment() -> None:
    post, key = added(), once()
    said = [comment_on(post) for _ in range(6)]
    at_once(6, lambda n: posts.change(post.post_id, lambda p: Change(p, comments=(said[n],)), key))
    assert posts.get(post.post_id).comments == len(comments.thread(post.post_id, 9).comments) == 1


# Conflicts of transactions


def test_a_new_post_is_written_though_others_write_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    commit, tries = transaction.Transaction.commit, list[int]()

    def interrupted(self: transaction.Transaction) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise StaleRead("conflict")
        commit(self)

    monkeypatch.setattr(transaction.Transaction, "commit", interrupted)
    post = added()
    assert posts.get(post.post_id) == post
    assert len(tries) == 3


def test_a_new_post_that_can_never_be_written_is_tried_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = list[float]()

    def interrupted(_: transaction.Transaction) -> None:
        raise StaleRead("conflict")

    monkeypatch.setattr(transaction.Transaction, "commit", interrupted)
    monkeypatch.setattr(transaction.time, "sleep", pauses.append)
    with pytest.raises(StaleRead, match="conflict"):
        added()
    assert len(pauses) == posts.TRIES


def test_pauses_grow_and_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = list[float]()
    monkeypatch.setattr(transaction.time, "sleep", pauses.append)
    for _ in range(50):
        transaction.pause(0)
        transaction.pause(6)
    assert len(set(pauses)) > 90
    assert max(pauses[0::2]) <= 0.01 < max(pauses[1::2]) <= 0.64


def test_a_photo_that_cannot_be_attached_leaves_no_post() -> None:
    post = draft(photos=(announced(new_id()),))
    with pytest.raises(InvalidInput, match="photo_not_available"):
        posts.add(post, received(post), None)
    with pytest.raises(NotFound):
        posts.get(post.post_id)
    assert photos.get(post.photos[0].photo_id).attached_to is None


def test_a_serial_is_given_once() -> None:
    name = new_id()
    assert sorted(at_once(8, lambda _: ledger.next_serial(name))) == list(range(1, 9))

"""Supporting and following: twice is once, and the number on the post is the number of marks."""

import pytest

from chalicelib.errors import NotFound
from chalicelib.store import marks, posts
from tests.store.rows import added, at_once, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def test_supporting_twice_is_supporting_once() -> None:
    post_id, member = added().post_id, new_id()
    assert [marks.add(post_id, "support", member) for _ in range(2)] == [True, False]
    assert posts.get(post_id).supports == 1


def test_what_is_taken_back_counts_no_more_and_only_once() -> None:
    post_id, member = added().post_id, new_id()
    marks.add(post_id, "support", member)
    assert [marks.remove(post_id, "support", member) for _ in range(2)] == [True, False]
    assert posts.get(post_id).supports == 0


def test_following_counts_nothing() -> None:
    post = added()
    marks.add(post.post_id, "follow", "neighbour")
    assert set(marks.followers(post.post_id)) == {post.author_id, "neighbour"}
    assert posts.get(post.post_id) == post


def test_a_member_sees_their_own_marks() -> None:
    post = added()
    marks.add(post.post_id, "support", post.author_id)
    assert marks.of(post.post_id, post.author_id) == {"support", "follow"}
    assert marks.of(post.post_id, "stranger") == frozenset()


def test_supporters_follow_only_if_they_say_so() -> None:
    post = added()
    marks.add(post.post_id, "support", "neighbour")
    assert list(marks.followers(post.post_id)) == [post.author_id]


def test_eight_supporters_at_once_are_eight() -> None:
    post_id = added().post_id
    assert at_once(8, lambda n: marks.add(post_id, "support", f"member-{n}")) == [True] * 8
    assert posts.get(post_id).supports == 8


def test_one_member_supporting_eight_times_at_once_is_one() -> None:
    post_id = added().post_id
    assert sum(at_once(8, lambda _: marks.add(post_id, "support", "eager"))) == 1
    assert posts.get(post_id).supports == 1


def test_coming_and_going_at_once_leaves_the_number_of_marks() -> None:
    post_id = added().post_id
    for member in range(4):
        marks.add(post_id, "support", f"member-{member}")
    at_once(8, lambda n: (marks.remove if n < 4 else marks.add)(post_id, "support", f"member-{n}"))
    assert posts.get(post_id).supports == 4


def test_a_post_that_does_not_exist_gets_no_mark() -> None:
    post_id = new_id()
    assert not marks.add(post_id, "support", "neighbour")
    with pytest.raises(NotFound):
        posts.get(post_id)
    assert marks.of(post_id, "neighbour") == frozenset()

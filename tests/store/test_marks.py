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


def test_what_one_follows_is_listed_newest_first_page_by_page() -> None:
    member, found = new_id(), sorted((added().post_id for _ in range(3)), reverse=True)
    for post_id in found:
        marks.add(post_id, "follow", member)
        marks.add(post_id, "support", member)
    first = marks.followed(member, 2)
    assert (list(first.seen), first.after) == (found[:2], found[1])
    assert list(marks.followed(member, 2, first.after).seen) == found[2:]


def test_an_author_begins_with_nothing_seen_and_a_follower_with_what_was_there() -> None:
    post, member = added(), new_id()
    marks.add(post.post_id, "follow", member, seen=7)
    assert marks.followed(post.author_id, 9).seen == {post.post_id: 0}
    assert marks.followed(member, 9).seen == {post.post_id: 7}


def test_following_again_forgets_nothing_that_was_new() -> None:
    post = added()
    marks.add(post.post_id, "follow", post.author_id, seen=7)
    assert marks.followed(post.author_id, 9).seen == {post.post_id: 0}


def test_what_was_seen_stays_seen() -> None:
    post = added()
    assert [marks.see(post.post_id, post.author_id, seen) for seen in (3, 3, 2)] == [True, False, False]
    assert marks.followed(post.author_id, 9).seen == {post.post_id: 3}


def test_who_does_not_follow_leaves_no_mark_by_looking() -> None:
    post, stranger = added(), new_id()
    assert not marks.see(post.post_id, stranger, 3)
    assert not marks.see_own(post.post_id, stranger, 3)
    assert marks.of(post.post_id, stranger) == frozenset()


def test_ones_own_comment_is_seen_and_what_others_said_before_it_stays_new() -> None:
    post = added()
    marks.see(post.post_id, post.author_id, 3)
    assert marks.see_own(post.post_id, post.author_id, 6)  # two of others, then one's own
    assert marks.followed(post.author_id, 9).seen == {post.post_id: 4}


def test_ones_own_comment_that_was_looked_at_already_counts_once() -> None:
    post = added()
    marks.see(post.post_id, post.author_id, 6)
    assert not marks.see_own(post.post_id, post.author_id, 6)


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

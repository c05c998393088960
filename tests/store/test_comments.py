"""A thread is read in parts, oldest first."""

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.post import Comment, Post
from chalicelib.errors import NotFound
from chalicelib.store import comments, posts
from tests.store.rows import added, comment_on, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def talked(count: int) -> tuple[Post, list[str]]:
    """A post with so many comments, and their ids in order."""
    post = added()
    said = [comment_on(post, comment_id=f"c{number}") for number in range(count)]
    for one in said:
        posts.change(post.post_id, lambda p, one=one: Change(p, comments=(one,)))  # type: ignore[misc]
    return post, [one.comment_id for one in said]


def ids(found: tuple[Comment, ...] | list[Comment]) -> list[str]:
    return [comment.comment_id for comment in found]


def test_a_thread_goes_on_where_it_stopped() -> None:
    post, said = talked(3)
    first = comments.thread(post.post_id, 2)
    assert first.after
    assert ids(first.comments) + ids(comments.thread(post.post_id, 2, first.after).comments) == said


def test_several_are_given_oldest_first_and_without_those_that_are_gone() -> None:
    post, said = talked(3)
    assert ids(comments.several(post.post_id, [said[2], new_id(), said[0]])) == [said[0], said[2]]


def test_no_comment_is_not_found() -> None:
    with pytest.raises(NotFound, match="no_such_comment"):
        comments.get(new_id(), new_id())


def test_a_new_name_comes_onto_the_comments_of_its_member_only() -> None:
    post, said = talked(1)
    assert not comments.rename_author(post.post_id, said[0], "another", "남의 이름")
    assert comments.rename_author(post.post_id, said[0], post.author_id, "새벽지기")
    assert comments.get(post.post_id, said[0]).author_name == "새벽지기"
    assert (post.post_id, said[0]) in comments.keys_by_author(post.author_id)


def test_a_name_makes_no_comment_where_there_is_none() -> None:
    assert not comments.rename_author("nothing", "nothing", "nobody", "새벽지기")
    with pytest.raises(NotFound):
        comments.get("nothing", "nothing")

"""What was masked lies beside its post, written in the same step, and the first version stays."""

from dataclasses import replace

import pytest

from chalicelib.domain.change import Change, Line, Original, changed, received
from chalicelib.errors import InvalidInput
from chalicelib.store import originals, posts
from tests.store.rows import NOW, added, announced, comment_on, draft, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def test_a_post_brings_what_was_masked() -> None:
    post, kept = draft(text="010-****-****"), Original("post", "010-1234-5678", "제목")
    posts.add(post, received(post), None, (kept,))
    assert originals.read(post.post_id) == {"post": kept}
    assert originals.parts(post.post_id) == {"post"}


def test_most_posts_have_nothing_to_keep() -> None:
    assert originals.read(added().post_id) == {}


def test_a_comment_brings_its_own() -> None:
    post = added()
    said = comment_on(post, text="12가****")
    kept = Original(said.comment_id, "12가3456")
    posts.change(post.post_id, lambda p: Change(p, comments=(said,), originals=(kept,)))
    assert originals.read(post.post_id) == {said.comment_id: kept}


def test_the_first_stays_since_what_is_masked_later_was_public() -> None:
    post = added()
    for text in ("010-1234-5678, 아무개", "010-****-****, 아무개"):
        kept = (Original("post", text),)
        posts.change(
            post.post_id, lambda p, kept=kept: replace(changed(p, NOW, Line("masked", "staff")), originals=kept)
        )
    assert originals.read(post.post_id)["post"].text == "010-1234-5678, 아무개"


def test_it_is_written_with_its_post_or_not_at_all() -> None:
    post = replace(draft(), photos=(announced(new_id()),))  # somebody else's photo
    with pytest.raises(InvalidInput, match="photo_not_available"):
        posts.add(post, received(post), None, (Original("post", "010-1234-5678"),))
    assert originals.read(post.post_id) == {}


def test_it_is_forgotten_part_by_part() -> None:
    post, kept = draft(), (Original("post", "하나"), Original("c1", "둘"))
    posts.add(post, received(post), None, kept)
    originals.forget(post.post_id, ["post"])
    originals.forget(post.post_id, ["post"])
    assert originals.read(post.post_id) == {"c1": kept[1]}
    assert post.created_at == NOW

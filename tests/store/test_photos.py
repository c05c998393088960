"""A photo is its announcer's, belongs to one post or comment, and is settled once."""

from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.post import Photo
from chalicelib.errors import InvalidInput, NotFound, StaleRead
from chalicelib.store import comments, photos, posts
from chalicelib.store.models import PhotoModel
from chalicelib.store.transaction import Transaction
from tests.store.rows import added, announced, at_once, comment_on, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def attach(*some: Photo, owner: str, target: str) -> None:
    write = Transaction()
    photos.attach(write, some, owner=owner, target=target)
    write.commit()


def ready(photo: Photo) -> Photo:
    return replace(photo, state="ready", width=640, height=480, color="#a0b0c0")


def test_an_announced_photo_is_pending_and_nobody_elses() -> None:
    held = photos.get(announced("me").photo_id)
    assert (held.photo.state, held.owner, held.attached_to, held.position) == ("pending", "me", None, None)


def test_an_unknown_photo_is_not_found() -> None:
    with pytest.raises(NotFound, match="no_such_photo"):
        photos.get(new_id())


def test_photos_keep_the_order_in_which_they_are_attached() -> None:
    some = [announced("me") for _ in range(3)]
    attach(*some, owner="me", target="p")
    held = [photos.get(photo.photo_id) for photo in some]
    assert [(h.attached_to, h.position) for h in held] == [("p", 0), ("p", 1), ("p", 2)]


def test_an_attached_photo_no_longer_expires() -> None:
    photo = announced("me")
    assert PhotoModel.get(photo.photo_id).expires_at
    attach(photo, owner="me", target="p")
    assert PhotoModel.get(photo.photo_id).expires_at is None


@pytest.mark.parametrize("owner", ["you", None])
def test_anothers_photo_cannot_be_attached(owner: str) -> None:
    photo = announced("me")
    with pytest.raises(InvalidInput, match="photo_not_available"):
        attach(photo, owner=owner, target="p")
    assert photos.get(photo.photo_id).attached_to is None


def test_an_unannounced_photo_cannot_be_attached() -> None:
    with pytest.raises(InvalidInput, match="photo_not_available"):
        attach(Photo(new_id()), owner="me", target="p")


def test_a_photo_belongs_to_one_post_even_if_several_want_it_at_once() -> None:
    photo, got = announced("me"), list[str]()

    def want(number: int) -> None:
        try:
            attach(photo, owner="me", target=str(number))
        except (InvalidInput, StaleRead):  # too late, or at the same moment
            return
        got.append(str(number))

    at_once(6, want)
    assert got == [photos.get(photo.photo_id).attached_to]


def test_one_that_is_not_available_keeps_all_from_being_attached() -> None:
    mine, yours = announced("me"), announced("you")
    with pytest.raises(InvalidInput):
        attach(mine, yours, owner="me", target="p")
    assert photos.get(mine.photo_id).attached_to is None


def test_a_photo_is_settled_once() -> None:
    photo = announced("me")
    assert photos.settle(ready(photo), "hash")
    assert not photos.settle(replace(photo, state="rejected", reason="photo_broken"), None)
    assert photos.get(photo.photo_id).photo == ready(photo)


def test_of_many_that_settle_a_photo_one_does() -> None:
    photo = announced("me")
    assert sum(at_once(6, lambda _: photos.settle(ready(photo), "hash"))) == 1


def test_what_nobody_announced_is_not_settled() -> None:
    photo = Photo(new_id())
    assert not photos.settle(ready(photo), "hash")
    with pytest.raises(NotFound):
        photos.get(photo.photo_id)


def test_a_photo_shows_on_its_post_at_its_place_only() -> None:
    first, second = announced("me"), announced("me")
    post = added(author_id="me", photos=(first, second))
    assert posts.show_photo(post.post_id, 1, ready(second))
    assert not posts.show_photo(post.post_id, 0, ready(second))
    assert not posts.show_photo(post.post_id, 7, ready(second))
    assert posts.get(post.post_id).photos == (first, ready(second))


def test_a_photo_shows_on_its_comment() -> None:
    post = added()
    photo = announced(post.author_id)
    said = comment_on(post, photos=(photo,))
    posts.change(post.post_id, lambda p: Change(p, comments=(said,)))
    assert photos.get(photo.photo_id).attached_to == f"{post.post_id}/{said.comment_id}"
    assert comments.show_photo(post.post_id, said.comment_id, 0, ready(photo))
    assert comments.get(post.post_id, said.comment_id).photos == (ready(photo),)


def test_a_photo_is_never_shown_on_a_post_that_is_gone() -> None:
    post_id = new_id()
    assert not posts.show_photo(post_id, 0, Photo(new_id(), "ready"))
    with pytest.raises(NotFound):
        posts.get(post_id)

"""What the tests of the store write first."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain import ids
from chalicelib.domain.change import received
from chalicelib.domain.post import Comment, Photo, Post
from chalicelib.store import photos, posts
from chalicelib.store.models import PostModel

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def new_id() -> str:
    return ids.ulid(NOW, secrets.token_bytes(10))


def draft(**more: Any) -> Post:
    """Talk that no function works on, so that nothing but the test changes it."""
    post_id, author = new_id(), new_id()
    post = Post(post_id, "시민대화", "posted", "천마산 노을이 참 곱습니다.", author, "노을지기", NOW, NOW)
    return replace(post, **more)


def added(**more: Any) -> Post:
    post = draft(**more)
    return posts.add(post, received(post), None)


@contextmanager
def kept(rows: Iterable[Post]) -> Iterator[None]:
    """As rows alone, for as long as it lasts."""
    models = [posts.to_model(row) for row in rows]
    with PostModel.batch_write() as batch:
        for model in models:
            batch.save(model)
    yield
    with PostModel.batch_write() as batch:
        for model in models:
            batch.delete(model)


def announced(owner: str) -> Photo:
    photo = Photo(new_id())
    photos.announce(photo.photo_id, owner, datetime(2999, 1, 1, tzinfo=UTC))
    return photo


def comment_on(post: Post, **more: Any) -> Comment:
    said = Comment(post.post_id, new_id(), NOW, "citizen", "저도 봤습니다.", post.author_id, post.author_name)
    return replace(said, **more)


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))

"""The queues of the desk: what is open, by deadline, and what a person is to look at. Their indexes hold nothing else."""

from collections.abc import Iterator

from chalicelib.domain.post import Post
from chalicelib.store import posts
from chalicelib.store.models import PostModel

READ_AT_ONCE = 250


def of_department(code: str) -> Iterator[Post]:
    """The earliest deadline first, page by page as they are asked for."""
    return _read("queue", code)


def everything_open() -> Iterator[Post]:
    return _read("open", "open")


def to_check() -> Iterator[Post]:
    """Hidden or reported ones, newest first."""
    rows = PostModel.query("check", index_name="by_check", scan_index_forward=False, page_size=READ_AT_ONCE)
    return map(posts.from_model, rows)


def _read(name: str, key: str) -> Iterator[Post]:
    return map(posts.from_model, PostModel.query(key, index_name=f"by_{name}", page_size=READ_AT_ONCE))

"""나도 불편해요, and following a post."""

import pytest

from infra.client import Client
from tests.api.steps import read, refused, talk, together
from tests.conftest import Room


@pytest.fixture
def post_id(room: Room) -> str:
    return talk(room.citizen("알리는 시민"))


def mark(who: Client, method: str, post_id: str, kind: str) -> dict[str, object]:
    told: dict[str, object] = who.call(method, f"/v1/posts/{post_id}/{kind}")
    return told


def test_support_is_counted_once_a_member(room: Room, post_id: str) -> None:
    neighbour = room.citizen()
    for _ in range(3):
        assert mark(neighbour, "PUT", post_id, "support") == {"supports": 1, "supported": True}
    assert mark(room.citizen(), "PUT", post_id, "support")["supports"] == 2


def test_support_is_taken_back_once(room: Room, post_id: str) -> None:
    first, second = room.citizen(), room.citizen()
    for neighbour in (first, second):
        mark(neighbour, "PUT", post_id, "support")
    for _ in range(3):
        assert mark(first, "DELETE", post_id, "support") == {"supports": 1, "supported": False}


def test_taking_back_what_was_never_given_changes_nothing(room: Room, post_id: str) -> None:
    assert mark(room.citizen(), "DELETE", post_id, "support") == {"supports": 0, "supported": False}


def test_support_at_the_same_moment_is_all_counted(room: Room, post_id: str) -> None:
    neighbours = [room.citizen() for _ in range(6)]
    together(18, lambda at: mark(neighbours[at % 6], "PUT", post_id, "support"))
    assert read(room.api, post_id)["supports"] == 6
    together(18, lambda at: mark(neighbours[at % 6], "DELETE", post_id, "support"))
    assert read(room.api, post_id)["supports"] == 0


def test_a_member_sees_what_is_marked(room: Room, post_id: str) -> None:
    neighbour = room.citizen()
    mark(neighbour, "PUT", post_id, "support")
    mark(neighbour, "PUT", post_id, "follow")
    seen, others = read(neighbour, post_id), read(room.api, post_id)
    assert (seen["supported"], seen["following"]) == (True, True)
    assert (others["supported"], others["following"]) == (False, False)


def test_who_posts_follows(room: Room) -> None:
    author = room.citizen()
    assert read(author, talk(author))["following"] is True


def test_following_twice_is_following_once(room: Room, post_id: str) -> None:
    neighbour = room.citizen()
    for _ in range(2):
        assert mark(neighbour, "PUT", post_id, "follow") == {"following": True}
    for _ in range(2):
        assert mark(neighbour, "DELETE", post_id, "follow") == {"following": False}
    assert read(neighbour, post_id)["following"] is False


def test_a_mark_changes_neither_the_version_nor_the_timeline(room: Room, post_id: str) -> None:
    mark(room.citizen(), "PUT", post_id, "support")
    assert (read(room.api, post_id)["version"], len(read(room.api, post_id)["timeline"])) == (1, 1)


@pytest.mark.parametrize("kind", ["support", "follow"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_marks_take_a_token_and_a_post(room: Room, post_id: str, method: str, kind: str) -> None:
    with refused(401, "token_needed"):
        mark(room.api, method, post_id, kind)
    for nothing in ("01M86D4XK07P16YNJNDDQVFGDA", "없음".encode().hex()):
        with refused(404, "no_such_post"):
            mark(room.citizen(), method, nothing, kind)

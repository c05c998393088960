"""What one follows, and how much is new in it."""

from typing import Any

import pytest

from infra.client import Client
from tests.api.steps import ids, refused, talk
from tests.conftest import Room

FOLLOWS = "/v1/members/me/follows"


@pytest.fixture
def author(room: Room) -> Client:
    return room.citizen("이야기꾼")


def say(who: Client, post_id: str, key: str = "") -> None:
    headers = {"Idempotency-Key": key} if key else {}
    who.call("POST", f"/v1/posts/{post_id}/comments", {"text": "저도 그렇게 생각합니다."}, headers)


def follow(who: Client, post_id: str) -> None:
    who.call("PUT", f"/v1/posts/{post_id}/follow")


def see(who: Client, post_id: str, comments: int) -> object:
    return who.call("POST", f"/v1/posts/{post_id}/seen", {"comments": comments})


def followed(who: Client) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = who.call("GET", FOLLOWS)["posts"]
    return told


def unread(who: Client, post_id: str) -> int:
    return next(int(card["unread"]) for card in followed(who) if card["id"] == post_id)


def test_ones_own_posts_and_those_one_follows_stand_newest_first(room: Room, author: Client) -> None:
    others, own = talk(room.citizen()), talk(author)
    follow(author, others)
    assert [(card["id"], card["mine"]) for card in followed(author)] == [(own, True), (others, False)]
    author.call("DELETE", f"/v1/posts/{others}/follow")
    assert ids(author.call("GET", FOLLOWS)) == [own]


def test_a_long_list_goes_on_by_its_cursor_and_by_nobody_elses(room: Room, author: Client) -> None:
    written = [talk(author) for _ in range(21)]
    first = author.call("GET", FOLLOWS)
    rest = author.call("GET", f"{FOLLOWS}?cursor={first['cursor']}")
    assert (len(first["posts"]), rest["cursor"]) == (20, None)
    assert ids(first) + ids(rest) == written[::-1]
    with refused(400, "bad_cursor", "cursor"):
        room.citizen().call("GET", f"{FOLLOWS}?cursor={first['cursor']}")


def test_ones_own_private_and_withdrawn_posts_are_there_with_their_words(author: Client) -> None:
    hidden, withdrawn = talk(author, private_to_staff=True), talk(author)
    author.call("POST", f"/v1/posts/{withdrawn}/withdrawal", {})
    assert [(card["id"], bool(card["excerpt"])) for card in followed(author)] == [(withdrawn, True), (hidden, True)]


def test_the_words_of_what_another_withdrew_are_gone(room: Room, author: Client) -> None:
    post_id, neighbour = talk(author), room.citizen()
    follow(neighbour, post_id)
    author.call("POST", f"/v1/posts/{post_id}/withdrawal", {})
    assert [(card["status"], card["excerpt"]) for card in followed(neighbour)] == [("withdrawn", "")]


def test_what_others_say_is_new_until_it_is_seen(room: Room, author: Client) -> None:
    post_id, neighbour = talk(author), room.citizen()
    for _ in range(2):
        say(neighbour, post_id)
    assert unread(author, post_id) == 2
    assert see(author, post_id, 1) == {"following": True}
    assert unread(author, post_id) == 1
    see(author, post_id, 2)
    assert unread(author, post_id) == 0


def test_what_was_said_before_one_follows_is_not_new(room: Room, author: Client) -> None:
    post_id, neighbour = talk(author), room.citizen()
    say(author, post_id)
    follow(neighbour, post_id)
    assert unread(neighbour, post_id) == 0
    say(author, post_id)
    assert unread(neighbour, post_id) == 1
    follow(neighbour, post_id)
    assert unread(neighbour, post_id) == 1


def test_what_was_seen_does_not_become_new_again_nor_what_is_to_come_seen(room: Room, author: Client) -> None:
    post_id, neighbour = talk(author), room.citizen()
    say(neighbour, post_id)
    see(author, post_id, 10**30)
    see(author, post_id, 0)
    assert unread(author, post_id) == 0
    say(neighbour, post_id)
    assert unread(author, post_id) == 1


def test_what_one_says_oneself_is_not_new_and_hides_nothing_that_is(room: Room, author: Client) -> None:
    post_id = talk(author)
    say(author, post_id)
    assert unread(author, post_id) == 0
    say(room.citizen(), post_id)
    say(author, post_id)
    assert unread(author, post_id) == 1


def test_a_repeated_request_hides_nothing_either(room: Room, author: Client) -> None:
    post_id = talk(author)
    say(author, post_id, "once")
    say(room.citizen(), post_id)
    say(author, post_id, "once")
    assert unread(author, post_id) == 1


def test_looking_is_not_following(room: Room, author: Client) -> None:
    post_id, neighbour = talk(author), room.citizen()
    assert see(neighbour, post_id, 0) == {"following": False}
    assert followed(neighbour) == []


@pytest.mark.parametrize(
    ("comments", "code"), [(-1, "wrong_value"), ("3", "wrong_type"), (None, "wrong_type"), (1.5, "wrong_type")]
)
def test_what_is_seen_is_a_number(author: Client, comments: Any, code: str) -> None:
    with refused(400, code, "comments"):
        see(author, talk(author), comments)


def test_another_mans_private_post_is_not_there(room: Room, author: Client) -> None:
    with refused(404, "no_such_post"):
        see(room.citizen(), talk(author, private_to_staff=True), 0)


def test_follows_take_a_token(room: Room, author: Client) -> None:
    with refused(401, "token_needed"):
        followed(room.api)
    with refused(401, "token_needed"):
        see(room.api, talk(author), 0)

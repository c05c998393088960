"""The search: public posts by their words, newest first."""

import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.domain.change import received
from chalicelib.store import posts
from infra.client import Client, wait_for
from tests.api.steps import complain, ids, refused
from tests.conftest import Room
from tests.store.rows import draft


def searched(reader: Client, query: str, more: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = reader.call("GET", f"/v1/search?q={quote(query)}{more}")
    return answer


def pages(reader: Client, query: str) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        page = searched(reader, query, cursor)
        yield page
        if page["cursor"] is None:
            return
        cursor = f"&cursor={page['cursor']}"


def found(reader: Client, query: str) -> list[str]:
    return [post_id for page in pages(reader, query) for post_id in ids(page)]


def new_word() -> str:
    """Six syllables that no other test has."""
    return "".join(chr(0xAC00 + secrets.randbelow(11172)) for _ in range(6))


@pytest.fixture(scope="module")
def word() -> str:
    return new_word()


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen("찾는 시민")


@pytest.fixture(scope="module")
def post_id(room: Room, citizen: Client, word: str) -> str:
    text = f"엄사네거리 {word}이 며칠째 꺼져 있어 밤길이 어둡습니다."
    found_ = complain(citizen, text=text, title="어두운 밤길", location={"address": f"{word} 2길 앞"})
    wait_for(lambda: found(room.api, word), "the index")
    return found_


def test_a_post_is_found_by_its_words_with_the_hits_marked(room: Room, post_id: str, word: str) -> None:
    (post,) = searched(room.site, f"밤길 {word}")["posts"]
    assert (post["id"], post["title"], post["receipt_number"][:3]) == (post_id, "어두운 밤길", "GR-")
    assert [part["text"] for part in post["snippet"] if part["hit"]] == [word, "밤길"]
    assert "".join(part["text"] for part in post["snippet"]) == post["excerpt"]


def test_a_post_is_found_by_its_receipt_number(room: Room, citizen: Client, post_id: str) -> None:
    number = citizen.call("GET", f"/v1/posts/{post_id}")["receipt_number"]
    assert found(room.api, number) == found(room.api, number.lower()) == [post_id]


def test_what_has_the_pieces_but_not_the_word_is_not_found(room: Room, post_id: str, word: str) -> None:
    assert found(room.api, f"{word[:2]} {word[4:]}") == [post_id]
    for other in (word[::-1], f"{word} {new_word()}", word[:2] + word[4:]):
        assert found(room.api, other) == []


def test_what_is_private_or_withdrawn_is_found_by_nobody(room: Room, citizen: Client) -> None:
    word = new_word()
    text = f"{word} 앞 가로등이 꺼졌습니다."
    private, public = complain(citizen, text=text, private_to_staff=True), complain(citizen, text=text)
    wait_for(lambda: found(room.api, word), "the index")
    assert found(room.api, word) == found(citizen, word) == [public]
    citizen.call("POST", f"/v1/posts/{public}/withdrawal", {})
    assert private not in found(citizen, word)
    wait_for(lambda: found(citizen, word) == [], "the leaving")


@pytest.mark.usefixtures("stage_settings")
def test_pages_hold_every_post_once_and_newest_first(room: Room) -> None:
    word = new_word()
    some = [draft(text=f"{word} 소식을 전합니다.") for _ in range(23)]
    for post in some:
        posts.add(post, received(post), None)
    expected = sorted((post.post_id for post in some), reverse=True)
    wait_for(lambda: sorted(found(room.api, word)) == sorted(expected), "the index")
    first, *rest = pages(room.api, word)
    assert ids(first) == expected[:20]
    assert [post_id for page in rest for post_id in ids(page)] == expected[20:]
    for query in (word[:3], f"{word} 소식"):
        with refused(400, "bad_cursor", "cursor"):
            searched(room.api, query, f"&cursor={first['cursor']}")


@pytest.mark.parametrize("query", ["", "물", "?!", "ㅋㅋㅋ", "\u200b\u200b"])
def test_a_query_has_two_letters(room: Room, query: str) -> None:
    with refused(400, "query_too_short", "q"):
        searched(room.api, query)


@pytest.mark.parametrize("query", ["가" * 101, "가로등 " * 40, "a" * 201])
def test_a_query_has_at_most_a_hundred_characters(room: Room, query: str) -> None:
    with refused(400, "text_too_long", "q"):
        searched(room.api, query)


def test_a_query_is_needed_and_nothing_else_is_known(room: Room) -> None:
    with refused(400, "query_too_short", "q"):
        room.api.call("GET", "/v1/search")
    with refused(400, "unknown_field", "tag"):
        searched(room.api, "가로등", "&tag=x")


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", "' OR '1'='1", "%00%00ab", "{0} {a.__class__}", "ﷺ" * 100, "..\\..etc"]
)
def test_a_hostile_query_is_a_query(room: Room, query: str) -> None:
    assert searched(room.api, query)["cursor"] is None

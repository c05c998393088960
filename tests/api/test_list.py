"""The list of posts: newest first, narrowed by what one asks for."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from infra.client import Client
from tests.api.steps import complain, ids, refused, routed, talk
from tests.conftest import Room


@pytest.fixture(scope="module")
def author(room: Room) -> Client:
    return room.citizen("부지런한 시민")


@pytest.fixture(scope="module")
def written(author: Client) -> dict[str, str]:
    """One author's posts by what they are, oldest first."""
    posts = {
        "noise": complain(author, category="noise", location={"lat": 36.27, "lon": 127.24}),
        "light": complain(author, category="street-light", location={"lat": 36.29, "lon": 127.23}),
        "question": complain(author, tag="시정문의", category="noise"),
        "talk": talk(author, location={"lat": 36.27, "lon": 127.241}),
        "place": talk(author, location={"address": "천마산"}),
    }
    for name in ("noise", "light", "question"):
        routed(author, posts[name])
    return posts


def listed(reader: Client, **asked: str) -> list[str]:
    return ids(reader.call("GET", "/v1/posts?" + "&".join(f"{name}={quote(value)}" for name, value in asked.items())))


@pytest.fixture(scope="module")
def me(author: Client) -> str:
    return str(author.call("GET", "/v1/members/me")["id"])


def test_newest_first(room: Room, written: dict[str, str], me: str) -> None:
    assert listed(room.api, author=me) == list(reversed(written.values()))


def test_everybody_reads_without_signing_in(room: Room, written: dict[str, str]) -> None:
    assert set(written.values()) <= set(listed(room.api, limit="50"))
    assert set(written.values()) <= set(ids(room.site.call("GET", "/v1/posts?limit=50")))


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"tag": "시민대화"}, {"talk", "place"}),
        ({"tag": "#시민대화"}, {"talk", "place"}),
        ({"tag": "행사안내"}, set()),
        ({"status": "transferred"}, {"noise", "light", "question"}),
        ({"status": "posted"}, {"talk", "place"}),
        ({"department": "environment"}, {"noise", "question"}),
        ({"category": "noise"}, {"noise", "question"}),
        ({"category": "street-light"}, {"light"}),
        ({"category": "noise", "tag": "시정문의"}, {"question"}),
        ({"category": "noise", "tag": "시정문의", "status": "transferred", "department": "environment"}, {"question"}),
        ({"category": "noise", "status": "resolved"}, set()),
        ({"bounds": "36.26,127.23,36.28,127.25"}, {"noise", "talk"}),
        ({"bounds": "36.27,127.24,36.27,127.24"}, {"noise"}),
        ({"bounds": "-90,-180,90,180"}, {"noise", "light", "talk"}),
        ({"bounds": "0,0,1,1"}, set()),
        ({"bounds": "36.26,127.23,36.28,127.25", "tag": "시민대화"}, {"talk"}),
        ({"since": "2026-01-01T00:00:00+09:00"}, {"noise", "light", "question", "talk", "place"}),
        ({"until": "2026-01-01T00:00:00+09:00"}, set()),
        ({"tag": "없는태그"}, set()),
        ({"tag": ""}, {"noise", "light", "question", "talk", "place"}),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_fits(
    room: Room, written: dict[str, str], me: str, asked: dict[str, str], names: set[str]
) -> None:
    assert set(listed(room.api, author=me, **asked)) == {written[name] for name in names}
    assert set(listed(room.api, limit="50", **asked)) & set(written.values()) == {written[name] for name in names}


def test_a_period_has_both_ends_in_it(room: Room, written: dict[str, str], me: str) -> None:
    cards = room.api.call("GET", f"/v1/posts?author={me}")["posts"]
    first, last = (card["created_at"].replace("Z", "%2B00:00") for card in (cards[3], cards[1]))
    found = ids(room.api.call("GET", f"/v1/posts?author={me}&since={first}&until={last}"))
    assert found == [card["id"] for card in cards[1:4]]


def test_a_plus_that_nobody_escaped_is_understood(room: Room, written: dict[str, str], me: str) -> None:
    assert len(ids(room.api.call("GET", f"/v1/posts?author={me}&since=2026-01-01T00:00:00+09:00"))) == 5


# Cards


def test_a_card_has_what_a_list_shows(room: Room, written: dict[str, str], me: str) -> None:
    card = room.api.call("GET", f"/v1/posts?author={me}&category=street-light")["posts"][0]
    assert (card["tag"], card["status"], card["department"]) == ("생활불편신고", "transferred", "construction-traffic")
    assert (card["author"]["nickname"], card["location"]["lat"], card["overdue"]) == ("부지런한 시민", 36.29, False)
    assert not {"text", "timeline", "lookup_hash", "lookup_code"} & set(card)


# Pages


@pytest.mark.parametrize("limit", ["0", "-1", "51", "1e1", "١٠", "many", "10.0", "99999999999999999999"])
def test_a_limit_runs_from_one_to_fifty(room: Room, limit: str) -> None:
    with refused(400, "bad_limit", "limit"):
        listed(room.api, limit=limit)


def pages(reader: Client, question: str) -> Iterator[list[str]]:
    cursor = ""
    while True:
        told = reader.call("GET", f"/v1/posts?{question}{cursor}")
        yield ids(told)
        if told["cursor"] is None:
            return
        cursor = f"&cursor={told['cursor']}"


@pytest.mark.parametrize("more", ["", "&bounds=-90,-180,90,180", "&since=2026-01-01T00:00:00Z", "&tag=시민대화"])
def test_pages_neither_lose_nor_repeat_while_others_post(room: Room, more: str) -> None:
    author = room.citizen()
    there = [talk(author, location={"lat": 36.27, "lon": 127.24}) for _ in range(7)]
    me, seen = author.call("GET", "/v1/members/me")["id"], list[str]()
    for page in pages(room.api, f"author={me}&limit=2{quote(more, safe='&=')}"):
        assert len(page) <= 2
        seen += page
        talk(author, location={"lat": 36.27, "lon": 127.24})
    assert seen == there[::-1]


def test_the_whole_room_is_walked_by_its_cursors(room: Room, written: dict[str, str]) -> None:
    seen = [post_id for page in pages(room.api, "limit=50") for post_id in page]
    assert len(seen) == len(set(seen))
    assert set(written.values()) <= set(seen)
    assert seen == sorted(seen, reverse=True)


def test_a_cursor_of_another_question_is_refused(room: Room, written: dict[str, str], me: str) -> None:
    cursor = room.api.call("GET", f"/v1/posts?author={me}&limit=1")["cursor"]
    for question in ("limit=1", "author=01M86D4XK07P16YNJNDDQVFGDA", f"author={me}&status=posted"):
        with refused(400, "bad_cursor", "cursor"):
            room.api.call("GET", f"/v1/posts?{question}&cursor={cursor}")


def test_another_limit_is_the_same_question(room: Room, written: dict[str, str], me: str) -> None:
    cursor = room.api.call("GET", f"/v1/posts?author={me}&limit=1")["cursor"]
    assert len(ids(room.api.call("GET", f"/v1/posts?author={me}&limit=50&cursor={cursor}"))) == 4


def test_a_cursor_that_was_tampered_with_is_refused(room: Room, written: dict[str, str], me: str) -> None:
    cursor = room.api.call("GET", f"/v1/posts?author={me}&limit=1")["cursor"]
    for changed in (
        cursor[:-1],
        cursor + "A",
        "B" + cursor[1:],
        cursor.swapcase(),
        cursor[::-1],
        "가",
        "null",
        "=",
        "A" * 190,
    ):
        with refused(400, "bad_cursor", "cursor"):
            listed(room.api, author=me, cursor=changed)


# Questions that are none


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("bounds", "1,2,3", "bad_bounds"),
        ("bounds", "36.28,127.25,36.26,127.23", "bad_bounds"),
        ("bounds", "NaN,NaN,NaN,NaN", "bad_bounds"),
        ("bounds", "1e1,1,2,2", "bad_bounds"),
        ("bounds", "١,٢,٣,٤", "bad_bounds"),
        ("since", "어제", "bad_time"),
        ("since", "2026-11-24", "bad_time"),
        ("since", "2026-11-24T09:00:00", "bad_time"),
        ("since", "2026-02-30T09:00:00Z", "bad_time"),
        ("until", "9999-12-31T23:59:59-14:00", "bad_time"),
        ("until", "0001-01-01T00:00:00+14:00", "bad_time"),
        ("tag", "가" * 201, "text_too_long"),
        ("author", "x" * 2100, "text_too_long"),
        ("q", "가로등", "unknown_field"),
    ],
)
def test_a_question_that_makes_no_sense_names_its_part(room: Room, name: str, value: str, code: str) -> None:
    with refused(400, code, name):
        listed(room.api, **{name: value})


def test_a_period_that_ends_before_it_begins_is_refused(room: Room) -> None:
    with refused(400, "bad_period", "until"):
        listed(room.api, since="2026-11-24T09:00:00Z", until="2026-11-24T17:59:59+09:00")


def test_a_new_post_is_listed_at_once(room: Room, author: Client) -> None:
    post_id = talk(author)
    assert post_id in listed(room.api, limit="5")

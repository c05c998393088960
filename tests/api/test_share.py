"""GET /s/{post_id}: what a messenger shows of a shared link."""

import struct
import urllib.request
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from chalicelib.api import share
from chalicelib.city import city
from chalicelib.domain.post import Location, Photo, Post
from infra.client import Client, send, wait_for
from infra.publish import SITE
from tests.api.hostile import TEXTS, ULID
from tests.api.steps import complain, read, talk
from tests.conftest import Room
from tests.pictures import jpeg

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROOM = f"{city().name.ko} {city().room.ko}"


class Read(HTMLParser):
    """The metas of a page by their names, its other tags in order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        name = found.get("property") or found.get("name") or found.get("http-equiv")
        if tag == "meta" and name:
            assert name not in self.metas
            self.metas[name] = found["content"] or ""
        else:
            self.tags.append((tag, found))

    def handle_data(self, data: str) -> None:
        self.text += data


def fetched(reader: Client, post_id: str) -> tuple[int, Read]:
    status, text = send("GET", f"{reader.base}/s/{post_id}")
    return status, Read(text)


@pytest.fixture(scope="module")
def author(room: Room) -> Client:
    return room.citizen("나누는 시민")


def test_a_post_is_shown_with_its_status_text_tag_and_place(room: Room, author: Client) -> None:
    post_id = talk(author, text="천마산 노을이\n참 곱습니다. 모두 보셨나요?", location={"address": "천마산 정상"})
    status, page = fetched(room.site, post_id)
    assert status == 200
    assert page.metas["og:title"] == "[게시] 천마산 노을이"
    assert page.metas["og:description"] == "천마산 노을이 참 곱습니다. 모두 보셨나요? · #시민대화 · 천마산 정상"
    assert page.metas["og:url"] == f"{room.site.base}/s/{post_id}"
    assert page.metas["og:image"] == f"{room.site.base}/icons/share.png"
    assert (page.metas["og:type"], page.metas["og:locale"], page.metas["og:site_name"]) == ("article", "ko_KR", ROOM)
    assert page.metas["refresh"] == f"0; url=/posts/{post_id}"
    assert "robots" not in page.metas
    assert ("link", {"rel": "canonical", "href": f"{room.site.base}/posts/{post_id}"}) in page.tags
    assert ("a", {"href": f"/posts/{post_id}"}) in page.tags
    assert ("html", {"lang": "ko"}) in page.tags


def test_its_first_photo_is_the_picture(room: Room, author: Client) -> None:
    photo = author.upload(jpeg(800, 600))
    post_id = talk(author, photos=[photo])
    wait_for(lambda: read(author, post_id)["photos"][0]["state"] == "ready", "the photo")
    metas = fetched(room.api, post_id)[1].metas
    assert metas["og:image"] == f"{room.site.base}/media/{photo}/1280.webp"
    assert (metas["og:image:width"], metas["og:image:height"], bool(metas["og:image:alt"])) == ("800", "600", True)
    assert send_head(metas["og:image"]) == 200


def send_head(address: str) -> int:
    with urllib.request.urlopen(urllib.request.Request(address, method="HEAD")) as answer:
        return int(answer.status)


def test_it_is_html_that_may_be_kept_for_a_minute(room: Room, author: Client) -> None:
    with urllib.request.urlopen(f"{room.site.base}/s/{talk(author)}") as answer:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_messenger_may_look_at_the_head_alone(room: Room, author: Client) -> None:
    assert send_head(f"{room.site.base}/s/{talk(author)}") == 200


def test_what_is_private_withdrawn_or_unknown_is_the_rooms_own_card_and_all_the_same(
    room: Room, author: Client
) -> None:
    gone = complain(author)
    author.call("POST", f"/v1/posts/{gone}/withdrawal", {})
    hidden = complain(author, private_to_staff=True)
    answers = [send("GET", f"{room.api.base}/s/{post_id}") for post_id in (gone, hidden, ULID, "x", "%3Cscript%3E")]
    assert len(set(answers)) == 1
    status, text = answers[0]
    page = Read(text)
    assert (status, page.metas["og:title"], page.metas["robots"]) == (404, ROOM, "noindex")
    assert (page.metas["og:url"], page.metas["refresh"]) == (f"{room.site.base}/", "0; url=/")


@pytest.mark.usefixtures("stage_settings")
def test_no_id_that_people_make_up_opens_anything() -> None:
    assert not any(map(share._public, TEXTS))


def test_the_rooms_picture_has_the_size_that_is_told_of_it() -> None:
    head = (SITE / "icons" / "share.png").read_bytes()[:24]
    assert struct.unpack(">II", head[16:]) == (share.PLAIN.width, share.PLAIN.height)


@pytest.mark.parametrize("text", [text for text in TEXTS if text.strip() and "\x00" not in text])
def test_nothing_that_people_wrote_is_ever_markup(text: str) -> None:
    post = Post(ULID, "시민대화", "posted", text, "a", "b", AT, AT, title=text[:100], location=Location(address=text))
    page = Read(share.page(share.post_card(post), "https://room.example", city()))
    plain = Read(share.page(share.room_card(city()), "https://room.example", city()))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert page.metas["og:title"].removeprefix("[게시] ") == share._cut(text[:100], share.TITLE)
    assert page.metas["og:description"].startswith(share._cut(text, share.TEXT))


def test_a_photo_that_is_not_ready_is_no_picture() -> None:
    post = Post(
        ULID,
        "시민대화",
        "posted",
        "글",
        "a",
        "b",
        AT,
        AT,
        photos=(Photo(ULID), Photo(ULID[:-1] + "B", "ready", None, 4, 3)),
    )
    assert share.post_card(post).picture.path == f"/media/{ULID[:-1]}B/1280.webp"
    assert (
        share.post_card(Post(ULID, "시민대화", "posted", "글", "a", "b", AT, AT, photos=(Photo(ULID),))).picture
        == share.PLAIN
    )

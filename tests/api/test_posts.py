"""What makes a post, and what it is answered."""

import re
from typing import Any

import pytest

from infra.client import Client
from tests.api.steps import TEXT, complain, ids, read, refused, routed, talk, together
from tests.conftest import Room


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen("글 쓰는 시민")


def post(citizen: Client, **more: object) -> dict[str, Any]:
    return citizen.post(**{"text": TEXT, "tag": "시민대화"} | more)


# The receipt


def test_a_complaint_gets_a_receipt(citizen: Client) -> None:
    receipt = post(citizen, tag="생활불편신고")
    assert re.fullmatch(r"GR-20\d\d-\d{6}", receipt["receipt_number"])
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", receipt["lookup_code"])
    assert (receipt["status"], receipt["url"]) == ("received", f"/posts/{receipt['id']}")


@pytest.mark.parametrize("tag", ["행사안내", "시민대화"])
def test_talk_is_no_complaint_and_gets_no_number(citizen: Client, tag: str) -> None:
    receipt = post(citizen, tag=tag)
    assert (receipt["receipt_number"], receipt["status"]) == (None, "posted")
    assert read(citizen, receipt["id"])["department"] is None


def test_a_complaint_lies_with_the_complaint_team_at_once(citizen: Client) -> None:
    post_id = complain(citizen)
    first = read(citizen, post_id)["timeline"][0]
    assert (first["number"], first["kind"], first["by"], first["to"]) == (1, "received", "author", "received")


def test_a_receipt_number_is_given_once(room: Room) -> None:
    def number(at: int) -> str:
        return str(room.citizen().post(text=f"{TEXT} {at}번째 알립니다.", tag="시정문의")["receipt_number"])

    assert len(set(together(20, number))) == 20


def test_a_post_says_what_was_sent(citizen: Client) -> None:
    place = {"lat": 36.2867, "lon": 127.2315, "address": "엄사네거리 농협 앞"}
    sent = {"title": "가로등 고장", "text": TEXT, "tag": "생활불편신고", "category": "street-light", "location": place}
    shown = read(citizen, citizen.post(**sent)["id"])
    assert {name: shown[name] for name in sent} == sent


def test_posting_takes_a_token(room: Room) -> None:
    with refused(401, "token_needed"):
        talk(room.api)


def test_a_chosen_category_decides_the_department(citizen: Client) -> None:
    found = routed(citizen, complain(citizen, text="여기 좀 봐 주세요. 부탁드립니다.", category="noise"))
    assert (found["category"], found["department"]) == ("noise", "environment")


def test_an_unknown_category_is_named(citizen: Client) -> None:
    with refused(400, "unknown_category", "category"):
        post(citizen, category="no-such-thing")


# The text


def test_a_text_has_ten_characters_that_can_be_seen(citizen: Client) -> None:
    for text in ("", " ", "가로등 고장", "고장" + " " * 50, "고장" + "\u200b" * 50, "고장\n\n\n\n\n\n\n\n\n고장"):
        with refused(400, "text_too_short", "text"):
            post(citizen, text=text)
    assert post(citizen, text="가로등이 꺼졌어요.")["id"]


def test_a_text_has_five_thousand_characters_at_the_most(citizen: Client) -> None:
    assert len(read(citizen, post(citizen, text="가" * 5000)["id"])["text"]) == 5000
    with refused(400, "text_too_long", "text"):
        post(citizen, text="가" * 5001)


def test_five_thousand_of_the_longest_characters_are_taken(citizen: Client) -> None:
    assert read(citizen, post(citizen, text="😀" * 5000)["id"])["text"] == "😀" * 5000


def test_a_title_is_short_and_optional(citizen: Client) -> None:
    assert read(citizen, post(citizen, title="  ")["id"])["title"] is None
    with refused(400, "text_too_long", "title"):
        post(citizen, title="가" * 101)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE posts; -- 가로등이 꺼졌어요",
        "<script>alert('가로등')</script><img src=x onerror=alert(1)>",
        "{{7*7}} ${7*7} %s %(x)s {0} $ne 가로등이 꺼졌어요",
        "&lt;b&gt; &amp;#1575; 가로등이 꺼졌어요",
        "../../../etc/passwd 가로등이 꺼졌어요",
    ],
)
def test_what_looks_like_code_is_only_text(citizen: Client, text: str) -> None:
    assert read(citizen, post(citizen, text=text)["id"])["text"] == text


def test_a_card_shows_the_beginning_of_a_long_text(citizen: Client) -> None:
    post_id = talk(citizen, text="가로등" * 500)
    mine = citizen.call("GET", f"/v1/posts?author={read(citizen, post_id)['author']['id']}&limit=1")
    assert mine["posts"][0]["excerpt"] == ("가로등" * 500)[:200]


# The tag


def test_a_post_needs_a_tag(citizen: Client) -> None:
    for tag in (None, "", "#", [], [""], " # "):
        with refused(400, "missing_tag", "tag"):
            post(citizen, tag=tag)


def test_an_unknown_tag_is_named_and_the_known_ones_are_told(room: Room) -> None:
    with refused(400, "unknown_tag", "tag"):
        post(room.citizen(), tag="불만사항")


@pytest.mark.parametrize(
    ("tag", "text"),
    [(["시민대화", "행사안내"], TEXT), ("시민대화 행사안내", TEXT), ("시민대화", f"{TEXT} #행사안내"), (None, f"#시민대화 {TEXT} #행사안내")],
)  # fmt: skip
def test_a_post_has_one_tag_only(citizen: Client, tag: object, text: str) -> None:
    with refused(400, "several_tags", "tag"):
        post(citizen, tag=tag, text=text)


@pytest.mark.parametrize(
    ("tag", "text"),
    [("#시민대화", TEXT), (["시민대화"], TEXT), (["#시민대화", "시민대화"], TEXT), (None, f"{TEXT} #시민대화입니다"),
     ("시민대화", f"＃시민대화 {TEXT} #노을맛집")],
)  # fmt: skip
def test_a_tag_may_be_written_in_many_ways(citizen: Client, tag: object, text: str) -> None:
    assert read(citizen, post(citizen, tag=tag, text=text)["id"])["tag"] == "시민대화"


# Nothing half written


def test_a_refused_post_leaves_nothing_behind(room: Room) -> None:
    citizen = room.citizen()
    with refused(400, "no_such_photo", "photos"):
        post(citizen, photos=["없는 사진"])
    with refused(400, "photo_not_available", "photos"):
        post(citizen, photos=["01M86D4XK07P16YNJNDDQVFGDA"])
    me = citizen.call("GET", "/v1/members/me")["id"]
    assert ids(citizen.call("GET", f"/v1/posts?author={me}")) == []


@pytest.mark.parametrize(
    "post_id",
    ["01M86D4XK07P16YNJNDDQVFGDA", "01m86d4xk07p16ynjnddqvfgda", "1", "%EC%97%86%EC%9D%8C", "%27%20OR%201=1", "%00"],
)
def test_a_post_that_is_not_there_is_not_found(room: Room, post_id: str) -> None:
    with refused(404, "no_such_post"):
        room.api.call("GET", f"/v1/posts/{post_id}")

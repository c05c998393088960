"""Finding posts by their words."""

import pytest
from playwright.sync_api import Page, expect

from infra.client import wait_for
from tests.browser.people import HOSTILE, on_a_phone, stays_text
from tests.conftest import Room


@pytest.fixture(scope="module")
def walnut(room: Room) -> str:
    """A word of one post alone, once the index knows it."""
    word = "호두나무길"
    room.citizen("호두 줍는 이").post(
        text=f"가을이면 {word} 보도에 열매가 떨어져 미끄럽습니다. 치워 주세요.", tag="시민대화"
    )
    wait_for(lambda: room.site.call("GET", "/v1/search?q=%ED%98%B8%EB%91%90%EB%82%98%EB%AC%B4")["posts"], "the index")
    return word


def test_what_is_searched_for_is_found_and_marked(page: Page, room: Room, walnut: str) -> None:
    page.goto(room.local.site)
    page.get_by_role("searchbox").fill(walnut)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(walnut)
    expect(page.locator("post-card mark")).to_have_text([walnut])
    expect(page.locator("#news")).to_have_text("글 1개를 찾았습니다")
    page.locator("post-card a").first.click()
    page.locator("post-thread").wait_for()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value(walnut)
    expect(page.locator("post-card mark")).to_have_text([walnut])


@on_a_phone
def test_where_nothing_is_found_there_are_hints(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/search?q=해바라기밭")
    expect(page.locator(".notice")).to_contain_text("찾은 글이 없습니다")
    expect(page.locator(".notice")).to_contain_text("“해바라기밭”이 들어간 글")
    expect(page.locator(".hints li")).to_have_count(3)


@on_a_phone
def test_one_letter_is_too_little_and_asks_nobody(page: Page, room: Room) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{room.local.site}/search?q=가")
    expect(page.locator("search-view")).to_contain_text("두 글자 이상")
    assert not [url for url in asked if "/v1/search" in url]


@on_a_phone
def test_a_lost_connection_offers_another_try(page: Page, room: Room, walnut: str) -> None:
    page.goto(f"{room.local.site}/search")
    page.route("**/v1/search*", lambda route: route.abort())
    page.get_by_role("searchbox").fill(walnut)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("인터넷에 연결되지")
    page.unroute("**/v1/search*")
    page.get_by_role("button", name="다시 시도").click()
    expect(page.locator("post-card mark")).to_have_text([walnut])


@on_a_phone
def test_a_hostile_question_stays_text(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/search")
    question = "\u202e" + HOSTILE[-90:]
    page.get_by_role("searchbox").fill(question)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".notice, .problem, post-card").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("<b>굵게</b>")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("\u202e")
    stays_text(page)

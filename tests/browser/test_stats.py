"""The room in figures, as anyone sees them."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chalicelib.city import city
from chalicelib.domain.figures import months_until
from infra.client import wait_for
from tests.browser.people import on_a_phone
from tests.conftest import Room
from tests.store.rows import NOW

MONTHS = months_until(NOW, city().zone, 12)
NONE: dict[str, Any] = {
    "posts": 0, "complaints": 0, "by_tag": {}, "by_department": {}, "transferred": 0, "resolved": 0, "declined": 0,
    "reopened": 0, "median_hours_to_transfer": None, "median_hours_to_resolution": None, "within_deadline": None,
    "verdicts": {"solved": 0, "unsolved": 0},
}  # fmt: skip


def month(number: int) -> dict[str, Any]:
    """Of a small city: some ten complaints a month, and a summer month in which nothing came."""
    if number == 5:
        return NONE
    received, resolved = 8 + number * 5 % 9, 6 + number * 7 % 8
    return NONE | {
        "posts": received + 4, "complaints": received, "transferred": received, "resolved": resolved,
        "median_hours_to_transfer": 0.02, "median_hours_to_resolution": 40 + number * 11 % 70,
        "within_deadline": 0.8 + number % 3 / 20,
    }  # fmt: skip


def year() -> dict[str, Any]:
    total = NONE | {
        "posts": 160, "complaints": 121, "transferred": 121, "resolved": 98, "declined": 6, "reopened": 3,
        "median_hours_to_transfer": 0.02, "median_hours_to_resolution": 71.4, "within_deadline": 0.86,
        "by_tag": {"생활불편신고": 96, "시정문의": 17, "시민대화": 31, "행정상담": 8, "행사안내": 8},
        "by_department": {"construction-traffic": 61, "environment": 28, "urban-building": 14, "facilities": 3},
        "verdicts": {"solved": 31, "unsolved": 4},
    }  # fmt: skip
    return {
        "members": 580,
        "months": [month(number) | {"month": name} for number, name in enumerate(MONTHS)],
        "total": total,
    }


FRAME = "document.querySelector('.chart-frame')"
PICTURE = f"{FRAME}.querySelector('canvas').toDataURL()"


def tells(page: Page, figures: object) -> None:
    page.route("**/v1/stats*", lambda route: route.fulfill(body=json.dumps(figures), content_type="application/json"))


def test_the_figures_of_a_year_are_seen_and_read(page: Page, room: Room) -> None:
    tells(page, year())
    page.goto(f"{room.local.site}/stats")
    numbers = page.locator(".numbers > div")
    for name, value in (("회원", "580"), ("받은 민원", "121"), ("처리까지 (중앙값)", "3일"), ("기한 안에 처리", "86%")):
        expect(numbers.filter(has_text=name).locator("dd")).to_have_text(value)
    expect(page.locator(".chart canvas")).to_have_count(3)
    flow = page.locator(".chart").first
    flow.get_by_text("표로 보기").click()
    rows = flow.get_by_role("row")
    expect(rows).to_have_count(13)
    expect(rows.nth(1)).to_have_text(f"{MONTHS[-1]}{month(11)['complaints']}{month(11)['resolved']}".replace(" ", ""))
    expect(page.get_by_role("row", name="건설교통실")).to_contain_text("61")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_chart_follows_the_width_and_the_readers_colours(page: Page, room: Room) -> None:
    tells(page, year())
    page.goto(f"{room.local.site}/stats")
    expect(page.locator(".chart canvas")).to_have_count(3)
    light, wide = page.evaluate(PICTURE), page.evaluate(f"{FRAME}.clientWidth")
    page.emulate_media(color_scheme="dark")
    wait_for(lambda: page.evaluate(PICTURE) != light, "other colours")
    page.set_viewport_size({"width": 700, "height": 800})
    wait_for(lambda: page.evaluate(f"{FRAME}.clientWidth") not in (0, wide), "another width")
    wait_for(lambda: page.evaluate(f"{FRAME}.querySelector('canvas').clientWidth === {FRAME}.clientWidth"), "its width")


@on_a_phone
def test_in_english_too(page: Page, room: Room) -> None:
    tells(page, year())
    page.add_init_script("localStorage.setItem('room.language', JSON.stringify('en'))")
    page.goto(f"{room.local.site}/stats")
    expect(page.get_by_role("heading", level=1)).to_have_text("The room in figures")
    expect(page.locator(".chart").first).to_contain_text("Complaints received and resolved")


@on_a_phone
def test_a_new_room_has_no_figures_and_says_so(page: Page, room: Room) -> None:
    tells(page, {"members": 0, "months": [NONE | {"month": name} for name in MONTHS], "total": NONE})
    page.goto(f"{room.local.site}/stats")
    expect(page.locator(".notice")).to_contain_text("아직 숫자가 없습니다")


@on_a_phone
def test_with_posts_but_nothing_done_no_chart_is_empty(page: Page, room: Room) -> None:
    one = NONE | {"posts": 1, "complaints": 1, "by_tag": {"생활불편신고": 1}}
    tells(page, {"members": 1, "months": [one | {"month": MONTHS[-1]}], "total": one})
    page.goto(f"{room.local.site}/stats")
    expect(page.locator(".chart canvas")).to_have_count(1)
    expect(page.get_by_text("아직 보여 줄 숫자가 없습니다.")).to_have_count(2)
    expect(page.locator(".numbers")).not_to_contain_text("해결되었다는 답")


def test_they_are_reached_from_the_foot_and_are_the_rooms_own(page: Page, room: Room) -> None:
    room.citizen().post(text="두계천 산책로 난간이 흔들립니다.", tag="생활불편신고")
    wait_for(lambda: room.api.call("GET", "/v1/stats?months=12")["total"]["by_tag"].get("생활불편신고"), "the count")
    page.goto(f"{room.local.site}/about")
    page.locator("room-footer").get_by_role("link", name="소통방 현황").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("row", name="#생활불편신고")).to_be_visible()


def test_a_failed_reading_can_be_tried_again(page: Page, room: Room) -> None:
    page.route("**/v1/stats*", lambda route: route.abort(), times=1)
    page.goto(f"{room.local.site}/stats")
    expect(page.get_by_role("alert")).to_be_visible()
    tells(page, year())
    page.get_by_role("button", name="다시 시도").click()
    expect(page.locator(".chart canvas")).to_have_count(3)


@pytest.fixture(autouse=True)
def _no_worker(page: Page) -> None:
    """The service worker would answer in the place of these tests."""
    page.add_init_script("delete Navigator.prototype.serviceWorker")

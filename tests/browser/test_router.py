"""What the router has learned, before who answers for it; and the way back by one press."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from chalicelib.domain.classifier import Point
from chalicelib.domain.releases import Shelf, added
from chalicelib.store import router
from tests.browser.desk import sit_down
from tests.browser.screenshots import PHONE
from tests.browser.test_access import AXE, LOOK, RULES
from tests.conftest import Room
from tests.domain.test_releases import version

CURVE = tuple(Point(1 - n / 40, 1 - n * n / 1500, n / 20) for n in range(1, 21))


@pytest.fixture
def learned(room: Room, stage_settings: None) -> Iterator[None]:
    """Held back from use, for the other tests of this room: in use are the words alone."""
    for night in range(2):
        one = replace(version(night, better=False), threshold=0.82, curve=CURVE)
        router.change(lambda shelf, one=one: added(shelf, one))  # type: ignore[misc]
    yield
    router.change(lambda _: Shelf())


@pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)
def test_the_complaint_team_takes_a_version_into_use_and_lets_the_nights_go_on(
    page: Page, room: Room, learned: None
) -> None:
    sit_down(page, room, "minwon", path="?page=router")
    rows = page.locator(".versions li")
    expect(rows.last.locator(".badge")).to_have_text("쓰는 중")
    unproven = page.get_by_text("확인된 민원을 배운 뒤에 정해집니다")
    expect(unproven).to_contain_text("77%")
    rows.nth(1).get_by_role("button").click()
    expect(rows.nth(1).locator(".badge")).to_have_text("쓰는 중")
    expect(unproven).to_have_count(0)
    expect(page.locator(".chart canvas")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE)
    assert page.evaluate(LOOK, {"runOnly": RULES}) == []
    page.get_by_role("button", name="고정 풀기").click()
    expect(page.locator(".held")).to_have_count(0)
    rows.last.get_by_role("button").click()
    expect(page.locator(".chart")).to_have_count(0)
    assert router.shelf().in_use is None

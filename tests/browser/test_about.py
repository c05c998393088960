"""What the room says of itself."""

from playwright.sync_api import Page, expect

from chalicelib.city import city
from tests.conftest import Room


def test_the_deadlines_are_those_of_the_profile(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/about")
    for tag in (tag for tag in city().tags if tag.deadline):
        deadline = city().deadlines[tag.deadline]
        row = page.locator(".kinds > div", has_text=f"#{tag.label.ko}").first
        expect(row).to_contain_text(f"근무일 {deadline.days}일 안에")
        expect(row).to_contain_text(deadline.source)


def test_all_data_that_it_names_is_there(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/about")
    forms, feeds = (page.locator(f"section[aria-labelledby=data] {part} a") for part in (".dotted", ".feeds"))
    expect(feeds).to_have_count(len(city().tags) + len(city().departments))
    found = page.locator("head link[type='application/atom+xml']")
    named = [one.get_attribute("href") or "" for one in (*forms.all(), feeds.first, feeds.last, found)]
    assert [page.request.get(room.local.site + address).status for address in named] == [200] * 7


def test_it_is_reached_from_the_foot_and_read_by_its_anchors(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/me")
    page.locator("room-footer").get_by_role("link", name="소통방 안내").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("about-view")).to_contain_text(city().switchboard)
    page.get_by_role("navigation", name="차례").get_by_role("link", name="태그와 처리기한").click()
    expect(page.get_by_role("heading", name="태그와 처리기한")).to_be_in_viewport()
    page.goto(f"{room.local.site}/about#contact")
    expect(page.get_by_role("heading", name="누가 답하나요")).to_be_in_viewport()

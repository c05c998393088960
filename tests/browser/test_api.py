"""The page of the API: all operations of the document, each with what it takes, by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.conftest import Room


def test_an_operation_is_found_and_opened_by_keyboard(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/api")
    page.get_by_label("주소나 하는 일로 찾기").fill("add_post")
    expect(page.locator("api-operation")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    opened = page.locator("#add_post")
    expect(opened).to_contain_text("참여해 받은 토큰이 있어야 합니다.")
    expect(opened.locator("dl", has_text="location.address")).to_contain_text("string 10–5000")
    expect(opened.locator("pre").first).to_contain_text(f'curl -X POST "{room.told["site"]}/v1/posts"')


def test_a_link_leads_to_an_operation_and_the_page_has_every_one(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/api#join")
    expect(page.locator("#join[open]")).to_be_visible()
    document = room.api.call("GET", "/v1/openapi.json")
    told = sum(len(set(item) - {"head"}) for item in document["paths"].values())
    expect(page.locator("api-operation")).to_have_count(told)
    expect(page.locator("section[aria-labelledby=errors] tbody tr").first).to_contain_text("malformed_json")

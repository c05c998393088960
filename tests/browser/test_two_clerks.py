"""Two clerks on one complaint: the second is told what the first did, and loses nothing."""

from playwright.sync_api import Browser, Page, expect

from tests.api.steps import read
from tests.browser.desk import OFFICE, act, acted, at_a_desk, given, sit_down
from tests.browser.screenshots import DESKTOP
from tests.conftest import Room

LIGHT = "금암동 골목 가로등이 며칠째 꺼져 있어 밤길이 어둡습니다."


@at_a_desk
def test_who_is_slower_sees_what_the_other_did_and_keeps_what_was_typed(
    page: Page, chrome: Browser, room: Room
) -> None:
    post_id = given(room, LIGHT)
    elsewhere = chrome.new_context(viewport=DESKTOP, locale="ko-KR")
    other = elsewhere.new_page()
    sit_down(page, room, OFFICE, path=f"?post={post_id}")
    sit_down(other, room, "minwon", path=f"?post={post_id}")
    page.locator("staff-answer textarea").fill("내일 고치겠습니다.")
    expect(other.locator("staff-answer")).to_be_visible()

    acted(page, "status", status="=in_progress", reason="현장에 나갑니다.")
    act(other, "extend", amount="2", kind="=site", reason="부품을 기다립니다.")

    dialog = other.locator("action-dialog dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[name=reason]")).to_have_value("부품을 기다립니다.")
    expect(other.locator(".meanwhile")).to_contain_text("건설교통실")
    expect(other.locator("[data-fresh=true]")).to_contain_text("현장에 나갑니다.")
    assert read(room.site, post_id)["extensions"] == 0

    dialog.locator("form .actions button").first.click()
    expect(dialog).to_be_hidden()
    expect(other.locator(".meanwhile")).to_have_count(0)
    assert read(room.site, post_id)["extensions"] == 1
    expect(page.locator("staff-answer textarea")).to_have_value("내일 고치겠습니다.")
    elsewhere.close()


@at_a_desk
def test_a_single_press_is_refused_as_well_when_another_was_faster(page: Page, room: Room) -> None:
    post_id = given(room, LIGHT)
    sit_down(page, room, OFFICE, path=f"?post={post_id}")
    page.locator("[data-action=acknowledge]").wait_for()
    room.clerk().call("POST", f"/v1/admin/posts/{post_id}/notes", {"text": "민원인이 전화로 재촉함"})
    page.locator("[data-action=acknowledge]").click()
    expect(page.locator(".meanwhile")).to_contain_text("내부 메모")
    expect(page.locator("[data-fresh=true]")).to_contain_text("민원인이 전화로 재촉함")
    page.locator("[data-action=acknowledge]").click()
    expect(page.locator("[data-action=acknowledge]")).to_have_count(0)
    expect(page.locator(".meanwhile")).to_have_count(0)

"""A clerk's day at the desk."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.client import wait_for
from tests import pictures
from tests.api.steps import complain, read
from tests.browser.desk import OFFICE, acted, at_a_desk, come_in, given, in_the_queue, sit_down
from tests.browser.people import on_a_phone
from tests.browser.screenshots import DESKTOP, PHONE
from tests.browser.test_access import AXE, LOOK, RULES
from tests.conftest import Room

LIGHT = "엄사네거리 가로등이 며칠째 꺼져 있어 밤길이 어둡습니다."
ROAD = "금암동 도로가 움푹 파여 차가 덜컹거립니다. 아스팔트를 메워 주세요."


def history(page: Page) -> Any:
    return page.locator("desk-history .timeline")


@at_a_desk
def test_a_clerk_comes_by_the_hosted_page_and_leaves_again(page: Page, room: Room) -> None:
    post_id = given(room, LIGHT)
    come_in(page, room, f"?post={post_id}")
    expect(page.locator("h1")).to_contain_text("가로등")
    page.get_by_role("button", name="로그아웃").click()
    expect(page.locator("staff-sign-in button")).to_be_visible()


@at_a_desk
def test_a_department_takes_a_complaint_on_notes_extends_and_answers(page: Page, room: Room) -> None:
    post_id = given(room, LIGHT)
    sit_down(page, room, OFFICE, path=f"?post={post_id}")
    page.locator("[data-action=acknowledge]").click()
    expect(page.locator("[data-action=acknowledge]")).to_have_count(0)
    acted(page, "note", text="업체에 부품 재고를 물어봄")
    expect(page.locator(".internal")).to_contain_text("업체에 부품 재고를 물어봄")
    due = read(room.site, post_id)["due_at"]
    acted(page, "extend", amount="3", kind="=site", reason="현장 조사가 필요합니다.")
    assert read(room.site, post_id)["due_at"] > due
    page.locator(".templates select").select_option(label="처리 완료")
    drafted = page.locator("staff-answer textarea").input_value()
    assert "건설교통실" in drafted
    assert "{" not in drafted
    page.locator("staff-answer select[name=status]").select_option("resolved")
    page.locator("staff-answer").get_by_role("button", name="답변 올리기").click()
    expect(page.locator(".page-head .status")).to_have_text("처리완료")
    expect(page.locator("staff-answer textarea")).to_have_value("")
    seen = read(room.site, post_id)
    assert seen["status"] == "resolved"
    assert "업체에 부품 재고" not in str(seen)  # notes stay inside


@at_a_desk
def test_a_department_sees_no_button_for_what_it_may_not_do(page: Page, room: Room) -> None:
    sit_down(page, room, OFFICE, path=f"?post={given(room, LIGHT)}")
    expect(page.locator("[data-action=giveBack]")).to_be_visible()
    for code in ("assign", "hide", "mask", "merge", "split", "identity", "block", "hideComment"):
        expect(page.locator(f"[data-action={code}]")).to_have_count(0)
    expect(page.get_by_role("link", name="관리")).to_have_count(0)
    page.get_by_role("link", name="처리할 민원").first.click()
    expect(page.locator("[data-view=open]")).to_be_visible()
    expect(page.locator("[data-view=check]")).to_have_count(0)


@at_a_desk
def test_the_complaint_team_routes_by_a_guess_till_the_arbiter_decides(page: Page, room: Room) -> None:
    post_id = given(room, LIGHT)
    sit_down(page, room, OFFICE, path=f"?post={post_id}")
    acted(page, "giveBack", reason="우리 부서가 맡은 시설이 아닙니다.")
    sit_down(page, room, "minwon", path="?view=unrouted")
    in_the_queue(page, post_id).wait_for()
    page.goto(f"{room.local.site}/staff/?post={post_id}")
    page.locator(".guesses").get_by_role("button", name="이 부서로").first.click()
    expect(page.locator(".guesses .badge")).to_have_text("지금 담당")
    assert read(room.site, post_id)["department"] == OFFICE
    expect(page.locator("post-routing .warning")).to_contain_text("어디로 보내든 전략기획감사실에서")
    page.locator("[data-action=assign]").click()
    expect(page.locator("action-dialog .warning")).to_contain_text("전략기획감사실")  # told before it is done
    page.keyboard.press("Escape")
    acted(page, "assign", department="=environment", reason="쓰레기 때문입니다.")
    assert read(room.site, post_id)["department"] == "planning-audit"  # the third change is the arbiter's to decide


@at_a_desk
def test_the_complaint_team_merges_hides_and_shows(page: Page, room: Room) -> None:
    twin, post_id = given(room, ROAD), given(room, ROAD)
    number = read(room.site, twin)["receipt_number"]
    sit_down(page, room, "minwon", path=f"?post={post_id}")
    page.locator("summary", has_text="더 보기").click()
    acted(page, "hide", kind="=rule", reason="광고가 섞여 있습니다.")
    expect(page.locator(".held")).to_contain_text("광고가 섞여 있습니다.")
    assert read(room.site, post_id)["text"] == ""
    acted(page, "show", reason="광고가 아니었습니다.")
    assert ROAD in read(room.site, post_id)["text"]
    acted(page, "merge", into=number, reason="같은 곳입니다.")
    expect(page.locator(".page-head .status")).to_have_text("병합")


@at_a_desk
def test_a_member_is_revealed_for_a_reason_only_and_the_history_says_so(page: Page, room: Room) -> None:
    sit_down(page, room, "minwon", path=f"?post={given(room, LIGHT)}")
    page.locator("[data-action=identity]").click()
    dialog = page.locator("action-dialog dialog")
    dialog.locator("form .actions button").first.click()
    expect(dialog).to_contain_text("꼭 적어 주세요")
    dialog.locator("[name=reason]").fill("현장에서 만나기로 했습니다.")
    dialog.locator("form .actions button").first.click()
    expect(dialog.locator(".result")).to_contain_text("시험하는 시민")
    dialog.get_by_role("button", name="닫기").click()
    expect(history(page)).to_contain_text("현장에서 만나기로 했습니다.")


@at_a_desk
def test_a_part_of_a_photo_is_blurred(page: Page, room: Room) -> None:
    citizen = room.citizen()
    photo = citizen.upload(pictures.jpeg(800, 600))
    post_id = complain(citizen, text=LIGHT, photos=[photo])
    wait_for(lambda: read(citizen, post_id)["photos"][0]["state"] == "ready", "the photo")
    sit_down(page, room, "minwon", path=f"?post={post_id}")
    page.locator("[data-action=blur]").click()
    canvas = page.locator("blur-photo canvas")
    box = wait_for(canvas.bounding_box, "the photo's place")
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    canvas.press("Enter")  # and once more, where the keys have the frame
    page.locator("blur-photo [name=reason]").fill("차량 번호가 보입니다.")
    page.locator("blur-photo").get_by_role("button", name="가린 사진으로 바꾸기").click()
    expect(page.locator("blur-photo")).to_have_count(0)
    expect(history(page)).to_contain_text("사진의 일부를 가렸습니다")
    wait_for(lambda: read(citizen, post_id)["photos"][0]["id"] != photo, "the blurred photo")


@at_a_desk
def test_several_posts_are_ordered_at_once_and_each_refusal_is_told(page: Page, room: Room) -> None:
    first, second = given(room, ROAD), given(room, ROAD)
    sit_down(page, room, "minwon", path=f"?department={OFFICE}")
    for post_id in (first, second):
        in_the_queue(page, post_id).locator(".pick input").check()
    # Between the look and the order another closes one of them.
    room.clerk(OFFICE).call("POST", f"/v1/admin/posts/{second}/comments", {"text": "메웠습니다.", "status": "resolved"})
    page.locator(".batch").get_by_role("button", name="상태 바꾸기").click()
    dialog = page.locator("action-dialog dialog")
    dialog.locator("[name=status]").select_option("declined")
    dialog.locator("[name=reason]").fill("시의 도로가 아닙니다.")
    dialog.locator("form .actions button").first.click()
    expect(dialog.locator(".result")).to_contain_text("1건 처리했습니다")
    expect(dialog.locator(".refused li")).to_contain_text(read(room.site, second)["receipt_number"])
    dialog.get_by_role("button", name="닫기").click()
    expect(page.locator(f"[data-id='{first}']")).to_have_count(0)


@at_a_desk
def test_keys_move_select_and_answer_but_never_while_one_types(page: Page, room: Room) -> None:
    given(room, ROAD)
    given(room, LIGHT)
    sit_down(page, room, OFFICE)
    page.locator(".queue li").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".queue li").nth(1).locator("h2 a")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(".queue li").nth(1).locator("input")).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("staff-post h1")).to_be_visible()
    page.locator("staff-answer textarea").wait_for()
    page.keyboard.press("r")
    expect(page.locator("staff-answer textarea")).to_be_focused()
    page.keyboard.type("j?u")
    expect(page.locator("staff-answer textarea")).to_have_value("j?u")
    page.locator("h1").click()
    page.keyboard.press("?")
    page.get_by_label("단축키 사용").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.locator("staff-answer textarea")).not_to_be_focused()


@at_a_desk
def test_what_is_typed_outlives_the_end_of_the_session(page: Page, room: Room) -> None:
    post_id = given(room, LIGHT)
    sit_down(page, room, OFFICE, path=f"?post={post_id}")
    page.locator("staff-answer textarea").fill("내일 오전에 전구를 바꾸겠습니다.")
    page.evaluate("sessionStorage.setItem('room.token', JSON.stringify('spent'))")
    page.locator("staff-answer").get_by_role("button", name="답변 올리기").click()
    expect(page.locator("session-end")).to_contain_text("다시 로그인")
    token = room.staff_token(OFFICE)
    page.evaluate("token => sessionStorage.setItem('room.token', JSON.stringify(token))", token)
    page.reload()
    expect(page.locator("staff-answer textarea")).to_have_value("내일 오전에 전구를 바꾸겠습니다.")


@at_a_desk
def test_a_session_that_ends_soon_goes_on_where_one_is(page: Page, room: Room) -> None:
    come_in(page, room)
    page.locator(".queue > li").first.wait_for()
    page.evaluate(ENDS_SOON)
    page.evaluate("window.stayed = document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("session-end")).to_contain_text("5분 뒤에")
    page.get_by_role("button", name="로그인 이어 가기").click()
    expect(page.locator("session-end button")).to_have_count(0)
    assert page.evaluate("window.stayed")


# The page reads the end of its session from its token; who is asked with it checks the signature.
ENDS_SOON = """() => {
  const [head, claims, seal] = JSON.parse(sessionStorage.getItem('room.token')).split('.');
  const known = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
  const soon = btoa(JSON.stringify({ email: known.email, exp: Math.floor(Date.now() / 1000) + 290 }));
  sessionStorage.setItem('room.token', JSON.stringify([head, soon, seal].join('.')));
}"""


@on_a_phone
def test_an_account_without_a_department_is_told_so(page: Page, room: Room) -> None:
    sit_down(page, room)
    expect(page.locator("no-group h1")).to_contain_text("부서가 정해지지 않은 계정")


@at_a_desk
def test_an_admin_sees_the_figures_takes_a_month_away_and_checks_the_profile(page: Page, room: Room) -> None:
    given(room, LIGHT)
    sit_down(page, room, "admin", path="?page=figures")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV 받기").click()
    assert "GR-" in download.value.path().read_text("utf-8-sig")
    page.get_by_role("link", name="관리").click()
    expect(page.locator("staff-admin")).to_contain_text("도시 설정 점검")


# Whoever works at the desk with a screen reader, a keyboard, or a magnifier.

VIEWS = {
    "?department=construction-traffic": (".queue li", None),
    "?post={post}": ("staff-answer textarea", None),
    "?post={post}#dialog": ("staff-answer textarea", "extend"),
    "?page=figures": ("month-export", None),
    "?page=admin": ("staff-admin h2", None),
}


@pytest.fixture(scope="module")
def worked_on(room: Room) -> str:
    post_id = given(room, LIGHT, location={"lat": 36.287, "lon": 127.233, "address": "엄사네거리"})
    room.clerk().call("POST", f"/v1/admin/posts/{post_id}/notes", {"text": "내일 현장에 나가 봄"})
    return post_id


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_has_nothing_to_say_of_the_desk(chrome: Browser, room: Room, worked_on: str, view: str, size: Any) -> None:
    context = chrome.new_context(viewport=size, locale="ko-KR", reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    complete, button = VIEWS[view]
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        sit_down(page, room, "admin", "minwon", path=view.format(post=worked_on))
        page.locator(complete).first.wait_for()
        if button:
            page.locator(f"[data-action={button}]").first.click()
        page.evaluate(AXE)
        assert page.evaluate(LOOK, {"runOnly": RULES if scheme == "light" else ["color-contrast"]}) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()

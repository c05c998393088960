"""Reading the room: the list without end, a post with its photos, passing it on."""

import io
import re
import subprocess
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from infra import ROOT
from infra.client import wait_for
from tests import pictures
from tests.browser.people import HOSTILE, become, on_a_phone, stays_text
from tests.conftest import Room

MANY = 45
DECODE = """
import decode from 'qr/decode.js';
const [width, height] = process.argv.slice(1).map(Number);
const chunks = []; for await (const chunk of process.stdin) chunks.push(chunk);
console.log(decode({ width, height, data: new Uint8Array(Buffer.concat(chunks)) }));
"""


@pytest.fixture(scope="module")
def many(room: Room) -> str:
    """The address of a list of many posts."""
    author = room.citizen("행사 알림이")
    for number in range(MANY):
        author.post(text=f"{number + 1}번째 마을 장터가 토요일에 열립니다. 놀러 오세요.", tag="행사안내")
    return f"{room.local.site}/?tag=행사안내"


@pytest.fixture(scope="module")
def mended(room: Room) -> dict[str, Any]:
    """A post of three photos that was resolved with a photo."""
    author, clerk = room.citizen("다리 건너는 이"), room.clerk()
    photos = [author.upload(pictures.jpeg(640, 480 + 20 * number)) for number in range(3)]
    post = author.post(text="나무 다리 판자가 부서졌습니다. 아이들이 위험합니다.", tag="생활불편신고", photos=photos)
    after = clerk.upload(pictures.jpeg(640, 480), path="/v1/admin/photos")

    def shown() -> dict[str, Any]:
        return dict(author.call("GET", f"/v1/posts/{post['id']}"))

    wait_for(lambda: shown()["due_at"] and all(photo["state"] == "ready" for photo in shown()["photos"]), "photos")
    answer = {"text": "판자를 교체했습니다.", "status": "resolved", "photos": [after]}
    clerk.call("POST", f"/v1/admin/posts/{post['id']}/comments", answer)
    wait_for(lambda: shown()["thread"][-1]["photos"][0]["state"] == "ready", "the photo of the answer")
    return {**post, "author": author, "clerk": clerk}


def test_the_list_goes_on_by_itself_and_is_found_where_it_was_left(page: Page, room: Room, many: str) -> None:
    page.goto(many)
    cards = page.locator("post-card")
    expect(cards).to_have_count(20)
    cards.last.scroll_into_view_if_needed()
    expect(cards).to_have_count(40)
    cards.nth(30).scroll_into_view_if_needed()
    left = page.evaluate("scrollY")
    cards.nth(30).locator("a").first.click()
    page.locator("post-thread").wait_for()
    page.go_back()
    wait_for(lambda: page.evaluate("scrollY") == left, "the place in the list")
    assert cards.count() >= 40
    expect(cards.nth(30).locator("a").first).to_be_focused()
    page.goto(f"{room.local.site}/staff/")
    page.go_back()
    wait_for(lambda: page.evaluate("scrollY") == left, "the place in the list, after the page was left")


@on_a_phone
def test_the_list_goes_on_by_a_button_too(page: Page, many: str) -> None:
    page.add_init_script("window.IntersectionObserver = class { observe() {} disconnect() {} }")
    page.goto(many)
    more = page.get_by_role("button", name="더 보기")
    more.press("Enter")
    expect(page.locator("post-card")).to_have_count(40)
    expect(page.locator("#news")).to_have_text("글 20개를 더 불러왔습니다.")


def test_a_card_says_which_department_has_it(page: Page, room: Room, mended: dict[str, Any]) -> None:
    page.goto(room.local.site + "/?status=resolved")
    card = page.locator("post-card", has_text="나무 다리 판자").first
    expect(card.locator(".department")).not_to_be_empty()


def test_photos_are_looked_through_by_keyboard(page: Page, room: Room, mended: dict[str, Any]) -> None:
    page.goto(room.local.site + mended["url"])
    opener = page.locator("post-view post-photos .photos[data-count='3'] a").nth(1)
    opener.focus()
    page.keyboard.press("Enter")
    viewer = page.locator("dialog.viewer")
    expect(viewer).to_contain_text("2 / 3")
    expect(viewer.locator("img")).to_have_attribute("alt", re.compile("사진 2$"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("3 / 3")
    page.keyboard.press("ArrowLeft")
    expect(viewer).to_contain_text("2 / 3")
    enlarge = viewer.get_by_role("button", name="더 크게")
    enlarge.press("Enter")
    expect(enlarge).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(opener).to_be_focused()


def test_before_and_after_stand_side_by_side(page: Page, room: Room, mended: dict[str, Any]) -> None:
    page.goto(room.local.site + mended["url"])
    before, after = page.locator("before-after figure").first, page.locator("before-after figure").last
    expect(before).to_contain_text("처리 전")
    expect(after).to_contain_text("처리 후")
    first, second = before.bounding_box(), after.bounding_box()
    assert first
    assert second
    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]
    expect(page.locator(".comment.by-staff .mark").last).to_have_text("부서 답변")


def test_the_link_and_the_code_lead_to_the_post(page: Page, room: Room, mended: dict[str, Any]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(room.local.site + mended["url"])
    page.get_by_role("button", name="공유").click()
    expect(page.locator("share-post")).to_contain_text("주소를 복사했습니다")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{room.local.site}/s/{mended['id']}"
    page.get_by_role("button", name="QR 코드").click()
    assert decoded(page.locator("qr-code svg").screenshot()) == link
    page.goto(link)
    page.wait_for_url(room.local.site + mended["url"])
    assert 'property="og:title"' in page.context.request.get(link).text()


def decoded(png: bytes) -> str:
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    asked = ["node", "--input-type=module", "-e", DECODE, "--", str(image.width), str(image.height)]
    read = subprocess.run(asked, input=image.tobytes(), capture_output=True, check=True, cwd=ROOT / "infra")
    return read.stdout.decode().strip()


def test_paper_has_the_answers_and_the_code_but_no_buttons(page: Page, room: Room, mended: dict[str, Any]) -> None:
    page.goto(room.local.site + mended["url"])
    page.locator("qr-code").wait_for(state="attached")
    page.emulate_media(media="print")
    expect(page.locator("qr-code svg")).to_be_visible()
    expect(page.locator("post-thread")).to_contain_text("판자를 교체했습니다.")
    expect(page.locator(".facts").first).to_contain_text(re.compile(r"GR-\d{4}-\d{6}"))
    assert page.get_by_role("button").count() == 0


@on_a_phone
def test_its_author_mends_a_post_and_takes_it_back(page: Page, room: Room) -> None:
    author = room.citizen("고쳐 쓰는 이")
    post = author.post(text="체육관 앞 보도블록이 깨져 있습니다.", tag="생활불편신고")
    become(page, author)
    page.goto(room.local.site + post["url"])
    page.get_by_role("button", name="고치기").click()
    page.locator("#own-text").fill("시민체육관 정문 앞 보도블록이 깨져 있습니다.")
    page.locator("own-post #address").fill("시민체육관 정문")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("시민체육관 정문 앞 보도블록이 깨져 있습니다.")
    expect(page.locator(".facts").first).to_contain_text("시민체육관 정문")
    page.get_by_role("button", name="고치기").click()
    page.locator("own-post #address").fill("")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("own-post form")).to_have_count(0)
    expect(page.locator(".facts").first).not_to_contain_text("시민체육관 정문")
    page.get_by_role("button", name="취하하기").click()
    page.locator("#own-reason").fill("벌써 고쳐졌습니다.")
    page.get_by_role("button", name="취하하기").click()
    expect(page.locator("post-timeline")).to_contain_text("벌써 고쳐졌습니다.")
    expect(page.locator("own-post section, .say")).to_have_count(0)


@on_a_phone
def test_words_of_others_stay_text(page: Page, room: Room) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    author = room.citizen("<b>{{7*7}}</b>")
    post = author.post(text=HOSTILE, title=HOSTILE[:100], tag="생활불편신고", location={"address": HOSTILE[:200]})
    author.call("POST", f"/v1/posts/{post['id']}/comments", {"text": HOSTILE})
    room.clerk().call("POST", f"/v1/admin/posts/{post['id']}/comments", {"text": HOSTILE})
    page.goto(room.local.site)
    expect(page.locator("post-card", has_text="위험한 글").first).to_be_visible()
    stays_text(page)
    page.goto(room.local.site + post["url"])
    expect(page.locator("post-thread .by-staff")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator("post-view .text").first).to_contain_text("{{7*7}} ${7*7}")
    stays_text(page)
    assert dialogs == []


@on_a_phone
def test_a_post_that_is_not_there_says_so_and_offers_the_code(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/posts/01M86D4XK07P16YNJNDDQVFGDA")
    expect(page.get_by_role("heading", level=1)).to_have_text("글을 찾을 수 없습니다")
    expect(page.locator("#code")).to_be_visible()
    assert "글을 찾을 수 없습니다" in page.title()


@on_a_phone
def test_a_comment_with_a_photo_arrives_and_shows_it(page: Page, room: Room) -> None:
    post = room.citizen().post(text="놀이터 그네 줄이 닳아 끊어질 것 같습니다.", tag="생활불편신고")
    become(page, room.citizen("그네 타는 이"))
    page.goto(room.local.site + post["url"])
    page.get_by_role("button", name="사진 고르기").click()
    photo = {"name": "그네.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg(640, 480)}
    page.locator("photo-picker input[multiple]").set_input_files([photo])  # type: ignore[list-item]
    expect(page.locator(".item img")).to_have_count(1)
    page.locator("#say").fill("저도 보았습니다. 오늘은 더 닳았습니다.")
    page.get_by_role("button", name="댓글 올리기").click()
    expect(page.locator("post-comment", has_text="더 닳았습니다").locator("img")).to_be_visible(timeout=45_000)
    expect(page.locator("photo-picker")).to_have_count(0)


@on_a_phone
def test_a_comment_outlives_a_reload_until_it_is_posted(page: Page, room: Room) -> None:
    post = room.citizen().post(text="시장 입구 배수구에서 냄새가 납니다.", tag="생활불편신고")
    become(page, room.citizen("장 보는 이"))
    page.goto(room.local.site + post["url"])
    page.locator("#say").fill("비가 오면 더 심합니다.")
    page.reload()
    expect(page.locator("#say")).to_have_value("비가 오면 더 심합니다.")
    page.get_by_role("button", name="댓글 올리기").click()
    expect(page.locator("post-comment")).to_contain_text(["비가 오면 더 심합니다."])
    page.reload()
    expect(page.locator("#say")).to_have_value("")


@on_a_phone
def test_who_reads_by_the_code_is_offered_only_what_works(page: Page, room: Room) -> None:
    secret = room.citizen().post(text="이웃집 소음 때문에 잠을 못 잡니다.", tag="생활불편신고", private_to_staff=True)
    page.goto(room.local.site + secret["url"])
    page.locator("#code").fill("WRONG-CODE")
    page.get_by_role("button", name="열기").click()
    expect(page.locator("#code")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("이 조회 코드로는 열 수 없습니다")
    page.locator("#code").fill(secret["lookup_code"])
    page.get_by_role("button", name="열기").click()
    expect(page.locator("post-thread")).to_be_visible()
    expect(page.locator("#say, post-actions")).to_have_count(0)


@on_a_phone
def test_another_filter_leaves_the_old_problem_behind(page: Page, room: Room, many: str) -> None:
    page.add_init_script("window.IntersectionObserver = class { observe() {} disconnect() {} }")
    page.context.route("**/v1/posts?*cursor=*", lambda route: route.abort())
    page.goto(many)
    page.get_by_role("button", name="더 보기").click()
    expect(page.locator("list-more .problem")).to_be_visible()
    page.get_by_role("link", name="전체", exact=True).first.click()
    expect(page.get_by_role("button", name="더 보기")).to_be_visible()
    expect(page.locator("list-more .problem")).to_have_count(0)


@on_a_phone
def test_who_leaves_takes_along_the_lists_of_this_tab(page: Page, room: Room) -> None:
    author = room.citizen("조용히 떠나는 이")
    author.post(text="남에게 말하지 못할 일로 상담을 받고 싶습니다.", tag="생활불편신고", private_to_staff=True)
    me = author.call("GET", "/v1/members/me")["id"]
    page.goto(room.local.site)
    known = {"member": {"id": me, "nickname": "조용히 떠나는 이"}, "token": author.token}
    page.evaluate("known => localStorage.setItem('room.member', JSON.stringify(known))", known)
    page.goto(f"{room.local.site}/?author={me}")
    expect(page.locator("post-card")).to_contain_text(["상담을 받고 싶습니다"])
    page.goto(f"{room.local.site}/me")
    assert "상담" in page.evaluate("sessionStorage.getItem('room.lists')")
    page.get_by_role("button", name="탈퇴하기").click()
    page.locator("member-leave .grave").click()
    wait_for(lambda: page.evaluate("sessionStorage.getItem('room.lists')") is None, "the lists' end")


@on_a_phone
def test_a_tap_is_answered_while_its_view_is_on_the_line(page: Page, room: Room) -> None:
    held: list[Route] = []
    page.context.route("**/assets/writing-*.js", lambda route: held.append(route))
    page.goto(room.local.site)
    page.locator("post-card, .notice").first.wait_for()
    page.locator("a[href='/write']:visible").first.click()
    expect(page.locator("main[aria-busy=true] .skeleton")).to_be_visible()
    expect(page.locator("#news")).to_have_text("불러오는 중입니다")
    held[0].continue_()
    expect(page.locator("#text")).to_be_visible()
    expect(page.locator("main[aria-busy]")).to_have_count(0)

"""What a citizen and a clerk do in the browser, on the deployed room."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from infra.client import wait_for
from tests import pictures
from tests.browser.desk import come_in, in_the_queue
from tests.conftest import Room

TEXT = "금암동 공영주차장 앞 가로등이 사흘째 꺼져 있어 밤길이 무섭습니다."


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "가로등.jpg"
    path.write_bytes(pictures.jpeg(600, 800, orientation=6, gps=True))
    return path


def write(page: Page, room: Room, text: str = TEXT, *photos: Path, nickname: str = "밤길 걷는 이") -> str:
    """Posts through the page; returns the post's address."""
    fill(page, room, text, nickname)
    page.locator("#address").fill("금암동 공영주차장 앞")
    if photos:
        page.locator("photo-picker input[type=file]").first.set_input_files(list(photos))
    page.get_by_role("button", name="올리기").click()
    receipt = page.locator("receipt-note")
    expect(receipt).to_contain_text(re.compile(r"GR-\d{4}-\d{6}"))
    expect(receipt).to_contain_text(re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}"))
    return str(receipt.locator("a[href^='/posts/']").first.get_attribute("href"))


def fill(page: Page, room: Room, text: str, nickname: str) -> None:
    page.goto(f"{room.local.site}/write")
    page.locator("#text").fill(text)
    page.locator("tag-field label", has_text="생활불편신고").click()
    page.locator("#nickname").fill(nickname)


def test_a_post_with_a_photo_travels_the_whole_way(page: Page, room: Room, photo: Path) -> None:
    address = write(page, room, TEXT, photo)
    page.goto(room.local.site + address)
    expect(page.get_by_text(TEXT).first).to_be_visible()
    expect(page.locator("post-progress")).to_contain_text("이관", timeout=30_000)
    picture = page.locator("post-photo img").first
    expect(picture).to_be_visible(timeout=30_000)
    wait_for(lambda: picture.evaluate("image => image.complete && image.naturalWidth"), "the rendition")
    assert picture.evaluate("image => image.naturalHeight > image.naturalWidth")  # upright, as it was held
    room.clerk().call(
        "POST", f"/v1/admin{address}/comments", {"text": "가로등 전구를 교체했습니다.", "status": "resolved"}
    )
    page.reload()
    expect(page.locator("post-thread")).to_contain_text("가로등 전구를 교체했습니다.")
    expect(page.locator("post-view")).to_contain_text("처리완료")


def test_the_list_shows_a_new_post_first(page: Page, room: Room) -> None:
    write(page, room, f"{TEXT} 목록에서도 보여야 합니다.")
    page.goto(room.local.site)
    expect(page.locator("post-card").first).to_contain_text("가로등이 사흘째")


def test_an_error_of_the_room_stands_beside_its_field(page: Page, room: Room) -> None:
    fill(page, room, TEXT + " #행정상담", "두 태그")
    page.get_by_role("button", name="올리기").click()
    expect(page.locator("tag-field")).to_contain_text("태그는 하나만 쓸 수 있습니다")


def test_a_nickname_of_the_city_is_refused_in_words(page: Page, room: Room) -> None:
    fill(page, room, TEXT, "민원팀")
    page.get_by_role("button", name="올리기").click()
    expect(page.locator("form.write")).to_contain_text("오해할 수 있어")


def test_what_was_written_survives_a_reload(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/write")
    page.locator("#text").fill(TEXT)
    page.reload()
    expect(page.locator("#text")).to_have_value(TEXT)


def test_nothing_that_a_citizen_typed_becomes_html(page: Page, room: Room) -> None:
    hostile = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script> 위험한 글"
    citizen = room.citizen("<b>굵은 이름</b>")
    posted = citizen.post(text=hostile, title=hostile, tag="시민대화", location={"address": hostile})
    citizen.call("POST", f"/v1/posts/{posted['id']}/comments", {"text": hostile})
    page.goto(room.local.site + posted["url"])
    expect(page.locator("post-thread")).to_contain_text("<script>")
    assert page.locator("post-view b, post-view script, post-view img[src='x']").count() == 0
    assert page.title() != "broken"


def test_a_comment_and_a_support_need_a_nickname_only(page: Page, room: Room) -> None:
    posted = room.citizen().post(text="시민체육관 앞 보도블록이 깨져 있습니다.", tag="생활불편신고")
    page.goto(room.local.site + posted["url"])
    page.locator("#say").fill("저도 어제 넘어질 뻔했습니다.")
    page.locator("post-thread").get_by_role("button").last.click()
    page.locator("dialog input[name=nickname]").fill("지나가던 이웃")
    page.locator("dialog").get_by_role("button").first.click()
    expect(page.locator("post-thread")).to_contain_text("저도 어제 넘어질 뻔했습니다.")
    expect(page.locator("post-thread")).to_contain_text("지나가던 이웃")


def test_a_clerk_signs_in_and_answers(page: Page, room: Room) -> None:
    posted = room.citizen().post(text="신도안면 놀이터 그네 줄이 끊어져 아이가 다칠 뻔했습니다.", tag="생활불편신고")
    come_in(page, room)
    expect(in_the_queue(page, posted["id"])).to_contain_text("그네 줄이 끊어져")
    page.goto(f"{room.local.site}/staff/?post={posted['id']}")
    page.locator("staff-answer textarea").fill("그네 사용을 막고 줄을 주문했습니다.")
    page.locator("staff-answer").get_by_role("button").last.click()
    expect(page.locator("staff-post")).to_contain_text("그네 사용을 막고 줄을 주문했습니다.")


def test_the_page_speaks_english_on_request(page: Page, room: Room) -> None:
    page.goto(room.local.site)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name=re.compile("Write|Post", re.I)).first).to_be_visible()

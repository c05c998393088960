"""What tells the same: shown to whoever reads, merged by a clerk with one press, and a campaign as one row."""

from typing import Any

from playwright.sync_api import Page, expect

from infra.client import wait_for
from tests.api.steps import complain, read, routed
from tests.api.test_queue import queue
from tests.browser.desk import at_a_desk, given, in_the_queue, sit_down
from tests.browser.people import on_a_phone
from tests.conftest import Room

HERE = {"lat": 36.3101, "lon": 127.2201, "address": "엄사면 도곡리 마을 입구"}
DITCH = "도곡리 마을 입구 배수로가 막혀서 비만 오면 길이 물바다가 됩니다."
AGAIN = "배수로가 낙엽으로 막혀 물이 넘칩니다. 도곡리 마을 입구요."
TREE = "느티나무 그늘을 지켜 주세요. 마을 회관 앞 느티나무를 베는 공사 계획을 다시 살펴 주시고 주민 설명회를 열어 주시기 바랍니다."


def in_queue(room: Room, posted: list[str]) -> list[dict[str, Any]]:
    return [card for card in queue(room.clerk())["posts"] if card["id"] in posted]


@on_a_phone
def test_a_post_leads_to_its_like(page: Page, room: Room) -> None:
    citizen = room.citizen()
    first, second = complain(citizen, text=DITCH, location=HERE), complain(citizen, text=AGAIN, location=HERE)
    page.goto(f"{room.local.site}/posts/{second}")
    like = page.locator(f"post-similar a[href='/posts/{first}']")
    expect(like).to_contain_text("배수로가 막혀서")
    like.click()
    expect(page.locator("h1")).to_contain_text("배수로가 막혀서")
    expect(page.locator(f"post-similar a[href='/posts/{second}']")).to_be_visible()


@at_a_desk
def test_a_twin_is_merged_with_one_press_and_one_to_confirm(page: Page, room: Room) -> None:
    road = {"lat": 36.3151, "lon": 127.2151}
    into = given(room, "포트홀이 생겨 차가 덜컹거립니다. 도로를 메워 주세요.", location=road)
    twin = given(room, "도로가 움푹 파여 포트홀이 됐어요. 타이어 터지겠어요.", location=road)
    number = read(room.site, into)["receipt_number"]
    sit_down(page, room, "minwon", path=f"?post={twin}")
    page.locator(".twins-list li", has_text=number).get_by_role("button", name="이 글로 병합").click()
    dialog = page.locator("action-dialog dialog")
    expect(dialog).to_contain_text(number)
    assert read(room.site, twin)["status"] == "transferred"  # till it is confirmed
    dialog.get_by_role("button", name="이 글로 병합").click()
    expect(dialog.locator(".result")).to_contain_text("글을 합쳤습니다")
    dialog.get_by_role("button", name="닫기").click()
    expect(page.locator(".page-head .status")).to_have_text("병합")
    expect(page.locator(".twins-list li", has_text=number)).to_have_count(1)
    expect(page.locator(".twins-list")).to_contain_text("합쳐진 글")
    assert read(room.site, twin)["links"] == [{"kind": "merged_into", "post_id": into}]


@at_a_desk
def test_a_campaign_opens_and_is_picked_as_one(page: Page, room: Room) -> None:
    posted = [complain(room.citizen(f"느티 {n}"), text=f"{TREE} {n}번 주민", tag="시정문의") for n in range(4)]
    for post_id in posted:
        routed(room.api, post_id)
    cards = wait_for(lambda: (found := in_queue(room, posted)) and found[0]["alike"] == 3 and found, "the queue")
    first, *others = cards[0]["id"], *(one for one in posted if one != cards[0]["id"])
    sit_down(page, room, "minwon", path="?view=open")
    row = in_the_queue(page, first)
    fold = row.locator("xpath=following-sibling::li[1]")
    expect(page.locator(f"[data-id='{others[0]}']")).to_have_count(0)
    fold.get_by_role("button", name="같은 글 4건").click()
    expect(page.locator(f"[data-id='{others[-1]}'][data-behind=true]")).to_contain_text("느티나무")
    fold.get_by_role("button", name="모두 고르기").click()
    expect(page.locator(".batch")).to_contain_text("4건 골랐습니다")

"""axe finds nothing to mend on any view, in light and dark, on the phone and at the desk."""

import json
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from infra import ROOT
from infra.client import Client, wait_for
from tests.browser.screenshots import DESKTOP, PHONE, draw_tiles
from tests.conftest import Room

AXE = (ROOT / "infra" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEXT = "향적산 등산로 입구 안내판이 쓰러져 길을 막고 있습니다. 다시 세워 주세요."
# A view, and what stands there once it is complete.
VIEWS = {
    "/": "post-card",
    "/?view=map": "room-map",
    "/?tag=행사안내&status=merged": ".notice",
    "/search?q=안내판": "search-view mark",
    "/posts/{post}": "post-thread",
    "/posts/{answered}": "last-word button",
    "/posts/{hidden}": "post-hidden button",
    "/posts/{another}": "post-links a",
    "/posts/00000000000000000000000000": "#code",
    "/write": "tag-field label",
    "/me": "member-leave button",
    "/me/posts": "follows-view .card",
    "/me/alerts": "alert-watches select",
    "/about": "about-view h2",
    "/stats": "figure-charts .share",
    "/api#add_post": "api-operation pre",
    "/unsubscribe?token=x": "unsubscribe-view button",
    "/nowhere": "missing-view h1",
    "/staff/": "staff-sign-in button",
}


# What a press opens: the view, the button, and what stands there then.
OPENED = {
    "the code to scan": ("/posts/{post}", "QR 코드 · 인쇄", "qr-code svg"),
    "what is still wrong": ("/posts/{answered}", "아직이에요", "#verdict-text"),
    "an appeal": ("/posts/{hidden}", "이의 제기하기", "#appeal-text"),
    "a report": ("/posts/{another}", "글 신고", "report-dialog dialog[open]"),
    "mending one's post": ("/posts/{post}", "고치기", "#own-text"),
    "a place on the map": ("/write", "지도에서 고르기", "place-picker .leaflet-container"),
    "an area on the map": ("/me/alerts", "지도에서 고르기", "area-map .leaflet-container"),
}


@pytest.fixture(scope="module")
def joined(room: Room) -> dict[str, Any]:
    """What the page keeps of a member; she has written posts, and the desk has worked on some. Two are another's."""
    answer: dict[str, Any] = room.api.call("POST", "/v1/members", {"nickname": "산길 걷는 이"})
    place = {"lat": 36.29, "lon": 127.21, "address": "향적산 입구"}
    sent = room.api.as_(answer["token"]).post(text=TEXT, tag="생활불편신고", location=place)
    wait_for(lambda: room.api.call("GET", "/v1/stats")["total"]["posts"], "the figures")
    return answer | {"post": sent["id"]} | worked_on(room, room.api.as_(answer["token"]))


def worked_on(room: Room, author: Client) -> dict[str, str]:
    clerk, other = room.clerk(), room.citizen("들길 걷는 이")
    posts = {
        "answered": author.post(text="두계천 가로등이 꺼져 있습니다.", tag="생활불편신고")["id"],
        "hidden": author.post(text="옆 가게가 길에 물건을 쌓아 둡니다.", tag="생활불편신고")["id"],
        "another": other.post(text="향적산 약수터 물이 나오지 않습니다.", tag="생활불편신고")["id"],
        "twin": other.post(text="향적산 약수터가 말랐습니다. 살펴 주세요.", tag="생활불편신고")["id"],
    }
    for post_id in posts.values():
        wait_for(lambda post_id=post_id: author.call("GET", f"/v1/posts/{post_id}")["due_at"], "routing")  # type: ignore[misc]
    orders = (
        ("answered", "comments", {"text": "전구를 갈았습니다.", "status": "resolved"}),
        ("hidden", "hiding", {"kind": "rights", "reason": "가게 주인이 사실이 아니라고 알려 왔습니다."}),
        ("twin", "merge", {"into": posts["another"], "reason": "같은 약수터입니다."}),
    )
    for post, order, body in orders:
        clerk.call("POST", f"/v1/admin/posts/{posts[post]}/{order}", body)
    return posts


@pytest.fixture(scope="module", params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(chrome: Browser, joined: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chrome.new_context(
        viewport=request.param, locale="ko-KR", reduced_motion="reduce", service_workers="block"
    )
    context.add_init_script(f"localStorage.setItem('room.member', {json.dumps(json.dumps(joined))})")
    context.set_default_timeout(15_000)
    draw_tiles(context)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_axe_has_nothing_to_say(page: Page, room: Room, joined: dict[str, Any], view: str) -> None:
    address = room.local.site + view.format(**joined)
    assert findings(page, address, VIEWS[view], "light", RULES) == []
    assert findings(page, address, VIEWS[view], "dark", ["color-contrast"]) == []


@pytest.mark.parametrize("opened", OPENED)
def test_axe_has_nothing_to_say_of_what_a_press_opens(
    page: Page, room: Room, joined: dict[str, Any], opened: str
) -> None:
    view, button, complete = OPENED[opened]
    page.goto(room.local.site + view.format(**joined))
    page.get_by_role("button", name=button).first.click()
    page.locator(complete).first.wait_for()
    page.evaluate(AXE)
    assert page.evaluate(LOOK, {"runOnly": RULES}) == []


def findings(page: Page, address: str, complete: str, scheme: Literal["light", "dark"], rules: list[str]) -> list[Any]:
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.locator(complete).first.wait_for()
    page.evaluate(AXE)
    found: list[Any] = page.evaluate(LOOK, {"runOnly": rules})
    return found


LOOK = """async (options) => {
  await Promise.all(document.getAnimations().map(({finished}) => finished));  // colours fade into one another
  const { violations } = await axe.run(options);
  return violations.map(({id, nodes}) => [id, nodes.map(({html, failureSummary}) => [html, failureSummary])]);
}"""

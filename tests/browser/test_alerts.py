"""Being told: what is unread, new posts of a tag, this device."""

import json
import re

from playwright.sync_api import Page, expect

from infra.client import wait_for
from tests.browser.people import become, on_a_phone
from tests.conftest import Room

ENDPOINT = "https://fcm.googleapis.com/fcm/send/a-browser-of-the-test"
# A browser with a push service, that asks nobody.
PUSHES = """
window.asked = 0;
let held = null;
const made = { toJSON: () => (SUBSCRIPTION), unsubscribe: async () => { held = null; return true; } };
const pushManager = { getSubscription: async () => held, subscribe: async (options) => {
  window.key = options.applicationServerKey.length; held = made; return made; } };
Object.defineProperty(navigator, 'serviceWorker', { value: Object.assign(new EventTarget(), {
  ready: Promise.resolve({ pushManager }), getRegistration: async () => ({ pushManager }), register: async () => {} }) });
window.Notification = { permission: 'PERMISSION', requestPermission: async () => { window.asked += 1; return 'ANSWER'; } };
if (SUBSCRIBED) held = made;
"""


def subscription(room: Room, endpoint: str = ENDPOINT) -> dict[str, object]:
    point = room.site.call("GET", "/v1/city")["push_key"]  # any point of the curve will do
    return {"endpoint": endpoint, "keys": {"p256dh": point, "auth": "A" * 22}}


def with_pushes(
    page: Page, room: Room, permission: str = "default", answer: str = "granted", *, subscribed: bool = False
) -> None:
    made = PUSHES.replace("SUBSCRIPTION", json.dumps(subscription(room)))
    asking = made.replace("PERMISSION", permission).replace("ANSWER", answer)
    page.add_init_script(asking.replace("SUBSCRIBED", str(subscribed).lower()))


def test_unread_marks_come_and_go(page: Page, room: Room) -> None:
    author = room.citizen("소식 기다리는 이")
    post = author.post(text="마을 도서관이 몇 시에 문을 닫나요? 궁금합니다.", tag="시민대화")
    room.citizen("답하는 이웃").call("POST", f"/v1/posts/{post['id']}/comments", {"text": "여섯 시에 닫습니다."})
    become(page, author)
    page.goto(room.local.site)
    expect(page.locator("room-header nav")).to_contain_text("새 댓글이 달린 글 1개")
    page.goto(f"{room.local.site}/me/posts")
    card = page.locator("post-card", has_text="마을 도서관이")
    expect(card.locator(".unread")).to_have_text("새 댓글 1")
    expect(card).to_contain_text("내 글")
    with page.expect_response(lambda answer: answer.url.endswith("/seen")):
        card.locator("a").first.click()
    expect(page.locator("room-header nav")).not_to_contain_text("새 댓글")
    page.goto(f"{room.local.site}/me/posts")
    expect(card).to_contain_text("내 글")
    expect(card.locator(".unread")).to_have_count(0)
    page.get_by_role("link", name="소식 받는 글").click()
    expect(page.locator("follows-view")).to_contain_text("아직 글이 없습니다")


def test_a_tag_is_watched_with_one_press_and_let_go_again(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/?tag=행사안내")
    watch = page.get_by_role("button", name="#행사안내 새 글 알림")
    watch.click()
    page.locator("dialog input[name=nickname]").fill("행사 좋아하는 이")
    page.locator("dialog").get_by_role("button").first.click()
    expect(watch).to_have_attribute("aria-pressed", "true")
    page.goto(f"{room.local.site}/me/alerts")
    watches = page.locator("alert-watches")
    expect(watches.get_by_role("listitem")).to_have_text([re.compile("#행사안내")])
    watches.get_by_label("부서 더하기").select_option("minwon")
    watches.locator("form", has_text="부서 더하기").get_by_role("button").click()
    expect(watches.get_by_role("listitem")).to_have_count(2)
    watches.get_by_role("button", name="빼기 #행사안내").click()
    watches.get_by_role("button", name="빼기 민원팀").click()
    expect(watches).to_contain_text("아직 고른 것이 없습니다.")
    page.reload()
    expect(watches).to_contain_text("아직 고른 것이 없습니다.")


def test_an_area_is_watched_from_the_map(page: Page, room: Room) -> None:
    become(page, room.citizen("동네 지킴이"))
    page.goto(f"{room.local.site}/me/alerts")
    watches = page.locator("alert-watches")
    watches.get_by_role("button", name="지도에서 고르기").click()
    page.locator("area-map .map-handle").first.wait_for()
    watches.locator("form", has=page.locator("area-map")).get_by_role("button", name="더하기", exact=True).click()
    expect(watches.get_by_role("listitem")).to_contain_text(["지도에서 고른 곳"])


def test_a_device_is_switched_on_after_a_press_and_off_again(page: Page, room: Room) -> None:
    with_pushes(page, room)
    citizen = room.citizen("알림 켜는 이")
    become(page, citizen)
    page.goto(f"{room.local.site}/me/alerts")
    switch = page.get_by_role("switch", name="이 기기")
    expect(switch).to_have_attribute("aria-checked", "false")
    assert page.evaluate("window.asked") == 0
    with page.expect_request(lambda request: request.method == "POST" and "/devices" in request.url) as sent:
        switch.click()
    body = sent.value.post_data_json
    assert body["endpoint"] == ENDPOINT
    assert (set(body), set(body["keys"])) == ({"endpoint", "keys"}, {"p256dh", "auth"})
    expect(switch).to_have_attribute("aria-checked", "true")
    assert page.evaluate("[window.asked, window.key]") == [1, 65]
    expect(page.locator("alert-push").get_by_role("listitem")).to_contain_text(["Chrome"])
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    wait_for(lambda: not citizen.call("GET", "/v1/members/me/devices")["devices"], "the device's end")


@on_a_phone
def test_who_blocked_pushes_is_told_how_to_undo_it(page: Page, room: Room) -> None:
    with_pushes(page, room, permission="denied")
    become(page, room.citizen("막아 둔 이"))
    page.goto(f"{room.local.site}/me/alerts")
    expect(page.locator("alert-push")).to_contain_text("알림이 막혀 있습니다")
    expect(page.get_by_role("switch")).to_have_count(0)


@on_a_phone
def test_who_closed_the_question_is_told_to_try_again(page: Page, room: Room) -> None:
    with_pushes(page, room, answer="default")
    become(page, room.citizen("망설이는 이"))
    page.goto(f"{room.local.site}/me/alerts")
    page.get_by_role("switch").click()
    expect(page.locator("alert-push .problem")).to_contain_text("허락하지 않고 창을 닫으셨습니다")
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")


@on_a_phone
def test_a_subscription_that_the_browser_renewed_is_told_to_the_room(page: Page, room: Room) -> None:
    with_pushes(page, room, permission="granted", subscribed=True)
    citizen = room.citizen("오래 쓰는 이")
    old = citizen.call("POST", "/v1/members/me/devices", subscription(room, f"{ENDPOINT}-once"))["id"]
    page.add_init_script(f"localStorage['room.device'] ??= JSON.stringify('{old}')")
    become(page, citizen)
    with page.expect_request(lambda request: request.method == "POST" and "/devices" in request.url) as sent:
        page.goto(f"{room.local.site}/me/alerts")
    assert sent.value.post_data_json["endpoint"] == ENDPOINT

    def known() -> list[str]:
        return [device["id"] for device in citizen.call("GET", "/v1/members/me/devices")["devices"]]

    wait_for(lambda: len(known()) == 1 and old not in known(), "the renewed device alone")
    expect(page.locator("alert-push").get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")

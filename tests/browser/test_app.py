"""The page as an app: kept on the phone, readable without reception, told by push."""

import json
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from chalicelib.city import load
from infra.client import wait_for
from infra.publish import SITE, site_files
from tests.browser.people import become
from tests.browser.screenshots import PHONE, QUIET, WHOLE, chromium
from tests.conftest import Room

TEXT = "두계천 징검다리 돌이 흔들려 아이들이 건너기 위험합니다."


@pytest.fixture(scope="module")
def whole(chrome: Browser) -> Iterator[Browser]:
    """One that shows notifications too."""
    path = chromium(*WHOLE)
    opened = chrome.browser_type.launch(executable_path=path, channel=None if path else "chromium", args=list(QUIET))
    yield opened
    opened.close()


@pytest.fixture
def phone(whole: Browser, room: Room) -> Iterator[BrowserContext]:
    context = whole.new_context(viewport=PHONE, locale="ko-KR", permissions=["notifications"])
    context.set_default_timeout(15_000)
    yield context
    context.close()


def visit(phone: BrowserContext, room: Room) -> Page:
    """The room, once its service worker answers for it."""
    page = phone.new_page()
    page.goto(room.local.site)
    page.evaluate("() => navigator.serviceWorker.ready")
    wait_for(lambda: page.evaluate("() => Boolean(navigator.serviceWorker.controller)"), "the service worker")
    return page


def test_what_was_read_is_readable_without_reception(phone: BrowserContext, room: Room) -> None:
    post = room.citizen("징검다리").post(text=TEXT, tag="생활불편신고")["id"]
    page = visit(phone, room)
    page.goto(f"{room.local.site}/posts/{post}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("두계천 징검다리")
    page.goto(room.local.site)
    expect(page.locator("post-card").first).to_contain_text("두계천 징검다리")
    phone.set_offline(True)
    page.goto(f"{room.local.site}/posts/{post}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("두계천 징검다리")
    expect(page.locator("connection-bar")).to_contain_text("연결이 끊겼거나")
    page.goto(room.local.site)
    expect(page.locator("post-card").first).to_contain_text("두계천 징검다리")
    page.goto(f"{room.local.site}/write")
    expect(page.locator("#text")).to_be_visible()
    phone.set_offline(False)
    expect(page.locator("connection-bar")).not_to_contain_text("연결이 끊겼거나")


def test_a_private_post_is_not_kept(phone: BrowserContext, room: Room) -> None:
    author = room.citizen("조용한 이")
    secret = author.post(text=TEXT, tag="생활불편신고", private_to_staff=True)["id"]
    page = visit(phone, room)
    become(page, author)
    page.goto(f"{room.local.site}/posts/{secret}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("두계천 징검다리")
    page.goto(room.local.site)  # what is read after it is kept
    wait_for(lambda: any("/v1/posts?" in url or url.endswith("/v1/posts") for url in page.evaluate(KEPT)), "the list")
    assert not any(secret in url for url in page.evaluate(KEPT))


KEPT = "async () => (await (await caches.open('seen')).keys()).map(({url}) => url)"


def test_a_slow_line_shows_what_was_read_last_and_says_so(phone: BrowserContext, room: Room) -> None:
    page = visit(phone, room)
    page.reload()
    wait_for(lambda: page.evaluate(KEPT), "the list")
    worker = phone.service_workers[0]
    worker.evaluate("""() => {
      const hurried = fetch;
      self.fetch = (...asked) => new Promise((done) => { setTimeout(() => done(hurried(...asked)), 30_000); });
    }""")
    page.reload()
    expect(page.locator("connection-bar")).to_contain_text("아주 느립니다", timeout=20_000)
    expect(page.locator("post-card").first).to_be_visible()


def test_who_leaves_takes_along_what_was_read(phone: BrowserContext, room: Room) -> None:
    page = visit(phone, room)
    become(page, room.citizen("떠나는 이"))
    page.reload()
    expect(page.locator("post-card").first).to_be_visible()
    wait_for(lambda: page.evaluate("() => caches.has('seen')"), "something read")
    page.goto(f"{room.local.site}/me")
    page.get_by_role("button", name="탈퇴하기").click()
    page.locator("member-leave .grave").click()
    wait_for(lambda: not page.evaluate("() => caches.has('seen')"), "forgetting")


def test_a_push_is_shown_and_leads_to_its_post(phone: BrowserContext, room: Room) -> None:
    page = visit(phone, room)
    deliver(phone, page, room, {"title": "새 답변", "body": "전구를 교체했습니다.", "url": "/posts/01", "tag": "01"})
    worker = phone.service_workers[0]
    shown = wait_for(lambda: worker.evaluate(SHOWN), "the notification")
    assert shown == [["새 답변", "전구를 교체했습니다.", "01"]]
    worker.evaluate(PRESS)  # a press of our own has no right to open windows, so that is noted instead
    assert wait_for(lambda: worker.evaluate("() => self.opened"), "the window") == f"{room.local.site}/posts/01"


SHOWN = "async () => (await registration.getNotifications()).map(({title, body, tag}) => [title, body, tag])"
PRESS = """async () => {
  clients.openWindow = async (address) => { self.opened = address; };
  const [notification] = await registration.getNotifications();
  dispatchEvent(new NotificationEvent('notificationclick', { notification }));
}"""


def deliver(phone: BrowserContext, page: Page, room: Room, payload: dict[str, str]) -> None:
    """As the browser does on behalf of its push service."""
    devtools: CDPSession = phone.new_cdp_session(page)
    versions: list[dict[str, object]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: versions.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    wait_for(lambda: page.evaluate("() => 1") and versions, "the registration")
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": room.local.site, "registrationId": versions[0]["registrationId"], "data": json.dumps(payload)},
    )


def test_the_room_can_be_kept_on_the_home_screen(phone: BrowserContext, room: Room) -> None:
    page = visit(phone, room)
    page.evaluate("""() => dispatchEvent(Object.assign(new Event('beforeinstallprompt', {cancelable: true}), {
      prompt: async () => { window.asked = true; return { outcome: 'accepted' }; } }))""")
    page.get_by_role("button", name="설치", exact=True).click()
    assert page.evaluate("() => window.asked")
    expect(page.locator("install-prompt button")).to_have_count(0)


def test_an_offer_once_refused_does_not_return(phone: BrowserContext, room: Room) -> None:
    offer = "() => dispatchEvent(new Event('beforeinstallprompt', {cancelable: true}))"
    page = visit(phone, room)
    page.evaluate(offer)
    page.get_by_role("button", name="설치 안내 닫기").click()
    page.reload()
    page.locator("room-header .bar").wait_for()
    page.evaluate(offer)
    page.wait_for_function("() => customElements.get('install-prompt')")
    expect(page.locator("install-prompt button")).to_have_count(0)


def test_the_manifest_names_the_city_and_icons_of_the_size_they_claim() -> None:
    city = load()
    manifest = json.loads(site_files(city)["manifest.webmanifest"])
    assert manifest["name"] == f"{city.name.ko} {city.room.ko}"
    for icon in manifest["icons"]:
        if icon["type"] == "image/png":
            assert "{}x{}".format(*Image.open(SITE / icon["src"][1:]).size) == icon["sizes"]

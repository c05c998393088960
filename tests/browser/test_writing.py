"""Writing on a phone in the street: photos, drafts, bad reception, and what others have told already."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Locator, Page, Route, expect

from infra.client import wait_for
from tests import pictures
from tests.browser.people import on_a_phone
from tests.conftest import Room

TEXT = "두계천 산책로 난간이 부서져 아이들이 다칠까 걱정됩니다."
HOSTILE = (
    "<img src=x onerror=\"document.title='broken'\">",
    "\"><script>document.title='broken'</script>",
    "javascript:document.title='broken'",
    "${document.title='broken'} {{7*7}} <!-- --> &lt;b&gt; \u202e거꾸로",
)


def begin(page: Page, room: Room, text: str = TEXT) -> None:
    page.goto(f"{room.local.site}/write")
    page.locator("#text").fill(text)


def as_member(page: Page, room: Room, nickname: str = "산책하는 이웃") -> None:
    citizen = room.citizen(nickname)
    known = {"member": citizen.call("GET", "/v1/members/me"), "token": citizen.token}
    page.goto(room.local.site)
    page.evaluate("known => localStorage.setItem('room.member', JSON.stringify(known))", known)


def draft(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("JSON.parse(localStorage.getItem('room.draft') ?? '{}')")
    return found


def photo_ids(page: Page) -> list[str | None]:
    return [photo["id"] for photo in draft(page).get("photos", [])]


def uploaded(page: Page, count: int = 1) -> list[str]:
    """The ids of the draft's photos, once the writer has gone on and the bytes of all have arrived."""
    go_on(page)
    wait_for(lambda: len(photo_ids(page)) == count and all(photo_ids(page)), "the uploads")
    return [str(photo_id) for photo_id in photo_ids(page)]


def go_on(page: Page) -> None:
    page.locator("#address").focus()


def original(room: Room, photo_id: str) -> Image.Image:
    bucket = room.outputs["UploadBucketName"]
    return pictures.opened(room.stage.client("s3").get_object(Bucket=bucket, Key=f"uploads/{photo_id}")["Body"].read())


def pick(page: Page, *bodies: bytes, name: str = "사진.jpg") -> None:
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": body} for body in bodies]
    page.locator("photo-picker input[multiple]").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator(".item img")).to_have_count(len(bodies))


def posts_of(page: Page, room: Room) -> list[dict[str, Any]]:
    member = page.evaluate("JSON.parse(localStorage.getItem('room.member')).member.id")
    found: list[dict[str, Any]] = room.api.call("GET", f"/v1/posts?author={member}")["posts"]
    return found


def send(page: Page) -> None:
    page.get_by_role("button", name="올리기").click()


def choose_tag(page: Page) -> None:
    page.locator("tag-field label", has_text="생활불편신고").click()


def test_a_similar_post_is_joined_with_one_tap(page: Page, room: Room) -> None:
    place = {"lat": 36.27461, "lon": 127.24861, "address": "두계천 산책로"}
    told = room.citizen().post(text=f"{TEXT} <b>빨리</b>", tag="생활불편신고", location=place)
    as_member(page, room)
    begin(page, room, "두계천 산책로 난간이 부서져 위험합니다.")
    page.get_by_role("button", name="지금 있는 곳").click()
    twin = page.locator(f".twin:has(a[href='/posts/{told['id']}'])")
    expect(twin).to_contain_text("0 m 거리")
    twin.get_by_role("button", name="나도 불편해요").click()
    expect(twin).to_contain_text("함께했습니다")
    assert room.api.call("GET", f"/v1/posts/{told['id']}")["supports"] == 1
    twin.get_by_role("button", name="쓰던 글 지우기").click()
    expect(page.locator("#text")).to_have_value("")


def test_a_large_photo_leaves_small_and_without_its_place(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    pick(page, pictures.jpeg(4000, 3000, gps=True, orientation=6))
    kept = original(room, uploaded(page)[0])
    assert kept.size == (2560, 1920)
    assert not kept.getexif()
    body = io.BytesIO()
    kept.save(body, "PNG")
    assert pictures.corners(body.getvalue()) == pictures.UPRIGHT


@on_a_phone
def test_a_small_photo_loses_its_place_too(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    pick(page, pictures.jpeg(640, 480, gps=True))
    kept = original(room, uploaded(page)[0])
    assert (kept.size, bool(kept.getexif())) == ((640, 480), False)


@on_a_phone
def test_photos_show_their_progress_and_are_sent_again_on_request(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    held: list[Route] = []
    page.route(lambda url: "uploads" in url, lambda route: held.append(route))
    pick(page, pictures.jpeg(640, 480))
    go_on(page)
    expect(page.locator("progress")).to_be_visible()
    wait_for(lambda: page.evaluate("true") and held, "the upload")
    held[0].abort()
    expect(page.locator(".item")).to_contain_text("연결되면 다시 보냅니다")
    page.unroute_all()
    page.get_by_role("button", name="다시 시도").click()
    uploaded(page)


def test_photos_are_moved_and_removed(page: Page, room: Room) -> None:
    begin(page, room)
    pick(page, *(pictures.jpeg(64 + n, 64) for n in range(3)))
    wait_for(lambda: len(draft(page)["photos"]) == 3, "the photos")
    first, second, third = (photo["key"] for photo in draft(page)["photos"])

    def order() -> list[str]:
        return [photo["key"] for photo in draft(page)["photos"]]

    page.get_by_role("button", name="앞으로 사진 3").click()
    assert order() == [first, third, second]
    expect(page.get_by_role("button", name="앞으로 사진 2")).to_be_focused()
    page.keyboard.press("Enter")
    assert order() == [third, first, second]
    page.locator(".item").nth(2).drag_to(page.locator(".item").first)
    assert order() == [second, third, first]
    page.get_by_role("button", name="사진 1 빼기").click()
    assert order() == [third, first]


@on_a_phone
def test_what_is_hidden_in_a_photo_never_belongs_to_the_post(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    choose_tag(page)
    pick(page, pictures.jpeg(800, 600))
    (bare,) = uploaded(page)
    page.get_by_role("button", name="가리기").click()
    canvas = page.locator("photo-blur canvas")
    expect(canvas).to_be_focused()
    page.keyboard.press("+")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")  # takes the second one back
    page.get_by_role("button", name="다 가렸습니다").click()
    wait_for(lambda: photo_ids(page) not in ([bare], [None]), "the blurred photo")
    (hidden,) = uploaded(page)
    before, after = original(room, bare), original(room, hidden)
    middle, corner = (360, 260, 440, 340), (0, 0, 80, 80)
    assert grain(after, middle) < grain(before, middle) / 2
    assert abs(grain(after, corner) - grain(before, corner)) < 1
    send(page)
    expect(page.locator("receipt-note")).to_contain_text("접수번호")
    (post,) = posts_of(page, room)
    assert [photo["id"] for photo in post["photos"]] == [hidden]


@on_a_phone
def test_a_photo_that_is_hidden_at_once_never_leaves_uncovered(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    announced: list[str] = []
    page.on("request", lambda sent: announced.append(sent.url) if sent.url.endswith("/v1/photos") else None)
    bare = pictures.jpeg(800, 600)
    pick(page, bare)
    expect(page.locator(".item")).to_contain_text("올릴 때 함께 보냅니다")
    page.get_by_role("button", name="가리기").click()
    expect(page.locator("photo-blur canvas")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="다 가렸습니다").click()
    expect(page.locator("photo-blur dialog")).to_be_hidden()  # before, nothing outside it takes the focus
    (hidden,) = uploaded(page)
    assert len(announced) == 1
    middle = (360, 260, 440, 340)
    assert grain(original(room, hidden), middle) < grain(pictures.opened(bare), middle) / 2


def grain(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    """How much a pixel differs from the one beside it."""
    part = image.convert("L").crop(box)
    return float(ImageStat.Stat(ImageChops.difference(part, ImageChops.offset(part, 1, 0))).mean[0])


def test_a_face_is_hidden_with_a_finger(page: Page, room: Room) -> None:
    begin(page, room)
    pick(page, pictures.jpeg(800, 600))
    page.get_by_role("button", name="가리기").click()
    canvas = page.locator("photo-blur canvas")
    expect(canvas).to_be_focused()
    before = pixels(canvas)
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + box["height"] / 2)
    page.mouse.up()
    assert pixels(canvas) != before
    page.get_by_role("button", name="되돌리기").click()
    assert pixels(canvas) == before


def pixels(canvas: Locator) -> str:
    return str(canvas.evaluate("canvas => canvas.toDataURL()"))


@on_a_phone
def test_the_place_of_a_photo_is_used_only_on_yes(page: Page, room: Room) -> None:
    begin(page, room)
    pick(page, pictures.jpeg(640, 480, gps=True))
    page.get_by_role("button", name="아니요").click()
    expect(page.locator(".ask")).to_have_count(0)
    assert draft(page)["position"] is None
    page.get_by_role("button", name="사진 1 빼기").click()
    page.reload()
    pick(page, pictures.jpeg(640, 480, gps=True))
    page.get_by_role("button", name="이 위치 넣기").click()
    position = draft(page)["position"]
    assert (position["lat"], position["lon"]) == (pytest.approx(36.27455, abs=1e-5), pytest.approx(127.24865, abs=1e-5))


def test_a_draft_with_its_photo_survives_a_closed_tab(page: Page, room: Room) -> None:
    begin(page, room)
    pick(page, pictures.jpeg(640, 480))
    expect(page.locator(".item")).to_contain_text("올릴 때 함께 보냅니다")
    page.reload()
    expect(page.locator(".item img")).to_be_visible()
    again = page.context.new_page()
    page.close()
    again.goto(f"{room.local.site}/write")
    expect(again.locator("draft-note")).to_contain_text("쓰던 글을 불러왔습니다")
    expect(again.locator("#text")).to_have_value(TEXT)
    wait_for(lambda: again.locator(".item img").evaluate("image => image.naturalWidth") == 640, "the photo's bytes")
    again.get_by_role("button", name="새로 쓰기").click()
    again.get_by_role("button", name="지우기", exact=True).click()
    expect(again.locator("#text")).to_have_value("")
    expect(again.locator(".item")).to_have_count(0)


def queue(page: Page, room: Room, nickname: str = "난간을 본 이웃") -> None:
    """A whole post, written and sent without a connection."""
    begin(page, room)
    choose_tag(page)
    page.locator("#address").fill("두계천 산책로")
    page.locator("#nickname").fill(nickname)
    pick(page, pictures.jpeg(640, 480))
    page.context.set_offline(True)
    send(page)
    expect(page.locator("outbox-list")).to_contain_text("연결되면 자동으로 보냅니다")


def test_a_post_without_reception_is_sent_once_when_it_returns(page: Page, room: Room) -> None:
    queue(page, room)
    page.context.set_offline(False)
    expect(page.locator("receipt-note")).to_contain_text("접수번호", timeout=30_000)
    (post,) = posts_of(page, room)
    assert len(post["photos"]) == 1
    expect(page.locator("outbox-bar")).to_be_empty()


@on_a_phone
def test_a_waiting_post_goes_with_the_next_visit_of_any_page(page: Page, room: Room) -> None:
    queue(page, room)
    again = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    again.goto(room.local.site)
    bar = again.locator("outbox-bar")
    expect(bar).to_contain_text("접수번호", timeout=30_000)
    bar.get_by_role("link", name="접수증 보기").click()
    expect(again.locator("receipt-note")).to_contain_text("조회 코드")
    assert len(posts_of(again, room)) == 1


def lose(route: Route) -> None:
    route.fetch()
    route.abort()


def break_off(route: Route) -> None:
    route.fetch()
    route.fulfill(status=201, body='{"id": ')


@on_a_phone
@pytest.mark.parametrize("fate", [lose, break_off])
def test_an_answer_that_does_not_arrive_whole_makes_no_second_post(
    page: Page, room: Room, fate: Callable[[Route], None]
) -> None:
    as_member(page, room)
    begin(page, room)
    choose_tag(page)
    page.route("**/v1/posts", fate)
    send(page)
    expect(page.locator("outbox-list")).to_contain_text("연결되면 자동으로 보냅니다")
    page.unroute_all()
    page.get_by_role("button", name="지금 보내기").click()
    expect(page.locator("receipt-note")).to_contain_text("접수번호")
    assert len(posts_of(page, room)) == 1


@on_a_phone
def test_a_receipt_outlives_its_tab_until_it_is_left(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    choose_tag(page)
    send(page)
    code = page.locator("receipt-note dd").last
    told = code.text_content() or ""
    assert told
    wait_for(lambda: draft(page) == {}, "the receipt in the outbox")
    page.reload()
    expect(code).to_have_text(told)
    expect(page.locator("outbox-bar")).to_be_empty()
    page.locator("a.brand").click()
    expect(page.locator("list-view")).to_be_visible()
    wait_for(lambda: page.evaluate("localStorage.getItem('room.waiting')") is None, "the empty outbox")
    expect(page.locator("outbox-bar")).to_be_empty()


@on_a_phone
def test_a_receipt_finds_the_writer_who_has_gone_on(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    choose_tag(page)
    held: list[Route] = []
    page.route("**/v1/posts", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    send(page)
    wait_for(lambda: page.evaluate("true") and held, "the post")
    page.locator("a.brand").click()
    expect(page.locator("list-view")).to_be_visible()
    held[0].continue_()
    page.get_by_role("link", name="접수증 보기").click()
    expect(page.locator("receipt-note")).to_contain_text("조회 코드")
    expect(page.locator("outbox-bar")).to_be_empty()


@on_a_phone
def test_a_place_found_too_late_does_not_revive_the_draft(page: Page, room: Room) -> None:
    as_member(page, room)
    page.add_init_script("Geolocation.prototype.getCurrentPosition = (found) => { window.found = found; }")
    begin(page, room)
    choose_tag(page)
    page.get_by_role("button", name="지금 있는 곳").click()
    send(page)
    expect(page.locator("receipt-note")).to_be_visible()
    wait_for(lambda: draft(page) == {}, "the draft's end")
    page.evaluate("found({ coords: { latitude: 36.2746, longitude: 127.2486, accuracy: 9 } })")
    assert draft(page) == {}


@on_a_phone
def test_a_photo_that_cannot_be_read_is_refused(page: Page, room: Room) -> None:
    begin(page, room)
    page.evaluate("void (Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException()))")
    for name, body in (("사진.jpg", pictures.jpeg(64, 64)), ("구름.jpg", b"")):
        files = [{"name": name, "mimeType": "image/jpeg", "buffer": body}]
        page.locator("photo-picker input[multiple]").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator(".item[data-step=rejected]")).to_have_count(2)
    expect(page.locator(".item").last).to_contain_text("사진 파일이 아니거나")


@on_a_phone
def test_a_photo_that_the_room_threw_away_goes_once_more(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    pick(page, pictures.jpeg(64, 64))
    (first,) = uploaded(page)
    page.route(f"**/v1/photos/{first}", lambda route: route.fulfill(status=404, json={"code": "photo_not_found"}))
    page.reload()
    expect(page.locator(".item")).to_contain_text("올릴 때 함께 보냅니다")
    (second,) = uploaded(page)
    assert second != first


@on_a_phone
def test_while_another_page_sends_nobody_is_told_of_a_lost_connection(page: Page, room: Room) -> None:
    queue(page, room)
    page.evaluate("void navigator.locks.request('outbox', () => new Promise((end) => { window.end = end; }))")
    page.get_by_role("button", name="지금 보내기").click()
    wait_for(lambda: page.evaluate("navigator.locks.query().then(({ held }) => held.length)") == 1, "the lock")
    expect(page.locator("outbox-list .problem")).to_have_count(0)
    page.evaluate("end()")
    page.get_by_role("button", name="지금 보내기").click()
    expect(page.locator("outbox-list")).to_contain_text("연결되지 않았거나")


@on_a_phone
def test_an_outbox_that_cannot_be_read_costs_no_photo(page: Page, room: Room) -> None:
    queue(page, room)
    page.context.set_offline(False)
    page.route("**/v1/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.add_init_script("if (location.hash) IDBObjectStore.prototype.getAll = () => { throw new DOMException(); }")
    page.goto(f"{room.local.site}/write#broken")
    page.reload()
    expect(page.locator("#text")).to_be_visible()
    assert page.evaluate(KEPT_PHOTOS) == 1


KEPT_PHOTOS = """new Promise((resolve) => {
    indexedDB.open('room-photos').onsuccess = ({ target: { result } }) => {
        result.transaction('bytes').objectStore('bytes').count().onsuccess = ({ target }) => resolve(target.result);
    };
})"""


@on_a_phone
def test_two_taps_make_one_member(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/me")
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if sent.url.endswith("/v1/members") else None)
    page.locator("#new-nickname").fill("두 번 누른 이웃")
    page.locator("member-join button").dblclick()
    expect(page.locator("#my-nickname")).to_be_visible()
    assert len(asked) == 1


@on_a_phone
def test_what_is_hidden_and_where_is_said(page: Page, room: Room) -> None:
    begin(page, room)
    pick(page, pictures.jpeg(800, 600))
    page.get_by_role("button", name="가리기").click()
    expect(page.locator("photo-blur canvas")).to_be_focused()
    said = page.locator("photo-blur [role=status]")
    for key, sentence in (("Enter", "1곳을"), ("ArrowRight", "왼쪽에서 53%"), ("Enter", "2곳을"), ("Backspace", "1곳")):
        page.keyboard.press(key)
        expect(said).to_contain_text(sentence)


@on_a_phone
def test_a_waiting_post_is_edited_or_dropped(page: Page, room: Room) -> None:
    queue(page, room)
    page.get_by_role("button", name="고치기").click()
    expect(page.locator("#text")).to_have_value(TEXT)
    expect(page.locator(".item img")).to_be_visible()
    send(page)
    page.get_by_role("button", name="보내지 않기").click()
    page.get_by_role("button", name="정말 지우기").click()
    expect(page.locator("outbox-list .queued")).to_have_count(0)


@on_a_phone
def test_what_the_room_refuses_comes_back_with_the_reason(page: Page, room: Room) -> None:
    queue(page, room, nickname="민원팀")
    page.context.set_offline(False)
    page.get_by_role("button", name="고쳐 쓰기").click(timeout=30_000)
    expect(page.locator("#nickname-problem")).to_contain_text("오해할 수 있어")
    expect(page.locator("#nickname")).to_be_focused()
    expect(page.locator("#text")).to_have_value(TEXT)


@on_a_phone
def test_the_first_field_that_lacks_something_has_the_focus(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/write")
    send(page)
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text-problem")).to_be_visible()
    expect(page.locator("tag-field")).to_contain_text("하나를 골라 주세요")
    page.locator("#text").fill(TEXT)
    expect(page.locator("#text-problem")).to_have_count(0)


@on_a_phone
def test_two_presses_send_one_post(page: Page, room: Room) -> None:
    as_member(page, room)
    begin(page, room)
    choose_tag(page)
    page.get_by_role("button", name="올리기").dblclick()
    expect(page.locator("receipt-note")).to_contain_text("접수번호")
    assert len(posts_of(page, room)) == 1


@on_a_phone
def test_nothing_that_is_typed_becomes_html(page: Page, room: Room) -> None:
    begin(page, room)
    choose_tag(page)
    page.context.set_offline(True)
    for typed in HOSTILE:
        page.locator("#text").fill(f"{typed} 위험한 글입니다")
        page.locator("#address").fill(typed)
        page.locator("#nickname").fill(typed)
        choose_tag(page)
        send(page)
        expect(page.locator("outbox-list .queued-text")).to_contain_text(typed[:40])
        page.get_by_role("button", name="고치기").click()
        expect(page.locator("#address")).to_have_value(typed)
    assert page.locator("write-view script, write-view b, img[src='x']").count() == 0
    assert "broken" not in page.title()

"""The room on a map, and places chosen on one."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from infra.client import Client
from tests.browser.people import on_a_phone
from tests.browser.screenshots import TILES
from tests.conftest import Room

HALL, FAR = (36.2746, 127.2486), (36.3170, 127.2230)  # the second is 5 km away
PLACES = (HALL, (36.2870, 127.2330), (36.2700, 127.2570))


@pytest.fixture
def citizen(room: Room) -> Client:
    return room.citizen("지도 보는 이")


def report(citizen: Client, place: tuple[float, float] | None, text: str = "보도블록이 꺼져 있습니다.") -> str:
    """Posts it; returns the post's address."""
    located = {"location": {"lat": place[0], "lon": place[1], "address": "길가"}} if place else {}
    return str(citizen.post(text=f"{text} 고쳐 주세요.", tag="생활불편신고", **located)["url"])


def mine(room: Room, citizen: Client, **query: str) -> str:
    """The room's page with the posts of this citizen alone: other tests write too."""
    query = {"author": citizen.call("GET", "/v1/members/me")["id"], **query}
    return f"{room.local.site}/?" + "&".join(f"{key}={value}" for key, value in query.items())


def cards(page: Page, within: str) -> set[str]:
    links = page.locator(f"{within} post-card h2 a")
    return {str(link.get_attribute("href")) for link in links.all()}


def test_list_and_map_show_the_same_posts(page: Page, room: Room, citizen: Client) -> None:
    posted = {report(citizen, place) for place in PLACES}
    citizen.post(text="저녁에 같이 걸으실 분 계신가요?", tag="시민대화", location={"lat": HALL[0], "lon": HALL[1]})
    page.goto(mine(room, citizen, tag="생활불편신고"))
    expect(page.locator("list-view post-card")).to_have_count(3)
    assert cards(page, "list-view") == posted
    page.get_by_role("link", name="지도", exact=True).click()
    expect(page.locator(".map-list post-card")).to_have_count(3)
    assert cards(page, ".map-list") == posted
    expect(page.locator(".pin")).to_have_count(3)


def test_the_map_is_the_citys_with_its_source(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/?view=map")
    page.locator(".map-tiles img").first.wait_for()
    expect(page.locator(".map-source a")).to_have_attribute("href", "https://www.openstreetmap.org/copyright")
    expect(page.locator(".map-note")).to_be_empty()


def test_posts_in_one_spot_stand_as_one_until_looked_at_closely(page: Page, room: Room, citizen: Client) -> None:
    for step in range(4):
        report(citizen, (HALL[0] + step * 2e-4, HALL[1]))
    page.goto(mine(room, citizen, view="map"))
    many = page.get_by_role("button", name="글 4개, 가까이 보기")
    many.focus()
    page.keyboard.press("Enter")
    expect(many).to_have_count(0)
    expect(page.locator(".pin").first).to_be_visible()


def test_a_marker_leads_to_its_post_by_keyboard(page: Page, room: Room, citizen: Client) -> None:
    address = report(citizen, HALL, "횡단보도 불이 꺼져 있습니다.")
    page.goto(mine(room, citizen, view="map"))
    page.get_by_role("button", name=re.compile("횡단보도 불이 꺼져 있습니다.*길가")).focus()
    page.keyboard.press("Enter")
    link = page.locator(".map-card a")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pin")).to_be_focused()
    page.keyboard.press("Space")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(room.local.site + address)
    expect(page.locator("place-map .map-here")).to_be_visible()


@on_a_phone
def test_moving_the_map_asks_for_what_is_seen_there(page: Page, room: Room, citizen: Client) -> None:
    page.emulate_media(reduced_motion="reduce")
    report(citizen, HALL)
    page.goto(mine(room, citizen, view="map"))
    expect(page.locator(".map-count")).to_contain_text("글 1개")
    for _ in range(3):
        page.get_by_role("button", name="확대").click()
    page.locator(".map-canvas").focus()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".map-list post-card")).to_have_count(1)
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".map-count")).to_contain_text("여기에는 글이 없습니다")
    expect(page.locator(".pin")).to_have_count(0)


@on_a_phone
def test_more_posts_than_a_map_can_hold_are_announced(page: Page, room: Room, citizen: Client) -> None:
    report(citizen, HALL)
    (card,) = room.site.call("GET", f"/v1/posts?author={citizen.call('GET', '/v1/members/me')['id']}")["posts"]
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        page_ = [card | {"id": f"{len(asked)}-{number}"} for number in range(50)]
        route.fulfill(json={"posts": page_, "cursor": str(len(asked))})

    page.context.route(re.compile(r"/v1/posts\?.*bounds="), answer)
    page.goto(f"{room.local.site}/?view=map")
    expect(page.locator(".map-list")).to_contain_text("글 200개 이상")
    expect(page.locator(".map-list")).to_contain_text("지도를 확대하면 나머지도 보입니다")
    assert len(asked) == 4


@on_a_phone
def test_posts_without_a_place_are_counted_beside_the_map(page: Page, room: Room, citizen: Client) -> None:
    report(citizen, HALL)
    report(citizen, None)
    page.goto(mine(room, citizen, view="map"))
    expect(page.locator(".map-list")).to_contain_text("위치가 없는 글 1개는")
    page.get_by_role("link", name="목록에서 보기").click()
    expect(page.locator("list-view post-card")).to_have_count(2)


def test_without_tiles_everything_works(page: Page, room: Room, citizen: Client) -> None:
    page.context.route(TILES, lambda route: route.abort())
    report(citizen, HALL)
    page.goto(mine(room, citizen, view="map"))
    expect(page.locator(".map-note")).to_contain_text("지도 그림을 불러오지 못했습니다")
    expect(page.locator(".map-list post-card")).to_have_count(1)
    page.locator(".pin").click()
    expect(page.locator(".map-card")).to_contain_text("보도블록이 꺼져 있습니다.")


@on_a_phone
def test_where_no_map_can_be_had_the_list_is_offered(page: Page, room: Room, citizen: Client) -> None:
    page.context.route("**/lib/leaflet.js", lambda route: route.fulfill(body="throw 0", content_type="text/javascript"))
    report(citizen, HALL)
    page.goto(mine(room, citizen, view="map"))
    expect(page.get_by_role("alert")).to_contain_text("지도를 열지 못했습니다")
    expect(page.get_by_role("button", name="다시 시도")).to_be_visible()
    page.get_by_role("link", name="목록에서 보기").click()
    expect(page.locator("list-view post-card")).to_have_count(1)


def test_near_me_shows_only_what_is_near(page: Page, room: Room, citizen: Client) -> None:
    near = report(citizen, HALL)
    report(citizen, FAR)
    page.goto(mine(room, citizen))
    expect(page.locator("list-view post-card")).to_have_count(2)
    page.get_by_role("button", name="내 주변").click()
    expect(page.locator("list-view post-card")).to_have_count(1)
    assert cards(page, "list-view") == {near}
    assert "near=36.275%2C127.249" in page.url  # no finer than 100 m
    page.get_by_role("link", name="지도", exact=True).click()
    expect(page.locator(".pin")).to_have_count(1)
    page.get_by_role("link", name="모든 곳 보기").click()
    page.get_by_role("link", name="목록", exact=True).click()
    expect(page.locator("list-view post-card")).to_have_count(2)


@on_a_phone
def test_who_does_not_tell_the_position_is_told_why_nothing_comes(page: Page, room: Room) -> None:
    page.context.clear_permissions()
    page.goto(room.local.site)
    page.get_by_role("button", name="내 주변").click()
    expect(page.locator("view-switch")).to_contain_text("위치 권한이 꺼져 있습니다")


def write(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/write")
    page.locator("#text").fill("버스 정류장 유리가 깨져 있어 손을 다칠 수 있습니다.")
    page.locator("tag-field label", has_text="생활불편신고").click()
    page.locator("#nickname").fill("유리 조심")
    page.get_by_role("button", name="지도에서 고르기").click()
    expect(page.locator(".place-picker .map-canvas")).to_be_focused()


def test_the_pin_on_the_map_gives_a_post_its_place(page: Page, room: Room) -> None:
    page.emulate_media(reduced_motion="reduce")
    write(page, room)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="지도에서 고치기")).to_be_focused()
    found = re.search(r"(36\.\d+), (127\.\d+)", page.locator("place-field .found").inner_text())
    assert found
    page.get_by_role("button", name="올리기").click()
    link = page.locator("receipt-note a[href^='/posts/']").first
    posted = room.site.call("GET", f"/v1{link.get_attribute('href')}")["location"]
    assert (f"{posted['lat']:.5f}", f"{posted['lon']:.5f}") == found.groups()
    assert posted["lat"] > HALL[0]
    assert posted["lon"] > HALL[1]


@on_a_phone
def test_a_tap_moves_the_map_under_the_pin(page: Page, room: Room) -> None:
    page.emulate_media(reduced_motion="reduce")
    write(page, room)
    told = page.locator(".place-picker [role=status]")
    before = told.filter(has_text="핀의 위치").inner_text()
    page.locator(".place-picker .map-canvas").click(position={"x": 60, "y": 60})
    expect(told.filter(has_text="핀의 위치")).not_to_have_text(before)


@on_a_phone
def test_a_place_outside_the_city_is_refused_in_words(page: Page, room: Room) -> None:
    page.emulate_media(reduced_motion="reduce")
    write(page, room)
    for _ in range(24):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator(".place-picker")).to_contain_text("고른 곳은 계룡시 밖입니다")
    expect(page.locator("place-field .found")).to_have_count(0)


AREA = """async () => {
  const shell = await (await fetch('/shell.js')).text();
  const { AreaMap } = await import(shell.match(/\\/assets\\/area-map-\\w+\\.js/)[0]);
  customElements.define('area-map', AreaMap);
  const map = document.createElement('area-map');
  window.drawn = [];
  map.addEventListener('drawn', ({ detail }) => drawn.push(detail));
  map.area = { south: 36.26, west: 127.23, north: 36.29, east: 127.26 };
  document.querySelector('main').replaceChildren(map);
}"""


@on_a_phone
def test_the_corner_of_an_area_moves_by_keyboard_and_stays_in_the_city(page: Page, room: Room) -> None:
    page.goto(room.local.site)
    expect(page.locator("post-filter")).to_be_visible()
    page.evaluate(AREA)
    corner = page.get_by_role("button", name="북서쪽 모서리")
    corner.focus()
    page.keyboard.press("ArrowUp")
    first = page.evaluate("() => drawn.at(-1)")
    assert first["north"] > 36.29
    assert (first["south"], first["east"]) == (36.26, 127.26)
    for _ in range(60):
        corner.press("ArrowLeft")
    assert page.evaluate("() => drawn.at(-1).west") == 127.191
    expect(corner).to_be_focused()


def test_the_corner_of_an_area_is_dragged(page: Page, room: Room) -> None:
    page.goto(room.local.site)
    expect(page.locator("post-filter")).to_be_visible()
    page.evaluate(AREA)
    corner = page.get_by_role("button", name="남동쪽 모서리")
    corner.hover()
    box = corner.bounding_box()
    assert box
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] - 20, steps=5)
    page.mouse.up()
    drawn = page.evaluate("() => drawn.at(-1)")
    assert drawn["south"] > 36.26
    assert drawn["east"] > 127.26
    assert (drawn["north"], drawn["west"]) == (36.29, 127.23)


@on_a_phone
def test_an_area_is_what_the_map_shows(page: Page, room: Room) -> None:
    page.goto(room.local.site)
    expect(page.locator("post-filter")).to_be_visible()
    page.evaluate(AREA)
    page.get_by_role("button", name="지금 보이는 지도 범위로").click()
    box = page.evaluate("() => drawn.at(-1)")
    assert box["south"] < 36.26 < 36.29 < box["north"]
    assert box["west"] < 127.23 < 127.26 < box["east"]

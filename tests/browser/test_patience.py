"""What the page does when the room says "later", or "not you"."""

from playwright.sync_api import Page, Route, expect

from infra.client import wait_for
from tests.browser.people import on_a_phone
from tests.browser.test_writing import queue
from tests.conftest import Room


class Door:
    """Turns away the first `most` posts that knock."""

    def __init__(self, page: Page, most: int, status: int, code: str, **headers: str) -> None:
        self.turned_away, self.most = 0, most
        self.problem = {"code": code, "message": "4월 1일까지 글을 쓸 수 없습니다.", "field": None}
        self.status, self.headers = status, {name.replace("_", "-"): value for name, value in headers.items()}
        page.route("**/v1/posts", self.answer)

    def answer(self, route: Route) -> None:
        if self.turned_away == self.most:
            return route.continue_()
        self.turned_away += 1
        return route.fulfill(status=self.status, headers=self.headers, json=self.problem)


@on_a_phone
def test_who_is_asked_for_patience_goes_on_afterwards(page: Page, room: Room) -> None:
    queue(page, room)
    door = Door(page, 1, 429, "too_many_requests", Retry_After="1")
    page.context.set_offline(False)
    expect(page.locator("receipt-note")).to_contain_text("접수번호", timeout=30_000)
    assert door.turned_away == 1


@on_a_phone
def test_nothing_goes_before_the_room_is_ready(page: Page, room: Room) -> None:
    queue(page, room)
    door = Door(page, 9, 429, "too_many_requests", Retry_After="3600")
    page.context.set_offline(False)
    told = page.locator("outbox-list .problem", has_text="조금 뒤 자동으로 보냅니다")

    def ask_again() -> int:
        page.get_by_role("button", name="지금 보내기").click()
        return told.count()

    wait_for(ask_again, "the reason")
    assert door.turned_away == 1


@on_a_phone
def test_what_a_blocked_member_wrote_is_kept_and_not_sent_again(page: Page, room: Room) -> None:
    queue(page, room)
    door = Door(page, 9, 403, "member_blocked")
    page.context.set_offline(False)
    expect(page.locator("outbox-list .problem")).to_contain_text("4월 1일까지", timeout=30_000)
    page.reload()
    expect(page.locator("form .problem")).to_contain_text("4월 1일까지")
    assert door.turned_away == 1

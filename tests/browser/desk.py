"""Clerks in the browser: at their desk, signed in already."""

import pytest
from playwright.sync_api import Locator, Page, expect

from infra.client import Client
from tests.api.steps import alone, complain, routed
from tests.browser.screenshots import DESKTOP
from tests.conftest import Room

# Of a test for which the size of the screen makes no difference, done where clerks sit.
at_a_desk = pytest.mark.parametrize("page", [DESKTOP], ids=["desktop"], indirect=True)
OFFICE = "construction-traffic"


def come_in(page: Page, room: Room, path: str = "") -> None:
    """By the hosted page, as the clerk of the sample."""
    clerk = room.told["sample_staff"]
    page.goto(f"{room.local.site}/staff/{path}")
    page.get_by_role("button", name="로그인").click()
    page.locator("input[name=username]").fill(clerk["username"])
    page.locator("input[name=password]").fill(clerk["password"])
    page.locator("form button, form input[type=submit]").first.click()
    page.wait_for_url(f"{room.local.site}/staff/{path}")


def sit_down(page: Page, room: Room, *groups: str, path: str = "") -> None:
    """From now on the page is that of a clerk of these groups."""
    page.goto(f"{room.local.site}/staff/")
    page.evaluate("token => sessionStorage.setItem('room.token', JSON.stringify(token))", room.staff_token(*groups))
    page.goto(f"{room.local.site}/staff/{path}")
    if not path:
        page.reload()


def given(room: Room, text: str, **more: object) -> str:
    """A complaint that the router has given to construction-traffic."""
    citizen: Client = room.citizen()
    post_id = complain(citizen, text=alone(text), **more)
    assert routed(citizen, post_id)["department"] == OFFICE
    return post_id


def in_the_queue(page: Page, post_id: str) -> Locator:
    """Its row, however many pages of more urgent ones lie before it."""
    row, more = page.locator(f"[data-id='{post_id}']"), page.get_by_role("button", name="더 보기", exact=True)
    page.locator(".queue > li").first.wait_for()
    while not row.count():
        shown = page.locator(".queue > li").count()
        more.click()
        page.locator(".queue > li").nth(shown).wait_for()
    return row


def act(page: Page, code: str, **values: str) -> None:
    """Fills in the dialog of an action and sends it; a value beginning with = is an option."""
    page.locator(f"[data-action={code}]").first.click()
    dialog = page.locator("action-dialog dialog")
    for name, value in values.items():
        field = dialog.locator(f"[name={name}]")
        if value.startswith("="):
            field.select_option(value[1:])
        else:
            field.fill(value)
    dialog.locator("form .actions button").first.click()


def acted(page: Page, code: str, **values: str) -> None:
    act(page, code, **values)
    expect(page.locator("action-dialog dialog")).to_be_hidden()

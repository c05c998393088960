"""A real browser in front of the deployed room, at a phone's and a desk's width."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect

from tests.browser.screenshots import DESKTOP, PHONE, browser, draw_tiles
from tests.conftest import Room

expect.set_options(timeout=15_000)  # a machine that does much else is slow, not wrong


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    try:
        with browser() as opened:
            yield opened
    except Error as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Chromium here (install Debian's chromium, or run `playwright install chromium`): {error}")


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(chrome: Browser, room: Room, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Fails the test if the page complained: a script that threw, a policy that was broken, a file not found."""
    context = chrome.new_context(
        viewport=request.param,
        locale="ko-KR",
        service_workers="block",  # test_app.py has one; to set it up for each test fetches the whole page once more
        permissions=["geolocation"],
        geolocation={"latitude": 36.2746, "longitude": 127.2486},
    )
    draw_tiles(context)
    complaints: list[str] = []
    ours = room.local.site

    def hear(message: ConsoleMessage) -> None:
        url = str(message.location.get("url", ""))
        # A refusal is an answer that the page shows in words; and Cognito's login page is not ours.
        expected = message.text.startswith("Failed to load resource") and ("/v1/" in url or ours not in url)
        if message.type == "error" and not expected:
            complaints.append(f"{message.text} {url}")

    opened = context.new_page()
    opened.set_default_timeout(15_000)
    opened.on("console", hear)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []

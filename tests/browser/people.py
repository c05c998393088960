"""Members in the browser, and words that nobody should write."""

import json

import pytest
from playwright.sync_api import Page, expect

from infra.client import Client
from tests.api.hostile import TEXTS
from tests.browser.screenshots import PHONE

# Of a test for which the size of the screen makes no difference: once is enough.
on_a_phone = pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)

# As one text: all that can be seen, and what would run or lead elsewhere if it were not text. No link: it would be held
# back till the complaint team has read it.
UNBROKEN = [
    text
    for text in TEXTS
    if text.isprintable() and text.strip() and len(text) < 60 and not set(text) & set("#\ufffd") and "://" not in text
]
HOSTILE = " ".join(
    [
        "위험한 글",
        *UNBROKEN,
        "<img src=x onerror=\"document.title='broken'\">",
        "javascript:alert(1) {{constructor.constructor('alert(1)')()}} ${alert(1)} [링크](javascript:alert(1))",
        "</textarea></title><svg/onload=alert(1)><b>굵게</b>",
    ]
)


def become(page: Page, citizen: Client) -> None:
    """From the next page on, the browser is this citizen's."""
    kept = json.dumps({"member": citizen.call("GET", "/v1/members/me"), "token": citizen.token})
    page.add_init_script(f"localStorage.setItem('room.member', {json.dumps(kept)})")


def stays_text(page: Page) -> None:
    """Nothing that was typed became an element, ran, or leads anywhere."""
    assert page.locator("main script, main b, main svg[onload], main img[src='x'], main iframe").count() == 0
    assert page.locator("a[href^='javascript:' i], a[href^='data:' i]").count() == 0
    assert "broken" not in page.title()
    expect(page.locator("dialog[open]")).to_have_count(0)

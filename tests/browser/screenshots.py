"""`make screenshots`: the README's pictures, from the room that `make run` brought up or from one of its own.

python -m tests.browser.screenshots [--site http://localhost:8000] [--to .local/screenshots]
"""

import argparse
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from infra import ROOT, say

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def chromium() -> str | None:
    """The machine's own browser; None leaves the choice to playwright."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        try:
            yield opened
        finally:
            opened.close()


def settle(page: Page) -> None:
    """Everything loaded, lazy photos too: they wait for the reader to come near."""
    page.evaluate("() => document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager' })")
    page.wait_for_load_state("networkidle")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", default="http://localhost:8000")
    parser.add_argument("--to", type=Path, default=ROOT / ".local" / "screenshots")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with browser() as opened:
        for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
            for scheme in ("light", "dark"):
                page = opened.new_page(viewport=size, color_scheme=scheme, locale="ko-KR", device_scale_factor=2)
                _take(page, asked.site, asked.to, f"{name}-{scheme}")
                page.close()


def _take(page: Page, site: str, folder: Path, name: str) -> None:
    page.goto(site)
    settle(page)
    page.screenshot(path=folder / f"list-{name}.png")
    page.locator("a[href^='/posts/']").last.click()
    settle(page)
    page.screenshot(path=folder / f"post-{name}.png", full_page=True)
    page.goto(f"{site}/write")
    settle(page)
    page.screenshot(path=folder / f"write-{name}.png", full_page=True)
    say(f"  {name}")


if __name__ == "__main__":
    main()

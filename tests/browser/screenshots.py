"""`make screenshots`: the README's pictures, of a room with the sample posts.

python -m tests.browser.screenshots [--site http://localhost:8000] [--to .local/screenshots]
"""

import argparse
import contextlib
import shutil
import tempfile
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
README, PICTURES = ("list-desktop-light", "list-phone-dark", "post-phone-light"), ROOT / "infra" / "pictures"
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
    parser.add_argument("--site", help="of a running room; without it one is brought up for the pictures")
    parser.add_argument("--to", type=Path, default=ROOT / ".local" / "screenshots")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        site = asked.site or stack.enter_context(sample_room())
        opened = stack.enter_context(browser())
        for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
            for scheme in ("light", "dark"):
                page = opened.new_page(viewport=size, color_scheme=scheme, locale="ko-KR")
                take(page, site, asked.to, f"{name}-{scheme}")
                page.close()
    for name in README:
        shutil.copy(asked.to / f"{name}.png", PICTURES)


@contextmanager
def sample_room() -> Iterator[str]:
    from infra.local import Local, bring_up
    from infra.proxy import Proxy
    from infra.seed import seed
    from tests.conftest import free_port

    with tempfile.TemporaryDirectory() as folder:
        local = Local(Path(folder), free_port(), free_port())
        cloud = local.cloud
        try:
            cloud.start()
            stage = local.stage(cloud)
            told = bring_up(local, stage)
            with Proxy(local.port, cloud.port, stage.outputs()["DistributionDomain"]):
                seed(told)
                yield local.site
        finally:
            cloud.stop()


def take(page: Page, site: str, folder: Path, name: str) -> None:
    page.goto(site)
    page.locator("post-card").first.wait_for()
    settle(page)
    page.screenshot(path=folder / f"list-{name}.png")
    page.locator("post-card", has_text="괴목정 데크길").locator("a[href^='/posts/']").first.click()
    page.locator("post-thread").wait_for()
    settle(page)
    page.screenshot(path=folder / f"post-{name}.png", full_page=True)
    page.goto(f"{site}/write")
    page.locator("tag-field").wait_for()
    settle(page)
    page.screenshot(path=folder / f"write-{name}.png", full_page=True)
    say(f"  {name}")


if __name__ == "__main__":
    main()

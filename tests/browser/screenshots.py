"""`make screenshots`: the README's pictures, of a room with the sample posts.

python -m tests.browser.screenshots [--to .local/screenshots]
"""

import argparse
import contextlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from infra import ROOT, say
from infra.client import Client, sign_in

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PICTURES = ROOT / "infra" / "pictures"
README = (
    "list-desktop-light",
    "list-phone-dark",
    "post-phone-light",
    "map-phone-light",
    "write-phone-light",
    "map-desktop-dark",
    "desk-desktop-light",
)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


SHELL = "chromium-headless-shell"  # takes a third less of the machine, and shows all but notifications
WHOLE = ("chromium", "chromium-browser", "google-chrome")


def chromium(*names: str) -> str | None:
    """The first of these that the machine has; None leaves the choice to playwright."""
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(SHELL, *WHOLE), args=list(QUIET))
        try:
            yield opened
        finally:
            opened.close()


TILES = re.compile(r"^https://[^/]+/\d+/\d+/\d+\.png$")


def draw_tiles(context: BrowserContext) -> None:
    """Streets of our own: no test asks a map server."""
    tile = Image.new("RGB", (256, 256), "#f2efe6")
    pen = ImageDraw.Draw(tile)
    pen.rectangle((150, 20, 240, 110), fill="#cfe3c0")
    pen.line((0, 128, 256, 128), fill="#ffffff", width=14)
    pen.line((120, 0, 120, 256), fill="#ffffff", width=10)
    png = io.BytesIO()
    tile.save(png, "PNG")
    context.route(TILES, lambda route: route.fulfill(body=png.getvalue(), content_type="image/png"))


def reader(site: str) -> dict[str, Any]:
    """A member who follows a few posts, as the page keeps her."""
    joined: dict[str, Any] = Client(site).call("POST", "/v1/members", {"nickname": "골목 산책자"})
    citizen = Client(site, joined["token"])
    for post in citizen.call("GET", "/v1/posts?limit=50")["posts"]:
        if post["comments"]:
            citizen.call("PUT", f"/v1/posts/{post['id']}/follow")
    citizen.call("POST", "/v1/members/me/watches", {"kind": "tag", "value": "행사안내"})
    return joined


def clerk(told: dict[str, Any]) -> str:
    known = told["sample_staff"]
    return sign_in(told["cognito"], told["user_pool_client"], known["username"], known["password"])


def settle(page: Page) -> None:
    """Everything loaded, lazy photos too: they wait for the reader to come near."""
    page.evaluate("() => document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager' })")
    page.wait_for_load_state("networkidle")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--to", type=Path, default=ROOT / ".local" / "screenshots")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        told = stack.enter_context(sample_room())
        site = told["site"]
        opened = stack.enter_context(browser())
        for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
            for scheme in ("light", "dark"):
                context = opened.new_context(
                    viewport=size, color_scheme=scheme, locale="ko-KR", service_workers="block"
                )
                draw_tiles(context)
                context.add_init_script(f"localStorage.setItem('room.member', {json.dumps(json.dumps(reader(site)))})")
                context.add_init_script(f"sessionStorage.setItem('room.token', {json.dumps(json.dumps(clerk(told)))})")
                take(context.new_page(), site, asked.to, f"{name}-{scheme}")
                context.close()
    for name in README:
        shutil.copy(asked.to / f"{name}.png", PICTURES)


@contextmanager
def sample_room() -> Iterator[dict[str, Any]]:
    """What `make run` writes to room.json, of a room with the sample posts."""
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
                yield told
        finally:
            cloud.stop()


# What stands there once a view is complete, and how much of it a picture takes.
VIEWS = {
    "list": ("/", "post-card", False),
    "map": ("/?view=map", "room-map .leaflet-marker-icon", False),
    "post": ("/posts/{post}", "post-thread", True),
    "write": ("/write", "tag-field label", True),
    "search": ("/search?q=신호등", "search-view mark", False),
    "mine": ("/me/posts", "follows-view .card", False),
    "alerts": ("/me/alerts", "alert-watches", True),
    "about": ("/about", "about-view h2", True),
    "stats": ("/stats", "figure-charts canvas", True),
    "queue": ("/staff/", ".queue > li", False),
    "desk": ("/staff/?post={post}", "post-routing", False),
}


def take(page: Page, site: str, folder: Path, name: str) -> None:
    post = Client(site).call("GET", "/v1/search?q=" + quote("보행자 신호등"))["posts"][0]["id"]
    for view, (path, complete, whole) in VIEWS.items():
        page.goto(site + path.format(post=post))
        page.locator(complete).first.wait_for()
        if view == "write":
            begin_to_write(page)
        settle(page)
        page.screenshot(path=folder / f"{view}-{name}.png", full_page=whole)
    say(f"  {name}")


def begin_to_write(page: Page) -> None:
    """So that the room asks whether this was told already."""
    page.locator("#text").fill("괴목정 데크길 판자가 썩어서 구멍이 났어요. 아이들이 뛰다가 빠질까 걱정됩니다.")
    page.locator("#address").fill("괴목정 산책로")
    page.locator("tag-field label").first.click()
    page.locator("twin-posts li").first.wait_for()


if __name__ == "__main__":
    main()

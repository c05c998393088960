"""What the site publishes."""

import gzip
import re
from pathlib import Path

import pytest

from chalicelib.city import load
from infra.bundle import ASSETS, CLASSIC
from infra.publish import SITE, site_files

PAGES = ("index.html", "staff/index.html")
LOADED = re.compile(r'(?:modulepreload|stylesheet)" href="/([^"]+)"|<script type="module" src="/([^"]+)"')


@pytest.fixture(scope="module")
def published() -> dict[str, bytes]:
    return site_files(load())


def loaded(page: bytes) -> set[str]:
    """What a page loads before its first view: scripts and stylesheets."""
    return {name or entry for name, entry in LOADED.findall(page.decode())}


def static_imports(script: bytes) -> set[str]:
    return set(re.findall(r"""(?:from|import)\s*["']\./([\w-]+\.js)["']""", script.decode()))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_preloads_all_that_its_script_imports(page: str, published: dict[str, bytes]) -> None:
    """Else a slow phone waits for one round trip after another."""
    named = {key for key in loaded(published[page]) if key.endswith(".js")}
    assert any(key.startswith("assets/ko-") for key in named)
    for key in named:
        assert {f"assets/{name}" for name in static_imports(published[key])} <= named


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_loads_is_named_by_its_content(page: str, published: dict[str, bytes]) -> None:
    """So it may be kept for a year: a change comes under another name."""
    assert loaded(published[page])
    assert all(re.fullmatch(r"assets/[\w-]+-[A-Z0-9]{8}\.(js|css)", key) for key in loaded(published[page]))
    assert loaded(published[page]) <= set(published)


def test_modules_are_published_folded_only(published: dict[str, bytes]) -> None:
    scripts = {key for key in published if key.endswith(".js") and not key.startswith(ASSETS)}
    assert all(key.startswith((*CLASSIC, "shell.js")) for key in scripts)


@pytest.mark.parametrize("path", sorted(SITE.rglob("*.html")), ids=lambda path: path.name)
def test_a_page_holds_no_script_and_no_style_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=", text)


@pytest.mark.parametrize("folder", ["words", "staff/words"])
def test_both_languages_have_the_same_words(folder: str) -> None:
    def keys(language: str) -> list[str]:
        return re.findall(r"^\s*'?([\w-]+)'?:", (SITE / folder / f"{language}.js").read_text("utf-8"), re.M)

    assert sorted(keys("ko")) == sorted(keys("en"))


def test_nothing_is_loaded_from_another_host() -> None:
    for path in [*SITE.rglob("*.html"), *SITE.rglob("*.js"), *SITE.rglob("*.css")]:
        foreign = re.findall(
            r"""(?:src|href)=["']https?://|@import\s+url\(["']?https?:|from ['"]https?:""", path.read_text("utf-8")
        )
        assert foreign == [], path


def test_the_first_view_costs_at_most_sixty_kilobytes_of_script_and_style(published: dict[str, bytes]) -> None:
    """Over the wire, as CloudFront compresses; the map and what one writes with are fetched when wanted."""
    assert sum(len(gzip.compress(published[key], 6)) for key in loaded(published["index.html"])) <= 60_000


def test_the_service_worker_keeps_every_file_that_the_first_view_needs(published: dict[str, bytes]) -> None:
    kept = re.findall(r'"url": "/([^"]+)"', published["shell.js"].decode())
    assert loaded(published["index.html"]) | {"index.html", "manifest.webmanifest"} <= set(kept)
    assert any(key.startswith("assets/writing-") for key in kept)

"""What the site publishes."""

import re
from pathlib import Path

import pytest

from infra.deploy import MODULES, SITE

PAGES = {"index.html": "index.js", "staff/index.html": "staff/index.js"}
ALWAYS = "/words/ko.js"  # chosen at run time, but first wanted by nearly all


def graph(entry: str) -> set[str]:
    """All modules that an entry imports statically, itself left out."""
    found: set[str] = set()
    open_ = ["/" + entry]
    while open_:
        module = open_.pop()
        if module in found or module.removeprefix("/") in MODULES:
            found.add(module)
            continue
        found.add(module)
        source = (SITE / module.removeprefix("/")).read_text("utf-8")
        folder = Path(module).parent
        for name in re.findall(
            r"""^(?:import|export)[^;]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]""", source, re.M
        ):
            target = name[0] or name[1]
            parts: list[str] = []
            for part in (str(folder / target) if target.startswith(".") else target).split("/"):
                parts = parts[:-1] if part == ".." else parts if part == "." else [*parts, part]
            open_.append("/".join(parts))
    return found - {"/" + entry}


@pytest.mark.parametrize(("page", "entry"), PAGES.items())
def test_a_page_preloads_just_what_its_entry_imports(page: str, entry: str) -> None:
    """Else a slow phone waits for one round trip after another, or loads what it never runs."""
    html = (SITE / page).read_text("utf-8")
    assert set(re.findall(r'rel="modulepreload" href="([^"]+)"', html)) == graph(entry) | {ALWAYS}


@pytest.mark.parametrize("path", sorted(SITE.rglob("*.html")), ids=lambda path: path.name)
def test_a_page_holds_no_script_and_no_style_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=", text)


def test_both_languages_have_the_same_words() -> None:
    def keys(language: str) -> list[str]:
        return re.findall(r"^\s*'?([\w-]+)'?:", (SITE / "words" / f"{language}.js").read_text("utf-8"), re.M)

    assert sorted(keys("ko")) == sorted(keys("en"))


def test_nothing_is_loaded_from_another_host() -> None:
    for path in [*SITE.rglob("*.html"), *SITE.rglob("*.js"), *SITE.rglob("*.css")]:
        foreign = re.findall(
            r"""(?:src|href)=["']https?://|@import\s+url\(["']?https?:|from ['"]https?:""", path.read_text("utf-8")
        )
        assert foreign == [], path

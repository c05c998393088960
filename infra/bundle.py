"""Folds the page's modules and stylesheets into few files under names that change with their content.

The sources run as they are; folded, a slow phone waits for a handful of files instead of fifty, and may keep them for
a year. esbuild does it: one binary, 60 ms, no configuration.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra import ROOT

ESBUILD = ROOT / "infra" / "node_modules" / ".bin" / "esbuild"
ASSETS = "assets/"
# By page: folded apart, since code that both share would be cut into many small files.
ENTRIES = {"index.html": ("index.js", "index.css"), "staff/index.html": ("staff/index.js", "staff/index.css")}
SOON = "words/ko.js"  # chosen at run time, but first wanted by nearly all
CLASSIC = ("sw.js", "lib/workbox/", "lib/leaflet", "lib/exif-reader.js")  # scripts that name themselves globally


def bundled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with their modules folded: each page names what it needs, by a name that never means another."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for key, body in files.items():
            (root / key).parent.mkdir(parents=True, exist_ok=True)
            (root / key).write_bytes(body)
        # Paths from the site's root, as a browser reads them.
        (root / "tsconfig.json").write_text('{"compilerOptions": {"paths": {"/*": ["./*"]}}}')
        outputs = {page: _fold(root, entries) for page, entries in ENTRIES.items()}
        made = {key: (root / "out" / key).read_bytes() for told in outputs.values() for key in told}
    kept = {key: body for key, body in files.items() if not _is_folded(key)}
    pages = {page: _linked(files[page].decode(), outputs[page]).encode() for page in ENTRIES}
    return kept | made | pages


def _fold(root: Path, entries: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Runs esbuild; answers what it wrote: {path: {entryPoint, imports, …}}."""
    subprocess.run(  # noqa: S603 - our own words
        [
            ESBUILD,
            *entries,
            "--bundle",
            "--splitting",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--charset=utf8",
            "--outdir=out",
            f"--entry-names={ASSETS}[name]-[hash]",
            f"--chunk-names={ASSETS}[name]-[hash]",
            *(f"--external:/{path}*" for path in CLASSIC),
            "--metafile=meta.json",
            "--log-level=warning",
        ],
        cwd=root,
        check=True,
    )
    outputs = json.loads((root / "meta.json").read_bytes())["outputs"]
    return {key.removeprefix("out/"): told for key, told in outputs.items()}


def _is_folded(key: str) -> bool:
    sheets = {entry for entries in ENTRIES.values() for entry in entries}
    return key in sheets or (key.endswith(".js") and not key.startswith(CLASSIC))


def _linked(page: str, outputs: Mapping[str, dict[str, Any]]) -> str:
    """The page with the folded names of what it loads, and what that imports in its head at once."""
    named = {told["entryPoint"]: key for key, told in outputs.items() if "entryPoint" in told}
    for source, key in named.items():
        page = page.replace(f'"/{source}"', f'"/{key}"')
    entry = next(key for key in named.values() if f'src="/{key}"' in page)
    wanted = sorted(_imports(entry, outputs) | {named[SOON]} | _imports(named[SOON], outputs))
    links = "".join(f'<link rel="modulepreload" href="/{key}">\n  ' for key in wanted)
    return page.replace('<script type="module"', f'{links}<script type="module"')


def _imports(entry: str, outputs: Mapping[str, dict[str, Any]]) -> set[str]:
    """All that a file imports statically, itself left out."""
    found: set[str] = set()
    waiting = [entry]
    while waiting:
        told = outputs[waiting.pop()]
        new = set(_static(told)) - found
        found |= new
        waiting += new
    return found


def _static(told: Mapping[str, Any]) -> Iterator[str]:
    for imported in told["imports"]:
        if imported["kind"] == "import-statement" and not imported.get("external"):
            yield imported["path"].removeprefix("out/")

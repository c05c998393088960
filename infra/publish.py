"""Publishes the page: its files and the npm modules it loads, folded, with the city's name filled in."""

import html
import json
import mimetypes
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import md5, sha256
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.city import City, load
from infra import ROOT
from infra.bundle import ASSETS, bundled
from infra.stage import Stage

SITE = ROOT / "infra" / "site"
# Modules of npm by the path under which the page imports them.
MODULES = {
    "lib/lit-html.js": "lit-html/lit-html.js",
    "lib/uplot.js": "uplot/dist/uPlot.esm.js",
    "lib/uplot.css": "uplot/dist/uPlot.min.css",
    "lib/uqr.js": "uqr/dist/index.mjs",
    "lib/idb-keyval.js": "idb-keyval/dist/index.js",
    "lib/exif-reader.js": "exifreader/dist/exif-reader.js",
    "lib/leaflet.js": "leaflet/dist/leaflet.js",
    "lib/leaflet.css": "leaflet/dist/leaflet.css",
    "lib/leaflet.markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "lib/leaflet.markercluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
    **{  # what the service worker stands on
        f"lib/workbox/{part}.js": f"workbox-{part}/build/workbox-{part}.prod.js"
        for part in ("core", "routing", "strategies", "precaching", "expiration")
    },
}
# How the profile's words are written into a file of this kind, wherever it says {{name}}.
FILLED: dict[str, Callable[[str], str]] = {
    ".html": html.escape,
    ".webmanifest": lambda word: json.dumps(word, ensure_ascii=False)[1:-1],
}
# Not part of what a browser keeps for offline: what makes up the service worker, and what no view shows.
NOT_SHELL = ("sw.js", "lib/workbox/", "robots.txt", "icons/share")
mimetypes.add_type("application/manifest+json", ".webmanifest")


def publish_site(stage: Stage, outputs: Mapping[str, str], config: Mapping[str, object]) -> int:
    """Copy the page as it is here to the site bucket; returns how many files."""
    return publish(stage, outputs, site_files(load()), config)


def publish(stage: Stage, outputs: Mapping[str, str], files: Mapping[str, bytes], config: Mapping[str, object]) -> int:
    """Copy this page, and what its stage tells it, to the site bucket; returns how many files."""
    s3, bucket = stage.client("s3"), outputs["SiteBucketName"]
    published = {**files, "config.json": msgspec.json.encode(config)}
    held = _etags(s3, bucket)
    # What a page names comes before the page; files of the page before this one stay, for those who still have it open.
    for key, body in sorted(published.items(), key=lambda item: not item[0].startswith(ASSETS)):
        s3.put_object(Bucket=bucket, Key=key, Body=body, CacheControl=_kept(key), ContentType=_type(key))
    if any(key in held and held[key] != _etag(body) for key, body in published.items()):
        _forget(stage, outputs["DistributionId"])
    return len(published)


def _etags(s3: Any, bucket: str) -> dict[str, str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {one["Key"]: one["ETag"] for page in pages for one in page.get("Contents", ())}


def _etag(body: bytes) -> str:
    return f'"{md5(body, usedforsecurity=False).hexdigest()}"'


def _forget(stage: Stage, distribution: str) -> None:
    """Everything: a page stands in the CDN's memory under the path of each of its views."""
    stage.client("cloudfront").create_invalidation(
        DistributionId=distribution,
        InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": secrets.token_hex(8)},
    )


def site_files(city: City) -> dict[str, bytes]:
    """All files by their path on the site."""
    files = bundled({key: _filled(key, body, city) for key, body in _sources()})
    return files | {"shell.js": shell(files)}


def _sources() -> Iterator[tuple[str, bytes]]:
    for path in sorted(p for p in SITE.rglob("*") if p.is_file()):
        yield path.relative_to(SITE).as_posix(), path.read_bytes()
    for key, source in MODULES.items():
        yield key, (ROOT / "infra" / "node_modules" / source).read_bytes()


def _filled(key: str, body: bytes, city: City) -> bytes:
    write = FILLED.get(Path(key).suffix)
    if write is None:
        return body
    text = body.decode()
    for name in ("name", "room", "about"):
        text = text.replace(f"{{{{{name}}}}}", write(getattr(city, name).ko))
    return text.encode()


def shell(files: Mapping[str, bytes]) -> bytes:
    """What the service worker keeps: it fetches anew only the files whose hash has changed.

    With their integrity: the CDN may hold an old file for a minute, and that must not be kept for the new one.
    """
    kept = [
        {
            "url": f"/{key}",
            "revision": sha256(body).hexdigest()[:16],
            "integrity": f"sha256-{b64encode(sha256(body).digest()).decode()}",
        }
        for key, body in sorted(files.items())
        if not key.startswith(NOT_SHELL)
    ]
    return f"self.SHELL = {json.dumps(kept)};\n".encode()


def _kept(key: str) -> str:
    return "public, max-age=31536000, immutable" if key.startswith(ASSETS) else "public, max-age=60"


def _type(key: str) -> str:
    kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or "script" in kind else kind

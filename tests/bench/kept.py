"""infra/measured.json: what `make cost` reckons with. Each bench keeps its own part, with the day it was measured."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra import ROOT

MEASURED = ROOT / "infra" / "measured.json"
ZIPS = ("cpu_ms", "stock_ms")  # of cold starts: out of the zip as it ships, and as Chalice makes it


def keep(part: str, values: dict[str, Any], path: Path = MEASURED) -> None:
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known[part] = {"date": f"{datetime.now(UTC):%Y-%m-%d}"} | _rounded(values)
    path.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def rows(known: Mapping[str, Any]) -> str:
    """Those of the README's table that are kept."""
    page, read, post = (known["actions"][name]["api_handler"] for name in ("list", "read", "post"))
    query, (first, stock) = known["boto3"]["list_ms"], (known["cold_start"][of]["api_handler"] for of in ZIPS)
    return (
        f"| a page of the list, through the API's handler | {_spent(page)} | boto3's query alone: {query:.0f} ms "
        f"| {page['cpu_ms'] / query:.2f} |\n"
        f"| a post read; a complaint posted | {_spent(read)}; {_spent(post)} | | |\n"
        f"| first event of the API | {first:,.0f} ms | out of the zip as Chalice makes it: {stock:,.0f} ms "
        f"| {first / stock:.2f} |\n"
    )


def _spent(work: Mapping[str, Any]) -> str:
    calls = round(sum(work["calls"].values()))
    return f"{work['cpu_ms']:.0f} ms, {calls} call{'s' if calls > 1 else ''}"


def cold_starts(known: Mapping[str, Any]) -> str:
    cold = known["cold_start"]
    ours, stock = (cold[of] for of in ZIPS)
    ratios = [ours[name] / stock[name] for name in ours]
    imports = ", ".join(f"{library} {ms:.0f}" for library, ms in cold["import_ms"].items())
    return (
        f"{min(ours.values()):.0f} ms to {max(ours.values()):.0f} ms before the first call of a first event, "
        f"{min(ratios):.2f} to {max(ratios):.2f} of what it takes out of Chalice's own zip; boto3 with one client "
        f"takes {cold['boto3_ms']:.0f} ms of them. Imports, each alone, in ms of CPU: {imports}."
    )


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return round(value, 2) if isinstance(value, float) else value

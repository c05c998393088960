"""infra/measured.json: what `make cost` reckons with. Each bench keeps its own part, with the day it was measured."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra import ROOT

MEASURED = ROOT / "infra" / "measured.json"


def keep(part: str, values: dict[str, Any], path: Path = MEASURED) -> None:
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    known[part] = {"date": f"{datetime.now(UTC):%Y-%m-%d}"} | _rounded(values)
    path.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return round(value, 2) if isinstance(value, float) else value

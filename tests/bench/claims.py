"""What is measured; one file a claim."""

import os
from importlib import import_module

from tests.bench.figure import Figure

CLAIMS = ("renditions", "cold_start", "actions", "growth", "lighthouse")


def measured(claim: str) -> list[Figure]:
    os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Bench")  # read as soon as the room's code is imported
    return list(import_module(f"tests.bench.{claim}").measure())

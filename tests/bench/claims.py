"""What is measured; one file a claim."""

from importlib import import_module

from tests.bench.figure import Figure

CLAIMS = ("renditions", "cold_start", "actions", "growth", "routing", "twins", "lighthouse")


def measured(claim: str) -> list[Figure]:
    return list(import_module(f"tests.bench.{claim}").measure())

"""The bench itself: what it reckons with, not what it measures."""

from importlib import import_module

import pytest

from infra import ROOT
from infra.cost import measured
from tests.bench.bare_room import fits
from tests.bench.claims import CLAIMS
from tests.bench.figure import Figure, table
from tests.bench.kept import cold_starts, rows
from tests.bench.meter import _units, item_size
from tests.bench.renditions import ssim
from tests.pictures import scene, webp


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_is_a_file_that_measures(claim: str) -> None:
    assert callable(import_module(f"tests.bench.{claim}").measure)


def test_the_readme_tells_what_is_kept_of_the_last_bench() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert rows(measured()) in text
    assert cold_starts(measured()) in " ".join(text.split())


def test_the_table_names_what_missed_its_target() -> None:
    kept, missed = (Figure("renditions", "CPU", ours, "ms", 200, "sharp", 0.8) for ours in (150, 170))
    _, _, first, second = table([kept, missed]).splitlines()
    assert " 0.75 |" in first
    assert "MISSED" not in first
    assert " 0.85 |" in second
    assert "MISSED" in second


@pytest.mark.parametrize(
    ("size", "consistent", "units"), [(0, True, 1), (4096, True, 1), (4097, True, 2), (4097, False, 1)]
)
def test_a_read_is_paid_by_four_kilobytes_and_half_if_it_may_lag(size: int, consistent: bool, units: float) -> None:
    assert _units(size, consistent) == units


def test_an_item_is_as_large_as_its_names_and_values() -> None:
    item = {"text": {"S": "가나"}, "n": {"N": "12"}, "on": {"BOOL": True}, "m": {"M": {"k": {"S": "v"}}}}
    assert item_size(item) == (4 + 6) + (1 + 3) + (2 + 1) + (1 + 3 + 1 + 1 + 1)


def test_an_event_goes_where_its_filter_lets_it() -> None:
    record = {"eventName": "MODIFY", "dynamodb": {"NewImage": {"attached_to": {"S": "post"}}}}
    attached = {"dynamodb": {"NewImage": {"attached_to": {"S": [{"exists": True}]}}}}
    assert fits({"eventName": ["INSERT", "MODIFY"]} | attached, record)
    assert not fits({"eventName": ["INSERT"]} | attached, record)
    assert not fits(attached, {"eventName": "MODIFY", "dynamodb": {"NewImage": {}}})


def test_a_picture_is_most_like_itself() -> None:
    original = scene(320, 240).convert("L")
    coarse, lossless = webp(320, 240), webp(320, 240, lossless=True)
    assert ssim(original, coarse) < ssim(original, lossless) == pytest.approx(1)

"""The earth in squares."""

import random

import pytest

from chalicelib.domain.grid import cell, count, cover, tile


def test_the_names_are_those_of_web_maps() -> None:
    assert tile(0.0, 0.0, 1) == (1, 1)
    assert tile(85.06, -180.0, 14) == (0, 0)
    assert cell(37.5666, 126.9784, 14) == "14/13970/6344"  # the city hall of Seoul, as openstreetmap.org numbers it


@pytest.mark.parametrize(
    ("lat", "lon"), [(90.0, 180.0), (-90.0, -180.0), (999.0, 999.0), (-999.0, -999.0), (90.0, -999.0)]
)
def test_what_lies_beyond_the_map_belongs_to_its_rim(lat: float, lon: float) -> None:
    assert all(0 <= part < 1 << 14 for part in tile(lat, lon, 14))


def test_a_box_is_covered_by_the_cells_of_all_places_in_it() -> None:
    dice = random.Random(20260302)
    for _ in range(200):
        south, west = dice.uniform(-80, 80), dice.uniform(-179, 178)
        north, east = south + dice.uniform(0, 0.1), west + dice.uniform(0, 0.1)
        cells = cover(south, west, north, east, 14)
        assert len(set(cells)) == len(cells) == count(south, west, north, east, 14)
        places = [(dice.uniform(south, north), dice.uniform(west, east)) for _ in range(20)]
        corners = [(lat, lon) for lat in (south, north) for lon in (west, east)]
        assert {cell(lat, lon, 14) for lat, lon in [*places, *corners]} <= set(cells)


def test_a_point_is_covered_by_its_own_cell_alone() -> None:
    assert cover(36.28, 127.25, 36.28, 127.25, 14) == (cell(36.28, 127.25, 14),)


def test_the_whole_earth_is_counted_without_naming_its_cells() -> None:
    assert count(-90, -180, 90, 180, 14) == 4**14

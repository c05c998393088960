"""The earth in squares: the tiles of web maps (Web Mercator), by which places are kept and found."""

from math import asinh, pi, radians, tan

LAT_MOST = 85.0511  # degrees; the projection ends here


def tile(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    """Column from the west and row from the north; what lies beyond the map belongs to its rim."""
    side = 1 << zoom
    lat = max(-LAT_MOST, min(LAT_MOST, lat))
    x, y = (lon + 180) / 360, (1 - asinh(tan(radians(lat))) / pi) / 2
    return _within(int(x * side), side), _within(int(y * side), side)


def cell(lat: float, lon: float, zoom: int) -> str:
    """A tile by its name, "zoom/x/y"."""
    x, y = tile(lat, lon, zoom)
    return f"{zoom}/{x}/{y}"


def cover(south: float, west: float, north: float, east: float, zoom: int) -> tuple[str, ...]:
    """All cells that a box touches. Their number grows with the box: ask `count` first of one from outside."""
    columns, rows = _span(south, west, north, east, zoom)
    return tuple(f"{zoom}/{x}/{y}" for x in columns for y in rows)


def count(south: float, west: float, north: float, east: float, zoom: int) -> int:
    """How many cells `cover` would give."""
    columns, rows = _span(south, west, north, east, zoom)
    return len(columns) * len(rows)


def _span(south: float, west: float, north: float, east: float, zoom: int) -> tuple[range, range]:
    (left, bottom), (right, top) = tile(south, west, zoom), tile(north, east, zoom)
    return range(left, right + 1), range(top, bottom + 1)


def _within(number: int, side: int) -> int:
    return max(0, min(side - 1, number))

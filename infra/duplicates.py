"""How well the room finds complaints that tell the same, on pairs that people have judged.

python -m infra.duplicates evaluate PAIRS.jsonl [--profile city.toml]

A row is {"a": {"text", "place", "time"}, "b": {…}, "same": true}. A place is absent, a written one, [lat, lon], or
{"lat", "lon", "address"}; a time is absent, ISO 8601, or seconds since 1970. Other fields are passed over, and rows that
cannot be read are named. What is measured is what the room itself asks: chalicelib/domain/similar.py, at its threshold.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from chalicelib.city import City, city, load
from chalicelib.domain.post import Location
from chalicelib.domain.similar import LIKE, likeness, sketch
from chalicelib.errors import ProfileError
from infra import say
from infra.terminal import Stopped, in_lines

SHOWN = 20  # steps of the curve that are printed
LATITUDES, LONGITUDES = ("lat", "latitude", "y"), ("lon", "lng", "long", "longitude", "x")
ADDRESSES = ("address", "name", "text")
YES_NO = {True: True, False: False, "true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True)
class Told:
    text: str
    place: Location | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Pair:
    one: Told
    two: Told
    same: bool


@dataclass(frozen=True)
class Point:
    """Of the curve: what is held to be the same from this likeness on."""

    threshold: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


# Reading


def read(lines: Sequence[str], tell: Callable[[str], None]) -> list[Pair]:
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_pair(json.loads(line)))
            except (ValueError, RecursionError) as problem:
                tell(f"line {number}: {problem}")
    return found


def _pair(row: Any) -> Pair:
    if not isinstance(row, Mapping):
        raise ValueError("not an object")
    same = row.get("same")
    verdict = (
        YES_NO.get(same.strip().lower() if isinstance(same, str) else same) if isinstance(same, str | int) else None
    )
    if verdict is None:
        raise ValueError("'same' is neither true nor false")
    return Pair(_told(row, "a"), _told(row, "b"), verdict)


def _told(row: Mapping[str, Any], name: str) -> Told:
    """A bare text will do."""
    one = row.get(name)
    one = {"text": one} if isinstance(one, str) else one
    if not isinstance(one, Mapping) or not isinstance(one.get("text"), str):
        raise ValueError(f"'{name}' has no text")
    title = one.get("title")
    text = f"{title}\n{one['text']}" if isinstance(title, str) else one["text"]
    place = next((one[key] for key in ("place", "location") if one.get(key)), None)
    if place is None and any(one.get(key) is not None for key in LATITUDES):
        place = one
    at = next((one[key] for key in ("time", "created_at", "at") if one.get(key) is not None), None)
    return Told(text, _place(place, name), _time(at, name))


def _place(given: Any, name: str) -> Location | None:
    if given is None:
        return None
    if isinstance(given, str):
        return Location(address=given.strip() or None)
    if isinstance(given, Sequence) and len(given) == 2:
        given = dict(zip(("lat", "lon"), given, strict=True))
    if not isinstance(given, Mapping):
        raise ValueError(f"the place of '{name}' cannot be read")
    lat, lon = (
        next((given[key] for key in keys if given.get(key) is not None), None) for keys in (LATITUDES, LONGITUDES)
    )
    address = next((given[key] for key in ADDRESSES if isinstance(given.get(key), str) and given is not None), None)
    if (lat is None) != (lon is None):
        raise ValueError(f"the place of '{name}' has half a coordinate")
    if lat is None:
        return Location(address=address)
    return Location(_degrees(lat, 90, name), _degrees(lon, 180, name), address)


def _degrees(value: Any, most: float, name: str) -> float:
    try:
        degrees = float(value)
    except (TypeError, ValueError):
        degrees = float("nan")
    if not abs(degrees) <= most:
        raise ValueError(f"the place of '{name}' has no degrees: {value!r}")
    return degrees


def _time(given: Any, name: str) -> datetime | None:
    """Without an offset it is the room's own time in both, so any will do."""
    if given is None or given == "":
        return None
    try:
        if isinstance(given, str) and not given.replace(".", "", 1).isdigit():
            at = datetime.fromisoformat(given.strip())
            return at if at.tzinfo else at.replace(tzinfo=UTC)
        seconds = float(given)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise ValueError(f"the time of '{name}' cannot be read: {given!r}") from None


# Judging


def likenesses(pairs: Sequence[Pair], room: City) -> Iterator[float]:
    for pair in pairs:
        one, two = (sketch(told.text, told.place, room, since=told.at) for told in (pair.one, pair.two))
        yield likeness(one, two)


def curve(judged: Sequence[tuple[float, bool]]) -> list[Point]:
    """By falling threshold, one point for each likeness that there is."""
    wanted, taken, right, points = sum(same for _, same in judged), 0, 0, []
    for threshold, level in groupby(sorted(judged, reverse=True), key=lambda one: one[0]):
        for _, same in level:
            taken, right = taken + 1, right + same
        points.append(Point(threshold, right / taken, right / wanted if wanted else 0.0))
    return points


def at(threshold: float, judged: Sequence[tuple[float, bool]]) -> Point:
    """Of nothing that is held to be the same all is."""
    shown = [same for found, same in judged if found >= threshold]
    wanted = sum(same for _, same in judged)
    return Point(threshold, sum(shown) / len(shown) if shown else 1.0, sum(shown) / wanted if wanted else 0.0)


def average_precision(points: Sequence[Point]) -> float:
    recalled = [0.0, *(point.recall for point in points)]
    return sum((point.recall - before) * point.precision for point, before in zip(points, recalled, strict=False))


# Telling


def evaluate(path: Path, profile: Path | None) -> None:
    room = load(profile) if profile else city()
    pairs = read(path.read_text("utf-8-sig").splitlines(), say)
    if not pairs:
        raise Stopped(f"{path.name}: no pair that can be read")
    sketch("가로등이 꺼졌어요", None, room)  # makes its tables, once
    began = time.process_time()
    found = list(likenesses(pairs, room))
    spent = (time.process_time() - began) * 1000 / len(pairs)
    judged = [(likeness, pair.same) for likeness, pair in zip(found, pairs, strict=True)]
    points, own = curve(judged), at(LIKE, judged)
    same = sum(pair.same for pair in pairs)
    best = max(points, key=lambda point: point.f1)
    lines = [
        f"{len(pairs):,} pairs, {same:,} the same, {len(pairs) - same:,} not; {spent:.2f} ms of CPU a pair",
        f"at the room's threshold of {LIKE:g}: precision {own.precision:.3f}, recall {own.recall:.3f}, F1 {own.f1:.3f}",
        f"average precision {average_precision(points):.3f}; the best F1 is {best.f1:.3f}, at {best.threshold:.3f}",
        "\n  likeness  precision  recall     F1",
        *map(_row, (at(step / SHOWN, judged) for step in range(SHOWN + 1))),
    ]
    say("\n".join(lines))


def _row(point: Point) -> str:
    return f"  {point.threshold:8.2f}  {point.precision:9.3f}  {point.recall:6.3f}  {point.f1:5.3f}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.duplicates")
    orders = parser.add_subparsers(required=True)
    order = orders.add_parser("evaluate", help="precision, recall and the curve on judged pairs")
    order.add_argument("pairs", type=Path)
    order.add_argument("--profile", type=Path, help="of another city")
    asked = parser.parse_args(arguments)

    def work() -> None:
        try:
            evaluate(asked.pairs, asked.profile)
        except (ProfileError, UnicodeDecodeError) as problem:
            raise Stopped(str(problem)) from problem

    return in_lines(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How well the room finds complaints that tell the same, on pairs that people have judged.

python -m infra.duplicates evaluate PAIRS.jsonl [--profile city.toml]

A row is {"a": {"text", "place", "time"}, "b": {…}, "same": true}. A place is absent, a written one, [lat, lon],
{"lat", "lon", "address"} or GeoJSON; a time is absent, seconds since 1970, or written as dates are, also in Korean. A place
or a time that cannot be read counts as not told. Other fields are passed over, and rows that cannot be read are named. What
is measured is what the room itself asks: chalicelib/domain/similar.py, at its threshold.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from reprlib import repr as short
from typing import Any

from dateutil.parser import parse

from chalicelib.city import City, city, load
from chalicelib.domain.post import Location
from chalicelib.domain.similar import LIKE, likeness, sketch
from chalicelib.errors import ProfileError
from infra import jsonl, say
from infra.terminal import Stopped, in_lines

SHOWN = 20  # steps of the curve that are printed
LATITUDES, LONGITUDES = ("lat", "latitude", "y"), ("lon", "lng", "long", "longitude", "x")
ADDRESSES = ("address", "road_address", "name", "text")
DEGREES = re.compile(r"(-?\d+\.\d+)[,\s]+(-?\d+\.\d+)")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
OF_A_DATE = {8, 12, 14}  # digits: 20261128, 202611281930, 20261128193000
NOTHING = {"", "null", "none", "nan"}
YES_NO = dict.fromkeys(("true", "1", "1.0", "yes", "y", "t"), True) | dict.fromkeys(
    ("false", "0", "0.0", "no", "n", "f"), False
)
NO_YEAR = datetime(1, 1, 1)  # noqa: DTZ001
HALVES = {"오전": " am", "오후": " pm"}  # of a day; what is told before the hour in Korean
SIGNS = str.maketrans({"년": "-", "월": "-", "시": "h", "분": "m", "초": "s"})


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


def read(data: bytes, tell: Callable[[str], None]) -> list[Pair]:
    reader = Reader()
    pairs = jsonl.read(data, reader.pair, tell)
    if reader.unread:
        named = ", ".join(reader.unread[: jsonl.NAMED])
        tell(f"{len(reader.unread)} places and times cannot be read and count as not told: {named}")
    return pairs


@dataclass(frozen=True)
class Reader:
    unread: list[str] = field(default_factory=list)  # places and times

    def pair(self, row: Any) -> Pair:
        if not isinstance(row, Mapping):
            raise ValueError("not an object")
        verdict = YES_NO.get(str(row.get("same")).strip().lower())
        if verdict is None:
            raise ValueError("'same' is neither true nor false")
        return Pair(self._told(row, "a"), self._told(row, "b"), verdict)

    def _told(self, row: Mapping[str, Any], name: str) -> Told:
        """A bare text will do."""
        one = row.get(name)
        one = {"text": one} if isinstance(one, str) else one
        if not isinstance(one, Mapping) or not isinstance(one.get("text"), str):
            raise ValueError(f"'{name}' has no text")
        title = one.get("title")
        text = f"{title}\n{one['text']}" if isinstance(title, str) else one["text"]
        beside = {key: one.get(key) for key in ("address", *LATITUDES, *LONGITUDES)}
        place = _first(one, ("place", "location")) or beside
        return Told(text, self._place(place), self._time(_first(one, ("time", "created_at", "at"))))

    def _place(self, given: Any) -> Location | None:
        told = _as_mapping(given)
        address = next(
            (one.strip() for key in ADDRESSES if isinstance(one := told.get(key), str) and one.strip()), None
        )
        try:
            lat, lon = _coordinates(told)
        except (TypeError, ValueError, OverflowError):
            self.unread.append(short(given))
            lat, lon = None, None
        return Location(lat, lon, address) if address or lat is not None else None

    def _time(self, given: Any) -> datetime | None:
        if isinstance(given, Mapping):  # {"$date": …}
            return self._time(next(iter(given.values()), None))
        written = str(given).strip()
        try:
            return None if written.lower() in NOTHING else _moment(written)
        except (ValueError, OverflowError, OSError):
            self.unread.append(short(given))
            return None


def _first(row: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((row[key] for key in keys if row.get(key) not in (None, "")), None)


def _as_mapping(given: Any) -> Mapping[str, Any]:
    """ "36.28, 127.23" and [36.28, 127.23, 50] are coordinates, "엄사리" and ["엄사면", "엄사리"] an address."""
    if isinstance(given, Mapping):
        return given
    parts = given if isinstance(given, list) else [given]
    if not all(isinstance(part, str) for part in parts):
        return {"coordinates": parts[:2]}
    written = " ".join(parts).strip()
    pair = DEGREES.fullmatch(written)
    return {"coordinates": pair.groups()} if pair else {"address": written}


def _coordinates(told: Mapping[str, Any]) -> tuple[float, float] | tuple[None, None]:
    """What can be no latitude is the longitude: GeoJSON and many maps tell it first."""
    pair = told.get("coordinates") or [_first(told, keys) for keys in (LATITUDES, LONGITUDES)]
    if pair == [None, None]:
        return None, None
    lat, lon = map(float, pair)
    if abs(lat) > 90:
        lat, lon = lon, lat
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError("no degrees")
    return lat, lon


def _moment(written: str) -> datetime:
    """Without an offset it is the room's own time in both, so any will do."""
    if NUMBER.fullmatch(written) and len(written) not in OF_A_DATE:
        seconds = float(written)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    told = re.sub("(오전|오후)(.*)", lambda half: half[2] + HALVES[half[1]], written).translate(SIGNS)
    at: datetime = parse(told, default=NO_YEAR, yearfirst=True, fuzzy=True, tzinfos={"KST": 9 * 3600})
    if at.year == NO_YEAR.year:
        raise ValueError("no year")
    return at if at.tzinfo else at.replace(tzinfo=UTC)


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
    pairs = read(path.read_bytes(), say)
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
        except ProfileError as problem:
            raise Stopped(str(problem)) from problem

    return in_lines(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

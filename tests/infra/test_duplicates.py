"""`python -m infra.duplicates`: what it reads, what it reckons, what it prints."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.post import Location
from infra.duplicates import Pair, Point, Told, at, average_precision, curve, main, read

LIGHT = {"text": "가로등이 꺼졌어요", "place": {"lat": 36.28, "lon": 127.23}, "time": "2026-03-02T09:00:00+09:00"}


def parsed(*rows: Any) -> tuple[list[Pair], list[str]]:
    said: list[str] = []
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    return read("\n".join(lines).encode(), said.append), said


def one(**more: object) -> Told:
    (pair,), _ = parsed({"a": {"text": "가로등"} | more, "b": "보안등", "same": True})
    assert pair.two == Told("보안등")
    return pair.one


@pytest.mark.parametrize(
    ("place", "read_as"),
    [
        (None, None),
        ("엄사네거리", Location(address="엄사네거리")),
        ([36.28, 127.23], Location(36.28, 127.23)),
        ({"lat": 36.28, "lon": 127.23}, Location(36.28, 127.23)),
        ({"lat": "36.28", "lng": 127.23, "address": "엄사"}, Location(36.28, 127.23, "엄사")),
        ({"latitude": 36.28, "long": 127.23}, Location(36.28, 127.23)),
        ({"address": "엄사", "lat": None, "lon": None}, Location(address="엄사")),
        ({"address": "엄사", "lat": "", "lon": ""}, Location(address="엄사")),
        ([127.23, 36.28], Location(36.28, 127.23)),
        ([36.28, 127.23, 50], Location(36.28, 127.23)),
        ("36.28, 127.23", Location(36.28, 127.23)),
        ({"type": "Point", "coordinates": [127.23, 36.28]}, Location(36.28, 127.23)),
        (["엄사면", "엄사리"], Location(address="엄사면 엄사리")),
        ([], None),
    ],
)
def test_a_place_is_read_in_whichever_way_it_is_written(place: object, read_as: Location | None) -> None:
    assert one(place=place).place == read_as


@pytest.mark.parametrize(
    "time",
    ["2026-03-02T09:00:00+09:00", "2026-03-02T00:00:00Z", "2026-03-02 00:00", 1772409600, 1772409600000, "1772409600"],
)
def test_a_time_is_iso_or_seconds_or_milliseconds(time: object) -> None:
    assert one(time=time).at == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "time",
    [
        "2026.11.28 19:30",
        "2026. 11. 28. 오후 7:30",
        "2026/11/28 19:30 KST",
        "2026년 11월 28일 오후 7시 30분",
        "20261128193000",
        "202611281930",
        "Sat, 28 Nov 2026 19:30:00 GMT",
        {"$date": "2026-11-28T19:30:00"},
    ],
)
def test_a_time_is_read_in_whichever_way_it_is_written(time: object) -> None:
    at = one(time=time).at
    assert at is not None
    assert at.replace(tzinfo=None) == datetime(2026, 11, 28, 19, 30)  # noqa: DTZ001


@pytest.mark.parametrize("time", [None, "", "  ", "null"])
def test_an_empty_time_is_none(time: object) -> None:
    assert one(time=time).at is None


@pytest.mark.parametrize(
    ("told", "read_as"),
    [
        ({"place": {"lat": 36.28, "address": "엄사"}}, Told("가로등", Location(address="엄사"))),
        ({"place": {"lat": 95, "lon": 191}}, Told("가로등")),
        ({"place": [10**400, 1]}, Told("가로등")),
        ({"place": 7}, Told("가로등")),
        ({"time": "gestern"}, Told("가로등")),
        ({"time": "오후 7:30"}, Told("가로등")),
    ],
)
def test_a_place_or_time_that_cannot_be_read_counts_as_not_told(told: dict[str, object], read_as: Told) -> None:
    (pair,), said = parsed({"a": {"text": "가로등"} | told, "b": "보안등", "same": True})
    assert pair.one == read_as
    assert len(said) == 1
    assert said[0].startswith("1 places and times cannot be read and count as not told: ")


@pytest.mark.parametrize(
    ("same", "meant"), [("yes", True), ("Y", True), ("t", True), (1.0, True), ("no", False), (0.0, False)]
)
def test_people_say_yes_and_no_in_many_ways(same: object, meant: bool) -> None:
    (pair,), said = parsed({"a": "가로등", "b": "보안등", "same": same})
    assert (pair.same, said) == (meant, [])


def test_a_text_may_hold_any_sign() -> None:
    """What Unicode takes for the end of a line, and half of a pair."""
    (pair,), said = parsed('{"a": "가로등이\u2028꺼졌어요\x85", "b": "\\ud83d 보안등", "same": true}')
    assert (pair.one.text, pair.two.text, said) == ("가로등이\u2028꺼졌어요\x85", "? 보안등", [])


def test_what_else_a_row_holds_is_passed_over() -> None:
    assert one(author="x", photos=[1]) == Told("가로등")
    (pair,), _ = parsed({"a": "가로등", "b": "보안등", "same": 0, "why": "다른 곳"})
    assert pair.same is False


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", "line 2: "),
        ("[]", "line 2: not an object"),
        ({"a": "가로등", "b": "보안등"}, "line 2: 'same' is neither true nor false"),
        ({"a": "가로등", "same": True}, "line 2: 'b' has no text"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named_and_the_others_count(row: object, reason: str) -> None:
    good = {"a": LIGHT, "b": LIGHT, "same": True}
    pairs, said = parsed(good, row, good)
    assert len(pairs) == 2
    assert said[0].startswith(reason)
    assert said[1:] == ["1 rows cannot be read and are left out"]


JUDGED = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.2, False)]


def test_the_curve_runs_by_falling_likeness() -> None:
    points = curve(JUDGED)
    assert [(point.threshold, round(point.precision, 2), round(point.recall, 2)) for point in points] == [
        (0.9, 1.0, 0.33),
        (0.8, 1.0, 0.67),
        (0.7, 0.67, 0.67),
        (0.6, 0.75, 1.0),
        (0.2, 0.6, 1.0),
    ]
    assert average_precision(points) == pytest.approx((1 + 1 + 0.75) / 3)
    assert at(0.65, JUDGED) == Point(0.65, 2 / 3, 2 / 3)
    assert at(0.65, JUDGED).f1 == pytest.approx(2 / 3)


def test_it_prints_the_figures_at_the_rooms_own_threshold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = {"text": "주민 참여 예산 설명회는 언제 하나요"}
    file = tmp_path / "pairs.jsonl"
    rows = [{"a": LIGHT, "b": LIGHT, "same": True}, {"a": LIGHT, "b": other, "same": False}]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8-sig")
    assert main(["evaluate", str(file)]) == 0
    said = capsys.readouterr().out
    assert "2 pairs, 1 the same, 1 not" in said
    assert "at the room's threshold of 0.5: precision 1.000, recall 1.000, F1 1.000" in said
    assert "average precision 1.000" in said
    assert "ms of CPU a pair" in said


@pytest.mark.parametrize("content", ["", "{}\n", "\xff"])
def test_a_file_without_a_pair_stops_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_bytes(content.encode("latin-1"))
    assert main(["evaluate", str(file)]) == 1
    assert "error: " in capsys.readouterr().out
    assert main(["evaluate", str(tmp_path / "none.jsonl")]) == 1

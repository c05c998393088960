"""How well the router does on a city's own complaints, and a start from its old ones.

python -m infra.routing evaluate    FILE.jsonl [--profile city.toml] [--model MODEL]
python -m infra.routing learn-curve FILE.jsonl [--profile city.toml]
python -m infra.routing train       FILE.jsonl [--profile city.toml] [-o MODEL]

A row is {"text", "department"}, and "title" if it has one; the department by its code or its name, in Korean or English,
also within more (상하수도과(요금팀)). Other fields are passed over. Rows that cannot be read, and departments that the profile
does not know, are told and left out. `learn-curve` takes the rows in their order, as if each were confirmed by staff, and
tells how what comes next would have gone. `train` writes FILE.model, if nothing else is named.
"""

import argparse
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from statistics import fmean, median, quantiles

import msgspec

from chalicelib.city import City, Department, city, load
from chalicelib.domain.classifier import WORDS_ALONE, Model, Point
from chalicelib.domain.learning import NEWEST, Lesson, train
from chalicelib.domain.routing import Routing, route
from chalicelib.errors import ProfileError
from infra import jsonl, say
from infra.terminal import Stopped, in_lines

STEPS = (0, 100, 300, 600, 1000, 1500, 2000, 3000, 4000, 6000, 8000)
AHEAD = 500  # rows that come next, at the most
TENTHS = 10
PRECISIONS = (0.99, 0.97, 0.95, 0.9, 0.85, 0.8)  # steps of the curve


class Row(msgspec.Struct, frozen=True):
    text: str
    department: str | int | list[str | int]
    title: str | None = None

    @property
    def office(self) -> str:
        named = self.department if isinstance(self.department, list) else [self.department]
        return ", ".join(map(str, named))


@dataclass(frozen=True)
class Judged:
    right: str
    routing: Routing
    automatic: bool
    ms: float  # of CPU

    @property
    def first(self) -> bool:
        return self.routing.best.department == self.right

    @property
    def among(self) -> bool:
        return any(guess.department == self.right for guess in self.routing.guesses)


# Reading


def read(path: Path, profile: City) -> list[Lesson]:
    """In the order of the file, a second apart."""
    lessons, strangers = list[Lesson](), Counter[str]()
    for number, row in enumerate(jsonl.read(path.read_bytes(), partial(msgspec.convert, type=Row), say), 1):
        if code := code_of(row.office, profile):
            text = f"{row.title}\n{row.text}" if row.title else row.text
            lessons.append(Lesson(text, code, at=datetime.fromtimestamp(number, UTC)))
        else:
            strangers[row.office] += 1
    if strangers:
        named = ", ".join(f"{name} {count}" for name, count in strangers.most_common(jsonl.NAMED))
        say(f"{strangers.total()} rows are left out, for the profile does not know their departments: {named}")
    if not lessons:
        raise Stopped(f"{path} holds no row with a department of {profile.name.ko}")
    return lessons


@lru_cache(maxsize=1024)
def code_of(office: str, profile: City) -> str | None:
    """By its code or a name; else of the one department that is named within, and not as a part of a longer name."""
    given = spelled(office)
    names = {spelled(name): one.code for one in profile.departments for name in (one.name.ko, one.name.en)}
    known = names | {spelled(one.code): one.code for one in profile.departments}
    within = [name for name in names if name in given]
    found = {names[name] for name in within if not any(name in other for other in within if other != name)}
    return known.get(given) or (found.pop() if len(found) == 1 else None)


def spelled(name: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


# Judging


def judged(lessons: Iterable[Lesson], profile: City, model: Model) -> list[Judged]:
    route("가로등이 꺼졌어요", None, profile, model)  # makes its tables, once
    return [_judged(lesson, profile, model) for lesson in lessons]


def _judged(lesson: Lesson, profile: City, model: Model) -> Judged:
    began = time.process_time()
    routing = route(lesson.text, None, profile, model)
    spent = (time.process_time() - began) * 1000
    return Judged(lesson.department, routing, routing.sure(profile.limits.auto_transfer_confidence), spent)


def share(rows: Iterable[bool]) -> float:
    return fmean(list(rows) or [0])


def precision(rows: Iterable[Judged]) -> float | None:
    """Of what was transferred without a person; None, if nothing was."""
    sure = [row.first for row in rows if row.automatic]
    return share(sure) if sure else None


def curve(rows: Sequence[Judged]) -> list[Point]:
    """By falling confidence; two matters are never transferred without a person."""
    points, taken, right = list[Point](), 0, 0
    single = sorted((row for row in rows if not row.routing.two), key=_confidence, reverse=True)
    for confidence, level in groupby(single, key=_confidence):
        for row in level:
            taken, right = taken + 1, right + row.first
        points.append(Point(confidence, right / taken, taken / len(rows)))
    return points


def widest(points: Iterable[Point], precision: float) -> Point | None:
    """Where most would be transferred, of where enough of it were right."""
    return max(
        (point for point in points if point.precision >= precision), key=lambda point: point.coverage, default=None
    )


def _confidence(row: Judged) -> float:
    return row.routing.best.confidence


def f1(rows: Sequence[Judged], department: str) -> float:
    right = sum(row.first for row in rows if row.right == department)
    told = sum(row.routing.best.department == department for row in rows)
    meant = sum(row.right == department for row in rows)
    return 2 * right / (told + meant) if told + meant else 0.0


def gap(rows: Sequence[Judged]) -> float:
    """How far confidence and truth lie apart, over tenths of confidence: the expected calibration error."""
    return sum(abs(sum(_confidence(row) - row.first for row in tenth)) for tenth in _tenths(rows).values()) / len(rows)


def _tenths(rows: Iterable[Judged]) -> Mapping[int, list[Judged]]:
    tenths: dict[int, list[Judged]] = {at: [] for at in range(TENTHS)}
    for row in rows:
        tenths[min(int(_confidence(row) * TENTHS), TENTHS - 1)].append(row)
    return tenths


# Telling


def evaluated(rows: Sequence[Judged], profile: City, model: Model) -> Iterator[str]:
    seen = [
        one for one in profile.departments if any(one.code in (row.right, row.routing.best.department) for row in rows)
    ]
    spent = sorted(row.ms for row in rows)
    threshold = profile.limits.auto_transfer_confidence if model.threshold is None else model.threshold
    yield f"{len(rows)} complaints, {len(seen)} departments, {model.lessons} lessons learned"
    yield f"top-1     {share(row.first for row in rows):.3f}"
    yield f"top-3     {share(row.among for row in rows):.3f}"
    yield f"macro F1  {fmean(f1(rows, one.code) for one in seen):.3f}"
    yield (
        f"automatic {share(row.automatic for row in rows):.3f} at a confidence of {threshold:.2f}, "
        f"{_told(precision(rows))} of it right, where {profile.limits.auto_transfer_precision:.2f} is asked for"
    )
    yield f"CPU       {median(spent):.2f} ms a text, p99 {quantiles(spent, n=100)[98] if len(spent) > 1 else spent[0]:.2f} ms"
    yield ""
    yield f"confidence against truth: {gap(rows):.3f} apart"
    for at, tenth in _tenths(rows).items():
        if tenth:
            yield f"  {at / TENTHS:.1f} to {(at + 1) / TENTHS:.1f} {len(tenth):6}  right {share(row.first for row in tenth):.3f}"
    yield ""
    yield "what could be automatic, as this file itself shows"
    points = curve(rows)
    for wanted in sorted({*PRECISIONS, profile.limits.auto_transfer_precision}, reverse=True):
        if point := widest(points, wanted):
            yield f"  at {wanted:.2f} right: coverage {point.coverage:.3f}, from a confidence of {point.threshold:.3f} on"
    yield ""
    yield "confusion: in the line what is right, in the column what was guessed"
    yield from _confusion(rows, seen)


def _confusion(rows: Sequence[Judged], seen: Sequence[Department]) -> Iterator[str]:
    cells = Counter((row.right, row.routing.best.department) for row in rows)
    width = max(_width(one.name.ko) for one in seen)
    yield " " * (width + 4) + "".join(f"{number:4}" for number in range(1, len(seen) + 1)) + "    F1"
    for number, one in enumerate(seen, 1):
        counts = "".join(f"{cells[one.code, other.code] or '.':>4}" for other in seen)
        yield f"{number:2}  {one.name.ko}{' ' * (width - _width(one.name.ko))}{counts}  {f1(rows, one.code):.2f}"


def _width(text: str) -> int:
    """In columns of a terminal, where a Korean letter takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def learned(lessons: Sequence[Lesson], profile: City) -> Iterator[str]:
    yield "after   next  words alone  top-1  top-3  automatic  of it right  confidence apart"
    model = WORDS_ALONE
    for step in (step for step in STEPS if step < len(lessons)):
        trained = train(lessons[:step], profile, model)
        model = trained.model if trained.better else model
        ahead = lessons[step : step + AHEAD]
        rows, words = judged(ahead, profile, model), judged(ahead, profile, WORDS_ALONE)
        yield (
            f"{step:5}  {len(rows):5}  {share(row.first for row in words):11.3f}  {share(row.first for row in rows):.3f}  "
            f"{share(row.among for row in rows):.3f}  {share(row.automatic for row in rows):9.3f}  {_told(precision(rows)):>11}  {gap(rows):.3f}"
        )


def _told(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


# The command


def _evaluate(lessons: Sequence[Lesson], profile: City, options: argparse.Namespace) -> None:
    model = _model(options.model) if options.model else WORDS_ALONE
    for line in evaluated(judged(lessons, profile, model), profile, model):
        say(line)


def _model(path: Path) -> Model:
    try:
        return Model.loads(path.read_bytes())
    except ValueError as problem:
        raise Stopped(f"{path}: {problem}") from problem


def _learn_curve(lessons: Sequence[Lesson], profile: City, options: argparse.Namespace) -> None:
    for line in learned(lessons, profile):
        say(line)


def _train(lessons: Sequence[Lesson], profile: City, options: argparse.Namespace) -> None:
    trained = train(lessons, profile)
    report = trained.report
    if len(lessons) > NEWEST:
        say(f"the last {NEWEST} of {len(lessons)} rows are learned")
    say(
        f"{report.unseen.right:.3f} of {report.unseen.lessons} lessons right, each unseen when it was guessed; "
        f"{report.unseen_words.right:.3f} by the words alone"
    )
    if not trained.better:
        raise Stopped("the words alone do as well: nothing is written")
    output = options.output or options.file.with_suffix(".model")
    size = output.write_bytes(trained.model.dumps())
    say(f"{output}: version {trained.model.version}, {size / 1000:,.0f} kB")


COMMANDS = {"evaluate": _evaluate, "learn-curve": _learn_curve, "train": _train}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.routing")
    kinds = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        kind = kinds.add_parser(name)
        kind.add_argument("file", type=Path)
        kind.add_argument("--profile", type=Path, help="the city.toml of another city")
        if name == "evaluate":
            kind.add_argument("--model", type=Path, help="what train wrote")
        if name == "train":
            kind.add_argument("-o", "--output", type=Path, help="FILE.model, if not named")
    return in_lines(lambda: _run(parser.parse_args(arguments)))


def _run(options: argparse.Namespace) -> None:
    try:
        profile = load(options.profile) if options.profile else city()
    except ProfileError as problem:
        raise Stopped(str(problem)) from problem
    COMMANDS[options.command](read(options.file, profile), profile, options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What confirmed routings teach, and whether it is good enough to be taken into use.

How much of it is believed, and how often a confidence is right, is measured on lessons that the weights did not see.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, filterfalse, product
from math import exp, log, sqrt
from operator import mul
from statistics import fmean, pstdev
from zlib import crc32

from chalicelib.city import City
from chalicelib.domain import korean
from chalicelib.domain.classifier import LOAD, WORDS_ALONE, Point, Text, Weights, chances, log_odds, normalised, rarity
from chalicelib.domain.classifier import Model as Model

NEWEST = 4000  # lessons that are learned from: more cost time, and older ones tell of a city that is no more
FEWEST = 20  # below it nothing is learned

# Chosen by learning from one of tests/data/routing_tuning*.jsonl for the other; none is sharp.
_RATE, _SLOWER = 1.0, 0.3
_STEPS = 9_000  # through the lessons in all, within _EPOCHS
_EPOCHS = (3, 12)
_BAYES, _SMOOTHING = 2.0, 0.1  # the weight of a share, and what each has beforehand
_NEGLIGIBLE = 0.02  # an error so small teaches nothing
_NEVER = 0.01  # lessons of a department that has none
_TRUSTS = (1.0, 0.75, 0.5, 0.25)  # in the words
_BELIEFS = (0.0, 0.25, 0.5, 0.75, 1.0)  # in what was learned

_FOLDS = 3
_HELD_OUT = 10  # one lesson of so many no version ever learns, so that any two can be compared by them
_ALIKE = 40  # letters; shorter texts are alike by chance
_HANDFUL = 10
_DOUBT = 10.0  # precision of slope and offset as the words alone have them: some fifty lessons outweigh it
_FLATTEST = 0.1  # slope: a surer guess is never held to be less often right
_BEYOND = 2.0  # standard errors, that the gain of learning must be worth
_CAUTION = 1.28  # standard deviations: nine times of ten the true precision lies above the bound
_CURVE = 20  # points
MOST_BYTES = 1_800_000  # of the weights

Judged = tuple[Sequence[float], int]  # the chances of the departments, and the place of the right one


@dataclass(frozen=True, slots=True)
class Lesson:
    """What staff confirmed or corrected. `text` with its title, as the router reads it."""

    text: str
    department: str
    category: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Of so many lessons the share that was right, and the mean of the logarithm of the chance given to what was right, negated."""

    lessons: int
    right: float
    loss: float


@dataclass(frozen=True, slots=True)
class Report:
    """`unseen`: each lesson by weights that had not seen it; `held_out`: those that no version learns."""

    lessons: int
    unseen: Score
    unseen_words: Score  # the same lessons by the words alone
    held_out: Score
    held_out_current: Score  # by the version in use, or by the words alone


@dataclass(frozen=True, slots=True)
class Trained:
    """`better`: it may be taken into use, for what it learned, or for confidences that were measured on lessons of all kinds."""

    model: Model
    report: Report
    better: bool


@dataclass(frozen=True, slots=True)
class _Example:
    place: int  # of its department among those of the city
    fold: int
    prior: tuple[float, ...]
    grams: Mapping[int, int]
    beside: tuple[tuple[int, float], ...]

    @classmethod
    def of(cls, lesson: Lesson, departments: Sequence[str], city: City) -> "_Example":
        text = Text.of(lesson.text, city)
        prior, beside = tuple(map(text.prior, departments)), tuple((key, value) for key, value, _ in text.beside())
        fold = _draw(lesson.text) // _HELD_OUT % _FOLDS
        return cls(departments.index(lesson.department), fold, prior, text.grams, beside)


@dataclass(frozen=True, slots=True)
class _Learned:
    rarities: Mapping[int, int]
    weights: Mapping[int, Sequence[float]]  # of a feature, for each department by its place

    def features(self, example: _Example) -> list[tuple[int, float]]:
        beside = ((key, value) for key, value in example.beside if key != LOAD)
        return [*normalised(example.grams, self.rarities).items(), *beside]

    def logits(self, example: _Example) -> list[float]:
        features = [(key, value) for key, value in (*self.features(example), (LOAD, 1.0)) if key in self.weights]
        return _weighed([self.weights[key] for key, _ in features], [value for _, value in features])


@dataclass(frozen=True, slots=True)
class _Guess:
    """What words and lessons say of an example, each for itself."""

    place: int
    prior: Sequence[float]
    learned: Sequence[float]

    def chances(self, trust: float, belief: float) -> list[float]:
        return chances([trust * a + belief * b for a, b in zip(self.prior, self.learned, strict=True)])


def train(lessons: Iterable[Lesson], city: City, current: Model = WORDS_ALONE) -> Trained:
    """The same lessons make the same model, in whatever order they come."""
    departments = tuple(sorted((one.code for one in city.departments), key=lambda code: code != city.unclaimed.department))
    known = [lesson for lesson in _newest(lessons) if lesson.department in departments]
    held = [lesson for lesson in known if _draw(lesson.text) % _HELD_OUT == 0]
    taught = [_Example.of(lesson, departments, city) for lesson in known if _draw(lesson.text) % _HELD_OUT]
    guesses = list(_unseen(taught))
    trust, belief = _measured(guesses)
    unseen = [(guess.chances(trust, belief), guess.place) for guess in guesses]
    calibration = _calibrated(unseen)
    model = Model(departments, len(known), trust, belief, calibration)
    if belief:
        model = replace(model, weights=_packed(_fitted(taught, len(departments)), len(departments)))
    curve = tuple(_curve(unseen, model))
    model = replace(model, curve=curve, threshold=_threshold(unseen, model, city.limits.auto_transfer_precision))
    news, olds = _judged(held, model, departments, city), _judged(held, current, departments, city)
    words = [(guess.chances(1.0, 0.0), guess.place) for guess in guesses]
    report = Report(len(known), _score(unseen), _score(words), _score(news), _score(olds))
    of_all = len(guesses) >= FEWEST and _spread(guesses) == 1 and calibration[0] > _FLATTEST
    return Trained(model, report, (belief > 0 or of_all) and not _loses(news, olds))


def _newest(lessons: Iterable[Lesson]) -> list[Lesson]:
    """What was corrected twice counts as it was corrected last."""
    last: dict[str, Lesson] = {}
    for lesson in sorted(lessons, key=lambda one: (one.at.timestamp() if one.at else 0.0, one.text, one.department)):
        last.pop(lesson.text, None)
        last[lesson.text] = lesson
    return list(last.values())[-NEWEST:]


def _draw(text: str) -> int:
    """A lot that falls to a text for ever, and to all that begin like it: of a form letter's copies none is unseen."""
    letters = "".join(filterfalse(str.isdigit, korean.compact(text)))[:_ALIKE]
    return crc32((letters if len(letters) == _ALIKE else text).encode(errors="replace"))


def _unseen(examples: Sequence[_Example]) -> Iterator[_Guess]:
    for fold in range(_FOLDS if examples else 0):
        learned = _fitted([one for one in examples if one.fold != fold], len(examples[0].prior))
        for one in examples:
            if one.fold == fold:
                yield _Guess(one.place, one.prior, learned.logits(one))


def _fitted(examples: Sequence[_Example], departments: int) -> _Learned:
    """By stochastic gradient descent, and beside it by complement naive Bayes, which does better where lessons are few.

    What each department gets at large is given beforehand, so that the weights learn only what tells the texts apart: of
    lessons that are all one department's they learn nothing.
    """
    holding = Counter(key for one in examples for key in one.grams)
    weights: dict[int, list[float]] = defaultdict(lambda: [0.0] * departments)
    learned = _Learned({key: rarity(len(examples), count) for key, count in holding.items() if count > 1}, weights)
    rows = [(one, [(weights[key], value) for key, value in learned.features(one)]) for one in examples]
    teaching = [(at, one, mine) for at, (one, mine) in enumerate(rows) if mine]
    counts = Counter(one.place for one in examples)
    given = [log(counts[place] + _NEVER) for place in range(departments)]
    for epoch in range(min(max(_STEPS // max(len(examples), 1), _EPOCHS[0]), _EPOCHS[1])):
        rate = _RATE / (1 + _SLOWER * epoch)
        for _, one, mine in sorted(teaching, key=lambda row: crc32(b"%d %d" % (epoch, row[0]))):
            said = _weighed([row for row, _ in mine], [value for _, value in mine])
            errors = chances([sum(parts) for parts in zip(one.prior, given, said, strict=True)])
            errors[one.place] -= 1
            telling = [(place, rate * error) for place, error in enumerate(errors) if abs(error) > _NEGLIGIBLE]
            for row, value in mine:
                for place, error in telling:
                    row[place] -= error * value
    for key, shares in _shares(learned, examples):
        weights[key] = [one + _BAYES * share for one, share in zip(weights[key], shares, strict=True)]
    weights[LOAD] = _load([counts[place] for place in range(departments)])
    return learned


def _shares(learned: _Learned, examples: Sequence[_Example]) -> Iterator[tuple[int, list[float]]]:
    """Of each pair and triple the logarithm of its share in all texts, against that in the texts of all other departments."""
    held: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(examples[0].prior))
    for one in examples:
        for key, value in normalised(one.grams, learned.rarities).items():
            held[key][one.place] += value
    totals = [sum(column) for column in zip(*held.values(), strict=True)]
    whole = sum(totals) + _SMOOTHING * len(held)
    for key, row in held.items():
        every = sum(row) + _SMOOTHING
        yield key, [log(every / whole * (whole - total) / (every - mine)) for mine, total in zip(row, totals, strict=True)]


def _load(counts: Sequence[int]) -> list[float]:
    """How much each department gets, against the others; of one without lessons nothing is known."""
    logs = [log(count + 1) for count in counts if count]
    return [log(count + 1) - fmean(logs) if count else 0.0 for count in counts]


def _weighed(rows: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """The sum of the rows, each as often as its value says; by columns, which is the fastest that Python has."""
    return [sum(map(mul, column, values)) for column in zip(*rows, strict=True)]


def _measured(guesses: Sequence[_Guess]) -> tuple[float, float]:
    """How far to trust the words and to believe the lessons; the words alone, unless the gain is well beyond chance.

    What gets fewer right than the words, beyond chance, is not taken however sure it makes.
    """
    if len(guesses) < FEWEST:
        return 1.0, 0.0
    beliefs = [belief * _spread(guesses) for belief in _BELIEFS]
    told = {choice: [(guess.chances(*choice), guess.place) for guess in guesses] for choice in product(_TRUSTS, beliefs)}
    words = told[1.0, beliefs[0]]
    sound = [choice for choice in told if not _beyond_chance(_misses(told[choice]), _misses(words), 1.0)]
    best = min(sound, key=lambda choice: _score(told[choice]).loss)
    return best if _beyond_chance(_losses(words), _losses(told[best]), _BEYOND) else (1.0, 0.0)


def _spread(guesses: Sequence[_Guess]) -> float:
    """1, if the lessons are well spread over the departments; less, if they are those of a few, which know nothing of the others."""
    counts = Counter(guess.place for guess in guesses).values()
    entropy = -sum(count / len(guesses) * log(count / len(guesses)) for count in counts)
    return min(2 * entropy / log(len(guesses[0].prior)), 1.0) if entropy else 0.0


def _beyond_chance(before: Sequence[float], after: Sequence[float], errors: float) -> bool:
    """Whether the second is more than so many standard errors below the first."""
    gains = [a - b for a, b in zip(before, after, strict=True)]
    return fmean(gains) > errors * pstdev(gains) / sqrt(len(gains))


def _is_right(given: Sequence[float], place: int) -> bool:
    """As `route` guesses: of those alike the first, which is that of what nobody claims."""
    return given.index(max(given)) == place


def _misses(judged: Sequence[Judged]) -> list[int]:
    return [not _is_right(given, place) for given, place in judged]


def _losses(judged: Sequence[Judged]) -> list[float]:
    return [-log(max(given[place], 1e-6)) for given, place in judged]


def _calibrated(judged: Sequence[Judged]) -> tuple[float, float]:
    """Slope and offset from log-odds of the chance to those of being right, by Newton's method; few lessons move them little."""
    slope, offset = WORDS_ALONE.calibration
    start = slope, offset
    points = [(log_odds(max(given)), _is_right(given, place)) for given, place in judged]
    for _ in range(20):
        down, across = _DOUBT * (start[0] - slope), _DOUBT * (start[1] - offset)
        up, side, mixed = _DOUBT, _DOUBT, 0.0
        for x, right in points:
            p = 1 / (1 + exp(-slope * x - offset))
            error, spread = right - p, p * (1 - p)
            down, across = down + error * x, across + error
            up, side, mixed = up + spread * x * x, side + spread, mixed + spread * x
        steeper = max((down * side - across * mixed) / (up * side - mixed * mixed), _FLATTEST - slope)
        slope, offset = slope + steeper, offset + (across - mixed * steeper) / side
    return slope, offset


def _packed(learned: _Learned, departments: int) -> Weights:
    """The features that tell most, each of their weights in a byte."""
    most = {key: max(map(abs, row)) for key, row in learned.weights.items() if any(row)}
    telling = sorted(most, key=lambda key: (-most[key], key))[: MOST_BYTES // (departments + 5)]
    unit = max(most.values(), default=0.0) / 127 or 1.0
    keys = sorted(telling)
    return Weights(
        keys=array("I", keys),
        rarities=array("B", (learned.rarities.get(key, 0) for key in keys)),
        values=array("b", (round(weight / unit) for key in keys for weight in learned.weights[key])),
        unit=unit,
    )


def _ranked(judged: Sequence[Judged], model: Model) -> list[tuple[float, int, int]]:
    """Each confidence once, the highest first; how many are so sure, and how many of them right."""
    sure = sorted(((model.sure(max(given)), _is_right(given, place)) for given, place in judged), reverse=True)
    right = accumulate(is_right for _, is_right in sure)
    counted = {confidence: (at, so_far) for at, ((confidence, _), so_far) in enumerate(zip(sure, right, strict=True), 1)}
    return [(confidence, *counts) for confidence, counts in counted.items()]


def _curve(judged: Sequence[Judged], model: Model) -> Iterator[Point]:
    ranked = _ranked(judged, model)
    counts = [count for _, count, _ in ranked]
    for step in range(1, _CURVE + 1) if ranked else ():
        confidence, count, right = ranked[bisect_left(counts, len(judged) * step // _CURVE)]
        yield Point(confidence, right / count, count / len(judged))


def _threshold(judged: Sequence[Judged], model: Model, precision: float) -> float | None:
    """The lowest that is shown to keep the precision, with some certainty; if none is, the confidence that promises it.

    None of too few lessons: the profile's word stands.
    """
    if len(judged) < FEWEST:
        return None
    shown = (confidence for confidence, count, right in _ranked(judged, model) if _at_least(right, count) >= precision)
    return min(shown, default=precision)


def _at_least(right: int, count: int) -> float:
    """Wilson's lower bound of a share."""
    z, share = _CAUTION, right / count
    spread = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (share + z * z / (2 * count) - spread) / (1 + z * z / count)


def _judged(lessons: Sequence[Lesson], model: Model, departments: Sequence[str], city: City) -> list[Judged]:
    return [
        (chances(model.logits(model.hear(Text.of(one.text, city)), departments)), departments.index(one.department))
        for one in lessons
    ]


def _score(judged: Sequence[Judged]) -> Score:
    return Score(len(judged), 1 - fmean(_misses(judged) or [1]), fmean(_losses(judged) or [0.0]))


def _loses(news: Sequence[Judged], olds: Sequence[Judged]) -> bool:
    """Whether the new one is worse on what neither learned, beyond chance; of a handful nobody can tell."""
    return len(news) >= _HANDFUL and _beyond_chance(_losses(news), _losses(olds), 1.0)

"""How surely a text belongs to each department: a softmax over what the words of the profile say and what was learned.

What is learned are weights of the pairs and triples of letters within the written words, of the topics that the words
of the profile speak for, and of the matters that the language has words for. Without any, the profile speaks alone.
"""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import count
from math import exp, log, sqrt
from operator import mul
from struct import Struct
from zlib import crc32

from chalicelib.city import City
from chalicelib.domain import korean, vocabulary
from chalicelib.domain.matters import matters

_BEGINNING, _END = 300, 100  # letters of a long text that are read: the matter is told by then, or once more

# Chosen by cross-validation on tests/data/routing_tuning.jsonl; none is sharp.
_POWER = 2.0  # of the words' votes: two votes against one are a chance of 4:1
_NOTHING = 0.15  # votes of a department that no word speaks for
_TOPIC = 0.5  # the weight of the topics beside that of all letters, which is 1
_MATTER = 0.5  # and of the matters
_WORDS_ALONE = (0.75, 0.2)  # their calibration, measured there before they were tuned on it

_RARITY = 0.015  # the unit in which a rarity is kept
_MAGIC = b"sotongbang-router-1\n"
_LENGTH = Struct("<I")


@dataclass(frozen=True)
class Text:
    """A text as it is read: what the profile's words say of it, and how often each written word stands there."""

    heard: vocabulary.Votes
    topics: Mapping[str, float]  # votes of those that have any
    votes: Mapping[str, float]  # of departments, likewise
    written: Mapping[str, int]
    excerpt: str

    @classmethod
    def of(cls, text: str, city: City) -> "Text":
        index, text = vocabulary.index(city), excerpt(text)
        heard = vocabulary.heard(text, index)
        topics = {key: total for key, given in heard.items() if (total := sum(given.values())) > 0}
        votes: dict[str, float] = defaultdict(float)
        for key, total in topics.items():
            votes[index.topics[key].department] += total
        return cls(heard, topics, votes, Counter(korean.tokens(text)), text)

    def prior(self, department: str) -> float:
        return _POWER * log(self.votes.get(department, 0.0) + _NOTHING)

    @cached_property
    def grams(self) -> Mapping[int, int]:
        """How often each pair and triple of letters stands there."""
        counts: dict[int, int] = {}
        for word, times in self.written.items():
            for key in grams(word):
                counts[key] = counts.get(key, 0) + times
        return counts

    def beside(self) -> Iterator[tuple[int, float, Mapping[str, float]]]:
        """The features that are no letters, with their values and, of a topic, the votes of its words."""
        total = sum(self.topics.values())
        for key, votes in self.topics.items():
            yield crc32(f"@{key}".encode()), _TOPIC * sqrt(votes / total), self.heard[key]
        told = matters(self.excerpt)
        names = told.things | told.settings | told.states
        for name in sorted(names):
            yield crc32(f"*{name}".encode()), _MATTER / sqrt(len(names)), {}
        yield LOAD, 1.0, {}


def excerpt(text: str) -> str:
    return text if len(text) <= _BEGINNING + _END else f"{text[:_BEGINNING]}\n{text[-_END:]}"


LOAD = crc32(b"#")  # the feature of any text: how much each department gets


@lru_cache(maxsize=16384)
def grams(word: str) -> tuple[int, ...]:
    """Hashes of its pairs and triples of letters and of how it begins. The last final is left open, as a particle may fill it."""
    signs = f"<{korean.spell(word)}"
    starts = [0, *range(1, len(signs), korean.SLOTS)]
    ends = [*starts[1:], len(signs)]
    spans = ((starts[at], ends[at + size - 1]) for size in (2, 3) for at in range(len(starts) - size + 1))
    return tuple(crc32(signs[start : end - 1].encode()) for start, end in spans)


@dataclass(frozen=True, slots=True)
class Point:
    """Of what is at least so sure, the share that is right; and the share of all that is so sure."""

    threshold: float
    precision: float
    coverage: float


@dataclass(frozen=True, eq=False)
class Weights:
    """Of each feature a rarity and a row of values, one for each department of the model, in units of `unit`."""

    keys: "array[int]"
    rarities: "array[int]"
    values: "array[int]"
    unit: float = 1.0

    @cached_property
    def places(self) -> Mapping[int, int]:
        return dict(zip(self.keys, count(), strict=False))


_KINDS = {"keys": "I", "rarities": "B", "values": "b"}
_NONE = Weights(array("I"), array("B"), array("b"))


@dataclass(frozen=True)
class Heard:
    """A text, and what the lessons say of it: the values of the features that they tell of."""

    text: Text
    values: Mapping[int, float]
    learned: Mapping[str, float]  # for and against the departments


@dataclass(frozen=True, eq=False)
class Model:
    departments: tuple[str, ...] = ()
    lessons: int = 0
    trust: float = 1.0  # in the words
    belief: float = 0.0  # in what was learned
    calibration: tuple[float, float] = _WORDS_ALONE
    threshold: float | None = None  # from which on nobody need look at a transfer; None: that of the profile
    curve: tuple[Point, ...] = ()
    weights: Weights = _NONE

    @cached_property
    def version(self) -> str:
        return sha256(self.dumps()).hexdigest()[:12]

    def hear(self, text: Text) -> Heard:
        if not self.belief:
            return Heard(text, {}, {})
        places, rarities = self.weights.places, self.weights.rarities
        values = normalised(text.grams, {key: rarities[places[key]] for key in text.grams if key in places})
        values |= {key: value for key, value, _ in text.beside() if key in places}
        rows = (self._row(places[key]) for key in values)
        scale = self.weights.unit * self.belief
        learned = (scale * sum(map(mul, column, values.values())) for column in zip(*rows, strict=True))
        return Heard(text, values, dict(zip(self.departments, learned, strict=False)))

    def by_word(self, heard: Heard, department: str) -> dict[str, float]:
        """The part that each word has in what was learned for the department: one of the profile, or as it was written."""
        if department not in heard.learned:
            return {}
        place, width = self.departments.index(department), len(self.departments)
        counts, places, scale = heard.text.grams, self.weights.places, self.weights.unit * self.belief
        adds = {
            key: scale * value / counts.get(key, 1) * self.weights.values[places[key] * width + place]
            for key, value in heard.values.items()
        }
        parts: dict[str, float] = defaultdict(float)
        for key, _, votes in heard.text.beside():
            for word, vote in votes.items():
                parts[word] += adds.get(key, 0.0) * max(vote, 0.0) / sum(one for one in votes.values() if one > 0)
        named = tuple(parts)
        for word, times in heard.text.written.items():
            name = next((name for name in named if name in word), word)
            parts[name] += times * sum(adds.get(key, 0.0) for key in grams(word))
        return parts

    def _row(self, at: int) -> "array[int]":
        width = len(self.departments)
        return self.weights.values[at * width : (at + 1) * width]

    def logits(self, heard: Heard, departments: Sequence[str]) -> list[float]:
        return [self.trust * heard.text.prior(one) + heard.learned.get(one, 0.0) for one in departments]

    def sure(self, chance: float) -> float:
        """The confidence: how often such a chance was right."""
        slope, offset = self.calibration
        return 1 / (1 + exp(-slope * log_odds(chance) - offset))

    def dumps(self) -> bytes:
        arrays = [getattr(self.weights, name) for name in _KINDS]
        told = {name: getattr(self, name) for name in ("departments", "lessons", "trust", "belief", "calibration", "threshold")}
        told |= {"curve": list(map(astuple, self.curve)), "unit": self.weights.unit, "lengths": list(map(len, arrays))}
        head = json.dumps(told).encode()
        body = _LENGTH.pack(len(head)) + head + b"".join(map(array.tobytes, arrays))  # little-endian wherever the room runs
        return _MAGIC + _LENGTH.pack(crc32(body)) + body

    @classmethod
    def loads(cls, data: bytes) -> "Model":
        """ValueError for what `dumps` did not make, or what was cut off."""
        start = len(_MAGIC) + _LENGTH.size
        body = data[start:]
        if data[:start] != _MAGIC + _LENGTH.pack(crc32(body)):
            raise ValueError("no model of the router, or not the whole of it")
        at = _LENGTH.size + _LENGTH.unpack_from(body)[0]
        told = json.loads(body[_LENGTH.size : at])
        arrays = {}
        for (name, kind), length in zip(_KINDS.items(), told.pop("lengths"), strict=True):
            arrays[name] = array(kind)
            end = at + length * arrays[name].itemsize
            arrays[name].frombytes(body[at:end])
            at = end
        weights = Weights(unit=told.pop("unit"), **arrays)
        curve = tuple(Point(*point) for point in told.pop("curve"))
        told |= {name: tuple(told[name]) for name in ("departments", "calibration")}
        return cls(curve=curve, weights=weights, **told)


WORDS_ALONE = Model()


def chances(logits: Sequence[float]) -> list[float]:
    most = max(logits)
    powers = [exp(one - most) for one in logits]
    total = sum(powers)
    return [power / total for power in powers]


def log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return log(bounded / (1 - bounded))


def normalised(counts: Mapping[int, int], rarities: Mapping[int, int]) -> dict[int, float]:
    """The values of a text's features, together of length 1: a long text says no more than a short one."""
    values = {key: (1 + log(count)) * rarities[key] for key, count in counts.items() if key in rarities}
    length = sqrt(sum(value * value for value in values.values()))
    return {key: value / length for key, value in values.items()}


def rarity(lessons: int, holding: int) -> int:
    """Of a feature that so many of the lessons hold."""
    return min(255, round(sqrt(log(1 + lessons / holding)) / _RARITY))

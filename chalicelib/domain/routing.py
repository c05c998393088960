"""Which category, and so which department, a text speaks of, and how surely."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.city import City
from chalicelib.domain import korean, vocabulary
from chalicelib.domain.classifier import WORDS_ALONE, Heard, Model, Text, chances, excerpt

MOST_GUESSES = 3

_WORDS = 6  # that a guess names, for and against
_TELLING = 0.15  # what a word that the profile does not have must add, for or against, to be named
_RIVAL = 0.1  # the chance from which on a department may be that of a second matter
_MATTER = 0.6  # how sure a sentence must be for itself to tell a matter of its own
_SENTENCE = 8  # letters; what is shorter goes with what stands before it

_ENDS = re.compile(r"[.!?\n]+|(?:^|(?<=\s))(?=그리고 |또한 |또 |추가로 |아울러 |덧붙여 |더불어 |둘째|두 ?번째|하나 더|한 가지 더|한가지 더)")


@dataclass(frozen=True, slots=True)
class Guess:
    """`confidence` runs from 0 to 1; `words` spoke for the department, the strongest first, and `against` against it."""

    category: str
    department: str
    confidence: float
    words: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """The best category of each department that comes into question, the best first.

    `threshold` is that of the model that guessed, if it has one. Of `two` matters, told in sentences of their own and for
    different departments, the first two guesses are one each.
    """

    guesses: tuple[Guess, ...]
    two: bool = False
    threshold: float | None = None

    @property
    def best(self) -> Guess:
        return self.guesses[0]

    def sure(self, threshold: float) -> bool:
        """`threshold` is for want of one that was learned."""
        return not self.two and self.best.confidence >= (threshold if self.threshold is None else self.threshold)


def route(text: str, category: str | None, city: City, model: Model | None = None) -> Routing:
    """A category that the citizen chose wins, unless it is the one for what nobody claims."""
    chosen = city.category(category) if category else None
    if chosen and chosen.code != city.unclaimed.code:
        return Routing((Guess(chosen.code, chosen.department, 1.0),))
    model = model or WORDS_ALONE
    heard = model.hear(Text.of(text, city))
    given = _chances(heard, city, model)
    if not given:
        return Routing((Guess(city.unclaimed.code, city.unclaimed.department, 0.0),), threshold=model.threshold)
    best = max(given, key=lambda one: given[one])
    rivals = {one for one, chance in given.items() if one != best and chance >= _RIVAL}
    second = _second_matter(text, best, rivals, city, model) if rivals else None
    ranking = sorted(given, key=lambda one: (one != best, one != second, -given[one]))[:MOST_GUESSES]
    guesses = (_guess(one, _confidence(given[one], given[best], model), heard, model, city) for one in ranking)
    return Routing(tuple(guesses), second is not None, model.threshold)


@lru_cache(maxsize=1024)
def topics(text: str, city: City) -> Mapping[str, float]:
    """The share of each topic in what a text speaks of; together 1, or none at all."""
    votes = Text.of(text, city).topics
    return {topic: share / sum(votes.values()) for topic, share in votes.items()}


def _chances(heard: Heard, city: City, model: Model) -> dict[str, float]:
    """Of the departments that anything speaks for."""
    departments = [department.code for department in city.departments]
    given = zip(departments, chances(model.logits(heard, departments)), strict=True)
    return {one: chance for one, chance in given if heard.text.votes.get(one) or heard.learned.get(one, 0.0) > 0}


def _confidence(chance: float, best: float, model: Model) -> float:
    """What the surest leaves is shared by the others."""
    sure = model.sure(best)
    return sure if chance == best else min(sure, chance * (1 - sure) / max(1 - best, chance))


def _second_matter(text: str, best: str, rivals: Container[str], city: City, model: Model) -> str | None:
    """The rival that a sentence is about for itself, while another is about `best`."""
    told = dict(_matters(text, city, model))
    others = {department: chance for department, chance in told.items() if department in rivals}
    return max(others, key=lambda one: others[one]) if best in told and others else None


def _matters(text: str, city: City, model: Model) -> Iterator[tuple[str, float]]:
    """The departments that sentences are surely for, each taken for itself."""
    sentences = list(_sentences(excerpt(text)))
    for sentence in sentences if len(sentences) > 1 else ():
        given = _chances(model.hear(Text.of(sentence, city)), city, model)
        department = max(given, key=lambda one: given[one], default=None)
        if department and given[department] >= _MATTER:
            yield department, given[department]


def _sentences(text: str) -> Iterator[str]:
    told = ""
    for part in _ENDS.split(text):
        if len(told) >= _SENTENCE and len(part) >= _SENTENCE:
            yield told
            told = ""
        told += f" {part}"
    yield told


def _guess(department: str, confidence: float, heard: Heard, model: Model, city: City) -> Guess:
    topics, text = vocabulary.index(city).topics, heard.text
    own = [topics[key] for key in text.topics if topics[key].department == department]
    category = max(own, key=lambda topic: text.topics[topic.key]).category if own else city.unclaimed.code
    speaking: dict[str, float] = defaultdict(float)
    for key, votes in text.heard.items():
        for word, vote in votes.items() if topics[key].department == department else ():
            speaking[word] += vote
    for word, adds in model.by_word(heard, department).items():
        telling = abs(adds) >= _TELLING and not korean.spell(word).startswith(vocabulary.COMMON)
        if telling or word in speaking:
            speaking[word] += adds
    return Guess(category, department, confidence, _named(speaking, 1), _named(speaking, -1))


def _named(speaking: Mapping[str, float], sign: int) -> tuple[str, ...]:
    words = [word for word in speaking if sign * speaking[word] > 0]
    return tuple(sorted(words, key=lambda word: -abs(speaking[word]))[:_WORDS])

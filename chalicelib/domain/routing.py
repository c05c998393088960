"""Which category, and so which department, a text speaks of, by the words of the profile and how surely."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from chalicelib.city import Category, City
from chalicelib.domain import korean

MOST_GUESSES = 3

# Chosen on some hundred posts; none of them is sharp, a third more or less moves a post or two.
_LONGEST = 6  # letters; a longer word says no more than that
_HINT = 0.4  # the vote of a hint against that of a word
_EVIDENCE = 1.5  # one clear word of two letters makes a confidence of 0.78, of three 0.86

# The share of its votes that a hit is worth.
_SLIP = 0.4  # one sign is wrong: 신호둥
_INSIDE = 0.6  # two letters within a written word: 철새축제 means 축제, but 확인도 holds 인도
_INSIDE_LONG = 0.8
_LATER = 0.7  # behind the first _OPENING letters, where the title or the first sentence names the matter
_OPENING = 20
_PLACE = 0.3  # it only tells where: 학교 앞, 공원 옆
_PLACES = tuple(
    map(
        korean.jamo,
        ("앞", "바로앞", "옆", "뒤", "근처", "부근", "인근", "맞은편", "건너편", "입구", "정문", "후문"),
    )
)

Votes = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Guess:
    """`confidence` runs from 0 to 1; `words` are those of the profile that spoke for the category."""

    category: str
    department: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """The best category of each department that comes into question, the best first."""

    guesses: tuple[Guess, ...]

    @property
    def best(self) -> Guess:
        return self.guesses[0]

    def sure(self, threshold: float) -> bool:
        return self.best.confidence >= threshold


@dataclass(frozen=True, slots=True)
class Index:
    lexicon: korean.Lexicon
    votes: Votes  # of a word in jamo, by category; below zero against it


def route(text: str, category: str | None, city: City) -> Routing:
    """A category that the citizen chose wins, unless it is the one for what nobody claims."""
    chosen = city.category(category) if category else None
    if chosen and chosen.code != city.unclaimed.code:
        return Routing((Guess(chosen.code, chosen.department, 1.0),))
    return _ranked(_heard(text, index(city)), city)


@lru_cache(maxsize=1024)
def topics(text: str, city: City) -> Mapping[str, float]:
    """The share of each category in what a text speaks of; together 1, or none at all."""
    scores = {category: sum(votes.values()) for category, votes in _heard(text, index(city)).items()}
    spoken = {category: score for category, score in scores.items() if score > 0}
    return {category: score / sum(spoken.values()) for category, score in spoken.items()}


@lru_cache(maxsize=4)
def index(city: City) -> Index:
    claims: dict[str, dict[str, float]] = defaultdict(dict)
    words = []
    for category in city.categories:
        for text, vote in _opinions(category):
            words.append(word := korean.Word.of(text))
            claims[word.jamo][category.code] = vote
    lexicon = korean.Lexicon.of(words)
    return Index(lexicon, {jamo: _votes(word, claims[jamo]) for jamo, word in lexicon.words.items()})


def _opinions(category: Category) -> Iterator[tuple[str, float]]:
    for words, vote in ((category.words, 1.0), (category.hints, _HINT), (category.against, -1.0)):
        yield from ((word, vote) for word in words)


def _votes(word: korean.Word, claims: Mapping[str, float]) -> dict[str, float]:
    """A long word says more than a short one, and less for each the more categories claim it."""
    weight = (min(word.letters, _LONGEST) + 1) / 3
    share = weight / max(1, sum(vote > 0 for vote in claims.values()))
    return {category: vote * (share if vote > 0 else weight) for category, vote in claims.items()}


def _heard(text: str, index: Index) -> dict[str, dict[str, float]]:
    """The votes for each category, by the word that gave them."""
    shares: dict[korean.Word, list[float]] = defaultdict(list)
    for hit in index.lexicon.find(text):
        shares[hit.word].append(_share(hit))
    heard: dict[str, dict[str, float]] = defaultdict(dict)
    for word, share in shares.items():
        for category, vote in index.votes[word.jamo].items():
            heard[category][word.text] = vote * max(share) * (1 + log(len(share)) / 2)
    return heard


def _share(hit: korean.Hit) -> float:
    if hit.rest.startswith(_PLACES):
        return _PLACE
    inside = 1.0 if hit.leading else _INSIDE_LONG if hit.word.long else _INSIDE
    return inside * (1.0 if hit.exact else _SLIP) * (1.0 if hit.at < _OPENING else _LATER)


def _ranked(heard: Votes, city: City) -> Routing:
    scores = {category: sum(votes.values()) for category, votes in heard.items()}
    spoken = [category for category in city.categories if scores.get(category.code, 0) > 0]
    totals: dict[str, float] = defaultdict(float)
    leaders: dict[str, Category] = {}
    for category in sorted(spoken, key=lambda category: -scores[category.code]):
        totals[category.department] += scores[category.code]
        leaders.setdefault(category.department, category)
    ranking = sorted(totals, key=lambda department: -totals[department])[:MOST_GUESSES]
    guesses = [_guess(leaders[department], totals, heard) for department in ranking]
    return Routing(tuple(guesses) or (Guess(city.unclaimed.code, city.unclaimed.department, 0.0),))


def _guess(category: Category, totals: Mapping[str, float], heard: Votes) -> Guess:
    votes = heard[category.code]
    words = sorted((word for word in votes if votes[word] > 0), key=lambda word: -votes[word])
    return Guess(category.code, category.department, _confidence(category.department, totals), tuple(words))


def _confidence(department: str, totals: Mapping[str, float]) -> float:
    """How clearly it stands before its strongest rival, as far as there is evidence at all."""
    own = totals[department]
    rival = max((total for other, total in totals.items() if other != department), default=0.0)
    return own / (own + rival) * (1 - exp(-_EVIDENCE * own))

"""What the words of the profile say of a text: votes for its topics, and so for the departments in charge of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from chalicelib.city import City
from chalicelib.domain import korean

# Chosen on some hundred posts; none of them is sharp, a third more or less moves a post or two.
_LONGEST = 6  # letters; a longer word says no more than that
_HINT = 0.4  # the vote of a hint against that of a word

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

# What words begin with that any complaint may hold. They tell nothing of its matter.
COMMON = tuple(
    map(
        korean.spell,
        korean.tokens(
            "안녕 수고 감사 부탁 건의 요청 신고 문의 민원 제보 해주 주세 바랍 바라 해결 조치 처리 확인 개선 고쳐 고장 설치 철거 단속 치워 "
            "너무 매우 정말 진짜 제발 빨리 빠른 계속 자꾸 항상 매일 밤마 밤에 아침 저녁 어제 오늘 지금 며칠 이틀 요즘 있 없 많 심하 심해 심합 "
            "불편 위험 아이들 사람 우리 저희 여기 거기 아파트 앞 옆 근처 사거리 네거리 삼거리 정도 관련 때문"
        ),
    )
)

Votes = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Topic:
    """A category, or what a department does beside the categories; that has the category of what nobody claims."""

    key: str
    category: str
    department: str


@dataclass(frozen=True, slots=True)
class Index:
    lexicon: korean.Lexicon
    topics: Mapping[str, Topic]
    votes: Votes  # of a word in jamo, by topic; below zero against it


@lru_cache(maxsize=4)
def index(city: City) -> Index:
    topics, claims, words = {}, defaultdict[str, dict[str, float]](dict), []
    for topic, opinions in _topics(city):
        topics[topic.key] = topic
        for text, vote in opinions:
            words.append(word := korean.Word.of(text))
            claims[word.jamo][topic.key] = vote
    lexicon = korean.Lexicon.of(words)
    return Index(lexicon, topics, {jamo: _votes(word, claims[jamo]) for jamo, word in lexicon.words.items()})


def heard(text: str, index: Index) -> dict[str, dict[str, float]]:
    """The votes for each topic, by the word that gave them."""
    shares: dict[korean.Word, list[float]] = defaultdict(list)
    for hit in index.lexicon.find(text):
        shares[hit.word].append(_share(hit))
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for word, share in shares.items():
        for topic, vote in index.votes[word.jamo].items():
            found[topic][word.text] = vote * max(share) * (1 + log(len(share)) / 2)
    return found


def _topics(city: City) -> Iterator[tuple[Topic, Iterable[tuple[str, float]]]]:
    for category in city.categories:
        opinions = _opinions((category.words, 1.0), (category.hints, _HINT), (category.against, -1.0))
        yield Topic(category.code, category.code, category.department), opinions
    for one in city.departments:
        if one.words or one.hints:
            opinions = _opinions((one.words, 1.0), (one.hints, _HINT))
            yield Topic(f"@{one.code}", city.unclaimed.code, one.code), opinions


def _opinions(*rows: tuple[tuple[str, ...], float]) -> Iterator[tuple[str, float]]:
    return ((word, vote) for words, vote in rows for word in words)


def _votes(word: korean.Word, claims: Mapping[str, float]) -> dict[str, float]:
    """A long word says more than a short one, and less for each the more topics claim it."""
    weight = (min(word.letters, _LONGEST) + 1) / 3
    share = weight / max(1, sum(vote > 0 for vote in claims.values()))
    return {topic: vote * (share if vote > 0 else weight) for topic, vote in claims.items()}


def _share(hit: korean.Hit) -> float:
    if hit.rest.startswith(_PLACES):
        return _PLACE
    inside = 1.0 if hit.leading else _INSIDE_LONG if hit.word.long else _INSIDE
    return inside * (1.0 if hit.exact else _SLIP) * (1.0 if hit.at < _OPENING else _LATER)

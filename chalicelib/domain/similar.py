"""Whether what somebody begins to write was told already: open posts nearby, ranked by place and by likeness.

Two views of a text count alike: its letters, taken two by two, which particles and slips leave mostly whole, and
its topics, the categories of the profile that its words speak for: 보안등이 나갔다 and 가로등이 꺼졌다 share few letters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians

from chalicelib.city import City
from chalicelib.domain import korean, routing
from chalicelib.domain.post import Location, Post

MOST = 5
# Tuned on the pairs of tests/domain/test_similar.py.
LIKE = 0.35  # likeness from which on a post is shown
SAME_PLACE = 0.6  # the share of a written place's letters from which on another names the same
FAR = 0.7  # what a post at the rim of the radius is worth against one at the very place
READ = 500  # letters of a post that are compared; the matter is told first
FEWEST = 3  # pairs of letters that two texts must share to be all alike
METRES = 111_195  # of a degree of latitude

# Words that any complaint may hold, by what they begin with. They tell nothing of its matter.
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

Pair = tuple[str, ...]


@dataclass(frozen=True)
class Twin:
    """`distance` in metres, None where a place is only written; `likeness` from 0 to 1."""

    post: Post
    distance: float | None
    likeness: float


def twins(
    text: str, place: Location, tag: str | None, posts: Iterable[Post], radius: float, city: City
) -> tuple[Twin, ...]:
    """The best first. `radius` in metres."""
    near = (Twin(post, distance, 0.0) for post in posts for distance in _distances(place, post, radius))
    found = [Twin(one.post, one.distance, likeness(text, one.post, place, city)) for one in near]
    found = [twin for twin in found if twin.likeness >= LIKE]
    found.sort(key=lambda twin: twin.post.post_id, reverse=True)  # of equals the newest first
    found.sort(key=lambda twin: (-_worth(twin, radius), twin.post.tag != tag))
    return tuple(found[:MOST])


def around(lat: float, lon: float, metres: float) -> tuple[float, float, float, float]:
    """South, west, north, east of the box that holds all places so near."""
    up = metres / METRES
    aside = up / cos(radians(lat))
    return lat - up, lon - aside, lat + up, lon + aside


def likeness(text: str, post: Post, place: Location, city: City) -> float:
    """How much of the shorter the longer tells too: who writes has just begun."""
    told = f"{post.title or ''} {post.text}"[:READ]
    where = pairs(place.address or "") | pairs((post.location.address if post.location else None) or "")
    begun = pairs(text) - where  # at one place every post names it
    there = pairs(told) - where
    letters = len(begun & there) / max(FEWEST, min(len(begun), len(there)))
    mine, theirs = routing.topics(text, city), routing.topics(told, city)
    if not mine:
        return letters
    return (letters + sum(min(share, theirs.get(topic, 0.0)) for topic, share in mine.items())) / 2


@lru_cache(maxsize=1024)
def pairs(text: str) -> frozenset[Pair]:
    """Every two letters that follow one another in a word that tells something; of a single letter, itself."""
    words = (korean.spell(token) for token in korean.tokens(text))
    telling = (word for word in words if not word.startswith(COMMON))
    return frozenset(pair for word in telling for pair in _pairs(word))


def _pairs(word: str) -> Iterable[Pair]:
    letters = [word[at : at + korean.SLOTS] for at in range(0, len(word), korean.SLOTS)]
    return pairwise(letters) if len(letters) > 1 else [(letters[0],)]


def _distances(place: Location, post: Post, radius: float) -> Iterable[float | None]:
    """None, one or no distance: how far a post is that lies near; a place without coordinates is compared by its words."""
    there = post.location
    if there is None:
        return ()
    if place.lat is None or place.lon is None:
        return (None,) if _same_words(place.address, there.address) else ()
    if there.lat is None or there.lon is None:
        return ()
    metres = distance(place.lat, place.lon, there.lat, there.lon)
    return (metres,) if metres <= radius else ()


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """In metres, over a plane: right within a town."""
    return METRES * hypot(other_lat - lat, (other_lon - lon) * cos(radians(lat)))


def _same_words(one: str | None, other: str | None) -> bool:
    mine, theirs = pairs(one or ""), pairs(other or "")
    fewer = min(len(mine), len(theirs))
    return fewer > 1 and len(mine & theirs) / fewer >= SAME_PLACE


def _worth(twin: Twin, radius: float) -> float:
    """In steps of a twentieth: what differs by less is equal."""
    near = FAR if twin.distance is None else 1 - (1 - FAR) * twin.distance / radius
    return round(twin.likeness * near * 20)

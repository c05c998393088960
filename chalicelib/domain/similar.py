"""Whether two posts tell the same matter: one number from 0 to 1, of what they say, where, when, and what they show.

Each view of the two is evidence for or against, and what is not told is none: log-odds, added up. So one threshold holds
with a place and without. The same words of two places are two matters, and so are two matters of one place.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from heapq import nlargest, nsmallest
from itertools import pairwise
from math import exp, log1p
from zlib import crc32

from chalicelib.city import City
from chalicelib.domain import grid, korean, places, routing, vocabulary
from chalicelib.domain.matters import Matters, matters
from chalicelib.domain.places import Marks
from chalicelib.domain.post import Location, Photo, Post, open_to_all
from chalicelib.domain.status import STATUSES

MOST = 5
LIKE = 0.5  # from which on two are held to tell the same
READ = 500  # letters of a post that are compared; the matter is told first
FEWEST = 3  # pairs of letters that two texts must have at the least, to be all alike
LITTLE = 0.2  # shares of letters and topics below which two texts have nothing in common
RANKED = 60  # of many around, those that are compared closely
FRESH = 14  # days in which nobody is surprised to hear of the same again
ANSWERED = timedelta(days=30)  # so long what has ended is shown: people repeat what was just answered
ZOOMS = (14, 12)  # of the cells of the index, some 2 km and 8 km wide in Korea
FEW = 4  # keys of a text that speaks of nothing known; cells that are asked one by one
LOOKED_UP = 6  # keys of one question
LOOKS_ALIKE = 10  # bits of 64 that two pictures of one photo differ by at the most; of others it was 17 at the least

# What each view says for and against, in log-odds. Fitted by logistic regression with L2 and signs as they must be, on the pairs for tuning
# of two hands and of tests/twins.py, judged by fitting on one hand and looking at the other, then rounded; none of them is sharp.
# Not here, for across hands they told nothing: how many letters or topics two texts share, and whether both ask, praise or demand.
# Nor what told much and is of the pairs, not of the matter: that one text is short and the other long.
BIAS = -0.5
WEIGHTS: Mapping[str, float] = {
    "verbatim": 0.9,
    "things": 2.3, "things_other": -1.2,
    "settings": 0.2,
    "states": 0.9, "states_other": -0.8,
    "nothing": -1.4,
    "off": -2.0, "far": -4.0,
    "named_other": -2.1, "address_other": -1.7,
    "old": -2.1, "again": -0.9,
    "photo": 4.0,
}  # fmt: skip

# Who says so tells of another than the one before: 이번엔 하얀 애예요, 첫 번째 말고.
AGAIN = re.compile("이번엔|이번에는|말고|반대편|저번|지난번|작년|주셨는데|치워주셔|고쳐주셔|다른 곳|다른 데")

@dataclass(frozen=True, slots=True)
class Words:
    """What a text says, prepared to be compared."""

    pairs: frozenset[str]
    topics: Mapping[str, float]
    matters: Matters
    marks: Marks
    again: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """All of a post that is compared. `radius` in metres: so far around it others may tell of the same."""

    words: Words
    place: Location
    named: Marks  # in its text and its address
    where: frozenset[str]  # the letters of its address
    radius: float
    since: datetime | None = None
    until: datetime | None = None
    looks: tuple[int, ...] = ()  # of its photos

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """South, west, north, east of what lies around it."""
        lat, lon = self.place.lat, self.place.lon
        return None if lat is None or lon is None else places.around(lat, lon, self.radius)


@dataclass(frozen=True)
class Twin:
    """`distance` in metres, None where one of the two has no coordinates."""

    post: Post
    distance: float | None
    likeness: float

    @property
    def answered(self) -> bool:
        return not STATUSES[self.post.status].open


def sketch(
    text: str, place: Location | None, city: City, *, since: datetime | None = None, until: datetime | None = None,
    category: str | None = None, looks: tuple[int, ...] = (),
) -> Sketch:  # fmt: skip
    said, place = _words(text[:READ], city), place or Location()
    written = places.marks(place.address, city) if place.address else {}
    named = {kind: written.get(kind, frozenset()) | said.marks.get(kind, frozenset()) for kind in {**written, **said.marks}}
    return Sketch(
        said, place, named, _pairs(place.address or ""), _radius(said, category, city), since, until or since, looks)


def of(post: Post, city: City) -> Sketch:
    """What is still worked on lasts."""
    return sketch(
        _told(post), post.location, city, since=post.created_at, until=post.updated_at, category=post.category,
        looks=looks(post.photos))


def looks(photos: Iterable[Photo]) -> tuple[int, ...]:
    return tuple(int(photo.look, 16) for photo in photos if photo.look)


def _told(post: Post) -> str:
    return f"{post.title or ''}\n{post.text}"[:READ]


def twins(mine: Sketch, posts: Iterable[Post], now: datetime, city: City, tag: str | None = None) -> tuple[Twin, ...]:
    """The best first; of equals the newest, and before it the one of the same tag."""
    shown = [post for post in posts if worth_showing(post, now)]
    sketches = [of(post, city) for post in shown]
    found = [Twin(shown[n], apart(mine, sketches[n]), likeness(mine, sketches[n])) for n in likeliest(mine, sketches)]
    found = [twin for twin in found if twin.likeness >= LIKE]
    found.sort(key=lambda twin: twin.post.post_id, reverse=True)
    found.sort(key=lambda twin: (-round(twin.likeness * 20), twin.post.tag != tag))  # what differs by less is equal
    return tuple(found[:MOST])


def worth_showing(post: Post, now: datetime) -> bool:
    """Complaints that are open, or that ended lately with an answer."""
    ended = post.closed_at or post.updated_at
    return open_to_all(post) and (
        STATUSES[post.status].open or (post.status in ("resolved", "declined") and now - ended <= ANSWERED)
    )


# The index: keys under which posts lie, each with its cells and without, so that in a city of any size a few queries find
# those of the same things around.


def terms(post: Post) -> frozenset[str]:
    keys, place = _keys(_pairs(_told(post)), matters(_told(post))), post.location or Location()
    lat, lon = place.lat, place.lon
    cells = () if lat is None or lon is None else (grid.cell(lat, lon, zoom) for zoom in ZOOMS)
    return frozenset(f"{where}={key}" for where in ("", *cells) for key in keys)


def lookups(mine: Sketch) -> tuple[str, ...]:
    """Those to be asked for: around its place, or if that is not known or wider than any matter is, of the whole room."""
    keys, bounds = _keys(mine.words.pairs, mine.words.matters), mine.bounds
    covers = [grid.cover(*bounds, zoom) for zoom in ZOOMS if grid.count(*bounds, zoom) <= FEW] if bounds else []
    cells = next(iter(covers), ("",))
    return tuple(f"{cell}={key}" for key in keys for cell in cells)[:LOOKED_UP]


def _keys(pairs: frozenset[str], spoken: Matters) -> Sequence[str]:
    """The things spoken of; where none is known some letters, the same ones of texts that share most of theirs."""
    return sorted(spoken.things) or nsmallest(FEW, pairs, key=lambda pair: crc32(pair.encode()))


def likeliest(mine: Sketch, others: Sequence[Sketch], most: int = RANKED) -> list[int]:
    """Which of many are worth a close look: those of the same things, topics or photo, or where nothing is known of the same
    letters, that lie not too far and not too long ago. A rough measure, for it is taken of each."""
    things, topics, letters = mine.words.matters.things, mine.words.topics.keys(), mine.words.pairs
    rough = []
    for n, one in enumerate(others):
        said = one.words
        alike, about = not things.isdisjoint(said.matters.things), not topics.isdisjoint(said.topics)
        silent = not (things or topics) or not (said.matters.things or said.topics)
        seen = _same_photo(mine, one)
        if (alike or about or seen or (silent and not letters.isdisjoint(said.pairs))) and not _too_far(mine, one):
            shared = len(letters & said.pairs) / (len(letters) + len(said.pairs) or 1)
            rough.append((2 * alike + about + 4 * seen + 4 * shared - min(_days(mine, one) / (4 * FRESH), 4), n))
    return [n for _, n in nlargest(most, rough)]


def _too_far(one: Sketch, two: Sketch) -> bool:
    """Beyond twice the radius nothing outweighs it."""
    metres = apart(one, two)
    return metres is not None and metres > 2 * max(one.radius, two.radius)


def likeness(one: Sketch, two: Sketch) -> float:
    """How probable it is that both tell the same matter."""
    odds = BIAS + sum(WEIGHTS[view] * found for view, found in evidence(one, two).items())
    return 1 / (1 + exp(-odds))


def evidence(one: Sketch, two: Sketch) -> dict[str, float]:
    """By view; 0 where it says nothing."""
    short, long = sorted((one.words, two.words), key=_told_much)
    where = one.where | two.where
    begun, there = short.pairs - where, long.pairs - where  # at one place every post names it
    letters = 2 * len(begun & there) / max(2 * FEWEST, len(begun) + len(there))
    spoken = sum(min(share, long.topics.get(topic, 0.0)) for topic, share in short.topics.items())
    told, also = short.matters, long.matters
    things = _shared(told.things, also.things)
    metres = apart(one, two)
    reach = 0.0 if metres is None else metres / max(one.radius, two.radius)
    return {
        "verbatim": max(0.0, 2 * letters - 1),
        "things": things, "things_other": _parted(told.things, also.things),
        "settings": _shared(told.settings, also.settings),
        "states": _shared(told.states, also.states), "states_other": _parted(told.states, also.states),
        "nothing": float(not things and letters < LITTLE and spoken < LITTLE),
        "off": min(reach, 1.0), "far": min(max(0.0, reach - 1), 1.0),
        "named_other": places.parted(one.named, two.named),
        "address_other": _parted(one.where, two.where) if metres is None else 0.0,
        "old": log1p(max(0.0, _days(one, two) - FRESH) / FRESH), "again": float(short.again != long.again),
        "photo": float(_same_photo(one, two)),
    }  # fmt: skip


def _told_much(words: Words) -> tuple[int, ...]:
    return len(words.pairs), len(words.matters.things), len(words.matters.settings), len(words.matters.states)


def _same_photo(one: Sketch, two: Sketch) -> bool:
    return any((a ^ b).bit_count() <= LOOKS_ALIKE for a in one.looks for b in two.looks)


def _days(one: Sketch, two: Sketch) -> float:
    """Between the end of the one and the beginning of the other."""
    if not (one.since and one.until and two.since and two.until):
        return 0.0
    return max(one.since - two.until, two.since - one.until, timedelta()) / timedelta(days=1)


def apart(one: Sketch, two: Sketch) -> float | None:
    here, there = one.place, two.place
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return None
    return places.distance(here.lat, here.lon, there.lat, there.lon)


def _shared(short: Set[object], long: Set[object]) -> float:
    """How much of the shorter text the longer tells too: who writes has just begun, and a long story names much in passing."""
    return len(short & long) / len(short) if short else 0.0


def _parted(mine: Set[object], theirs: Set[object]) -> float:
    return float(bool(mine) and bool(theirs) and mine.isdisjoint(theirs))


def _radius(said: Words, category: str | None, city: City) -> float:
    """Of its category, or of the likeliest: a bus line is told of along it, a pothole where it is."""
    row = city.category(category or max(said.topics, key=lambda topic: said.topics[topic], default=""))
    return float((row and row.similar_metres) or city.limits.similar_metres)


@lru_cache(maxsize=4096)
def _words(text: str, city: City) -> Words:
    return Words(_pairs(text), routing.topics(text, city), matters(text), places.marks(text, city), AGAIN.search(text) is not None)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    return frozenset[str]().union(*map(_of_word, korean.tokens(text)))


@lru_cache(maxsize=8192)
def _of_word(word: str) -> frozenset[str]:
    """Every two letters that follow one another, without their finals, which change with the ending; of a single letter,
    itself. None of a word that tells nothing."""
    spelt = korean.spell(word)
    letters = [spelt[at : at + korean.SLOTS - 1] for at in range(0, len(spelt), korean.SLOTS)]
    if spelt.startswith(vocabulary.COMMON):
        return frozenset()
    return frozenset(map("".join, pairwise(letters)) if len(letters) > 1 else letters)

"""Words found in what people wrote: the grams that lead to a post, the check of what they lead to, the part to show."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from chalicelib.domain import similar
from chalicelib.domain.post import Post, open_to_all
from chalicelib.domain.text import INVISIBLE, visible_length
from chalicelib.errors import InvalidInput

LEAST, MOST = 2, 100  # letters of a query at the least, characters at the most
LOOKED_UP = 6  # grams of a query that are looked up at the most; the check sees to the rest
OVER_A_SPACE = 3  # letters from which on a word is found across spaces as well: 불법주차 in 불법 주차
SHOWN, LEAD = 160, 40  # characters of a snippet, and of those the most before its first hit

# A letter with all that Unicode composes into it: accents, and the vowel and final of a decomposed syllable.
_CLUSTER = re.compile("[\\s\\S][\u0300-\u036f\u1160-\u11ff\u3099\u309a\ud7b0-\ud7ff\uff9e\uff9f]*")
_LETTER = re.compile("[^\\W_\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")  # no lone jamo: ㅋㅋㅋ, and what is half typed
_FOUR_DIGITS = re.compile("(?=([0-9]{4}))")
_PIECE = re.compile("[0-9]{4}|..")
_BLANK = re.compile(r"\s")


@dataclass(frozen=True)
class Query:
    words: tuple[str, ...]
    grams: tuple[str, ...]  # every post that holds the words has these


@dataclass(frozen=True)
class Segment:
    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Something written, as its letters and digits alone, with the place in the original of each."""

    text: str
    letters: str
    places: tuple[tuple[int, int], ...]
    begins: frozenset[int]  # letters with which a word begins

    @classmethod
    def of(cls, text: str) -> "Passage":
        letters: list[str] = []
        places: list[tuple[int, int]] = []
        begins: set[int] = set()
        parted = True
        for cluster in _CLUSTER.finditer(text):
            for sign in _signs(cluster[0]):
                if sign != " ":
                    if parted:
                        begins.add(len(letters))
                    letters.append(sign)
                    places.append(cluster.span())
                parted = sign == " "
        return cls(text, "".join(letters), tuple(places), frozenset(begins))

    @property
    def words(self) -> list[str]:
        return [self.letters[start:end] for start, end in pairwise([*sorted(self.begins), len(self.letters)])]

    def find(self, word: str) -> Iterator[tuple[int, int]]:
        """Where the word stands in the original, whatever is glued to it: 신호등 in 신호등이."""
        at = self.letters.find(word)
        while at >= 0:
            if self._stands(word, at):
                yield self.places[at][0], self.places[at + len(word) - 1][1]
            at = self.letters.find(word, at + 1)

    def _stands(self, word: str, at: int) -> bool:
        """A single letter begins a word, as 물 does in 물이; over a space a word begins where one begins."""
        torn = not self.begins.isdisjoint(range(at + 1, at + len(word)))
        if at in self.begins:
            return not torn or len(word) >= OVER_A_SPACE
        return not torn and len(word) > 1


@lru_cache(maxsize=4096)
def _signs(cluster: str) -> str:
    """Its letters, made comparable, and a blank for what parts words; what cannot be seen parts none."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", cluster)).casefold()
    kept = (sign for sign in folded if not unicodedata.category(sign).startswith("M"))
    return "".join(sign if _LETTER.match(sign) else " " for sign in kept)


def grams(text: str) -> frozenset[str]:
    """Every two letters that follow one another, the first letter of each word, and every four digits.

    Two digits stand in every receipt number; four tell one from another.
    """
    passage = Passage.of(text)
    pairs = map("".join, pairwise(passage.letters))
    firsts = (passage.letters[at] for at in passage.begins)
    return frozenset([*pairs, *firsts, *_FOUR_DIGITS.findall(passage.letters)])


def terms(post: Post) -> frozenset[str]:
    """By which a post is found, and its like; what the public may not read has none."""
    return similar.terms(post).union(*map(grams, _parts(post))) if findable(post) else frozenset()


def findable(post: Post) -> bool:
    return open_to_all(post)


def parse(text: str) -> Query:
    """Raises InvalidInput: query_too_short, text_too_long."""
    if visible_length(text) > MOST:
        raise InvalidInput("text_too_long", "q", most=MOST)
    words = tuple(dict.fromkeys(Passage.of(unicodedata.normalize("NFC", text)).words))
    if sum(map(len, words)) < LEAST:
        raise InvalidInput("query_too_short", "q", least=LEAST)
    pieces = dict.fromkeys(piece for word in words for piece in _pieces(word))
    rarest_first = sorted(pieces, key=len, reverse=True)
    return Query(words, tuple(rarest_first[:LOOKED_UP]))


def _pieces(word: str) -> list[str]:
    """The fewest grams that cover it: 신호 and 호등 of 신호등, 물 of 물."""
    found = _PIECE.findall(word)
    return found if sum(map(len, found)) == len(word) else [*found, word[-2:]]


def holds(post: Post, words: Iterable[str]) -> bool:
    """Whether all the words are there: grams lead to posts that have the pieces but not the word."""
    passages = list(map(Passage.of, _parts(post)))
    return all(any(_has(passage, word) for passage in passages) for word in words)


def _has(passage: Passage, word: str) -> bool:
    return next(passage.find(word), None) is not None


def _parts(post: Post) -> list[str]:
    """What is searched; of two that hold as many words, the first is shown."""
    address = post.location.address if post.location else None
    return [part for part in (post.text, post.title, address, post.receipt_number) if part]


def snippet(post: Post, words: Iterable[str]) -> tuple[Segment, ...]:
    """The surroundings of the first hits in the part that holds the most of the words, exactly as written."""
    wanted = tuple(words)
    passage = max(map(Passage.of, _parts(post)), key=lambda part: sum(_has(part, word) for word in wanted))
    hits = _merged(place for word in wanted for place in passage.find(word))
    start, end = _window(passage.text, *(hits[0] if hits else (0, 0)))
    return tuple(_segments(passage.text, hits, start, end))


def _merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged


def _window(text: str, hit: int, hit_end: int) -> tuple[int, int]:
    """Cut at blanks, unless there is none to be cut at."""
    start = max(0, hit - LEAD)
    if start and (blank := _BLANK.search(text, start, hit)):
        start = blank.end()
    end = min(len(text), start + SHOWN)
    if end < len(text):
        end = max((blank.start() for blank in _BLANK.finditer(text, min(hit_end, end), end + 1)), default=end)
    return start, end


def _segments(text: str, hits: list[tuple[int, int]], start: int, end: int) -> Iterator[Segment]:
    at = start
    for hit, hit_end in hits:
        if hit >= end:
            break
        if at < hit:
            yield Segment(text[at:hit], False)
        at = min(hit_end, end)
        yield Segment(text[hit:at], True)
    if at < end:
        yield Segment(text[at:end], False)

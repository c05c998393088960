"""Korean text made comparable, as it is meant and not as it happens to be typed, and words found in it."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import ne

SLOTS = 3  # signs per letter in `jamo`: onset, vowel, final
_EMPTY = "."

# What sounds alike is written alike: 쓰레기 and 쓰래기, 안돼 and 않되. Each row follows the order of the
# syllables in Unicode. Plain and tense onsets stay apart, for too many words differ by them: 곳이, 꽃이.
_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅔㅑㅔㅓㅔㅕㅔㅗㅘㅚㅚㅛㅜㅝㅚㅟㅠㅡㅣㅣ"
_FINALS = _EMPTY + "ㄱㄱㄱㄴㄴㄴㄷㄹㄱㅁㄹㄹㄹㅂㄹㅁㅂㅂㄷㄷㅇㄷㄷㄱㄷㅂㄷ"

_LONE_JAMO = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\ud7b0-\ud7ff]+")
_DRAWN_OUT = re.compile(r"(\D)\1{2,}")
_LETTERS = re.compile(r"[^\W_]+")

_LONG = 3  # letters from which on a word is known torn by a space, or with a slip in it


def tokens(text: str) -> list[str]:
    """The runs of letters and digits between spaces, signs and ㅋㅋㅋ, in small letters."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _LONE_JAMO.sub(_sigh_or_slip, text)
    return _LETTERS.findall(_DRAWN_OUT.sub(r"\1", text))


def _sigh_or_slip(lone: re.Match[str]) -> str:
    """ㅠㅠ parts what stands around it; a single sign is a slip of the finger within a word."""
    return " " if len(lone[0]) > 1 else ""


def compact(text: str) -> str:
    return _DRAWN_OUT.sub(r"\1", "".join(tokens(text)))


def jamo(text: str) -> str:
    """Three signs a letter, so that a wrong, missing or added final is one wrong sign and moves nothing.

    An open end is left open: 쓰레긴 contains 쓰레기, while no match can begin inside a syllable.
    """
    return spell(compact(text)).rstrip(_EMPTY)


def spell(letters: str) -> str:
    """As `jamo`, of letters that are compact already, and always SLOTS signs to each."""
    return "".join(map(_slots, letters))


@lru_cache(maxsize=4096)
def _slots(letter: str) -> str:
    place = ord(letter) - ord("가")
    if not 0 <= place < len(_ONSETS) * 588:
        return letter + _EMPTY * (SLOTS - 1)
    onset, rest = divmod(place, 588)
    return _ONSETS[onset] + _VOWELS[rest // 28] + _FINALS[rest % 28]


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    jamo: str
    letters: int

    @classmethod
    def of(cls, text: str) -> "Word":
        signs = spell(compact(text))
        return cls(text, signs.rstrip(_EMPTY), len(signs) // SLOTS)

    @property
    def long(self) -> bool:
        return self.letters >= _LONG


@dataclass(frozen=True, slots=True)
class _Line:
    """What somebody wrote, in jamo, with the places where its words begin and end."""

    signs: str
    edges: frozenset[int]

    @classmethod
    def of(cls, text: str) -> "_Line":
        written = tokens(text)
        ends = accumulate((len(token) * SLOTS for token in written), initial=0)
        return cls(spell("".join(written)), frozenset(ends))

    def fits(self, word: Word, at: int) -> bool:
        return self._closes(word, at) and self._joins(word, at)

    def nearly_holds(self, word: Word, at: int) -> bool:
        here = self.signs[at : at + len(word.jamo)]
        one_wrong = len(here) == len(word.jamo) and sum(map(ne, here, word.jamo)) == 1
        return one_wrong and self._joins(word, at)

    def _closes(self, word: Word, at: int) -> bool:
        """No ending of the language adds ㄱ or ㅇ to an open syllable: 생활공간 does not hold 생활고."""
        return len(word.jamo) % SLOTS == 0 or self.signs[at + len(word.jamo)] not in "ㄱㅇ"

    def _joins(self, word: Word, at: int) -> bool:
        """Within one written word; over a space, if the word has one, or the writer put one in: 신호 등이."""
        after = at + word.letters * SLOTS
        if self.edges.isdisjoint(range(at + SLOTS, after, SLOTS)):
            return True
        torn = word.long and not self.edges.isdisjoint((after, after + SLOTS))
        return at in self.edges and (" " in word.text or torn)


@dataclass(frozen=True, slots=True)
class Hit:
    word: Word
    at: int  # letters before it
    leading: bool  # it begins a written word
    exact: bool  # or one sign is wrong
    rest: str  # what follows, in jamo, as far as a few letters


@dataclass(frozen=True, slots=True)
class Lexicon:
    words: Mapping[str, Word]  # by their jamo
    lengths: Mapping[str, tuple[int, ...]]  # of the words that begin so, the longest first
    slips: Mapping[str, tuple[Word, ...]]

    @classmethod
    def of(cls, words: Iterable[Word]) -> "Lexicon":
        """Of two that differ by a space only, the one that has it is kept, for it stands for both."""
        known = {word.jamo: word for word in sorted(words, key=lambda word: " " in word.text)}
        lengths, slips = defaultdict(set), defaultdict(list)
        for word in known.values():
            lengths[_head(word.jamo + _EMPTY, 0)].add(len(word.jamo))
            for key in _slip_keys(word.jamo, 0) if word.long else ():
                slips[key].append(word)
        longest_first = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
        return cls(known, longest_first, {key: tuple(found) for key, found in slips.items()})

    def find(self, text: str) -> Iterator[Hit]:
        """From left to right, at each place the longest, none inside another."""
        line = _Line.of(text)
        at = 0
        while at < len(line.signs):
            word, exact = self._at(at, line)
            after = at + (word.letters if word else 1) * SLOTS
            if word:
                yield Hit(word, at // SLOTS, at in line.edges, exact, line.signs[after : after + 4 * SLOTS])
            at = after

    def _at(self, at: int, line: _Line) -> tuple[Word | None, bool]:
        """A word that stands here, or that one slip keeps from standing here."""
        for length in self.lengths.get(_head(line.signs, at), ()):
            word = self.words.get(line.signs[at : at + length])
            if word and line.fits(word, at):
                return word, True
        for key in _slip_keys(line.signs, at) if at in line.edges else ():
            for word in self.slips.get(key, ()):
                if line.nearly_holds(word, at):
                    return word, False
        return None, False


def _head(signs: str, at: int) -> str:
    """The first letter, and onset and vowel of the second."""
    return signs[at : at + 5]


def _slip_keys(signs: str, at: int) -> tuple[str, str]:
    """What stays whole when a vowel or final is wrong: behind the third onset, or in the second letter."""
    return signs[at : at + 7], signs[at : at + 4] + signs[at + 6 : at + 8]

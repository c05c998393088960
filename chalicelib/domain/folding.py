"""A text as plain characters, each with its place in the original, however it was typed: ０１０－, 0️⃣1️⃣0️⃣, 010ㅡ."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.domain.text import INVISIBLE

# ㅡ is the vowel that a Korean keyboard has where a dash is looked for.
_ALIKE = str.maketrans("‐‑‒–—―−─━ー⁃ㅡ·・ㆍ•∙⋅。〜∼˜＿", "------------.......~~~_")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` has no character that cannot be seen; `places[n]` is where its n-th stands in the original."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, original: str) -> "Folded":
        signs = [(sign, place) for place, character in enumerate(original) for sign in _signs(character)]
        return cls("".join(sign for sign, _ in signs), tuple(place for _, place in signs))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of text[start:end]; with what stands unseen between."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=4096)
def _signs(character: str) -> str:
    if character == "\n" or "가" <= character <= "힣":
        return character
    if INVISIBLE.match(character) or unicodedata.category(character)[0] == "M":
        return ""
    alike = character.translate(_ALIKE)
    if alike != character or "\u3130" <= character <= "\u318f":  # NFKC would make half a syllable of a lone ㅅ
        return alike
    return "".join(_plain(sign) for sign in unicodedata.normalize("NFKC", character))


def _plain(sign: str) -> str:
    if sign.isspace():
        return " "
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)

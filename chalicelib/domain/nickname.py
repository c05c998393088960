"""Nicknames: readable, and never to be taken for the city."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

from chalicelib.domain.text import INVISIBLE, check_raw_length, visible_length
from chalicelib.errors import InvalidInput

# Where a word must stand in a skeleton to claim an office.
MODES: dict[str, Callable[[str, str], bool]] = {
    "anywhere": lambda skeleton, word: word in skeleton,
    "start": lambda skeleton, word: skeleton.startswith(word),
    "end": lambda skeleton, word: skeleton.endswith(word),
    "whole": lambda skeleton, word: skeleton == word,
}

# 시청자 (viewer), 전통시장 (market), badminton are nobody's office: such words are bound to a place.
STAFF_WORDS: dict[str, tuple[str, ...]] = {
    "anywhere": (
        "민원팀", "민원실", "민원담당", "관리자", "운영자", "운영진", "운영팀", "담당자", "담당관", "주무관",
        "시청직원", "시청공무원", "administrator",
    ),
    "start": ("공식", "admin", "official", "staff"),
    "end": ("시청", "시시장", "공무원", "면사무소", "주민센터", "행정복지센터", "admin", "staff", "cityhall"),
    "whole": (
        "시장", "부시장", "직원", "시스템", "소통방", "공지", "알림", "탈퇴한회원", "탈퇴회원",
        "mayor", "moderator", "operator", "manager", "system", "root", "webmaster",
    ),
}  # fmt: skip
# A reserved name that ends so is an office wherever it stands. Others, like 엄사면 or 도서관, are places with
# neighbours ('엄사면 주민'): only the bare name and its head (엄사면장) are kept from use.
OFFICE_ENDINGS = ("과", "팀", "실", "국", "청", "담당관", "사업소", "센터")
_TITLES = re.compile("(?:직원|담당|계정|입니다|님)+$")

# One letter per kind of character, and the strings of them that can be read.
_KINDS = {"\ufe0f": "v", "\u200d": "j", "\u20e3": "k", "\ufffd": "x"} | dict.fromkeys("0123456789#*", "d")
_KINDS_BY_CATEGORY = (
    dict.fromkeys(("Mn", "Mc", "Me"), "m")
    | dict.fromkeys(("So", "Sk"), "S")
    | dict.fromkeys(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"), "x")
)
_READABLE = re.compile("(?:Sv?(?:jSv?)*|dvk|[ad]m{0,2}| )+")
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

_LETTERS = str.maketrans("lаеорсхуіѕмнтκοαιντ", "iaeopcxyismhtkoaivt")  # Cyrillic and Greek twins
_DIGITS = str.maketrans("0134578@$!|", "oieastbasii")


def check_nickname(value: str, *, least: int, most: int, reserved: Collection[str]) -> str:
    """The nickname in NFC with single spaces. `reserved`: names of departments and of the city's offices.

    Raises InvalidInput: nickname_too_short, nickname_too_long, nickname_invisible, nickname_without_letter,
    nickname_reserved.
    """
    check_raw_length(value, "nickname_too_long", "nickname", most)
    nickname = spelled(value)
    if nickname and not _READABLE.fullmatch("".join(map(_kind, nickname))):
        raise InvalidInput("nickname_invisible", "nickname")
    _check_length(nickname, least, most)
    if not any(unicodedata.category(character)[0] in "LN" for character in nickname):
        raise InvalidInput("nickname_without_letter", "nickname")
    if word := _claimed_word(nickname, reserved):
        raise InvalidInput("nickname_reserved", "nickname", word=word)
    return nickname


def _check_length(nickname: str, least: int, most: int) -> None:
    if visible_length(nickname) < least:
        raise InvalidInput("nickname_too_short", "nickname", least=least)
    if len(nickname) > most:
        raise InvalidInput("nickname_too_long", "nickname", most=most)


def spelled(value: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip(" ")


def _kind(character: str) -> str:
    if kind := _KINDS.get(character):
        return kind
    if INVISIBLE.match(character):
        return "x"
    if "\U0001f000" <= character <= "\U0001faff":  # emoji, also those younger than this Python's Unicode
        return "S"
    return " " if character == " " else _KINDS_BY_CATEGORY.get(unicodedata.category(character), "a")


def _claimed_word(nickname: str, reserved: Collection[str]) -> str | None:
    spelled = {_letters(nickname), _letters(_fold(nickname).translate(_DIGITS))}
    skeletons = spelled | {_TITLES.sub("", skeleton) for skeleton in spelled}
    for word, mode in (*_staff_words(), *_reserved_words(reserved)):
        skeleton_of_word = _letters(word)
        if skeleton_of_word and any(MODES[mode](skeleton, skeleton_of_word) for skeleton in skeletons):
            return word
    return None


def _staff_words() -> Iterator[tuple[str, str]]:
    return ((word, mode) for mode, words in STAFF_WORDS.items() for word in words)


def _reserved_words(reserved: Collection[str]) -> Iterator[tuple[str, str]]:
    for name in reserved:
        yield name, "anywhere" if name.endswith(OFFICE_ENDINGS) else "whole"
        yield f"{name}장", "whole"


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()


def _letters(text: str) -> str:
    """The skeleton of a text: its letters alone, look-alikes made one."""
    folded = _fold(text).translate(_LETTERS)
    return unicodedata.normalize("NFC", "".join(c for c in folded if unicodedata.category(c)[0] == "L"))

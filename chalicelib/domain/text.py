"""What people type, made fit to keep and to show; and the one tag that every post carries."""

import re
import unicodedata
from collections.abc import Collection

from chalicelib.errors import InvalidInput

# Characters that leave no mark: Unicode's Default_Ignorable_Code_Point and the empty Braille cell.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Blanks that mean nothing at an end. Joiners and variation selectors are kept: an emoji may end in one.
_EDGES = "".join(map(chr, range(0x2000, 0x200C))) + (
    " \t\n\u00a0\u00ad\u1680\u2028\u2029\u202f\u205f\u2060\u2800\u3000\u3164\ufeff\uffa0"
)
# Lone surrogates, what a gateway puts for bytes that are not UTF-8, and two that XML (Open311) bars.
_BROKEN = re.compile("[\ud800-\udfff\ufffd-\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # with the bidi overrides
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
_BLANK_LINES = re.compile("\n{4,}")

_DECOMPOSED = 3  # code points of a Korean syllable as a Mac may send it


def clean(value: str, field: str, *, least: int, most: int, multiline: bool) -> str:
    """The text in NFC without stray blanks; "" if nothing in it can be seen.

    Raises InvalidInput: text_too_short, text_too_long, control_character, broken_unicode.
    """
    check_raw_length(value, "text_too_long", field, most)
    text = unicodedata.normalize("NFC", _checked(_LINE_END.sub("\n", value), field))
    text = _tidy_lines(text) if multiline else " ".join(text.split()).strip(_EDGES)
    seen = visible_length(text)
    if seen < least:
        raise InvalidInput("text_too_short", field, least=least)
    if len(text) > most:
        raise InvalidInput("text_too_long", field, most=most)
    return text if seen else ""


def check_raw_length(value: str, code: str, field: str, most: int) -> None:
    """Goes before normalising, whose time is quadratic: 200,000 stacked accents hold a CPU for 30 s."""
    if len(value.strip()) > most * _DECOMPOSED:
        raise InvalidInput(code, field, most=most)


def visible_length(text: str) -> int:
    """Code points that a reader sees; a run of blanks counts as one, so that none can pad a text."""
    return len(" ".join(INVISIBLE.sub("", text).split()))


def xml_safe(text: str) -> str:
    """Without what no XML document may hold, not even escaped."""
    return _NOT_XML.sub("", text)


def printable(text: str) -> str:
    """Without what no reader sees and `clean` refuses, for a program cannot mend what its people typed.

    U+FFFD is left: many tell of a wrong encoding, which somebody can mend.
    """
    return _CONTROL.sub("", _LINE_END.sub("\n", xml_safe(text)))


def _checked(text: str, field: str) -> str:
    for code, pattern in (("broken_unicode", _BROKEN), ("control_character", _CONTROL)):
        if found := pattern.search(text):
            character = f"U+{ord(found.group()):04X}"
            raise InvalidInput(code, field, character=character, position=found.start() + 1)
    return text


def _tidy_lines(text: str) -> str:
    lines = "\n".join(line.rstrip(_EDGES) for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n\n", lines).strip(_EDGES)


# Tags

_HASH = re.compile("(?<![0-9A-Za-z/&])[#＃]")  # not the fragment of a web address, nor an &#entity;
_LONGEST_TAGS = 200  # of what is given beside the text


def tag_in(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The known tags among the hashtags of a clean text, each once, in order, without their '#'.

    The longest known tag that a hashtag begins with counts: particles are glued on ('#시정문의입니다').
    """
    found = (_longest(text, hash_.end(), known) for hash_ in _HASH.finditer(text))
    return tuple(dict.fromkeys(tag for tag in found if tag))


def choose_tag(given: str | list[str] | None, text: str, known: Collection[str]) -> str:
    """The one tag of a post, given or written in its text.

    Raises InvalidInput: missing_tag, unknown_tag, several_tags.
    """
    tags = dict.fromkeys((*_given_tags(given, known), *tag_in(text, known)))
    if not tags:
        raise InvalidInput("missing_tag", "tag", known=_hashtags(known))
    if len(tags) > 1:
        raise InvalidInput("several_tags", "tag", tags=_hashtags(tags))
    return next(iter(tags))


def _given_tags(given: str | list[str] | None, known: Collection[str]) -> list[str]:
    typed = " ".join([given] if isinstance(given, str) else given or [])
    tags = re.findall(r"[^\s,#＃]+", clean(typed, "tag", least=0, most=_LONGEST_TAGS, multiline=False))
    for tag in tags:
        if tag not in known:
            raise InvalidInput("unknown_tag", "tag", tag=tag, known=_hashtags(known))
    return tags


def _longest(text: str, start: int, known: Collection[str]) -> str:
    return max((tag for tag in known if text.startswith(tag, start)), key=len, default="")


def _hashtags(tags: Collection[str]) -> str:
    return ", ".join(f"#{tag}" for tag in tags)

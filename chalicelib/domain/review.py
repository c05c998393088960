"""Why a text goes before a person's eyes before the public's. Nothing is refused for it, and nothing lost."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from chalicelib.city import City, Words
from chalicelib.domain.folding import Folded
from chalicelib.domain.ids import fingerprint

TELLING = 20  # letters from which on a text that comes again tells something; 저도 그래요 is said often
REPEATS = 2  # times in a day that a member may say the same: once more may be a slip
REPEATED_HOURS = 24
NEW = timedelta(days=1)  # so long a member's links are looked at first

REASONS = {
    "profanity": Words(
        ko="욕설로 보이는 말이 있어 민원팀이 읽어 본 뒤 공개합니다. 접수와 처리는 그대로 진행합니다.",
        en="It seems to hold abusive words, so the complaint team reads it before the public does. It is dealt with as usual.",
    ),
    "repeated": Words(
        ko="같은 내용을 여러 번 올리셔서 민원팀이 읽어 본 뒤 공개합니다. 접수와 처리는 그대로 진행합니다.",
        en="You posted the same several times, so the complaint team reads it before the public does. It is dealt with as usual.",
    ),
    "links": Words(
        ko="막 참여하신 분의 글에 링크가 있어 민원팀이 읽어 본 뒤 공개합니다. 접수와 처리는 그대로 진행합니다.",
        en="You joined a moment ago and it has a link, so the complaint team reads it before the public does. It is dealt with as usual.",
    ),
}  # fmt: skip


def held(text: str, city: City, *, repeats: bool = False, newcomer: bool = False) -> str | None:
    """A key of REASONS; None if the text may be read by all at once."""
    if abusive(text, city):
        return "profanity"
    if repeats:
        return "repeated"
    return "links" if newcomer and linked(text, city) else None


def is_new(joined_at: datetime, now: datetime) -> bool:
    return now - joined_at < NEW


def print_of(text: str) -> str | None:
    """The same for the same said again, however it is spaced and dotted; None if it is too short to tell."""
    letters = "".join(filter(str.isalnum, Folded.of(text).text.casefold()))
    return fingerprint(letters.encode()) if len(letters) >= TELLING else None


# Links

_LINK = re.compile(
    r"(?:https?://|www\.)(?P<host>[^\s/?#]{1,253})"
    r"|(?<![a-z0-9@-])(?<![a-z0-9]\.)(?:[a-z0-9-]{1,63}\.){1,3}(?:com|net|org|shop|xyz|io|me|ly|top|info|kr)(?![a-z0-9@])",
    re.IGNORECASE,
)


def linked(text: str, city: City) -> bool:
    """To anywhere but a public office."""
    return any(not _official((link["host"] or link[0]).lower(), city) for link in _LINK.finditer(Folded.of(text).text))


def _official(host: str, city: City) -> bool:
    own = (city.website or "").removeprefix("https://").partition("/")[0]
    return host == own or host.endswith(".go.kr")


# Abuse

_HANGUL = re.compile("[가-힣ㄱ-ㅣ]")
_BETWEEN = r"[^가-힣ㄱ-ㅣ\n]{0,3}"


def abusive(text: str, city: City) -> bool:
    folded = Folded.of(text).text
    hangul = [at for at, sign in enumerate(folded) if _HANGUL.match(sign)]
    letters, ranks = "".join(folded[at] for at in hangul), {at: rank for rank, at in enumerate(hangul)}
    harmless = list(_spans(letters, city.harmless))
    for spaced, pattern in _profanity(city):
        for match in pattern.finditer(folded):
            first, last = ranks[match.start()], ranks[match.end() - 1]
            meant = not any(start <= first and last < end for start, end in harmless)
            if meant and (spaced or not _torn(match)):
                return True
    return False


def _spans(letters: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for word in words:
        at = letters.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = letters.find(word, at + 1)


def _torn(match: re.Match[str]) -> bool:
    """A blank within it may be the end of one word and the beginning of another: 아저씨 발, 다시 발표, 10시 발."""
    around = match.string[max(0, match.start() - 1) : match.start()], match.string[match.end() : match.end() + 1]
    joined = _HANGUL.match(around[0]) or around[0].isdigit() or _HANGUL.match(around[1])
    return " " in match[0] and bool(joined)


@cache
def _profanity(city: City) -> tuple[tuple[bool, re.Pattern[str]], ...]:
    """Each word, and whether a blank may stand within it."""
    return tuple((" " in word, re.compile(_BETWEEN.join(word.replace(" ", "")))) for word in city.profanity)

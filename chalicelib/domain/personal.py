"""Personal data in a public text, masked: what identifies a person, and not what identifies a place or a matter.

Every pattern reads a bounded number of characters from where it begins, so that no text takes more than linear time.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from chalicelib.city import City
from chalicelib.domain.folding import Folded

Shape = Callable[[re.Match[str], "Leave"], str | None]


@dataclass(frozen=True)
class Masked:
    text: str
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Leave:
    """What is the city's own: telephone numbers, as digits, and mail addresses in small letters."""

    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def holds_phone(self, digits: str) -> bool:
        """Also the thousand numbers around one of them: an office's direct lines."""
        return any(digits[:-3] == known[:-3] and len(digits) == len(known) for known in self.phones)


NOTHING = Leave()


@cache
def of_the_city(city: City) -> Leave:
    phones = (city.switchboard, *(office.phone for office in city.departments))
    return Leave(frozenset(map(_digits, phones)), frozenset(office.address.lower() for office in city.departments))


def mask(text: str, *, plates: bool, leave: Leave = NOTHING) -> Masked:
    folded = Folded.of(text)
    parts, kinds, end = list[str](), set[str](), 0
    for start, after, kind, shown in sorted(_found(folded.text, plates, leave)):
        first, last = folded.original(start, after)
        parts += [text[end:first], shown]
        kinds.add(kind)
        end = last
    return Masked("".join((*parts, text[end:])), frozenset(kinds)) if kinds else Masked(text)


def _found(text: str, plates: bool, leave: Leave) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, kind and mask. What one rule has taken, or leaves on purpose, no later one takes."""
    taken = bytearray(len(text))
    for rule in RULES:
        if rule.kind == "plate" and not plates:
            continue
        for match in _matches(rule.pattern, text):
            start, end = match.span()
            shown = None if any(taken[start:end]) else rule.shape(match, leave)
            if shown is None:
                continue
            taken[start:end] = b"\x01" * (end - start)
            if shown:
                yield start, end, rule.kind, shown


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Overlapping ones too: what looks like a number may hide one that begins within it."""
    at = 0
    while match := pattern.search(text, at):
        yield match
        at = match.start() + 1


# Digits as they are typed, also in Hangul and in letters that look like them

_VALUES = {
    **{str(n): n for n in range(10)},
    **dict.fromkeys("공영빵ㅇOo○〇", 0), **dict.fromkeys("일Il", 1), "이": 2, "삼": 3, "사": 4, "오": 5,
    **dict.fromkeys("육륙", 6), "칠": 7, "팔": 8, "구": 9,
}  # fmt: skip
D = f"[{''.join(_VALUES)}]"
ZERO, ONE = ("[" + "".join(sign for sign, value in _VALUES.items() if value == n) + "]" for n in (0, 1))
_GAP = r"[ .\-_/,~()*]{0,5}"
GAP = rf"(?:{_GAP}| ?(?:다시|대시|에) ?)"  # between the groups of a number; 에 is how a dash is said


def _digits(text: str) -> str:
    return "".join(str(_VALUES[sign]) for sign in text if sign in _VALUES)


# What each kind looks like

RESIDENT = re.compile(
    rf"(?<![0-9])(?:19|20)?(?P<born>{D}{{6}}|{D}(?: {D}){{5}}){GAP}(?P<rest>{D}{{7}}|{D}(?: {D}){{6}})(?![0-9]| ?[만원])"
)
_MOBILE = rf"(?:(?<![0-9])(?:{ZERO}{ONE}{D}|{ZERO} {ONE} {D}|{ZERO}-{ONE}-{D})|(?:\+|00|(?<![0-9]))82{_GAP}0?1[016-9])"
MOBILE = re.compile(
    rf"{_MOBILE}{GAP}(?:(?:{D}{{3,4}}|{D}(?: {D}){{2,3}}){GAP}(?:{D}{{4}}|{D}(?: {D}){{3}})|{D}(?:{_GAP}{D}){{6,7}})(?![0-9])"
)
_AREA = "(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-8])"
LANDLINE = re.compile(
    rf"(?:(?<![0-9])(?<![0-9][-./])\(?0{_AREA}|(?:\+|00)82{_GAP}0?{_AREA})\)?[ .\-_)~]{{0,5}}[0-9]{{3,4}}[ .\-_~]{{0,5}}[0-9]{{4}}(?![0-9])"
)
CARD = re.compile(
    r"(?<![0-9])(?<![0-9]-)(?:[3-69][0-9]{3}(?:[ .\-]{0,3}[0-9]{4}){3}|3[47][0-9]{2}[ .\-]{0,3}[0-9]{6}[ .\-]{0,3}[0-9]{5})(?![0-9])"
)
ACCOUNT = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]-)(?:[0-9]{10,16}|[0-9]{2,6}(?:-[0-9]{1,8}){1,4}|[0-9]{2,6}(?: [0-9]{2,8}){1,3})(?![0-9]|-[0-9]| ?원)"
)
LICENCE = re.compile(r"(?<![0-9])(?<![0-9]-)[0-9]{2}-[0-9]{2}-[0-9]{6}-[0-9]{2}(?!-?[0-9])")
PASSPORT = re.compile(r"여권[^0-9A-Za-z\n]{0,12}(?P<number>[A-Za-z](?:[0-9]{8}|[0-9]{3}[A-Za-z][0-9]{4}))(?![0-9A-Za-z])")
MAIL = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}) ?(?:@|[(\[](?:at|AT|골뱅이)[)\]]|골뱅이|앳) ?"
    r"(?:[A-Za-z0-9\-]{1,63}(?:\.| ?닷 ?| \. )){1,4}(?:[A-Za-z]{2,24}|컴|넷)"
)
_SERIES = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호배바사아자육해공국합"  # 자동차등록규칙
_REGION = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
PLATE = re.compile(
    rf"(?<![0-9제])(?<![0-9][-.])(?P<head>(?:(?:{_REGION}) ?[0-9]{{1,2}}|[0-9]{{2,3}})(?P<gap>[ .\-_]{{0,3}})(?P<letter>[{_SERIES}]))"
    r"[ .\-_]{0,3}[0-9]{4}(?![0-9호]|[.,\-][0-9])"
)
# Words that put a number among the accounts, within the same line; and names that are plain words elsewhere.
_MONEY = re.compile("계좌|입금|송금|이체|예금주|통장|은행|뱅크|농협|새마을금고|신협|수협")
_BANK = re.compile("(?:국민|신한|우리|하나|기업|산업|제일|씨티|대구|부산|광주|전북|경남|제주|토스|카카오|카뱅|케이|우체국|KB|NH|IBK)[ :;)(,/]{0,4}$")
_BEFORE, _AFTER = 30, 20
# Letters that count things as well: 35도, 15조, 101호, 10주. Apart from their numbers they need a car nearby.
_COUNTERS = frozenset("도조호주부구자로수배보사")
_UNIT = re.compile(" ?[년원억만월]")
_CAR = re.compile("차|번호|주차|운전|트럭|택시|버스|승합|오토바이")
# Numbers of matters: receipts, dates with a time, businesses (3-2-5), numbers that firms are called at (15xx, 080).
MATTER = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{1,4}-20[0-9]{2}-[0-9]{6,}"
    r"|(?<![0-9])(?:19|20)[0-9]{2}[-./] ?[01]?[0-9][-./] ?[0-3]?[0-9](?![0-9])(?:[ T]{1,2}[0-2]?[0-9]:[0-5][0-9])?"
    r"|(?<![0-9])(?<![0-9]-)(?!01)[0-9]{3}-[0-9]{2}-[0-9]{5}(?!-?[0-9])"
    r"|(?<![0-9])(?<![0-9]-)080[-. ]?[0-9]{3,4}[-. ]?[0-9]{4}(?!-?[0-9])"
)

LEFT = ""


def _matter(match: re.Match[str], leave: Leave) -> str:
    return LEFT


def _resident(match: re.Match[str], leave: Leave) -> str | None:
    """Koreans 1 to 4, foreigners 5 to 8, in both cases by century and sex; with a birthday that there is."""
    born, rest = _digits(match["born"]), _digits(match["rest"])
    if rest[0] not in "12345678":
        return None
    try:
        birthday = date((1900 if rest[0] in "1256" else 2000) + int(born[:2]), int(born[2:4]), int(born[4:]))
    except ValueError:
        return None
    parted = len(match[0]) > len(born + rest)
    return f"{born}-*******" if parted or _BY_CHANCE[0] <= birthday < _BY_CHANCE[1] or _checks(born + rest) else None


_BY_CHANCE = date(2020, 10, 1), date(2050, 1, 1)  # born in between, one has a last digit that checks nothing


def _checks(digits: str) -> bool:
    """By its last digit; 13 digits in a row may as well be a barcode or an account."""
    total = sum(int(digit) * (2 + place % 8) for place, digit in enumerate(digits[:12]))
    return int(digits[12]) in ((11 - total % 11) % 10, (13 - total % 11) % 10)  # of Koreans, of foreigners


def _mobile(match: re.Match[str], leave: Leave) -> str | None:
    digits = _national(match[0])
    return f"{digits[:3]}-****-****" if digits[:3] in MOBILES else None


MOBILES = frozenset(("010", "011", "016", "017", "018", "019"))


def _landline(match: re.Match[str], leave: Leave) -> str:
    digits = _national(match[0])
    if leave.holds_phone(digits):
        return LEFT
    area = digits[: 2 if digits[1] == "2" else 4 if digits[1] == "5" and digits[2] == "0" else 3]
    return f"{area}-****-****"


def _national(text: str) -> str:
    digits = _digits(text).removeprefix("00")
    return "0" + digits[2:].lstrip("0") if digits.startswith("82") else digits


def _card(match: re.Match[str], leave: Leave) -> str | None:
    digits = _digits(match[0])
    return f"{digits[:4]}-****-****-****" if _luhn(digits) else None


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


def _account(match: re.Match[str], leave: Leave) -> str | None:
    digits, (start, end) = _digits(match[0]), match.span()
    before = match.string[max(0, start - _BEFORE) : start].rpartition("\n")[2]
    after = match.string[end : end + _AFTER].partition("\n")[0]
    named = _MONEY.search(before) or _MONEY.search(after) or _BANK.search(before)
    return f"{digits[:3]}-*******" if named and 10 <= len(digits) <= 16 else None


def _licence(match: re.Match[str], leave: Leave) -> str:
    return "**-**-******-**"


def _passport(match: re.Match[str], leave: Leave) -> str:
    return match[0][: -len(match["number"])] + match["number"][0] + "********"


def _mail(match: re.Match[str], leave: Leave) -> str:
    address = match[0].replace(" ", "").lower()
    return LEFT if address in leave.addresses else f"{match['name'][0]}***@***"


def _plate(match: re.Match[str], leave: Leave) -> str | None:
    start, end = match.span()
    if match["letter"] in _COUNTERS:
        apart = match["gap"] or not match[0][len(match["head"])].isdigit()
        near = _CAR.search(match.string, max(0, start - _BEFORE), end + _AFTER)
        if _UNIT.match(match.string, end) or (apart and not near):
            return None
    return match["head"] + "****"


@dataclass(frozen=True)
class Rule:
    """`shape` gives the mask, LEFT to leave the text and keep it from later rules, None if it is not that kind."""

    kind: str
    pattern: re.Pattern[str]
    shape: Shape


RULES = (
    Rule("matter", MATTER, _matter),
    Rule("resident", RESIDENT, _resident),
    Rule("licence", LICENCE, _licence),
    Rule("phone", MOBILE, _mobile),
    Rule("phone", LANDLINE, _landline),
    Rule("card", CARD, _card),
    Rule("account", ACCOUNT, _account),
    Rule("passport", PASSPORT, _passport),
    Rule("mail", MAIL, _mail),
    Rule("plate", PLATE, _plate),
)

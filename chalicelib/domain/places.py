"""Where things are: by coordinates, and by what people write of a place. 엄사사거리 is 엄사네거리, 102동 is not 103동."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, hypot, radians

from chalicelib.city import City

METRES = 111_195  # of a degree of latitude


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """In metres, over a plane: right within a town."""
    return METRES * hypot(other_lat - lat, (other_lon - lon) * _narrow(lat))


def around(lat: float, lon: float, metres: float) -> tuple[float, float, float, float]:
    """South, west, north, east of the box that holds all places so near."""
    up = metres / METRES
    aside = up / _narrow(lat)
    return lat - up, lon - aside, lat + up, lon + aside


def _narrow(lat: float) -> float:
    """A degree of longitude against one of latitude; at the poles not nothing."""
    return max(cos(radians(lat)), 0.01)


Marks = Mapping[str, frozenset[str]]  # what is named, by its kind


@dataclass(frozen=True)
class Kind:
    """`parts`: how much it says that two texts name another of it. `but`: what only looks like one, by its ending."""

    parts: float
    pattern: str
    name: bool = False  # not a number, nor one of a few words
    number: bool = False
    but: str | None = None

    def find(self, text: str) -> Iterator[str]:
        for match in self._compiled.finditer(text):
            if not (self.name and match[1] in _NO_NAMES) and not (self.but and re.search(self.but, match[0])):
                yield match[1]

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        """When it is first needed: all of them take 35 ms, which few cold starts have to pay."""
        return re.compile(self.pattern)


_DIGIT = re.compile("[0-9]")
# What may follow a name; no end is made of others, so that none can be read in two ways.
_END = (
    "(?=(?:에서|에|의|은|는|이|가|을|를|로|으로|쪽|도|과|와|랑|까지|부터|만|인데|입니다|요|앞|옆|뒤|근처|인근|부근|입구|정문|후문|내|안){0,4}"
    "(?![가-힣a-z0-9]))"
)
_ADDRESS = r"([0-9]{1,4}(?:-[0-9]{1,3})?)(?:번지)?(?![0-9]|-|\s?(?:번길|분|시|일|년|월|m|미터|명|개|대|동|호|층|번 |회|번째))"
_NAME = r"(?<![가-힣a-z0-9])([가-힣a-z0-9]{1,10}?)\s?"


def _kind(parts: float, pattern: str) -> Kind:
    return Kind(parts, pattern)


def _number(parts: float, pattern: str) -> Kind:
    return Kind(parts, pattern, number=True)


def _name(parts: float, pattern: str, but: str | None = None) -> Kind:
    return Kind(parts, pattern, name=True, but=but)


def _named(parts: float, *suffixes: str, but: str | None = None) -> Kind:
    return _name(parts, f"{_NAME}(?:{'|'.join(suffixes)}){_END}", but)


_NO_TOWN = (
    "(?:이|행|운|활|작|자|진|노|감|아|변|소|연|가|구|수|전|공|합|출|난|부|충|선|파|협|유|시|발|율|폭|거|기|요|반|한|그)동$"
    "|[하되보오가나지으려르면치내히기리우서]면$|^(?:옆|앞|뒤|반대|한쪽|양|전|후|측|정|표|지|노|수|화|방|장|국|당|대|이|그|저)면$"
)
_NO_VILLAGE = (
    "(?:거|다|자|처|관|정|소|분|타|아|구|끼|누|무|파|무더|항아)리$"
    "|^(?:우|빨|멀|달|미|유|권|편|요|조|뿌|허|머|꼬|고|서|도|대|심|물|오|그|이|저|가|버|놀|수|사)리$"
)
_NO_STATION = "(?:구|지|영|통|방|면|무|수|하|이|대)역$"


# Numbers part as surely as names do.
KINDS: Mapping[str, Kind] = {
    "town": _name(0.9, r"(?<![가-힣a-z0-9])([가-힣]{1,5}[0-9]?(?:동|읍|면))(?:사무소)?" + _END, _NO_TOWN),
    "village": _name(1.2, r"(?<![가-힣a-z0-9])([가-힣]{1,5}?)[0-9]?리" + _END, _NO_VILLAGE),
    "street": _name(0.8, r"(?<![가-힣a-z0-9])([가-힣0-9]{2,}(?:대로|로|길))(?=\s?[0-9])"),
    "house": _number(2.0, r"(?:대로|로|길)\s?" + _ADDRESS),
    "plot": _number(2.0, r"[가-힣](?:동|리)\s?" + _ADDRESS),
    "lot": _number(2.0, r"([0-9]{1,4}(?:-[0-9]{1,3})?)\s?번지"),
    "block": _number(2.0, r"(?<![0-9])([0-9]{2,4})\s?동(?![가-힣]*안)"),
    "flat": _number(2.0, r"(?<![0-9])([0-9]{2,4})\s?호(?!선)"),
    "floor": _number(0.5, r"((?:지하\s?)?[0-9]{1,2})\s?층"),
    "exit": _number(1.5, r"([0-9]{1,2})\s?번\s?출구"),
    "line": _number(2.0, r"(?<![0-9])([0-9]{1,4}(?:-[0-9])?)\s?번(?:\s?(?:버스|노선|마을버스|시내버스|좌석|광역|차)|(?=[이을은가]?\s?[^가-힣]?버스))"),
    "unit": _number(1.2, r"(?<![0-9])([0-9]{1,3})\s?(?:번(?![가-힣]*째|\s?(?:버스|출구|노선|길|지|이나|씩|을 |이 ))|호기|호차|코트|라인|구역|게이트)"),
    "gate": _kind(1.0, r"(정문|후문|동문|서문|남문|북문|쪽문)"),
    "sex": _kind(0.8, r"(남자|여자|남성|여성)\s?(?:화장실|샤워실|탈의실|칸)"),
    "way": _kind(0.8, r"([가-힣]{2,4})\s?(?:방향|방면|가는\s?쪽|행\s)"),
    "rail": _number(2.0, r"([0-9])\s?호선"),
    "estate": _number(2.0, r"(?<![0-9])([0-9]{1,2})\s?단지"),
    "school": _named(0.9, "초등학교", "초교", "중학교", "고등학교", "대학교", "유치원", "어린이집",
                     r"(?:초|여?중|여?고)(?=\s?(?:앞|옆|뒤|정문|후문|근처))"),
    "flats": _named(0.9, "아파트", "빌라", "오피스텔", "맨션", "타운", "주공", "연립", "빌딩", "마을"),
    "park": _named(0.9, "근린공원", "어린이공원", "체육공원", "수변공원", "공원"),
    "station": _named(0.9, "역", "터미널", but=_NO_STATION),
    "crossing": _named(0.9, "사거리", "네거리", "삼거리", "오거리", "교차로", "로터리"),
    "bridge": _named(0.9, "대교", "육교", "지하차도", "터널", "굴다리"),
    "house of": _named(0.8, "시장", "마트", "병원", "의원", "약국", "은행", "농협", "우체국", "도서관", "체육관", "경로당", "회관",
                       "주민센터", "복지센터", "행정복지센터", "교회", "성당", "편의점", "카페", "식당", "문화원", "보건소", "소방서", "파출소"),
    "stop": _named(0.7, "정류장", "정류소", "승강장"),
    "water": _named(0.8, "저수지", "하천", "천변", "천", "계곡"),
    "beside": _name(0.4, r"(?<![가-힣a-z0-9])([가-힣a-z0-9]{2,10})\s(?:바로\s?)?(?:앞|옆|뒤|뒷편|맞은편|건너편|근처|부근|인근|입구|정문|후문|사이|골목)" + _END),
}  # fmt: skip

# What stands where a name might.
_WORDS = """
우리 저희 이 그 저 앞 옆 뒤 근처 동네 집앞 어린이 근린 공영 공용 지하 무료 임시 버스 시내버스 마을 단지 대형 재래 전통 체육 시 큰 작은 새 옛 신 구 주변 아파트 학교 인근 건너 맞은편
주택 여기 거기 해당 본 모든 각 매 다른 신축 노후 시내 시립 공공 국립 온 한 두 세 네 첫 좀 더 또 꼭 왜 안 못 다 그냥 그런데 바로 집 저녁 아침 밤 어제 오늘 지 지구 영 방 면 무 교
통 수 유 성 하 상 최 내 외 동 서 남 북 중 초 초등 중학 고등 등 하교 보행 자전거 가로등 횡단보도 신호등 상가 가게 건물 도로 골목 길 문 창문 현관 정문 후문 입구 출구 놀이터 공원
주차장 정류장 정류소 승강장 사거리 네거리 삼거리 교차로 역 시청 주민센터 마트 편의점 병원 은행 식당 카페 교회 도서관 원룸 빌라 인도 차도 화단 도심 있는 없는 보면 하는 되는 가는 오는 사는
하루 매일 계속 자꾸 너무 정말 진짜 오전 오후 새벽 주말 평일 최근 얼마 오래 항상 모두 전부 일부 우리집 저희집 옆집 윗집 아랫집 것 곳 데 때 쪽 분 걸 게 안전 위험 불법 무단 관리 처리
신고 민원 도로가 건물이 나무 쓰레기 전봇대 가로수 현수막 맨홀 하수구 배수로 소화전 정류장이 공사장 공사 현장 사무실 매장 상점 점포 업소
"""
_NO_NAMES = frozenset(_WORDS.split())


@lru_cache(maxsize=4096)
def marks(text: str, city: City) -> Marks:
    """Of a text, or of a written place."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    numbered = _DIGIT.search(folded) is not None
    found = {name: frozenset(kind.find(folded)) for name, kind in KINDS.items() if numbered or not kind.number}
    own = _of_the_city(folded, city)
    return {name: names for name in KINDS if (names := found.get(name, frozenset()) | own.get(name, frozenset()))}


def _of_the_city(text: str, city: City) -> Marks:
    """What the profile knows is found without its ending, and a village tells its town: 유동 원룸촌 lies in 엄사."""
    pattern, towns = _known(city)
    named = frozenset(pattern.findall(text)) if pattern else frozenset()
    return {"town": frozenset(towns[name] for name in named), "village": named - frozenset(towns.values())}


@lru_cache(maxsize=4)
def _known(city: City) -> tuple[re.Pattern[str] | None, Mapping[str, str]]:
    towns = {name: town for town, villages in city.map.places.items() for name in (town, *villages)}
    longest_first = sorted(towns, key=len, reverse=True)
    return re.compile(f"(?<![가-힣])({'|'.join(map(re.escape, longest_first))})") if towns else None, towns


MOST = 3.0  # what is told three times is no surer
UNLIKE = 0.4  # that the one names a school and the other a crossing: they may lie side by side


def parted(mine: Marks, theirs: Marks) -> float:
    """How far two texts name other places; that they name the same one tells little, for of each there are many matters."""
    common = mine.keys() & theirs.keys()
    if not common:
        return UNLIKE if mine and theirs else 0.0
    return min(sum(KINDS[name].parts for name in common if not _agree(mine[name], theirs[name])), MOST)


def _agree(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """The one may be said in fewer letters: 우림 and 우림루미아트. Of numbers none is part of another."""
    return any(
        one == two or (not (one + two).isascii() and min(len(one), len(two)) > 1 and (one in two or two in one))
        for one in mine for two in theirs
    )

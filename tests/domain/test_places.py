"""Where things are: told in metres, and by names."""

import pytest
from msgspec.structs import replace

from chalicelib.city import city
from chalicelib.domain.places import around, distance, marks, parted


def test_distances_are_told_in_metres() -> None:
    assert distance(37.5663, 126.9779, 37.5759, 126.9768) == pytest.approx(1072, rel=0.01)  # 서울시청, 광화문


def test_the_box_around_a_place_holds_all_that_is_near() -> None:
    south, west, north, east = around(36.2867, 127.2315, 300)
    for lat, lon in ((south, 127.2315), (north, 127.2315), (36.2867, west), (36.2867, east)):
        assert distance(36.2867, 127.2315, lat, lon) == pytest.approx(300)


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("엄사네거리 가로등이 꺼졌어요", "crossing", {"엄사"}),
        ("계룡대로 123-4", "house", {"123-4"}),
        ("정장리 34번지", "lot", {"34"}),
        ("우림루미아트 아파트 102동 앞", "flats", {"우림루미아트"}),
        ("우림루미아트 아파트 102동 앞", "block", {"102"}),
        ("202번 버스가 안 와요", "line", {"202"}),
        ("새터산공원 그네", "park", {"새터산"}),
        ("금암초 후문 횡단보도", "gate", {"후문"}),
        ("서울 마포구 합정동 골목", "town", {"합정동"}),
        ("유동 원룸촌 골목", "town", {"엄사"}),  # by the profile: which town the village lies in
        ("유동 원룸촌 골목", "village", {"유동"}),
    ],
)
def test_what_people_call_a_place_is_found(text: str, kind: str, names: set[str]) -> None:
    assert marks(text, city())[kind] == names


@pytest.mark.parametrize(
    "text",
    [
        "비만 오면 배수로가 막혀서 마당까지 물이 들어옵니다.",
        "지나가면 다칠 것 같아요. 빨리 처리 부탁드리고 관리도 해 주세요.",
        "어린이 보호구역에서 운동하는 사람들 이동이 어렵습니다",
        "우리 아파트 우리 동네",
        "3시 30분에 차가 2대 있었고 5명이 봤습니다",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert marks(text, city()) == {}


@pytest.mark.parametrize(
    ("mine", "theirs", "other"),
    [
        ("108동 앞 놀이터", "203동 앞 놀이터", True),
        ("엄사사거리", "엄사네거리 농협", False),
        ("왕대리 축사", "광석리 축사", True),
        ("두마면 왕대리", "두마면 광석리", True),
        ("금암 주공 3단지", "금암 주공 7단지", True),
        ("우림 아파트", "우림루미아트 아파트", False),
        ("202번 버스", "303번 버스", True),
        ("202번 버스", "엄사사거리", True),  # weakly
        ("계룡시 번영로 12", "계룡시 번영로 34", True),
        ("엄사리 123-4", "엄사리 123-4번지", False),
        ("엄사면 번영로 12", "엄사면 엄사리 123-4", False),  # of the same house maybe
        ("", "엄사사거리", False),
    ],
)
def test_other_names_and_numbers_are_another_place(mine: str, theirs: str, other: bool) -> None:
    assert (parted(marks(mine, city()), marks(theirs, city())) > 0) is other


def test_a_city_whose_profile_names_no_places_goes_by_their_endings() -> None:
    elsewhere = replace(city(), map=replace(city().map, places={}))
    assert marks("합정동에서 유동 쪽", elsewhere) == {"town": {"합정동"}}


def test_a_hostile_text_takes_no_longer_than_another() -> None:
    """As far as it is read; a pattern that can be matched in many ways would not come to an end here."""
    for piece in ("공원이요", "에도에는", "1번", "가가가가가가가가가가 ", "12동", "사거리앞"):
        assert marks((piece * 500)[:500] + "힣", city()) is not None

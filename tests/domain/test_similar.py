"""What was told already is shown to whoever begins to tell it again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.city import city
from chalicelib.domain import ids, similar
from chalicelib.domain.post import Location, Post
from chalicelib.domain.similar import LIKE, Twin, around, distance, likeness, twins
from tests.twins import HELD_OUT_OTHER, HELD_OUT_SAME, TUNED_OTHER, TUNED_SAME, Pair

HERE = Location(36.2867, 127.2315)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIGHT = "엄사네거리 가로등이 며칠째 꺼져 있어 밤길이 어둡습니다."


def told(text: str = LIGHT, metres: float = 0, minutes: int = 0, **more: object) -> Post:
    """An open complaint so far north of HERE, and so old."""
    at = NOW - timedelta(minutes=minutes)
    place = Location(HERE.lat + metres / similar.METRES, HERE.lon)  # type: ignore[operator]
    post = Post(ids.ulid(at, bytes(10)), "생활불편신고", "received", text, "author", "시민", at, at, location=place)
    return replace(post, **more)  # type: ignore[arg-type]


def shown(text: str, *posts: Post, place: Location = HERE, tag: str | None = None) -> list[Post]:
    return [twin.post for twin in twins(text, place, tag, posts, 300, city())]


def like(pair: Pair) -> float:
    return likeness(pair[0], told(pair[1]), HERE, city())


def share_shown(pairs: tuple[Pair, ...]) -> float:
    return sum(like(pair) >= LIKE for pair in pairs) / len(pairs)


def test_the_same_thing_told_in_other_words_is_shown() -> None:
    assert share_shown(TUNED_SAME) >= 0.9
    assert share_shown(HELD_OUT_SAME) >= 0.8


def test_another_thing_at_the_same_place_is_seldom_shown() -> None:
    assert share_shown(TUNED_OTHER) <= 0.1
    assert share_shown(HELD_OUT_OTHER) <= 0.3


def test_the_same_thing_comes_before_nearly_all_others() -> None:
    same, others = [*TUNED_SAME, *HELD_OUT_SAME], [told(text) for _, text in TUNED_OTHER]
    before = [likeness(pair[0], other, HERE, city()) > like(pair) for pair in same for other in others]
    assert sum(before) / len(before) <= 0.02


@pytest.mark.parametrize(
    "text",
    ["가로등이", "가로등 꺼짐", "가로등도 꺼졌고", "가로둥이 꺼졌어요", "가 로 등 이 꺼져 있어요", "가로등이꺼졌어요ㅠㅠ", "가로등!!! 꺼졌어요???"],
)  # fmt: skip
def test_particles_slips_and_signs_do_not_matter(text: str) -> None:
    assert shown(text, told())


def test_what_every_complaint_says_is_no_likeness() -> None:
    assert (
        shown("안녕하세요. 빨리 조치 부탁드립니다.", told("안녕하세요. 불법주차가 심합니다. 빨리 조치 부탁드립니다."))
        == []
    )


def test_the_name_of_the_place_is_no_likeness() -> None:
    place, names = replace(HERE, address="엄사네거리"), Location(HERE.lat, HERE.lon, "엄사네거리")
    assert shown("엄사네거리 현수막이 찢어졌어요", told(location=names), place=place) == []


def test_a_long_text_finds_the_short_post_that_it_tells_anew() -> None:
    text = "가로등이 밤새 깜빡거려서 잠을 못 자겠습니다. 침실 창문 바로 앞이라 눈이 부시고 며칠째 이러는데 작년에도 말씀드렸습니다."
    assert shown(text, told("빌라 앞 가로등 깜빡임 심함"))


def test_a_title_counts_as_text() -> None:
    assert shown("가로등이 꺼졌어요", told("사진처럼 이렇습니다. 봐 주세요.", title="가로등 꺼짐"))


# Place


def test_of_the_same_words_the_nearer_comes_first() -> None:
    far, near = told(metres=250), told(metres=20, minutes=5)
    assert shown(LIGHT, far, near) == [near, far]


def test_a_likely_post_further_off_comes_before_an_unlikely_one_here() -> None:
    unlikely, likely = told("가로등 기둥에 자전거가 버려져 있습니다."), told(metres=200)
    assert shown("가로등이 꺼져서 밤길이 어두워요", unlikely, likely)[0] == likely


def test_beyond_the_radius_and_without_a_place_nothing_is_near() -> None:
    assert shown(LIGHT, told(metres=301), told(location=None), told(location=Location(address="엄사네거리"))) == []


def test_distances_are_told_in_metres() -> None:
    assert twins(LIGHT, HERE, None, [told(metres=120)], 300, city())[0].distance == pytest.approx(120)
    assert distance(37.5663, 126.9779, 37.5759, 126.9768) == pytest.approx(1072, rel=0.01)  # 서울시청, 광화문


def test_the_box_around_a_place_holds_all_that_is_near() -> None:
    assert HERE.lat is not None
    assert HERE.lon is not None
    south, west, north, east = around(HERE.lat, HERE.lon, 300)
    for lat, lon in ((south, HERE.lon), (north, HERE.lon), (HERE.lat, west), (HERE.lat, east)):
        assert distance(HERE.lat, HERE.lon, lat, lon) == pytest.approx(300)


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("엄사네거리", "엄사네거리 농협 앞", True),
        ("괴목정 산책로 중간쯤", "괴목정 산책로", True),
        ("금암동 공영주차장", "금암동 주민센터", False),
        ("엄사네거리", "신도안네거리", False),
        ("앞", "앞", False),
        ("엄사네거리", None, False),
    ],
)
def test_a_written_place_is_compared_by_its_words(mine: str, theirs: str | None, same: bool) -> None:
    post = told(location=Location(address=theirs))
    assert twins("가로등이 꺼졌어요", Location(address=mine), None, [post], 300, city()) == (
        (Twin(post, None, likeness("가로등이 꺼졌어요", post, Location(address=mine), city())),) if same else ()
    )


# Order


def test_of_equals_the_newest_comes_first_and_before_it_the_one_of_the_same_tag() -> None:
    old, new, asked = told(minutes=60), told(minutes=1), told(minutes=90, tag="시정문의")
    assert shown(LIGHT, old, asked, new) == [new, old, asked]
    assert shown(LIGHT, old, asked, new, tag="시정문의") == [asked, new, old]


def test_five_are_shown_at_the_most() -> None:
    assert len(shown(LIGHT, *(told(minutes=n) for n in range(9)))) == 5

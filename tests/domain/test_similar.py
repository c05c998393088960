"""What was told already is shown to whoever begins to tell it again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.city import city
from chalicelib.domain import ids, places, similar
from chalicelib.domain.post import Hiding, Location, Photo, Post
from chalicelib.domain.similar import LIKE, likeliest, likeness, of, sketch, twins
from infra import ROOT
from infra.duplicates import at, likenesses, read
from tests.twins import HELD_OUT_OTHER, HELD_OUT_SAME, TUNED_OTHER, TUNED_SAME, Pair

HERE = Location(36.2867, 127.2315)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIGHT = "엄사네거리 가로등이 며칠째 꺼져 있어 밤길이 어둡습니다."


def told(text: str = LIGHT, metres: float = 0, minutes: int = 0, **more: object) -> Post:
    """An open complaint so far north of HERE, and so old."""
    moment = NOW - timedelta(minutes=minutes)
    place = Location(HERE.lat + metres / places.METRES, HERE.lon)  # type: ignore[operator]
    post = Post(
        ids.ulid(moment, bytes(10)), "생활불편신고", "received", text, "author", "시민", moment, moment, location=place
    )
    return replace(post, **more)  # type: ignore[arg-type]


def shown(text: str, *posts: Post, place: Location | None = HERE, tag: str | None = None) -> list[Post]:
    mine = sketch(text, place, city(), since=NOW)
    return [twin.post for twin in twins(mine, posts, NOW, city(), tag)]


def like(pair: Pair) -> float:
    return likeness(*(sketch(text, HERE, city(), since=NOW) for text in pair))


def share_shown(pairs: tuple[Pair, ...]) -> float:
    return sum(like(pair) >= LIKE for pair in pairs) / len(pairs)


def test_the_same_thing_told_in_other_words_is_shown() -> None:
    assert share_shown(TUNED_SAME) >= 0.9
    assert share_shown(HELD_OUT_SAME) >= 0.8


def test_another_thing_at_the_same_place_is_seldom_shown() -> None:
    assert share_shown(TUNED_OTHER) <= 0.1
    assert share_shown(HELD_OUT_OTHER) <= 0.3


def test_the_same_thing_comes_before_nearly_all_others() -> None:
    same, others = [*TUNED_SAME, *HELD_OUT_SAME], [text for _, text in TUNED_OTHER]
    before = [like((pair[0], other)) > like(pair) for pair in same for other in others]
    assert sum(before) / len(before) <= 0.02


def test_it_does_not_matter_which_of_two_is_told_first() -> None:
    assert all(like((one, two)) == like((two, one)) for one, two in (*TUNED_SAME, *TUNED_OTHER))


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


def test_the_same_words_of_a_far_place_tell_of_something_else() -> None:
    assert shown(LIGHT, told(metres=800)) == []
    assert shown("왕대리 축사 냄새", told("광석리 축사 냄새", location=None), place=None) == []


def test_how_far_the_same_may_lie_is_a_row_of_the_category() -> None:
    late = "202번 버스가 너무 늦게 와요"
    assert shown(late, told("202번 버스 배차가 자꾸 늦어요", metres=800))
    assert shown("도로에 포트홀이 생겼어요", told("포트홀 때문에 타이어가 터졌어요", metres=800)) == []


@pytest.mark.parametrize("location", [None, Location(address="엄사네거리"), Location(address="엄사네거리 농협 앞")])
def test_without_coordinates_the_words_tell(location: Location | None) -> None:
    assert shown(LIGHT, told(location=location), place=Location(address="엄사네거리"))
    assert shown(LIGHT, told(location=location), place=None)


@pytest.mark.parametrize("elsewhere", ["신도안네거리", "금암동 공영주차장"])
def test_a_written_place_that_is_another_speaks_against(elsewhere: str) -> None:
    """Weighed, not barred: people write places in many ways."""
    mine = sketch("골목이 어두워요", Location(address="엄사네거리"), city())
    there, here = (
        sketch("가로등이 꺼졌어요", Location(address=address), city()) for address in (elsewhere, "엄사네거리 앞")
    )
    assert likeness(mine, there) < LIKE <= likeness(mine, here)


def test_the_number_of_a_house_or_a_line_tells_one_from_another() -> None:
    assert shown("102동 앞 가로등이 꺼졌어요", told("105동 앞 가로등이 꺼졌어요", location=None), place=None) == []


def test_a_distance_is_told_where_both_have_coordinates() -> None:
    (twin,) = twins(sketch(LIGHT, HERE, city()), [told(metres=120)], NOW, city())
    assert twin.distance == pytest.approx(120)
    (twin,) = twins(sketch(LIGHT, None, city()), [told()], NOW, city())
    assert twin.distance is None


# Time


def test_what_is_long_past_weighs_less_and_what_is_still_worked_on_lasts() -> None:
    mine = sketch("가로등이 꺼졌어요", HERE, city(), since=NOW)
    old = told(minutes=60 * 24 * 90)
    fresh, past, lasting = (likeness(mine, of(post, city())) for post in (told(), old, replace(old, updated_at=NOW)))
    assert past < fresh - 0.2
    assert lasting == fresh


@pytest.mark.parametrize(
    ("status", "days", "seen"),
    [
        ("resolved", 3, True),
        ("declined", 3, True),
        ("resolved", 31, False),
        ("merged", 3, False),
        ("withdrawn", 3, False),
        ("posted", 3, False),
    ],
)
def test_what_was_answered_lately_is_shown_as_answered(status: str, days: int, *, seen: bool) -> None:
    ended = NOW - timedelta(days=days)
    post = told(status=status, closed_at=ended, updated_at=ended)
    found = twins(sketch(LIGHT, HERE, city(), since=NOW), [post], NOW, city())
    assert [twin.answered for twin in found] == [True] * seen


@pytest.mark.parametrize("closed", [{"private_to_staff": True}, {"hiding": Hiding("rule", "이유", NOW)}])
def test_what_is_not_public_is_never_shown(closed: dict[str, object]) -> None:
    assert shown(LIGHT, told(**closed)) == []


# Photos


def test_the_same_photo_is_strong_evidence_and_another_is_none() -> None:
    def post(look: str | None, text: str = "이거 좀 봐 주세요") -> Post:
        return told(text, photos=(Photo("p", "ready", look=look),))

    mine = of(post("f0f0f0f0f0f0f0f0", "사진처럼 이렇습니다"), city())
    again, other, none = (
        likeness(mine, of(post(look), city())) for look in ("f0f0f0f0f0f0f0f7", "0f0f0f0f0f0f0f0f", None)
    )
    assert again >= LIKE > other == none
    assert twins(mine, [post("f0f0f0f0f0f0f0f7")], NOW, city())


# Order, and many


def test_of_equals_the_newest_comes_first_and_before_it_the_one_of_the_same_tag() -> None:
    old, new, asked = told(minutes=60), told(minutes=1), told(minutes=90, tag="시정문의")
    assert shown(LIGHT, old, asked, new) == [new, old, asked]
    assert shown(LIGHT, old, asked, new, tag="시정문의") == [asked, new, old]


def test_five_are_shown_at_the_most() -> None:
    assert len(shown(LIGHT, *(told(minutes=n) for n in range(9)))) == 5


def test_of_many_around_the_likeliest_are_compared() -> None:
    texts = [text for _, text in TUNED_OTHER] * 10
    others = [of(told(text, minutes=n), city()) for n, text in enumerate([*texts, LIGHT, *texts])]
    assert len(texts) in likeliest(sketch(LIGHT, HERE, city()), others, 60)


def test_the_same_lies_under_a_key_that_is_asked_for_around_and_without_a_place() -> None:
    kept = similar.terms(told("원룸 골목 보안등이 나갔어요"))
    for place in (HERE, None, Location(address="엄사")):
        assert kept & set(similar.lookups(sketch("가로등 꺼짐", place, city())))
    far = Location(36.33, 127.21)
    assert not kept & set(similar.lookups(sketch("가로등 꺼짐", far, city())))


def test_also_what_is_told_far_around_is_looked_for_around_alone() -> None:
    """Of the whole room the newest would hide it."""
    text, wide = "버스가 안 와요", city().category("bus")
    asked = set(similar.lookups(sketch(text, HERE, city(), category="bus")))
    assert wide is not None
    assert wide.similar_metres == 1500
    assert not any(key.startswith("=") for key in asked)
    assert asked & similar.terms(told(text, location=Location(36.2767, 127.2215)))  # 1.4 km off
    assert not asked & similar.terms(told(text, location=Location(36.5, 127.2315)))


def test_what_speaks_of_nothing_known_lies_under_letters_that_its_like_shares() -> None:
    text = "꿈돌이 동상 코가 떨어져 나갔다고 아우성입니다"
    assert similar.terms(told(text)) & set(similar.lookups(sketch(f"{text}.", HERE, city())))


def test_a_question_is_of_few_keys_however_long_it_is() -> None:
    every_thing = " ".join(text for pair in TUNED_SAME for text in pair)
    assert 0 < len(similar.lookups(sketch(every_thing, HERE, city()))) <= similar.LOOKED_UP


# Pairs that were judged by another hand


def test_the_pairs_held_out_are_told_apart() -> None:
    """Never tuned by; the figure is what `python -m infra.duplicates evaluate` prints."""
    pairs = read((ROOT / "tests/data/twins_heldout.jsonl").read_bytes(), pytest.fail)
    found = at(LIKE, [(one, pair.same) for one, pair in zip(likenesses(pairs, city()), pairs, strict=True)])
    print(f"held out: precision {found.precision:.3f}, recall {found.recall:.3f}, F1 {found.f1:.3f}")
    assert found.f1 >= 0.65


def test_no_text_that_is_held_out_was_tuned_by() -> None:
    *tuned, held_out = (
        {json.loads(line)[name]["text"] for line in path.read_text("utf-8").splitlines() for name in "ab"}
        for part in ("tuning", "tuning_more", "heldout")
        for path in [ROOT / f"tests/data/twins_{part}.jsonl"]
    )
    assert all(part.isdisjoint(held_out) for part in tuned)

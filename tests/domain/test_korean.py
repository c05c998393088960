"""Text as it is meant: spelling, spacing, particles, slips of the finger."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.korean import SLOTS, Lexicon, Word, compact, jamo, spell, tokens

WORDS = ("신호등", "가로등", "쓰레기", "주차", "주차장", "인도에", "차를 대", "보도블록", "cctv", "생활고")
LEXICON = Lexicon.of(map(Word.of, WORDS))


def found(text: str, *, exact: bool | None = None) -> list[str]:
    return [hit.word.text for hit in LEXICON.find(text) if exact in (None, hit.exact)]


def test_only_letters_and_digits_stay():
    assert compact("신호등이... 고장!!! 🚦 (3일째)") == "신호등이고장3일째"


def test_sighs_and_laughter_fall_out_and_part_the_words_around_them():
    assert tokens("아주ㅠㅠ차가워요ㅋㅋㅋㅋ") == ["아주", "차가워요"]


def test_a_sign_that_slipped_into_a_word_falls_out():
    assert compact("쓰ㄹ레기") == "쓰레기"


def test_drawn_out_letters_are_said_once():
    assert compact("제에에에발 빨리이이이") == "제에발빨리이"


def test_numbers_are_not_drawn_out_letters():
    assert compact("2000원 111동") == "2000원111동"


def test_wide_and_decomposed_forms_are_the_usual_ones():
    assert compact(unicodedata.normalize("NFD", "가로등") + " ＣＣＴＶ") == "가로등cctv"


@pytest.mark.parametrize(
    ("meant", "typed"),
    [
        ("쓰레기", "쓰래기"),
        ("데크", "대크"),
        ("안돼요", "않되요"),
        ("됐나요", "됬나요"),
        ("계단", "게단"),
        ("깨끗", "깨끋"),
    ],
)
def test_what_sounds_alike_is_alike(meant: str, typed: str):
    assert jamo(meant) == jamo(typed)


@pytest.mark.parametrize(("one", "other"), [("곳이", "꽃이"), ("방", "빵"), ("가로등", "가로수")])
def test_what_means_another_thing_stays_another(one: str, other: str):
    assert jamo(one) != jamo(other)


def test_a_fused_particle_leaves_the_word_in_it():
    assert jamo("쓰레기") in jamo("쓰레긴 누가 치워요")


def test_no_word_begins_within_a_syllable():
    assert jamo("아이") not in jamo("가이드")


@given(st.text())
def test_every_letter_is_three_signs_whatever_it_is(text: str):
    assert len(spell(compact(text))) == SLOTS * len(compact(text))


@given(st.text())
def test_what_is_compact_stays_so(text: str):
    assert compact(compact(text)) == compact(text)


def test_words_are_found_with_any_particle():
    assert found("신호등이 가로등은 쓰레긴") == ["신호등", "가로등", "쓰레기"]


def test_words_are_found_without_any_space():
    assert found("어제부터신호등이꺼졌어요") == ["신호등"]


def test_a_word_torn_by_a_space_is_found():
    assert found("신호 등이 꺼졌어요") == ["신호등"]


def test_two_words_do_not_make_a_third_between_them():
    assert found("아주 차가워요") == found("통신 호등급") == []


def test_a_word_with_a_space_is_found_with_and_without():
    assert found("거기에 차를 대놓고") == found("거기에 차를대고") == ["차를 대"]


def test_the_longest_word_at_a_place_counts():
    assert found("주차장이 부족해요") == ["주차장"]


def test_a_final_that_no_ending_adds_makes_another_word():
    assert found("생활공간") == []


def test_a_word_within_another_is_told_from_one_that_begins():
    assert [hit.leading for hit in LEXICON.find("불법주차 주차")] == [False, True]


@pytest.mark.parametrize("typed", ["신호둥이", "가로듣이", "가로드이", "신후등이", "보도블럭이"])
def test_one_slip_leaves_a_word_nearly_found(typed: str):
    assert len(found(typed, exact=False)) == 1
    assert found(typed, exact=True) == []


@pytest.mark.parametrize("text", ["가로수가", "신청이", "진호등이", "주자장", "쓰러지기"])
def test_another_word_is_not_a_slip(text: str):
    assert found(text) == []


def test_what_follows_a_word_is_told():
    hit = next(LEXICON.find("신호등 앞에 누가"))
    assert hit.rest.startswith(jamo("앞"))


@given(st.text())
def test_finding_never_fails(text: str):
    assert all(hit.at < len(compact(text)) for hit in LEXICON.find(text))

"""Who is in charge of what a citizen writes, and how sure that is."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.city import Category, City, city
from chalicelib.domain.routing import MOST_GUESSES, Guess, Routing, route
from tests.texts import EXAMPLES, HELD_OUT, TUNED, Example

SURE = city().limits.auto_transfer_confidence


def routed(text: str) -> Routing:
    return route(text, None, city())


def town(*categories: Category) -> City:
    """계룡시 with other categories; the last takes what nobody claims."""
    rest = Category("other", city().name, "office", "minwon", words=())
    return msgspec.structs.replace(city(), categories=(*categories, rest))


def category(department: str, *words: str, **more: tuple[str, ...]) -> Category:
    return Category(f"{department}-{words[0]}", city().name, "office", department, words, **more)


def department(example: Example) -> str:
    return city().category(example[1]).department


def right(example: Example) -> bool:
    return routed(example[0]).best.department == department(example)


def share(examples: list[Example] | tuple[Example, ...]) -> float:
    return sum(map(right, examples)) / len(examples)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("엄사네거리 신호등이 꺼졌어요", "construction-traffic"),
        ("산책로 데크가 부서졌습니다", "farming-forest"),
        ("차 한 대가 몇 달째 방치돼 있어요. 번호판도 없습니다", "construction-traffic"),
        ("밤마다 쓰레기를 무단투기하는 사람이 있어요", "environment"),
        ("직원이 너무 불친절하고 반말을 합니다", "planning-audit"),
    ],
)
def test_what_such_rooms_get_most_goes_where_it_belongs(text: str, expected: str):
    assert routed(text).best.department == expected
    assert routed(text).sure(SURE)


@pytest.mark.parametrize(
    ("text", "expected"), [("ㅋㅋㅋ 주차 개판이네 아 진짜", "construction-traffic"), ("수도 안나와요", "water")]
)
def test_a_bare_noun_is_heard(text: str, expected: str):
    assert routed(text).best.department == expected


def test_a_chosen_category_wins_over_the_words():
    assert route("쓰레기가 쌓여 있어요", "bus", city()).guesses == (Guess("bus", "construction-traffic", 1.0),)


def test_to_choose_other_is_to_leave_it_to_the_words():
    assert route("쓰레기를 무단투기해요", "other", city()).best.department == "environment"


def test_a_category_that_is_no_more_leaves_it_to_the_words():
    assert route("쓰레기를 무단투기해요", "long-gone", city()).best.department == "environment"


@pytest.mark.parametrize("text", ["", "   ", "ㅠㅠ", "안녕하세요 수고하십니다", "!!!", "1234"])
def test_a_text_without_a_word_stays_with_the_complaint_team(text: str):
    assert routed(text) == Routing((Guess("other", "minwon", 0.0),))


def test_the_words_that_spoke_are_told_the_strongest_first():
    best = routed("가로등이 나가서 골목이 캄캄합니다").best
    assert best.words == ("가로등", "캄캄")


def test_guesses_are_the_best_of_different_departments():
    guesses = routed("공사장 소음, 쓰레기 무단투기, 불법 현수막, 하수구 악취, 불친절한 직원").guesses
    assert len(guesses) == len({guess.department for guess in guesses}) == MOST_GUESSES
    assert guesses[0].confidence >= guesses[1].confidence >= guesses[2].confidence


def test_two_matters_of_equal_weight_make_it_unsure():
    assert not routed("가로등도 꺼졌고 쓰레기도 쌓였어요").sure(SURE)


def test_two_matters_of_one_department_do_not():
    assert routed("가로등도 꺼졌고 신호등도 꺼졌어요").sure(SURE)


TWO = "두계리 가는 길 가로등이 꺼져 있어요. 그리고 수돗물에서 녹물이 나옵니다."


def test_two_matters_told_in_sentences_of_their_own_are_both_shown_and_left_to_a_person():
    both = routed(TWO)
    assert both.two
    assert {guess.department for guess in both.guesses[:2]} == {"construction-traffic", "water"}
    assert all(guess.words for guess in both.guesses[:2])
    assert not both.sure(0.0)


@pytest.mark.parametrize("between", [". ", "\n", "! 또한 ", " 그리고 ", " 하나 더 "])
def test_however_they_are_set_apart(between: str):
    assert routed(f"가로등이 꺼져 있어요{between}수돗물에서 녹물이 나옵니다").two


@pytest.mark.parametrize(
    "text",
    [
        "가로등이 꺼졌습니다. 그리고 신호등도 고장 났습니다.",
        "가로등이 꺼져 있어요. 밤마다 너무 무섭습니다. 제발 빨리 고쳐주세요.",
        "공원 옆 도로에 쓰레기를 무단투기합니다. 쓰레기봉투가 산더미예요.",
    ],
)
def test_what_one_department_can_do_is_one_matter(text: str):
    assert not routed(text).two


def test_more_evidence_makes_it_surer():
    few, many = routed("가로등"), routed("가로등 보안등 밤길이 캄캄")
    assert few.best.confidence < many.best.confidence <= 1


def test_a_word_that_two_departments_claim_decides_nothing():
    either = town(category("tax", "고지서"), category("water", "고지서"))
    assert route("고지서가 왔어요", None, either).best.confidence < 0.5


def test_a_hint_says_less_than_a_word():
    both = town(category("tax", "고지서"), Category("hint", city().name, "office", "water", (), ("계량기",)))
    assert route("고지서 계량기", None, both).best.department == "tax"


def test_a_word_against_takes_votes_away():
    site = category("urban-building", "공사장", against=("소음",))
    assert route("공사장 소음", None, town(site, category("health", "소음"))).best.department == "health"


def test_a_word_against_is_told():
    site = category("urban-building", "공사장", against=("소음",))
    guesses = route("공사장 소음", None, town(site, category("health", "소음"))).guesses
    assert {guess.department: guess.against for guess in guesses} == {"health": (), "urban-building": ("소음",)}


def test_a_department_has_words_beside_its_categories():
    offices = tuple(
        msgspec.structs.replace(one, words=("청사",)) if one.code == "accounting" else one for one in city().departments
    )
    best = route("청사 지붕이 샙니다", None, msgspec.structs.replace(town(), departments=offices)).best
    assert (best.category, best.department) == ("other", "accounting")


def test_a_place_says_little_of_the_matter():
    here = town(category("school", "초등학교"), category("environment", "냄새"))
    assert route("초등학교 앞에서 냄새가 나요", None, here).best.department == "environment"


def test_two_letters_within_another_word_say_less_than_a_word():
    paths = town(category("road", "인도"), category("tax", "세금"))
    assert route("확인도 없이 세금을", None, paths).best.department == "tax"


def test_what_is_said_first_counts_more():
    first, second = ("현수막이 너무 많아요.", "그리고 정말 죄송한 말씀이지만 한 가지 더 말씀드리면 수돗물도 이상해요.")
    assert routed(first + second).best.category == "banner"


def test_what_is_said_again_counts_more():
    again = town(category("tax", "고지서"), category("water", "계량기"))
    assert route("고지서 계량기 계량기", None, again).best.department == "water"


@pytest.mark.parametrize("text", ["신호둥이 꺼져요", "가로듣이 나갔어요", "신호 등이 꺼졌어요", "쓰래기 무단투기"])
def test_misspelt_and_torn_words_still_speak(text: str):
    assert routed(text).best.department == routed(text.replace("둥", "등").replace("듣", "등")).best.department
    assert routed(text).best.words


def test_a_slip_alone_is_never_sure():
    assert not routed("신호둥").sure(SURE)


@given(st.text())
def test_any_text_is_routed_and_no_confidence_leaves_its_bounds(text: str):
    assert all(0 <= guess.confidence <= 1 for guess in routed(text).guesses)


def test_the_same_text_is_always_routed_alike():
    text = HELD_OUT[0][0]
    assert routed(text) == routed(text)


def test_another_profile_is_not_mixed_up_with_the_first():
    assert route("신호등", None, town(category("tax", "신호등"))).best.department == "tax"
    assert routed("신호등").best.department == "construction-traffic"


def test_a_routing_is_sure_from_the_threshold_on():
    guess = Guess("bus", "construction-traffic", 0.7)
    assert Routing((guess,)).sure(0.7)
    assert not Routing((guess,), threshold=0.8).sure(0.7)
    assert not Routing((replace(guess, confidence=0.69),)).sure(0.7)


def test_examples_cover_every_category_evenly_and_none_stands_twice():
    for examples in (TUNED, HELD_OUT):
        counts = [sum(code == row.code for _, code in examples) for row in city().categories]
        assert min(counts) == 2
        assert max(counts) <= 3
    assert len({text for text, _ in EXAMPLES}) == len(EXAMPLES)


def test_examples_that_the_words_were_chosen_by_go_right():
    assert share(TUNED) >= 0.97


def test_examples_held_out_go_right():
    """98 of 100 when this was written; but by the same hand as the words: real posts are harder."""
    assert share(HELD_OUT) >= 0.95


def test_of_the_examples_that_it_is_sure_of_hardly_any_goes_wrong():
    sure = [example for example in HELD_OUT if routed(example[0]).sure(SURE)]
    assert len(sure) / len(HELD_OUT) >= 0.75
    assert share(sure) >= 0.97

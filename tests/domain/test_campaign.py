"""One text by many people is one row of the queue; nothing else is folded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.campaign import AUTHORS, OF_A_SLOGAN, folded
from chalicelib.domain.post import Post
from tests.texts import TUNED

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXT = "우리 시는 소각장 증설 계획을 즉각 철회해야 합니다. 주민 동의 없는 사업에 반대하며, 환경영향평가 결과를 모두 공개해 주시기 바랍니다."
ANOTHER = "우리 시는 공영주차장 요금 인상 계획을 즉각 철회해야 합니다. 시민 의견 없는 인상에 반대하며, 산정 근거를 모두 공개해 주시기 바랍니다."


def told(number: int, text: str = TEXT, author: str | None = None, days: float = 0) -> Post:
    at = NOW + timedelta(days=days)
    return Post(
        f"{number:026d}", "시정문의", "received", text, author or f"author {number}", "시민", at, at,
        receipt_number=f"GR-2026-{number:06d}",
    )  # fmt: skip


def sizes(*posts: Post) -> list[int]:
    return [len(row) for row in folded(posts)]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"안녕하세요, 엄사면에 사는 시민입니다. {TEXT}",
        f"{TEXT} - 두 아이 엄마 올림",
        TEXT.replace(" ", ""),
        TEXT.replace("즉각", "당장"),
        TEXT.replace(".", "!!! ㅠㅠ"),
    ],
)
def test_a_name_a_greeting_and_a_word_may_differ(text: str) -> None:
    assert sizes(told(1), told(2, text), told(3)) == [3]


def test_another_matter_in_the_same_tone_is_none_of_it() -> None:
    assert sizes(*(told(n) for n in range(3)), *(told(n, ANOTHER) for n in range(3, 6))) == [3, 3]


def test_nothing_is_lost_and_the_order_stays() -> None:
    other = told(9, TUNED[0][0])
    first, second, third = (told(n) for n in (1, 2, 3))
    assert folded([first, other, second, third]) == [(first, second, third), (other,)]


def test_it_takes_several_authors() -> None:
    assert sizes(*(told(n, author="one") for n in range(9))) == [1] * 9
    assert sizes(*(told(n) for n in range(AUTHORS - 1))) == [1] * (AUTHORS - 1)


def test_what_comes_again_after_days_of_silence_is_another() -> None:
    assert sizes(*(told(n, days=n) for n in range(3)), *(told(n, days=30 + n) for n in range(3, 6))) == [3, 3]


def test_short_texts_are_alike_by_chance() -> None:
    assert sizes(*(told(n, "가로등이 꺼졌어요. 빨리 고쳐 주세요.") for n in range(5))) == [1] * 5


def test_a_slogan_is_a_campaign_where_many_write_just_the_same() -> None:
    slogan = "향한리 소각장 건립을 결사 반대한다!"
    many = [told(n, slogan.replace(" ", "" if n % 2 else " ")) for n in range(OF_A_SLOGAN)]
    assert sizes(*many) == [OF_A_SLOGAN]
    assert sizes(*many[1:]) == [1] * (OF_A_SLOGAN - 1)
    assert sizes(*many[1:], told(9, slogan.replace("향한", "광석"))) == [1] * OF_A_SLOGAN


def test_what_people_write_of_many_matters_is_not_folded() -> None:
    posts = [told(n, f"{text} {TUNED[n - 1][0]}") for n, (text, _) in enumerate(TUNED)]
    assert set(sizes(*posts)) == {1}


def test_a_text_that_is_edited_leaves_it() -> None:
    posts = [told(n) for n in range(4)]
    assert sizes(*posts[:3], replace(posts[3], text=TUNED[0][0])) == [3, 1]

"""Abuse, repetition and newcomers' links go before a person's eyes; what only looks like them does not."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.city import city
from chalicelib.domain.review import REASONS, abusive, held, is_new, linked, print_of

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "시발 뭐하는 거야", "아 시발", "시1발", "씨-발", "씨.발", "씨 발 진짜", "씨  발", "시\u200b발", "시ㅡ발", "시발놈들", "시발 놈아",
        "씨발점", "시발, 다시 발표하네", "개새끼", "개 새 끼", "병-신같은", "지1랄", "ㅅㅂ", "ㅅ ㅂ", "미친놈아", "미친 놈", "쓰레기같은 놈",
        "좆같다", "죽여 버린다",
    ],
)  # fmt: skip
def test_abuse_is_seen_through_what_is_put_between(text: str) -> None:
    assert abusive(text, city())
    assert held(f"공무원은 {text}", city()) == "profanity"


@pytest.mark.parametrize(
    "text",
    [
        "시발점", "출시발표", "병신년", "계룡시 발전", "계룡시발전위원회", "다시 발생", "다시\n발생", "역시 발표", "시·발전", "(계룡시)발주",
        "시 발주 공사", "임시발령", "신도시 발달", "아저씨 발을 밟아", "김철수씨 발표", "10시 발 버스", "3시 발 버스", "혹시 발 아프신 분",
        "질병신고", "가축전염병 신고", "요양병신청", "들개 새끼가 있어요", "우리 개 새끼를 낳았어요", "영향을 미친 년도", "위험이 닥쳐올",
        "고지 랄라",
    ],
)  # fmt: skip
def test_what_only_looks_like_abuse_passes(text: str) -> None:
    assert not abusive(text, city())


def test_what_is_held_is_told_to_its_author_in_both_languages() -> None:
    assert all(words.ko and words.en for words in REASONS.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://casino.example/x", True), ("www.casino.example", True), ("casino.com 가입하세요", True), ("카지노.ｃasino.com에서", True),
        ("https://www.gyeryong.go.kr/x", False), ("http://law.go.kr/법령", False), ("https://evilgo.kr", True),
        ("hong@naver.com", False), ("폭 1.5m", False), ("엄사네거리.다음", False),
    ],
)  # fmt: skip
def test_a_link_leads_anywhere_but_to_a_public_office(text: str, found: bool) -> None:
    assert linked(text, city()) is found


def test_only_a_newcomers_links_are_held() -> None:
    text = "여기 보세요 https://casino.example/x"
    assert held(text, city(), newcomer=True) == "links"
    assert held(text, city()) is None
    assert is_new(NOW - timedelta(hours=23), NOW)
    assert not is_new(NOW - timedelta(hours=24), NOW)


def test_what_is_said_too_often_is_held() -> None:
    assert held("가로등이 꺼졌습니다.", city(), repeats=True) == "repeated"


def test_a_text_is_the_same_however_it_is_spaced_and_dotted() -> None:
    first = print_of("엄사네거리 가로등이 며칠째 꺼져 있어 밤길이 어둡습니다.")
    assert first == print_of("엄사네거리가로등이  며칠째 꺼져있어, 밤길이\u200b 어둡습니다!!!")
    assert first != print_of("금암네거리 가로등이 며칠째 꺼져 있어 밤길이 어둡습니다.")


def test_a_short_text_may_be_said_often() -> None:
    assert print_of("저도 그래요. 빨리 고쳐 주세요!") is None

"""Who may be called what in the room."""

import pytest

from chalicelib.domain.nickname import check_nickname
from chalicelib.errors import InvalidInput

RESERVED = ("건설교통과", "환경위생과", "농업기술센터", "도서관", "엄사면", "계룡시", "계룡시청")


def check(value: str) -> str:
    return check_nickname(value, least=2, most=20, reserved=RESERVED)


def refusal(value: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        check(value)
    assert caught.value.field == "nickname"
    return caught.value


@pytest.mark.parametrize(
    "nickname",
    [
        "민원이네 엄마", "시청자", "계룡산 산책자", "계룡시민", "엄사면 주민", "도서관 단골",
        "전통시장 상인", "시장 다녀온 날", "공무원 준비생", "비공식 시민", "badminton", "홍길동123",
        "ㅋㅋ", "O'Brien", "Nguyễn Ái", "산책러🐕", "아빠👨‍👩‍👧", "1️⃣등", "하트❤️", "불꽃❤️‍🔥네",
        "떨림🫨씨", "손흔드는👋🏽이", "無名氏",
    ],
)  # fmt: skip
def test_an_ordinary_nickname_is_taken_as_it_is(nickname: str) -> None:
    assert check(nickname) == nickname


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  하늘  바람 ", "하늘 바람"), ("하늘\u3000바람\u00a0", "하늘 바람"), ("\u1112\u1161\u1102\u1173\u11af", "하늘")],
)
def test_spaces_and_decomposed_syllables_are_put_in_order(typed: str, kept: str) -> None:
    assert check(typed) == kept


@pytest.mark.parametrize(
    ("nickname", "word"),
    [
        ("민 원.팀", "민원팀"), ("민원팀1", "민원팀"), ("민·원·팀", "민원팀"),
        ("민\u0301원팀", "민원팀"), ("민원팀🐕", "민원팀"), ("공식 민원팀", "민원팀"),
        ("계룡시청", "시청"), ("시청 직원", "시청직원"), ("시청님", "시청"),
        ("엄사면사무소", "면사무소"), ("시장님", "시장"), ("계룡시 시장", "시시장"),
        ("계룡시장", "계룡시장"), ("관리자", "관리자"), ("관리자 7", "관리자"), ("김주무관", "주무관"),
        ("시청공무원", "시청공무원"), ("공무원입니다", "공무원"), ("공식계정", "공식"),
        ("탈퇴한 회원", "탈퇴한회원"), ("시스템", "시스템"), ("admin", "admin"),
        ("ａｄｍｉｎ", "admin"), ("Adm1n", "admin"), ("аdmіn", "admin"), ("𝐚𝐝𝐦𝐢𝐧", "admin"),
        ("a-d-m-i-n", "admin"), ("ádmin", "admin"), ("0fficia1", "official"), ("5taff", "staff"),
        ("sysadmin", "admin"), ("건설교통과 직원", "건설교통과"), ("건설 교통과", "건설교통과"),
        ("저는 환경위생과", "환경위생과"), ("농업기술센터장", "농업기술센터"), ("도서관", "도서관"),
        ("도서관 담당", "도서관"), ("엄사면장", "엄사면장"),
    ],
)  # fmt: skip
def test_nobody_passes_for_staff_or_a_department(nickname: str, word: str) -> None:
    error = refusal(nickname)
    assert (error.code, error.params["word"]) == ("nickname_reserved", word)


@pytest.mark.parametrize(
    "nickname",
    [
        "산책\x00자", "산책\n자", "산책자\n", "산책\t자", "산책\u2028자", "산책\u200b자",
        "산책\u200d자", "산책자\ufe0f", "산책\u00ad자", "\ufeff산책자", "산책\u202e자", "산책\u2066자",
        "산책\u3164자", "산책\u115f자", "산책\uffa0자", "산책\u2800자", "산책\ue000자", "산책\u0378자",
        "산책\ud800자", "\u0301산책", "a\u0335\u0336\u0337bc", "🐕\u200d", "산책\U000e0041자",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(nickname: str) -> None:
    assert refusal(nickname).code == "nickname_invisible"


@pytest.mark.parametrize("nickname", ["🐕🐕🐕", "👨‍👩‍👧❤️", "!!??", "--- ---"])
def test_emoji_and_marks_alone_are_no_name(nickname: str) -> None:
    assert refusal(nickname).code == "nickname_without_letter"


@pytest.mark.parametrize("nickname", ["", "   ", "가", " 가 "])
def test_too_short(nickname: str) -> None:
    error = refusal(nickname)
    assert (error.code, error.params) == ("nickname_too_short", {"least": 2})


@pytest.mark.parametrize("nickname", ["가" * 21, "가" * 61, "\x00" * 61])
def test_too_long_is_said_before_anything_is_read(nickname: str) -> None:
    error = refusal(nickname)
    assert (error.code, error.params) == ("nickname_too_long", {"most": 20})


def test_the_bounds_themselves_are_allowed() -> None:
    assert [len(check("가" * length)) for length in (2, 20)] == [2, 20]


def test_a_department_without_letters_reserves_nothing() -> None:
    assert check_nickname("산책자", least=2, most=20, reserved=("119",)) == "산책자"

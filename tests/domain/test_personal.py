"""What identifies a person is masked, however it is typed; what identifies a place or a matter stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.city import city
from chalicelib.domain.personal import mask, of_the_city
from chalicelib.domain.posting import check_reason

CITY = of_the_city(city())


def masked(text: str, *, plates: bool = True) -> str:
    return mask(text, plates=plates, leave=CITY).text


def kinds(text: str) -> set[str]:
    return set(mask(text, plates=True, leave=CITY).kinds)


@pytest.mark.parametrize(
    "text",
    [
        "900101-1234567",
        "900101 1234567",
        "900101 - 1 2 3 4 5 6 7",
        "19900101-1234567",
        "９００１０１－１２３４５６７",
        "9\u200b00101-1\u200b234567",
        "900101ㅡ1234567",
        "구공공일공일 다시 일이삼사오육칠",
        "9001011234568",  # in a row, and its last digit is right
    ],
)
def test_a_resident_number_keeps_its_birthday_alone(text: str) -> None:
    assert masked(f"제 번호는 {text} 입니다.") == "제 번호는 900101-******* 입니다."
    assert kinds(text) == {"resident"}


@pytest.mark.parametrize("sex", "12345678")
def test_koreans_and_foreigners_of_both_centuries_have_one(sex: str) -> None:
    assert masked(f"050228-{sex}234567") == "050228-*******"


@pytest.mark.parametrize(
    "text",
    [
        "901301-1234567",  # no such month
        "900230-1234567",  # no such day
        "010229-1234567",  # 1901 had no 29th of February
        "900101-9234567",
        "900101-0234567",
        "9001011234567",  # in a row, and its last digit is wrong
        "8801234567893",  # a barcode
        "261124 2000000원",
        "261124 2000000 원",
    ],
)
def test_what_only_looks_like_a_resident_number_stays(text: str) -> None:
    assert masked(text) == text


def test_who_is_born_since_the_last_digit_checks_nothing_is_masked_too() -> None:
    assert masked("2110153234567") == "211015-*******"


@pytest.mark.parametrize(
    "text",
    [
        "010-1234-5678",
        "01012345678",
        "010 1234 5678",
        "010.1234.5678",
        "010-12-345678",
        "010)1234-5678",
        "０１０－１２３４－５６７８",
        "０１０ １２３４ ５６７８",
        "0\u200b10-12\u200b34-5678",
        "010ㅡ1234ㅡ5678",
        "010에 1234에 5678",
        "0️⃣1️⃣0️⃣ 1234 5678",
        "⓪①⓪-1234-5678",
        "공일공 일이삼사 오육칠팔",
        "영일영-1234-5678",
        "공1공1234오육칠팔",
        "O1O-1234-5678",
        "OlO-1234-5678",
        "0 1 0 1 2 3 4 5 6 7 8",
        "+82 10-1234-5678",
        "+82)010-1234-5678",
        "0082 10 1234 5678",
        "٠١٠-1234-5678",
    ],
)
def test_a_mobile_number_is_masked_however_it_is_typed(text: str) -> None:
    assert masked(f"문자는 {text} 번으로") == "문자는 010-****-**** 번으로"
    assert kinds(text) == {"phone"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("011-123-4567 3시에", "011-****-**** 3시에"),
        ("042-551-1234", "042-****-****"),
        ("(042) 551-1234", "042-****-****"),
        ("02-123-4567", "02-****-****"),
        ("0212345678", "02-****-****"),
        ("070-1234-5678", "070-****-****"),
        ("0507-1234-5678", "0507-****-****"),
        ("+82-2-123-4567", "02-****-****"),
        ("010-1234-5678/010-8765-4321", "010-****-****/010-****-****"),
        ("전화010-1234-5678로", "전화010-****-****로"),
    ],
)
def test_a_telephone_number_keeps_its_beginning(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "042-840-2114",
        "042)840-2114",
        "0428402114",
        "+82-42-840-2114",
        "042-840-2513",
        "1588-1234",
        "080-123-4567",
        "119",
    ],
)
def test_offices_and_firms_may_be_called(text: str) -> None:
    assert masked(f"문의: {text} (입금 안내)") == f"문의: {text} (입금 안내)"


def test_without_the_citys_numbers_any_number_is_somebodys() -> None:
    assert mask("042-840-2114", plates=False).text == "042-****-****"


@pytest.mark.parametrize("text", ["4111-1111-1111-1111", "4111 1111 1111 1111", "4111111111111111"])
def test_a_card_is_masked_if_its_digits_add_up(text: str) -> None:
    assert masked(text) == "4111-****-****-****"
    assert masked(text[:-1] + "2") == text[:-1] + "2"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("국민은행 123456-04-123456 홍길동", "국민은행 123-******* 홍길동"),
        ("계좌 1002123456789로 입금", "계좌 100-*******로 입금"),
        ("농협 302-1234-5678-91", "농협 302-*******"),
        ("우리 1002-123-456789", "우리 100-*******"),
        ("카카오뱅크 3333 01 1234567", "카카오뱅크 333-*******"),
        ("1002-123-456789 (예금주 아무개)", "100-******* (예금주 아무개)"),
    ],
)
def test_a_number_is_an_account_where_a_bank_stands_beside_it(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text", ["관리번호 1002-123-456789", "등기 1234567890123", "입금 10000000000원", "은행에서\n1002-123-456789"]
)
def test_a_number_is_no_account_by_itself(text: str) -> None:
    assert masked(text) == text


def test_licence_and_passport_are_masked() -> None:
    assert masked("면허 12-34-567890-11") == "면허 **-**-******-**"
    assert masked("여권번호: M123A4567") == "여권번호: M********"
    assert masked("모델 M12345678") == "모델 M12345678"


@pytest.mark.parametrize(
    "text",
    [
        "hong@naver.com",
        "hong.gil-dong@mail.co.kr",
        "ｈong＠naver.com",
        "hong 골뱅이 naver.com",
        "hong골뱅이naver닷컴",
        "hong(at)naver.com",
        "hong @ naver . com",
    ],
)
def test_a_mail_address_keeps_one_letter(text: str) -> None:
    assert masked(f"메일은{text}으로") == "메일은h***@***으로"


def test_the_offices_have_mail_addresses_for_all_to_read() -> None:
    assert masked("Minwon@gyeryong.example") == "Minwon@gyeryong.example"
    assert masked("other@gyeryong.example") == "o***@***"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12가3456", "12가****"),
        ("12가 3456", "12가****"),
        ("123가4567", "123가****"),
        ("123 가 4567", "123 가****"),
        ("서울12가3456", "서울12가****"),
        ("충남 12 가 3456", "충남 12 가****"),
        ("12-가-3456", "12-가****"),
        ("12가\u200b3456", "12가****"),
        ("１２가３４５６", "12가****"),
        ("12가3456 회색 소나타", "12가**** 회색 소나타"),
        ("12호3456", "12호****"),
        ("12호 3456 차량", "12호**** 차량"),
    ],
)
def test_a_number_plate_keeps_its_first_half(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert masked(text, plates=False) == text


@pytest.mark.parametrize(
    "text",
    [
        "35도 2026년",
        "15조 2000억",
        "101호 2024",
        "제12조 3456",
        "10주 2000원",
        "12나 1203호",
        "2024가 1234",
        "12가 34567",
    ],
)
def test_what_is_counted_is_no_plate(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "접수번호 GR-2026-000123",
        "2026-11-24 10:30",
        "2026.11.24. 오후 2시 30분 ~ 4시 10분",
        "20261124",
        "입금 2026-11-24 10:30에 했습니다",
        "산 12-3",
        "엄사리 123-45",
        "계룡시 장안로 46 (금암동 3), 32826",
        "202번, 45-1번 버스",
        "1,000,000원",
        "사업자 123-45-67890",
        "민원 처리에 관한 법률 제21조 제1항",
        "길이 12.5m 폭 3.2m 높이 100cm",
        "36.274612, 127.248634",
        "0.1, 0.2, 0.3, 0.4, 0.5",
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "2026 01 10 2026 01 20",
        "이사 오는 길에 공구 일이 생겨 사오정",
        "ㅇㅇ ㅇㅋ ㅇㅇㅇㅇㅇㅇㅇㅇㅇㅇㅇㅇ",
        "see you at naver.com",
        "5부제 0.5ℓ ㎡ ½ 👨‍👩‍👧",
    ],
)  # fmt: skip
def test_places_times_prices_and_matters_stay(text: str) -> None:
    assert mask(text, plates=True, leave=CITY).text == text


def test_the_rest_stays_as_it_was_typed() -> None:
    assert masked("ＡＢＣ　ㅋㅋ é 010-1234-5678 ①②③\u200b끝") == "ＡＢＣ　ㅋㅋ é 010-****-**** ①②③\u200b끝"


def test_all_kinds_in_one_text_are_told() -> None:
    text = "010-1234-5678, a@b.kr, 900101-1234567, 12가3456, 농협 302-1234-5678-91, 4111-1111-1111-1111"
    assert kinds(text) == {"phone", "mail", "resident", "plate", "account", "card"}


def test_a_reason_of_staff_is_masked_and_names_the_office() -> None:
    told = check_reason("010-1234-5678 님과 통화, 문의는 042-840-2114", city())
    assert told == "010-****-**** 님과 통화, 문의는 042-840-2114"


@given(st.text("0123456789 -.가호공일@ab\n\u200b０차은행계좌", max_size=200))
def test_what_is_masked_stays_masked(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@pytest.mark.parametrize(
    "piece",
    [
        "0", "01", "010-", "공", "일", "0 1 ", "12가", "서울12", "a", "a.", "a@", "@", "골뱅이", "4111 ", "9001011", "1\u200b",
        "계좌 1234567890 ", "82", "(", "-", " ", "여권A", "20", "２", "12-", "\u0301",
    ],
)  # fmt: skip
def test_no_text_takes_for_ever(piece: str) -> None:
    assert len(masked((piece * 5000)[:5000])) > 0

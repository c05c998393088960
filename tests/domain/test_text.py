"""What becomes of what people type, and which tag a post bears."""

import unicodedata
from xml.dom import minidom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.text import choose_tag, clean, tag_in
from chalicelib.errors import InvalidInput

TAGS = ("생활불편신고", "행정상담", "시정문의", "행사안내", "시민대화")


def body(value: str) -> str:
    return clean(value, "text", least=10, most=100, multiline=True)


def kept(value: str, *, multiline: bool = True) -> str:
    return clean(value, "text", least=0, most=1000, multiline=multiline)


def refusal(value: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        body(value)
    assert caught.value.field == "text"
    return caught.value


# clean


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("가로등이\r\n꺼졌어요\r", "가로등이\n꺼졌어요"),
        ("가로등이  \t\n꺼졌어요\u3000\n", "가로등이\n꺼졌어요"),
        ("\n\n 가로등이\n\n\n꺼졌어요", "가로등이\n\n\n꺼졌어요"),
        ("가로등이\n\n\n\n꺼졌어요", "가로등이\n\n\n꺼졌어요"),
        ("가로등이\n\n\n\n\n\n꺼졌어요", "가로등이\n\n\n꺼졌어요"),
        ("가로등이\n \n\u200b\n\t\n\u3164\n꺼졌어요", "가로등이\n\n\n꺼졌어요"),
        ("가로등이\u2028꺼졌어요", "가로등이\n꺼졌어요"),
        ("\ufeff\u200b가로등 \u200b\ufeff", "가로등"),
        ("- 하나\n    - 둘", "- 하나\n    - 둘"),
    ],
)
def test_lines_are_tidied(typed: str, expected: str) -> None:
    assert kept(typed) == expected


def test_a_single_line_has_no_line_breaks_and_no_double_spaces() -> None:
    assert kept(" 가로등\r\n고장\t 신고 \u200b", multiline=False) == "가로등 고장 신고"


def test_syllables_typed_on_a_mac_are_composed() -> None:
    assert kept(unicodedata.normalize("NFD", "엄사리 가로등")) == "엄사리 가로등"


@pytest.mark.parametrize("emoji", ["👨‍👩‍👧‍👦", "❤️", "🏳️‍🌈", "🏴\U000e0067\U000e0062\U000e007f", "1️⃣"])
def test_emoji_sequences_survive_also_at_the_end(emoji: str) -> None:
    assert kept(f"고맙습니다 {emoji}") == f"고맙습니다 {emoji}"


@pytest.mark.parametrize("multiline", [True, False])
@pytest.mark.parametrize(
    "nothing", ["", " \n\t ", "\u200b\ufeff", "\u3164\u115f\u1160\uffa0", "\u2800 \u00ad\u2060", "\u200d\ufe0f"]
)
def test_text_of_invisible_characters_is_no_text(nothing: str, multiline: bool) -> None:
    assert kept(nothing, multiline=multiline) == ""
    assert refusal(nothing * 20).code == "text_too_short"


@pytest.mark.parametrize(
    "padded",
    [
        "가로등 고장",
        "가로등" + " " * 20 + "고장",
        "가\n\n\n로\n\n\n등\n\n\n고",
        "가로등" + "\u200b" * 20 + "고장",
        "\u3164" * 20 + "가로등",
    ],
)
def test_blanks_do_not_pad_a_short_text(padded: str) -> None:
    error = refusal(padded)
    assert (error.code, error.params) == ("text_too_short", {"least": 10})


def test_a_single_space_counts_as_people_count_it() -> None:
    assert body("가로등이 나갔습니다") == "가로등이 나갔습니다"


@pytest.mark.parametrize("long", ["가" * 101, "가" * 301, "\x00" * 301])
def test_too_long_is_said_before_anything_is_read(long: str) -> None:
    error = refusal(long)
    assert (error.code, error.params) == ("text_too_long", {"most": 100})


def test_the_bounds_themselves_are_allowed() -> None:
    assert [len(body("가" * length)) for length in (10, 100)] == [10, 100]
    assert body(unicodedata.normalize("NFD", "각" * 100)) == "각" * 100


@pytest.mark.parametrize("bad", list("\x00\x07\x0b\x1b\x7f\x85\u202a\u202e\u2066\u2069"))
def test_control_characters_are_refused_with_their_place(bad: str) -> None:
    error = refusal(f"가로등이{bad} 꺼졌습니다")
    assert error.code == "control_character"
    assert error.params == {"character": f"U+{ord(bad):04X}", "position": 5}


@pytest.mark.parametrize("bad", ["\ud800", "\udc00\ud83d", "\uffff"])
def test_broken_unicode_is_refused(bad: str) -> None:
    assert refusal(f"가로등이{bad} 꺼졌습니다").code == "broken_unicode"


@given(st.text(max_size=200), st.booleans())
def test_a_clean_text_stays_as_it_is_and_fits_into_utf8_and_xml(value: str, multiline: bool) -> None:
    try:
        once = kept(value, multiline=multiline)
    except InvalidInput:
        return
    assert kept(once, multiline=multiline) == once
    escaped = once.replace("&", "").replace("<", "")
    minidom.parseString(f"<a>{escaped}</a>".encode())


# tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#생활불편신고 가로등이 꺼졌어요", ("생활불편신고",)),
        ("가로등이 꺼졌어요 #생활불편신고입니다", ("생활불편신고",)),
        ("＃시정문의 도서관은 언제 여나요", ("시정문의",)),
        ("꺼졌어요#생활불편신고#가로등", ("생활불편신고",)),
        ("#시정문의 #행정상담, #시정문의", ("시정문의", "행정상담")),
        ("시정문의 드립니다. # 시정문의", ()),
        ("#가로등 #계룡", ()),
        ("https://www.example/page#시정문의", ()),
    ],
)
def test_known_hashtags_are_found_in_order_and_once(text: str, tags: tuple[str, ...]) -> None:
    assert tag_in(text, TAGS) == tags


def test_the_longest_known_tag_counts() -> None:
    assert tag_in("#시정문의사항입니다", ("시정", "시정문의", "시정문의사항")) == ("시정문의사항",)


@pytest.mark.parametrize(
    ("given_tag", "text"),
    [
        ("시정문의", "도서관은 언제 여나요"),
        ("#시정문의", "도서관은 언제 여나요"),
        (" ＃시정문의 ", "도서관은 언제 여나요"),
        (["시정문의", "#시정문의"], "도서관은 언제 여나요"),
        ("시정문의", "도서관은 언제 여나요 #시정문의"),
        (None, "도서관은 언제 여나요 #시정문의"),
        ("", "#시정문의 도서관은 언제 여나요 #도서관"),
        ([], "#시정문의 도서관은 언제 여나요"),
    ],
)
def test_one_tag_is_chosen_wherever_it_stands(given_tag: str | list[str] | None, text: str) -> None:
    assert choose_tag(given_tag, text, TAGS) == "시정문의"


@pytest.mark.parametrize(
    ("given_tag", "text", "code", "params"),
    [
        (None, "도서관은 언제 여나요", "missing_tag", {}),
        ("", "도서관은 언제 여나요 #도서관", "missing_tag", {}),
        ("#", "도서관은 언제 여나요", "missing_tag", {}),
        ("가로등", "꺼졌어요", "unknown_tag", {"tag": "가로등"}),
        ("가로등", "꺼졌어요 #시정문의", "unknown_tag", {"tag": "가로등"}),
        (["시정문의", "시정문의입니다"], "", "unknown_tag", {"tag": "시정문의입니다"}),
        (["시정문의", "행정상담"], "", "several_tags", {"tags": "#시정문의, #행정상담"}),
        ("시정문의 행정상담", "", "several_tags", {"tags": "#시정문의, #행정상담"}),
        ("시정문의", "꺼졌어요 #행정상담", "several_tags", {"tags": "#시정문의, #행정상담"}),
        (None, "#행정상담 #시정문의", "several_tags", {"tags": "#행정상담, #시정문의"}),
        (["\ud800"], "", "broken_unicode", {}),
    ],
)
def test_a_missing_an_unknown_and_several_tags_each_have_their_error(
    given_tag: str | list[str] | None, text: str, code: str, params: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as caught:
        choose_tag(given_tag, text, TAGS)
    assert (caught.value.code, caught.value.field) == (code, "tag")
    assert caught.value.params.items() >= params.items()

"""Which posts a query finds, and which part of them is shown."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.post import Location, Post
from chalicelib.domain.search import LOOKED_UP, SHOWN, Passage, grams, holds, parse, snippet, terms
from chalicelib.errors import InvalidInput

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
POST = Post(
    "01M86D4XK07P16YNJNDDQVFGDA", "생활불편신고", "received", "엄사사거리 횡단보도 신호등이 꺼져 있습니다. 불법 주차도 많아요.",
    "01M86D4XK07P16YNJNDDQVFGDB", "꼼꼼한 시민", NOW, NOW, receipt_number="GR-2026-000012", title="신호등 고장",
    location=Location(36.28, 127.25, "엄사면 LH아파트 3동 앞"),
)  # fmt: skip

KOREAN = st.text("가로등이 꺼졌어요. 신호, 불법주차\n3동LHÀßㅋ🚦\u200b")


def saying(text: str) -> Post:
    return replace(POST, text=text, title=None, location=None, receipt_number=None)


def shown(text: str, query: str) -> str:
    """With the hits in brackets."""
    found = snippet(saying(text), parse(query).words)
    return "".join(f"[{segment.text}]" if segment.hit else segment.text for segment in found)


def finds(post: Post, query: str) -> bool:
    asked = parse(query)
    return set(asked.grams) <= terms(post) and holds(post, asked.words)


# What is found


@pytest.mark.parametrize(
    "query",
    [
        "신호등", "신호등 횡단보도", "횡단 신호", "꺼져", "호등", "고장", "엄사면 LH", "lh아파트", "ｌｈ아파트", "3동", "사거리, 신호등!",
        "불법주차", "불법 주차", "횡단보도신호등", "신호ㄷ", "앞 엄사", "있 신호", "2026", "000012", "GR-2026-000012", "gr2026000012",
        unicodedata.normalize("NFD", "신호등"), "신\u200b호등", "🚦신호등",
    ],
)  # fmt: skip
def test_a_post_is_found_by_what_it_says(query: str) -> None:
    assert finds(POST, query)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("신호등 가로등", "one word is missing"),
        ("이꺼", "two letters over a space"),
        ("단보도신호등", "over a space, but not from the beginning of a word"),
        ("거 신호", "a single letter within a word"),
        ("사거리신호등", "not next to one another"),
        ("GR-2026-000013", "another receipt"),
    ],
)
def test_a_post_is_not_found_by_what_it_does_not_say(query: str, why: str) -> None:
    assert not finds(POST, query), why


def test_a_post_with_all_the_pieces_but_not_the_word_is_led_to_and_left() -> None:
    post, asked = saying("신호와 등이 있고 호등은 없습니다"), parse("신호등이")
    assert set(asked.grams) <= terms(post)
    assert not holds(post, asked.words)


@pytest.mark.parametrize("more", [{"private_to_staff": True}, {"status": "withdrawn"}])
def test_what_the_public_may_not_read_has_no_terms(more: dict[str, object]) -> None:
    assert terms(POST)
    assert not terms(replace(POST, **more))  # type: ignore[arg-type]


@given(KOREAN | st.text(), st.data())
def test_every_part_of_a_word_finds_its_text(text: str, data: st.DataObject) -> None:
    words = [word for word in Passage.of(text).words if len(word) > 1]
    if words:
        word = data.draw(st.sampled_from(words))
        start = data.draw(st.integers(0, len(word) - 2))
        part = word[start : data.draw(st.integers(start + 2, len(word)))][:100]
        assert set(parse(part).grams) <= grams(text)
        assert holds(saying(text), parse(part).words)


@given(KOREAN)
def test_what_is_decomposed_is_the_same(text: str) -> None:
    assert grams(unicodedata.normalize("NFD", text)) == grams(text)


# The query


@pytest.mark.parametrize(
    "query", ["", " ", "물", "물!", "물 물", "ㅋㅋㅋ", "!?", "🚦🚦", "\u200b가", "ᄀ", "\x00", "\ud800\ud800"]
)
def test_a_query_has_two_letters(query: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(query)
    assert (caught.value.code, caught.value.field) == ("query_too_short", "q")


def test_a_query_has_at_most_a_hundred_characters() -> None:
    assert parse("가로등 " * 25)
    assert parse("가" * 100)
    with pytest.raises(InvalidInput) as caught:
        parse("가" * 101)
    assert (caught.value.code, caught.value.field) == ("text_too_long", "q")


@pytest.mark.parametrize(
    ("query", "looked_up"),
    [
        ("신호등", ["신호", "호등"]),
        ("횡단보도 위 신호등", ["횡단", "보도", "신호", "호등", "위"]),
        ("물 값", ["물", "값"]),
        ("GR-2026-000012", ["2026", "0000", "gr", "12"]),
        ("gr2026000012", ["2026", "0000", "gr", "12"]),
    ],
)
def test_of_a_query_the_fewest_grams_that_cover_it_are_looked_up(query: str, looked_up: list[str]) -> None:
    assert list(parse(query).grams) == looked_up


@pytest.mark.parametrize(
    "query",
    ["엄사사거리 횡단보도 신호등이 며칠째 꺼져 있어 아이들이 위험합니다 빨리 고쳐 주세요", "ﷺ" * 100, "물 값 논 밭 길 집 땅 흙 돌"],
)  # fmt: skip
def test_of_a_long_query_a_few_grams_are_looked_up(query: str) -> None:
    assert 1 <= len(parse(query).grams) <= LOOKED_UP


# What is shown


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("신호등이 꺼졌어요. 신호등요!", "신호등", "[신호등]이 꺼졌어요. [신호등]요!"),
        ("🚦 엄사 『신호등』 👨‍👩‍👧 고장", "신호등 고장", "🚦 엄사 『[신호등]』 👨‍👩‍👧 [고장]"),
        ("불법  주차, 불법주차", "불법주차", "[불법  주차], [불법주차]"),
        ("LH아파트 İstanbul", "lh is", "[LH]아파트 [İs]tanbul"),
        ("물이 나와 눈물이 나요", "물 나", "[물]이 [나]와 눈물이 [나]요"),
        ("가로등 등이", "가로등 로등이", "[가로등] 등이"),
        ("신호등이", "신호등 호등이", "[신호등이]"),
    ],
)  # fmt: skip
def test_hits_stand_where_they_were_written(text: str, query: str, expected: str) -> None:
    assert shown(text, query) == expected


def test_decomposed_letters_shift_nothing() -> None:
    text = unicodedata.normalize("NFD", "엄사 가로등이 꺼졌어요")
    assert unicodedata.normalize("NFC", shown(text, "가로등")) == "엄사 [가로등]이 꺼졌어요"


def test_of_a_long_text_the_surroundings_of_the_first_hit_are_shown_in_whole_words() -> None:
    text = "오늘 아침 산책을 했습니다. " * 20 + "신호등이 꺼져 있었습니다. " + "내일도 산책을 합니다. " * 20
    found = shown(text, "신호등")
    plain = found.replace("[", "").replace("]", "")
    assert plain in text
    assert SHOWN - 20 <= len(plain) <= SHOWN
    assert set(plain.split()) <= set(text.split())
    assert found.index("[신호등]") < 50


def test_the_part_that_holds_the_most_of_the_words_is_shown() -> None:
    asked = {
        "신호등": POST.text,
        "고장": "신호등 고장",
        "아파트": "엄사면 LH아파트 3동 앞",
        "GR-2026-000012": "GR-2026-000012",
    }
    for query, part in asked.items():
        assert "".join(segment.text for segment in snippet(POST, parse(query).words)) == part


@given(KOREAN.filter(lambda text: len(Passage.of(text).words) > 1) | st.text(min_size=300, max_size=400), st.data())
def test_what_is_shown_is_a_part_of_what_was_written(text: str, data: st.DataObject) -> None:
    words = Passage.of(text).words or ["없음"]
    wanted = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3))
    found = snippet(saying(text), wanted) if text else ()
    assert "".join(segment.text for segment in found) in text
    assert sum(len(segment.text) for segment in found) <= SHOWN
    assert all(segment.text for segment in found)
    assert any(segment.hit for segment in found) == bool(Passage.of(text).words)

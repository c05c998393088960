"""A cursor says where one list goes on, and nothing else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.api.cursor import decode, encode
from chalicelib.errors import InvalidInput

HERE = "01M86D4XK07P16YNJNDDQVFGDA"


def test_it_comes_back_as_it_was_given() -> None:
    assert decode(encode(HERE, "시민대화"), "시민대화") == HERE


def test_where_a_list_ends_there_is_none() -> None:
    assert encode(None, "시민대화") is None
    assert decode(None, "시민대화") is None


def test_it_fits_into_an_address_as_it_is() -> None:
    cursor = encode(HERE, "시민대화")
    assert cursor
    assert cursor.replace("-", "").replace("_", "").isalnum()
    assert len(cursor) < 60


@pytest.mark.parametrize("question", ["", "시민대화 ", "행사안내"])
def test_it_belongs_to_one_question(question: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        decode(encode(HERE, "시민대화"), question)
    assert (caught.value.code, caught.value.field) == ("bad_cursor", "cursor")


@given(st.integers(0, 47), st.sampled_from("ABCXYZabcxyz0189-_+/=. 가\x00"))
def test_it_is_refused_after_any_change(place: int, character: str) -> None:
    cursor = str(encode(HERE, "시민대화"))
    changed = cursor[:place] + character + cursor[place + 1 :]
    if changed != cursor:
        with pytest.raises(InvalidInput):
            decode(changed, "시민대화")


@given(st.text(max_size=100) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_nothing_made_up_is_one(made_up: str) -> None:
    with pytest.raises(InvalidInput):
        decode(made_up, "시민대화")


def test_a_place_that_is_no_id_is_refused_though_its_seal_is_right() -> None:
    for after in ("x" * 26, HERE.lower(), HERE[:-1], HERE + "A"):
        with pytest.raises(InvalidInput):
            decode(encode(after, "시민대화"), "시민대화")

"""Ids and codes: sortable, readable, the same again for the same request."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.ids import fingerprint, is_ulid, lookup_code, receipt_number, ulid

NOON = datetime(2026, 1, 19, 3, 0, tzinfo=UTC)
times = st.datetimes(datetime(1970, 1, 1), datetime(9999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
entropies = st.binary(min_size=10, max_size=10)


def test_a_ulid_agrees_with_the_example_of_its_specification() -> None:
    moment = datetime.fromtimestamp(1469918176, UTC) + timedelta(milliseconds=385)
    assert ulid(moment, bytes(10)) == "01ARYZ6S41" + "0" * 16


@given(times, entropies)
def test_every_ulid_is_known_as_one(now: datetime, entropy: bytes) -> None:
    assert is_ulid(ulid(now, entropy))


@given(times, entropies, entropies)
def test_ulids_sort_by_the_millisecond(now: datetime, first: bytes, second: bytes) -> None:
    assert ulid(now, first) < ulid(now + timedelta(milliseconds=1), second)


@given(entropies, entropies)
def test_ulids_of_one_millisecond_sort_and_differ_by_their_entropy(first: bytes, second: bytes) -> None:
    assert (ulid(NOON, first) < ulid(NOON, second)) == (first < second)


@pytest.mark.parametrize("length", [0, 9, 11])
def test_a_ulid_wants_ten_bytes_of_entropy(length: int) -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        ulid(NOON, bytes(length))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "01ARYZ6S41",
        "01ARYZ6S41TSV4RRFFQ69G5FAV0",
        "01aryz6s41tsv4rrffq69g5fav",
        "81ARYZ6S41TSV4RRFFQ69G5FAV",
        "01ARYZ6S41TSV4RRFFQ69G5FAI",
        "01ARYZ6S41TSV4RRFFQ69G5FAV\n",
        "０1ARYZ6S41TSV4RRFFQ69G5FAV",
        "../../../etc/passwd/aaaaaa",
    ],
)
def test_anything_else_is_no_ulid(value: str) -> None:
    assert not is_ulid(value)


def test_a_receipt_number_is_padded_and_outgrows_its_padding() -> None:
    assert receipt_number("GR", 2026, 123) == "GR-2026-000123"
    assert receipt_number("GR", 2026, 1_000_000) == "GR-2026-1000000"


@given(st.text("abcdef0123456789", min_size=1), st.text("abcdef0123456789", min_size=1))
def test_a_lookup_code_can_be_read_out_on_the_telephone(token: str, post_id: str) -> None:
    assert re.fullmatch("[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", lookup_code(token, post_id))


def test_a_lookup_code_is_the_same_again_and_another_for_another_token_or_post() -> None:
    pairs = [("token", "post"), ("token", "post2"), ("token2", "post"), ("tokenp", "ost")]
    assert len({lookup_code(*pair) for pair in pairs}) == len(pairs)
    assert lookup_code("token", "post") == lookup_code("token", "post") == "28UQ-3PXF"


def test_a_fingerprint_is_sha256() -> None:
    assert fingerprint(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

"""What the public does not see is kept for so long after the end, and no longer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.city import city
from chalicelib.domain.post import Post
from chalicelib.domain.retention import ended_at, first_due, parted

WRITTEN = datetime(2026, 3, 2, 1, tzinfo=UTC)
CLOSED = WRITTEN + timedelta(days=9)
KEPT = timedelta(days=city().retention.original_texts)
COMPLAINT = Post(
    "01KJS0000000000000000000AA",
    "생활불편신고",
    "resolved",
    "괴목정 데크 판자가 썩었습니다.",
    "01KJS0000000000000000000AB",
    "산책하는 개미",
    WRITTEN,
    CLOSED,
    closed_at=CLOSED,
)
TALK = replace(COMPLAINT, tag="시민대화", status="posted", closed_at=None)


def test_what_is_worked_on_has_no_end_even_if_it_had_one() -> None:
    assert ended_at(replace(COMPLAINT, status="in_progress")) is None
    assert first_due(replace(COMPLAINT, status="in_progress"), city()) is None


def test_a_complaint_ends_when_it_is_closed_and_talk_as_it_is_written() -> None:
    assert (ended_at(COMPLAINT), ended_at(TALK)) == (CLOSED, WRITTEN)


def test_talk_that_is_withdrawn_ends_then() -> None:
    assert ended_at(replace(TALK, status="withdrawn", closed_at=CLOSED)) == CLOSED


def test_the_first_day_is_that_of_what_is_kept_shortest() -> None:
    retention = city().retention
    shortest = min(retention.original_texts, retention.original_photos, retention.marks)
    assert first_due(COMPLAINT, city()) == CLOSED + timedelta(days=shortest)


def test_nothing_goes_before_its_day() -> None:
    found = parted("original_texts", [("post", WRITTEN)], CLOSED, city(), CLOSED + KEPT - timedelta(seconds=1))
    assert (found.due, found.next_at) == ((), CLOSED + KEPT)


def test_all_that_was_written_before_the_end_goes_on_one_day() -> None:
    found = parted("original_texts", [("post", WRITTEN), ("댓글", CLOSED)], CLOSED, city(), CLOSED + KEPT)
    assert (found.due, found.next_at) == (("post", "댓글"), None)


def test_what_came_after_the_end_counts_from_itself() -> None:
    late = CLOSED + timedelta(days=300)
    found = parted("original_texts", [("post", WRITTEN), ("댓글", late)], CLOSED, city(), CLOSED + KEPT)
    assert (found.due, found.next_at) == (("post",), late + KEPT)

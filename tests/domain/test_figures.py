"""What counts, in which month, for whom; and what is read from the counters."""

import random
import statistics
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.city import COMPLAINT_TEAM, city
from chalicelib.domain.figures import COUNTED, Figures, bucket, counts, month_of, months_until, period
from chalicelib.domain.post import Entry, Post

ZONE = city().zone
RECEIVED = datetime(2026, 11, 24, 3, tzinfo=UTC)
TAG = "생활불편신고"
POST = Post(
    "01M86D4XK07P16YNJNDDQVFGDA", TAG, "received", "가로등이 꺼져 있습니다.", "m", "두마댁", RECEIVED, RECEIVED,
    receipt_number="GR-2026-000001", category="street-light",
)  # fmt: skip
TALK = replace(POST, tag="시민대화", receipt_number=None, category=None)
ROADS, PARKS = "construction-traffic", "facilities"


def timeline(*steps: tuple[float, str] | tuple[float, str, dict[str, Any]]) -> list[Entry]:
    """Hours after receipt, kind, and what else is known of it."""
    return [
        Entry(POST.post_id, number, RECEIVED + timedelta(hours=hours), kind, "staff", **(more[0] if more else {}))
        for number, (hours, kind, *more) in enumerate(steps, 1)
    ]


def names(post: Post, entries: list[Entry], of: str = "2026-11") -> set[str]:
    return {name for at, name in counts(post, entries, ZONE) if at == of}


def to(department: str, hours: float = 0) -> tuple[float, str, dict[str, Any]]:
    return hours, "transferred", {"after": department}


GOT = (0, "received")
DUE = (0, "due_set", {"due_at": RECEIVED + timedelta(hours=24)})


# What counts


def test_a_complaint_counts_by_tag_and_talk_is_none() -> None:
    assert names(POST, timeline(GOT)) == {"posted", "complaints", f"tag#{TAG}"}
    assert names(TALK, timeline((0, "posted"))) == {"posted", "tag#시민대화"}


def test_a_private_complaint_is_a_figure_like_any_other() -> None:
    assert counts(replace(POST, private_to_staff=True), timeline(GOT), ZONE) == counts(POST, timeline(GOT), ZONE)


def test_only_the_first_transfer_has_a_duration() -> None:
    first, again = timeline(GOT, to(ROADS, 1)), timeline(GOT, to(ROADS, 1), to(PARKS, 9))
    assert names(POST, first) == {"transferred", f"department#{ROADS}", "category#street-light", "to_transfer#43"}
    assert names(POST, again) == {"passed_on", f"department#{PARKS}"}


def test_a_complaint_is_new_to_each_department_that_it_comes_to() -> None:
    entries = timeline(GOT, to(ROADS), to(PARKS, 9))
    assert {"posted", "complaints", f"tag#{TAG}", "passed_on"} < names(POST, entries, period("2026-11", PARKS))
    assert not any(ROADS in at for at, _ in counts(POST, entries, ZONE))


def test_what_is_done_counts_for_the_department_that_has_it_then() -> None:
    entries = timeline(GOT, to(ROADS), to(PARKS, 9), (30, "resolved"), (40, "started", {"before": "resolved"}))
    for upto, name in ((4, "resolved"), (5, "reopened")):
        found = {at for at, counted in counts(POST, entries[:upto], ZONE) if counted == name}
        month = "2026-11"
        assert found == {month, period(month, tag=TAG), period(month, PARKS), period(month, PARKS, TAG)}


def test_what_goes_back_counts_for_the_department_that_gave_it_back() -> None:
    entries = timeline(GOT, to(ROADS), (5, "returned", {"after": COMPLAINT_TEAM}), (6, "declined"))
    assert names(POST, entries[:3], period("2026-11", ROADS)) == {"returned"}
    assert names(POST, entries, period("2026-11", COMPLAINT_TEAM)) == {"declined"}


def test_the_authors_verdict_counts_for_the_department_that_answered() -> None:
    entries = timeline(GOT, to(ROADS), (5, "resolved"), (9, "verdict_solved"))
    assert names(POST, entries, period("2026-11", ROADS)) == {"verdict_solved"}
    again = timeline(GOT, to(ROADS), (5, "resolved"), (9, "reopened", {"before": "resolved"}))
    assert names(POST, again) == {"reopened", "verdict_unsolved"}


def test_work_that_begins_is_no_reopening() -> None:
    assert names(POST, timeline(GOT, to(ROADS), (5, "started", {"before": "transferred"}))) == set()


@pytest.mark.parametrize(("hours", "name"), [(23, "in_time"), (24, "in_time"), (25, "late")])
def test_the_first_end_is_in_time_or_late(hours: float, name: str) -> None:
    assert name in names(POST, timeline(GOT, DUE, to(ROADS), (hours, "declined")))
    entries = timeline(
        GOT, DUE, to(ROADS), (hours, "resolved"), (30, "started", {"before": "resolved"}), (99, "resolved")
    )
    assert name in names(POST, entries[:4])
    assert names(POST, entries) == {"resolved"}


def test_the_deadline_is_the_one_of_that_moment() -> None:
    later = (20, "extended", {"due_at": RECEIVED + timedelta(hours=48)})
    entries = timeline(GOT, DUE, to(ROADS), later, (30, "resolved"))
    assert "extended" in names(POST, entries[:4])
    assert "in_time" in names(POST, entries)
    assert not {"in_time", "late"} & names(POST, timeline(GOT, to(ROADS), (30, "resolved")))


def test_only_what_sets_a_deadline_moves_it() -> None:
    blocked = (20, "member_blocked", {"due_at": RECEIVED + timedelta(days=365)})
    assert "late" in names(POST, timeline(GOT, DUE, to(ROADS), blocked, (30, "resolved")))


def test_what_the_law_does_not_count_makes_nothing_late() -> None:
    stopped = timeline(GOT, DUE, to(ROADS), (20, "paused"), (90, "resolved"))
    assert "in_time" in names(POST, stopped)
    assert "late" in names(POST, timeline(GOT, DUE, to(ROADS), (20, "paused"), (21, "resumed"), (90, "resolved")))


def test_a_month_is_one_of_the_city_not_of_greenwich() -> None:
    last_evening, new_year = datetime(2026, 12, 31, 14, 59, tzinfo=UTC), datetime(2026, 12, 31, 15, tzinfo=UTC)
    assert (month_of(last_evening, ZONE), month_of(new_year, ZONE)) == ("2026-12", "2027-01")
    assert months_until(new_year, ZONE, 3) == ["2026-11", "2026-12", "2027-01"]


def test_counting_anew_gives_the_same_whatever_became_of_the_post() -> None:
    entries = timeline(GOT, DUE, to(ROADS), (5, "resolved"))
    after = replace(POST, status="declined", department=PARKS, due_at=None, extensions=3, hiding=None)
    for upto in range(1, len(entries) + 1):
        assert counts(after, entries[:upto], ZONE) == counts(POST, entries[:upto], ZONE)


def test_an_entry_costs_few_writes() -> None:
    """Together with its mark they are one transaction, of a hundred at the most."""
    for kind in COUNTED:
        entries = timeline(GOT, DUE, (1, kind, {"after": ROADS, "before": "resolved"}))
        assert len(counts(POST, entries, ZONE)) <= 30


# What is read


def figures(minutes: list[float]) -> Figures:
    found: dict[str, int] = {}
    for one in minutes:
        name = f"to_resolution#{bucket(one)}"
        found[name] = found.get(name, 0) + 1
    return Figures(found)


@given(st.lists(st.floats(min_value=1, max_value=60 * 24 * 365), min_size=1, max_size=200))
def test_a_median_is_within_a_twentieth_of_the_true_one(minutes: list[float]) -> None:
    true, told = statistics.median(minutes) / 60, figures(minutes).median_hours("to_resolution")
    assert told == pytest.approx(true, rel=0.05, abs=0.005)


@pytest.mark.parametrize("seed", range(5))
def test_a_median_holds_for_durations_as_they_come(seed: int) -> None:
    """Most within days, some within minutes, a few after months."""
    minutes = [random.Random(seed * 1000 + n).lognormvariate(7, 2) for n in range(999)]
    told = figures(minutes).median_hours("to_resolution")
    assert told == pytest.approx(statistics.median(minutes) / 60, rel=0.05, abs=0.005)


def test_what_takes_seconds_is_told_as_no_time() -> None:
    assert figures([0, 0.02, 0.9]).median_hours("to_resolution") == 0


def test_without_anything_there_is_neither_median_nor_share() -> None:
    nothing = Figures({})
    assert (nothing.median_hours("to_transfer"), nothing.within_deadline, nothing.by("tag")) == (None, None, {})


def test_a_share_is_one_of_what_was_ended() -> None:
    assert Figures({"in_time": 2, "late": 1, "posted": 50}).within_deadline == 0.667


def test_the_most_frequent_comes_first() -> None:
    found = Figures({"department#tax": 1, f"department#{PARKS}": 3, "tag#시정문의": 9}).by("department")
    assert list(found.items()) == [(PARKS, 3), ("tax", 1)]

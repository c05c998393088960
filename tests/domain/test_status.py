"""Where a post may go from where."""

import pytest

from chalicelib.domain.status import ALLOWED, BY_STAFF, OPEN, STATUSES, check_change
from chalicelib.errors import Conflict, InvalidInput

PAIRS = [(before, after) for before in STATUSES for after in STATUSES]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_the_table_alone_decides(before: str, after: str) -> None:
    if after in ALLOWED[before]:
        assert check_change(before, after, "이유").code == after
    else:
        with pytest.raises(Conflict, match="status_not_reachable"):
            check_change(before, after, "이유")


def test_every_status_has_its_row() -> None:
    assert set(ALLOWED) == set(STATUSES)


def test_an_unknown_status_is_named() -> None:
    with pytest.raises(InvalidInput, match="unknown_status: status"):
        check_change("received", "lost", None)


def test_nothing_returns_from_withdrawn_or_merged() -> None:
    assert ALLOWED["withdrawn"] == ALLOWED["merged"] == set()


@pytest.mark.parametrize("reason", [None, ""])
def test_what_staff_end_needs_its_reason_and_nothing_else_does(reason: str | None) -> None:
    for before, after in PAIRS:
        if after not in ALLOWED[before]:
            continue
        if after in ("resolved", "declined", "merged"):
            with pytest.raises(InvalidInput, match="reason_needed"):
                check_change(before, after, reason)
        else:
            assert check_change(before, after, reason).code == after


def test_what_is_set_by_staff_can_be_reached() -> None:
    assert set().union(*ALLOWED.values()) >= BY_STAFF


def test_open_is_what_is_still_to_be_worked_on() -> None:
    assert OPEN == ("received", "transferred", "in_progress")

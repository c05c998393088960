"""Each notice goes to exactly one of those who would tell it."""

from datetime import timedelta
from itertools import chain

import pytest

from chalicelib.store import notices
from chalicelib.store.notices import AT_ONCE, LEASE, Notice
from tests.store.rows import NOW, at_once, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")


def mailbox(count: int = 1) -> str:
    """One with so many notices in it."""
    name = f"member#{new_id()}#p"
    for number in range(count):
        assert notices.add(Notice(name, f"{number:03d}", "comment"), NOW)
    return name


def events(claimed: tuple[Notice, ...]) -> list[str]:
    return [notice.event_id for notice in claimed]


def test_an_event_is_noted_once() -> None:
    name = mailbox()
    assert not notices.add(Notice(name, "000", "comment"), NOW)
    assert len(notices.claim(name, NOW)) == 1


def test_what_was_told_is_not_noted_again() -> None:
    name = mailbox()
    notices.settle(notices.claim(name, NOW))
    assert not notices.add(Notice(name, "000", "comment"), NOW)
    assert notices.claim(name, NOW + 2 * LEASE) == ()


def test_all_that_waits_is_claimed_together_and_in_order() -> None:
    assert events(notices.claim(mailbox(5), NOW)) == ["000", "001", "002", "003", "004"]


def test_an_empty_mailbox_gives_nothing() -> None:
    assert notices.claim(mailbox(0), NOW) == ()


def test_of_many_claimers_each_notice_has_exactly_one() -> None:
    name = mailbox(12)
    claimed = at_once(8, lambda _: events(notices.claim(name, NOW)))
    assert sorted(chain.from_iterable(claimed)) == [f"{number:03d}" for number in range(12)]


def test_what_comes_while_others_claim_is_claimed_once_too() -> None:
    name, got = mailbox(), list[str]()

    def work(number: int) -> None:
        notices.add(Notice(name, f"later-{number}", "comment"), NOW)
        got.extend(events(notices.claim(name, NOW)))

    at_once(6, work)
    assert sorted(got) == ["000", *(f"later-{number}" for number in range(6))]


def test_what_is_released_can_be_claimed_again() -> None:
    name = mailbox(2)
    claimed = notices.claim(name, NOW)
    assert notices.claim(name, NOW) == ()
    notices.release(claimed)
    assert notices.claim(name, NOW) == claimed


def test_who_claimed_and_died_does_not_keep_it_for_ever() -> None:
    name = mailbox()
    claimed = notices.claim(name, NOW)
    assert notices.claim(name, NOW + LEASE - timedelta(seconds=1)) == ()
    assert notices.claim(name, NOW + LEASE + timedelta(seconds=1)) == claimed


def test_what_is_settled_is_never_claimed_again() -> None:
    name = mailbox(2)
    notices.settle(notices.claim(name, NOW))
    assert notices.claim(name, NOW + 2 * LEASE) == ()


def test_a_full_mailbox_makes_several_mails() -> None:
    name = mailbox(AT_ONCE + 3)
    assert [len(notices.claim(name, NOW)) for _ in range(3)] == [AT_ONCE, 3, 0]

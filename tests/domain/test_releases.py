"""Which version of the router is in use: the better one, unless a person holds another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.releases import KEPT, Shelf, Version, added, chosen, due, let_go, name_at
from chalicelib.errors import InvalidInput

NIGHT = datetime(2026, 3, 2, 19, tzinfo=UTC)


def version(nights: int = 0, *, better: bool = True) -> Version:
    at = NIGHT + timedelta(days=nights)
    return Version(name_at(at), at, f"print {nights}", better, 100, 0.8, 0.7)


def shelf(*nights: int) -> Shelf:
    held = Shelf()
    for night in nights:
        held = added(held, version(night))
    return held


def test_the_first_words_are_those_of_the_profile() -> None:
    assert (Shelf().in_use, Shelf().current) == (None, None)


def test_a_better_version_comes_into_use_and_another_is_only_kept() -> None:
    first = shelf(0)
    after = added(first, version(1, better=False))
    assert first.current == version(0)
    assert (after.in_use, len(after.versions)) == (first.in_use, 2)


def test_the_same_version_again_changes_nothing() -> None:
    assert added(shelf(0, 1), version(1)) == shelf(0, 1)


def test_the_oldest_leave_but_for_the_one_in_use() -> None:
    held = chosen(shelf(0), version(0).name)
    for night in range(1, KEPT + 5):
        held = added(held, version(night))
    assert [one.name for one in held.versions][::KEPT] == [version(KEPT + 4).name, version(0).name]


def test_what_a_person_chose_stays_till_a_person_lets_go() -> None:
    held = added(chosen(shelf(0, 1), version(0).name), version(2))
    assert held.in_use == version(0).name
    assert added(let_go(held), version(3)).in_use == version(3).name


def test_the_words_alone_can_be_chosen_and_nothing_unknown() -> None:
    assert chosen(shelf(0), None) == replace(shelf(0), in_use=None, held=True)
    with pytest.raises(InvalidInput):
        chosen(shelf(0), "20990101T000000Z")


def test_a_night_is_learned_once_and_only_if_it_brought_something() -> None:
    held = shelf(0)
    assert due(held, NIGHT + timedelta(days=1), "print of more")
    assert not due(held, NIGHT, "print of more")  # the event again, or late
    assert not due(held, NIGHT + timedelta(days=1), version(0).learned_from)

"""A year by the clock, half hour by half hour: nobody is forgotten or told twice, and a closed office rests."""

from collections import Counter
from itertools import chain

import pytest

from tests.domain.year import CLOSED, HALF_HOUR, OPENED, PUBLIC, WORK, Year


@pytest.fixture(scope="module")
def year() -> Year:
    return Year()


def test_every_deadline_is_what_the_judge_counts(year: Year) -> None:
    assert [rule for rule, _ in year.deadlines] == [judge for _, judge in year.deadlines]


def test_each_morning_each_department_is_told_all_that_is_late_near_or_stands_still_and_nothing_else(
    year: Year,
) -> None:
    assert year.letters == year.to_write


def test_a_department_gets_one_list_a_day_and_a_post_stands_in_one(year: Year) -> None:
    lists = Counter((morning, code) for morning, (code, *_) in year.letters)
    listed = Counter((morning, p) for morning, (_, *parts) in year.letters for p in chain(*parts))
    assert set(lists.values()) == set(listed.values()) == {1}


def test_nothing_is_sent_while_the_office_is_closed(year: Year) -> None:
    mornings = {morning.date() for morning, _ in year.letters}
    assert not mornings & (set(PUBLIC) | CLOSED)
    assert {day for day in mornings if day.weekday() > 4} == OPENED


def test_what_is_late_is_urged_once_for_each_deadline(year: Year) -> None:
    assert len(year.urged) == len(set(year.urged))
    assert set(year.urged) == year.to_urge


def test_what_is_not_taken_goes_back_once_and_at_its_hour(year: Year) -> None:
    assert year.returned == year.to_return


def test_nothing_goes_back_while_the_office_is_closed(year: Year) -> None:
    assert all(moment - HALF_HOUR in WORK for moment, _ in year.returned)


def test_the_year_held_what_it_is_to_prove(year: Year) -> None:
    least = {
        "returned": 50,
        "extended": 30,
        "paused": 30,
        "resumed": 20,
        "urged": 100,
        "resolved": 150,
        "arbiter": 5,
        "still": 20,
    }
    assert {kind: year.seen[kind] for kind in least if year.seen[kind] < least[kind]} == {}

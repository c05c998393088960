"""Watches: the same again is the same, none beyond the limit, and each is found by its subjects."""

import secrets
from datetime import timedelta

import pytest

from chalicelib.city import Bounds
from chalicelib.domain.watch import Watch
from chalicelib.errors import Conflict
from chalicelib.store import watches
from tests.store.rows import NOW, at_once, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")

MOST = 3
HOME = Bounds(36.27, 127.24, 36.285, 127.25)


def tag(name: str = "") -> Watch:
    """Of a name that no other test watches."""
    return Watch("tag", NOW, name or f"시험-{secrets.token_hex(6)}")


def found(watched: Watch) -> set[str]:
    """Who is found by any of its subjects."""
    return {member for subject in watched.subjects for member, one in watches.watchers(subject) if one == watched}


def test_what_is_watched_comes_back_as_it_was() -> None:
    member, area = new_id(), Watch("area", NOW + timedelta(minutes=1), area=HOME)
    first = tag()
    for watched in (area, first):
        assert watches.add(member, watched, MOST) == watched
    assert watches.of(member) == [first, area]


def test_a_watcher_is_found_by_each_subject() -> None:
    member, area = new_id(), Watch("area", NOW, area=HOME)
    watches.add(member, area, MOST)
    assert len(area.subjects) > 1
    for subject in area.subjects:
        assert (member, area) in watches.watchers(subject)


def test_watching_again_is_watching_once_from_the_first_time_on() -> None:
    member, first = new_id(), tag()
    watches.add(member, first, MOST)
    later = Watch("tag", NOW + timedelta(days=1), first.value)
    assert watches.add(member, later, MOST) == first
    assert watches.of(member) == [first]


def test_no_member_watches_more_than_the_limit_and_a_repeat_is_none_more() -> None:
    member, held = new_id(), [tag() for _ in range(MOST)]
    for watched in held:
        watches.add(member, watched, MOST)
    with pytest.raises(Conflict, match="too_many_watches"):
        watches.add(member, tag(), MOST)
    assert watches.add(member, held[0], MOST) == held[0]
    assert watches.remove(member, held[0].watch_id)
    watches.add(member, tag(), MOST)


def test_of_many_at_the_same_moment_no_more_than_the_limit_are_kept() -> None:
    member = new_id()

    def add(_: int) -> bool:
        try:
            return bool(watches.add(member, tag(), MOST))
        except Conflict:
            return False

    assert sum(at_once(6, add)) == MOST
    assert len(watches.of(member)) == MOST


def test_what_is_no_longer_watched_finds_nobody() -> None:
    member, area, other = new_id(), Watch("area", NOW, area=HOME), tag()
    watches.add(member, area, MOST)
    watches.add(member, other, MOST)
    assert [watches.remove(member, area.watch_id) for _ in range(2)] == [True, False]
    assert member not in found(area)
    assert watches.of(member) == [other]


def test_a_watch_removed_at_once_by_several_is_counted_back_once() -> None:
    member, held = new_id(), [tag() for _ in range(MOST)]
    for watched in held:
        watches.add(member, watched, MOST)
    assert sum(at_once(4, lambda _: watches.remove(member, held[0].watch_id))) == 1
    watches.add(member, tag(), MOST)
    with pytest.raises(Conflict):
        watches.add(member, tag(), MOST)


def test_who_leaves_leaves_no_watch_behind() -> None:
    member, area, other = new_id(), Watch("area", NOW, area=HOME), tag()
    neighbour = new_id()
    for who in (member, neighbour):
        watches.add(who, area, MOST)
        watches.add(who, other, MOST)
    watches.forget(member)
    assert watches.of(member) == []
    assert found(area) & {member, neighbour} == {neighbour}
    assert found(other) == {neighbour}

"""From an entry of a timeline to the counters: once each, whatever comes twice, late, or all at once."""

import pytest

from chalicelib.city import city
from chalicelib.domain.change import Line, changed
from chalicelib.domain.figures import Figures, month_of, period
from chalicelib.domain.post import Post
from chalicelib.store import figures, members, posts
from chalicelib.store.figures import Counted
from infra.client import wait_for
from infra.figures import rebuild
from tests.conftest import Room
from tests.events.steps import fails, invoke, record
from tests.events.test_tell_watchers import entry
from tests.store.rows import NOW, added, at_once, new_id
from tests.store.test_members import joined

pytestmark = pytest.mark.usefixtures("stage_settings")

MONTH = month_of(NOW, city().zone)


def talk() -> Post:
    """Under a tag of its own, whose figures nothing else moves."""
    return added(tag=f"시험{new_id()[-6:]}")


def counted(post: Post, department: str | None = None) -> dict[str, int]:
    return figures.read(period(MONTH, department, post.tag))


def test_a_new_post_is_counted_in_its_month(room: Room) -> None:
    post = talk()
    assert wait_for(lambda: counted(post), "the count") == {"posted": 1, f"tag#{post.tag}": 1}


def test_what_is_told_again_is_counted_once(room: Room) -> None:
    post = talk()
    wait_for(lambda: counted(post), "the count")
    for _ in range(2):
        invoke(room, "CountFigures", *[record(entry(room, post.post_id))] * 3)
    assert counted(post)["posted"] == 1


def test_many_at_once_are_all_counted(room: Room) -> None:
    tag = talk().tag
    at_once(12, lambda _: added(tag=tag))
    assert wait_for(lambda: (found := figures.read(period(MONTH, tag=tag))).get("posted") == 13 and found, "the counts")


def entries(period_: str, *numbers: int) -> list[Counted]:
    """That each move a counter of their own and one of all."""
    return [Counted(f"{period_}-{n}", frozenset({(period_, f"own#{n}"), (period_, "all")})) for n in numbers]


def test_what_was_counted_before_keeps_nothing_else_from_being_counted(room: Room) -> None:
    name = f"test-{new_id()}"
    figures.count(entries(name, 3), NOW)
    figures.count(entries(name, 1, 2, 3, 4), NOW)
    assert figures.read(name) == {"all": 4, "own#1": 1, "own#2": 1, "own#3": 1, "own#4": 1}


def test_more_than_a_transaction_holds_is_counted_in_several(room: Room) -> None:
    name = f"test-{new_id()}"
    figures.count(entries(name, *range(120)), NOW)
    assert figures.read(name)["all"] == 120


def test_a_poisoned_entry_keeps_no_other_from_being_counted(room: Room) -> None:
    post, poison = talk(), {"post_id": {"N": "1"}}
    assert fails(room, "CountFigures", record(entry(room, post.post_id), "1"), record(poison, "2"))
    assert counted(post)["posted"] == 1


def test_a_transfer_counts_for_the_department_even_if_it_is_told_late(room: Room) -> None:
    post, office = talk(), f"office-{new_id()[-6:].lower()}"
    steps = (
        Line("transferred", "staff", after=office),
        Line("resolved", "staff", office),
        Line("noted", "staff", office),
    )
    posts.change(post.post_id, lambda found: changed(found, NOW, *steps, status="resolved", department=office))
    told = wait_for(lambda: (found := counted(post, office)).get("resolved") and found, "the counts")
    assert (told["transferred"], told["to_transfer#0"], told["to_resolution#0"]) == (1, 1, 1)
    assert Figures(told).median_hours("to_resolution") == 0
    invoke(room, "CountFigures", *(record(entry(room, post.post_id, number)) for number in (4, 3, 2, 1)))
    assert counted(post, office) == told


def test_members_are_counted_as_they_join_and_leave(room: Room) -> None:
    before = figures.members()
    stays, leaves = joined(), joined()
    assert figures.members() == before + 2
    for _ in range(2):
        members.leave(leaves.member_id, NOW)
    members.rename(stays.member_id, "남아 있는 이")
    assert figures.members() == before + 1


def test_many_join_at_once(room: Room) -> None:
    before = figures.members()
    at_once(16, lambda _: joined())
    assert figures.members() == before + 16


def test_counting_anew_gives_the_same_and_mends_what_is_wrong(room: Room) -> None:
    """Of all the room; other tests wrote rows that nobody counted, so it begins with one counting."""
    rebuild()
    post = talk()
    right, people = wait_for(lambda: counted(post), "the count"), figures.members()
    wrong = frozenset({(period(MONTH, tag=post.tag), "posted"), ("1999-01", "posted")})
    figures.count([Counted(f"test-{new_id()}", wrong)], NOW)
    assert counted(post) != right
    assert rebuild() > len(right)
    assert (counted(post), figures.read("1999-01"), figures.members()) == (right, {}, people)

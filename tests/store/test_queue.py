"""The desk's queues hold what is open, by deadline, and what a person is to look at; and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.change import Line, changed
from chalicelib.domain.post import Hiding, Post
from chalicelib.store import posts, queue
from tests.store.rows import NOW, added, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")
DAY = timedelta(days=1)


@pytest.fixture
def office() -> str:
    """A department of this test alone."""
    return f"office-{new_id().lower()}"


def given(office: str, days: float, **more: Any) -> Post:
    return added(**{"status": "transferred", "department": office, "due_at": NOW + days * DAY} | more)


def ids(office: str) -> list[str]:
    return [post.post_id for post in queue.of_department(office)]


def test_a_department_has_what_is_open_with_the_earliest_deadline_first(office: str) -> None:
    later, sooner, worked_on = given(office, 5), given(office, 1), given(office, 3, status="in_progress")
    given(office, 2, status="resolved")
    given(new_id(), 2)
    assert list(queue.of_department(office)) == [sooner, worked_on, later]


def test_what_has_no_deadline_yet_stands_at_its_time_of_receipt(office: str) -> None:
    due, new, overdue = given(office, 1), given(office, 0, due_at=None, status="received"), given(office, -1)
    assert ids(office) == [overdue.post_id, new.post_id, due.post_id]


def test_the_whole_city_in_one_list(office: str) -> None:
    own, other = given(office, 2), given(f"{office}-2", 1)
    mine = {own.post_id, other.post_id}
    assert [post.post_id for post in queue.everything_open() if post.post_id in mine] == [other.post_id, own.post_id]


def test_a_post_stands_where_its_last_change_put_it(office: str) -> None:
    post, other = given(office, 1), given(office, 2)

    def set_to(**values: Any) -> None:
        posts.change(post.post_id, lambda current: changed(current, NOW, Line("due_set", "system"), **values))

    set_to(due_at=NOW + 3 * DAY)
    assert ids(office) == [other.post_id, post.post_id]
    set_to(department=f"{office}-2", due_at=NOW)
    assert (ids(office), ids(f"{office}-2")) == ([other.post_id], [post.post_id])
    set_to(status="resolved")
    assert ids(f"{office}-2") == []


def test_every_page_is_read(office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "READ_AT_ONCE", 2)
    waiting = [given(office, day).post_id for day in range(5)]
    assert ids(office) == waiting


def test_what_waits_or_is_reported_is_to_be_looked_at() -> None:
    hidden, decided = added(hiding=Hiding("review", "욕설", NOW)), added(hiding=Hiding("rule", "비방", NOW))
    reported, plain = added(reports=1), added()
    found = [post.post_id for post in queue.to_check()]
    assert hidden.post_id in found
    assert reported.post_id in found
    assert not {plain.post_id, decided.post_id} & set(found)
    assert found == sorted(found, reverse=True)

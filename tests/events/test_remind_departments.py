"""On the morning of a working day each department is told of what is late or soon will be: once, and nobody else."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib.city import city
from chalicelib.domain.post import Post
from chalicelib.store import notices, posts
from chalicelib.store.models import NoticeModel, PostModel
from infra.client import mails, wait_for
from tests.conftest import Room
from tests.events.steps import DONE, fire, invoke, message, read
from tests.store.rows import added

pytestmark = pytest.mark.usefixtures("stage_settings")
OFFICE, QUIET, IDLE, TEAM = "welfare", "family-care", "tax", "minwon"
LONG_AGO = datetime(2026, 2, 27, 9, tzinfo=UTC)  # before anything else in this room is due


@pytest.fixture
def late() -> Iterator[Post]:
    post = added(status="in_progress", department=OFFICE, due_at=LONG_AGO)
    yield post
    PostModel(post.post_id).delete()


def remind(room: Room, day: str) -> None:
    """At half past eight of the morning after this day, in Korea."""
    fire(room, "RemindDepartments", f"{day}T23:30:00Z")


def told(room: Room, post: Post, code: str) -> int:
    office = city().department(code)
    assert office
    return sum(f"?post={post.post_id}" in mail["BodyText"] for mail in mails(room.mail, office.address))


def noted(code: str, day: str) -> int:
    return sum(1 for _ in NoticeModel.query(f"reminder#{code}#{day}"))


def test_department_and_complaint_team_are_told_once_however_often_the_schedule_fires(room: Room, late: Post) -> None:
    for _ in range(2):
        remind(room, "2026-03-02")
    wait_for(lambda: told(room, late, OFFICE) and told(room, late, TEAM), "the mails")
    remind(room, "2026-03-02")
    again = [message({"mailbox": f"reminder#{code}#2026-03-03"}, code) for code in (OFFICE, TEAM)]
    assert invoke(room, "DeliverNotices", *again) == DONE
    assert [told(room, late, code) for code in (OFFICE, TEAM)] == [1, 1]


def test_who_has_nothing_is_not_told(room: Room, late: Post) -> None:
    remind(room, "2026-03-03")
    assert [noted(code, "2026-03-04") for code in (OFFICE, TEAM, IDLE)] == [1, 1, 0]


def test_what_is_late_is_urged_once_and_all_can_see_it(room: Room, late: Post) -> None:
    remind(room, "2026-03-04")
    remind(room, "2026-03-05")
    kinds = [entry["kind"] for entry in read(room, late.post_id)["timeline"]]
    assert kinds.count("urged") == 1
    assert posts.get(late.post_id).urged_at


def test_on_a_holiday_nobody_is_told_and_nothing_urged(room: Room, late: Post) -> None:
    remind(room, "2026-03-01")  # 2 March stands in for 삼일절, a Sunday
    assert noted(OFFICE, "2026-03-02") == 0
    assert posts.get(late.post_id).urged_at is None


def test_what_was_answered_before_the_mail_went_out_is_not_in_it(room: Room) -> None:
    # Of a department of its own: mails of the tests before this one may still be under way.
    late = added(status="in_progress", department=QUIET, due_at=LONG_AGO)
    mailbox = f"reminder#{QUIET}#2026-03-10"
    notices.add(notices.Notice(mailbox, "2026-03-10", "reminder"), datetime.now(UTC))
    PostModel(late.post_id).delete()
    assert invoke(room, "DeliverNotices", message({"mailbox": mailbox})) == DONE
    assert told(room, late, QUIET) == 0
    assert notices.claim(mailbox, datetime.now(UTC)) == ()

"""From notices to mail, once for each; test_notices.py has what citizens get."""

from datetime import UTC, datetime

import pytest

from chalicelib.city import city
from chalicelib.domain import ids
from chalicelib.domain.notice import Mailbox
from chalicelib.store import comments, notices
from infra.client import mails
from tests.conftest import Room
from tests.events.steps import DONE, failed, fails, invoke, message, routed

pytestmark = pytest.mark.usefixtures("stage_settings")


def box(post_id: str, office: str = "water") -> str:
    """A department's mailbox with news of this post; another department than the post's, so that no one else fills it."""
    mailbox = str(Mailbox("department", office, post_id))
    event = comments.thread(post_id, 1).comments[0].comment_id
    assert notices.add(notices.Notice(mailbox, event, "comment"), datetime.now(UTC))
    return mailbox


def told(room: Room, post_id: str, office: str = "water") -> int:
    department = city().department(office)
    assert department
    return sum(post_id in mail["BodyText"] for mail in mails(room.mail, department.address))


def test_news_that_are_called_for_twice_are_mailed_once(room: Room) -> None:
    post_id = routed(room)["id"]
    called = message({"mailbox": box(post_id)})
    assert invoke(room, "DeliverNotices", called, called) == DONE
    assert invoke(room, "DeliverNotices", called) == DONE
    assert told(room, post_id) == 1


def test_an_empty_mailbox_makes_no_mail(room: Room) -> None:
    post_id = routed(room)["id"]
    assert invoke(room, "DeliverNotices", message({"mailbox": f"department#water#{post_id}"})) == DONE
    assert told(room, post_id) == 0


def test_the_good_ones_around_a_poisoned_message_are_mailed(room: Room) -> None:
    first, last = routed(room)["id"], routed(room)["id"]
    batch = [message({"mailbox": box(first)}, "a"), message("{}", "b"), message({"mailbox": box(last)}, "c")]
    assert invoke(room, "DeliverNotices", *batch) == failed("b")
    assert [told(room, post_id) for post_id in (first, last)] == [1, 1]


def test_what_could_not_be_written_waits_for_the_next_call(room: Room) -> None:
    gone = ids.ulid(datetime.now(UTC), b"0123456789")  # a post that is not there
    mailbox = str(Mailbox("department", "water", gone))
    notices.add(notices.Notice(mailbox, "c1", "comment"), datetime.now(UTC))
    assert fails(room, "DeliverNotices", message({"mailbox": mailbox}))
    assert len(notices.claim(mailbox, datetime.now(UTC))) == 1


def test_a_member_without_an_address_gets_no_mail_and_no_error(room: Room) -> None:
    post = routed(room)
    mailbox = str(Mailbox("member", "nobody", post["id"]))
    notices.add(notices.Notice(mailbox, "c1", "comment"), datetime.now(UTC))
    assert invoke(room, "DeliverNotices", message({"mailbox": mailbox})) == DONE
    assert notices.claim(mailbox, datetime.now(UTC)) == ()


def test_a_departments_mail_names_no_citizens_address(room: Room) -> None:
    post_id = routed(room)["id"]
    invoke(room, "DeliverNotices", message({"mailbox": box(post_id)}))
    department = city().department("water")
    assert department
    (mail,) = [mail for mail in mails(room.mail, department.address) if post_id in mail["BodyText"]]
    assert "@" not in mail["BodyText"]

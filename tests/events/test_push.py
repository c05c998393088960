"""Push to those who follow, through the deployed functions."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.notice import Mailbox
from chalicelib.store import comments, devices, notices
from chalicelib.store.notices import Notice
from infra.client import Client, mails, wait_for
from tests.conftest import Room
from tests.events.steps import DONE, fails, impatient, invoke, message, routed
from tests.events.test_notices import SENDER, news, posted, reachable, say
from tests.push_service import Phone

pytestmark = pytest.mark.usefixtures("stage_settings")
NOTHING: tuple[Notice, ...] = ()


def with_phone(room: Room, member: Client) -> Phone:
    phone = room.push.phone()
    member.call("POST", "/v1/members/me/devices", phone.subscription)
    return phone


def id_of(member: Client) -> str:
    return str(member.token).split(".")[0]


def news_for(member: str, post_id: str) -> str:
    """A mailbox of this member in which the first comment of the post waits."""
    mailbox = str(Mailbox("member", member, post_id))
    event = comments.thread(post_id, 1).comments[0].comment_id
    assert notices.add(Notice(mailbox, event, "comment"), datetime.now(UTC))
    return mailbox


def on_device(room: Room, status: int = 201) -> tuple[Phone, str, str]:
    """A phone whose service answers with this, its member, and a mailbox of the device with news."""
    member = room.citizen()
    phone = with_phone(room, member)
    phone.answers(status)
    (device,) = devices.of(id_of(member))
    post_id = routed(room)["id"]
    mailbox = str(Mailbox("member", id_of(member), post_id).on(device.device_id))
    event = comments.thread(post_id, 1).comments[0].comment_id
    notices.add(Notice(mailbox, event, "comment"), datetime.now(UTC))
    return phone, id_of(member), mailbox


def deliver(room: Room, mailbox: str) -> Any:
    return invoke(room, "DeliverNotices", message({"mailbox": mailbox}))


def waiting(mailbox: str) -> tuple[Notice, ...]:
    return notices.claim(mailbox, datetime.now(UTC))


def test_a_comment_arrives_on_every_device_of_who_follows_without_a_mail_address(room: Room) -> None:
    author = room.citizen("전화 든 이")
    phone, tablet = with_phone(room, author), with_phone(room, author)
    post_id = author.post(text="천마산 노을이 참 곱습니다. 다들 보셨나요?", tag="시민대화")["id"]
    say(author, post_id, "글쓴이가 덧붙이는 말입니다.")  # of which she is not told
    say(room.citizen("이웃"), post_id, "저도 어제 봤습니다.\n정말 곱더군요.")
    told = {
        "title": "새 댓글 1건 · 천마산 노을이 참 곱습니다. 다들 보셨나요?",
        "body": "저도 어제 봤습니다. 정말 곱더군요.",
    }
    for device in (phone, tablet):
        wait_for(lambda device=device: device.shown, "the push", 90)
        assert device.shown == [told | {"url": f"/posts/{post_id}", "tag": post_id}]


def test_news_that_are_called_for_twice_are_pushed_once(room: Room) -> None:
    phone, _, mailbox = on_device(room)
    called = message({"mailbox": mailbox})
    assert invoke(room, "DeliverNotices", called, called) == DONE
    assert deliver(room, mailbox) == DONE
    assert len(phone.requests) == 1


def test_a_mailbox_that_is_handed_to_the_devices_twice_makes_one_push(room: Room) -> None:
    """A mail that failed brings its whole mailbox back."""
    member = room.citizen("다시 받는 이")
    phone, post_id = with_phone(room, member), routed(room)["id"]
    (device,) = devices.of(id_of(member))
    mailbox = news_for(id_of(member), post_id)
    assert deliver(room, mailbox) == DONE
    box = str(Mailbox.of(mailbox).on(device.device_id))
    event = comments.thread(post_id, 1).comments[0].comment_id
    assert not notices.add(Notice(box, event, "comment"), datetime.now(UTC))  # noted already
    wait_for(lambda: phone.shown, "the push")
    assert deliver(room, box) == DONE
    assert len(phone.requests) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_its_service_knows_no_more_is_forgotten_and_its_news_with_it(room: Room, status: int) -> None:
    phone, member, mailbox = on_device(room, status)
    assert deliver(room, mailbox) == DONE
    assert (devices.of(member), waiting(mailbox), len(phone.requests)) == ([], NOTHING, 1)


@pytest.mark.parametrize("status", [400, 403, 413])
def test_what_a_service_will_never_take_is_not_tried_again_and_the_device_stays(room: Room, status: int) -> None:
    phone, member, mailbox = on_device(room, status)
    assert deliver(room, mailbox) == DONE
    assert (len(devices.of(member)), waiting(mailbox), len(phone.requests)) == (1, NOTHING, 1)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_a_service_cannot_take_now_waits_for_the_next_call(room: Room, status: int) -> None:
    phone, _, mailbox = on_device(room, status)
    assert fails(room, "DeliverNotices", message({"mailbox": mailbox}))
    phone.answers(201)
    assert deliver(room, mailbox) == DONE
    assert (len(phone.requests), len(phone.shown)) == (2, 1)


def test_a_push_that_failed_at_first_arrives_once_and_repeats_no_mail(room: Room) -> None:
    member, address = reachable(room, "둘 다 받는 이")
    phone, post_id = with_phone(room, member), posted(member)
    phone.answers(503)
    with impatient(room, "NoticeQueue", tries=50):
        say(room.citizen("이웃"), post_id, "두 길로 가는 말입니다.")
        wait_for(lambda: len(phone.requests) >= 3, "three tries")
        phone.answers(201)
        wait_for(lambda: "두 길로" in str(phone.shown), "the push")
        wait_for(lambda: news(room, address, "두 길로"), "the mail")
    assert len(news(room, address, "두 길로")) == 1
    assert sum("두 길로" in told["body"] for told in phone.shown) == 1


def test_a_mail_that_failed_at_first_repeats_no_push(room: Room) -> None:
    member, address = reachable(room, "메일이 늦는 이")
    phone, post_id, ses = with_phone(room, member), routed(room)["id"], room.stage.client("ses")
    mailbox = news_for(id_of(member), post_id)
    ses.delete_identity(Identity=SENDER)
    try:
        assert fails(room, "DeliverNotices", message({"mailbox": mailbox}))
        wait_for(lambda: phone.shown, "the push")  # which waits for no mail
    finally:
        ses.verify_email_identity(EmailAddress=SENDER)
    assert deliver(room, mailbox) == DONE
    assert len([mail for mail in mails(room.mail, address) if post_id in mail["BodyText"]]) == 1
    assert len(phone.requests) == 1


def test_who_left_is_told_nothing_more(room: Room) -> None:
    phone, member, mailbox = on_device(room)
    devices.forget(member)
    assert deliver(room, mailbox) == DONE
    assert (phone.requests, waiting(mailbox)) == ([], NOTHING)


def test_who_watches_is_told_of_a_new_post_on_the_device(room: Room) -> None:
    watcher = room.citizen("지켜보는 이")
    phone, post = with_phone(room, watcher), routed(room)
    mailbox = str(Mailbox("watcher", id_of(watcher), post["id"]))
    notices.add(Notice(mailbox, post["id"], "watch"), datetime.now(UTC))
    assert deliver(room, mailbox) == DONE
    told = wait_for(lambda: phone.shown, "the push")
    assert told == [
        {"title": f"새 글 · {post['text']}", "body": post["text"], "url": f"/posts/{post['id']}", "tag": post["id"]}
    ]


def test_no_log_has_an_endpoint(room: Room) -> None:
    phone, _, mailbox = on_device(room, 503)
    assert fails(room, "DeliverNotices", message({"mailbox": mailbox}))
    group = room.function("DeliverNoticesLogs")
    said = str(room.stage.client("logs").filter_log_events(logGroupName=group)["events"])
    assert "push_503" in said
    assert phone.path not in said
    assert phone.service.origin not in said

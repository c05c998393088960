"""On a mailbox with news: one message of all that lies in it. The one function that learns where people are reached.

512 MB, 60 s: a mail takes well under a second; SES may be slow, and a push service is given two seconds.
"""

import msgspec
from chalice import Blueprint
from chalice.app import SQSEvent, SQSRecord

from chalicelib import clock
from chalicelib.domain.notice import Mailbox
from chalicelib.errors import DeviceGone, NotTaken
from chalicelib.events.batch import Failures, each_message
from chalicelib.events.letters import WRITERS, Claimed
from chalicelib.notify import Message, send
from chalicelib.store import aws, devices, notices
from chalicelib.store.notices import Notice
from chalicelib.telemetry import count, log

routes = Blueprint(__name__)

TO_MEMBERS = frozenset({"member", "watcher"})  # mailboxes whose reader is a member, who may have devices


@routes.on_sqs_message(queue_arn="arn:aws:sqs:ap-northeast-2:000000000000:set-by-infra", batch_size=10)
def deliver_notices(event: SQSEvent) -> Failures:
    return each_message(event, _deliver)


def _deliver(message: SQSRecord) -> None:
    mailbox = Mailbox.of(msgspec.json.decode(message.body)["mailbox"])
    claimed = notices.claim(str(mailbox), clock.now())
    if not claimed:
        return  # told already, with an earlier message
    try:
        _tell(mailbox, claimed)
    except Exception:
        notices.release(claimed)
        count("NotificationsFailed")
        raise
    notices.settle(claimed)
    log.info("notices settled", extra={"kind": mailbox.kind, "post_id": mailbox.post_id, "notices": len(claimed)})


def _tell(mailbox: Mailbox, claimed: Claimed) -> None:
    on_devices = _fan_out(mailbox, claimed)
    message = WRITERS[mailbox.kind](mailbox, claimed)
    if message:
        _send(message, mailbox)
    else:
        count("NotificationsToDevicesOnly" if on_devices else "NotificationsWithoutAddress")


def _send(message: Message, mailbox: Mailbox) -> None:
    """What can never be sent is let go; any other failure rises."""
    try:
        send(message)
        count("NotificationsSent")
    except DeviceGone:
        devices.remove(*mailbox.device)
        count("DevicesGone")
    except NotTaken as error:
        log.warning("a channel refused a message", extra={"kind": mailbox.kind, "reason": error.code})
        count("NotificationsRefused")


def _fan_out(mailbox: Mailbox, claimed: Claimed) -> bool:
    """Each device is told by a message of its own, so that a push that fails repeats no mail, nor a mail a push."""
    boxes = [mailbox.on(d) for d in devices.to_tell(mailbox.reader)] if mailbox.kind in TO_MEMBERS else []
    for box in boxes:
        for noted in claimed:
            notices.add(Notice(str(box), noted.event_id, noted.kind), clock.now())
        aws.ask_delivery(str(box), 0)
    return bool(boxes)

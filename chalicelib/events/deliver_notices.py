"""On a mailbox with news: one mail of all that lies in it. The one function that learns where people are reached.

512 MB, 30 s: a mail takes well under a second; SES may be slow.
"""

import msgspec
from chalice import Blueprint
from chalice.app import SQSEvent, SQSRecord

from chalicelib import clock
from chalicelib.domain.notice import Mailbox
from chalicelib.events.batch import Failures, each_message
from chalicelib.events.letters import WRITERS
from chalicelib.notify import send
from chalicelib.store import notices
from chalicelib.telemetry import count, log

routes = Blueprint(__name__)


@routes.on_sqs_message(queue_arn="arn:aws:sqs:ap-northeast-2:000000000000:set-by-infra", batch_size=10)
def deliver_notices(event: SQSEvent) -> Failures:
    return each_message(event, _deliver)


def _deliver(message: SQSRecord) -> None:
    mailbox = Mailbox.of(msgspec.json.decode(message.body)["mailbox"])
    claimed = notices.claim(str(mailbox), clock.now())
    if not claimed:
        return  # told already, with an earlier message
    try:
        letter = WRITERS[mailbox.kind](mailbox, claimed)
        if letter:
            send(letter)
    except Exception:
        notices.release(claimed)
        raise
    notices.settle(claimed)
    log.info("notices settled", extra={"kind": mailbox.kind, "post_id": mailbox.post_id, "notices": len(claimed)})
    count("NotificationsSent" if letter else "NotificationsWithoutAddress")

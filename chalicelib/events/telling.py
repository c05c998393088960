"""The readers of one event, several at a time: most of the time passes in waiting for DynamoDB and SQS."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain.notice import Mailbox, delay_seconds, mailboxes
from chalicelib.domain.post import Comment
from chalicelib.store import aws, marks, notices, posts

AT_ONCE = 8  # below the ten connections that a client keeps


def tell(found: Iterable[notices.Notice]) -> None:
    """Note each for its reader and ask for its delivery; raises if one failed, and may then be called again."""
    rest = iter(found)
    for first in islice(rest, 1):
        _tell(first)  # alone: it makes the clients, which boto3 cannot do in two threads at once
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(_tell, rest):
            pass


def tell_of(comment: Comment) -> None:
    """Everybody whom it concerns."""
    post = posts.get(comment.post_id)
    boxes = mailboxes(comment, post, marks.followers(post.post_id))
    tell(notices.Notice(str(mailbox), comment.comment_id, "comment") for mailbox in boxes)


def _tell(notice: notices.Notice) -> None:
    notices.add(notice, clock.now())
    # Also if it was noted before: the message may be what was lost. A mailbox without news is quickly closed.
    aws.ask_delivery(notice.mailbox, delay_seconds(Mailbox.of(notice.mailbox), city()))

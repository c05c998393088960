"""What the room holds about a member: shown, and deleted. The answer to a request under Korea's Personal Information
Protection Act, articles 35 and 36.

python -m infra.member show   [--stage local] WHO…            member ids or nicknames; prints JSON
python -m infra.member delete [--stage local] [--posts] WHO…  with --posts what they wrote goes too, not only their name

Some of it is found by reading whole tables: for an operator, not for a request.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pynamodb.models import Model

from chalicelib import clock
from chalicelib.domain import ids
from chalicelib.domain.nickname import spelled
from chalicelib.store.models import (
    CommentModel,
    DeviceModel,
    EntryModel,
    IdentityModel,
    LedgerModel,
    MarkModel,
    MemberModel,
    NoticeModel,
    OriginalModel,
    PhotoModel,
    PostModel,
    WatchModel,
)
from infra import say
from infra.forget import forget
from infra.reach import enter
from infra.terminal import Stopped, in_lines

FIRST_WORDS = 40  # characters of a text, so that one knows which it is
SECRETS = frozenset({"token_hash", "code_hash", "unsubscribe_key", "p256dh", "auth", "lookup_hash"})
SHORT = frozenset({"text", "answer"})


def rows(member_id: str) -> dict[str, list[Model]]:
    """Every row that is about this member, by what it is."""
    posts = [PostModel.get(row.post_id) for row in PostModel.by_author.query(member_id)]
    comments = [CommentModel.get(row.post_id, row.comment_id) for row in CommentModel.by_author.query(member_id)]
    return {
        "member": list(MemberModel.query(member_id)),
        "identity": list(IdentityModel.query(member_id)),
        "devices": list(DeviceModel.query(member_id)),
        "watches": list(WatchModel.query(member_id)),
        "marks": list(MarkModel.scan(MarkModel.mark.contains(member_id))),
        "posts": list(posts),
        "comments": list(comments),
        "reasons": list(_reasons(posts, comments)),
        "originals": [*_originals_of(posts), *_originals(comments)],
        "photos": list(PhotoModel.scan(PhotoModel.owner == member_id)),
        "notices": list(NoticeModel.scan(NoticeModel.mailbox.contains(member_id))),
        "ledger": list(LedgerModel.scan(LedgerModel.key.contains(member_id))),
    }


def _reasons(posts: Iterable[Any], comments: Iterable[Any]) -> Iterator[EntryModel]:
    """What they said to their own posts, in the timeline, and against the hiding of their own comments."""
    mine, said = {post.post_id for post in posts}, {comment.comment_id: comment.post_id for comment in comments}
    for post_id in sorted(mine | {*said.values()}):
        for row in EntryModel.query(post_id, filter_condition=(EntryModel.by == "author") & EntryModel.reason.exists()):
            if row.after in said or (post_id in mine and not ids.is_ulid(row.after or "")):
                yield row


def _originals_of(posts: Iterable[Any]) -> Iterator[OriginalModel]:
    """Of the post and of each edit and masking of it; not those of what others said below it, nor again of the own."""
    for post in posts:
        kept = list(OriginalModel.query(post.post_id))
        said = (
            {row.comment_id for row in CommentModel.batch_get([(post.post_id, row.part) for row in kept])}
            if kept
            else set()
        )
        yield from (row for row in kept if row.part not in said)


def _originals(comments: list[Any]) -> Iterator[OriginalModel]:
    if comments:
        yield from OriginalModel.batch_get([(said.post_id, said.comment_id) for said in comments])


def show(member_id: str) -> dict[str, Any]:
    held = {name: [_shown(row) for row in found] for name, found in rows(member_id).items() if found}
    return {"member_id": member_id, "held": held}


def delete(member_id: str, *, with_posts: bool) -> None:
    """Again is no harm: what is gone already is passed over."""
    forget(member_id, rows(member_id), clock.now(), with_posts=with_posts)


def _shown(row: Model) -> dict[str, Any]:
    return {key: _said(key, value) for key, value in row.to_simple_dict().items() if value not in (None, [])}


def _said(key: str, value: Any) -> Any:
    if key in SECRETS:
        return "(held)"
    return value[:FIRST_WORDS] if key in SHORT else value


def members(who: Iterable[str]) -> Iterator[str]:
    """Their ids. A nickname is nobody's own: it means all who have it."""
    for name in who:
        if ids.is_ulid(name):
            yield name
        else:
            found = [row.member_id for row in MemberModel.scan(MemberModel.nickname == spelled(name))]
            if not found:
                raise Stopped(f"nobody is called {name}")
            yield from found


def _one_each(who: list[str]) -> list[str]:
    found = list(members(who))
    if len(found) > len(who):
        raise Stopped(f"several have that nickname; name one by its id: {', '.join(found)}")
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.member")
    parser.add_argument("what", choices=("show", "delete"))
    parser.add_argument("who", nargs="+", help="member id or nickname")
    parser.add_argument("--stage", default="local")
    parser.add_argument("--posts", action="store_true", help="delete what they wrote as well")
    asked = parser.parse_args(arguments)

    def work() -> None:
        enter(asked.stage)
        ORDERS[asked.what](asked)

    return in_lines(work)


def _show(asked: argparse.Namespace) -> None:
    for member_id in members(asked.who):
        say(json.dumps(show(member_id), ensure_ascii=False, indent=2))


def _delete(asked: argparse.Namespace) -> None:
    for member_id in _one_each(asked.who):
        delete(member_id, with_posts=asked.posts)
        say(f"deleted: {member_id}")


ORDERS: dict[str, Callable[[argparse.Namespace], None]] = {"show": _show, "delete": _delete}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

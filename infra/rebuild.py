"""Makes anew what the room makes of other things by itself, should it be lost or doubted.

python -m infra.rebuild [index|counters|names|renditions|figures] [--stage local]

    index       the search: from the posts
    counters    of comments, supporters and reports on a post: from its comments, its marks and its timeline
    names       of authors on what they wrote: from the members
    renditions  those that are missing, and what a post shows of its photos: from the originals and the photos
    figures     of the room: from the timelines

Without a name all of them. Each reads whole tables, page by page, and writes what it finds otherwise; the room goes on
meanwhile. Again is no harm, so what is cut off is begun again. Not made anew is what comes from nothing else: who supports
and follows a post, photos whose originals are kept no longer, notices under way.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache, partial
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib import clock
from chalicelib.aws import client
from chalicelib.city import city
from chalicelib.domain import ids
from chalicelib.domain.moderation import to_look_at
from chalicelib.domain.post import Entry, Post
from chalicelib.domain.status import STATUSES
from chalicelib.events.index_post import terms_now
from chalicelib.events.make_renditions import develop
from chalicelib.events.publish_photo import show
from chalicelib.settings import settings
from chalicelib.store import aws, comments, marks, photos, posts, terms
from chalicelib.store.convert import put
from chalicelib.store.models import CommentModel, MarkModel, MemberModel, PhotoModel, PostModel, TermModel
from chalicelib.store.transaction import holds
from infra import figures, say
from infra.reach import enter
from infra.terminal import in_lines

KNOWN_POSTS = 10_000  # whose grams are kept in mind; a long text has some hundreds


# The search


def index() -> int:
    """First all that belongs there, then away with the rest: the search works meanwhile."""
    known = lru_cache(KNOWN_POSTS)(terms_now)
    for post in posts.every(posts.Wanted(everything=True)):
        terms.keep(post.post_id, known(post.post_id), ())
    kept = 0
    with TermModel.batch_write() as batch:
        for row in TermModel.scan():
            if row.gram in known(row.post_id) or row.gram in terms_now(row.post_id):  # it may have changed since
                kept += 1
            else:
                batch.delete(row)
    return kept


# The counters of a post


def counters() -> int:
    """How many posts had others."""
    return sum(_count(post.post_id) for post in posts.every(posts.Wanted(everything=True)))


def _count(post_id: str) -> bool:
    """Written only if they are still what was read: whoever adds one meanwhile has them counted again."""
    for _ in range(posts.TRIES):
        post = posts.get(post_id)
        counted = _counted(post)
        if counted == post:
            return False
        if holds(partial(PostModel(post_id).update, list(_actions(counted)), _still(post))):
            return True
    return False


def _counted(post: Post) -> Post:
    timeline = posts.timeline(post.post_id, consistent=True)
    post = replace(post, comments=CommentModel.count(post.post_id, consistent_read=True))
    if _marks_forgotten(timeline):
        return post  # how many they were stays, see chalicelib/events/forget_expired.py
    supports, reports = _marks(post, "support"), _marks(post, "report") + _waiting(timeline)
    return replace(post, supports=supports, reports=reports)


def _marks(post: Post, kind: str) -> int:
    return MarkModel.count(post.post_id, MarkModel.mark.startswith(f"{kind}#"), consistent_read=True)


def _marks_forgotten(timeline: Iterable[Entry]) -> bool:
    kept = timedelta(days=city().retention.marks)
    ends = (one.at for one in timeline if one.after in STATUSES and not STATUSES[one.after].open)
    return any(at + kept <= clock.now() for at in ends)


def _waiting(timeline: Iterable[Entry]) -> int:
    """Comments that wait for a person: each counts as a report, till it is answered or all are dismissed."""
    number, waiting = 0, set[str]()
    for entry in timeline:
        comment_id = entry.after if entry.after and ids.is_ulid(entry.after) else None
        if entry.kind == "reports_dismissed":
            number = 0
        elif comment_id and (entry.kind == "appealed" or (entry.kind == "hidden" and entry.by == "system")):
            number += 1
            waiting.add(comment_id)
        elif comment_id in waiting and entry.kind in ("hidden", "shown"):
            number = max(0, number - 1)
            waiting.remove(comment_id)
    return number


def _actions(counted: Post) -> Iterator[Action]:
    for name in ("comments", "supports", "reports"):
        yield getattr(PostModel, name).set(getattr(counted, name))
    yield put(PostModel.check, "check" if to_look_at(counted) else None)


def _still(post: Post) -> Condition:
    reported: Condition = PostModel.reports == post.reports
    if not post.reports:
        reported |= PostModel.reports.does_not_exist()  # of a time before there were any
    same: Condition = (PostModel.comments == post.comments) & (PostModel.supports == post.supports) & reported
    return same


# The names of authors


def names() -> int:
    """Of how many things the name was another. Who has left is forgotten as a follower as well."""
    known = dict[str, str]()
    for member in MemberModel.scan():
        known[member.member_id] = member.nickname
        if member.left_at:
            marks.forget_follower(member.member_id)
    return sum(_rename(known, row, posts.rename_author, row.post_id) for row in _authored(PostModel, "post_id")) + sum(
        _rename(known, row, comments.rename_author, row.post_id, row.comment_id)
        for row in _authored(CommentModel, "post_id", "comment_id")
    )


def _authored(model: Any, *keys: str) -> Iterable[Any]:
    found: Iterable[Any] = model.scan(attributes_to_get=[*keys, "author_id", "author_name"])
    return found


def _rename(known: dict[str, str], row: Any, rename: Callable[..., bool], *key: str) -> bool:
    name = known.get(row.author_id, row.author_name)
    return name != row.author_name and rename(*key, row.author_id, name)


# Photos


def renditions() -> int:
    """How many photos got theirs."""
    there = frozenset(_keys(settings().media_bucket))
    return sum(_renew(photos.from_model(row), there) for row in PhotoModel.scan())


def _keys(bucket: str) -> Iterator[str]:
    for page in client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (one["Key"] for one in page.get("Contents", ()))


def _renew(held: photos.Held, there: frozenset[str]) -> bool:
    """At once where the photo belongs: one that is hidden is never shown."""
    photo_id, key_of = held.photo.photo_id, aws.held_key if held.held else aws.rendition_key
    whole = there.issuperset(key_of(photo_id, side) for side in aws.SIDES)
    lacking = held.photo.state == "pending" or (held.photo.state == "ready" and not whole)
    made = lacking and aws.has_original(photo_id) and develop(held, key_of).state == "ready"
    show(photos.get(photo_id) if made else held)
    return made


# Figures last: they are read from all that is right by then.
ORDERS: dict[str, tuple[Callable[[], int], str]] = {
    "index": (index, "grams of posts"),
    "counters": (counters, "posts had others"),
    "names": (names, "were others"),
    "renditions": (renditions, "photos got theirs"),
    "figures": (figures.rebuild, "figures"),
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.rebuild")
    parser.add_argument("only", nargs="?", choices=ORDERS)
    parser.add_argument("--stage", default="local")
    asked = parser.parse_args(arguments)

    def work() -> None:
        enter(asked.stage)
        for name in [asked.only] if asked.only else ORDERS:
            order, what = ORDERS[name]
            say(f"  {name:<10} {order():>8,} {what}")

    return in_lines(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

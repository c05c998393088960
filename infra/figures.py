"""Counts the figures of a room anew, from its timelines.

After a change of what is counted (chalicelib/domain/figures.py), or should the counters ever be doubted. It overwrites
them, so it is best done at night: what happens while it runs may be counted twice or not at all. Doing it again mends that.
"""

from collections import Counter

from chalicelib.city import city
from chalicelib.domain.figures import counts
from chalicelib.store import figures, posts
from chalicelib.store.models import EntryModel, FigureModel, MemberModel
from infra.rows import ARCHIVED

Counters = Counter[tuple[str, str]]


def rebuild() -> int:
    """On the tables of the settings; returns how many counters there are."""
    counted = _timelines() + _members()
    _write(counted)
    return len(counted)


def _timelines() -> Counters:
    counted, zone = Counters(), city().zone
    for post in posts.every(posts.Wanted(everything=True)):
        kept = list(EntryModel.query(post.post_id))
        timeline = tuple(map(posts.entry, kept))
        for upto, row in enumerate(kept, 1):
            if row.origin != ARCHIVED:
                counted.update(counts(post, timeline[:upto], zone))
    return counted


def _members() -> Counters:
    citizens = MemberModel.left_at.does_not_exist() & MemberModel.kind.does_not_exist()  # no clients of Open311
    present = MemberModel.scan(citizens, attributes_to_get=["member_id"])
    return Counter((figures.ALL_TIME, figures.member_row(row.member_id)) for row in present)


def _write(counted: Counters) -> None:
    """What is no longer counted goes."""
    gone = [row for row in FigureModel.scan() if (row.period, row.name) not in counted]
    with FigureModel.batch_write() as batch:
        for row in gone:
            batch.delete(row)
        for (period, name), value in counted.items():
            batch.save(FigureModel(period, name, value=value))

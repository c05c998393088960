"""Counts the figures of a room anew, from its timelines.

python -m infra.figures rebuild [--stage local]

After a change of what is counted (chalicelib/domain/figures.py), or should the counters ever be doubted. It overwrites
them, so it is best done at night: what happens while it runs may be counted twice or not at all. Doing it again mends that.
"""

import argparse
import sys
from collections import Counter

from chalicelib.city import city
from chalicelib.domain.figures import counts
from chalicelib.store import figures, posts
from chalicelib.store.models import EntryModel, FigureModel, MemberModel
from infra import say
from infra.reach import CannotReach, enter
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
    present = MemberModel.scan(MemberModel.left_at.does_not_exist(), attributes_to_get=["member_id"])
    return Counter((figures.ALL_TIME, figures.member_row(row.member_id)) for row in present)


def _write(counted: Counters) -> None:
    """What is no longer counted goes."""
    gone = [row for row in FigureModel.scan() if (row.period, row.name) not in counted]
    with FigureModel.batch_write() as batch:
        for row in gone:
            batch.delete(row)
        for (period, name), value in counted.items():
            batch.save(FigureModel(period, name, value=value))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.figures")
    parser.add_argument("what", choices=("rebuild",))
    parser.add_argument("--stage", default="local")
    asked = parser.parse_args(arguments)
    try:
        enter(asked.stage)
    except CannotReach as error:
        say(f"error: {error}")
        return 1
    say(f"counted: {rebuild()} figures")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The index of the search: under each gram the posts that have it, newest first, as ULIDs sort."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from chalicelib.store.models import TermModel

CALLS = 40  # queries of one request: a few hundred milliseconds; any number from that of the grams on gets forward
PAGE = 150  # ids a query: about 8 kB, so one read unit
NEWEST = "~"  # sorts after every id


def keep(post_id: str, grams: Collection[str], dropped: Collection[str]) -> None:
    """Repeating it changes nothing. The last gram is written last; see `has`."""
    with TermModel.batch_write() as batch:
        for gram in sorted(dropped):
            batch.delete(TermModel(gram, post_id))
        for gram in sorted(grams):
            batch.save(TermModel(gram, post_id))


def has(post_id: str, grams: Collection[str]) -> bool:
    """Whether these were kept to the end, by a look at the one that is written last."""
    try:
        TermModel.get(max(grams), post_id, consistent_read=True)
    except TermModel.DoesNotExist:
        return False
    return True


@dataclass(frozen=True)
class Candidates:
    """`after` is the post id to go on from; None once nothing can follow."""

    post_ids: tuple[str, ...]
    after: str | None


@dataclass
class _Postings:
    """One gram's posts, read as far as they were needed."""

    gram: str
    _ids: list[str] = field(default_factory=list)  # oldest first, so that the newest is popped
    _ended: bool = False

    def reach(self, below: str) -> bool:
        """Whether the newest one below is known, or known to be none."""
        while self._ids and self._ids[-1] >= below:
            self._ids.pop()
        return bool(self._ids) or self._ended

    def read(self, below: str) -> None:
        newest, self._ended = _page(self.gram, below)
        self._ids = newest[::-1]

    @property
    def newest(self) -> str | None:
        return self._ids[-1] if self._ids else None


def _page(gram: str, below: str) -> tuple[list[str], bool]:
    """The newest posts under it, and whether that is all."""
    query = TermModel.query(gram, TermModel.post_id < below, scan_index_forward=False, page_size=PAGE)
    page = next(query.page_iter)
    return [item["post_id"]["S"] for item in page["Items"]], "LastEvaluatedKey" not in page


def sharing(grams: Collection[str], most: int) -> list[str]:
    """Of the newest posts under each, those under the most of them; of equals the newest. One query a gram."""
    found = Counter(post_id for gram in grams for post_id in _page(gram, NEWEST)[0])
    return sorted(found, key=lambda post_id: (found[post_id], post_id), reverse=True)[:most]


def candidates(grams: Sequence[str], after: str | None, limit: int, calls: int = CALLS) -> Candidates:
    """The newest posts that have all the grams, by leapfrog: each list in turn jumps to where the others are.

    Stops at `limit` posts or when the calls are spent. Everything newer than the answer's `after` is decided by then.
    """
    lists = [_Postings(gram) for gram in grams]
    found: list[str] = []
    decided = after or NEWEST
    candidate, agreed = None, 0
    for postings in cycle(lists):
        below = decided if candidate is None else _just_above(candidate)
        if not postings.reach(below):
            if calls == 0:
                break
            calls -= 1
            postings.read(below)
        newest = postings.newest
        if newest is None:
            return Candidates(tuple(found), None)
        if newest != candidate:
            decided, candidate, agreed = candidate or decided, newest, 0
        agreed += 1
        if agreed == len(lists):
            found.append(newest)
            decided, candidate, agreed = newest, None, 0
            if len(found) == limit:
                break
    return Candidates(tuple(found), decided)


def _just_above(post_id: str) -> str:
    """Ids have one length, so a longer string lies between this one and the next."""
    return post_id + "!"

"""Who supports a post and who follows it. Marking twice is marking once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.store.models import MarkModel, PostModel
from chalicelib.store.transaction import Transaction, holds

Setter = Callable[[str, str, str], bool]  # post id, kind, member id
REASONS_MOST = 100  # that one page shows
DROPPED_MOST = 1000  # at a time: forty writes
COUNTERS = {"support": PostModel.supports}  # marks whose number stands on the post


@dataclass(frozen=True)
class Followed:
    """Post ids, newest first, each with the number of its comments that the follower has seen."""

    seen: Mapping[str, int]
    after: str | None  # the post id to go on from


def put(write: Transaction, post_id: str, kind: str, member_id: str, seen: int = 0) -> None:
    """A follow mark begins with the comments that its member has seen."""
    row = MarkModel(post_id, f"{kind}#{member_id}")
    if kind == "follow":
        row.member_id, row.seen = member_id, seen
    write.put(row, MarkModel.post_id.does_not_exist())


def add(post_id: str, kind: str, member_id: str, seen: int = 0) -> bool:
    """False if it was there already."""
    write = Transaction()
    put(write, post_id, kind, member_id, seen)
    return _counted(write, post_id, kind, 1)


def remove(post_id: str, kind: str, member_id: str) -> bool:
    """False if there was none."""
    write = Transaction()
    write.delete(MarkModel(post_id, f"{kind}#{member_id}"), MarkModel.post_id.exists())
    return _counted(write, post_id, kind, -1)


def _counted(write: Transaction, post_id: str, kind: str, step: int) -> bool:
    if kind in COUNTERS:
        write.update(PostModel(post_id), [COUNTERS[kind].add(step)], PostModel.post_id.exists())
    return write.holds()


def of(post_id: str, member_id: str) -> frozenset[str]:
    """The kinds of marks that a member has set on a post."""
    keys = [(post_id, f"{kind}#{member_id}") for kind in ("support", "follow")]
    return frozenset(row.mark.partition("#")[0] for row in MarkModel.batch_get(keys, consistent_read=True))


def followed(member_id: str, limit: int, after: str | None = None) -> Followed:
    key = {"member_id": member_id, "post_id": after, "mark": f"follow#{member_id}"}
    start = {name: {"S": value} for name, value in key.items()} if after else None
    query = MarkModel.by_follower.query(member_id, scan_index_forward=False, page_size=limit, last_evaluated_key=start)
    found = next(query.page_iter)
    rows = map(MarkModel.from_raw_data, found["Items"])
    last = found.get("LastEvaluatedKey")
    return Followed({row.post_id: int(row.seen) for row in rows}, last["post_id"]["S"] if last else None)


def see(post_id: str, member_id: str, comments: int) -> bool:
    """So many comments of a post are known to its follower; never fewer than before."""
    row, model = MarkModel(post_id, f"follow#{member_id}"), MarkModel
    return holds(lambda: row.update([model.seen.set(comments)], model.seen < comments))


def see_own(post_id: str, member_id: str, comments: int) -> bool:
    """One more, which its follower wrote, and with which there were `comments` of them.

    What others wrote and the follower has not seen stays new: the number of what is new does not change.
    """
    row, model = MarkModel(post_id, f"follow#{member_id}"), MarkModel
    return holds(lambda: row.update([model.seen.add(1)], model.seen < comments))


def followers(post_id: str) -> Iterator[str]:
    return marked(post_id, "follow")


def marked(post_id: str, kind: str) -> Iterator[str]:
    """The members who set this mark."""
    rows = MarkModel.query(post_id, MarkModel.mark.startswith(f"{kind}#"))
    return (row.mark.partition("#")[2] for row in rows)


def report(post_id: str, member_id: str, reason: str, comment_id: str | None = None) -> bool:
    """A post, or a comment on it, once by each member; False if that was done before."""
    write, name = Transaction(), "#".join(filter(None, ("report", member_id, comment_id)))
    write.put(MarkModel(post_id, name, reason=reason), MarkModel.post_id.does_not_exist())
    counted = [PostModel.reports.add(1), PostModel.check.set("check")]
    write.update(PostModel(post_id), counted, PostModel.post_id.exists())
    return write.holds()


def report_reasons(post_id: str) -> list[str]:
    """Why readers reported a post, or a comment on it."""
    rows = MarkModel.query(post_id, MarkModel.mark.startswith("report#"), limit=REASONS_MOST)
    return [row.reason or "" for row in rows]


def reports(post_id: str) -> list[str]:
    """The names of their marks."""
    rows = MarkModel.query(
        post_id, MarkModel.mark.startswith("report#"), consistent_read=True, limit=DROPPED_MOST, attributes_to_get=["post_id", "mark"])
    return [row.mark for row in rows]


def drop(post_id: str, names: Iterable[str]) -> None:
    """Who set them may do so again; what is gone already stays gone."""
    _delete(MarkModel(post_id, name) for name in names)


def forget(post_id: str) -> None:
    """All of a post; how many supported it stays on it."""
    _delete(MarkModel.query(post_id, attributes_to_get=["post_id", "mark"]))


def forget_follower(member_id: str) -> None:
    """Supports and reports stay: they name nobody but an id, which has no name any more."""
    _delete(MarkModel.by_follower.query(member_id, attributes_to_get=["post_id", "mark"]))


def _delete(rows: Iterable[MarkModel]) -> None:
    with MarkModel.batch_write() as batch:
        for row in rows:
            batch.delete(row)

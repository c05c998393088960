"""Who supports a post and who follows it. Marking twice is marking once."""

from collections.abc import Callable, Iterator

from chalicelib.errors import StaleRead
from chalicelib.store.models import MarkModel, PostModel
from chalicelib.store.transaction import Transaction, pause

Setter = Callable[[str, str, str], bool]  # post id, kind, member id
COUNTERS = {"support": PostModel.supports}  # marks whose number stands on the post


def put(write: Transaction, post_id: str, kind: str, member_id: str) -> None:
    write.put(MarkModel(post_id, f"{kind}#{member_id}"), MarkModel.post_id.does_not_exist())


def add(post_id: str, kind: str, member_id: str) -> bool:
    """False if it was there already."""
    write = Transaction()
    put(write, post_id, kind, member_id)
    return _counted(write, post_id, kind, 1)


def remove(post_id: str, kind: str, member_id: str) -> bool:
    """False if there was none."""
    write = Transaction()
    write.delete(MarkModel(post_id, f"{kind}#{member_id}"), MarkModel.post_id.exists())
    return _counted(write, post_id, kind, -1)


def _counted(write: Transaction, post_id: str, kind: str, step: int) -> bool:
    if kind in COUNTERS:
        write.update(PostModel(post_id), [COUNTERS[kind].add(step)], PostModel.post_id.exists())
    for attempt in range(8):
        try:
            write.commit()
        except StaleRead as error:
            if error.code == "conflict":  # a neighbour counted at the same moment: again
                pause(attempt)
                continue
            return False
        return True
    raise StaleRead("conflict")


def of(post_id: str, member_id: str) -> frozenset[str]:
    """The kinds of marks that a member has set on a post."""
    keys = [(post_id, f"{kind}#{member_id}") for kind in ("support", "follow")]
    return frozenset(row.mark.partition("#")[0] for row in MarkModel.batch_get(keys, consistent_read=True))


def followers(post_id: str) -> Iterator[str]:
    rows = MarkModel.query(post_id, MarkModel.mark.startswith("follow#"))
    return (row.mark.partition("#")[2] for row in rows)

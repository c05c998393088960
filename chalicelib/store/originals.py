"""What was masked in public texts, as it was written. Who reads it is noted in the post's history first."""

from collections.abc import Iterable, Mapping

from chalicelib.domain.change import Original
from chalicelib.store.models import OriginalModel
from chalicelib.store.transaction import Transaction


def put(write: Transaction, post_id: str, original: Original) -> None:
    """The first one stays: what is masked later was public before."""
    actions = [OriginalModel.text.set(OriginalModel.text | original.text)]
    if original.title is not None:
        actions.append(OriginalModel.title.set(OriginalModel.title | original.title))
    write.update(OriginalModel(post_id, original.part), actions)


def parts(post_id: str) -> frozenset[str]:
    """Of which parts there is one; reads no text."""
    return frozenset(row.part for row in OriginalModel.query(post_id, attributes_to_get=["post_id", "part"]))


def read(post_id: str) -> Mapping[str, Original]:
    return {row.part: Original(row.part, row.text, row.title) for row in OriginalModel.query(post_id)}


def forget(post_id: str, which: Iterable[str]) -> None:
    """Of these parts; what is gone already stays gone."""
    with OriginalModel.batch_write() as batch:
        for part in which:
            batch.delete(OriginalModel(post_id, part))

"""All or nothing over several tables; each write says what it means if its condition does not hold."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from pynamodb.connection import Connection
from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.errors import RoomError, StaleRead


@cache
def connection() -> Connection:
    return Connection()


@dataclass
class Transaction:
    """Collects writes; `commit` raises the error of the first one whose condition failed.

    StaleRead means that somebody else wrote at the same moment: read again, decide again.
    """

    _deletes: list[tuple[Model, Condition | None, RoomError]] = field(default_factory=list)
    _puts: list[tuple[Model, Condition | None, RoomError]] = field(default_factory=list)
    _updates: list[tuple[Model, Sequence[Action], Condition | None, RoomError]] = field(default_factory=list)

    def delete(self, model: Model, condition: Condition | None = None, otherwise: RoomError | None = None) -> None:
        self._deletes.append((model, condition, otherwise or StaleRead("stale")))

    def put(self, model: Model, condition: Condition | None = None, otherwise: RoomError | None = None) -> None:
        self._puts.append((model, condition, otherwise or StaleRead("stale")))

    def update(self, model: Model, actions: Sequence[Action], condition: Condition | None = None,
               otherwise: RoomError | None = None) -> None:
        self._updates.append((model, actions, condition, otherwise or StaleRead("stale")))

    def commit(self) -> None:
        try:
            with TransactWrite(connection=connection()) as write:
                for model, condition, _ in self._deletes:
                    write.delete(model, condition=condition)
                for model, condition, _ in self._puts:
                    write.save(model, condition=condition)
                for model, actions, condition, _ in self._updates:
                    write.update(model, actions=list(actions), condition=condition)
        except TransactWriteError as error:
            raise self._meaning(error) from error

    def holds(self) -> bool:
        """Commits, again while neighbours write the same rows; False if it was written before, or its row is gone."""
        for attempt in range(8):
            try:
                self.commit()
            except StaleRead as error:
                if error.code != "conflict":
                    return False
                pause(attempt)
            else:
                return True
        raise StaleRead("conflict")

    def _meaning(self, error: TransactWriteError) -> Exception:
        # DynamoDB lists the reasons in the order of the writes; PynamoDB sends deletes, puts, updates.
        meanings = [write[-1] for group in (self._deletes, self._puts, self._updates) for write in group]
        reasons = error.cancellation_reasons or []
        for reason, meaning in zip(reasons, meanings, strict=False):
            if reason and reason.code == "ConditionalCheckFailed":
                return meaning
        if any(reason and reason.code == "TransactionConflict" for reason in reasons):
            return StaleRead("conflict")
        return error


def pause(attempt: int) -> None:
    """Before the next try, longer each time and by chance, so that those who collided do not collide again."""
    time.sleep(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311 - no secret


def holds(write: Callable[[], object]) -> bool:
    """Whether the condition of a single write held; False means that it changed nothing."""
    try:
        write()
    except PynamoDBException as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True

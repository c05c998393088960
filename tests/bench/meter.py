"""What a piece of work costs: CPU of this process, calls of AWS, units of DynamoDB."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import botocore
import botocore.session

BLOCK = 4096  # bytes of a read unit


@dataclass(frozen=True)
class Call:
    service: str
    operation: str
    index: str | None = None
    limit: int | None = None
    read: float = 0
    write: float = 0

    @property
    def name(self) -> str:
        return self.service if self.service == "dynamodb" else f"{self.service}.{self.operation}"


@dataclass
class Work:
    cpu_ms: float = 0
    calls: list[Call] = field(default_factory=list)
    sent: int = 0  # bytes to the reader, compressed
    said: int = 0  # bytes to the log

    @property
    def read(self) -> float:
        return sum(call.read for call in self.calls)

    @property
    def write(self) -> float:
        return sum(call.write for call in self.calls)

    @property
    def plan(self) -> Counter[tuple[str, str | None, int | None]]:
        """What was asked, with the index and the most items: equal plans cost the same in a room of any size."""
        return Counter((call.operation, call.index, call.limit) for call in self.calls)


class Meter:
    """Hears every call of every client that is made after it."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self._heard: list[tuple[Any, Mapping[str, Any], Mapping[str, Any]]] = []
        botocore.register_initializer(self._listen)

    def _listen(self, session: botocore.session.Session) -> None:
        session.register("before-parameter-build", self._asked)
        session.register("after-call", self._answered)

    def _asked(self, params: Any, context: dict[str, Any], **_: Any) -> None:
        context["asked"] = params
        if "MessageBody" in params:
            self.messages.append(params["MessageBody"])

    def _answered(self, model: Any, parsed: Mapping[str, Any], context: Mapping[str, Any], **_: Any) -> None:
        self._heard.append((model, context.get("asked") or {}, parsed))

    def taken(self) -> list[str]:
        """The messages to the queues since this was asked before."""
        found, self.messages[:] = list(self.messages), []
        return found

    @contextmanager
    def work(self) -> Iterator[Work]:
        work = Work()
        self._heard.clear()
        began = time.process_time()
        yield work
        work.cpu_ms = (time.process_time() - began) * 1000
        work.calls = [_call(*one) for one in self._heard]


def _call(model: Any, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> Call:
    service, operation = model.service_model.service_name, model.name
    read = _read_units(operation, asked, answer) if service == "dynamodb" else 0
    write = _write_units(answer) if service == "dynamodb" and not read else 0
    return Call(service, operation, asked.get("IndexName"), asked.get("Limit"), read, write)


def _write_units(answer: Mapping[str, Any]) -> float:
    """The local cloud reckons these as DynamoDB does, with the indexes and twice in a transaction."""
    told = answer.get("ConsumedCapacity") or []
    return float(sum(one["CapacityUnits"] for one in (told if isinstance(told, list) else [told])))


def _read_units(operation: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """By DynamoDB's published rules, from the sizes of the items: the local cloud answers the same for any size."""
    if operation == "GetItem":
        return _units(item_size(answer.get("Item", {})), bool(asked.get("ConsistentRead")))
    if operation == "BatchGetItem":
        found = [item for items in answer.get("Responses", {}).values() for item in items]
        return sum(_units(item_size(item), False) for item in found)
    if operation not in ("Query", "Scan"):
        return 0
    items, looked_at = answer.get("Items", []), answer.get("ScannedCount", 0)
    # What a filter drops is paid for too; it is taken to be as large as what it leaves.
    size = sum(map(item_size, items)) * (looked_at / len(items) if items else 1)
    return _units(size, bool(asked.get("ConsistentRead")))


def _units(size: float, consistent: bool) -> float:
    return max(1, ceil(size / BLOCK)) * (1 if consistent else 0.5)


def item_size(item: Mapping[str, Any]) -> int:
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return len(held.strip("-0.")) // 2 + 2
        case "M":
            return 3 + sum(1 + len(name.encode()) + value_size(one) for name, one in held.items())
        case "L":
            return 3 + sum(1 + value_size(one) for one in held)
        case _:
            return 1

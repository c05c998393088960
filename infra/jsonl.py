"""Files of one JSON value a line, as people bring them."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made")
NAMED = 10  # of what was left out


def read(data: bytes, made: Callable[[Any], Made], tell: Callable[[str], None]) -> list[Made]:
    """What each line is made into, in their order; what raises a ValueError is told, and left out.

    A line feed alone ends a line: a text may hold what else Unicode takes for its end. Half a surrogate pair becomes "?".
    """
    found, broken = list[Made](), list[str]()
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            if line.strip():
                found.append(made(json.loads(_whole(json.loads(line)))))
        except (ValueError, RecursionError) as problem:
            broken.append(f"line {number}: {problem}")
    for one in broken[:NAMED]:
        tell(one)
    if broken:
        tell(f"{len(broken)} rows cannot be read and are left out")
    return found


def _whole(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="replace")

"""A Lambda layer that makes a function unreliable: every event is handled twice, and some attempts fail.

It stands in front of the real handler (REAL_HANDLER), so that the zip under test is the zip that ships.
"""

import importlib
import os
import random
from typing import Any

RATE = float(os.environ.get("FAULT_RATE", "0"))
DICE = random.Random()


class Fault(Exception):
    pass


def handler(event: Any, context: Any) -> Any:
    module, _, name = os.environ["REAL_HANDLER"].rpartition(".")
    real = getattr(importlib.import_module(module), name)
    if DICE.random() < RATE:
        raise Fault("before the work")
    real(event, context)
    answer = real(event, context)
    if DICE.random() < RATE:
        raise Fault("after the work, before anybody was told that it was done")
    return answer

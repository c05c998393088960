"""A Lambda layer that makes a function unreliable: every event is handled twice, and some attempts fail.

It stands in front of the real handler (REAL_HANDLER), so that the zip under test is the zip that ships.
"""

import importlib
import os
import random
from typing import Any

RATE = float(os.environ.get("FAULT_RATE", "0"))


class Fault(Exception):
    pass


def handler(event: Any, context: Any) -> Any:
    module, _, name = os.environ["REAL_HANDLER"].rpartition(".")
    real = getattr(importlib.import_module(module), name)
    dice = random.Random(context.aws_request_id)  # the log tells the id, so a failure can be thrown again
    if dice.random() < RATE:
        raise Fault("before the work")
    real(event, context)
    answer = real(event, context)
    if dice.random() < RATE:
        raise Fault("after the work, before anybody was told that it was done")
    return answer

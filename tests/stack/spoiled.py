"""A Lambda layer in the place of the API: what it answers, and how soon, is told by its environment."""

import os
import time
from typing import Any


def handler(event: Any, context: Any) -> dict[str, Any]:
    time.sleep(float(os.environ["SECONDS"]))
    return {"statusCode": int(os.environ["STATUS"]), "body": "{}", "headers": {"Content-Type": "application/json"}}

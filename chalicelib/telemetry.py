"""JSON log lines and EMF metrics. Ids are logged; never a text, an address or a token."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import botocore
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

log = Logger()
metrics = Metrics(namespace="Sotongbang")
THROTTLES = frozenset({  # of a call, or of a part of a transaction
    "ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded",
    "ProvisionedThroughputExceeded", "ThrottlingError",
})


def count(name: str, value: float = 1) -> None:
    _point(name, MetricUnit.Count, value)


def seconds(name: str, waited: timedelta) -> None:
    _point(name, MetricUnit.Seconds, waited.total_seconds())


def share(name: str, value: float) -> None:
    """From 0 to 1."""
    _point(name, MetricUnit.NoUnit, value)


def _point(name: str, unit: MetricUnit, value: float) -> None:
    """One point of a metric, written at once: a crash later in the function does not lose it."""
    metrics.add_metric(name=name, unit=unit, value=value)
    metrics.flush_metrics()


def of_request(context: Any) -> AbstractContextManager[None]:
    """Each line of the log inside names the request of Lambda's that it belongs to."""
    return log.append_context_keys(request_id=getattr(context, "aws_request_id", None))


def _throttled(response: tuple[Any, dict[str, Any]] | None, **_: Any) -> None:
    """Each call that DynamoDB turns down, of a table or an index, though the next try may succeed."""
    answer = response[1] if response else {}
    reasons = (answer.get("Error", {}), *answer.get("CancellationReasons", ()))
    if THROTTLES & {reason.get("Code") for reason in reasons}:
        count("Throttled")


# For every client, PynamoDB's own too. DynamoDB's metrics tell of indexes one by one, so that no one alarm could hear of all.
botocore.register_initializer(lambda session: session.register("needs-retry.dynamodb", _throttled))

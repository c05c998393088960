"""JSON log lines and EMF metrics. Ids are logged; never a text, an address or a token."""

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

log = Logger()
metrics = Metrics()


def count(name: str, value: float = 1) -> None:
    """One point of a metric, written at once: a crash later in the function does not lose it."""
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
    metrics.flush_metrics()

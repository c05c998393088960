"""Metrics in the tests: which ones the code writes, and metric data where the local cloud publishes none.

MiniStack 1.5.33 counts invocations, errors and throttles of functions alone. The rest is read here from what is really so,
and put as AWS puts it. And it judges an alarm by its metric of all resources together, and never by the want of data: so
`judged` does that as CloudWatch does, by the alarm's own dimensions.
"""

import json
import operator
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from infra import ROOT
from infra.client import send
from tests.conftest import Room

CROSSED = {"GreaterThanThreshold": operator.gt, "LessThanThreshold": operator.lt}
WITHOUT_DATA = {"breaching": "ALARM", "notBreaching": "OK"}
ONE_BUCKET = 100_000_000  # seconds: all that is asked for falls into one, whatever the minute of the test


def metrics_written() -> set[str]:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "chalicelib").rglob("*.py"))
    calls = re.findall(r"\b(?:count|seconds|share)\((.*)\)", code)
    return set(re.findall(r'"([A-Z][A-Za-z]+)"', " ".join(calls)))


def put(room: Room, namespace: str, name: str, dimensions: dict[str, str], value: float, at: datetime) -> None:
    named = [{"Name": key, "Value": of} for key, of in dimensions.items()]
    data = [{"MetricName": name, "Dimensions": named, "Value": value, "Timestamp": at}]
    room.stage.client("cloudwatch").put_metric_data(Namespace=namespace, MetricData=data)


def evaluate(room: Room) -> None:
    """MiniStack looks at its alarms when data comes."""
    put(room, "Test", "Look", {}, 1, datetime.now(UTC))


def from_logs(room: Room, function: str, since: datetime) -> None:
    """The metrics that a function has written into its log, as CloudWatch reads them there (EMF)."""
    for line in lines(room, function, since):
        for directive in line.get("_aws", {}).get("CloudWatchMetrics", ()):
            dimensions = {name: line[name] for name in directive["Dimensions"][0]}
            at = datetime.fromtimestamp(line["_aws"]["Timestamp"] / 1000, UTC)
            for metric in directive["Metrics"]:
                for value in line[metric["Name"]]:
                    put(room, directive["Namespace"], metric["Name"], dimensions, value, at)


def lines(room: Room, function: str, since: datetime) -> Iterator[dict[str, Any]]:
    """What a function has logged: JSON, apart from the platform's own lines."""
    found = room.stage.client("logs").get_paginator("filter_log_events")
    start = int(since.timestamp() * 1000)
    for page in found.paginate(logGroupName=room.function(f"{function}Logs"), startTime=start):
        yield from (json.loads(event["message"]) for event in page["events"] if event["message"].startswith("{"))


def ask(room: Room, path: str) -> tuple[int, float]:
    """One request at the API, as API Gateway counts it; its status and milliseconds."""
    began = time.monotonic()
    status, _ = send("GET", room.api.base + path)
    took, now = (time.monotonic() - began) * 1000, datetime.now(UTC)
    api = api_name(room)
    put(room, "AWS/ApiGateway", "5XXError", api, float(status >= 500), now)
    put(room, "AWS/ApiGateway", "4XXError", api, float(400 <= status < 500), now)
    put(room, "AWS/ApiGateway", "Latency", api, took, now)
    return status, took


def api_name(room: Room) -> dict[str, str]:
    found = room.stage.client("apigateway").get_rest_api(restApiId=room.function("RestAPI"))
    return {"ApiName": found["name"]}


def judged(room: Room, alarm: dict[str, Any], since: datetime) -> str:
    """The state that the alarm's own metric calls for."""
    percentile = alarm.get("ExtendedStatistic")
    asked: dict[str, Any] = {"ExtendedStatistics": [percentile]} if percentile else {"Statistics": [alarm["Statistic"]]}
    (*_, found) = [None, *room.stage.client("cloudwatch").get_metric_statistics(
        Namespace=alarm["Namespace"], MetricName=alarm["MetricName"], Dimensions=alarm["Dimensions"],
        StartTime=since, EndTime=datetime.now(UTC) + timedelta(days=1), Period=ONE_BUCKET, **asked,
    )["Datapoints"]]  # fmt: skip
    if found is None:
        return WITHOUT_DATA.get(alarm["TreatMissingData"], alarm["StateValue"])
    value = found["ExtendedStatistics"][percentile] if percentile else found[alarm["Statistic"]]
    return "ALARM" if CROSSED[alarm["ComparisonOperator"]](value, alarm["Threshold"]) else "OK"

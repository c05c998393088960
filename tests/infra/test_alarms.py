"""What watches the room: every function, queue and promise has its alarm, and all that is named is really measured."""

import json
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer
from chalice.utils import to_cfn_resource_name

from infra import ROOT
from infra.alarms import API, FUNCTIONS, QUEUE, RULES, SCHEDULE, STREAM, alarms_of
from infra.local import ready_package
from tests.metrics import metrics_written

SOURCES = {"DynamoDB": STREAM, "SQS": QUEUE, "Schedule": SCHEDULE, "Api": API}
# What AWS publishes, by namespace: the dimension, and the metrics.
PUBLISHED: dict[str, tuple[str, set[str]]] = {
    "AWS/Lambda": ("FunctionName", {"Invocations", "Errors", "Throttles", "Duration", "IteratorAge"}),
    "AWS/SQS": ("QueueName", {"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"}),
    "AWS/ApiGateway": ("ApiName", {"5XXError", "4XXError", "Latency"}),
    "Sotongbang": ("service", metrics_written()),
}
KINDS = {"AWS/Lambda": "AWS::Serverless::Function", "AWS/SQS": "AWS::SQS::Queue"}
WEEK = 7 * 24 * 3600  # the longest that CloudWatch looks back


@pytest.fixture(scope="module")
def resources() -> dict[str, Any]:
    path = ready_package() / "template.yaml"
    found: dict[str, Any] = YAMLTemplateSerializer().load_template(path.read_text("utf-8"), path.name)["Resources"]
    return found


@pytest.fixture(scope="module")
def alarms(resources: dict[str, Any]) -> dict[str, Any]:
    return {name: r["Properties"] for name, r in resources.items() if r["Type"] == "AWS::CloudWatch::Alarm"}


@pytest.fixture(scope="module")
def widgets(resources: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(resources["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])[
        "widgets"
    ]
    return found


def test_the_table_has_every_function_with_what_calls_it(resources: dict[str, Any]) -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())["stages"]["room"]["lambda_functions"]
    named = {to_cfn_resource_name(name) for name in config} - {"ApiHandler"} | {"APIHandler"}
    assert {function.name for function in FUNCTIONS} == named
    for function in FUNCTIONS:
        events = resources[function.name]["Properties"].get("Events", {"RestAPI": {"Type": "Api"}})
        assert {SOURCES[event["Type"]] for event in events.values()} == {function.source}
        assert (function.hours > 0) == (function.source == SCHEDULE)


def test_every_function_is_watched_by_each_rule_for_what_calls_it(alarms: dict[str, Any]) -> None:
    for function in FUNCTIONS:
        rules = [rule for rule in RULES if function.source in rule.sources]
        assert {"Errors", "Throttles"} <= {rule.metric for rule in rules}
        for rule, (name, _) in zip(rules, alarms_of(function), strict=True):
            assert alarms[name]["MetricName"] == rule.metric
            assert alarms[name]["Dimensions"] == [{"Name": "FunctionName", "Value": {"Ref": function.name}}]


def test_every_queue_is_watched(resources: dict[str, Any], alarms: dict[str, Any]) -> None:
    queues = {name for name, r in resources.items() if r["Type"] == "AWS::SQS::Queue"}
    assert queues == {
        a["Dimensions"][0]["Value"]["Fn::GetAtt"][0] for a in alarms.values() if a["Namespace"] == "AWS/SQS"
    }


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_function_writes_into_a_log_of_its_own_for_a_time_and_may_write_into_no_other(
    resources: dict[str, Any], function: Any
) -> None:
    group = f"{function.name}Logs"
    assert resources[function.name]["Properties"]["LoggingConfig"] == {"LogGroup": {"Ref": group}}
    assert resources[group]["Properties"]["RetentionInDays"] >= 366
    role = resources[function.name]["Properties"]["Role"]["Fn::GetAtt"][0]
    policies = resources[role]["Properties"]["Policies"]
    statements = [one for policy in policies for one in policy["PolicyDocument"]["Statement"]]
    (log,) = [one for one in statements if any(action.startswith("logs:") for action in one["Action"])]
    assert log["Resource"] == {"Fn::GetAtt": [group, "Arn"]}
    assert set(log["Action"]) == {"logs:CreateLogStream", "logs:PutLogEvents"}


def test_a_log_of_who_read_personal_data_outlives_its_stage_and_bars_no_other(resources: dict[str, Any]) -> None:
    roles = {f.name: resources[f.name]["Properties"]["Role"]["Fn::GetAtt"][0] for f in FUNCTIONS}
    readers = {name for name, role in roles.items() if "IdentitiesTable" in json.dumps(resources[role])}
    groups = {name.removesuffix("Logs"): r for name, r in resources.items() if r["Type"] == "AWS::Logs::LogGroup"}
    assert {name for name, group in groups.items() if "DeletionPolicy" in group} == readers
    assert not [name for name, group in groups.items() if "LogGroupName" in group["Properties"]]


def test_every_alarm_says_what_is_felt_and_what_to_do_first_and_tells_somebody(alarms: dict[str, Any]) -> None:
    for name, alarm in alarms.items():
        assert re.search(r"\w[.;] .*\b(see|read)\b", alarm["AlarmDescription"], re.IGNORECASE), name
        assert len(alarm["AlarmDescription"]) <= 1024
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}]
        assert alarm["TreatMissingData"] in ("breaching", "notBreaching", "ignore")
        assert alarm["Period"] * alarm["EvaluationPeriods"] <= WEEK


def test_every_alarm_and_widget_names_a_metric_that_somebody_writes_of_a_resource_that_is_there(
    resources: dict[str, Any], alarms: dict[str, Any], widgets: list[dict[str, Any]]
) -> None:
    for namespace, metric, dimension, of in (*of_alarms(alarms), *of_widgets(widgets)):
        assert (dimension, metric in PUBLISHED[namespace][1]) == (PUBLISHED[namespace][0], True), metric
        kind = resources.get(of, {"Type": of})["Type"]
        assert kind == KINDS.get(namespace, "AWS::StackName")


def of_alarms(alarms: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for alarm in alarms.values():
        (dimension,) = alarm["Dimensions"]
        of = dimension["Value"].get("Ref") or dimension["Value"]["Fn::GetAtt"][0]
        yield alarm["Namespace"], alarm["MetricName"], dimension["Name"], of


def of_widgets(widgets: list[dict[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    for widget in widgets:
        for namespace, metric, dimension, of, _ in widget["properties"].get("metrics", ()):
            yield namespace, metric, dimension, of.removeprefix("${").removesuffix("}").removesuffix(".QueueName")


def test_the_dashboard_answers_for_each_promise_of_the_room(widgets: list[dict[str, Any]]) -> None:
    shown = {metric for namespace, metric, _, _ in of_widgets(widgets) if namespace == "Sotongbang"}
    assert shown >= {
        "PostsAccepted", "RoutedAutomatically", "RoutingConfidence", "SecondsToTransfer", "SecondsToRendition",
        "PhotosRejected", "NotificationsSent", "NotificationsFailed", "Overdue",
    }  # fmt: skip


def test_the_dashboard_shows_the_state_of_every_alarm_on_top(
    alarms: dict[str, Any], widgets: list[dict[str, Any]]
) -> None:
    top = widgets[0]
    assert (top["type"], top["y"]) == ("alarm", 0)
    assert set(top["properties"]["alarms"]) == {f"${{{name}.Arn}}" for name in alarms}
    assert len(alarms) <= 100  # of one widget


def test_no_widget_lies_on_another_or_beyond_the_edge(widgets: list[dict[str, Any]]) -> None:
    assert all(w["x"] + w["width"] <= 24 for w in widgets)
    for one, other in combinations(widgets, 2):
        apart = any(
            a[axis] + a[side] <= b[axis]
            for a, b in ((one, other), (other, one))
            for axis, side in (("x", "width"), ("y", "height"))
        )
        assert apart, (one, other)


def test_what_citizens_feel_stands_above_the_machinery(widgets: list[dict[str, Any]]) -> None:
    felt, machinery = ({namespace for namespace, *_ in of_widgets(part)} for part in halves(widgets))
    assert felt == {"Sotongbang", "AWS/ApiGateway"}
    assert machinery == {"AWS/Lambda", "AWS/SQS", "Sotongbang"}  # what the router learns, what DynamoDB turns down


def halves(widgets: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    edge = next(w["y"] for w in widgets if "machinery" in w["properties"].get("markdown", ""))
    return [w for w in widgets if w["y"] < edge], [w for w in widgets if w["y"] > edge]

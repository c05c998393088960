"""What watches the room: a log group and alarms for each function, whom every alarm tells, and the dashboard.

All of it is made from the tables here. An alarm of one resource alone stands beside that resource in the fragments.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

LOG_DAYS = 400  # who read personal data is to be known for a year (개인정보의 안전성 확보조치 기준 §8)
READERS = ("APIHandler", "DeliverNotices")  # of personal data; their logs outlive the stage
OUTLIVES = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
HOUR = 3600
SCHEDULE, QUEUE, STREAM, API = "schedule", "queue", "stream", "api"
EVERY_SOURCE = (API, STREAM, QUEUE, SCHEDULE)

Resources = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Function:
    """`felt` is what people notice while it fails; `hours`, how long a schedule may be without a run."""

    name: str
    source: str
    felt: str
    hours: int = 0


FUNCTIONS = (
    Function("APIHandler", API, "Citizens and clerks get an error in the place of the room."),
    Function("MakeRenditions", QUEUE, "Photos are not shown: they stay pending."),
    Function("PublishPhoto", STREAM, "Photos that are ready are not shown on their posts, and hidden ones stay visible."),
    Function("ReplacePhoto", STREAM, "What was blurred in a photo is still to be seen."),
    Function("RoutePost", STREAM, "New complaints have neither a department nor a deadline."),
    Function("IndexPost", STREAM, "The search does not find new posts, and still finds hidden ones."),
    Function("NotifyComment", STREAM, "Nobody is told of answers and comments."),
    Function("CarryMarks", STREAM, "Who followed a post that was merged hears no more of the matter."),
    Function("TellWatchers", STREAM, "Who watches a tag, a department or an area is not told of new posts."),
    Function("CountFigures", STREAM, "The figures at /stats stand still."),
    Function("DeliverNotices", QUEUE, "No mail and no push leaves the room, nor the code that confirms an address."),
    Function("RenameAuthor", STREAM, "Who left, or changed the name, still stands with the old one on what they wrote."),
    Function("RemindDepartments", SCHEDULE, "Departments are not reminded of deadlines, and nobody counts what is overdue.", 26),
    Function("ReturnUnacknowledged", SCHEDULE, "What no department takes stays where it is.", 2),
    Function("ForgetExpired", SCHEDULE, "Personal data is kept for longer than the room promises.", 26),
    Function("RefreshDeadlines", SCHEDULE, "Deadlines do not follow new closing days, and what is hidden for a time stays so.", 26),
    Function("TrainRouter", SCHEDULE, "The router learns nothing new, and repeats what was corrected.", 26),
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """An alarm of each function that has one of the `sources`; its name stands behind the function's."""

    name: str
    sources: tuple[str, ...]
    metric: str
    threshold: int
    told: str
    statistic: str = "Sum"
    operator: str = "GreaterThanThreshold"
    period: int = 300
    missing: str = "notBreaching"


LOGS = "Read its last errors in its log group; if a deploy came before them, deploy the version before."
RULES = (
    Rule("Errors", (API, SCHEDULE), "Errors", 0, f"It failed. {LOGS}"),
    # What fails once comes again by itself: in a stream at once, in a queue after three minutes or six.
    Rule("Errors", (STREAM,), "Errors", 2, f"It failed three times in five minutes. {LOGS}"),
    Rule("Errors", (QUEUE,), "Errors", 2, f"It failed three times in a quarter of an hour. {LOGS}", period=900),
    Rule("Throttles", EVERY_SOURCE, "Throttles", 0,
         "Lambda refused to run it: see which function uses up the account's concurrency, and ask AWS for more."),
    Rule("Late", (STREAM,), "IteratorAge", 900_000,
         f"It is a quarter of an hour behind its stream, and gives up what is an hour old. {LOGS}", "Maximum"),
    Rule("Missed", (SCHEDULE,), "Invocations", 1,
         "It has not run when it was due: see that its rule is enabled in EventBridge, then invoke it by hand.",
         operator="LessThanThreshold", period=HOUR, missing="breaching"),
)  # fmt: skip


@dataclass(frozen=True)
class Metric:
    """`of` names the resource, as Fn::Sub reads it."""

    namespace: str
    name: str
    dimension: str
    of: str
    statistic: str = "Sum"

    def row(self) -> list[Any]:
        return [self.namespace, self.name, self.dimension, self.of, {"stat": self.statistic}]


def of_room(name: str, statistic: str = "Sum") -> Metric:
    return Metric("Sotongbang", name, "service", "${AWS::StackName}", statistic)


def of_api(name: str, statistic: str = "Sum") -> Metric:
    return Metric("AWS/ApiGateway", name, "ApiName", "${AWS::StackName}", statistic)


def of_queue(name: str, metric: str) -> Metric:
    return Metric("AWS/SQS", metric, "QueueName", f"${{{name}.QueueName}}", "Maximum")


def of_functions(metric: str, statistic: str = "Sum", sources: tuple[str, ...] = EVERY_SOURCE) -> tuple[Metric, ...]:
    chosen = (function.name for function in FUNCTIONS if function.source in sources)
    return tuple(Metric("AWS/Lambda", metric, "FunctionName", f"${{{name}}}", statistic) for name in chosen)


@dataclass(frozen=True)
class Widget:
    title: str
    metrics: tuple[Metric, ...]
    period: int = 300


FELT = (
    Widget("Posts", (of_room("PostsAccepted"), of_room("RoutedAutomatically"), of_room("LeftToComplaintTeam"))),
    Widget("Seconds from post to transfer", (of_room("SecondsToTransfer", "p50"), of_room("SecondsToTransfer", "p95"))),
    Widget("Seconds from upload to rendition", (of_room("SecondsToRendition", "p50"), of_room("SecondsToRendition", "p95"))),
    Widget("API errors", (of_api("5XXError"), of_api("4XXError"))),
    Widget("API milliseconds", (of_api("Latency", "p50"), of_api("Latency", "p99"))),
    Widget("Notifications", (of_room("NotificationsSent"), of_room("NotificationsFailed"), of_room("NotificationsRefused"))),
    Widget("Overdue complaints", (of_room("Overdue", "Maximum"),), 24 * HOUR),
    Widget("Router's confidence", (of_room("RoutingConfidence", "Average"), of_room("RoutingConfidence", "Minimum"))),
    Widget("Photos", (of_room("PhotosReady"), of_room("PhotosRejected"))),
)  # fmt: skip
MACHINERY = (
    Widget("Errors", of_functions("Errors")),
    Widget("Milliseconds, p95", of_functions("Duration", "p95")),
    Widget("Behind the streams, milliseconds", of_functions("IteratorAge", "Maximum", (STREAM,))),
    Widget("What the router got right when it was trained",
           tuple(of_room(name, "Maximum") for name in ("RouterRight", "RouterRightByWords", "RouterTaken")), 24 * HOUR),
    Widget("Oldest in the queues, seconds",
           tuple(of_queue(name, "ApproximateAgeOfOldestMessage") for name in ("UploadQueue", "NoticeQueue"))),
    Widget("Calls that DynamoDB turned down", (of_room("Throttled"),)),
)  # fmt: skip


def watching(template: Resources) -> Resources:
    """What is added to these resources, the hand-written alarms among them."""
    made = dict(_logs()) | {name: alarm for function in FUNCTIONS for name, alarm in alarms_of(function)}
    alarms = sorted(_of_type(template | made, "AWS::CloudWatch::Alarm"))
    for name in alarms:
        made.setdefault(name, {"Properties": {}})["Properties"] |= {
            "AlarmActions": [{"Ref": "AlarmTopic"}],
            "OKActions": [{"Ref": "AlarmTopic"}],
        }
    body = json.dumps(_dashboard(alarms, template), ensure_ascii=False)
    made["Dashboard"] = {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {"DashboardName": {"Ref": "AWS::StackName"}, "DashboardBody": {"Fn::Sub": body}},
    }
    return made


def _of_type(resources: Resources, kind: str) -> list[str]:
    return [name for name, resource in resources.items() if resource.get("Type") == kind]


def _logs() -> Iterator[tuple[str, dict[str, Any]]]:
    """Known before the function is: what Lambda makes by itself keeps its lines for ever.

    CloudFormation names them, or one that is kept would stand in the way of the next stage of its name.
    """
    for function in FUNCTIONS:
        group, kept = f"{function.name}Logs", OUTLIVES if function.name in READERS else {}
        yield group, {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": LOG_DAYS}} | kept
        yield function.name, {"Properties": {"LoggingConfig": {"LogGroup": {"Ref": group}}}}


def alarms_of(function: Function) -> Iterator[tuple[str, dict[str, Any]]]:
    for rule in RULES:
        if function.source in rule.sources:
            yield f"{function.name}{rule.name}Alarm", _alarm(function, rule)


def _alarm(function: Function, rule: Rule) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": f"{function.felt} {rule.told}",
            "Namespace": "AWS/Lambda",
            "MetricName": rule.metric,
            "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": function.name}}],
            "Statistic": rule.statistic,
            "Period": rule.period,
            "EvaluationPeriods": function.hours if rule.period == HOUR else 1,
            "Threshold": rule.threshold,
            "ComparisonOperator": rule.operator,
            "TreatMissingData": rule.missing,
        },
    }


def _dashboard(alarms: Iterable[str], template: Resources) -> dict[str, Any]:
    """Is the room well? Alarms on top, then what citizens feel, then the machinery."""
    status = {"title": "Alarms", "sortBy": "stateUpdatedTimestamp", "alarms": [f"${{{name}.Arn}}" for name in alarms]}
    rows = [*_grid(FELT, top=5, columns=3), *_grid((*MACHINERY, _dead_letters(template)), top=24, columns=2)]
    return {
        "widgets": [
            {"type": "alarm", "x": 0, "y": 0, "width": 24, "height": 4, "properties": status},
            _heading("What citizens feel", 4),
            *rows[: len(FELT)],
            _heading("The machinery", 23),
            *rows[len(FELT) :],
        ]
    }


def _dead_letters(template: Resources) -> Widget:
    dead = (name for name in _of_type(template, "AWS::SQS::Queue") if name.endswith("DeadLetters"))
    return Widget("Dead letters", tuple(of_queue(name, "ApproximateNumberOfMessagesVisible") for name in dead))


def _heading(text: str, top: int) -> dict[str, Any]:
    return {"type": "text", "x": 0, "y": top, "width": 24, "height": 1, "properties": {"markdown": f"## {text}"}}


def _grid(widgets: Iterable[Widget], top: int, columns: int) -> Iterator[dict[str, Any]]:
    width, height = 24 // columns, 6
    for place, widget in enumerate(widgets):
        row, column = divmod(place, columns)
        yield {
            "type": "metric",
            "x": column * width,
            "y": top + row * height,
            "width": width,
            "height": height,
            "properties": {
                "title": widget.title,
                "region": "${AWS::Region}",
                "view": "timeSeries",
                "period": widget.period,
                "yAxis": {"left": {"min": 0}},
                "metrics": [metric.row() for metric in widget.metrics],
            },
        }

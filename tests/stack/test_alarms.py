"""Each alarm is fired by the fault that it is for, made for real; what takes hours is seen as late as that."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config

from chalicelib.store.models import PostModel
from infra.alarms import FUNCTIONS, SCHEDULE, alarms_of
from infra.client import wait_for
from infra.local import SENDER
from tests import pictures
from tests.conftest import Room
from tests.events.steps import fails, fire, message, routed
from tests.events.test_deliver_notices import box
from tests.metrics import api_name, ask, evaluate, from_logs, judged, lines, put
from tests.store.rows import added
from tests.test_telemetry import counted

pytestmark = pytest.mark.usefixtures("stage_settings")

Alarm = dict[str, Any]
Fault = Callable[[Room, str, Alarm], None]  # of the resource that the alarm is named after
SUNDAY, TUESDAY = "2026-03-07T23:30:00Z", "2026-03-09T23:30:00Z"  # half past eight in Korea
ONCE = Config(retries={"max_attempts": 0})
QUEUE_OF = {"UploadQueue": "MakeRenditions", "NoticeQueue": "DeliverNotices"}


def bad_deploy(room: Room, function: str, alarm: Alarm) -> None:
    """Once more often than is forgiven."""
    with broken(room, function):
        for _ in range(int(alarm["Threshold"]) + 1):
            assert room.stage.client("lambda").invoke(FunctionName=room.function(function))["FunctionError"]


def refused_mail(room: Room, function: str, alarm: Alarm) -> None:
    """One that SES does not take, as often as its queue brings it in a quarter of an hour."""
    brought, ses = message({"mailbox": box(routed(room)["id"])}), room.stage.client("ses")
    ses.delete_identity(Identity=SENDER)
    try:
        for _ in range(int(alarm["Threshold"]) + 1):
            assert fails(room, function, brought)
    finally:
        ses.verify_email_identity(EmailAddress=SENDER)


def no_concurrency(room: Room, function: str, alarm: Alarm) -> None:
    functions = room.stage.session.client("lambda", endpoint_url=room.stage.endpoint, config=ONCE)
    with throttled(room, function), pytest.raises(functions.exceptions.TooManyRequestsException):
        functions.invoke(FunctionName=room.function(function), Payload=b"{}")


def unread_stream(room: Room, function: str, alarm: Alarm) -> None:
    with idle(room, function) as source:
        oldest = first_record(room, source, lambda: everything_written(room))
        of, age = {"FunctionName": room.function(function)}, seen_late(oldest, alarm, 1000)
        put(room, "AWS/Lambda", "IteratorAge", of, age, datetime.now(UTC))


def unread_queue(room: Room, queue: str, alarm: Alarm) -> None:
    sqs, url = room.stage.client("sqs"), room.function(queue)
    with idle(room, QUEUE_OF[queue]):
        sqs.send_message(QueueUrl=url, MessageBody='{"Records": [], "mailbox": "member#nobody#nothing"}')
        asked = {"QueueUrl": url, "AttributeNames": ["SentTimestamp"], "VisibilityTimeout": 0}
        (found,) = wait_for(lambda: sqs.receive_message(**asked).get("Messages"), "the message")
        oldest = datetime.fromtimestamp(int(found["Attributes"]["SentTimestamp"]) / 1000, UTC)
        age = seen_late(oldest, alarm)
        put(room, "AWS/SQS", "ApproximateAgeOfOldestMessage", named(url), age, datetime.now(UTC))


def dead_letter(room: Room, queue: str, alarm: Alarm) -> None:
    """How one comes there: tests/events/test_dead_letters.py."""
    sqs, url = room.stage.client("sqs"), room.function(queue)
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    waiting = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
    many = int(*waiting.values())
    put(room, "AWS/SQS", "ApproximateNumberOfMessagesVisible", named(url), many, datetime.now(UTC))
    sqs.purge_queue(QueueUrl=url)


def api_down(room: Room, _: str, alarm: Alarm) -> None:
    with spoiled(room, "APIHandler", STATUS="500", SECONDS="0"):
        assert [ask(room, "/v1/city")[0] for _ in range(3)] == [500] * 3


def api_slow(room: Room, _: str, alarm: Alarm) -> None:
    with spoiled(room, "APIHandler", STATUS="200", SECONDS=str(alarm["Threshold"] / 1000)):
        _, took = ask(room, "/v1/city")
    for ago in (timedelta(minutes=5), timedelta(minutes=10)):  # and so in the periods before
        put(room, "AWS/ApiGateway", "Latency", api_name(room), took, datetime.now(UTC) - ago)


def turned_down(room: Room, _: str, alarm: Alarm) -> None:
    """Calls that are answered as DynamoDB answers them where all ask for one key."""
    many = counted("ThrottlingException", calls=int(alarm["Threshold"]) + 1)
    put(room, "Sotongbang", "Throttled", {"service": room.stage.stack}, many, datetime.now(UTC))


def past_its_deadline(room: Room, _: str, alarm: Alarm) -> None:
    began, due_at = datetime.now(UTC), datetime(2026, 3, 6, tzinfo=UTC)
    post = added(status="in_progress", department="welfare", due_at=due_at)
    try:
        fire(room, "RemindDepartments", TUESDAY)
    finally:
        PostModel(post.post_id).delete()
    from_logs(room, "RemindDepartments", began)


RULES: dict[str, Fault] = {"Errors": bad_deploy, "Throttles": no_concurrency, "Late": unread_stream}
FAULTS: dict[str, tuple[str, Fault]] = {
    name: (function.name, RULES[rule])
    for function in FUNCTIONS
    for name, _ in alarms_of(function)
    if (rule := name.removeprefix(function.name).removesuffix("Alarm")) in RULES
} | {
    "DeliverNoticesErrorsAlarm": ("DeliverNotices", refused_mail),
    "UploadQueueAgeAlarm": ("UploadQueue", unread_queue),
    "NoticeQueueAgeAlarm": ("NoticeQueue", unread_queue),
    **{
        f"{source}DeadLettersAlarm": (f"{source}DeadLetters", dead_letter)
        for source in ("Upload", "Notice", "Stream", "Schedule")
    },
    "ApiErrorsAlarm": ("RestAPI", api_down),
    "ApiLatencyAlarm": ("RestAPI", api_slow),
    "TablesThrottledAlarm": ("RestAPI", turned_down),
    "OverdueAlarm": ("RemindDepartments", past_its_deadline),
}
MISSED = {f"{function.name}MissedAlarm": function.name for function in FUNCTIONS if function.source == SCHEDULE}


@pytest.mark.parametrize("name", FAULTS)
def test_an_alarm_is_fired_by_the_fault_that_it_is_for(room: Room, name: str) -> None:
    resource, fault = FAULTS[name]
    quiet(room, name)
    began = datetime.now(UTC)
    assert judged(room, alarm(room, name), began) == "OK"
    fault(room, resource, alarm(room, name))
    evaluate(room)
    assert (alarm(room, name)["StateValue"], judged(room, alarm(room, name), began)) == ("ALARM", "ALARM")


@pytest.mark.parametrize("name", MISSED)
def test_a_schedule_that_has_not_run_is_missed_and_one_that_has_is_not(room: Room, name: str) -> None:
    since = datetime.now(UTC)
    assert judged(room, alarm(room, name), since) == "ALARM"
    fire(room, MISSED[name], SUNDAY)
    assert judged(room, alarm(room, name), since) == "OK"


def test_every_alarm_of_the_room_is_fired_here(room: Room) -> None:
    pages = room.stage.client("cloudwatch").get_paginator("describe_alarms").paginate()
    deployed = {found["AlarmName"] for page in pages for found in page["MetricAlarms"]}
    assert {room.function(name) for name in {*FAULTS, *MISSED}} == deployed


def test_who_is_to_know_is_told_when_an_alarm_fires_and_when_it_is_over(room: Room) -> None:
    name, said = "NoticeDeadLettersAlarm", []
    with subscribed(room) as read:
        quiet(room, name)
        dead_letter(room, "NoticeDeadLetters", alarm(room, name))
        quiet(room, name)

        def both() -> bool:
            said.extend(letter for letter in read() if letter["AlarmName"] == room.function(name))
            return {letter["NewStateValue"] for letter in said} == {"ALARM", "OK"}

        assert wait_for(both, "the letters")
    assert said[0]["AlarmDescription"].endswith("then redrive.")


def test_a_line_of_the_log_names_its_request_and_the_post_that_it_is_about(room: Room) -> None:
    began = datetime.now(UTC)
    post_id = room.citizen().post(text="엄사사거리 신호등이 꺼져 있습니다.", tag="생활불편신고")["id"]
    (routed,) = wait_for(
        lambda: [one for one in lines(room, "RoutePost", began) if one.get("post_id") == post_id], "its line"
    )
    assert routed["request_id"]
    assert (routed["message"], routed["service"]) == ("routed", room.stage.stack)
    assert "신호등" not in json.dumps(routed, ensure_ascii=False)


MEASURED = {
    "APIHandler": {"PostsAccepted"},
    "RoutePost": {"RoutedAutomatically", "RoutingConfidence", "SecondsToTransfer"},
    "MakeRenditions": {"PhotosReady", "SecondsToRendition"},
}


def test_what_a_citizen_waits_for_is_measured_and_a_repeated_request_is_one_post(room: Room) -> None:
    began, citizen = datetime.now(UTC), room.citizen()
    post = {
        "text": "엄사사거리 신호등이 꺼져 있습니다.",
        "tag": "생활불편신고",
        "photos": [citizen.upload(pictures.jpeg(320, 240))],
    }
    assert citizen.post("measured", **post) == citizen.post("measured", **post)
    for function, names in MEASURED.items():
        points = wait_for(lambda: complete(room, function, names, began), function)  # noqa: B023 - asked at once
        assert all(0 < point < 600 for values in points.values() for point in values)
        assert {len(values) for values in points.values()} == {1}


def complete(room: Room, function: str, names: set[str], since: datetime) -> dict[str, list[float]]:
    """The points of these metrics in a function's log; nothing before each has one."""
    found = list(lines(room, function, since))
    points = {name: [value for line in found for value in line.get(name, ())] for name in names}
    return points if all(points.values()) else {}


def alarm(room: Room, name: str) -> Alarm:
    (found,) = room.stage.client("cloudwatch").describe_alarms(AlarmNames=[room.function(name)])["MetricAlarms"]
    described: Alarm = found
    return described


def quiet(room: Room, name: str) -> None:
    client = room.stage.client("cloudwatch")
    client.set_alarm_state(AlarmName=room.function(name), StateValue="OK", StateReason="before the fault")


def named(queue_url: str) -> dict[str, str]:
    return {"QueueName": queue_url.rpartition("/")[2]}


def seen_late(oldest: datetime, alarm: Alarm, in_a_second: int = 1) -> float:
    """Its age at a look that comes as much later as the alarm is patient."""
    return (datetime.now(UTC) - oldest).total_seconds() * in_a_second + alarm["Threshold"] + 1


def everything_written(room: Room) -> None:
    """A record in the stream of every table."""
    citizen = room.citizen()
    post_id = citizen.post(text="천마산 노을이 곱습니다.", tag="시민대화")["id"]
    citizen.call("POST", f"/v1/posts/{post_id}/comments", {"text": "저도 보았습니다."})
    citizen.call("POST", "/v1/photos", {"type": "image/jpeg"})


def first_record(room: Room, source: str, write: Callable[[], None]) -> datetime:
    """When the first of what is written comes into a stream."""
    streams = room.stage.client("dynamodbstreams")
    shards = streams.describe_stream(StreamArn=source)["StreamDescription"]["Shards"]
    place = {"StreamArn": source, "ShardId": shards[-1]["ShardId"], "ShardIteratorType": "LATEST"}
    iterator = streams.get_shard_iterator(**place)["ShardIterator"]
    write()
    first = wait_for(lambda: streams.get_records(ShardIterator=iterator)["Records"], "a record")[0]
    at: datetime = first["dynamodb"]["ApproximateCreationDateTime"]
    return at


@contextmanager
def subscribed(room: Room) -> Iterator[Callable[[], list[Alarm]]]:
    """What the topic of the alarms says from now on."""
    sns, sqs = room.stage.client("sns"), room.stage.client("sqs")
    anybody = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [anybody]})
    url = sqs.create_queue(QueueName="told-of-alarms", Attributes={"Policy": policy})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    asked = {"TopicArn": room.function("AlarmTopic"), "Protocol": "sqs", "Endpoint": arn}
    told = sns.subscribe(**asked, ReturnSubscriptionArn=True)["SubscriptionArn"]

    def read() -> list[Alarm]:
        letters = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", ())
        return [json.loads(json.loads(letter["Body"])["Message"]) for letter in letters]

    try:
        yield read
    finally:
        sns.unsubscribe(SubscriptionArn=told)
        sqs.delete_queue(QueueUrl=url)


@contextmanager
def idle(room: Room, function: str) -> Iterator[str]:
    """A function that takes nothing from its queue or stream, whose ARN is given."""
    functions = room.stage.client("lambda")
    (source,) = functions.list_event_source_mappings(FunctionName=room.function(function))["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=source["UUID"], Enabled=False)
    try:
        yield source["EventSourceArn"]
    finally:
        functions.update_event_source_mapping(UUID=source["UUID"], Enabled=True)


@contextmanager
def throttled(room: Room, function: str) -> Iterator[None]:
    functions, name = room.stage.client("lambda"), room.function(function)
    functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    try:
        yield
    finally:
        functions.delete_function_concurrency(FunctionName=name)


@contextmanager
def broken(room: Room, function: str) -> Iterator[None]:
    """A function whose code cannot be loaded, as after a bad deploy."""
    functions, name = room.stage.client("lambda"), room.function(function)
    functions.update_function_code(FunctionName=name, ZipFile=zipped("app.py", "raise ImportError"))
    try:
        yield
    finally:
        functions.update_function_code(FunctionName=name, **deployed(room, function))


def deployed(room: Room, function: str) -> dict[str, str]:
    """Bucket and key of the package, as the stack names them."""
    formation = room.stage.client("cloudformation")
    template = formation.get_template(StackName=room.stage.stack, TemplateStage="Processed")["TemplateBody"]
    code: dict[str, str] = template["Resources"][function]["Properties"]["Code"]
    return code


@contextmanager
def spoiled(room: Room, function: str, **variables: str) -> Iterator[None]:
    functions, name, code = room.stage.client("lambda"), room.function(function), Path(__file__).with_name("spoiled.py")
    kept = functions.get_function_configuration(FunctionName=name)
    layer = functions.publish_layer_version(
        LayerName="spoiled", Content={"ZipFile": zipped("python/spoiled.py", code.read_text())}
    )
    functions.update_function_configuration(
        FunctionName=name,
        Handler="spoiled.handler",
        Layers=[layer["LayerVersionArn"]],
        Environment={"Variables": kept["Environment"]["Variables"] | variables},
    )
    try:
        yield
    finally:
        functions.update_function_configuration(
            FunctionName=name, Handler=kept["Handler"], Layers=[], Environment=kept["Environment"]
        )


def zipped(name: str, code: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, code)
    return held.getvalue()

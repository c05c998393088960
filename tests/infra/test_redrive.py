"""Dead letters are shown for what they are, go back the way they came, and are never lost."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from chalicelib.store.models import NoticeModel
from infra import ROOT, redrive
from infra.client import wait_for
from infra.redrive import CannotSend, Office
from tests.conftest import Room
from tests.events.steps import impatient, read, routed, row
from tests.infra.terminal import Typed

pytestmark = pytest.mark.usefixtures("stage_settings")
SUNDAY = {"version": "0", "id": "1", "source": "aws.events", "account": "0", "region": "ap-northeast-2", "detail": {}}
SUNDAY |= {"time": "2026-11-28T23:30:00Z", "resources": [], "detail-type": "Scheduled Event"}
LONG_AGO = "2025-03-02T09:00:00"


@pytest.fixture(autouse=True)
def at_the_room(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(redrive, "enter", lambda _: room.stage)
    yield
    for name in ("UploadDeadLetters", "NoticeDeadLetters", "StreamDeadLetters", "ScheduleDeadLetters"):
        room.stage.client("sqs").purge_queue(QueueUrl=room.function(name))


NOBODYS = '{"mailbox": "nobody"}'


def lying(room: Room, queue: str) -> list[dict[str, Any]]:
    """Without taking them."""
    asked = {"QueueUrl": room.function(queue), "VisibilityTimeout": 0, "MaxNumberOfMessages": 10}
    found = room.stage.client("sqs").receive_message(**asked)
    letters: list[dict[str, Any]] = found.get("Messages", [])
    return letters


def buried(room: Room, queue: str, body: str = "") -> dict[str, Any]:
    """The first with this body; what other tests had under way may lie there too."""

    def found() -> list[dict[str, Any]]:
        return [letter for letter in lying(room, queue) if letter["Body"] == (body or letter["Body"])]

    return wait_for(found, "the dead letter", 90)[0]


@contextmanager
def poisoned(room: Room) -> Iterator[None]:
    """Whoever is to be told of new talk cannot be found out, and the stream soon gives up."""
    functions, db = room.stage.client("lambda"), room.stage.client("dynamodb")
    (source,) = functions.list_event_source_mappings(FunctionName=room.function("TellWatchers"))["EventSourceMappings"]
    table, key = room.function("WatchesTable"), {"member_id": {"S": "nobody"}, "row": {"S": "w#0"}}
    functions.update_event_source_mapping(UUID=source["UUID"], MaximumRecordAgeInSeconds=1)
    db.put_item(TableName=table, Item=key | {"subject": {"S": "tag#시민대화"}, "created_at": {"S": "never"}})
    try:
        yield
    finally:
        db.delete_item(TableName=table, Key=key)
        functions.update_event_source_mapping(UUID=source["UUID"], MaximumRecordAgeInSeconds=3600)


def logged(room: Room, name: str, line: dict[str, str], seconds_ago: int = 0) -> None:
    """Over again: the local cloud may put what a function says to the log of its next call, or may not."""
    logs, function = room.stage.client("logs"), room.function(name)
    found = room.stage.client("lambda").get_function_configuration(FunctionName=function)["LoggingConfig"]
    stream = {"logGroupName": found["LogGroup"], "logStreamName": line["record"]}
    logs.create_log_stream(**stream)
    at = int((time.time() - seconds_ago) * 1000)
    logs.put_log_events(**stream, logEvents=[{"timestamp": at, "message": json.dumps(line)}])


def test_the_log_is_read_from_the_time_of_the_letter_on(room: Room) -> None:
    """It may hold 400 days."""
    function, now = room.function("DeliverNotices"), datetime.now(UTC).isoformat()
    for record, seconds_ago in (("old", 3600), ("new", 0)):
        logged(room, "DeliverNotices", {"record": record, "exception": "ValueError: why"}, seconds_ago)
    words = Office(room.stage)._last_words
    assert words(function, "new", now) == words(function, "old", f"{LONG_AGO}Z") == "ValueError: why"
    assert words(function, "old", now) == "its log says nothing of it"


def test_a_letter_of_a_queue_goes_back_to_it_and_returns_if_it_fails_again(room: Room) -> None:
    with impatient(room, "NoticeQueue", 1):
        room.stage.client("sqs").send_message(QueueUrl=room.function("NoticeQueue"), MessageBody=NOBODYS)
        first = buried(room, "NoticeDeadLetters", NOBODYS)
        logged(room, "DeliverNotices", {"record": first["MessageId"], "exception": "Traceback …\nValueError: what?"})
        shown = Typed.at(redrive).text
        assert re.search(r"NoticeDeadLetters: [1-9]\d*\n  DeliverNotices, since 2", shown)
        assert re.search(r"1 tries: ValueError: (what\?|not enough values to unpack)", shown)
        assert buried(room, "NoticeDeadLetters", NOBODYS)["MessageId"] == first["MessageId"]
        assert "sent back" in Typed.at(redrive, "--send").text
        second = buried(room, "NoticeDeadLetters", NOBODYS)
    assert (second["MessageId"] != first["MessageId"], second["Body"]) == (True, first["Body"])


def test_a_letter_of_a_stream_has_its_function_do_what_it_could_not(room: Room) -> None:
    reader = room.citizen("두마댁")
    reader.call("POST", "/v1/members/me/watches", {"kind": "tag", "value": "시민대화"})
    with poisoned(room):
        post_id = room.citizen().post(text="천마산 노을이 참 곱습니다.", tag="시민대화")["id"]
        buried(room, "StreamDeadLetters")
        assert "    stays: " in Typed.at(redrive, "--send").text
    told = NoticeModel.mailbox == f"watcher#{reader.call('GET', '/v1/members/me')['id']}#{post_id}"
    assert re.search(r"StreamDeadLetters: [1-9]\d*\n  TellWatchers, since 2", Typed.at(redrive).text)
    assert list(NoticeModel.scan(told)) == []
    assert "    sent back" in Typed.at(redrive, "--send").text
    assert len(list(NoticeModel.scan(told))) == 1
    assert lying(room, "StreamDeadLetters") == []


def test_what_the_stream_has_lost_is_made_anew_from_the_table(room: Room) -> None:
    db, table, post_id = room.stage.client("dynamodb"), room.function("PostsTable"), "01JNBAAAAAAAAAAAAAAAAAAAAA"
    late = {"post_id": {"S": post_id}, "created_at": {"S": f"{LONG_AGO}.000000+0000"}, "status": {"S": "received"}}
    known = row(room, "PostsTable", post_id=routed(room)["id"])
    gone = {"accepted_at", "due_at", "assigned_at"}
    db.put_item(
        TableName=table,
        Item={k: v for k, v in known.items() if k not in gone}
        | late
        | {"origin": {"S": "moved"}, "version": {"N": "1"}},
    )
    # It hears of new rows of the room alone: as if that had been lost.
    db.update_item(
        TableName=table,
        Key={"post_id": {"S": post_id}},
        UpdateExpression="SET origin = :room",
        ExpressionAttributeValues={":room": {"S": "room"}},
    )
    try:
        bury(room, "StreamDeadLetters", of_the_router(room))
        assert "sent back" in Typed.at(redrive, "--send").text
        assert read(room, post_id)["due_at"]
    finally:
        db.delete_item(TableName=table, Key={"post_id": {"S": post_id}})


def of_the_router(room: Room) -> dict[str, Any]:
    """As the local cloud writes it, of a record that its stream has no longer."""
    function = room.stage.client("lambda").get_function_configuration(FunctionName=room.function("RoutePost"))
    stream = room.stage.client("dynamodb").describe_table(TableName=room.function("PostsTable"))["Table"]
    numbers = dict.fromkeys(("startSequenceNumber", "endSequenceNumber"), "1" * 21)
    times = dict.fromkeys(("approximateArrivalOfFirstRecord", "approximateArrivalOfLastRecord"), f"{LONG_AGO}Z")
    known = {"shardId": "shardId-00000000000000000000-00000000", "streamArn": stream["LatestStreamArn"], "batchSize": 1}
    context = {
        "functionArn": function["FunctionArn"],
        "condition": "RetryAttemptsExhausted",
        "approximateInvokeCount": 10,
    }
    return {"requestContext": context, "DDBStreamBatchInfo": known | numbers | times}


def bury(room: Room, queue: str, letter: object) -> None:
    room.stage.client("sqs").send_message(QueueUrl=room.function(queue), MessageBody=json.dumps(letter))


@contextmanager
def tried_once(room: Room, name: str) -> Iterator[None]:
    """Lambda waits ever longer before each further try."""
    functions, wanted = room.stage.client("lambda"), {"FunctionName": room.function(name), "Qualifier": "$LATEST"}
    kept = functions.get_function_event_invoke_config(**wanted)["DestinationConfig"]
    functions.put_function_event_invoke_config(**wanted, MaximumRetryAttempts=0, DestinationConfig=kept)
    try:
        yield
    finally:
        functions.put_function_event_invoke_config(**wanted, DestinationConfig=kept)


def test_what_the_clock_started_is_buried_with_its_reason_and_started_again(room: Room) -> None:
    with tried_once(room, "RemindDepartments"):
        room.stage.client("lambda").invoke(
            FunctionName=room.function("RemindDepartments"), InvocationType="Event", Payload=b"{}"
        )
        letter = buried(room, "ScheduleDeadLetters")
    shown = Typed.at(redrive, "--send").text
    assert "ScheduleDeadLetters: 1\n  RemindDepartments, since 2" in shown
    assert shown.count("'version'") == 2  # what it misses in the event: why it is there, and why it stays
    assert buried(room, "ScheduleDeadLetters")["MessageId"] == letter["MessageId"]
    room.stage.client("sqs").purge_queue(QueueUrl=room.function("ScheduleDeadLetters"))
    bury(room, "ScheduleDeadLetters", json.loads(letter["Body"]) | {"requestPayload": SUNDAY})
    assert "sent back" in Typed.at(redrive, "--send").text
    assert lying(room, "ScheduleDeadLetters") == []


def test_what_its_rule_could_not_hand_over_is_handed_over(room: Room) -> None:
    """As EventBridge writes it; the local one does not."""
    function = room.stage.client("lambda").get_function_configuration(FunctionName=room.function("RemindDepartments"))
    told = {"TARGET_ARN": function["FunctionArn"], "RETRY_ATTEMPTS": "185", "ERROR_MESSAGE": "Not allowed."}
    room.stage.client("sqs").send_message(
        QueueUrl=room.function("ScheduleDeadLetters"),
        MessageBody=json.dumps(SUNDAY),
        MessageAttributes={name: {"DataType": "String", "StringValue": value} for name, value in told.items()},
    )
    shown = Typed.at(redrive, "--send").text
    assert f"  RemindDepartments, since {SUNDAY['time']}, 185 tries: Not allowed.\n    sent back" in shown


def test_a_letter_that_nobody_knows_stays(room: Room) -> None:
    bury(room, "StreamDeadLetters", "what is this")
    assert "stays: nothing tells where it came from" in Typed.at(redrive, "--send").text
    assert buried(room, "StreamDeadLetters")


def patterns() -> list[dict[str, Any]]:
    events = YAMLTemplateSerializer().load_template((ROOT / "infra" / "events.yaml").read_text("utf-8"), "events.yaml")
    sources = (s for r in events["Resources"].values() for s in r["Properties"].get("Events", {}).values())
    filters = (one for source in sources for one in source["Properties"].get("FilterCriteria", {}).get("Filters", ()))
    return [json.loads(one["Pattern"]) for one in filters]


@pytest.mark.parametrize("pattern", patterns(), ids=str)
def test_every_event_filter_is_understood(pattern: dict[str, Any]) -> None:
    assert redrive._fits(pattern, {"eventName": "NONE", "dynamodb": {}}) is False


def test_one_that_is_not_keeps_the_letter() -> None:
    with pytest.raises(CannotSend):
        redrive._fits({"eventName": [{"prefix": "IN"}]}, {"eventName": "INSERT"})


def test_a_stream_names_who_did_it_otherwise_than_lambda() -> None:
    found = redrive._as_called({"userIdentity": {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}}, "arn")
    assert found["userIdentity"] == {"principalId": "dynamodb.amazonaws.com", "type": "Service"}


@pytest.mark.parametrize(("origin", "heard"), [("room", True), ("moved", False), ("restored", False)])
def test_records_between_those_of_a_letter_pass_its_filter_too(origin: str, heard: bool) -> None:
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"origin": {"S": ["room"]}}}}
    record = {"eventName": "INSERT", "dynamodb": {"NewImage": {"origin": {"S": origin}}}}
    assert redrive._fits(pattern, record) is heard

"""What a queue or a stream brings again and again in vain is put where an alarm looks."""

import json

import pytest

from infra.client import wait_for
from tests import pictures
from tests.conftest import Room
from tests.events.steps import impatient, routed, settled

TRIES = 3


@pytest.mark.parametrize(
    ("queue", "dead", "body"),
    [
        ("UploadQueue", "UploadDeadLetters", "not json"),
        ("UploadQueue", "UploadDeadLetters", None),
        ("NoticeQueue", "NoticeDeadLetters", '{"mailbox": "nobody"}'),
    ],
    ids=["no-event", "no-original", "no-mailbox"],
)
def test_a_message_that_never_succeeds_is_buried(room: Room, queue: str, dead: str, body: str | None) -> None:
    sqs = room.stage.client("sqs")
    if body is None:  # announced, never sent
        photo_id = room.citizen().call("POST", "/v1/photos", {"type": "image/jpeg"})["id"]
        body = json.dumps(
            {"Records": [{"eventTime": "2026-03-02T09:00:00.000Z", "s3": {"object": {"key": f"uploads/{photo_id}"}}}]}
        )
    with impatient(room, queue, TRIES):
        sqs.send_message(QueueUrl=room.function(queue), MessageBody=body)
        buried = wait_for(lambda: sqs.receive_message(QueueUrl=room.function(dead)).get("Messages"), "the dead letter")
    sqs.delete_message(QueueUrl=room.function(dead), ReceiptHandle=buried[0]["ReceiptHandle"])
    assert buried[0]["Body"] == body


def test_a_hostile_photo_is_refused_at_once_and_never_buried(room: Room) -> None:
    with impatient(room, "UploadQueue", TRIES):
        for bad in (pictures.renamed_html(), pictures.truncated(pictures.jpeg()), pictures.pixel_bomb_png()):
            assert settled(room, room.citizen().upload(bad))["state"] == "rejected"
    dead = room.stage.client("sqs").receive_message(QueueUrl=room.function("UploadDeadLetters"))
    assert "Messages" not in dead


def test_a_record_that_never_succeeds_is_buried_where_an_alarm_looks(room: Room) -> None:
    functions, sqs = room.stage.client("lambda"), room.stage.client("sqs")
    (source,) = functions.list_event_source_mappings(FunctionName=room.function("RoutePost"))["EventSourceMappings"]
    queue = room.function("StreamDeadLetters")
    functions.update_event_source_mapping(UUID=source["UUID"], MaximumRecordAgeInSeconds=1)
    try:
        room.stage.client("dynamodb").put_item(
            TableName=room.function("PostsTable"),
            Item={"post_id": {"S": "poison"}, "receipt_number": {"S": "GR-2026-999999"}, "origin": {"S": "room"}},
        )
        buried = wait_for(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"), "the dead letter", 90)
        assert "DDBStreamBatchInfo" in json.loads(buried[0]["Body"])
    finally:
        functions.update_event_source_mapping(UUID=source["UUID"], MaximumRecordAgeInSeconds=3600)
        room.stage.client("dynamodb").delete_item(
            TableName=room.function("PostsTable"), Key={"post_id": {"S": "poison"}}
        )
        sqs.purge_queue(QueueUrl=queue)
    assert routed(room)["due_at"]  # the stream goes on behind it

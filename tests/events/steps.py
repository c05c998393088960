"""Events as Lambda gets them, and what is seen of their work."""

import json
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from infra.client import wait_for
from tests.conftest import Room

DONE: dict[str, list[dict[str, str]]] = {"batchItemFailures": []}


def invoke(room: Room, name: str, *records: Mapping[str, Any]) -> Any:
    """What the deployed function answers to a batch of these records."""
    done = _invoked(room, name, records)
    assert "FunctionError" not in done
    return json.loads(done["Payload"].read())


def fails(room: Room, name: str, *records: Mapping[str, Any]) -> bool:
    """Whether the function fails on this batch, so that its stream or queue brings all of it again."""
    return "FunctionError" in _invoked(room, name, records)


def _invoked(room: Room, name: str, records: tuple[Mapping[str, Any], ...]) -> Mapping[str, Any]:
    event = json.dumps({"Records": records})
    done: Mapping[str, Any] = room.stage.client("lambda").invoke(FunctionName=room.function(name), Payload=event)
    return done


def fire(room: Room, name: str, at: str) -> None:
    """What the schedule of a function does at this moment (ISO 8601, UTC)."""
    known = {"version": "0", "id": "1", "source": "aws.events", "account": "0", "region": "ap-northeast-2"}
    event = json.dumps(known | {"time": at, "resources": [], "detail": {}, "detail-type": "Scheduled Event"})
    done = room.stage.client("lambda").invoke(FunctionName=room.function(name), Payload=event)
    assert "FunctionError" not in done, done["Payload"].read()


def failed(*identifiers: str) -> dict[str, list[dict[str, str]]]:
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in identifiers]}


def message(body: object, number: str = "m1") -> dict[str, Any]:
    """Of a queue."""
    text = body if isinstance(body, str) else json.dumps(body)
    known = {"messageId": number, "receiptHandle": number, "body": text, "attributes": {}, "messageAttributes": {}}
    return known | {"md5OfBody": "", "eventSource": "aws:sqs", "eventSourceARN": "", "awsRegion": ""}


def uploaded(key: str, number: str = "m1") -> dict[str, Any]:
    """The message by which S3 tells of a new object; S3 encodes its keys."""
    return message({"Records": [{"eventTime": "2026-03-02T09:00:00.000Z", "s3": {"object": {"key": key}}}]}, number)


def record(new: object, number: str = "1", old: object = None) -> dict[str, Any]:
    """Of a stream."""
    images = {"NewImage": new} | ({"OldImage": old} if old else {})
    return {
        "eventID": number,
        "eventName": "MODIFY" if old else "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "eventSourceARN": "arn:aws:dynamodb:ap-northeast-2:000000000000:table/x/stream/y",
        "awsRegion": "ap-northeast-2",
        "dynamodb": images
        | {"Keys": {}, "SequenceNumber": number, "ApproximateCreationDateTime": 1.0, "SizeBytes": 1}
        | {"StreamViewType": "NEW_AND_OLD_IMAGES"},
    }


def row(room: Room, table: str, **key: str) -> dict[str, Any]:
    """As it lies in the table of this name in the template."""
    names = {name: {"S": value} for name, value in key.items()}
    found = room.stage.client("dynamodb").get_item(TableName=room.function(table), Key=names, ConsistentRead=True)
    item: dict[str, Any] = found["Item"]
    return item


def read(room: Room, post_id: str) -> dict[str, Any]:
    found: dict[str, Any] = room.api.call("GET", f"/v1/posts/{post_id}")
    return found


def settled(room: Room, photo_id: str) -> dict[str, Any]:
    def look() -> Any:
        photo = room.api.call("GET", f"/v1/photos/{photo_id}")
        return photo if photo["state"] != "pending" else None

    found: dict[str, Any] = wait_for(look, "a settled photo")
    return found


def fetched(room: Room, path: str) -> bytes:
    """A rendition, as the public gets it through the CDN."""
    with urllib.request.urlopen(room.told["site"] + path) as answer:
        assert answer.headers["Content-Type"] == "image/webp"
        body: bytes = answer.read()
        return body


def routed(room: Room, text: str = "엄사사거리 횡단보도 신호등이 꺼져 있습니다.") -> dict[str, Any]:
    post_id = room.citizen().post(text=text, tag="생활불편신고")["id"]
    found: dict[str, Any] = wait_for(lambda: (post := read(room, post_id))["due_at"] and post, "the routing")
    return found


@contextmanager
def impatient(room: Room, queue: str, tries: int) -> Iterator[None]:
    """A queue that brings back after some seconds, and that many times; before the work is done it would end it for nothing."""
    sqs, url = room.stage.client("sqs"), room.function(queue)
    kept = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout", "RedrivePolicy"])["Attributes"]
    redrive = json.dumps(json.loads(kept["RedrivePolicy"]) | {"maxReceiveCount": tries})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "3", "RedrivePolicy": redrive})
    try:
        yield
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=kept)

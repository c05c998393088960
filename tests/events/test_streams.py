"""Stream events that come twice, or are poisoned."""

import json
import time
from typing import Any

from infra.client import wait_for
from tests.conftest import Room
from tests.events.test_photos import invoke

TEXT = "엄사사거리 횡단보도 신호등이 꺼져 있습니다."


def record(image: dict[str, Any], number: str, kind: str = "INSERT") -> dict[str, Any]:
    return {
        "eventID": number,
        "eventName": kind,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "ap-northeast-2",
        "eventSourceARN": "arn:aws:dynamodb:ap-northeast-2:000000000000:table/x/stream/y",
        "dynamodb": {
            "ApproximateCreationDateTime": 1.0,
            "Keys": {},
            "NewImage": image,
            "SequenceNumber": number,
            "SizeBytes": 1,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


def row(room: Room, post_id: str) -> dict[str, Any]:
    found: dict[str, Any] = room.stage.client("dynamodb").get_item(
        TableName=room.function("PostsTable"), Key={"post_id": {"S": post_id}}
    )["Item"]
    return found


def routed(room: Room) -> dict[str, Any]:
    post_id = room.citizen().post(text=TEXT, tag="생활불편신고")["id"]

    def look() -> Any:
        post = room.api.call("GET", f"/v1/posts/{post_id}")
        return post if post["due_at"] else None

    found: dict[str, Any] = wait_for(look, "routing")
    return found


def test_a_post_that_is_told_again_is_not_routed_again(room: Room) -> None:
    post = routed(room)
    image = row(room, post["id"])
    answer = invoke(room, "RoutePost", {"Records": [record(image, "1"), record(image, "2")]})
    assert answer is None
    assert room.api.call("GET", f"/v1/posts/{post['id']}") == post


def test_a_poisoned_record_raises_and_the_others_are_done_all_the_same(room: Room) -> None:
    fresh = room.citizen("뒤에 선 이").post(text=TEXT, tag="생활불편신고")["id"]
    poisoned = {"post_id": {"S": "no such post"}, "receipt_number": {"S": "GR-2026-999999"}, "text": {"S": "?"}}
    event = {"Records": [record(poisoned, "1"), record(row(room, fresh), "2")]}
    done = room.stage.client("lambda").invoke(FunctionName=room.function("RoutePost"), Payload=json.dumps(event))
    assert done["FunctionError"]
    assert room.api.call("GET", f"/v1/posts/{fresh}")["due_at"]


def test_a_rename_that_is_told_again_changes_nothing(room: Room) -> None:
    member = {
        "member_id": {"S": "x"},
        "nickname": {"S": "같은 이름"},
        "token_hash": {"S": "-"},
        "level": {"S": "nickname"},
        "joined_at": {"S": "2026-11-24T00:00:00.000000+0000"},
    }
    same = record(member, "1", "MODIFY")
    same["dynamodb"]["OldImage"] = member
    assert invoke(room, "RenameAuthor", {"Records": [same]}) is None


def test_deadlines_are_reckoned_without_touching_what_is_right(room: Room) -> None:
    post = routed(room)
    invoke(
        room,
        "RefreshDeadlines",
        {
            "version": "0",
            "id": "x",
            "time": "2026-11-24T15:05:00Z",
            "source": "aws.events",
            "account": "0",
            "region": "ap-northeast-2",
            "resources": [],
            "detail": {},
            "detail-type": "x",
        },
    )
    assert room.api.call("GET", f"/v1/posts/{post['id']}")["version"] == post["version"]


def test_a_record_that_never_succeeds_is_buried_where_an_alarm_looks(room: Room) -> None:
    functions, sqs = room.stage.client("lambda"), room.stage.client("sqs")
    (source,) = functions.list_event_source_mappings(FunctionName=room.function("RoutePost"))["EventSourceMappings"]
    queue = room.function("StreamDeadLetters")
    functions.update_event_source_mapping(UUID=source["UUID"], MaximumRecordAgeInSeconds=1)
    try:
        room.stage.client("dynamodb").put_item(
            TableName=room.function("PostsTable"),
            Item={"post_id": {"S": "poison"}, "receipt_number": {"S": "GR-2026-999999"}},
        )
        buried = wait_for(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"), "the dead letter", 90)
        assert "DDBStreamBatchInfo" in json.loads(buried[0]["Body"])
    finally:
        functions.update_event_source_mapping(UUID=source["UUID"], MaximumRecordAgeInSeconds=3600)
        room.stage.client("dynamodb").delete_item(
            TableName=room.function("PostsTable"), Key={"post_id": {"S": "poison"}}
        )
        sqs.purge_queue(QueueUrl=queue)
        time.sleep(1)
    assert routed(room)["due_at"]  # the stream goes on behind it

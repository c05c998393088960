"""Who waits for a post that was merged waits where its matter is handled: once, however often it is told."""

from typing import Any

import pytest

from infra.client import wait_for
from tests.conftest import Room
from tests.events.steps import invoke, read, record, routed, row


@pytest.fixture
def merged(room: Room) -> tuple[str, str, dict[str, Any]]:
    """The twin, what it was merged into, and the comment that says so, as the stream tells of it."""
    twin, into = routed(room)["id"], routed(room)["id"]
    neighbour = room.citizen("이웃")
    for post_id in (twin, into):
        neighbour.call("PUT", f"/v1/posts/{post_id}/support")
    neighbour.call("PUT", f"/v1/posts/{twin}/follow")
    return twin, into, merge(room, twin, into)


def merge(room: Room, twin: str, into: str) -> dict[str, Any]:
    body = {"into": into, "reason": "같은 신호등입니다."}
    told = room.clerk().call("POST", f"/v1/admin/posts/{twin}/merge", body)
    return row(room, "CommentsTable", post_id=twin, comment_id=told["thread"][-1]["id"])


def marks(room: Room, post_id: str) -> set[str]:
    found = room.stage.client("dynamodb").query(
        TableName=room.function("MarksTable"),
        KeyConditionExpression="post_id = :p",
        ExpressionAttributeValues={":p": {"S": post_id}},
    )
    return {item["mark"]["S"] for item in found["Items"]}


def test_marks_are_carried_once_however_often_it_is_told(room: Room, merged: tuple[str, str, dict[str, Any]]) -> None:
    twin, into, comment = merged
    for _ in range(2):
        invoke(room, "CarryMarks", *[record(comment)] * 2)
    assert marks(room, twin) <= marks(room, into)
    author = read(room, twin)["author"]["id"]
    assert {f"follow#{author}", f"support#{author}"} <= marks(room, into)
    assert read(room, into)["supports"] == 2  # the neighbour, who pressed both, and the twin's author


def test_the_stream_tells_of_it(room: Room, merged: tuple[str, str, dict[str, Any]]) -> None:
    _, into, _ = merged
    assert wait_for(lambda: read(room, into)["supports"] == 2, "the marks")


def test_what_comes_late_goes_where_the_matter_is_now(room: Room, merged: tuple[str, str, dict[str, Any]]) -> None:
    twin, into, comment = merged
    last = routed(room)["id"]
    merge(room, into, last)
    invoke(room, "CarryMarks", record(comment))
    assert marks(room, twin) <= marks(room, last)


def test_other_comments_carry_nothing(room: Room) -> None:
    post = routed(room)
    before = marks(room, post["id"])
    said = row(room, "CommentsTable", post_id=post["id"], comment_id=post["thread"][0]["id"])
    for told in (said, said | {"status": {"S": "merged"}, "by": {"S": "citizen"}}):
        invoke(room, "CarryMarks", record(told))
    assert marks(room, post["id"]) == before

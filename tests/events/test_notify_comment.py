"""From a comment to notices, once for each reader."""

from typing import Any

from tests.conftest import Room
from tests.events.steps import fails, invoke, record, routed, row


def said(room: Room, post_id: str) -> dict[str, Any]:
    """A neighbour's comment, as the stream tells of it."""
    path = f"/v1/posts/{post_id}/comments"
    comment = room.citizen("이웃").call("POST", path, {"text": "저도 같은 곳에서 넘어질 뻔했습니다."})
    return row(room, "CommentsTable", post_id=post_id, comment_id=comment["id"])


def noted(room: Room, mailbox: str) -> list[str]:
    """The comments that lie in a mailbox."""
    found = room.stage.client("dynamodb").query(
        TableName=room.function("NoticesTable"),
        KeyConditionExpression="mailbox = :m",
        ExpressionAttributeValues={":m": {"S": mailbox}},
    )
    return [item["event_id"]["S"] for item in found["Items"]]


def test_a_comment_that_is_told_again_is_noted_once(room: Room) -> None:
    post = routed(room)
    comment = said(room, post["id"])
    invoke(room, "NotifyComment", *[record(comment)] * 2)
    invoke(room, "NotifyComment", record(comment))
    mailbox = f"department#{post['department']}#{post['id']}"
    assert noted(room, mailbox).count(comment["comment_id"]["S"]) == 1


def test_a_transfer_is_told_to_the_department_that_gets_the_post(room: Room) -> None:
    post = routed(room)
    path = f"/v1/admin/posts/{post['id']}"
    room.clerk().call("PATCH", path, {"department": "environment", "reason": "환경위생과 일입니다."})
    moved = room.clerk().call("GET", path)["thread"][-1]
    comment = row(room, "CommentsTable", post_id=post["id"], comment_id=moved["id"])
    invoke(room, "NotifyComment", record(comment))
    assert noted(room, f"department#environment#{post['id']}") == [moved["id"]]


def test_a_department_is_not_told_of_what_it_said_itself(room: Room) -> None:
    post = routed(room)
    office = post["department"]
    path = f"/v1/admin/posts/{post['id']}/comments"
    answer = room.clerk(office).call("POST", path, {"text": "현장을 확인하겠습니다."})
    comment = row(room, "CommentsTable", post_id=post["id"], comment_id=answer["id"])
    invoke(room, "NotifyComment", record(comment))
    assert answer["id"] not in noted(room, f"department#{office}#{post['id']}")


def test_comments_with_a_poisoned_one_among_them_come_again(room: Room) -> None:
    comment = said(room, routed(room)["id"])
    poison = {"post_id": {"N": "1"}}
    assert fails(room, "NotifyComment", record(comment, "1"), record(poison, "2"), record(comment, "3"))


def test_a_comment_whose_post_is_gone_holds_up_no_other(room: Room) -> None:
    comment = said(room, routed(room)["id"])
    lost = comment | {"post_id": {"S": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}}
    assert not fails(room, "NotifyComment", record(lost, "1"), record(comment, "2"))

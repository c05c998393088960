"""Mail to those who follow, through the deployed functions."""

import re
from typing import Any

from infra.client import Client, mails, wait_for
from tests.conftest import Room, free_port
from tests.events.steps import impatient

SENDER = "room@gyeryong.example"
TEXT = "금암동 골목 가로등이 사흘째 꺼져 있어 밤길이 무섭습니다."


def reachable(room: Room, nickname: str) -> tuple[Client, str]:
    """A member whose address is confirmed."""
    citizen, address = room.citizen(nickname), f"reader-{free_port()}-{id(nickname)}@citizens.example"
    citizen.call("PATCH", "/v1/members/me", {"address": address})
    mail = wait_for(lambda: mails(room.mail, address), "the code")[0]
    code = re.search(r"\b\d{6}\b", mail["BodyText"])
    assert code
    citizen.call("PATCH", "/v1/members/me", {"code": code[0]})
    return citizen, address


def news(room: Room, address: str, words: str) -> list[dict[str, Any]]:
    return [mail for mail in mails(room.mail, address) if words in mail["BodyText"]]


def posted(citizen: Client) -> str:
    post_id = str(citizen.post(text=TEXT, tag="생활불편신고")["id"])
    wait_for(lambda: citizen.call("GET", f"/v1/posts/{post_id}")["due_at"], "routing")
    return post_id


def say(citizen: Client, post_id: str, text: str) -> None:
    citizen.call("POST", f"/v1/posts/{post_id}/comments", {"text": text})


def test_comments_in_a_short_time_make_one_mail(room: Room) -> None:
    author, address = reachable(room, "글 쓴 이")
    post_id = posted(author)
    neighbour = room.citizen("이웃")
    for number in range(3):
        say(neighbour, post_id, f"{number}번째 덧붙이는 말입니다.")
    first = wait_for(lambda: news(room, address, "2번째 덧붙이는 말"), "the mail", 90)
    assert len(first) == 1
    assert f"{room.told['site']}/posts/{post_id}" in first[0]["BodyText"]
    assert (first[0]["To"], "@" in first[0]["BodyText"]) == ([address], False)  # nobody else's address either
    assert all(f"{number}번째 덧붙이는 말" in first[0]["BodyText"] for number in range(3))


def test_a_writer_gets_no_mail_of_what_she_wrote_and_who_stopped_gets_none(room: Room) -> None:
    author, address = reachable(room, "혼잣말하는 이")
    follower, stopped = reachable(room, "따르다 그만둔 이")
    post_id = posted(author)
    follower.call("PUT", f"/v1/posts/{post_id}/follow")
    say(room.citizen("이웃"), post_id, "처음 덧붙이는 말입니다.")
    mail = wait_for(lambda: news(room, stopped, "처음 덧붙이는 말"), "the first mail", 90)[0]
    token = re.search(r"unsubscribe\?token=(\S+)", mail["BodyText"])
    assert token
    room.api.call("POST", f"/v1/unsubscribe?token={token[1]}", {})
    say(author, post_id, "글쓴이가 덧붙이는 말입니다.")
    say(room.citizen("또 다른 이웃"), post_id, "마지막으로 덧붙이는 말입니다.")
    last = wait_for(lambda: news(room, address, "마지막으로 덧붙이는 말"), "the last mail", 90)
    assert "글쓴이가 덧붙이는" not in last[0]["BodyText"]
    assert news(room, stopped, "마지막으로 덧붙이는 말") == []


def test_a_mail_that_failed_at_first_arrives_once(room: Room) -> None:
    citizen, address = room.citizen("기다리는 이"), f"patient-{free_port()}@citizens.example"
    ses, logs = room.stage.client("ses"), room.stage.client("logs")
    refused = {"logGroupName": room.function("DeliverNoticesLogs"), "filterPattern": "MessageRejected"}
    with impatient(room, "NoticeQueue", tries=50):
        ses.delete_identity(Identity=SENDER)
        try:
            citizen.call("PATCH", "/v1/members/me", {"address": address})
            wait_for(lambda: logs.filter_log_events(**refused)["events"], "a failure")
        finally:
            ses.verify_email_identity(EmailAddress=SENDER)
        assert len(wait_for(lambda: mails(room.mail, address), "the mail")) == 1

"""Many posts at once, also while the functions fail at random and every event comes twice."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from chalicelib.city import city
from infra.client import Client, send, wait_for
from tests import pictures
from tests.conftest import Room

POSTS, SENDERS, PATIENCE = 200, 8, 420  # posts, threads, seconds
EVENT_FUNCTIONS = ("MakeRenditions", "PublishPhoto", "RoutePost", "NotifyComment", "DeliverNotices")
QUEUES = ("UploadQueue", "NoticeQueue")
DEAD = ("UploadDeadLetters", "NoticeDeadLetters", "StreamDeadLetters")
TEXTS = (
    "엄사사거리 횡단보도 신호등이 꺼져 있습니다. {n}번째 알립니다.",
    "금암동 골목에 쓰레기 무단투기가 계속됩니다. {n}번째 알립니다.",
    "두마면 산책로 가로등이 깜박거립니다. {n}번째 알립니다.",
    "설명하기 어려운 일이 생겨서 글을 남깁니다. {n}번째 알립니다.",
)


def send_burst(room: Room, nickname: str) -> Client:
    """POSTS complaints with a photo each, as fast as SENDERS threads can."""
    citizen, photo = room.citizen(nickname), pictures.jpeg(320, 240)

    def post(number: int) -> None:
        citizen.post(
            text=TEXTS[number % len(TEXTS)].format(n=number), tag="생활불편신고", photos=[citizen.upload(photo)]
        )

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(post, range(POSTS)))
    return citizen


def settled(citizen: Client) -> list[dict[str, Any]]:
    """All posts of a citizen, once each is routed and has its renditions; nothing before."""
    me = citizen.call("GET", "/v1/members/me")["id"]
    cards: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = citizen.call("GET", f"/v1/posts?author={me}&limit=50{cursor}")
        cards += page["posts"]
        if not all(c["due_at"] and all(p["state"] == "ready" for p in c["photos"]) for c in page["posts"]):
            return []
        if page["cursor"] is None:
            break
        cursor = f"&cursor={page['cursor']}"
    return cards if len(cards) == POSTS else []


def once_each(citizen: Client, cards: list[dict[str, Any]]) -> None:
    assert len({card["receipt_number"] for card in cards}) == POSTS
    assert Counter(re.findall(r"(\d+)번째", card["excerpt"])[0] for card in cards) == Counter(map(str, range(POSTS)))
    with ThreadPoolExecutor(SENDERS) as pool:
        posts = list(pool.map(lambda card: citizen.call("GET", f"/v1/posts/{card['id']}"), cards))
    for post in posts:
        assert [entry["number"] for entry in post["timeline"]] == list(range(1, post["version"] + 1))
        assert [comment["by"] for comment in post["thread"]] == ["system"]
        assert post["comments"] == 1
        assert (post["status"] == "transferred") == (post["department"] != "minwon")


def nothing_is_buried(room: Room) -> None:
    sqs = room.stage.client("sqs")
    for queue in DEAD:
        found = sqs.get_queue_attributes(QueueUrl=room.function(queue), AttributeNames=["ApproximateNumberOfMessages"])
        assert found["Attributes"]["ApproximateNumberOfMessages"] == "0", queue


def test_a_burst_is_routed_and_rendered_and_nothing_is_lost_or_doubled(room: Room) -> None:
    citizen = send_burst(room, "한꺼번에 쓰는 이")
    once_each(citizen, wait_for(lambda: settled(citizen), "a settled burst", PATIENCE))
    nothing_is_buried(room)


@pytest.mark.timeout(1200)
def test_functions_that_fail_at_random_and_events_that_come_twice_change_nothing(room: Room) -> None:
    before = len(mails_to_departments(room))
    with chaos(room, rate=0.1):
        citizen = send_burst(room, "험한 날에 쓰는 이")
        cards = wait_for(lambda: settled(citizen), "a settled burst", PATIENCE)
        numbers = {card["receipt_number"] for card in cards}
        told = wait_for(lambda: enough(mails_to_departments(room), numbers), "a mail to each department", PATIENCE)
    once_each(citizen, cards)
    assert len(mails_to_departments(room)) >= before + POSTS
    assert told == Counter(dict.fromkeys(numbers, 1))
    nothing_is_buried(room)


def mails_to_departments(room: Room) -> list[dict[str, Any]]:
    offices = {department.address for department in city().departments}
    found = json.loads(send("GET", room.mail)[1])["messages"].values()
    return [mail for account in found for mail in account if offices & set(mail["To"])]


def enough(mails: list[dict[str, Any]], numbers: set[str]) -> Counter[str]:
    """How many mails a department had for each receipt number; nothing until all have one."""
    told = Counter(number for mail in mails for number in numbers & set(mail["Subject"].split()))
    return told if set(told) == numbers else Counter()


@contextmanager
def chaos(room: Room, rate: float) -> Iterator[None]:
    """The event functions behind tests/stack/chaos.py, with queues that bring failures back at once."""
    functions, sqs = room.stage.client("lambda"), room.stage.client("sqs")
    layer = functions.publish_layer_version(LayerName="chaos", Content={"ZipFile": chaos_zip()})["LayerVersionArn"]
    kept = {name: functions.get_function_configuration(FunctionName=room.function(name)) for name in EVENT_FUNCTIONS}
    redrive = {
        name: sqs.get_queue_attributes(
            QueueUrl=room.function(name), AttributeNames=["RedrivePolicy", "VisibilityTimeout"]
        )["Attributes"]
        for name in QUEUES
    }
    try:
        for name in QUEUES:
            patient = json.loads(redrive[name]["RedrivePolicy"]) | {"maxReceiveCount": 50}
            sqs.set_queue_attributes(
                QueueUrl=room.function(name),
                Attributes={"VisibilityTimeout": "3", "RedrivePolicy": json.dumps(patient)},
            )
        for name, found in kept.items():
            variables = found["Environment"]["Variables"] | {"REAL_HANDLER": found["Handler"], "FAULT_RATE": str(rate)}
            functions.update_function_configuration(
                FunctionName=room.function(name),
                Handler="chaos.handler",
                Layers=[layer],
                Environment={"Variables": variables},
            )
        yield
    finally:
        for name, found in kept.items():
            functions.update_function_configuration(
                FunctionName=room.function(name), Handler=found["Handler"], Layers=[], Environment=found["Environment"]
            )
        for name in QUEUES:
            sqs.set_queue_attributes(QueueUrl=room.function(name), Attributes=redrive[name])


def chaos_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.write(Path(__file__).with_name("chaos.py"), "python/chaos.py")
    return held.getvalue()

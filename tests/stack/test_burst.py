"""Many posts at once, also while the functions fail at random and every event comes twice."""

import io
import json
import re
import secrets
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError

import pytest

from chalicelib.city import city
from infra.client import Client, Refused, send, wait_for
from tests import pictures
from tests.conftest import Room

Sent = TypeVar("Sent")
POSTS, SENDERS, PATIENCE = 200, 8, 420  # posts, threads, seconds
EVENT_FUNCTIONS = ("MakeRenditions", "PublishPhoto", "RoutePost", "NotifyComment", "DeliverNotices")
TRIES = 5
QUEUES = ("UploadQueue", "NoticeQueue")
DEAD, DEAD_NOTICES = ("UploadDeadLetters", "StreamDeadLetters"), "NoticeDeadLetters"
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
        text, photo_id = TEXTS[number % len(TEXTS)].format(n=number), patiently(lambda: citizen.upload(photo))
        key = secrets.token_hex(16)
        patiently(lambda: citizen.post(key, text=text, tag="생활불편신고", photos=[photo_id]))

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(post, range(POSTS)))
    return citizen


def patiently(send: Callable[[], Sent]) -> Sent:
    """As the page does, with the same key: a machine that is busy with the burst may not answer within the time."""
    for _ in range(TRIES - 1):
        with suppress(TimeoutError, URLError):
            try:
                return send()
            except Refused as error:
                if error.status < 500:
                    raise
    return send()


def settled(room: Room, citizen: Client) -> list[dict[str, Any]]:
    """All posts of a citizen, once each is routed and has its renditions."""
    # A look at the queue costs the busy machine less than one at the pages.
    wait_for(lambda: not waiting(room, "UploadQueue"), "rendered photos", PATIENCE)
    path = f"/v1/posts?author={citizen.call('GET', '/v1/members/me')['id']}&limit=50"
    page = wait_for(partial(settled_page, citizen, path), "a settled burst", PATIENCE)
    cards = page["posts"]
    while page["cursor"]:
        more = f"{path}&cursor={page['cursor']}"
        page = wait_for(partial(settled_page, citizen, more), "a settled burst", PATIENCE)
        cards += page["posts"]
    return cards


def settled_page(citizen: Client, path: str) -> dict[str, Any] | None:
    page: dict[str, Any] = patiently(lambda: citizen.call("GET", path))
    routed = all(c["due_at"] and [p["state"] for p in c["photos"]] == ["ready"] for c in page["posts"])
    return page if routed else None


def once_each(citizen: Client, cards: list[dict[str, Any]]) -> None:
    assert len(cards) == POSTS
    assert len({card["receipt_number"] for card in cards}) == POSTS
    assert Counter(re.findall(r"(\d+)번째", card["excerpt"])[0] for card in cards) == Counter(map(str, range(POSTS)))
    with ThreadPoolExecutor(SENDERS) as pool:
        posts = list(pool.map(lambda card: patiently(lambda: citizen.call("GET", f"/v1/posts/{card['id']}")), cards))
    for post in posts:
        assert [entry["number"] for entry in post["timeline"]] == list(range(1, post["version"] + 1))
        assert [comment["by"] for comment in post["thread"]] == ["system"]
        assert post["comments"] == 1
        assert (post["status"] == "transferred") == (post["department"] != "minwon")
        assert post["status"] == "transferred" or post["guesses"]


def nothing_is_buried(room: Room, cards: list[dict[str, Any]]) -> None:
    """Notices of posts that other tests have deleted since may lie there, for there is nothing to tell of them."""
    assert {queue: waiting(room, queue) for queue in DEAD} == dict.fromkeys(DEAD, 0)
    letters = room.stage.client("sqs").receive_message(
        QueueUrl=room.function(DEAD_NOTICES), MaxNumberOfMessages=10, VisibilityTimeout=0
    )
    bodies = [letter["Body"] for letter in letters.get("Messages", [])]
    assert len(bodies) < 10  # else some are not seen
    assert not [body for body in bodies for card in cards if card["id"] in body]


def test_a_burst_is_routed_and_rendered_and_nothing_is_lost_or_doubled(room: Room) -> None:
    citizen = send_burst(room, "한꺼번에 쓰는 이")
    cards = settled(room, citizen)
    once_each(citizen, cards)
    nothing_is_buried(room, cards)


@pytest.mark.timeout(1200)
def test_functions_that_fail_at_random_and_events_that_come_twice_change_nothing(room: Room) -> None:
    with chaos(room, rate=0.1):
        citizen = send_burst(room, "험한 날에 쓰는 이")
        cards = settled(room, citizen)
        due = Counter((card["receipt_number"], address_of(card["department"])) for card in cards)
        wait_for(lambda: idle(room) and not due - told(room, cards), "a mail to each department", PATIENCE)
        wait_for(lambda: idle(room), "empty queues", PATIENCE)  # a second mail would come with a second message
    assert faults(room)
    once_each(citizen, cards)
    assert told(room, cards) == due
    nothing_is_buried(room, cards)


def address_of(department: str) -> str:
    office = city().department(department)
    assert office, department
    return office.address


def told(room: Room, cards: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """How many mails went to which department about each of these posts; citizens of other tests may watch them too."""
    numbers = {card["receipt_number"] for card in cards}
    offices = {office.address for office in city().departments}
    found = json.loads(send("GET", room.mail)[1])["messages"].values()
    mails = [mail for account in found for mail in account]
    return Counter(
        (n, to) for mail in mails for n in numbers & set(mail["Subject"].split()) for to in offices & set(mail["To"])
    )


def idle(room: Room) -> bool:
    return not any(waiting(room, queue) for queue in QUEUES)


def waiting(room: Room, queue: str) -> int:
    """Messages in a queue: to be had, in work or delayed."""
    names = [f"ApproximateNumberOfMessages{state}" for state in ("", "NotVisible", "Delayed")]
    sqs = room.stage.client("sqs")
    found = sqs.get_queue_attributes(QueueUrl=room.function(queue), AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def faults(room: Room) -> int:
    """How often the functions failed as they were told to."""
    logs = room.stage.client("logs")
    groups = [room.function(f"{name}Logs") for name in EVENT_FUNCTIONS]
    found = [logs.filter_log_events(logGroupName=group, filterPattern="Fault")["events"] for group in groups]
    return sum(map(len, found))


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

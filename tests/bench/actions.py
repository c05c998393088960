"""What a complaint's whole way costs: CPU, calls and units of each action, with all the functions that it sets going.

Through the real handlers on a local cloud; CPU is of this process alone. `make cost` reckons with what is kept of it.
"""

import gzip
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from statistics import mean, median
from typing import Any
from urllib.parse import quote

import boto3
from boto3.dynamodb.conditions import Key

from chalicelib.city import load
from chalicelib.domain.learning import NEWEST
from chalicelib.store import identities
from infra.publish import NOT_SHELL, site_files
from tests import pictures
from tests.bench.bare_room import NOBODY, BareRoom, Person, bare_room
from tests.bench.figure import Figure
from tests.bench.kept import keep
from tests.bench.meter import Work, item_size
from tests.bench.routing import made
from tests.metrics import metrics_written
from tests.store.rows import NOW, draft, kept

ROUNDS = 21  # the first warms and does not count
SENT = (2560, 1920)  # what the page makes of a phone's photo
PLACE = {"lat": 36.2867, "lon": 127.2315, "address": "엄사사거리"}
TOWN = "36.26,127.21,36.30,127.25"
CLERK = Person(claims={"sub": "clerk", "cognito:groups": "minwon", "name": "점검 담당"})
ROW = 100  # bytes that DynamoDB adds to each item, in a table as in an index
SCHEDULED = ("return_unacknowledged", "remind_departments", "forget_expired", "refresh_deadlines")
TICK = {"version": "0", "id": "bench", "detail-type": "Scheduled Event", "source": "aws.events", "account": "000000000000",
        "time": "2026-11-28T00:00:00Z", "region": "ap-northeast-2", "resources": [], "detail": {}}  # fmt: skip

Spent = defaultdict[str, list[Work]]  # by function


def measure() -> Iterator[Figure]:
    with bare_room() as room:
        walk = Walk(room)
        for number in range(ROUNDS):
            walk.once(number)
            if number == 0:
                walk.spent.clear()
        yield from figures(walk)
        keep("boto3", {"list_ms": median(walk.bare)})
        keep(
            "actions",
            {action: {name: _mean(works) for name, works in one.items()} for action, one in walk.spent.items()}
            | {"train_router": night(room)},
        )
        keep("stored", {"bytes_per_post": stored(room) / ROUNDS})
    keep("metrics", {"names": len(metrics_written())})
    page = [gzip.compress(body) for name, body in site_files(load()).items() if not name.startswith(NOT_SHELL)]
    keep("page", {"files": len(page), "sent": sum(map(len, page))})


def figures(walk: "Walk") -> Iterator[Figure]:
    theirs = {"list": median(walk.bare)}
    for action in ("list", "read", "post"):
        works = walk.spent[action]["api_handler"]
        calls = Counter(call.operation for call in works[-1].calls)
        note = ", ".join(f"{times} × {operation}" for operation, times in calls.items())
        spent = median(work.cpu_ms for work in works)
        yield Figure(
            "actions",
            f"{action}: CPU",
            spent,
            "ms",
            theirs.get(action),
            "boto3's query alone" if action in theirs else "",
            note=note,
        )
        yield Figure("actions", f"{action}: calls", calls.total())


@dataclass
class Walk:
    """One author, one neighbour and one clerk; each round is another complaint."""

    room: BareRoom
    spent: defaultdict[str, Spent] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    bare: list[float] = field(default_factory=list)  # CPU of the list's one query by boto3, which makes no page of it

    def __post_init__(self) -> None:
        self._posts = boto3.resource("dynamodb").Table(self.room.physical["PostsTable"])
        self._photo = pictures.jpeg(*SENT)
        self._author, self._neighbour = self._joined("알리는 시민"), self._joined("이웃 시민")

    def _joined(self, nickname: str) -> Person:
        joined = self._ask("join", "POST", "/v1/members", {"nickname": nickname})
        member_id = joined["member"]["id"]
        address = f"{member_id.lower()}@citizens.example"
        identities.ask_confirmation(member_id, address)
        identities.confirm(member_id, address, "key")
        return Person(joined["token"])

    def once(self, number: int) -> None:
        self._ask("join", "POST", "/v1/members", {"nickname": f"시민 {number}"})
        photo = self._upload()
        text = f"엄사사거리 횡단보도 신호등이 어제 저녁부터 꺼져 있습니다. 아이들이 다니는 길이라 위험합니다. {number}번째 알립니다."
        self._ask("similar", "POST", "/v1/similar", {"text": text, "location": PLACE})
        complaint = {"text": text, "tag": "생활불편신고", "location": PLACE, "photos": [photo]}
        post = f"/v1/posts/{self._ask('post', 'POST', '/v1/posts', complaint, self._author)['id']}"
        self._ask("follow", "PUT", f"{post}/follow", None, self._neighbour)
        self._ask("support", "PUT", f"{post}/support", None, self._neighbour)
        self._ask(
            "comment", "POST", f"{post}/comments", {"text": f"저도 봤습니다. {number}번째 봅니다."}, self._neighbour
        )
        answer = {"text": "신호등 전구를 바꾸었습니다.", "status": "resolved"}
        self._ask("answer", "POST", f"{post.replace('/v1/', '/v1/admin/')}/comments", answer, CLERK)
        self._ask("city", "GET", "/v1/city")
        self._ask("list", "GET", "/v1/posts")
        self._query()
        self._ask("read", "GET", post)
        self._ask("map", "GET", f"/v1/posts?bounds={TOWN}&limit=50")
        self._ask("search", "GET", f"/v1/search?q={quote('신호등')}")
        for name in SCHEDULED:
            self.spent[name][name].append(self.room.call(name, dict(TICK)))

    def _query(self) -> None:
        began, of = time.process_time(), Key("room").eq("room")
        self._posts.query(IndexName="by_room", KeyConditionExpression=of, ScanIndexForward=False, Limit=20)
        self.bare.append((time.process_time() - began) * 1000)

    def _upload(self) -> str:
        photo = str(self._ask("photo", "POST", "/v1/photos", {"type": "image/jpeg"}, self._author)["id"])
        bucket, key = self.room.physical["UploadBucket"], f"uploads/{photo}"
        self.room.stage.client("s3").put_object(Bucket=bucket, Key=key, Body=self._photo)
        told = json.dumps({"Records": [{"eventTime": datetime.now(UTC).isoformat(), "s3": {"object": {"key": key}}}]})
        self.spent["photo"]["make_renditions"].append(self.room.call("make_renditions", _message(told)))
        self._follow("photo")
        return photo

    def _ask(self, action: str, method: str, path: str, body: object = None, who: Person = NOBODY) -> Any:
        answer, work = self.room.http(method, path, body, who)
        self.spent[action]["api_handler"].append(work)
        self._follow(action)
        return answer

    def _follow(self, action: str) -> None:
        """What it sets going, to the end."""
        while True:
            events = list(self.room.stream_events())
            events += [("deliver_notices", _message(body)) for body in self.room.meter.taken()]
            if not events:
                return
            for function, event in events:
                self.spent[action][function].append(self.room.call(function, event))


def night(room: BareRoom) -> dict[str, Any]:
    """The router's, with as much to learn as it takes at the most; a room of few posts has fewer."""
    settled = {"tag": "생활불편신고", "status": "in_progress", "acknowledged_at": NOW, "assigned_at": NOW}
    lessons = enumerate(islice(made(), NEWEST))
    rows = (
        draft(receipt_number=f"GR-2026-{n}", text=one.text, department=one.department, **settled) for n, one in lessons
    )
    with kept(rows):
        return {"train_router": _mean([room.call("train_router", dict(TICK))]) | {"runs": 1.0}}


def _message(body: str) -> dict[str, Any]:
    return {"Records": [{"messageId": "bench", "receiptHandle": "bench", "body": body}]}


def _mean(works: list[Work]) -> dict[str, Any]:
    """For one of the action: how often the function runs, and what one run takes."""
    calls = Counter(call.name for work in works for call in work.calls)
    return {
        "runs": len(works) / (ROUNDS - 1),
        "cpu_ms": median(work.cpu_ms for work in works),
        "read": mean(work.read for work in works),
        "write": mean(work.write for work in works),
        "sent": mean(work.sent for work in works),
        "said": mean(work.said for work in works),
        "calls": {name: times / len(works) for name, times in calls.items()},
    }


def stored(room: BareRoom) -> float:
    """Bytes that DynamoDB keeps of all that was written, in tables and indexes."""
    tables = {
        name: one["Properties"]
        for name, one in room.template["Resources"].items()
        if one.get("Type") == "AWS::DynamoDB::Table"
    }
    return sum(_table_bytes(room, name, properties) for name, properties in tables.items())


def _table_bytes(room: BareRoom, name: str, properties: Mapping[str, Any]) -> float:
    pages = room.stage.client("dynamodb").get_paginator("scan").paginate(TableName=room.physical[name])
    indexes = [
        {key["AttributeName"] for key in one["KeySchema"]} for one in properties.get("GlobalSecondaryIndexes", ())
    ]
    return sum(
        (item_size(item) + ROW) * (1 + sum(keys <= item.keys() for keys in indexes))
        for page in pages
        for item in page["Items"]
    )

"""What it costs to find the twins of a text among 10,000 posts around, whose sketches are prepared.

In the room they never are so many: the store gives the newest around and, by an index of the things that they speak of, as many older
ones; see chalicelib/api/similar.py. What a sketch costs is measured too, for each of those may need one.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from chalicelib.city import city
from chalicelib.domain import campaign
from chalicelib.domain.post import Location, Post
from chalicelib.domain.similar import Sketch, likeliest, likeness, sketch
from tests.bench.figure import Figure
from tests.texts import TUNED

AROUND, ROUNDS = 10_000, 9
TARGET = 30  # ms
QUEUE = 1_000  # posts that a list of the desk is made of
NOW = datetime(2026, 3, 2, tzinfo=UTC)
ASKED = (
    "가로등이 꺼졌어요",
    "도로에 포트홀이 생겨서 타이어가 터질 뻔했습니다. 아이들이 다니는 길이라 위험합니다. 빨리 보수해 주세요.",
    "밤마다 쓰레기를 몰래 버리고 가요",
)


def measure() -> Iterator[Figure]:
    chance = random.Random(3)
    texts = [f"{text} {chance.choice(TUNED)[0][:30]} {n}" for n in range(AROUND) for text in [chance.choice(TUNED)[0]]]
    began = time.process_time()
    around = [_at(text, chance, NOW - timedelta(minutes=10 * n)) for n, text in enumerate(texts)]
    each = (time.process_time() - began) * 1000 / AROUND
    worst = max(_least(lambda text=text: _found(text, around)) for text in ASKED)  # type: ignore[misc]
    yield Figure("twins", f"found among {AROUND:,} around: CPU", worst, "ms", TARGET, "the target", 1)
    yield Figure("twins", "a sketch: CPU", each, "ms", note="once for each text, as long as the function lives")
    posts = [
        Post(f"{n:026d}", "시정문의", "received", text, f"a{n % 90}", "시민", NOW, NOW)
        for n, text in enumerate(texts[:QUEUE])
    ]
    yield Figure("twins", f"a queue of {QUEUE:,} folded: CPU", _least(lambda: campaign.folded(posts)), "ms")


def _at(text: str, chance: random.Random, since: datetime) -> Sketch:
    here = Location(36.2867 + chance.uniform(-0.0025, 0.0025), 127.2315 + chance.uniform(-0.0025, 0.0025))
    return sketch(text, here, city(), since=since)


def _found(text: str, around: list[Sketch]) -> list[float]:
    mine = sketch(text, Location(36.2867, 127.2315), city(), since=NOW)
    return sorted((likeness(mine, around[n]) for n in likeliest(mine, around)), reverse=True)


def _least(work: Callable[[], object]) -> float:
    """Of several rounds: a busy machine only ever adds."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        spent.append((time.process_time() - began) * 1000)
    return min(spent)

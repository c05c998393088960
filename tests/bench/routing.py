"""What it costs to route a text: CPU, imports, the model's size, and a night's training.

The model has learned NEWEST lessons of some 250 letters: the tuning texts, some of a department joined at random.
"""

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from random import Random
from statistics import median, quantiles

from chalicelib.city import city
from chalicelib.domain.classifier import Model
from chalicelib.domain.learning import NEWEST, Lesson, train
from chalicelib.domain.routing import route
from infra import ROOT
from tests.bench.figure import Figure

ROUNDS, TEXTS, LONG = 5, 200, 5
IMPORT = """
import sys, time, chalicelib.city, dataclasses, json
began = time.process_time()
import chalicelib.domain.routing
print((time.process_time() - began) * 1000)
"""


def measure() -> Iterator[Figure]:
    lessons = list(islice(made(), NEWEST))
    began = time.process_time()
    model = train(lessons, city()).model
    spent = time.process_time() - began
    letters = round(median(len(one.text) for one in lessons))
    costs = sorted(min(_cost(one.text, model) for _ in range(ROUNDS)) for one in lessons[:TEXTS])
    yield Figure("routing", f"a text of {letters} letters", median(costs), "ms", 5, "the target", 1.0)
    yield Figure("routing", "… of a hundred the longest", quantiles(costs, n=100)[98], "ms")
    stories = [" ".join(one.text for one in lessons[at : at + LONG]) for at in range(0, TEXTS, LONG)]
    costs = [min(_cost(text, model) for _ in range(ROUNDS)) for text in stories]
    letters = round(median(map(len, stories)))
    yield Figure("routing", f"a text of {letters:,} letters", median(costs), "ms", 5, "the target", 1.0)
    yield Figure("routing", "import", min(_imported() for _ in range(ROUNDS)), "ms", 50, "the target", 1.0)
    yield Figure("routing", "the model", len(model.dumps()) / 1e6, "MB", 2, "the target", 1.0)
    yield Figure("routing", f"training on {NEWEST:,} lessons", spent, "s", 60, "the target", 1.0)


def made() -> Iterator[Lesson]:
    rows = [json.loads(line) for line in (ROOT / "tests/data/routing_tuning.jsonl").read_text("utf-8").splitlines()]
    texts = defaultdict[str, list[str]](list)
    for row in rows:
        texts[row["department"]].append(row["text"])
    dice = Random(1)
    while True:
        department = dice.choice(list(texts))
        yield Lesson(" ".join(dice.sample(texts[department], dice.choice((2, 3, 4)))), department)


def _cost(text: str, model: Model) -> float:
    began = time.process_time()
    route(text, None, city(), model)
    return (time.process_time() - began) * 1000


def _imported() -> float:
    done = subprocess.run([sys.executable, "-c", IMPORT], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)

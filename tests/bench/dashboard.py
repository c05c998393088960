"""The dashboard as a picture: a room under some load, what was measured of it, and the widgets as CloudWatch draws them.

python -m tests.bench.dashboard [--seconds 180]      writes infra/pictures/dashboard.png

All data are real: the functions' own metric lines and Lambda's report of each run out of their logs, what the local cloud
counts, and what is read here of the API's answers and the dead letters. A point stands for ten seconds, not for minutes.
"""

import argparse
import json
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from infra import ROOT, say
from infra.alarms import FUNCTIONS
from infra.client import wait_for
from tests import pictures
from tests.browser.screenshots import PICTURES, browser
from tests.conftest import Room, opened
from tests.events.steps import fire
from tests.metrics import ask, evaluate, from_logs, put
from tests.texts import EXAMPLES

PERIOD = 10  # seconds of a point
PATHS = ("/v1/posts", "/v1/posts?limit=50", "/v1/city", f"/v1/search?q={quote('가로등')}", "/v1/posts/nothing")
DEAD = ("UploadDeadLetters", "NoticeDeadLetters", "StreamDeadLetters", "ScheduleDeadLetters")
REPORT = re.compile(r"REPORT RequestId: \S+\tDuration: (\d+) ms")
STATE = {"OK": "#1d8102", "ALARM": "#d13212", "INSUFFICIENT_DATA": "#687078"}
UPLOT = ROOT / "infra" / "node_modules" / "uplot" / "dist"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=180)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as room:
        began = datetime.now(UTC)
        use(room, asked.seconds)
        for function in FUNCTIONS:
            from_logs(room, function.name, began)
            from_reports(room, function.name, began)
        evaluate(room)
        page = drawn(room, began)
    with browser() as opened_browser:
        sheet = opened_browser.new_page(viewport={"width": 1440, "height": 900})
        sheet.set_content(page)
        sheet.screenshot(path=PICTURES / "dashboard.png", full_page=True)
    say(f"  {PICTURES.relative_to(ROOT)}/dashboard.png")


# The load


def use(room: Room, seconds: int) -> None:
    """Citizens who write and read, clocks that tick, and somebody who reads the meters."""
    chance, days = random.Random(1), count(2, 2)
    dice = [random.Random(chance.random()) for _ in range(3)]
    doings: list[tuple[float, Callable[[], object]]] = [
        *((1.5, lambda own=own: write(room, own)) for own in dice),  # type: ignore[misc]
        (0.3, lambda: ask(room, chance.choice(PATHS))),
        (PERIOD, lambda: read_meters(room)),
        # The reminders of mornings to come: ever more of what is written now will be overdue then.
        (PERIOD, lambda: fire(room, "RemindDepartments", f"{datetime.now(UTC) + timedelta(days=next(days)):%Y-%m-%dT23:30:00Z}")),
    ]  # fmt: skip
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(doings)) as pool:
        for done in [pool.submit(again, until, pause, do) for pause, do in doings]:
            done.result()
    wait_for(lambda: all(card["due_at"] for card in room.api.call("GET", "/v1/posts?limit=50")["posts"]), "the routing")


def again(until: float, pause: float, do: Callable[[], object]) -> None:
    while time.monotonic() < until:
        do()
        time.sleep(pause)


def write(room: Room, dice: random.Random) -> None:
    citizen = room.citizen()
    photo = pictures.jpeg(800, 600) if dice.random() < 0.9 else pictures.renamed_html()
    photos = [citizen.upload(photo)] if dice.random() < 0.6 else []
    post = citizen.post(text=dice.choice(EXAMPLES)[0], tag="생활불편신고", photos=photos)
    if dice.random() < 0.3:
        citizen.call("POST", f"/v1/posts/{post['id']}/comments", {"text": "저도 보았습니다."})


def read_meters(room: Room) -> None:
    sqs, asked = room.stage.client("sqs"), ["ApproximateNumberOfMessages"]
    for queue in DEAD:
        url = room.function(queue)
        waiting = int(*sqs.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"].values())
        name = {"QueueName": url.rpartition("/")[2]}
        put(room, "AWS/SQS", "ApproximateNumberOfMessagesVisible", name, waiting, datetime.now(UTC))


def from_reports(room: Room, function: str, since: datetime) -> None:
    """Each run and its duration, as Lambda itself told; what called it, the local cloud does not count."""
    found = room.stage.client("logs").get_paginator("filter_log_events")
    of, start = {"FunctionName": room.function(function)}, int(since.timestamp() * 1000)
    for page in found.paginate(logGroupName=room.function(f"{function}Logs"), startTime=start):
        for event in page["events"]:
            if report := REPORT.match(event["message"]):
                at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
                put(room, "AWS/Lambda", "Duration", of, float(report[1]), at)
                put(room, "AWS/Lambda", "Errors", of, 0, at)


# The picture


def drawn(room: Room, began: datetime) -> str:
    told = room.stage.client("cloudwatch").get_dashboard(DashboardName=room.stage.stack)["DashboardBody"]
    boxes, charts = [], []
    for number, widget in enumerate(json.loads(told)["widgets"]):
        place = (
            f"grid-column:{widget['x'] + 1}/span {widget['width']};grid-row:{widget['y'] + 1}/span {widget['height']}"
        )
        boxes.append(f'<section style="{place}" id="w{number}" class="{widget["type"]}">{body(room, widget)}</section>')
        if widget["type"] == "metric":
            data = series(room, widget, began)
            silent = not any(value is not None for values in data[1:] for value in values)
            charts.append({"at": number, "data": data, "labels": labels(room, widget), "silent": silent})
    script, style = ((UPLOT / name).read_text("utf-8") for name in ("uPlot.iife.min.js", "uPlot.min.css"))
    return PAGE % {"style": style, "boxes": "".join(boxes), "script": script, "charts": json.dumps(charts)}


def body(room: Room, widget: dict[str, Any]) -> str:
    known = widget["properties"]
    if widget["type"] == "text":
        return f"<h2>{escape(known['markdown'].removeprefix('## '))}</h2>"
    title = f"<h3>{escape(known['title'])}</h3>"
    return title + "".join(chips(room, known["alarms"])) if widget["type"] == "alarm" else title


def chips(room: Room, arns: list[str]) -> Iterator[str]:
    pages = room.stage.client("cloudwatch").get_paginator("describe_alarms").paginate()
    states = {found["AlarmArn"]: found["StateValue"] for page in pages for found in page["MetricAlarms"]}
    for arn in arns:
        name = short(room, arn.rpartition(":")[2]).removesuffix("Alarm")
        yield f'<i style="background:{STATE[states[arn]]}">{name}</i>'


def short(room: Room, physical: str) -> str:
    """The name in the template."""
    return re.sub(rf"^{room.stage.stack}-(\w+)-\w+$", r"\1", physical)


def labels(room: Room, widget: dict[str, Any]) -> list[str]:
    rows = widget["properties"]["metrics"]
    own = len({row[3] for row in rows}) == len(rows) > 1
    return [short(room, row[3]) if own else f"{row[1]} {row[4]['stat']}".removesuffix(" Sum") for row in rows]


def series(room: Room, widget: dict[str, Any], began: datetime) -> list[list[float | None]]:
    """Times, then a value or none of each metric."""
    start = int(began.timestamp()) // PERIOD * PERIOD
    times = range(start, int(time.time()), PERIOD)
    found = [measured(room, row, began) for row in widget["properties"]["metrics"]]
    return [list(map(float, times)), *([values.get(at) for at in times] for values in found)]


def measured(room: Room, row: list[Any], began: datetime) -> dict[int, float]:
    namespace, metric, dimension, of, options = row
    statistic = options["stat"]
    asked = {"ExtendedStatistics" if statistic.startswith("p") else "Statistics": [statistic]}
    points = room.stage.client("cloudwatch").get_metric_statistics(
        Namespace=namespace, MetricName=metric, Dimensions=[{"Name": dimension, "Value": of}],
        StartTime=began, EndTime=datetime.now(UTC), Period=PERIOD, **asked,
    )["Datapoints"]  # fmt: skip
    return {int(p["Timestamp"].timestamp()): (p | p.get("ExtendedStatistics", {}))[statistic] for p in points}


PAGE = """<!doctype html><meta charset="utf-8"><style>%(style)s
body { margin: 0; padding: 12px; background: #f2f3f3; font: 12px sans-serif; color: #16191f; }
main { display: grid; grid-template-columns: repeat(24, 1fr); grid-auto-rows: 34px; gap: 8px; }
section.metric, section.alarm { background: #fff; border: 1px solid #d5dbdb; padding: 6px 10px; overflow: hidden; }
h2 { margin: 8px 0 0; font-size: 16px; } h3 { margin: 0 0 4px; font-size: 13px; }
i { display: inline-block; margin: 1px; padding: 1px 6px; border-radius: 3px; color: #fff; font: 10.5px sans-serif; }
.u-legend { font-size: 10px; text-align: left; } .u-inline tr { margin-right: 6px; } .u-legend .u-marker { width: 8px; height: 8px; }
</style><main>%(boxes)s</main><script>%(script)s</script><script>
const INKS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f', '#bcbd22', '#17becf'];
for (const { at, data, labels, silent } of %(charts)s) {
  const box = document.getElementById('w' + at);
  const many = labels.length > 10;
  if (silent) box.querySelector('h3').append(' — no data in this run');
  new uPlot({
    width: box.clientWidth - 20, height: box.clientHeight - (labels.length > 4 && !many ? 90 : many ? 45 : 68),
    legend: { show: !many, live: false }, cursor: { show: false },
    scales: { y: { range: (_, least, most) => [0, Math.max(1, (most ?? 1) * 1.1)] } },
    axes: [{ font: '10px sans-serif' }, { font: '10px sans-serif', size: 46 }],
    series: [{}, ...labels.map((label, n) => ({ label, stroke: INKS[n %% INKS.length], width: 1.5, spanGaps: true, points: { size: 4 } }))],
  }, data, box);
}
</script>"""


if __name__ == "__main__":
    main()

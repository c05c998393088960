"""`make cost`: what a month of the room costs on AWS: of a village, of a town, of a metropolis.

From what `make bench` measured (infra/measured.json), published prices (infra/prices.toml) and what is assumed below.
CPU is that of the machine which ran the bench; a core of Lambda may be slower or faster.
"""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import exp
from typing import Any

from chalice.package import YAMLTemplateSerializer

from chalicelib.city import load
from infra import ROOT, say
from infra.package import merged_template

SIZES = (10, 1_000, 1_000_000)  # posts a month

# Assumed for each post, with all that its answer and its readers bring.
TIMES: Mapping[str, float] = {
    "join": 0.2,
    "similar": 2,
    "photo": 2,
    "post": 1,
    "follow": 1,
    "support": 2,
    "comment": 2,
    "answer": 1,
    "city": 50,
    "list": 50,
    "read": 100,
    "map": 10,
    "search": 5,
}
# How often a month, whatever the posts: by the schedules of chalicelib/events.
NIGHTLY = ("remind_departments", "forget_expired", "refresh_deadlines", "train_router")
SCHEDULED = {"return_unacknowledged": 1460, **dict.fromkeys(NIGHTLY, 30)}
NEW_READERS = 0.1  # of those who open the list: they load the page itself, which the others have
THUMBNAILS = 20  # with each list; with each reading the large photos. None lies in a browser's cache.
MISSED = 0.1  # of the photos are fetched from S3, the others lie at the CDN
MONTHS = 12  # of such use are stored
WAIT_MS = {"dynamodb": 5, "s3": 30, "sqs": 15, "ses": 80}  # for one call; Lambda is paid while it waits
LOG_BYTES = 500  # of one run: Lambda's own lines; what the room adds is measured

HOURS = 730  # of a month
IDLE = HOURS * 6  # ten minutes: so long a function that rests stays warm
WHOLE_CORE = 1769  # MB of a function that has one
POLLS = 5 * 180 * HOURS  # of a queue at rest: by five pollers of Lambda's, each twenty seconds long
KEY_REQUESTS = 3 * 12 * HOURS  # at the most: each table under the key asks for it every five minutes
TRACED, SAMPLED = 3600 * HOURS, 0.05  # X-Ray takes one run a second and a share of what is beyond
AS_PUT = {"PutObject", "CopyObject", "PutObjectTagging", "ListObjectsV2"}
GB = 1e9

SERVICES: Mapping[str, Mapping[str, str]] = {
    "Lambda": {"lambda_request": "runs", "lambda_gb_second": "time"},
    "API Gateway": {"api_request": "requests"},
    "DynamoDB": {
        "dynamodb_read": "reads",
        "dynamodb_write": "writes",
        "dynamodb_gb": "storage",
        "backup_gb": "backups",
    },
    "S3": {"s3_gb": "storage", "s3_put": "writes", "s3_get": "reads"},
    "CloudFront": {"cloudfront_gb": "bytes", "cloudfront_request": "requests", "cloudfront_function": "paths"},
    "SES": {"mail": "mails"},
    "SQS": {"queue_request": "requests"},
    "CloudWatch": {"log_gb": "logs", "metric": "metrics", "alarm": "alarms", "dashboard": "dashboards"},
    "X-Ray": {"trace": "traces"},
    "KMS": {"key": "key", "key_request": "requests"},
}
FIREWALL = {"firewall": "itself", "firewall_rule": "rules", "firewall_request": "requests"}
# What stands in the template is paid whether it is used or not.
STANDING = {"AWS::CloudWatch::Alarm": "alarm", "AWS::CloudWatch::Dashboard": "dashboard", "AWS::KMS::Key": "key"}

Amounts = dict[str, float]  # by the names of the prices


def amounts(posts: int) -> Amounts:
    """What a month uses of all that has a price."""
    runs = list(_runs(posts))
    often = total({function: count} for function, count, _ in runs)
    each = [
        {name: count * amount for name, amount in of_one_run(function, one).items()} for function, count, one in runs
    ]
    return total([at_rest(posts), *each, of_all_runs(often), to_readers(posts, often["api_handler"]), kept(posts)])


def total(parts: Iterable[Mapping[str, float]]) -> Amounts:
    found: defaultdict[str, float] = defaultdict(float)
    for part in parts:
        for name, amount in part.items():
            found[name] += amount
    return dict(found)


def _runs(posts: int) -> Iterator[tuple[str, float, Mapping[str, Any]]]:
    """Functions, how often each runs for an action, and what one such run was measured to take."""
    times = {action: posts * often for action, often in TIMES.items()} | SCHEDULED
    for action, count in times.items():
        for function, one in measured()["actions"][action].items():
            yield function, count * one["runs"], one


def at_rest(posts: int) -> Amounts:
    """What stands in the template is paid whether it is used or not."""
    resources = [one for one in template()["Resources"].values() if one.get("Type") in STANDING]
    standing = total({STANDING[one["Type"]]: _metrics(one["Properties"])} for one in resources)
    queues = sum("Queue" in source["Properties"] for source in _sources())
    counting = 1 - exp(-posts / HOURS)  # share of the hours with something to count: a metric is paid for those
    metrics = measured()["metrics"]["names"] * counting
    return standing | {"queue_request": queues * POLLS, "key_request": KEY_REQUESTS, "metric": metrics}


def _metrics(properties: Mapping[str, Any]) -> int:
    """An alarm is paid for each metric that it reckons with."""
    return sum("MetricStat" in one for one in properties.get("Metrics", ())) or 1


def of_one_run(function: str, one: Mapping[str, Any]) -> Amounts:
    calls: Mapping[str, float] = one["calls"]
    waits = sum(times * WAIT_MS.get(name.partition(".")[0], 0) for name, times in calls.items())
    used = {
        "lambda_gb_second": gb_seconds(function, one["cpu_ms"], waits),
        "api_request": float(function == "api_handler"),
        "dynamodb_read": one["read"],
        "dynamodb_write": one["write"],
        "log_gb": (one["said"] + LOG_BYTES) / GB,
    }
    return total([used, *({_price(name): times} for name, times in calls.items() if name != "dynamodb")])


def _price(call: str) -> str:
    """By which a call is paid: s3.PutObject as s3_put."""
    service, _, operation = call.partition(".")
    if service == "s3":
        return "s3_put" if operation in AS_PUT else "s3_get"
    return {"ses": "mail", "sqs": "queue_request"}[service]


def of_all_runs(often: Mapping[str, float]) -> Amounts:
    """With the starts of what had gone to sleep, as if requests came by chance."""
    runs = sum(often.values())
    starts = (
        count * exp(-count / IDLE) * gb_seconds(function, _cold_ms(function)) for function, count in often.items()
    )
    traces = min(runs, TRACED) + max(0, runs - TRACED) * SAMPLED
    return {"lambda_request": runs, "lambda_gb_second": sum(starts), "trace": traces}


def gb_seconds(function: str, cpu_ms: float, waits_ms: float = 0) -> float:
    """A function's share of a core grows with its memory."""
    memory = _memory(function)
    return (cpu_ms / min(1, memory / WHOLE_CORE) + waits_ms) / 1000 * memory / 1024


def to_readers(posts: int, requests: float) -> Amounts:
    """By the CDN: answers, photos, and the page itself for who has not been here before."""
    actions, photo, page = measured()["actions"], measured()["photo"], measured()["page"]
    answers = sum(posts * times * actions[action]["api_handler"]["sent"] for action, times in TIMES.items())
    small, large = posts * TIMES["list"] * THUMBNAILS, posts * TIMES["read"] * TIMES["photo"]
    fresh = posts * TIMES["list"] * NEW_READERS
    sent = answers + small * photo["small"] + large * photo["large"] + fresh * page["sent"]
    return {
        "cloudfront_gb": sent / GB,
        "cloudfront_request": requests + small + large + fresh * page["files"],
        "cloudfront_function": fresh * page["files"],
        "s3_get": (small + large) * MISSED,
    }


def kept(posts: int) -> Amounts:
    """After a year, in which nothing was deleted yet."""
    photo, rows = measured()["photo"], posts * MONTHS * measured()["stored"]["bytes_per_post"] / GB
    photos = posts * MONTHS * TIMES["photo"] * (photo["original"] + photo["large"] + photo["small"]) / GB
    return {"dynamodb_gb": rows, "backup_gb": rows, "s3_gb": photos, "s3_put": posts * TIMES["photo"]}


def firewall(posts: int) -> Amounts:
    """infra/edge.yaml, where a stage asks for it."""
    source = (ROOT / "infra" / "edge.yaml").read_text("utf-8")
    rules = YAMLTemplateSerializer().load_template(source, "edge.yaml")["Resources"]["Firewall"]["Properties"]["Rules"]
    return {"firewall": 1, "firewall_rule": len(rules), "firewall_request": amounts(posts)["cloudfront_request"]}


def bill(used: Amounts) -> dict[str, float]:
    """In US dollars, by the names of the prices."""
    return {name: amount * prices()[name]["usd"] / prices()[name]["per"] for name, amount in used.items()}


def table() -> str:
    """As it stands in the README."""
    bills = [bill(amounts(posts)) for posts in SIZES]
    guarded = [sum(bill(firewall(posts)).values()) for posts in SIZES]
    rows = [
        ["US dollars a month", *(f"{posts:,} posts" for posts in SIZES)],
        ["---", *("--:" for _ in SIZES)],
        *(
            [service, *(_told(sum(one.get(n, 0) for n in names)) for one in bills)]
            for service, names in SERVICES.items()
        ),
        ["**All**", *(f"**{_told(sum(one.values()))}**" for one in bills)],
        ["The three biggest", *(", ".join(biggest(one)) for one in bills)],
        ["Web firewall, where switched on", *map(_told, guarded)],
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def biggest(one: Mapping[str, float]) -> list[str]:
    labels = {name: f"{service} {what}" for service, names in SERVICES.items() for name, what in names.items()}
    most = sorted(one, key=lambda name: -one[name])[:3]
    return [f"{labels[name]} {_told(one[name])}" for name in most]


def assumed() -> str:
    often = ", ".join(f"{times:g} {action}" for action, times in TIMES.items())
    return f"Assumed for each post: {often}. Nothing of the free tier is counted."


def _told(dollars: float) -> str:
    return f"{dollars:,.0f}" if dollars >= 100 else f"{dollars:.2f}"


@cache
def measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "infra" / "measured.json").read_text("utf-8"))
    return found


@cache
def prices() -> dict[str, Any]:
    return tomllib.loads((ROOT / "infra" / "prices.toml").read_text("utf-8"))


@cache
def template() -> dict[str, Any]:
    return merged_template(load())


def _sources() -> Iterator[Any]:
    for one in template()["Resources"].values():
        yield from one.get("Properties", {}).get("Events", {}).values()


@cache
def _memory(function: str) -> int:
    stages = json.loads((ROOT / ".chalice" / "config.json").read_text("utf-8"))["stages"]
    return int(stages["room"]["lambda_functions"][function]["lambda_memory_size"])


def _cold_ms(function: str) -> float:
    return float(measured()["cold_start"]["cpu_ms"][function])


if __name__ == "__main__":
    say(f"{table()}\n\n{assumed()}")

"""The room's tables, buckets and queues on a local cloud, without its functions: those are called in this process, for
only here can their CPU and their calls be counted. What calls what is read from the template, as on AWS.
"""

import gzip
import io
import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

from chalice.local import LambdaContext, LambdaEventConverter, RouteMatcher

from chalicelib.city import load
from chalicelib.settings import settings
from chalicelib.telemetry import log
from infra.local import Local
from infra.package import merged_template
from infra.reach import reached_from_here
from infra.stage import Stage
from tests.bench.meter import Meter, Work
from tests.conftest import free_port

KINDS = frozenset(
    {f"AWS::{kind}" for kind in ("DynamoDB::Table", "KMS::Key", "S3::Bucket", "SQS::Queue", "SQS::QueuePolicy")}
)
Event = dict[str, Any]
CONTEXT = LambdaContext("bench", 1024, 10_000)


@dataclass(frozen=True)
class Person:
    token: str | None = None
    claims: Mapping[str, str] = field(default_factory=dict)  # of a clerk, as API Gateway has verified them


NOBODY = Person()


@dataclass
class BareRoom:
    stage: Stage
    template: Mapping[str, Any]
    physical: Mapping[str, str]  # by logical name
    meter: Meter
    _log: io.StringIO = field(default_factory=io.StringIO)
    _read: dict[str, str] = field(default_factory=dict)  # how far each stream was read

    def http(self, method: str, path: str, body: object = None, who: Person = NOBODY) -> tuple[Any, Work]:
        """An answer of the API, through its real handler."""
        headers = {"accept-language": "ko", "content-type": "application/json"}
        headers |= {"authorization": f"Bearer {who.token}"} if who.token else {}
        headers |= {"idempotency-key": secrets.token_hex(16)} if method == "POST" else {}
        raw = json.dumps(body).encode() if body is not None else b""
        event = self._events.create_lambda_event(method, path, headers, raw)
        if who.claims:
            event["requestContext"]["authorizer"] = {"claims": dict(who.claims)}
        with self._working() as work:
            answer = self._app(event, CONTEXT)
        if answer["statusCode"] >= 400:
            raise RuntimeError(f"{method} {path}: {answer['statusCode']} {answer['body']} {self._log.getvalue()}")
        work.sent = len(gzip.compress(answer["body"].encode()))  # as the CDN sends it
        return json.loads(answer["body"] or "null"), work

    @cached_property
    def _app(self) -> Any:
        import app

        return app.app

    @cached_property
    def _events(self) -> LambdaEventConverter:
        return LambdaEventConverter(RouteMatcher(list(self._app.routes)))

    def call(self, function: str, event: Event) -> Work:
        """A function of events, by its name."""
        handler = getattr(import_module(f"chalicelib.events.{function}"), function)
        with self._working() as work:
            answer = handler(event, CONTEXT)
        if answer and answer.get("batchItemFailures"):
            raise RuntimeError(f"{function}: {self._log.getvalue()}")
        return work

    @contextmanager
    def _working(self) -> Iterator[Work]:
        """What the room's code logs is counted and not shown."""
        self._log.seek(0)
        self._log.truncate()
        for handler in log.handlers:
            handler.setStream(self._log)
        with redirect_stdout(self._log), self.meter.work() as work:
            yield work
        work.said = len(self._log.getvalue().encode())

    def stream_events(self) -> Iterator[tuple[str, Event]]:
        """Functions with what they are to be called with: all that the streams hold since this was asked before."""
        fresh = {table: self._records(table) for table in {source[1] for source in self._sources}}
        for function, table, wanted in self._sources:
            records = [r for r in fresh[table] if any(fits(pattern, r) for pattern in wanted)]
            if records:
                yield function, {"Records": records}

    @cached_property
    def _sources(self) -> list[tuple[str, str, list[Any]]]:
        return [
            (snake(name), properties["Stream"]["Fn::GetAtt"][0], patterns(properties))
            for name, resource in self.template["Resources"].items()
            for source in resource.get("Properties", {}).get("Events", {}).values()
            if "Stream" in (properties := source["Properties"])
        ]

    def _records(self, table: str) -> list[Any]:
        streams = self.stage.client("dynamodbstreams")
        if table not in self._read:
            name = self.physical[table]
            arn = self.stage.client("dynamodb").describe_table(TableName=name)["Table"]["LatestStreamArn"]
            shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
            begin = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
            self._read[table] = begin["ShardIterator"]
        records: list[Any] = []
        while True:
            found = streams.get_records(ShardIterator=self._read[table])
            self._read[table] = found["NextShardIterator"]
            if not found["Records"]:
                return records
            records += (_as_lambda_gets_it(record, self.physical[table]) for record in found["Records"])


def _as_lambda_gets_it(record: Any, table: str) -> Any:
    at = record["dynamodb"]["ApproximateCreationDateTime"].timestamp()
    source = f"arn:aws:dynamodb:ap-northeast-2:000000000000:table/{table}/stream/bench"
    return record | {"dynamodb": record["dynamodb"] | {"ApproximateCreationDateTime": at}, "eventSourceARN": source}


def snake(name: str) -> str:
    """RoutePost is route_post."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def patterns(source: Mapping[str, Any]) -> list[Any]:
    return [json.loads(one["Pattern"]) for one in source["FilterCriteria"]["Filters"]]


def fits(pattern: Any, value: Any) -> bool:
    """EventBridge's patterns, as far as infra/events.yaml uses them."""
    if isinstance(pattern, dict):
        return all(fits(rule, (value or {}).get(name)) for name, rule in pattern.items())
    return any(value is not None if isinstance(one, dict) else value == one for one in pattern)


@contextmanager
def bare_room() -> Iterator[BareRoom]:
    meter, keep = Meter(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        local = Local(Path(folder), free_port(), free_port())
        cloud = local.cloud
        try:
            cloud.start()
            yield _entered(local, local.stage(cloud), meter)
        finally:
            cloud.stop()
            os.environ.clear()
            os.environ.update(keep)


def _entered(local: Local, stage: Stage, meter: Meter) -> BareRoom:
    template = merged_template(load())
    kept = {name: one for name, one in template["Resources"].items() if one.get("Type") in KINDS}
    given = {name: value for name, value in local.parameters().items() if name in template["Parameters"]}
    formation = stage.client("cloudformation")
    formation.create_stack(
        StackName=stage.stack,
        TemplateBody=json.dumps({"Parameters": template["Parameters"], "Resources": kept}),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
    )
    formation.get_waiter("stack_create_complete").wait(StackName=stage.stack, WaiterConfig={"Delay": 1})
    stage.client("ses").verify_email_identity(EmailAddress=given["Sender"])
    pages = formation.get_paginator("list_stack_resources").paginate(StackName=stage.stack)
    physical = {r["LogicalResourceId"]: r["PhysicalResourceId"] for p in pages for r in p["StackResourceSummaries"]}
    told = physical | given
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    os.environ.update(reached_from_here(stage.endpoint or ""))
    os.environ.update({name: _value(value, told) for name, value in variables.items()})
    settings.cache_clear()
    return BareRoom(stage, template, physical, meter)


def _value(value: Any, told: Mapping[str, str]) -> str:
    """Of a function's variable; what only the whole stack could tell is of no account here."""
    if isinstance(value, dict):
        return told.get(value.get("Ref", ""), "")
    return str(value)

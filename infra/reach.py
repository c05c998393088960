"""Brings an operator's command to a deployed stage: from then on the store in this process works on its tables.

The command runs under the rights of whoever calls it, and readings of identities are told on stderr, not in the room's log.
"""

import json
import os
import sys
from typing import Any

from chalicelib.settings import settings
from chalicelib.telemetry import log
from infra import ROOT
from infra.stage import Stage, session
from infra.terminal import Stopped

TOLD = ROOT / ".local" / "room.json"


def enter(name: str) -> Stage:
    """The stage of this name; "local" is the room that `make run` brought up."""
    stage = _local() if name == "local" else Stage(name, session())
    found = stage.client("cloudformation").describe_stack_resource(
        StackName=stage.stack, LogicalResourceId="APIHandler"
    )
    function = found["StackResourceDetail"]["PhysicalResourceId"]
    deployed: dict[str, Any] = stage.client("lambda").get_function_configuration(FunctionName=function)
    os.environ.update(deployed["Environment"]["Variables"], DISTRIBUTION=stage.outputs()["DistributionId"])
    settings.cache_clear()
    for handler in log.handlers:
        handler.setStream(sys.stderr)  # type: ignore[attr-defined]
    return stage


def _local() -> Stage:
    if not TOLD.exists():
        raise Stopped("the room is not running; start it with `make run`")
    endpoint = json.loads(TOLD.read_text("utf-8"))["cognito"]
    os.environ.update(reached_from_here(endpoint))
    return Stage("local", session("test", "test"), endpoint)


def reached_from_here(endpoint: str) -> dict[str, str]:
    """The environment of a process that works on the local cloud, as the cloud's own root.

    By its number: at a name, S3's buckets would be names below it, which nothing resolves.
    """
    return {
        "AWS_ENDPOINT_URL": endpoint.replace("localhost", "127.0.0.1"),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }

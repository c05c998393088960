"""One room for the whole run: the package as it ships, deployed on a local cloud with IAM enforced."""

import os
import socket
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("AWS_DEFAULT_REGION", "ap-northeast-2")

from infra.client import Client, sign_in
from infra.cloud import Cloud
from infra.local import Local, bring_up
from infra.proxy import Proxy
from infra.reach import reached_from_here
from infra.stage import Stage
from tests.push_service import PushService

TOKEN_SECONDS = 1200
TESTS = Path(__file__).parent
hypothesis.settings.register_profile("room", deadline=None)  # no test fails for being slow
hypothesis.settings.load_profile("room")
# Fast ones first. A folder that is not named here comes last. The longest file by far begins as soon as rooms do, and
# the longest of the browser before the others: last, it would run on alone when all others are done.
ORDER = (
    *("domain", "", "photos", "infra", "stack/test_burst.py", "store", "api", "events", "notify", "stack"),
    *("browser/test_writing.py", "browser"),
)


@dataclass(frozen=True)
class Room:
    """A deployed room, and ways in for each kind of person."""

    told: dict[str, Any]  # what `make run` writes to room.json
    local: Local
    cloud: Cloud
    stage: Stage
    outputs: dict[str, str]
    push: PushService
    _tokens: dict[tuple[str, ...], tuple[float, str]] = field(default_factory=dict)

    @property
    def site(self) -> Client:
        return Client(self.told["site"])

    @property
    def api(self) -> Client:
        """At the API's own address, without the CDN."""
        return Client(self.told["api"])

    @property
    def mail(self) -> str:
        return str(self.told["mail"])

    def citizen(self, nickname: str = "시험하는 시민") -> Client:
        return self.api.join(nickname)

    def clerk(self, *groups: str) -> Client:
        """A clerk of these groups; of the complaint team if none is named."""
        return self.api.as_(self.staff_token(*groups or ("minwon",)))

    def staff_token(self, *groups: str) -> str:
        """Of one who signed in lately: it holds for an hour."""
        at, token = self._tokens.get(groups, (0.0, ""))
        if not token or time.monotonic() - at > TOKEN_SECONDS:
            at, token = time.monotonic(), self._signed_in(groups)
            self._tokens[groups] = at, token
        return token

    def _signed_in(self, groups: tuple[str, ...]) -> str:
        username, password = f"{'-'.join(groups) or 'nobody'}@staff.example", "Room-Test-1234"
        cognito, pool = self.stage.client("cognito-idp"), self.outputs["StaffPoolId"]
        try:
            cognito.admin_create_user(UserPoolId=pool, Username=username, MessageAction="SUPPRESS")
        except cognito.exceptions.UsernameExistsException:
            return sign_in(self.told["cognito"], self.outputs["StaffClientId"], username, password)
        cognito.admin_set_user_password(UserPoolId=pool, Username=username, Password=password, Permanent=True)
        for group in groups:
            cognito.admin_add_user_to_group(UserPoolId=pool, Username=username, GroupName=group)
        return sign_in(self.told["cognito"], self.outputs["StaffClientId"], username, password)

    def function(self, name: str) -> str:
        """The deployed name of a function, from its name in the template (RoutePost)."""
        return self._physical[name]

    @cached_property
    def _physical(self) -> dict[str, str]:
        pages = (
            self.stage.client("cloudformation")
            .get_paginator("list_stack_resources")
            .paginate(StackName=self.stage.stack)
        )
        return {
            one["LogicalResourceId"]: one["PhysicalResourceId"]
            for page in pages
            for one in page["StackResourceSummaries"]
        }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with opened(tmp_path_factory.mktemp("room")) as found:
        yield found


@contextmanager
def opened(folder: Path) -> Iterator[Room]:
    push = PushService()
    local = Local(folder, free_port(), free_port(), push.origin)
    cloud = local.cloud
    try:
        cloud.start()
        stage = local.stage(cloud)
        told, outputs = bring_up(local, stage), stage.outputs()
        with Proxy(local.port, cloud.port, outputs["DistributionDomain"]):
            yield Room(told, local, cloud, stage, outputs, push)
    finally:
        cloud.stop(save=False)
        push.stop()


@pytest.fixture(scope="session")
def stage_settings(room: Room) -> Iterator[None]:
    """The store in this process works on the deployed tables, with the settings that the functions have."""
    from chalicelib.settings import settings

    deployed = room.stage.client("lambda").get_function_configuration(FunctionName=room.function("APIHandler"))
    keep = dict(os.environ)
    os.environ.update(deployed["Environment"]["Variables"])
    os.environ.update(reached_from_here(room.cloud.endpoint))
    settings.cache_clear()
    yield
    os.environ.clear()
    os.environ.update(keep)


def _place(item: pytest.Item) -> int:
    path = item.path.relative_to(TESTS)
    folder = path.parts[0] if len(path.parts) > 1 else ""
    return next((ORDER.index(name) for name in (path.as_posix(), folder) if name in ORDER), len(ORDER))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_place)  # stable: files keep their order


_spent: dict[str, list[float]] = defaultdict(list)
_began = time.monotonic()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call":
        parts = Path(report.nodeid.split("::")[0]).parts
        _spent[parts[1] if len(parts) > 2 else "(rest)"].append(report.duration)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    terminalreporter.section("what ran, and how long")
    for folder, seconds in _spent.items():
        terminalreporter.line(f"{folder:<10} {len(seconds):>5} tests {sum(seconds):>8.1f} s")
    terminalreporter.line(
        f"{'all':<10} {sum(map(len, _spent.values())):>5} tests {time.monotonic() - _began:>8.1f} s with set-up"
    )

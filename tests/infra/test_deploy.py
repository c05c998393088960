"""One stage's whole life, as on AWS: deployed, changed while citizens write, rolled back, destroyed."""

import contextlib
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import infra.deploy
import infra.destroy
import infra.rollback
from infra.changes import standing
from infra.client import Client, Refused, wait_for
from infra.deploy import push_key, unheard
from infra.local import SENDER, ready_package
from infra.publish import site_files
from infra.stage import Stage
from tests.conftest import Room
from tests.infra.terminal import Typed, at_terminal

SETTINGS = ("SiteAddress=https://room.example", f"Sender={SENDER}", "RateFactor=1000", "Waf=yes")
ENOUGH = 8  # complaints, so that routing them does not last longer than the deploy
CHANGED = {"robots.txt": b"changed"}


@dataclass(frozen=True)
class Day:
    """What was typed, and how the stage was in the evening."""

    typed: Typed
    code: str
    parameters: dict[str, str]
    robots: bytes
    invalidations: int
    names: list[str]  # of the CDN, besides its own
    certificate: str


@dataclass
class Life:
    days: dict[str, Day] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)  # for how long, by the file of the page
    accepted: list[int] = field(default_factory=list)  # numbers of the complaints that were written during a deploy
    cards: list[dict[str, Any]] = field(default_factory=list)
    spared: Typed | None = None
    destroyed: Typed | None = None
    left: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
def stage(room: Room) -> Stage:
    return Stage("second", room.stage.session, room.stage.endpoint)


@pytest.fixture(scope="module")
def life(room: Room, stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Life:
    lived, first = Life(), str(ready_package())
    second = str(another_package(Path(first), tmp_path_factory.mktemp("package")))
    with at_terminal(room) as patch:
        here = f"ApiOriginDomain=localhost:{room.cloud.port}"  # else the buckets speak HTTPS alone
        typed = Typed.at(infra.deploy, "second", *SETTINGS, here, "--package", first, "--yes", "--no-smoke")
        lived.days["deployed"] = evening(stage, typed)
        lived.kept = kept(stage)
        let_run(stage, "MakeRenditions", "PublishPhoto", "RoutePost")

        patch.setattr(infra.deploy, "site_files", lambda city: site_files(city) | CHANGED)
        typed = Typed.at(infra.deploy, "second", "--package", second, answers="no\n")
        lived.days["refused"] = evening(stage, typed)
        more = ("Domain=room.example", f"CertificateArn={certificate(stage)}")
        with writing(stage, lived):
            typed = Typed.at(infra.deploy, "second", *more, "--package", second, answers="yes\n")
        lived.days["changed"] = evening(stage, typed)

        typed = Typed.at(infra.rollback, "second", "--yes", "--no-smoke")
        lived.days["rolled back"] = evening(stage, typed)

        holding = holders(stage)
        lived.spared = Typed.at(infra.destroy, "second", answers="first\nyes\n")
        lived.destroyed = Typed.at(infra.destroy, "second", answers="second\nyes\n")
        lived.left = held(stage, holding)
    return lived


def another_package(ready: Path, folder: Path) -> Path:
    for name in ("deployment.zip", "template.yaml"):
        shutil.copy(ready / name, folder / name)
    with zipfile.ZipFile(folder / "deployment.zip", "a") as archive:
        archive.writestr("changed.txt", "changed")
    return folder


def let_run(stage: Stage, *functions: str) -> None:
    """These alone, of those with an event source: here all start one after the other, and anew with each deploy."""
    client = stage.client("lambda")
    for page in client.get_paginator("list_event_source_mappings").paginate():
        for source in page["EventSourceMappings"]:
            name = source["FunctionArn"].rpartition(":")[2]
            if name.startswith(stage.stack) and not any(function in name for function in functions):
                client.update_event_source_mapping(UUID=source["UUID"], Enabled=False)


def certificate(stage: Stage) -> str:
    acm = replace(stage, region="us-east-1").client("acm")
    return str(acm.request_certificate(DomainName="room.example")["CertificateArn"])


def evening(stage: Stage, typed: Typed) -> Day:
    assert "Traceback" not in typed.text, typed.text
    outputs, cfn = stage.outputs(), stage.client("cloudformation")
    (stack,) = cfn.describe_stacks(StackName=stage.stack)["Stacks"]
    router = cfn.describe_stack_resource(StackName=stage.stack, LogicalResourceId="RoutePost")["StackResourceDetail"]
    function = stage.client("lambda").get_function_configuration(FunctionName=router["PhysicalResourceId"])
    robots = stage.client("s3").get_object(Bucket=outputs["SiteBucketName"], Key="robots.txt")["Body"]
    cdn, of = stage.client("cloudfront"), outputs["DistributionId"]
    config = cdn.get_distribution_config(Id=of)["DistributionConfig"]
    parameters = {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}
    return Day(
        typed,
        function["CodeSha256"],
        parameters,
        robots.read(),
        cdn.list_invalidations(DistributionId=of)["InvalidationList"]["Quantity"],
        config.get("Aliases", {}).get("Items", []),
        config.get("ViewerCertificate", {}).get("ACMCertificateArn", ""),
    )


def kept(stage: Stage) -> dict[str, str]:
    s3, bucket = stage.client("s3"), stage.outputs()["SiteBucketName"]
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]]
    return {key: s3.head_object(Bucket=bucket, Key=key)["CacheControl"] for key in keys}


@contextlib.contextmanager
def writing(stage: Stage, lived: Life) -> Iterator[None]:
    """One complaint after the other, as long as the block lasts and two at least; then reads them when each has its
    department."""
    api = Client(f"{stage.endpoint}/restapis/{stage.outputs()['RestAPIId']}/api/_user_request_")
    citizen, done = api.join("배포 중에 쓰는 시민"), threading.Event()

    def post(number: int) -> bool:
        """As the page does: under the same key until the room has answered."""
        text = f"엄사사거리 가로등이 꺼져 있어 밤길이 어둡습니다. {number}번째 알립니다."
        try:
            return bool(citizen.post(f"while-deploying-{number}", text=text, tag="생활불편신고"))
        except (Refused, OSError):
            return False

    def write() -> None:
        while len(lived.accepted) < ENOUGH and not (done.wait(1) and len(lived.accepted) > 1):
            number = len(lived.accepted) + 1
            wait_for(partial(post, number), "an answer")
            lived.accepted.append(number)

    def routed() -> list[dict[str, Any]]:
        me = citizen.call("GET", "/v1/members/me")["id"]
        cards: list[dict[str, Any]] = citizen.call("GET", f"/v1/posts?author={me}")["posts"]
        return cards if all(card["due_at"] for card in cards) else []

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(write)
        try:
            yield
        finally:
            done.set()
        work.result()
    lived.cards = wait_for(routed, "the departments")


def holders(stage: Stage) -> dict[str, str]:
    """The deployed names of what holds data."""
    pages = stage.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stage.stack)
    named = {
        one["LogicalResourceId"]: one["PhysicalResourceId"] for page in pages for one in page["StackResourceSummaries"]
    }
    return {name: named[name] for name in ("PostsTable", "UploadBucket", "MediaBucket")}


def held(stage: Stage, holding: dict[str, str]) -> dict[str, int]:
    posts, originals, renditions = holding.values()
    s3 = stage.client("s3")
    return {
        "posts": stage.client("dynamodb").scan(TableName=posts, Select="COUNT")["Count"],
        "originals": s3.list_objects_v2(Bucket=originals)["KeyCount"],
        "renditions": s3.list_objects_v2(Bucket=renditions)["KeyCount"],
    }


def test_a_first_deploy_shows_what_it_adds_and_tells_the_addresses(life: Life) -> None:
    printed = life.days["deployed"].typed.text
    assert re.search(r"added \(\d+\): .*\d+ DynamoDB::Table", printed, re.S)
    assert "https://room.example/staff/" in printed
    assert "nobody is told of alarms" in printed


@pytest.mark.parametrize(
    ("address", "subscription", "said"),
    [
        ("", "", "nobody is told of alarms"),
        ("desk@city.example", "PendingConfirmation", "desk@city.example is told of no alarm before"),
        ("desk@city.example", "arn:aws:sns:1", None),
        ("new@city.example", "arn:aws:sns:1", "new@city.example is told of no alarm before"),
    ],
)
def test_whoever_deploys_hears_of_it_when_no_alarm_is_heard(address: str, subscription: str, said: str | None) -> None:
    line = unheard(address, [{"Endpoint": "desk@city.example", "SubscriptionArn": subscription}])
    assert (line or "").startswith(said or "")
    assert (line is None) == (said is None)


def test_parameters_are_kept_where_none_are_given(life: Life) -> None:
    before, after = life.days["deployed"].parameters, life.days["changed"].parameters
    assert {name for name in before if before[name] != after[name]} == {"CertificateArn", "Domain"}
    assert (after["Sender"], after["PasswordSignIn"]) == (SENDER, "no")


def test_a_domain_is_a_name_of_the_cdn_under_its_certificate(life: Life) -> None:
    before, after = life.days["deployed"], life.days["changed"]
    assert (before.names, before.certificate) == ([], "")
    assert (after.names, after.certificate) == (["room.example"], after.parameters["CertificateArn"])


def test_what_is_not_agreed_to_changes_nothing(life: Life) -> None:
    before, after = life.days["deployed"], life.days["refused"]
    assert after.typed.code == 1
    assert re.search(r"changed \(\d+\): .*RoutePost", after.typed.text, re.S)
    assert (after.code, after.robots) == (before.code, before.robots)


def test_a_deploy_ends_with_a_complaint_that_walks_through_the_room(life: Life) -> None:
    assert life.days["changed"].typed.code == 0, life.days["changed"].typed.text
    assert "withdraw it" in life.days["changed"].typed.text
    assert life.days["changed"].code != life.days["deployed"].code


def test_what_is_written_during_a_deploy_is_there_once_and_has_its_department(life: Life) -> None:
    assert len(life.accepted) > 1
    numbers = [int(re.findall(r"(\d+)번째", card["excerpt"])[0]) for card in life.cards]
    assert sorted(numbers) == life.accepted
    assert {card["status"] for card in life.cards} == {"transferred"}


def test_what_is_named_by_its_content_is_kept_for_a_year_and_all_else_for_a_minute(life: Life) -> None:
    assert {key for key, kept in life.kept.items() if "immutable" in kept} == {
        k for k in life.kept if k.startswith("assets/")
    }
    assert set(life.kept.values()) == {"public, max-age=31536000, immutable", "public, max-age=60"}


def test_the_cdn_forgets_the_page_when_it_changes_and_only_then(life: Life) -> None:
    assert [day.invalidations for day in life.days.values()] == [0, 0, 1, 2]


def test_a_rollback_brings_back_package_and_page_and_says_which(life: Life) -> None:
    before, changed, after = (life.days[day] for day in ("deployed", "changed", "rolled back"))
    assert after.typed.code == 0, after.typed.text
    assert re.search(r"back from 20\S+Z, commit \S+\n +to 20\S+Z", after.typed.text)
    assert changed.robots == CHANGED["robots.txt"]
    assert (after.code, after.robots) == (before.code, before.robots)


def test_a_stage_is_destroyed_only_by_its_name(life: Life) -> None:
    assert life.spared
    assert life.destroyed
    assert (life.spared.code, life.destroyed.code) == (1, 0), life.destroyed.text


def test_what_citizens_wrote_and_showed_outlives_its_stage_and_is_named(life: Life) -> None:
    assert life.destroyed
    assert life.left["posts"] == len(life.accepted) + 1  # and the one of the smoke test
    assert life.left["originals"] > 0
    assert life.left["renditions"] > 0
    tables, buckets = ("PostsTable", "OriginalsTable"), ("UploadBucket", "MediaBucket")
    for name in (*tables, *buckets, "IdentityKey", "StaffPool", "APIHandlerLogs"):
        assert f"  {name}, AWS::" in life.destroyed.text


def test_no_bucket_is_left_but_those_that_hold_data(life: Life, stage: Stage) -> None:
    left = {bucket["Name"].split("-")[2] for bucket in stage.client("s3").list_buckets(Prefix=stage.stack)["Buckets"]}
    assert left == {"uploads", "media"}


def test_the_key_that_signs_pushes_is_made_once_and_its_secret_half_is_kept_encrypted(room: Room) -> None:
    fresh = Stage("keys", room.stage.session, room.stage.endpoint)
    assert push_key(fresh) == push_key(fresh) != push_key(room.stage)
    kept = fresh.client("ssm").get_parameter(Name="/sotongbang/keys/push-key")["Parameter"]
    assert kept["Type"] == "SecureString"


def test_a_firewall_that_is_asked_for_stands_before_the_cdn_till_the_stage_goes(life: Life, stage: Stage) -> None:
    arns = {name: day.parameters["WebAclArn"] for name, day in life.days.items()}
    assert len(set(arns.values())) == 1  # also where a deploy says nothing of it
    assert arns["rolled back"].startswith("arn:aws:wafv2:us-east-1:")
    assert standing(replace(stage, name="second-edge", region="us-east-1")) is None

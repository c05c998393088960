"""What stops a deploy before it has made anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import infra.checks
import infra.deploy
import infra.destroy
import infra.rollback
from infra.changes import Change, standing, told
from infra.local import SENDER, ready_package
from infra.stage import Stage
from tests.conftest import Room
from tests.infra.terminal import Typed, at_terminal

SITE, FROM = "SiteAddress=https://room.example", f"Sender={SENDER}"
SEOUL = "arn:aws:acm:ap-northeast-2:000000000000:certificate/1"
VIRGINIA = "arn:aws:acm:us-east-1:000000000000:certificate/1"


@pytest.fixture
def terminal(room: Room) -> Iterator[pytest.MonkeyPatch]:
    with at_terminal(room) as patch:
        yield patch


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ([FROM], "SiteAddress is missing"),
        ([SITE], "Sender is missing"),
        ([SITE, "Sender=a@unverified.example"], "SES has verified neither a@unverified.example nor its domain"),
        ([SITE, FROM, "Sendr=a"], "Sendr: there is no such parameter"),
        ([FROM, "Domain=room.example"], "Domain and CertificateArn go together"),
        ([FROM, "Domain=room.example", f"CertificateArn={SEOUL}"], "of us-east-1 alone"),
        ([FROM, "Domain=room.example", f"CertificateArn={VIRGINIA}"], "not issued but missing"),
        ([SITE, FROM, "PasswordSignIn=maybe"], "PasswordSignIn"),
        (["SiteAddress=https://room.example/", FROM], "SiteAddress cannot be"),
        ([SITE, "Sender=소통방 <room@example.kr>"], "Sender cannot be"),
        ([SITE, FROM, "MonthlyBudget=-1"], "MonthlyBudget cannot be"),
        ([SITE, FROM, "OverdueMost=many"], "OverdueMost cannot be"),
        ([SITE, FROM, "RateFactor=0"], "RateFactor cannot be"),
        ([SITE, FROM, "AlarmAddress=nobody"], "AlarmAddress cannot be"),
        ([SITE, FROM, "Waf=maybe"], "Waf cannot be"),
        ([SITE, "Sender=room@below.gyeryong.example"], "SES has verified neither"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_one_line(
    terminal: pytest.MonkeyPatch, settings: list[str], reason: str
) -> None:
    refused = Typed.at(infra.deploy, "third", *settings, "--package", str(ready_package()), "--yes")
    assert refused.code == 1
    assert [reason in line for line in refused.text.splitlines()] == [True]


def test_a_stage_is_named_as_its_bucket_can_be(terminal: pytest.MonkeyPatch) -> None:
    refused = Typed.at(infra.deploy, "Prod_x", SITE, FROM, "--package", str(ready_package()), "--yes")
    assert (refused.code, refused.text.splitlines()[1:]) == (1, [])
    assert refused.text.startswith("error: Stage cannot be 'Prod_x'")


def test_what_keeps_the_room_small_is_told_and_stops_nothing(terminal: pytest.MonkeyPatch, room: Room) -> None:
    ses = room.stage.client("sesv2")
    account = {"MailType": "TRANSACTIONAL", "WebsiteURL": "https://room.example"}
    terminal.setattr(infra.checks, "CONCURRENCY", 10_000)
    ses.put_account_details(**account, ProductionAccessEnabled=False)
    try:
        warned = Typed.at(infra.deploy, "third", SITE).text.splitlines()
    finally:
        ses.put_account_details(**account, ProductionAccessEnabled=True)
    assert [line.partition(":")[0] for line in warned] == ["warning", "warning", "error"]
    assert "sandbox" in warned[0]
    assert "Lambda runs" in warned[1]


def test_without_credentials_the_one_line_says_how_to_come_by_some(
    terminal: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        terminal.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        terminal.setenv(name, str(tmp_path / "none"))
    terminal.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for command in (infra.deploy, infra.rollback, infra.destroy):
        refused = Typed.at(command, "third")
        assert refused.code == 1
        assert refused.text.startswith("error: no AWS credentials; sign in")


def test_a_bucket_that_an_earlier_stage_left_stands_in_the_way(terminal: pytest.MonkeyPatch, room: Room) -> None:
    account = room.stage.client("sts").get_caller_identity()["Account"]
    left = f"sotongbang-fourth-uploads-{account}"
    region = {"LocationConstraint": room.stage.session.region_name}
    room.stage.client("s3").create_bucket(Bucket=left, CreateBucketConfiguration=region)
    assert left in Typed.at(infra.deploy, "fourth", SITE, FROM).text


def test_a_first_deploy_that_fails_names_the_reason_and_leaves_no_stack(
    terminal: pytest.MonkeyPatch, room: Room
) -> None:
    account = room.stage.client("sts").get_caller_identity()["Account"]
    region = {"LocationConstraint": room.stage.session.region_name}
    room.stage.client("s3").create_bucket(Bucket=f"sotongbang-fifth-site-{account}", CreateBucketConfiguration=region)
    failed = Typed.at(infra.deploy, "fifth", SITE, FROM, "--package", str(ready_package()), "--yes")
    assert failed.code == 1
    assert "error: SiteBucket: " in failed.text
    assert standing(Stage("fifth", room.stage.session, room.stage.endpoint)) is None


def test_what_was_never_deployed_is_neither_rolled_back_nor_destroyed(terminal: pytest.MonkeyPatch) -> None:
    for command in (infra.rollback, infra.destroy):
        assert Typed.at(command, "third") == Typed(1, "error: sotongbang-third is not deployed\n")


def test_a_replacement_is_told_loudly_with_what_becomes_of_the_old_one() -> None:
    table = {"LogicalResourceId": "PostsTable", "ResourceType": "AWS::DynamoDB::Table"}
    key = {"Target": {"Attribute": "Properties", "Name": "KeySchema", "RequiresRecreation": "Always"}}
    replaced = Change.of(
        {**table, "Action": "Modify", "Replacement": "True", "Details": [key], "PolicyAction": "ReplaceAndRetain"}
    )
    removed = Change.of({**table, "Action": "Remove", "PolicyAction": "Delete"})
    assert [line for line in told([replaced]) if "!!" in line] == [
        "!! REPLACED by a new one: PostsTable (AWS::DynamoDB::Table), for its KeySchema",
        "!! PostsTable as it is now, with all that it holds, is kept, but out of the stack",
    ]
    assert "is deleted" in list(told([removed]))[-1]

"""A stage as on AWS: the same package and template, another set of parameters."""

import os
import subprocess
import sys

from infra import ROOT
from infra.deploy import push_key
from infra.stage import Stage
from tests.conftest import Room


def deploy(room: Room, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = dict(os.environ, AWS_ENDPOINT_URL=room.cloud.endpoint, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    command = [sys.executable, "-m", "infra.deploy", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=200)


def test_a_stage_is_deployed_by_one_command_and_keeps_its_parameters(room: Room) -> None:
    first = deploy(room, "second", "SiteAddress=https://room.example", "Sender=room@room.example")
    assert first.returncode == 0, first.stderr
    again = deploy(room, "second")
    assert again.returncode == 0, again.stderr
    assert "https://room.example" in again.stdout
    stack = room.stage.client("cloudformation").describe_stacks(StackName="sotongbang-second")["Stacks"][0]
    given = {p["ParameterKey"]: p["ParameterValue"] for p in stack["Parameters"]}
    assert (given["Sender"], given["PasswordSignIn"]) == ("room@room.example", "no")


def test_the_key_that_signs_pushes_is_made_once_and_its_secret_half_is_kept_encrypted(room: Room) -> None:
    fresh = Stage("keys", room.stage.session, room.stage.endpoint)
    assert push_key(fresh) == push_key(fresh) != push_key(room.stage)
    kept = fresh.client("ssm").get_parameter(Name="/sotongbang/keys/push-key")["Parameter"]
    assert kept["Type"] == "SecureString"


def test_a_forbidden_parameter_is_refused_with_its_name(room: Room) -> None:
    refused = deploy(room, "third", "SiteAddress=https://room.example", "Sender=a@b.example", "PasswordSignIn=maybe")
    assert refused.returncode != 0
    assert "PasswordSignIn" in refused.stderr + refused.stdout

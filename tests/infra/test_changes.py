"""The deploy of a stack so small that it can be tried often: refused, failed, cut off, and what stands afterwards."""

import json
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import infra.deploy
import infra.destroy
import infra.edge
from infra.artifacts import Artifacts
from infra.changes import ChangeSet, delete, execute, parameters, standing
from infra.client import wait_for
from infra.edge import edge_of
from infra.local import SENDER
from infra.stage import Stage
from tests.conftest import Room
from tests.infra.terminal import Typed, at_terminal

NUMBERS = count(1)
GIVEN = ("SiteAddress=https://room.example", f"Sender={SENDER}")
PARAMETERS = ("Stage", "PushKey", "SiteAddress", "Sender", "WebAclArn")
TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "DeletionPolicy": "Retain",
    "Properties": {
        "DeletionProtectionEnabled": True,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    },
}
ACL = {
    "Type": "AWS::SSM::Parameter",
    "DependsOn": "Kept",
    "Properties": {"Type": "String", "Name": {"Ref": "AWS::StackName"}, "Value": {"Fn::Sub": "by ${WebAclArn}"}},
}


@pytest.fixture
def stage(room: Room) -> Stage:
    return Stage(f"small{next(NUMBERS)}", room.stage.session, room.stage.endpoint)


@pytest.fixture
def terminal(room: Room) -> Iterator[pytest.MonkeyPatch]:
    """Of a stage without a page."""
    with at_terminal(room) as patch:
        patch.setattr(infra.deploy, "site_files", lambda _: {})
        patch.setattr(infra.deploy, "finish", lambda *_: None)
        yield patch


@pytest.fixture
def deployed(terminal: pytest.MonkeyPatch, stage: Stage, tmp_path: Path) -> Any:
    made = {"Parameters": {name: {"Type": "String", "Default": ""} for name in PARAMETERS}}
    (tmp_path / "template.yaml").write_text(json.dumps(made | {"Resources": {"Kept": TABLE, "Acl": ACL}}), "utf-8")
    with zipfile.ZipFile(tmp_path / "deployment.zip", "w") as archive:
        archive.writestr("app.py", "")

    def typed(*more: str, answers: str = "") -> Typed:
        return Typed.at(infra.deploy, stage.name, *GIVEN, *more, "--package", str(tmp_path), answers=answers)

    return typed


@pytest.mark.parametrize("answers", ["no\n", "yes\nno\n"])
def test_what_is_refused_leaves_nothing_and_no_firewall(deployed: Any, stage: Stage, answers: str) -> None:
    refused = deployed("Waf=yes", answers=answers)
    assert refused.code == 1
    assert "added (1): Firewall" in refused.text
    assert (standing(stage), standing(edge_of(stage))) == (None, None)


def test_a_first_deploy_that_fails_names_what_it_leaves_and_the_second_stands(deployed: Any, stage: Stage) -> None:
    ssm = stage.client("ssm")
    ssm.put_parameter(Name=stage.stack, Value="in the way", Type="String")
    failed = deployed("Waf=yes", "--yes")
    assert failed.code == 1
    assert "error: Acl: " in failed.text
    assert re.search(r"still there, until somebody deletes it: \S+  Kept, AWS::DynamoDB::Table\n", failed.text)
    assert (standing(stage), standing(edge_of(stage)), Artifacts(stage).releases()) == (None, None, [])
    ssm.delete_parameter(Name=stage.stack)
    assert deployed("--yes").code == 0
    assert len(Artifacts(stage).releases()) == 1


def test_a_deploy_that_is_cut_off_is_what_the_next_rollback_goes_back_from(
    deployed: Any, stage: Stage, terminal: pytest.MonkeyPatch
) -> None:
    def cut_off(stage: Stage, changes: ChangeSet) -> None:
        execute(stage, changes)
        raise KeyboardInterrupt

    terminal.setattr(infra.deploy, "execute", cut_off)
    with pytest.raises(KeyboardInterrupt):
        deployed("--yes")
    assert standing(stage)
    assert len(Artifacts(stage).releases()) == 1


def test_a_first_deploy_that_was_cut_off_and_failed_is_destroyed_before_the_next(
    deployed: Any, stage: Stage, terminal: pytest.MonkeyPatch
) -> None:
    def cut_off(stage: Stage, changes: ChangeSet) -> None:
        stage.client("cloudformation").execute_change_set(ChangeSetName=changes.arn)
        wait_for(lambda: (standing(stage) or {}).get("StackStatus") == "ROLLBACK_COMPLETE", "the way back")
        raise KeyboardInterrupt

    ssm = stage.client("ssm")
    ssm.put_parameter(Name=stage.stack, Value="in the way", Type="String")
    with terminal.context() as patch:
        patch.setattr(infra.deploy, "execute", cut_off)
        with pytest.raises(KeyboardInterrupt):
            deployed("--yes")
    ssm.delete_parameter(Name=stage.stack)
    assert f"make destroy STAGE={stage.name} first" in deployed("--yes").text
    assert "  Kept, AWS::DynamoDB::Table" in Typed.at(infra.destroy, stage.name, answers=f"{stage.name}\nyes\n").text
    assert deployed("--yes").code == 0


def test_a_firewall_is_kept_up_to_its_file_until_it_is_not_wanted(
    deployed: Any, stage: Stage, terminal: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def known() -> str:
        return (parameters(stage) or {})["WebAclArn"]

    assert deployed("Waf=yes", "--yes").code == 0
    acl, stricter = known(), tmp_path / "edge.yaml"
    stricter.write_text(infra.edge.FILE.read_text("utf-8").replace("Limit: 2000", "Limit: 1000"), "utf-8")
    terminal.setattr(infra.edge, "FILE", stricter)
    assert "changed (1): Firewall" in deployed("--yes").text
    assert known() == acl
    assert standing(edge_of(stage))
    assert deployed("Waf=no", "--yes").code == 0
    assert (known(), standing(edge_of(stage))) == ("", None)


def test_a_destroy_that_was_cut_off_is_ended_by_another(deployed: Any, stage: Stage) -> None:
    assert deployed("Waf=yes", "--yes").code == 0
    delete(stage, (standing(stage) or {})["StackId"])
    assert Typed.at(infra.destroy, stage.name, answers=f"{stage.name}\nyes\n").code == 0
    assert (standing(edge_of(stage)), Artifacts(stage).stands()) == (None, False)
    assert Typed.at(infra.destroy, stage.name).text == f"error: {stage.stack} is not deployed\n"

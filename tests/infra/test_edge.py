"""The web firewall: in the CDN's own region, of what AWS keeps up to date, and deaf to what a complaint may say."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from infra.edge import FILE, firewall, let_go
from tests.conftest import Room


@pytest.fixture(scope="module")
def acl(room: Room) -> Any:
    arn = firewall(room.stage, agreed=True)
    assert arn.startswith("arn:aws:wafv2:us-east-1:")
    assert firewall(room.stage, agreed=False) == arn  # once more changes nothing, so there is nothing to agree to
    name, uid = arn.split("/")[-2:]
    waf = room.stage.session.client("wafv2", region_name="us-east-1", endpoint_url=room.stage.endpoint)
    yield waf.get_web_acl(Name=name, Scope="CLOUDFRONT", Id=uid)["WebACL"]
    let_go(room.stage)


def test_it_counts_an_address_before_all_else_and_refuses_in_the_rooms_own_words(acl: Any) -> None:
    rate, *managed = acl["Rules"]
    assert rate["Statement"]["RateBasedStatement"]["AggregateKeyType"] == "IP"
    answer = rate["Action"]["Block"]["CustomResponse"]
    assert answer["ResponseCode"] == 429
    # The local cloud drops the bodies.
    bodies = YAMLTemplateSerializer().load_template(FILE.read_text("utf-8"), FILE.name)["Resources"]["Firewall"][
        "Properties"
    ]["CustomResponseBodies"]
    assert json.loads(bodies[answer["CustomResponseBodyKey"]]["Content"])["code"] == "too_many_requests"
    assert {rule["Statement"]["ManagedRuleGroupStatement"]["VendorName"] for rule in managed} == {"AWS"}


def test_a_long_complaint_and_one_that_quotes_a_script_pass(acl: Any) -> None:
    (common,) = (rule for rule in acl["Rules"] if rule["Name"] == "common")
    overrides = common["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    counted = {one["Name"] for one in overrides if "Count" in one["ActionToUse"]}
    assert counted >= {
        *("SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericRFI_BODY", "GenericLFI_BODY"),
        *("EC2MetaDataSSRF_BODY", "NoUserAgent_HEADER"),
    }


def test_it_keeps_no_sample_of_who_asked(acl: Any) -> None:
    views = [acl["VisibilityConfig"], *(rule["VisibilityConfig"] for rule in acl["Rules"])]
    assert not any(view["SampledRequestsEnabled"] for view in views)


def test_cfn_lint_finds_nothing() -> None:
    command = [str(Path(sys.executable).with_name("cfn-lint")), "-r", "us-east-1", "--", str(FILE)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0)

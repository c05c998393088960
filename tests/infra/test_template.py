"""The one template that every stage deploys."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from chalicelib.city import city
from chalicelib.domain.figures import COUNTED
from infra import ROOT
from infra.local import ready_package
from infra.package import merged_template

FUNCTIONS = {
    "APIHandler",
    "MakeRenditions",
    "PublishPhoto",
    "ReplacePhoto",
    "RoutePost",
    "IndexPost",
    "NotifyComment",
    "CarryMarks",
    "TellWatchers",
    "CountFigures",
    "DeliverNotices",
    "RenameAuthor",
    "RefreshDeadlines",
    "ForgetExpired",
    "RemindDepartments",
    "ReturnUnacknowledged",
    "TrainRouter",
}


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    path = ready_package() / "template.yaml"
    loaded: dict[str, Any] = YAMLTemplateSerializer().load_template(path.read_text("utf-8"), path.name)
    return loaded


def resources(template: dict[str, Any], kind: str) -> dict[str, Any]:
    return {name: r["Properties"] for name, r in template["Resources"].items() if r["Type"] == kind}


def test_cfn_lint_finds_nothing() -> None:
    command = [str(Path(sys.executable).with_name("cfn-lint")), str(ready_package() / "template.yaml")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("", 0)


def test_cloudformation_gets_no_aliases_which_it_does_not_read() -> None:
    json.loads((ready_package() / "template.yaml").read_text("utf-8"))


def test_every_override_names_something_that_chalice_made(template: dict[str, Any]) -> None:
    """A merge adds an unknown key without a word: a misspelt function would keep its placeholder."""
    overrides = {name for name, r in merged_template(city())["Resources"].items() if "Type" not in r}
    assert overrides <= FUNCTIONS | {"RestAPI"}
    assert all("Type" in resource for resource in template["Resources"].values())


def test_the_template_has_just_the_functions_of_the_design(template: dict[str, Any]) -> None:
    assert set(resources(template, "AWS::Serverless::Function")) == FUNCTIONS


def test_no_placeholder_is_left(template: dict[str, Any]) -> None:
    assert "set-by-infra" not in json.dumps(template)


def test_every_event_source_parts_the_failed_from_the_done_and_ends_in_a_dead_letter_queue(
    template: dict[str, Any],
) -> None:
    sources = [
        source
        for function in resources(template, "AWS::Serverless::Function").values()
        for source in function.get("Events", {}).values()
        if source["Type"] in ("DynamoDB", "SQS")
    ]
    assert len(sources) == 11
    for source in sources:
        if source["Type"] == "SQS":
            assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        else:
            assert source["Properties"]["BisectBatchOnFunctionError"]
            assert source["Properties"]["DestinationConfig"]["OnFailure"]["Destination"]
            assert source["Properties"]["StartingPosition"] == "TRIM_HORIZON"  # nothing written during a deploy is lost


def test_what_the_clock_starts_ends_in_one_too(template: dict[str, Any]) -> None:
    """Whether its rule could not hand it over, or it failed as often as Lambda tries."""
    queue = {"Fn::GetAtt": ["ScheduleDeadLetters", "Arn"]}
    started = {
        name: event["Properties"]
        for name, function in resources(template, "AWS::Serverless::Function").items()
        for event in function.get("Events", {}).values()
        if event["Type"] == "Schedule"
    }
    assert len(started) == 5
    for name, event in started.items():
        invoked = template["Resources"][name]["Properties"]["EventInvokeConfig"]
        assert invoked["DestinationConfig"]["OnFailure"] == {"Type": "SQS", "Destination": queue}
        assert event["DeadLetterConfig"] == {"Arn": queue}
        assert json.dumps(queue) in json.dumps(template["Resources"][f"{name}Role"])


def test_the_counting_function_gets_just_the_entries_that_it_counts(template: dict[str, Any]) -> None:
    source = template["Resources"]["CountFigures"]["Properties"]["Events"]["CountFiguresDynamodbEventSource"]
    pattern = json.loads(source["Properties"]["FilterCriteria"]["Filters"][0]["Pattern"])
    counted = {"kind": {"S": list(COUNTED)}, "origin": {"S": ["room", "moved"]}}
    assert pattern == {"eventName": ["INSERT"], "dynamodb": {"NewImage": counted}}


def test_no_function_that_tells_anybody_hears_of_what_was_brought(template: dict[str, Any]) -> None:
    for function in ("RoutePost", "NotifyComment", "CarryMarks", "TellWatchers"):
        source = template["Resources"][function]["Properties"]["Events"][f"{function}DynamodbEventSource"]
        for one in source["Properties"]["FilterCriteria"]["Filters"]:
            assert json.loads(one["Pattern"])["dynamodb"]["NewImage"]["origin"] == {"S": ["room"]}


def test_every_bucket_is_private_and_encrypted_and_speaks_tls_alone(template: dict[str, Any]) -> None:
    buckets = resources(template, "AWS::S3::Bucket")
    for bucket in buckets.values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["BucketEncryption"]
    policies = resources(template, "AWS::S3::BucketPolicy").values()
    tls_alone = {policy["Bucket"]["Ref"] for policy in policies if "aws:SecureTransport" in json.dumps(policy)}
    assert tls_alone == set(buckets)


def test_every_dead_letter_queue_has_its_alarm(template: dict[str, Any]) -> None:
    queues = {name for name in resources(template, "AWS::SQS::Queue") if name.endswith("DeadLetters")}
    alarms = resources(template, "AWS::CloudWatch::Alarm").values()
    buried = [alarm for alarm in alarms if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"]
    assert queues == {alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0] for alarm in buried}


def test_a_queue_hides_a_message_longer_than_its_function_works(template: dict[str, Any]) -> None:
    timeouts = {name: f["Timeout"] for name, f in resources(template, "AWS::Serverless::Function").items()}
    queues = resources(template, "AWS::SQS::Queue")
    for queue, function in (("UploadQueue", "MakeRenditions"), ("NoticeQueue", "DeliverNotices")):
        assert queues[queue]["VisibilityTimeout"] >= 6 * timeouts[function]


def test_every_function_has_a_policy_memory_and_time_of_its_own() -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    functions = config["stages"]["room"]["lambda_functions"]
    policies = [f["iam_policy_file"] for f in functions.values()]
    assert len(set(policies)) == len(functions) == len(FUNCTIONS)
    assert all({"lambda_memory_size", "lambda_timeout"} <= set(f) for f in functions.values())


def test_each_department_of_the_profile_has_a_staff_group(template: dict[str, Any]) -> None:
    groups = {g["GroupName"] for g in resources(template, "AWS::Cognito::UserPoolGroup").values()}
    assert groups == {d.code for d in city().departments} | {"admin"}


def test_what_citizens_wrote_outlives_its_stack(template: dict[str, Any]) -> None:
    for name in ("PostsTable", "TimelineTable", "CommentsTable", "MembersTable", "IdentitiesTable", "UploadBucket"):
        assert template["Resources"][name]["DeletionPolicy"] == "Retain"


def test_no_bucket_is_public(template: dict[str, Any]) -> None:
    for bucket in resources(template, "AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}


def test_identities_lie_under_a_key_of_their_own(template: dict[str, Any]) -> None:
    for table in ("IdentitiesTable", "DevicesTable"):
        encryption = template["Resources"][table]["Properties"]["SSESpecification"]
        assert encryption["KMSMasterKeyId"] == {"Fn::GetAtt": ["IdentityKey", "Arn"]}
    policies = {p.stem: p.read_text() for p in (ROOT / ".chalice").glob("policy-*.json")}
    assert {name for name, text in policies.items() if re.search("IdentitiesTable", text)} == {
        "policy-api-handler",
        "policy-deliver-notices",
    }

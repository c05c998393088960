"""The one template that every stage deploys."""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from chalice.package import YAMLTemplateSerializer

from chalicelib.city import city
from chalicelib.domain.figures import COUNTED
from infra import ROOT
from infra.local import ready_package
from infra.package import merged_template
from infra.publish import SITE
from infra.redrive import _fits

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


def test_an_original_outlives_the_dead_letter_of_its_photo(template: dict[str, Any]) -> None:
    rules = template["Resources"]["UploadBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (days,) = (rule["ExpirationInDays"] for rule in rules if rule.get("TagFilters"))
    lies = template["Resources"]["UploadDeadLetters"]["Properties"]["MessageRetentionPeriod"]
    assert timedelta(days=days) > timedelta(seconds=lies)


@pytest.mark.parametrize(
    ("by", "heard"), [({"userIdentity": {"principalId": "dynamodb.amazonaws.com"}}, True), ({}, False)]
)
def test_of_the_photos_whose_rows_go_only_those_that_expired_lose_their_files(
    template: dict[str, Any], by: dict[str, Any], heard: bool
) -> None:
    source = template["Resources"]["ReplacePhoto"]["Properties"]["Events"]["ReplacePhotoDynamodbEventSource"]
    patterns = [json.loads(one["Pattern"]) for one in source["Properties"]["FilterCriteria"]["Filters"]]
    assert any(_fits(pattern, {"eventName": "REMOVE", "dynamodb": {}} | by) for pattern in patterns) is heard


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


def test_the_desk_hangs_on_more_than_a_password(template: dict[str, Any]) -> None:
    pool = resources(template, "AWS::Cognito::UserPool")["StaffPool"]
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ({"Ref": "StaffMfa"}, ["SOFTWARE_TOKEN_MFA"])
    assert template["Parameters"]["StaffMfa"]["Default"] == "ON"


def test_the_page_asks_for_all_of_a_clerk_that_the_pool_tells(template: dict[str, Any]) -> None:
    """Without `profile` Cognito leaves out the name, which the author is to be told."""
    asked = re.findall(r"scope: '([^']+)'", (SITE / "staff/session.js").read_text("utf-8"))
    told = resources(template, "AWS::Cognito::UserPoolClient")["StaffClient"]["AllowedOAuthScopes"]
    assert [one.split() for one in asked] == [told]


def test_what_citizens_wrote_outlives_its_stack(template: dict[str, Any]) -> None:
    for name in ("PostsTable", "TimelineTable", "CommentsTable", "MembersTable", "IdentitiesTable", "UploadBucket"):
        assert template["Resources"][name]["DeletionPolicy"].startswith("Retain")


def test_a_first_deploy_that_fails_leaves_nothing_in_the_way_of_the_second(template: dict[str, Any]) -> None:
    """Tables that refuse to be deleted would stop the way back; they stay, empty, under names that nobody chose."""
    for one in template["Resources"].values():
        if "DeletionPolicy" in one:
            guarded = one["Properties"].get("DeletionProtectionEnabled", False)
            assert one["DeletionPolicy"] == ("Retain" if guarded else "RetainExceptOnCreate")
            assert one["UpdateReplacePolicy"] == "Retain"
            assert "TableName" not in one["Properties"]


def test_every_table_is_guarded_but_those_that_are_made_anew(template: dict[str, Any]) -> None:
    tables = resources(template, "AWS::DynamoDB::Table")
    bare = {name for name, table in tables.items() if not table.get("DeletionProtectionEnabled")}
    assert bare == {"DevicesTable", "FiguresTable", "TermsTable"}
    for name in tables.keys() - bare:
        assert tables[name]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert template["Resources"][name]["DeletionPolicy"] == "Retain"


def test_what_is_traced_may_be(template: dict[str, Any]) -> None:
    """Lambda takes no function that is to be traced by a role that may not."""
    for function in resources(template, "AWS::Serverless::Function").values():
        role = template["Resources"][function["Role"]["Fn::GetAtt"][0]]["Properties"]
        statements = [one for policy in role["Policies"] for one in policy["PolicyDocument"]["Statement"]]
        (trace,) = (one for one in statements if one["Sid"] == "Trace")
        assert function["Tracing"] == "Active"
        assert set(trace["Action"]) == {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


def test_the_cdn_adds_no_header_that_cloudfront_refuses(template: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html"""
    denied = re.compile(
        "x-(amz|edge)-.*|x-real-ip|cache-control|connection|content-length|cookie|host|if-.*|max-forwards|pragma"
        "|proxy-.*|range|request-range|te|trailer|transfer-encoding|upgrade|via"
    )
    origins = template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["Origins"]
    added = [header["HeaderName"].lower() for one in origins for header in one.get("OriginCustomHeaders", ())]
    assert added
    assert not [name for name in added if denied.fullmatch(name)]


def test_the_api_knows_the_cdn_by_the_header_that_it_adds(template: dict[str, Any]) -> None:
    *_, api = template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["Origins"]
    (key,) = api["OriginCustomHeaders"]
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert key["HeaderValue"] == variables["EDGE_KEY"]
    assert f'"{key["HeaderName"].lower()}"' in (ROOT / "chalicelib" / "api" / "edge.py").read_text("utf-8")


def test_the_cdn_keeps_no_error(template: dict[str, Any]) -> None:
    """CloudFront keeps these for ten seconds, whatever their Cache-Control says, unless it is told for how long."""
    kept = template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["CustomErrorResponses"]
    assert {one.pop("ErrorCode") for one in kept} == {404, 414, 500, 501, 502, 503, 504}
    assert all(one == {"ErrorCachingMinTTL": 0} for one in kept)  # with the room's own words


def test_what_cloudfront_does_not_compress_the_gateway_does(template: dict[str, Any]) -> None:
    """CloudFront goes by a list of types, which has neither GeoJSON nor Atom; API Gateway by the size alone."""
    assert template["Resources"]["RestAPI"]["Properties"]["MinimumCompressionSize"] <= 1000


def test_a_rule_for_tagged_objects_says_nothing_of_unfinished_uploads(template: dict[str, Any]) -> None:
    """S3 refuses the two in one rule: what is unfinished has no tags yet."""
    for bucket in resources(template, "AWS::S3::Bucket").values():
        for rule in bucket.get("LifecycleConfiguration", {}).get("Rules", ()):
            assert not {"TagFilters", "AbortIncompleteMultipartUpload"} <= rule.keys()


def test_the_budget_of_the_account_speaks_through_the_topic_of_the_alarms(template: dict[str, Any]) -> None:
    """When more than it is spent, or going to be. The local cloud has no budgets."""
    assert template["Resources"]["Budget"]["Condition"] == "Budgeted"
    (budget,) = resources(template, "AWS::Budgets::Budget").values()
    assert budget["Budget"]["BudgetLimit"] == {"Amount": {"Ref": "MonthlyBudget"}, "Unit": "USD"}
    told = budget["NotificationsWithSubscribers"]
    assert {one["Notification"].pop("NotificationType") for one in told} == {"ACTUAL", "FORECASTED"}
    for one in told:
        assert one["Notification"] == {"ComparisonOperator": "GREATER_THAN", "Threshold": 100}  # per cent
        assert one["Subscribers"] == [{"SubscriptionType": "SNS", "Address": {"Ref": "AlarmTopic"}}]
    (policy,) = resources(template, "AWS::SNS::TopicPolicy").values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert set(statement["Principal"]["Service"]) == {"cloudwatch.amazonaws.com", "budgets.amazonaws.com"}
    assert (statement["Action"], statement["Resource"]) == ("sns:Publish", {"Ref": "AlarmTopic"})
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_no_bucket_is_public(template: dict[str, Any]) -> None:
    for bucket in resources(template, "AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}


def test_identities_lie_under_a_key_of_their_own(template: dict[str, Any]) -> None:
    for table in ("IdentitiesTable", "DevicesTable"):
        encryption = template["Resources"][table]["Properties"]["SSESpecification"]
        assert encryption["KMSMasterKeyId"] == {"Fn::GetAtt": ["IdentityKey", "Arn"]}
    # All others under the key that is DynamoDB's own: another of AWS's is paid for by the request.
    encrypted = {name for name, t in resources(template, "AWS::DynamoDB::Table").items() if "SSESpecification" in t}
    assert encrypted == {"IdentitiesTable", "DevicesTable", "OriginalsTable"}
    policies = {p.stem: p.read_text() for p in (ROOT / ".chalice").glob("policy-*.json")}
    assert {name for name, text in policies.items() if re.search("IdentitiesTable", text)} == {
        "policy-api-handler",
        "policy-deliver-notices",
    }

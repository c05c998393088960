"""Least privilege, with IAM enforced: each function may do its work and nothing else."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import ROOT
from infra.local import SENDER
from tests.conftest import Room

POLICIES = sorted((ROOT / ".chalice").glob("policy-*.json"))
# AWS knows no resource for these.
WITHOUT_RESOURCE = {"dynamodb:ListStreams", "xray:PutTraceSegments", "xray:PutTelemetryRecords"}
DENIED = {"AccessDenied", "AccessDeniedException"}
REACHED = {"allowed", "ConditionalCheckFailedException"}  # the row decides only after the rights did

Call = tuple[str, str, dict[str, Any]]


def get(table: str, *keys: str) -> Callable[[Room], Call]:
    key = {name: {"S": "0"} for name in keys} | ({"number": {"N": "1"}} if table == "Timeline" else {})
    return lambda room: ("dynamodb", "get_item", {"TableName": room.function(f"{table}Table"), "Key": key})


def put(table: str, **row: str) -> Callable[[Room], Call]:
    item = {name: {"S": value} for name, value in row.items()}
    return lambda room: ("dynamodb", "put_item", {"TableName": room.function(f"{table}Table"), "Item": item})


def touch(table: str, key: str) -> Callable[[Room], Call]:
    """An update of a row that is not there, and that must be."""
    return lambda room: (
        "dynamodb",
        "update_item",
        {
            "TableName": room.function(f"{table}Table"),
            "Key": {key: {"S": "0"}},
            "UpdateExpression": "SET author_name = :name",
            "ExpressionAttributeValues": {":name": {"S": "x"}},
            "ConditionExpression": f"attribute_exists({key})",
        },
    )


def read(bucket: str, key: str) -> Callable[[Room], Call]:
    return lambda room: ("s3", "get_object", {"Bucket": room.outputs[f"{bucket}BucketName"], "Key": key})


def write(bucket: str, key: str) -> Callable[[Room], Call]:
    return lambda room: ("s3", "put_object", {"Bucket": room.outputs[f"{bucket}BucketName"], "Key": key, "Body": b""})


def mail(room: Room) -> Call:
    return (
        "ses",
        "send_email",
        {
            "Source": "room@gyeryong.example",
            "Destination": {"ToAddresses": ["a@citizens.example"]},
            "Message": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}},
        },
    )


def raw_mail(sender: str) -> Callable[[Room], Call]:
    said = {"Source": sender, "Destinations": ["a@citizens.example"], "RawMessage": {"Data": "Subject: x\n\nx"}}
    return lambda room: ("ses", "send_raw_email", said)


def secret(name: str) -> Callable[[Room], Call]:
    return lambda room: ("ssm", "get_parameter", {"Name": name, "WithDecryption": True})


IDENTITY = get("Identities", "member_id")
PUSH_KEY = "/sotongbang/local/push-key"
REFUSED = (
    ("RoutePost", IDENTITY),
    ("RoutePost", get("Members", "member_id")),
    ("RoutePost", put("Posts", post_id="x")),
    ("RoutePost", read("Upload", "uploads/x")),
    ("RoutePost", read("Media", "media/x")),
    ("RoutePost", write("Media", "router/index.json")),
    ("IndexPost", IDENTITY),
    ("IndexPost", get("Members", "member_id")),
    ("IndexPost", touch("Posts", "post_id")),
    ("NotifyComment", IDENTITY),
    ("NotifyComment", put("Posts", post_id="x")),
    ("NotifyComment", mail),
    ("NotifyComment", get("Devices", "member_id", "device_id")),
    ("NotifyComment", secret(PUSH_KEY)),
    ("CarryMarks", IDENTITY),
    ("CarryMarks", put("Posts", post_id="x")),
    ("CarryMarks", put("Comments", post_id="x", comment_id="x")),
    ("CarryMarks", put("Notices", mailbox="x", event_id="x")),
    ("TellWatchers", IDENTITY),
    ("TellWatchers", get("Watches", "member_id", "row")),
    ("TellWatchers", put("Watches", member_id="x", row="x")),
    ("TellWatchers", put("Timeline", post_id="x")),
    ("TellWatchers", mail),
    ("CountFigures", IDENTITY),
    ("CountFigures", get("Members", "member_id")),
    ("CountFigures", touch("Posts", "post_id")),
    ("CountFigures", put("Timeline", post_id="x")),
    ("CountFigures", put("Figures", period="x", name="x")),
    ("MakeRenditions", IDENTITY),
    ("MakeRenditions", get("Posts", "post_id")),
    ("MakeRenditions", put("Posts", post_id="x")),
    ("MakeRenditions", touch("Posts", "post_id")),
    ("MakeRenditions", write("Upload", "uploads/x")),
    ("MakeRenditions", write("Media", "elsewhere/x")),
    ("PublishPhoto", IDENTITY),
    ("PublishPhoto", get("Members", "member_id")),
    ("PublishPhoto", read("Upload", "uploads/x")),
    ("PublishPhoto", write("Media", "elsewhere/x")),
    ("ReplacePhoto", IDENTITY),
    ("ReplacePhoto", get("Members", "member_id")),
    ("ReplacePhoto", touch("Posts", "post_id")),
    ("ReplacePhoto", write("Media", "media/x")),
    ("ReplacePhoto", write("Upload", "elsewhere/x")),
    ("RenameAuthor", IDENTITY),
    ("RenameAuthor", get("Posts", "post_id")),
    ("RefreshDeadlines", IDENTITY),
    ("ForgetExpired", IDENTITY),
    ("ForgetExpired", get("Originals", "post_id", "part")),
    ("ForgetExpired", read("Upload", "uploads/x")),
    ("ForgetExpired", put("Posts", post_id="x")),
    ("ForgetExpired", put("Marks", post_id="x", mark="x")),
    ("RefreshDeadlines", put("Posts", post_id="x")),
    ("RemindDepartments", IDENTITY),
    ("RemindDepartments", put("Posts", post_id="x")),
    ("RemindDepartments", put("Comments", post_id="x", comment_id="x")),
    ("RemindDepartments", mail),
    ("ReturnUnacknowledged", IDENTITY),
    ("ReturnUnacknowledged", put("Posts", post_id="x")),
    ("ReturnUnacknowledged", put("Notices", mailbox="x", event_id="x")),
    ("TrainRouter", IDENTITY),
    ("TrainRouter", get("Posts", "post_id")),
    ("TrainRouter", touch("Posts", "post_id")),
    ("TrainRouter", get("Originals", "post_id", "part")),
    ("TrainRouter", write("Media", "media/x")),
    ("DeliverNotices", raw_mail("another@gyeryong.example")),
    ("DeliverNotices", put("Posts", post_id="x")),
    ("DeliverNotices", put("Devices", member_id="x", device_id="x")),
    ("DeliverNotices", secret("/sotongbang/local/another-key")),
    ("DeliverNotices", get("Members", "member_id")),
    ("DeliverNotices", read("Upload", "uploads/x")),
    ("APIHandler", read("Media", "media/x")),
    ("APIHandler", write("Media", "router/models/x")),
    ("APIHandler", write("Site", "index.html")),
    ("APIHandler", get("Timeline", "post_id")),
    ("APIHandler", put("Terms", gram="x", post_id="x")),
    ("APIHandler", mail),
    ("APIHandler", get("Devices", "member_id", "device_id")),
    ("APIHandler", secret(PUSH_KEY)),
)
ALLOWED = (
    ("APIHandler", IDENTITY),
    ("DeliverNotices", IDENTITY),
    ("DeliverNotices", get("Devices", "member_id", "device_id")),
    ("DeliverNotices", secret(PUSH_KEY)),
    ("DeliverNotices", raw_mail(SENDER)),
    ("RoutePost", get("Posts", "post_id")),
    ("IndexPost", get("Posts", "post_id")),
    ("IndexPost", get("Terms", "gram", "post_id")),
    ("RefreshDeadlines", get("Posts", "post_id")),
    ("RefreshDeadlines", touch("Photos", "photo_id")),
    ("ForgetExpired", touch("Posts", "post_id")),
    ("RemindDepartments", touch("Posts", "post_id")),
    ("ReturnUnacknowledged", touch("Posts", "post_id")),
    ("RenameAuthor", touch("Posts", "post_id")),
    ("PublishPhoto", touch("Posts", "post_id")),
    ("PublishPhoto", get("Photos", "photo_id")),
    ("PublishPhoto", write("Media", "held/x")),
    ("ReplacePhoto", get("Photos", "photo_id")),
    ("ReplacePhoto", write("Upload", "uploads/x")),
    ("NotifyComment", get("Posts", "post_id")),
    ("CarryMarks", touch("Posts", "post_id")),
    ("TellWatchers", get("Posts", "post_id")),
    ("TellWatchers", get("Comments", "post_id", "comment_id")),
    ("CountFigures", get("Posts", "post_id")),
    ("MakeRenditions", write("Media", "media/x/320.webp")),
    ("MakeRenditions", get("Photos", "photo_id")),
    ("TrainRouter", write("Media", "router/models/x")),
)


@pytest.fixture(scope="module")
def attempt(room: Room) -> Iterator[Callable[[str, Callable[[Room], Call]], str]]:
    """Invokes tests/stack/probe.py in the place of a function's handler, so under its role."""
    functions = room.stage.client("lambda")
    layer = functions.publish_layer_version(LayerName="probe", Content={"ZipFile": probe_zip()})["LayerVersionArn"]
    names = {name for name, _ in (*REFUSED, *ALLOWED)}
    kept = {name: functions.get_function_configuration(FunctionName=room.function(name)) for name in names}

    def answer(name: str, call: Callable[[Room], Call]) -> str:
        service, method, arguments = call(room)
        arguments = {k: v.decode() if isinstance(v, bytes) else v for k, v in arguments.items()}
        body = json.dumps({"service": service, "call": method, "arguments": arguments})
        done = functions.invoke(FunctionName=room.function(name), Payload=body)
        return str(json.loads(done["Payload"].read()))

    try:
        for name in names:
            functions.update_function_configuration(
                FunctionName=room.function(name), Handler="probe.handler", Layers=[layer]
            )
        yield answer
    finally:
        for name, found in kept.items():
            functions.update_function_configuration(
                FunctionName=room.function(name), Handler=found["Handler"], Layers=[]
            )


def probe_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.write(Path(__file__).with_name("probe.py"), "python/probe.py")
    return held.getvalue()


@pytest.mark.parametrize(("name", "call"), REFUSED, ids=[f"{name}-{n}" for n, (name, _) in enumerate(REFUSED)])
def test_a_function_is_refused_what_it_has_no_business_with(attempt: Any, name: str, call: Any) -> None:
    assert attempt(name, call) in DENIED


@pytest.mark.parametrize(("name", "call"), ALLOWED, ids=[f"{name}-{n}" for n, (name, _) in enumerate(ALLOWED)])
def test_a_function_may_do_its_own_work(attempt: Any, name: str, call: Any) -> None:
    assert attempt(name, call) in REACHED


def listed(resource: Any) -> list[Any]:
    return resource if isinstance(resource, list) else [resource]


def test_every_function_is_tried_both_ways() -> None:
    functions = {path.stem.removeprefix("policy-").replace("-", "") for path in POLICIES}
    for table in (REFUSED, ALLOWED):
        assert {name.lower() for name, _ in table} == functions


def test_only_two_functions_learn_where_people_are_reached() -> None:
    for resource in ("IdentitiesTable", "DevicesTable"):
        assert naming(resource) == {"api-handler", "deliver-notices"}


def test_their_key_opens_to_one_more_which_deletes_under_it_what_was_masked() -> None:
    assert naming("IdentityKey") == {"api-handler", "deliver-notices", "forget-expired"}


def naming(resource: str) -> set[str]:
    return {path.stem.removeprefix("policy-") for path in POLICIES if resource in path.read_text("utf-8")}


def test_only_the_sending_function_has_the_key_that_signs_pushes() -> None:
    assert {path.stem for path in POLICIES if "push-key" in path.read_text("utf-8")} == {"policy-deliver-notices"}


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_no_statement_reaches_further_than_it_must(path: Path) -> None:
    for statement in json.loads(path.read_text())["Statement"]:
        actions = set(statement["Action"])
        assert not any("*" in action for action in actions)
        assert statement["Sid"]  # says what for
        if "*" in listed(statement["Resource"]):
            assert actions <= WITHOUT_RESOURCE

"""Brings a stage up to the package: uploads it, applies the template as a change set, publishes the site.

python -m infra.deploy dev SiteAddress=https://room.example Sender=room@room.example
"""

import contextlib
import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from chalicelib.domain.push import encoded
from infra import say
from infra.package import package
from infra.publish import publish_site
from infra.stage import Stage

PUSH_KEY = "Signs the room's push messages. Whoever replaces it silences every device that is registered."


class DeployFailed(Exception):
    """The stack did not come up; the text says which resource and why."""


def deploy(stage: Stage, folder: Path, parameters: Mapping[str, str]) -> dict[str, str]:
    """Apply the package in `folder` (see infra.package) to the stage; returns the stack's outputs."""
    template = _upload(stage, folder)
    changes = _change_set(stage, template, parameters)
    if changes:
        _execute(stage, changes)
    return stage.outputs()


def _upload(stage: Stage, folder: Path) -> str:
    s3, account = stage.client("s3"), stage.client("sts").get_caller_identity()["Account"]
    bucket = f"{stage.stack}-artifacts-{account}"
    _ensure_bucket(s3, bucket, stage.session.region_name)
    zipped = (folder / "deployment.zip").read_bytes()
    key = f"{hashlib.sha256(zipped).hexdigest()[:32]}.zip"
    s3.put_object(Bucket=bucket, Key=key, Body=zipped)
    text = (folder / "template.yaml").read_text("utf-8").replace("./deployment.zip", f"s3://{bucket}/{key}")
    s3.put_object(Bucket=bucket, Key="template.yaml", Body=text.encode())
    return str(s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "template.yaml"}, ExpiresIn=900))


def _ensure_bucket(s3: Any, bucket: str, region: str) -> None:
    try:
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
    except ClientError as error:
        if error.response["Error"]["Code"] != "BucketAlreadyOwnedByYou":
            raise
        return
    s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration=dict.fromkeys(
            ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
        ),
    )


def _change_set(stage: Stage, template: str, parameters: Mapping[str, str]) -> str | None:
    """The change set's ARN, or None where there is nothing to change."""
    cfn = stage.client("cloudformation")
    known = _parameters(cfn, stage.stack)
    made = cfn.create_change_set(
        StackName=stage.stack,
        ChangeSetName=f"to-{hashlib.sha256(template.encode()).hexdigest()[:12]}",
        ChangeSetType="CREATE" if known is None else "UPDATE",
        TemplateURL=template,
        Parameters=[
            *({"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()),
            *({"ParameterKey": k, "UsePreviousValue": True} for k in (known or set()) - parameters.keys()),
        ],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )["Id"]
    try:
        cfn.get_waiter("change_set_create_complete").wait(
            ChangeSetName=made, WaiterConfig={"Delay": 1, "MaxAttempts": 300}
        )
    except WaiterError as error:
        found = cfn.describe_change_set(ChangeSetName=made)
        reason = found.get("StatusReason", "")
        cfn.delete_change_set(ChangeSetName=made)
        if "didn't contain changes" in reason or "No updates" in reason:
            return None
        raise DeployFailed(f"the change set was refused: {reason}") from error
    return str(made)


def _parameters(cfn: Any, stack: str) -> set[str] | None:
    """The names that the stack knows; None if it was never deployed."""
    try:
        (found,) = cfn.describe_stacks(StackName=stack)["Stacks"]
    except ClientError:
        return None
    if found["StackStatus"] == "REVIEW_IN_PROGRESS":
        return None
    return {parameter["ParameterKey"] for parameter in found.get("Parameters", [])}


def _execute(stage: Stage, changes: str) -> None:
    cfn = stage.client("cloudformation")
    create = _parameters(cfn, stage.stack) is None
    cfn.execute_change_set(ChangeSetName=changes)
    waiter = cfn.get_waiter("stack_create_complete" if create else "stack_update_complete")
    try:
        waiter.wait(StackName=stage.stack, WaiterConfig={"Delay": 1, "MaxAttempts": 1800})
    except WaiterError as error:
        raise DeployFailed("; ".join(_failures(cfn, stage.stack)) or str(error)) from error


def _failures(cfn: Any, stack: str) -> Iterator[str]:
    for event in cfn.describe_stack_events(StackName=stack)["StackEvents"]:
        if event["ResourceStatus"].endswith("FAILED"):
            yield f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"


def push_key(stage: Stage) -> str:
    """The public half of the stage's VAPID pair (RFC 8292). Made once and never again: devices register under it."""
    ssm, name, fresh = stage.client("ssm"), f"/sotongbang/{stage.name}/push-key", Vapid02()
    fresh.generate_keys()
    secret = fresh.private_key.private_numbers().private_value.to_bytes(32, "big")
    with contextlib.suppress(ssm.exceptions.ParameterAlreadyExists):
        ssm.put_parameter(Name=name, Type="SecureString", Value=encoded(secret), Description=PUSH_KEY)
    kept = Vapid02.from_raw(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"].encode())
    return encoded(kept.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def main(arguments: list[str]) -> int:
    """STAGE, then KEY=VALUE parameters of infra/parameters.yaml; those of an earlier deploy are kept."""
    name, *pairs = arguments
    stage = Stage(name, boto3.Session())
    given = dict(pair.split("=", 1) for pair in pairs)
    outputs = deploy(stage, package(), {"Stage": name, "PushKey": push_key(stage), **given})
    region, login = stage.session.region_name, outputs["StaffLoginDomain"]
    domain = f"https://{login}.auth.{region}.amazoncognito.com"
    publish_site(stage, outputs, {"staff": {"domain": domain, "client_id": outputs["StaffClientId"]}})
    for key, value in sorted(outputs.items()):
        say(f"  {key:<20} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Takes a stage down and leaves its data: tables, photos, staff accounts and the key of the identities.

python -m infra.destroy dev
"""

import argparse
import sys
from collections.abc import Iterator
from functools import partial

from botocore.exceptions import WaiterError

from infra import say
from infra.artifacts import Artifacts
from infra.changes import DeployFailed, failures, standing
from infra.checks import account
from infra.edge import take_down
from infra.stage import Stage
from infra.terminal import Stopped, answered, in_lines, stage_named


def destroy(stage: Stage) -> None:
    account(stage)
    stack = standing(stage)
    if stack is None:
        raise Stopped(f"{stage.stack} is not deployed")
    say(f"This takes {stage.stack} down: functions, API, page, CDN, logs and search. What citizens wrote stays.")
    if not (answered(f"Type the stage's name ({stage.name}):", stage.name) and answered("Sure? (yes)", "yes")):
        raise Stopped("not agreed to; the stage is as it was")
    if site := stage.outputs().get("SiteBucketName"):
        empty(stage, site)  # CloudFormation deletes no bucket that holds something
    _delete(stage, stack["StackId"])
    take_down(stage)
    artifacts = Artifacts(stage).bucket
    empty(stage, artifacts)
    stage.client("s3").delete_bucket(Bucket=artifacts)
    say("left, until somebody deletes them one by one:")
    for line in left(stage, stack["StackId"]):
        say(f"  {line}")
    say(f"  /sotongbang/{stage.name}/push-key  SSM parameter")


def empty(stage: Stage, bucket: str) -> None:
    stage.session.resource("s3", endpoint_url=stage.endpoint).Bucket(bucket).object_versions.delete()


def _delete(stage: Stage, stack: str) -> None:
    cfn = stage.client("cloudformation")
    cfn.delete_stack(StackName=stack)
    try:
        cfn.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 3600})
    except WaiterError as error:
        raise DeployFailed("\n".join(failures(cfn, stack)) or str(error)) from error


def left(stage: Stage, stack: str) -> Iterator[str]:
    """What CloudFormation passed over, for its DeletionPolicy."""
    pages = stage.client("cloudformation").get_paginator("describe_stack_events").paginate(StackName=stack)
    for event in (event for page in pages for event in page["StackEvents"]):
        if event["ResourceStatus"] == "DELETE_SKIPPED":
            yield f"{event['PhysicalResourceId']}  {event['LogicalResourceId']}, {event['ResourceType']}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.destroy")
    parser.add_argument("stage")
    return in_lines(partial(destroy, stage_named(parser.parse_args(arguments).stage)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

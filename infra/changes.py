"""What is to change in a stage's stack: a CloudFormation change set, told before it is applied."""

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from infra import say
from infra.stage import Stage
from infra.terminal import Stopped, answered

FEW = 40  # a first deploy adds some two hundred
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
# How a change is told, by CloudFormation's Action and Replacement.
VERDICTS = {
    ("Add", ""): "added",
    ("Remove", ""): "removed",
    ("Modify", "False"): "changed",
    ("Modify", "Conditional"): "changed, or replaced",
    ("Modify", "True"): "REPLACED",
}
FATES = {"Retain": "kept, but out of the stack", "ReplaceAndRetain": "kept, but out of the stack"}
HOLDS_DATA = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::KMS::Key")
BEGINNINGS = ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS")  # of an operation, among the events of a stack


class DeployFailed(Stopped):
    """The stack did not come up; the text says which resource and why."""


@dataclass(frozen=True)
class Change:
    verdict: str
    name: str
    kind: str
    by: tuple[str, ...]  # properties that cannot change in place
    fate: str  # of what is there now, where it is removed or replaced

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Change":
        """A ResourceChange of CloudFormation."""
        action, replacement = told["Action"], told.get("Replacement", "")
        targets = [detail["Target"] for detail in told.get("Details", ())]
        return cls(
            VERDICTS.get((action, replacement), action.lower()),
            told["LogicalResourceId"],
            told["ResourceType"],
            tuple(sorted({t["Name"] for t in targets if t.get("RequiresRecreation") == "Always" and "Name" in t})),
            FATES.get(told.get("PolicyAction", ""), "deleted"),
        )


@dataclass(frozen=True)
class ChangeSet:
    arn: str
    stack: str  # its ARN, by which even a stack that is gone can be asked
    first: bool  # of this stack
    changes: tuple[Change, ...]


def told(changes: Sequence[Change]) -> Iterator[str]:
    """For whoever has to agree: by name, or by kind where they are many; what may lose data in lines of its own, last."""
    alike = defaultdict(list)
    for change in changes:
        alike[change.verdict].append(change)
    for verdict, some in alike.items():
        names = sorted(change.name for change in some)
        kinds = [f"{times} {kind.removeprefix('AWS::')}" for kind, times in Counter(c.kind for c in some).most_common()]
        listed = f"  {verdict} ({len(some)}): {', '.join(names if len(some) <= FEW else kinds)}"
        yield textwrap.fill(listed, 110, subsequent_indent="    ")
    for change in changes:
        if change.verdict == "REPLACED":
            yield f"!! REPLACED by a new one: {change.name} ({change.kind}), for its {', '.join(change.by)}"
        if change.verdict in ("REPLACED", "removed") and change.kind in HOLDS_DATA:
            yield f"!! {change.name} as it is now, with all that it holds, is {change.fate}"


def standing(stage: Stage) -> dict[str, Any] | None:
    """The stack as CloudFormation describes it; None if it was never deployed."""
    try:
        (stack,) = stage.client("cloudformation").describe_stacks(StackName=stage.stack)["Stacks"]
    except ClientError as error:
        if "does not exist" not in str(error):
            raise
        return None
    return None if stack["StackStatus"] == "REVIEW_IN_PROGRESS" else stack


def in_progress(stack: Mapping[str, Any]) -> bool:
    return str(stack["StackStatus"]).endswith("_IN_PROGRESS")


def parameters(stage: Stage) -> dict[str, str] | None:
    """As the stack has them now; None if it was never deployed."""
    stack = standing(stage)
    if stack is None:
        return None
    return {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", ())}


def change_set(stage: Stage, template: Mapping[str, str], given: Mapping[str, str]) -> ChangeSet | None:
    """From the stack as it is to the template (a TemplateURL or a TemplateBody); None where nothing would change."""
    cfn, known = stage.client("cloudformation"), parameters(stage)
    taken = {one["ParameterKey"] for one in cfn.get_template_summary(**template)["Parameters"]}
    made = cfn.create_change_set(
        StackName=stage.stack,
        ChangeSetName=f"to-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}",
        ChangeSetType="CREATE" if known is None else "UPDATE",
        Parameters=[
            *({"ParameterKey": name, "ParameterValue": value} for name, value in given.items()),
            *({"ParameterKey": name, "UsePreviousValue": True} for name in taken & (known or {}).keys() - given.keys()),
        ],
        Capabilities=CAPABILITIES,
        **template,
    )
    try:
        cfn.get_waiter("change_set_create_complete").wait(
            ChangeSetName=made["Id"], WaiterConfig={"Delay": 1, "MaxAttempts": 300}
        )
    except WaiterError as error:
        reason = cfn.describe_change_set(ChangeSetName=made["Id"]).get("StatusReason", "")
        details = list(_invalid(cfn, ChangeSetName=made["Id"]))
        cfn.delete_change_set(ChangeSetName=made["Id"])
        if "didn't contain changes" in reason or "No updates" in reason:
            return None
        raise DeployFailed("\n".join([f"the change set was refused: {reason}", *details])) from error
    pages = cfn.get_paginator("describe_change_set").paginate(ChangeSetName=made["Id"])
    changes = tuple(Change.of(one["ResourceChange"]) for page in pages for one in page["Changes"])
    return ChangeSet(made["Id"], made["StackId"], known is None, changes)


def agree(stage: Stage, title: str, changes: ChangeSet | None, *, agreed: bool) -> None:
    """Shows them and asks, unless they are `agreed` to beforehand; what is refused is dropped."""
    say(f"{stage.stack}, {title}:")
    for line in told(changes.changes) if changes else ["  nothing changes but, perhaps, the page"]:
        say(line)
    if agreed or answered("Apply this? (yes)", "yes"):
        return
    if changes:
        stage.client("cloudformation").delete_change_set(ChangeSetName=changes.arn)
    raise Stopped("not agreed to; the stage is as it was")


def execute(stage: Stage, changes: ChangeSet | None) -> None:
    """Whole or not at all: CloudFormation takes back what it cannot finish, and a stack that never stood goes."""
    if changes is None:
        return
    cfn = stage.client("cloudformation")
    cfn.execute_change_set(ChangeSetName=changes.arn)
    waiter = cfn.get_waiter("stack_create_complete" if changes.first else "stack_update_complete")
    try:
        waiter.wait(StackName=changes.stack, WaiterConfig={"Delay": 1, "MaxAttempts": 1800})
    except WaiterError as error:
        if in_progress(cfn.describe_stacks(StackName=changes.stack)["Stacks"][0]):
            raise TimeoutError(f"CloudFormation still changes {stage.stack}; see its console") from error
        reasons = list(failures(cfn, changes.stack))
        if changes.first:
            reasons += _invalid(cfn, StackName=changes.stack)
            with suppress(DeployFailed):  # what it cannot delete is told with what it would not
                delete(stage, changes.stack)
            reasons += [f"still there, until somebody deletes it: {one}" for one in left(stage, changes.stack)]
        raise DeployFailed("\n".join(reasons) or str(error)) from error


def delete(stage: Stage, stack: str) -> None:
    cfn = stage.client("cloudformation")
    cfn.delete_stack(StackName=stack)
    try:
        cfn.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 3600})
    except WaiterError as error:
        raise DeployFailed("\n".join(failures(cfn, stack)) or str(error)) from error


def left(stage: Stage, stack: str) -> Iterator[str]:
    """What CloudFormation passed over for its DeletionPolicy, or could not delete. Events come newest first."""
    last: dict[str, dict[str, Any]] = {}
    for page in stage.client("cloudformation").get_paginator("describe_stack_events").paginate(StackName=stack):
        for event in page["StackEvents"]:
            last.setdefault(event["PhysicalResourceId"], event)
    for name, event in last.items():
        if event["ResourceStatus"] in ("DELETE_SKIPPED", "DELETE_FAILED"):
            yield f"{name}  {event['LogicalResourceId']}, {event['ResourceType']}"


def failures(cfn: Any, stack: str) -> Iterator[str]:
    """Of the last operation; its events come newest first."""
    for page in cfn.get_paginator("describe_stack_events").paginate(StackName=stack):
        for event in page["StackEvents"]:
            if event["PhysicalResourceId"] == stack and event["ResourceStatus"] in BEGINNINGS:
                return
            if event["ResourceStatus"].endswith("FAILED") and "cancelled" not in event.get("ResourceStatusReason", ""):
                yield f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"


def _invalid(cfn: Any, **of: str) -> Iterator[str]:
    """What CloudFormation found wrong before it began."""
    for page in cfn.get_paginator("describe_events").paginate(**of, Filters={"FailedEvents": True}):
        for event in page["OperationEvents"]:
            if reason := event.get("ValidationStatusReason"):
                yield f"{event['LogicalResourceId']}: {reason}"

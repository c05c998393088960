"""The web firewall before a stage's CDN: a stack of its own, in the one region of which CloudFront takes it."""

from dataclasses import replace

from infra import ROOT
from infra.changes import agree, change_set, delete, execute, in_progress, parameters, standing
from infra.checks import CDN_REGION
from infra.stage import Stage

FILE = ROOT / "infra" / "edge.yaml"


def firewall(stage: Stage, *, agreed: bool) -> str:
    """Brings it up to infra/edge.yaml, if that is agreed to; returns its ARN, for the parameter WebAclArn."""
    edge = edge_of(stage)
    if changes := change_set(edge, {"TemplateBody": FILE.read_text("utf-8")}, {"Stage": stage.name}):
        agree(edge, "the web firewall, some nine dollars a month", changes, agreed=agreed)
        execute(edge, changes)
    return edge.outputs()["FirewallArn"]


def in_use(stage: Stage) -> bool:
    """Whether it stands before the stage's CDN, which may have another."""
    acl = (parameters(stage) or {}).get("WebAclArn")
    return bool(acl) and standing(edge_of(stage)) is not None and acl == edge_of(stage).outputs().get("FirewallArn")


def let_go(stage: Stage) -> None:
    """Takes it down if the CDN does without: it costs the same unused."""
    stack, edge = standing(stage), standing(edge_of(stage))
    if edge and not (stack and in_progress(stack)) and not in_use(stage):
        delete(edge_of(stage), edge["StackId"])


def edge_of(stage: Stage) -> Stage:
    return replace(stage, name=f"{stage.name}-edge", region=CDN_REGION)

"""The web firewall before a stage's CDN: a stack of its own, in the one region of which CloudFront takes it."""

from dataclasses import replace

from infra import ROOT
from infra.artifacts import Artifacts
from infra.changes import change_set, execute, standing
from infra.checks import CDN_REGION
from infra.stage import Stage


def firewall(stage: Stage) -> str:
    """Brings it up to infra/edge.yaml; returns its ARN, for the parameter WebAclArn."""
    artifacts = Artifacts(stage)
    template = artifacts.url(artifacts.keep_template((ROOT / "infra" / "edge.yaml").read_text("utf-8")))
    if changes := change_set(_edge(stage), template, {"Stage": stage.name}):
        execute(_edge(stage), changes)
    return _edge(stage).outputs()["FirewallArn"]


def take_down(stage: Stage) -> None:
    """Once no CDN uses it."""
    if standing(_edge(stage)):
        cfn = _edge(stage).client("cloudformation")
        cfn.delete_stack(StackName=_edge(stage).stack)
        cfn.get_waiter("stack_delete_complete").wait(StackName=_edge(stage).stack)


def _edge(stage: Stage) -> Stage:
    return replace(stage, name=f"{stage.name}-edge", region=CDN_REGION)

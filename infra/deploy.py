"""Brings a stage up to the sources: checks, packages, shows what would change, asks, applies it, publishes the page.

python -m infra.deploy dev SiteAddress=https://room.example Sender=room@room.example [--yes]
"""

import argparse
import contextlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from chalicelib.city import load
from chalicelib.domain.push import encoded
from infra import say
from infra.artifacts import Artifacts, Release
from infra.changes import ChangeSet, agree, change_set, execute, parameters
from infra.changes import DeployFailed as DeployFailed
from infra.checks import check
from infra.edge import firewall, in_use, let_go
from infra.package import package
from infra.publish import publish, site_files
from infra.smoke import Journey, walk
from infra.stage import Stage
from infra.terminal import Stopped, in_lines, setting, stage_named

PUSH_KEY = "Signs the room's push messages. Whoever replaces it silences every device that is registered."


@dataclass(frozen=True)
class Wishes:
    """What the one at the terminal decided beforehand."""

    agreed: bool = False
    smoke: bool = True


def deploy(stage: Stage, folder: Path, parameters: Mapping[str, str]) -> dict[str, str]:
    """Apply the package in `folder` (see infra.package) to the stage, unasked; returns the stack's outputs."""
    artifacts = Artifacts(stage)
    _, template = artifacts.keep_package(folder)
    execute(stage, change_set(stage, artifacts.template(template), parameters))
    return stage.outputs()


def release(stage: Stage, folder: Path | None, given: Mapping[str, str], wishes: Wishes) -> None:
    """`folder` holds a package that was made elsewhere; without one it is made here."""
    check(stage, given)
    artifacts = Artifacts(stage)
    made = artifacts.release(folder or package(), site_files(load()), given)
    wanted = {"Stage": stage.name, "PushKey": push_key(stage), **given}
    try:
        wanted = {**_guarded(stage, wanted.pop("Waf", None), wishes), **wanted}
        changes = agreed(stage, made, wanted, wishes)
        with artifacts.noted(made):
            execute(stage, changes)
    finally:
        let_go(stage)
    finish(stage, artifacts.site(made), wishes)


def _guarded(stage: Stage, asked: str | None, wishes: Wishes) -> dict[str, str]:
    """The web firewall, which is kept up to infra/edge.yaml where nothing is said of it."""
    if asked == "yes" or (asked is None and in_use(stage)):
        return {"WebAclArn": firewall(stage, agreed=wishes.agreed)}
    return {} if asked is None else {"WebAclArn": ""}


def agreed(stage: Stage, release: Release, given: Mapping[str, str], wishes: Wishes) -> ChangeSet | None:
    """How the stack becomes as the release has it."""
    changes = change_set(stage, Artifacts(stage).template(release.template), given)
    agree(stage, f"from commit {release.commit or 'unknown'}", changes, agreed=wishes.agreed)
    return changes


def finish(stage: Stage, page: Mapping[str, bytes], wishes: Wishes) -> None:
    """Once the stack stands: the page, a complaint's way through the room, and the addresses."""
    outputs = stage.outputs()
    login = f"https://{outputs['StaffLoginDomain']}.auth.{stage.session.region_name}.amazoncognito.com"
    publish(stage, outputs, page, {"staff": {"domain": login, "client_id": outputs["StaffClientId"]}})
    if wishes.smoke and walk(Journey(_reached(stage, outputs), None, None)):
        raise Stopped(f"the room does not work; `make rollback STAGE={stage.name}` brings back what was there before")
    site = outputs["SiteAddress"]
    for name, address in (("room", site), ("staff", f"{site}/staff/"), ("its DNS to", outputs["DistributionDomain"])):
        say(f"  {name:<10} {address}")
    if line := unheard((parameters(stage) or {}).get("AlarmAddress", ""), _subscriptions(stage)):
        say(line)


def unheard(address: str, subscriptions: Iterable[Mapping[str, str]]) -> str | None:
    """Why nobody hears of alarms, if so. A subscription has no ARN before it is confirmed, and goes after some days."""
    if not address:
        return 'nobody is told of alarms; SET="AlarmAddress=…" names who is'
    if any(one["Endpoint"] == address and one["SubscriptionArn"].startswith("arn:") for one in subscriptions):
        return None
    return f"{address} is told of no alarm before it confirms the mail that AWS has sent to it"


def _subscriptions(stage: Stage) -> list[dict[str, str]]:
    topic = stage.client("cloudformation").describe_stack_resource(
        StackName=stage.stack, LogicalResourceId="AlarmTopic"
    )
    arn = topic["StackResourceDetail"]["PhysicalResourceId"]
    found: list[dict[str, str]] = stage.client("sns").list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    return found


def _reached(stage: Stage, outputs: Mapping[str, str]) -> str:
    """Where the room answers before its DNS name does; the local cloud's CDN has no name that Python resolves."""
    if stage.endpoint:
        return f"{stage.endpoint}/restapis/{outputs['RestAPIId']}/api/_user_request_"
    return f"https://{outputs['DistributionDomain']}"


def push_key(stage: Stage) -> str:
    """The public half of the stage's VAPID pair (RFC 8292). Made once and never again: devices register under it."""
    ssm, name, fresh = stage.client("ssm"), f"/sotongbang/{stage.name}/push-key", Vapid02()
    fresh.generate_keys()
    secret = fresh.private_key.private_numbers().private_value.to_bytes(32, "big")
    with contextlib.suppress(ssm.exceptions.ParameterAlreadyExists):
        ssm.put_parameter(Name=name, Type="SecureString", Value=encoded(secret), Description=PUSH_KEY)
    kept = Vapid02.from_raw(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"].encode())
    return encoded(kept.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def command(name: str) -> argparse.ArgumentParser:
    """What deploy and rollback are asked with."""
    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("stage")
    parser.add_argument("settings", nargs="*", type=setting, metavar="KEY=VALUE", help="of infra/parameters.yaml")
    parser.add_argument("--yes", action="store_true", help="apply what is shown without asking")
    parser.add_argument("--no-smoke", action="store_true", help="write no complaint that tries the room")
    return parser


def main(arguments: list[str]) -> int:
    """Parameters of an earlier deploy are kept where none are given."""
    parser = command("infra.deploy")
    parser.add_argument("--package", type=Path, help="a folder that infra.package wrote, instead of a new one")
    asked = parser.parse_args(arguments)
    given = dict(asked.settings)
    wishes = Wishes(asked.yes, not asked.no_smoke)
    if given.get("Domain"):
        given.setdefault("SiteAddress", f"https://{given['Domain']}")
    return in_lines(lambda: release(stage_named(asked.stage), asked.package, given, wishes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make run`: the whole room on this machine, deployed by the same package and template as on AWS.

python -m infra.local run [--port 8000]      up, until Ctrl-C
python -m infra.local update                 deploy changed sources into the running room
python -m infra.local reset                  empty the room
"""

import argparse
import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from chalicelib.city import COMPLAINT_TEAM
from chalicelib.domain.clerk import ADMIN
from infra import ROOT, say
from infra.cloud import CannotStart, Cloud, refuse_taken
from infra.deploy import DeployFailed, deploy, push_key
from infra.package import PACKAGE, fingerprint, package
from infra.proxy import Proxy
from infra.publish import publish_site
from infra.stage import Stage

LOCAL = ROOT / ".local"
SENDER = "room@gyeryong.example"
CLERK = "minwon@gyeryong.example"


@dataclass(frozen=True)
class Local:
    """A room on the local cloud. `folder` holds its state; tests bring up another one beside it."""

    folder: Path = LOCAL / "room"
    port: int = 8000
    cloud_port: int = 4566
    push_test_service: str = ""  # see infra/parameters.yaml

    @property
    def told(self) -> Path:
        """What scripts read: .local/room.json beside the folder .local/room."""
        return self.folder.with_suffix(".json")

    @property
    def site(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def cloud(self) -> Cloud:
        return Cloud(self.folder, self.cloud_port)

    def stage(self, cloud: Cloud) -> Stage:
        return Stage("local", cloud.session(), cloud.endpoint)

    def parameters(self) -> dict[str, str]:
        return {
            "Stage": "local",
            "SiteAddress": self.site,
            "Sender": SENDER,
            "PasswordSignIn": "yes",
            "RateFactor": "1000",
            "ApiOriginDomain": f"localhost:{self.cloud_port}",
            "IdentityProvider": "local",
            "PushTestService": self.push_test_service,
        }


def ready_package() -> Path:
    """The package, made anew only if a source changed."""
    PACKAGE.mkdir(parents=True, exist_ok=True)
    mark, now = PACKAGE / "fingerprint", fingerprint()
    with (PACKAGE / "lock").open("w") as lock:  # a room and a test run may both want it
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (mark.exists() and mark.read_text() == now):
            package()
            mark.write_text(now)
    return PACKAGE


def bring_up(local: Local, stage: Stage) -> dict[str, Any]:
    """Deploys package and site; returns what room.json tells."""
    with step("packaging"):
        ready = ready_package()
    with step("deploying"):
        stage.client("ses").verify_email_identity(EmailAddress=SENDER)
        outputs = deploy(stage, ready, local.parameters() | {"PushKey": push_key(stage)})
        answer_as_the_gateway_should(stage, ready, outputs["RestAPIId"])
    with step("publishing the site"):
        login = {"domain": stage.endpoint, "client_id": outputs["StaffClientId"]}
        publish_site(stage, outputs, {"staff": login})
    return room(local, stage, outputs)


def answer_as_the_gateway_should(stage: Stage, ready: Path, api: str) -> None:
    """MiniStack does not read gateway responses out of the API's definition, as AWS does: hand them over."""
    from chalice.package import YAMLTemplateSerializer

    template = YAMLTemplateSerializer().load_template((ready / "template.yaml").read_text("utf-8"), "template.yaml")
    definition = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    gateway = stage.client("apigateway")
    for kind, response in definition["x-amazon-apigateway-gateway-responses"].items():
        status = {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}
        gateway.put_gateway_response(
            restApiId=api, responseType=kind, responseTemplates=response["responseTemplates"], **status
        )
    gateway.create_deployment(restApiId=api, stageName="api")


def room(local: Local, stage: Stage, outputs: Mapping[str, str]) -> dict[str, Any]:
    return {
        "site": local.site,
        "api": f"{stage.endpoint}/restapis/{outputs['RestAPIId']}/api/_user_request_",
        "staff": f"{local.site}/staff/",
        "mail": f"{stage.endpoint}/_ministack/ses/messages",
        "user_pool": outputs["StaffPoolId"],
        "user_pool_client": outputs["StaffClientId"],
        "cognito": stage.endpoint,
        "sample_staff": sample_staff(local, stage, outputs["StaffPoolId"]),
    }


def sample_staff(local: Local, stage: Stage, pool: str) -> dict[str, str]:
    """A clerk of the complaint team who is admin too, with a password that lasts as long as the room."""
    kept = local.folder / "staff-password"
    if not kept.exists():
        kept.write_text(f"Room-{secrets.token_urlsafe(9)}-7a")
        kept.chmod(0o600)
    cognito, password = stage.client("cognito-idp"), kept.read_text()
    with contextlib.suppress(cognito.exceptions.UsernameExistsException):
        cognito.admin_create_user(
            UserPoolId=pool,
            Username=CLERK,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": CLERK}, {"Name": "email_verified", "Value": "true"}],
        )
    cognito.admin_set_user_password(UserPoolId=pool, Username=CLERK, Password=password, Permanent=True)
    for group in (COMPLAINT_TEAM, ADMIN):
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=CLERK, GroupName=group)
    return {"username": CLERK, "password": password, "group": "minwon"}


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Says what is going on, and how long it took."""
    print(f"  {name} …", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def run(local: Local) -> None:
    from infra.seed import seed

    refuse_taken(local.port)
    cloud = local.cloud
    # SIGINT too: a shell starts what goes to the background with it ignored.
    for way_out in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(way_out, _interrupt)
    try:
        with step("starting the local cloud"):
            cloud.start()
        stage = local.stage(cloud)
        told = bring_up(local, stage)
        with Proxy(local.port, cloud.port, stage.outputs()["DistributionDomain"]):
            with step("writing sample posts, if the room is empty"):
                seed(told)
            local.told.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
            say(table(told))
            _wait(cloud)
    finally:
        local.told.unlink(missing_ok=True)
        # A second Ctrl-C while the state is being written would lose it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        cloud.stop()


def _wait(cloud: Cloud) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        while cloud.process and cloud.process.poll() is None:
            time.sleep(0.5)
        raise CannotStart(f"the local cloud stopped by itself; see {cloud.log}")
    say("\nstopping; the room keeps its posts")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def table(told: Mapping[str, Any]) -> str:
    clerk = told["sample_staff"]
    rows = {
        "room": told["site"],
        "API": f"{told['site']}/v1  (direct: {told['api']}/v1)",
        "staff page": told["staff"],
        "staff login": f"{clerk['username']}  {clerk['password']}",
        "sent mail": told["mail"],
    }
    return "\n" + "\n".join(f"  {name:<12} {value}" for name, value in rows.items()) + "\n\n  Ctrl-C stops it."


def update(local: Local) -> None:
    """Into the room as it runs, so on the ports that it was started with."""
    if not local.told.exists():
        raise CannotStart("the room is not running; start it with `make run`")
    running = json.loads(local.told.read_text("utf-8"))
    port, cloud_port = (int(running[name].rpartition(":")[2]) for name in ("site", "cognito"))
    local = replace(local, port=port, cloud_port=cloud_port)
    told = bring_up(local, local.stage(local.cloud))
    local.told.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")


def reset(local: Local) -> None:
    refuse_taken(local.cloud_port)
    shutil.rmtree(local.folder, ignore_errors=True)
    say("the room is empty; `make run` fills it with samples again")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.local")
    parser.add_argument("what", choices=("run", "update", "reset"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--cloud-port", type=int, default=4566)
    parser.add_argument("--folder", type=Path, default=LOCAL / "room", help="where the room keeps its state")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("AWS_DEFAULT_REGION", "ap-northeast-2")  # chalice asks for one even to package
    try:
        {"run": run, "update": update, "reset": reset}[asked.what](
            Local(asked.folder.resolve(), asked.port, asked.cloud_port)
        )
    except (CannotStart, DeployFailed) as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # Whoever starts the room wants one line; whoever mends it, the rest.
        asked.folder.mkdir(parents=True, exist_ok=True)
        (asked.folder / "error.log").write_text(traceback.format_exc(), "utf-8")
        say(f"error: {type(error).__name__}: {error} (more in {asked.folder / 'error.log'})")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

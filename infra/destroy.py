"""Takes a stage down and leaves its data: tables, photos, staff accounts and the key of the identities.

python -m infra.destroy dev
"""

import argparse
import sys

from infra import say
from infra.artifacts import Artifacts
from infra.changes import delete, left, standing
from infra.checks import account
from infra.edge import edge_of, let_go
from infra.stage import Stage
from infra.terminal import Stopped, answered, in_lines, stage_named


def destroy(stage: Stage) -> None:
    """Each part by itself, so that another run ends what was cut off."""
    account(stage)
    stack, edge, artifacts = standing(stage), standing(edge_of(stage)), Artifacts(stage)
    if not (stack or edge or artifacts.stands()):
        raise Stopped(f"{stage.stack} is not deployed")
    say(f"This takes {stage.stack} down: functions, API, page, CDN and search. What citizens wrote stays.")
    if not (answered(f"Type the stage's name ({stage.name}):", stage.name) and answered("Sure? (yes)", "yes")):
        raise Stopped("not agreed to; the stage is as it was")
    if stack:
        take_down(stage, stack["StackId"])
    let_go(stage)
    if artifacts.stands():
        artifacts.remove()


def take_down(stage: Stage, stack: str) -> None:
    if site := stage.outputs().get("SiteBucketName"):  # CloudFormation deletes no bucket that holds something
        stage.session.resource("s3", endpoint_url=stage.endpoint).Bucket(site).object_versions.delete()
    delete(stage, stack)
    say("left, until somebody deletes them one by one:")
    for line in (*left(stage, stack), f"/sotongbang/{stage.name}/push-key  SSM parameter"):
        say(f"  {line}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.destroy")
    parser.add_argument("stage")
    asked = parser.parse_args(arguments)
    return in_lines(lambda: destroy(stage_named(asked.stage)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Goes back to what was deployed before the last deploy: package, template and page.

python -m infra.rollback prod [KEY=VALUE …] [--yes]

Data stays as it is, and so do the parameters unless others are given. Once more goes back once more.
"""

import sys
from collections.abc import Mapping

from infra import say
from infra.artifacts import Artifacts
from infra.changes import execute, standing
from infra.checks import account
from infra.deploy import Wishes, agreed, command, finish
from infra.stage import Stage
from infra.terminal import Stopped, in_lines, stage_named


def rollback(stage: Stage, given: Mapping[str, str], wishes: Wishes) -> None:
    account(stage)
    if standing(stage) is None:
        raise Stopped(f"{stage.stack} is not deployed")
    artifacts = Artifacts(stage)
    if len(releases := artifacts.releases()) < 2:
        raise Stopped(f"{stage.stack} was deployed but once: there is nothing to go back to")
    before, last = releases[-2:]
    say(f"back from {last}\n  to {before}")
    if kept := set(last.given) - given.keys():
        say(f"  but these stay as they are now: {', '.join(sorted(kept))}")
    execute(stage, agreed(stage, before, given, wishes))
    artifacts.undo(last)
    finish(stage, artifacts.site(before), wishes)


def main(arguments: list[str]) -> int:
    asked = command("infra.rollback").parse_args(arguments)
    wishes = Wishes(asked.yes, not asked.no_smoke)
    return in_lines(lambda: rollback(stage_named(asked.stage), dict(asked.settings), wishes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Each command line of the README reaches its program, which understands it."""

import argparse
import os
import re
import shlex
import subprocess
from importlib import import_module
from typing import Any

import pytest

from infra import ROOT
from tests.bench.claims import CLAIMS
from tests.test_readme import TEXT

BLOCKS = re.findall(r"^make \w+ [^#\n]*=[^#\n]*", TEXT, re.M)
IN_WORDS = re.findall(r"`(make \w+ [^`]*=[^`]*)`", TEXT)
# What the text tells by the variable alone.
VARIABLES = (
    "make run PORT=8001",
    "make deploy STAGE=prod NOSMOKE=1 YES=1",
    "make rollback STAGE=prod SET=RateFactor=2 YES=1",
    'make restore STAGE=prod TABLE=posts AT=2026-11-28T03:00:00Z CHANGED=1 KEY="01KJS 01KJT"',
    "make rebuild STAGE=prod ONLY=counters",
)
FLAGS = {"YES": "yes", "NOSMOKE": "no_smoke", "SEND": "send", "CHANGED": "changed"}


class Understood(Exception):
    """Carries what a program's own parser has made of its arguments, in the place of its work."""


@pytest.fixture
def parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = argparse.ArgumentParser.parse_args

    def stop(parser: argparse.ArgumentParser, *arguments: Any) -> None:
        raise Understood(parse(parser, *arguments))

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", stop)


def made(line: str) -> subprocess.CompletedProcess[str]:
    """What make would run, without running it."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--dry-run", *shlex.split(line)[1:]]
    return subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True)


def run_by(line: str) -> tuple[str, list[str]]:
    """The module, and its arguments."""
    words = shlex.split(made(line).stdout.splitlines()[-1])
    module = words.index("-m") + 1
    return words[module], words[module + 1 :]


@pytest.mark.usefixtures("parsers")
@pytest.mark.parametrize("line", sorted({*map(str.strip, (*BLOCKS, *IN_WORDS)), *VARIABLES}))
def test_what_is_typed_is_understood(line: str) -> None:
    module, arguments = run_by(line)
    with pytest.raises(Understood) as understood:
        import_module(module).main(arguments)
    for name, value in (word.split("=", 1) for word in shlex.split(line)[2:]):
        if name in FLAGS:
            assert getattr(understood.value.args[0], FLAGS[name])
        else:
            assert set(value.split()) <= set(arguments)


def test_a_bench_of_one_claim_is_one_that_there_is() -> None:
    module, arguments = run_by("make bench ONLY=renditions")
    assert (module, set(arguments) <= set(CLAIMS)) == ("tests.bench", True)


@pytest.mark.parametrize("line", ["make deploy", "make rollback", "make destroy", "make destroy STAGE=local"])
def test_what_changes_a_stage_wants_its_name(line: str) -> None:
    assert "name the stage" in made(line).stderr

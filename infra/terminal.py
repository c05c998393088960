"""What the commands for a deployed stage share."""

import argparse
import os
import sys
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from infra import say
from infra.stage import Stage, session


class Stopped(Exception):
    """Why the command goes no further; each line is one reason."""


def stage_named(name: str) -> Stage:
    """On AWS, or wherever AWS_ENDPOINT_URL points."""
    return Stage(name, session(), os.environ.get("AWS_ENDPOINT_URL"))


def setting(text: str) -> tuple[str, str]:
    """Of the command line: KEY=VALUE, a parameter of infra/parameters.yaml."""
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return name, value


def answered(question: str, answer: str) -> bool:
    """Whether the person at the terminal gives just this answer; silence is none."""
    try:
        return input(f"{question} ").strip() == answer
    except (EOFError, KeyboardInterrupt):
        return False


def in_lines(work: Callable[[], None]) -> int:
    """The exit code of a command. What stops it is told in a line or a few, not by a traceback."""
    try:
        work()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever reads has had enough: | head
    except (Stopped, BotoCoreError, ClientError, OSError) as error:
        for line in str(error).splitlines():
            say(f"error: {line}")
        return 1
    return 0

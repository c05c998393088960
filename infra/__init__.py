"""The local cloud, the package and the deployment of the room."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def say(line: str) -> None:
    """A line for the person at the terminal, at once even through a pipe."""
    print(line, flush=True)

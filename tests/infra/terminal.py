"""The commands for a stage, as typed at a terminal whose credentials are those of the local cloud."""

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest

from infra.reach import reached_from_here
from tests.conftest import Room


@dataclass(frozen=True)
class Typed:
    code: int
    text: str

    @classmethod
    def at(cls, command: ModuleType, *arguments: str, answers: str = "") -> "Typed":
        held = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(held):
            patch.setattr(sys, "stdin", io.StringIO(answers))
            code = command.main(list(arguments))
        return cls(code, held.getvalue())


@contextlib.contextmanager
def at_terminal(room: Room) -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in reached_from_here(room.cloud.endpoint).items():
            patch.setenv(name, value)
        yield patch

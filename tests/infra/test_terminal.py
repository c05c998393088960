"""What stops a command is told in a line, whatever it is."""

from types import ModuleType

import pytest

import infra.deploy
import infra.destroy
import infra.redrive
import infra.rollback
from tests.infra.terminal import Typed


@pytest.mark.parametrize(
    ("command", "arguments"),
    [(infra.deploy, ["dev"]), (infra.rollback, ["dev"]), (infra.destroy, ["dev"]), (infra.redrive, ["--stage", "dev"])],
)
def test_a_profile_that_is_not_there_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, command: ModuleType, arguments: list[str]
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nosuch")
    refused = Typed.at(command, *arguments)
    assert refused == Typed(1, "error: The config profile (nosuch) could not be found\n")

"""PyPI schemathesis asks for what the document tells of, and for much that it does not; all its checks hold.

As an anonymous reader, a member and an admin at once: each operation is asked with the token that it needs, and without.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.steps import complain, talk
from tests.conftest import Room

ROOM = """
seed = 20261124
hooks = "tests.api.unstated"
base-url = "{base}"
continue-on-failure = true
warnings = false
cache.enabled = false

[generation]
deterministic = true
database = "none"
max-examples = {examples}

[checks]
enabled = true

[auth.openapi]
member = {{bearer = "{member}"}}
staff = {{bearer = "{staff}"}}

[parameters]
"path.post_id" = "{own}"

# What is done to its author, or done for good, is done to another's.
[[operations]]
include-path-regex = "^/v1/admin/"
parameters = {{"path.post_id" = "{other}"}}

[[operations]]
include-operation-id = "leave"
headers = {{Authorization = "Bearer {leaving}"}}
"""


def configured(room: Room, folder: Path, examples: int) -> Path:
    member, other = room.citizen("문서를 읽는 시민"), room.citizen("다른 시민")
    told = ROOM.format(
        base=room.api.base, examples=examples, member=member.token, staff=room.staff_token("admin"),
        own=talk(member), other=complain(other), leaving=room.citizen().token,
    )  # fmt: skip
    path = folder / "schemathesis.toml"
    path.write_text(told, "utf-8")
    return path


def asked(room: Room, config: Path, *more: str) -> subprocess.CompletedProcess[str]:
    document = f"{room.api.base}/v1/openapi.json"
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file",
        str(config),
        "run",
        document,
        *more,
    ]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": "."}, check=False)


@pytest.mark.timeout(600)
def test_it_finds_nothing(room: Room, tmp_path: Path) -> None:
    done = asked(room, configured(room, tmp_path, examples=3), "--phases", "examples,fuzzing")
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]

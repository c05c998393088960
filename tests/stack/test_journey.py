"""infra/smoke.py, as an operator runs it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra import ROOT
from infra.client import Client
from infra.smoke import Journey
from tests.conftest import Room, free_port


def smoke(told: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "room.json"
    path.write_text(json.dumps(told), "utf-8")
    command = [sys.executable, str(ROOT / "infra" / "smoke.py"), "--room", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240)


def test_a_complaint_travels_the_whole_way(room: Room, tmp_path: Path) -> None:
    done = smoke(room.told, tmp_path)
    assert done.returncode == 0, done.stdout
    for step in ("join", "confirm", "upload", "post", "department", "renditions", "staff answer", "mail", "resolved"):
        assert step in done.stdout


class Elsewhere(Client):
    """A citizen of another city; what is posted there is read back."""

    def call(self, method: str, path: str, body: object = None, headers: Mapping[str, str] = {}) -> Any:
        tags = [("시민대화", False, "nickname"), ("제안", True, "verified"), ("불편", True, "nickname")]
        told = [dict(zip(("name", "complaint", "identity"), tag, strict=True)) for tag in tags]
        return {"tags": told, "map": {"centre": {"lat": 35.1, "lon": 129.0}}} if path == "/v1/city" else body


def test_its_complaint_has_a_tag_and_a_place_of_the_city_that_it_tries() -> None:
    journey = Journey("", None, None)
    journey._citizen, journey._photo = Elsewhere(""), "photo"
    journey.post()
    assert (journey._post["tag"], journey._post["location"]) == ("불편", {"lat": 35.1, "lon": 129.0})


def test_it_names_the_step_that_failed(room: Room, tmp_path: Path) -> None:
    done = smoke(room.told | {"site": f"http://localhost:{free_port()}"}, tmp_path)
    assert done.returncode == 1
    assert "FAILED  join with a nickname" in done.stdout


def test_a_wrong_password_of_the_clerk_fails_at_the_answer(room: Room, tmp_path: Path) -> None:
    clerk = room.told["sample_staff"] | {"password": "Wrong-Password-1"}
    done = smoke(room.told | {"sample_staff": clerk}, tmp_path)
    assert done.returncode == 1
    assert "FAILED  staff answer it" in done.stdout

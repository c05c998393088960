"""What the README says, held true."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from chalicelib.city import city
from infra import ROOT
from infra.alarms import FUNCTIONS
from infra.package import merged_template
from tests.conftest import Room
from tests.metrics import metrics_written

TEXT = (ROOT / "README.md").read_text("utf-8")
JOURNEY = re.search(r"```bash\n(.*?)```", TEXT, re.S)


def test_it_opens_with_a_sentence_a_picture_and_two_commands() -> None:
    opening = TEXT.split("\n\n")
    assert opening[1].endswith(".")
    assert opening[2].startswith("![")
    assert re.findall(r"^make (\w+)", opening[3], re.M) == ["run", "test"]


def test_every_command_of_the_makefile_is_told_and_no_other() -> None:
    targets = set(re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.M)[1].split())  # type: ignore[index]
    assert set(re.findall(r"`make (\w+)`", TEXT)) == targets


@pytest.mark.parametrize("path", sorted(set(re.findall(r"(?:\]\(|src=\")(?!http)([^)\"]+)", TEXT))))
def test_every_file_that_it_points_at_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\b((?:api|domain|store|events|notify)/\w+\.py)", TEXT))))
def test_the_map_of_the_code_names_real_files(path: str) -> None:
    assert (ROOT / "chalicelib" / path).exists()


def test_every_alarm_has_its_line_in_the_runbook_and_every_line_its_alarms() -> None:
    """A line tells of one alarm, or of one rule for many functions: `…ErrorsAlarm`."""
    made = [
        name for name, r in merged_template(city())["Resources"].items() if r.get("Type") == "AWS::CloudWatch::Alarm"
    ]
    told = re.findall(r"^\| `(…?\w+Alarm)` \|", TEXT, re.M)
    line_of = {
        name: [line for line in told if line == name or line == f"…{name.removeprefix(of(name))}"] for name in made
    }
    assert {name: len(lines) for name, lines in line_of.items()} == dict.fromkeys(made, 1)
    assert set(told) == {line for lines in line_of.values() for line in lines}


def of(alarm: str) -> str:
    """The function that the alarm watches."""
    return next((function.name for function in FUNCTIONS if alarm.startswith(function.name)), "")


def test_every_metric_is_named() -> None:
    metrics = next(line for line in TEXT.split("\n- ") if "**Metrics**" in line)
    assert set(re.findall(r"`([A-Z]\w+)`", metrics)) - {"Sotongbang"} == metrics_written()


def test_open311_works_as_printed(room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    section = TEXT.partition("\n## Open311\n")[2].partition("\n## ")[0]
    by_hand, by_library = (re.findall(rf"```{language}\n(.*?)```", section, re.S)[0] for language in ("bash", "python"))
    told = tmp_path / "room.json"
    told.write_text(json.dumps(room.told), "utf-8")
    key = room.clerk("admin").call("POST", "/v1/admin/keys", {"name": "고쳐줘 앱"})["api_key"]
    done = subprocess.run(
        ["bash", "-c", by_hand],
        cwd=ROOT,
        env=dict(os.environ, ROOM=str(told), KEY=key),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    request_id = re.findall("<service_request_id>(.*)</service_request_id>", done.stdout)[0]
    assert f'"service_request_id":"{request_id}"' in done.stdout
    exec(by_library.replace("http://localhost:8000", room.told["site"]))
    assert request_id in capsys.readouterr().out


def test_the_way_by_hand_works_as_printed(room: Room, tmp_path: Path) -> None:
    assert JOURNEY
    told = tmp_path / "room.json"
    told.write_text(json.dumps(room.told), "utf-8")
    done = subprocess.run(
        ["bash", "-c", JOURNEY[1]],
        cwd=ROOT,
        env=dict(os.environ, ROOM=str(told)),
        capture_output=True,
        text=True,
        timeout=150,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("the citizen was told\n")

"""`make run` as a newcomer meets it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra import ROOT
from infra.client import Client, wait_for
from tests.conftest import free_port

COMPLAINT = "엄사네거리 보도블록이 들떠서 걷다가 걸려 넘어질 뻔했습니다."


def start(folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "infra.local", *(more or ("run",)), "--folder", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ports() -> tuple[str, ...]:
    return "--port", str(free_port()), "--cloud-port", str(free_port())


def up(process: subprocess.Popen[str], folder: Path) -> dict[str, str]:
    told = folder.with_suffix(".json")
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        if told.exists() and told.stat().st_size:
            time.sleep(0.2)
            loaded: dict[str, str] = json.loads(told.read_text("utf-8"))
            return loaded
        time.sleep(0.2)
    raise AssertionError(process.communicate()[0])


def down(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=60)[0]


def test_a_second_start_keeps_the_posts_and_a_clean_stop_leaves_no_process(tmp_path: Path) -> None:
    folder, used = tmp_path / "room", ports()
    first = start(folder, "run", *used)
    try:
        told = up(first, folder)
        posted = (
            Client(told["site"])
            .join("다시 찾아온 이")
            .post(text="재시작해도 남아 있어야 하는 글입니다.", tag="시민대화")
        )
    finally:
        printed = down(first)
    assert first.returncode == 0
    assert all(word in printed for word in ("packaging", "deploying", "room", "staff login", "sent mail"))
    assert "the samples end here" not in printed
    assert str(folder) not in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert not folder.with_suffix(".json").exists()

    second = start(folder, "run", *used)
    try:
        told = up(second, folder)
        assert Client(told["site"]).call("GET", f"/v1/posts/{posted['id']}")["text"].startswith("재시작해도")
        assert set(told) >= {"site", "api", "staff", "mail", "user_pool_client", "sample_staff"}
        complaint = Client(told["site"]).join("또 온 이").post(text=COMPLAINT, tag="생활불편신고")["id"]
        wait_for(lambda: Client(told["api"]).call("GET", f"/v1/posts/{complaint}")["due_at"], "the routing")
        updated = start(folder, "update").communicate(timeout=180)[0]
        assert "error" not in updated
        assert Client(told["api"]).call("GET", f"/v1/posts/{posted['id']}")["id"] == posted["id"]
    finally:
        down(second)


@pytest.mark.parametrize("taken", ["--port", "--cloud-port"])
def test_a_taken_port_gives_one_clear_line_and_a_failing_exit(tmp_path: Path, taken: str) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        other = "--cloud-port" if taken == "--port" else "--port"
        process = start(tmp_path / "room", "run", taken, str(port), other, str(free_port()))
        printed = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert f"port {port} is taken" in printed
    assert "Traceback" not in printed


def test_an_update_without_a_room_says_so(tmp_path: Path) -> None:
    process = start(tmp_path / "room", "update")
    assert "not running" in process.communicate(timeout=60)[0]
    assert process.returncode == 1


def test_a_reset_empties_the_room(tmp_path: Path) -> None:
    folder = tmp_path / "room"
    (folder / "state").mkdir(parents=True)
    process = start(folder, "reset", "--cloud-port", str(free_port()))
    process.communicate(timeout=60)
    assert (process.returncode, folder.exists()) == (0, False)


def test_a_template_that_cannot_be_deployed_gives_the_reason_in_one_line(tmp_path: Path) -> None:
    script = (
        "import sys, infra.local as l, infra.deploy as d\n"
        "def broken(*_): raise d.DeployFailed('PostsTable: no such thing')\n"
        "l.deploy = broken\nsys.exit(l.main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", script, "run", "--folder", str(tmp_path / "room"), *ports()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=dict(os.environ), timeout=180)
    assert done.returncode == 1
    assert "error: PostsTable: no such thing" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_make_names_a_missing_tool(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", "-f", str(ROOT / "Makefile"), ".local/tools", "PYTHON=no-such-python"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "no-such-python is missing" in done.stderr

"""The local cloud: a MiniStack process of our own, bound to the loopback, with IAM enforced."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import boto3

from infra import ROOT

REGION = "ap-northeast-2"
INSTALLED = ROOT / ".local" / "cloud"  # an environment of its own: MiniStack pins its own botocore
COMMAND = (str(INSTALLED / "bin" / "python"), "-P", str(ROOT / "infra" / "ministack.py"))  # -P: without our modules
START_SECONDS, STOP_SECONDS = 60, 20


class CannotStart(Exception):
    """One clear line on why the room does not come up."""


@dataclass
class Cloud:
    """`folder` keeps its state over a clean stop."""

    folder: Path
    port: int = 4566
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "cloud.log"

    @property
    def unpacked(self) -> Path:
        """Each running function unpacks the whole package, some 100 MB: onto the disk, for the tests' rooms are in memory."""
        return ROOT / ".local" / "functions" / str(self.port)

    def session(self) -> boto3.Session:
        return boto3.Session("test", "test", region_name=REGION)  # the local cloud's own root; it knows no other

    def start(self) -> None:
        refuse_taken(self.port)
        if not (INSTALLED / "ready").exists():
            raise CannotStart("the local cloud is not installed; `make run` installs it")
        for folder in (self.folder / "state", self.folder / "objects", self.unpacked):
            folder.mkdir(parents=True, exist_ok=True)
        self._read_streams_anew()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - a path of our own
                COMMAND, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        self._await_ready()

    def _read_streams_anew(self) -> None:
        """MiniStack 1.5.33 keeps how far each function has read a stream, but not the stream itself: after a restart
        the functions would pass over as many records as they had read before, and posts would go nowhere."""
        kept = self.folder / "state" / "lambda.json"
        if kept.exists():
            state = json.loads(kept.read_text("utf-8"))
            state["payload"].pop("dynamodb_stream_positions", None)
            kept.write_text(json.dumps(state), "utf-8")

    def _environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "PYTHON", "VIRTUAL_ENV"))}
        return inherited | {
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            "AUTH": "true",
            "LOG_LEVEL": "WARNING",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.folder / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.folder / "objects"),
            "TMPDIR": str(self.unpacked),
        }

    def _await_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                raise CannotStart(f"the local cloud stopped at once; see {self.log}")
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.endpoint}/_ministack/ready", timeout=2):  # noqa: S310
                return
            time.sleep(0.1)
        raise CannotStart(f"the local cloud did not answer within {START_SECONDS} s; see {self.log}")

    def stop(self, save: bool = True) -> None:
        """Asks it to save and leave, if anybody will come back; then makes sure that no process of its group is left."""
        if self.process is None:
            return
        if save:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None
        shutil.rmtree(self.unpacked, ignore_errors=True)


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(f"port {port} is taken; stop what uses it or choose another") from error

"""What a function's first event pays before it is answered: CPU of its imports and of the clients that it makes.

From the zip as it ships, in a folder where no byte code can be written, with nothing else to import from but Python's
own library: as on Lambda. Against the same out of Chalice's own zip, and against boto3 with one client alone.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chalice.package import YAMLTemplateSerializer

from infra import ROOT
from infra.local import ready_package
from tests.bench.figure import Figure
from tests.bench.kept import keep

ROUNDS = 4
MOST = 0.5
SCRIPT = """
import sys, time
sys.path[:] = [sys.argv[1], *(p for p in sys.path if "-packages" not in p)]
began = time.process_time()
exec(sys.argv[2])
print((time.process_time() - began) * 1000)
"""
BARE = "import boto3; boto3.client('dynamodb')"
FIRST = "from chalicelib.store.models import PostModel; PostModel._get_connection().connection.client; from chalicelib.city import city; city()"
LIBRARIES = (
    "boto3",
    "pynamodb.models",
    "chalice",
    "aws_lambda_powertools",
    "msgspec",
    "holidays",
    "PIL.Image",
    "pi_heif",
    "http_ece, py_vapid",
)
# What else a function's first event imports; infra/package.py ships it, no other function pays for it.
LAZY = {
    "make_renditions": "from chalicelib.aws import client; client('s3'); import chalicelib.photos.renditions",
    "publish_photo": "from chalicelib.aws import client; client('s3')",
    "route_post": "from chalicelib.domain.handling import calendar; calendar(city())",
    "notify_comment": "from chalicelib.aws import client; client('sqs')",
    "tell_watchers": "from chalicelib.aws import client; client('sqs')",
    "deliver_notices": "from chalicelib.aws import client; client('ses')",
}


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        ours, stock = Path(name, "ours"), Path(name, "stock")
        _unpack(ready_package() / "deployment.zip", ours)
        _unpack(stock_zip(Path(name, "made")), stock)
        spent, theirs = dict[str, float](), dict[str, float]()
        for function, handler in handlers().items():
            work = f"import {handler.rpartition('.')[0]}; {FIRST}; {LAZY.get(function, 'pass')}"
            spent[function], theirs[function] = least((ours, work), (stock, work))
            most = MOST if function == "api_handler" else None
            yield Figure("cold start", function, spent[function], "ms", theirs[function], "as Chalice zips it", most)
        (bare,) = least((ours, BARE))
        yield Figure(
            "cold start", "api_handler", spent["api_handler"], "ms", bare, "boto3 and one client, with byte code too"
        )
        imports = {library: least((ours, f"import {library}"))[0] for library in LIBRARIES}
        for library, took in imports.items():
            yield Figure("cold start", f"import {library}, alone", took, "ms")
        keep("cold_start", {"cpu_ms": spent, "stock_ms": theirs, "boto3_ms": bare, "import_ms": imports})


def least(*ways: tuple[Path, str]) -> list[float]:
    """Of some rounds, in turns: a shared machine only ever adds, and adds to all."""
    rounds = [[cpu_ms(folder, work) for folder, work in ways] for _ in range(ROUNDS)]
    return [min(each) for each in zip(*rounds, strict=True)]


def handlers() -> dict[str, str]:
    """Of each function, the name that Lambda imports."""
    template: Any = YAMLTemplateSerializer().load_template(
        (ready_package() / "template.yaml").read_text("utf-8"), "t.yaml"
    )
    found = [
        one["Properties"]["Handler"]
        for one in template["Resources"].values()
        if one["Type"] == "AWS::Serverless::Function"
    ]
    return {"api_handler" if one == "app.app" else one.rpartition(".")[2]: one for one in found}


def stock_zip(folder: Path) -> Path:
    """What `chalice package` makes by itself."""
    command = [sys.executable, "-c", "import sys; from chalice.cli import main; sys.exit(main())"]
    subprocess.run([*command, "package", "--stage", "room", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder / "deployment.zip"


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as held:
        held.extractall(folder)


def cpu_ms(folder: Path, work: str) -> float:
    # -B is the read-only folder; -I and -S keep this environment's packages out.
    command = [sys.executable, "-I", "-S", "-B", "-c", SCRIPT, str(folder), work]
    return float(subprocess.check_output(command, env=_environment(), text=True))


def _environment() -> dict[str, str]:
    """Settings that name nothing: clients are made, none is called."""
    from chalicelib.settings import Settings

    names = [name.upper() for name in Settings.__dataclass_fields__]
    return {"AWS_DEFAULT_REGION": "ap-northeast-2", "PATH": os.environ["PATH"]} | dict.fromkeys(names, "none")

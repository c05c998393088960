"""What ships: lean, checked, and able to run by itself."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.local import ready_package
from infra.package import SERVICES, _fits, check_binaries, lean

HANDLERS = """
import sys
sys.path[:] = [p for p in sys.path if "site-packages" not in p]
sys.path.insert(0, sys.argv[1])
import app
from chalicelib.domain.handling import calendar
from chalicelib.city import city
from chalicelib.photos import renditions
from datetime import date
import pi_heif, boto3, http_ece, py_vapid
assert boto3.__file__.startswith(sys.argv[1]), boto3.__file__
assert not calendar(city()).is_working_day(date(2026, 9, 25))  # 추석
print("ok")
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(ready_package() / "deployment.zip") as archive:
        archive.extractall(folder)
    return folder


def test_the_zip_alone_imports_every_function_and_counts_a_holiday(unpacked: Path) -> None:
    # -I: nothing of this environment helps; the folder is read-only on Lambda, so nothing is written either.
    command = [sys.executable, "-I", "-B", "-c", HANDLERS, str(unpacked)]
    done = subprocess.run(command, capture_output=True, text=True, env={"AWS_DEFAULT_REGION": "ap-northeast-2"})
    assert (done.stdout.strip(), done.returncode) == ("ok", 0), done.stderr


def test_only_the_aws_services_that_we_call_are_described(unpacked: Path) -> None:
    assert {p.name for p in (unpacked / "botocore" / "data").iterdir() if p.is_dir()} == SERVICES


def test_every_module_has_byte_code_that_is_never_checked_against_its_source(unpacked: Path) -> None:
    for source in unpacked.rglob("chalicelib/**/*.py"):
        compiled = source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
        assert int.from_bytes(compiled.read_bytes()[4:8], "little") == 0b01  # PEP 552: hashed, unchecked


def test_the_unpacked_code_stays_far_below_lambdas_limit(unpacked: Path) -> None:
    assert sum(p.stat().st_size for p in unpacked.rglob("*") if p.is_file()) < 100e6  # of 250 MB


def test_nothing_of_tests_or_infra_ships(unpacked: Path) -> None:
    assert not {"tests", "infra"} & {p.name for p in unpacked.iterdir()}


def test_a_binary_built_on_this_machine_is_refused(tmp_path: Path) -> None:
    info = tmp_path / "thing-1.dist-info"
    info.mkdir()
    (info / "WHEEL").write_text("Wheel-Version: 1.0\nTag: cp311-cp311-linux_x86_64\n")
    (info / "RECORD").write_text("thing.so,,\n")
    (tmp_path / "thing.so").write_bytes(b"\x7fELF")
    with pytest.raises(SystemExit, match=r"thing\.so"):
        check_binaries(tmp_path)


@pytest.mark.parametrize(
    "tag", ["cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", "cp311-cp311-manylinux1_x86_64"]
)
def test_a_wheel_for_an_old_glibc_fits(tag: str) -> None:
    assert _fits(tag)


@pytest.mark.parametrize(
    "tag", ["cp311-cp311-manylinux_2_39_x86_64", "cp311-cp311-linux_x86_64", "cp311-cp311-macosx_11_0_arm64"]
)
def test_a_wheel_for_a_newer_glibc_or_another_system_does_not_fit(tag: str) -> None:
    assert not _fits(tag)


def test_equal_sources_make_an_equal_zip(tmp_path: Path) -> None:
    stock = tmp_path / "stock.zip"
    with zipfile.ZipFile(stock, "w") as archive:
        archive.writestr("app.py", "answer = 42\n")
    made = []
    for name in ("one.zip", "two.zip"):
        lean(stock, tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]

"""The design's rules that no other test would notice: who imports whom, and what lies where."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import ROOT

BASE = {"city", "errors"}
# Imports run one way: app -> api | events -> store | notify | photos -> domain -> city, errors.
MAY_IMPORT = {
    "city": {"errors"},
    "errors": set(),
    "settings": set(),
    "telemetry": set(),
    "aws": {"settings"},
    "clock": {"domain"},
    "domain": {"domain", *BASE},
    "photos": {"photos", "errors"},
    "identity": {"identity", "errors", "settings"},
    "store": {"store", "domain", "aws", "settings", "telemetry", *BASE},
    "notify": {"notify", "domain", "aws", "clock", "settings", "telemetry", *BASE},
    "api": {"api", "store", "domain", "identity", "aws", "clock", "settings", "telemetry", *BASE},
    "events": {"events", "store", "notify", "photos", "domain", "aws", "clock", "settings", "telemetry", *BASE},
}
FILES = sorted((ROOT / "chalicelib").rglob("*.py"))
DOMAIN_LIBRARIES = {"holidays"}  # Korean public holidays: the one rule that we do not keep ourselves
TOP_LEVEL = {
    "app.py",
    "chalicelib",
    "infra",
    "tests",
    "requirements.txt",
    "README.md",
    "Makefile",
    "LICENSE",
    "pyproject.toml",
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(path: Path) -> str:
    return path.relative_to(ROOT / "chalicelib").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    names = {name.split(".")[1] for name in imported(path) if name.startswith("chalicelib.")}
    if part(path) != "__init__":
        assert names <= MAY_IMPORT[part(path)]


@pytest.mark.parametrize("path", [p for p in FILES if part(p) == "domain"], ids=lambda path: path.name)
def test_the_rules_know_no_library_but_the_calendar(path: Path) -> None:
    foreign = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"chalicelib"}
    assert foreign <= DOMAIN_LIBRARIES


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_environment_has_one_reader(path: Path) -> None:
    assert "environ" not in path.read_text("utf-8") or part(path) == "settings"


@pytest.mark.parametrize("path", [p for p in FILES if part(p) == "domain"], ids=lambda path: path.name)
def test_the_rules_have_no_clock_and_no_dice(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not any(word in text for word in (".now(", "utcnow", "today(", "secrets.", "random.", "uuid"))


def test_the_api_does_not_pay_for_the_libraries_of_other_functions() -> None:
    foreign = {"PIL", "pi_heif", "holidays", "cryptography", "http_ece", "py_vapid"}
    script = f"import sys, app; print({foreign} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_an_event_function_lies_in_the_file_of_its_name() -> None:
    import app

    handlers = {h.name: h.handler_string for h in app.app.pure_lambda_functions} | {
        source.name: source.handler_string for source in app.app.event_sources
    }
    for name, handler in handlers.items():
        assert handler == f"chalicelib.events.{name}.{name}"


def test_nothing_else_stands_at_the_top_level() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    tops = {name.split("/")[0] for name in listed if name}
    assert {name for name in tops if not name.startswith(".")} <= TOP_LEVEL

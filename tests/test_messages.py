"""What the room says when something is wrong."""

import ast
import re
from collections.abc import Iterator

import pytest

from chalicelib.api.edge import messages
from infra import ROOT

TREE = {
    "InvalidInput",
    "Unauthenticated",
    "Forbidden",
    "NotFound",
    "Conflict",
    "PayloadTooLarge",
    "UnsupportedMedia",
    "TooMany",
    "PhotoRejected",
    "StaleRead",
    "RoomError",
}


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Each code with the names of its parameters, as the source raises it."""
    for path in (ROOT / "chalicelib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TREE and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value, frozenset(k.arg for k in node.keywords if k.arg)


@pytest.mark.parametrize(("code", "given"), sorted(set(raised()), key=str))
def test_every_error_has_its_words_in_both_languages(code: str, given: frozenset[str]) -> None:
    words = messages()[code]
    assert re.search("[가-힣]", words.ko)
    assert not re.search("[가-힣]", re.sub(r"\{\w+\}", "", words.en))


@pytest.mark.parametrize("code", sorted(messages()))
def test_both_languages_tell_the_same_particulars(code: str) -> None:
    korean, english = (set(re.findall(r"\{(\w+)\}", text)) for text in (messages()[code].ko, messages()[code].en))
    assert korean == english

"""Keys of Open311's clients, by an operator's command."""

import pytest

from chalicelib.store import members
from infra.apikey import issue, listed, main, revoke
from infra.terminal import Stopped

pytestmark = pytest.mark.usefixtures("stage_settings")


def test_a_key_is_issued_listed_and_revoked() -> None:
    key_id = issue("명령으로 만든 앱").partition(".")[0]
    assert [line for line in listed() if key_id in line and "revoked" not in line]
    for _ in range(2):
        revoke(key_id)
    assert [line for line in listed() if key_id in line and "revoked" in line]
    found = members.find(key_id)
    assert found
    assert found.nickname == "명령으로 만든 앱"


def test_what_is_no_key_is_not_revoked_and_what_is_no_name_gets_none() -> None:
    with pytest.raises(Stopped, match="there is no key"):
        revoke("01M86D4XK07P16YNJNDDQVFGDA")
    with pytest.raises(Stopped, match="characters"):
        issue("앱" * 41)


@pytest.mark.parametrize("line", [["issue"], ["revoke"], ["list", "x"], ["sell", "x"]])
def test_half_an_order_is_refused(line: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(line)

"""The api_keys of Open311's clients, for operators; an admin has the same at /v1/admin/keys.

python -m infra.apikey issue  [--stage local] NAME   prints the key, which is told this once
python -m infra.apikey list   [--stage local]
python -m infra.apikey revoke [--stage local] ID
"""

import argparse
import sys

from chalicelib import clock
from chalicelib.domain import member
from chalicelib.errors import InvalidInput
from chalicelib.store import members
from infra import say
from infra.reach import enter
from infra.terminal import Stopped, in_lines


def issue(name: str) -> str:
    now = clock.now()
    try:
        client, api_key = member.client(clock.new_id(now), name, clock.new_secret(), now)
    except InvalidInput as error:
        raise Stopped(f"a name has 2 to {member.CLIENT_NAME_MOST} characters") from error
    members.add_client(client)
    return api_key


def listed() -> list[str]:
    return [
        f"{one.member_id}  {one.joined_at:%Y-%m-%d}  {one.nickname}"
        + (f"  revoked {one.left_at:%Y-%m-%d}" if one.left_at else "")
        for one in members.clients()
    ]


def revoke(key_id: str) -> None:
    if not members.revoke(key_id, clock.now()):
        raise Stopped(f"there is no key {key_id}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.apikey")
    parser.add_argument("what", choices=("issue", "list", "revoke"))
    parser.add_argument("which", nargs="?", help="the name of a client, or the id of a key")
    parser.add_argument("--stage", default="local")
    asked = parser.parse_args(arguments)
    if (asked.which is None) != (asked.what == "list"):
        parser.error("issue takes a name, revoke an id, list neither")

    def work() -> None:
        enter(asked.stage)
        if asked.what == "issue":
            say(issue(asked.which))
        elif asked.what == "revoke":
            revoke(asked.which)
        else:
            say("\n".join(listed()))

    return in_lines(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Brings back what a table held at a moment of the last 35 days.

python -m infra.restore TABLE AT [--stage local] [--key KEY…] [--changed] [--yes]

DynamoDB restores into a new table. That one cannot take the place of the live one: the stack and the functions know the live
one's name and stream, and what was written since is in it alone. So the new table is compared with it, row by row, and put
back is what is missing; with --changed also what is another since, but for what counts on meanwhile. What is new since stays.
Without --yes nothing is written but the new table, which then waits for the order, and is deleted after it.

Nobody is told of what comes back: its rows have an origin that no function but that of the search hears of. Only a complaint
that was not routed yet is routed. What was forgotten for good stays so: the rows that went with members who have left or were
deleted, and what passes by itself; what the retention had deleted it deletes again the next night. So members come back before
what is theirs, and texts as they were before they were masked after the posts and comments, which say whose they are.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws import client
from chalicelib.city import city
from chalicelib.domain import ids
from chalicelib.domain.member import LEFT_NAME, Member
from chalicelib.domain.retention import first_due
from chalicelib.errors import NotFound
from chalicelib.store import comments, members, posts
from chalicelib.store.models import PostModel
from infra import say
from infra.forget import GONE_WORDS, NOBODY
from infra.reach import enter
from infra.rows import ARCHIVED, KEYS, RESTORED, ROOM, TOLD_OF, name_of, unrouted
from infra.terminal import Stopped, in_lines

Item = dict[str, Any]  # a row as DynamoDB writes it: {"post_id": {"S": "01KJ…"}}

TABLES = tuple(table for table in KEYS if table != "devices")  # which are registered anew, and have no backup
KEPT = {"posts": frozenset({"version", "comments", "supports", "reports"})}  # which count on, whatever the rest says
APPENDED = frozenset({"timeline", "ledger"})  # a line told is told, and a serial that went back would be given twice
LISTED = 50  # differences of each kind that are shown one by one
READ_AT_ONCE = 100  # DynamoDB's most
WAIT = {"Delay": 10, "MaxAttempts": 6 * 60 * 24}


@dataclass(frozen=True)
class Difference:
    before: Item
    now: Item | None  # None if it is missing

    @property
    def attributes(self) -> list[str]:
        now = self.now or {}
        return sorted(name for name in self.before.keys() | now.keys() if self.before.get(name) != now.get(name))


@dataclass(frozen=True)
class Restoration:
    """`keys`: of posts or members; none for all."""

    table: str
    at: datetime
    keys: frozenset[str] = frozenset()

    @property
    def live(self) -> str:
        return name_of(self.table)

    @property
    def copy(self) -> str:
        return f"{self.live}-at-{self.at:%Y%m%dT%H%M%SZ}"

    def begin(self) -> None:
        """From minutes to hours, the first time."""
        db = client("dynamodb")
        try:
            db.restore_table_to_point_in_time(
                SourceTableName=self.live,
                TargetTableName=self.copy,
                RestoreDateTime=self.at,
                GlobalSecondaryIndexOverride=[],  # nobody asks it by them
            )
        except (db.exceptions.TableAlreadyExistsException, db.exceptions.TableInUseException):
            pass  # of an earlier call
        except ClientError as error:
            raise Stopped(error.response["Error"]["Message"]) from error
        db.get_waiter("table_exists").wait(TableName=self.copy, WaiterConfig=WAIT)

    def end(self) -> None:
        client("dynamodb").delete_table(TableName=self.copy)

    def differences(self) -> Iterator[Difference]:
        for some in _in_parts(_every(self.copy), READ_AT_ONCE):
            now = {self.key(row): row for row in _several(self.live, [self._typed_key(row) for row in some])}
            for before in some:
                found = Difference(before, now.get(self.key(before)))
                if found.attributes and (not self.keys or self.key(before)[0] in self.keys):
                    yield found

    def key(self, row: Item) -> tuple[str, ...]:
        return tuple(str(next(iter(value.values()))) for value in self._typed_key(row).values())

    def _typed_key(self, row: Item) -> Item:
        return {name: row[name] for name in KEYS[self.table]}

    def wanted(self, found: Difference) -> Item | None:
        """What is to stand there again; None for what has to stay as it is."""
        return self._missing(found.before) if found.now is None else self._changed(found.before, found.now)

    def _missing(self, before: Item) -> Item | None:
        if "expires_at" in before or self._went_with_its_member(before):
            return None
        row = before | _signed(before)
        if self.table in TOLD_OF and row.get("origin") != {"S": ARCHIVED}:
            row["origin"] = {"S": ROOM if unrouted(row) else RESTORED}
        return row

    def _went_with_its_member(self, row: Item) -> bool:
        """What has their id as such when they left, all else when they were deleted; nothing of staff, whose ids are others."""
        whose = OWNERS[self.table](row) if self.table in OWNERS else None
        if whose is None or not ids.is_ulid(whose):
            return False
        found = _member(whose)
        return found is None or ("member_id" in row and found.left_at is not None)

    def _changed(self, before: Item, now: Item) -> Item | None:
        if self.table in APPENDED or "left_at" in now or _blanked(now):
            return None
        kept = KEPT.get(self.table, frozenset()) | {"origin"}
        row = {name: value for name, value in before.items() if name not in kept} | _signed(before)
        row |= {name: value for name, value in now.items() if name in kept}
        return row if row != now else None

    def put(self, found: Difference, row: Item) -> bool:
        """False if somebody has written it meanwhile."""
        db = client("dynamodb")
        try:
            db.put_item(TableName=self.live, Item=row, **_unchanged(found, KEYS[self.table][0]))
        except db.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _every(table: str) -> Iterator[Item]:
    for page in client("dynamodb").get_paginator("scan").paginate(TableName=table):
        yield from page["Items"]


def _in_parts(things: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def _several(table: str, keys: Sequence[Item]) -> Iterator[Item]:
    wanted: Mapping[str, Any] = {table: {"Keys": keys, "ConsistentRead": True}}
    while wanted:
        answer = client("dynamodb").batch_get_item(RequestItems=wanted)
        yield from answer["Responses"][table]
        wanted = answer["UnprocessedKeys"]


def _unchanged(found: Difference, key: str) -> dict[str, Any]:
    if found.now is None:
        return {"ConditionExpression": "attribute_not_exists(#key)", "ExpressionAttributeNames": {"#key": key}}
    names = {f"#n{number}": name for number, name in enumerate(found.attributes)}
    values = {f":v{name[2:]}": found.now[of] for name, of in names.items() if of in found.now}
    same = (
        f"{name} = :v{name[2:]}" if of in found.now else f"attribute_not_exists({name})" for name, of in names.items()
    )
    known: dict[str, Any] = {"ConditionExpression": " AND ".join(same), "ExpressionAttributeNames": names}
    return known | ({"ExpressionAttributeValues": values} if values else {})


@cache
def _member(member_id: str) -> Member | None:
    """None of one who was deleted, or never was."""
    return members.find(member_id)


def _writer(row: Item) -> str | None:
    """Of what was masked: of that comment, else of the post. Whose it is of which nothing is there, nobody knows."""
    post_id, part = row["post_id"]["S"], row["part"]["S"]
    try:
        said = comments.several(post_id, [part])
        return said[0].author_id if said else posts.get(post_id).author_id
    except NotFound:
        return NOBODY


# Whose a row is, with which it goes. A photo that was left without its owner stays.
OWNERS: Mapping[str, Callable[[Item], str | None]] = {
    "identities": lambda row: row["member_id"]["S"],
    "watches": lambda row: row["member_id"]["S"],
    "marks": lambda row: row["mark"]["S"].split("#")[1],
    "photos": lambda row: None if row["owner"]["S"] == NOBODY else row["owner"]["S"],
    "originals": _writer,
}


def _signed(row: Item) -> Item:
    """By the name that its author has now; the staff and the room sign as they did."""
    author = row.get("author_id", {}).get("S", "")
    if not ids.is_ulid(author):
        return {}
    found = _member(author)
    return (
        {"author_name": {"S": found.nickname}}
        if found
        else {"author_id": {"S": NOBODY}, "author_name": {"S": LEFT_NAME}}
    )


def _blanked(row: Item) -> bool:
    """Whether a member was deleted out of it."""
    return {"S": NOBODY} in (row.get("author_id"), row.get("owner")) or GONE_WORDS in row.get("text", {}).get("S", "")


def _plan_forgetting(post_ids: Iterable[str]) -> None:
    """The night run looks at them again."""
    for post_id in post_ids:
        try:
            due = first_due(posts.get(post_id), city())
        except NotFound:
            continue
        if due:
            PostModel(post_id).update([PostModel.forget.set("forget"), PostModel.forget_at.set(posts.sort_key(due))])


def restore(wanted: Restoration, *, changed: bool, yes: bool) -> None:
    _member.cache_clear()
    wanted.begin()
    found = [(one, wanted.wanted(one)) for one in wanted.differences()]
    missing = [(one, row) for one, row in found if one.now is None and row]
    others = [(one, row) for one, row in found if one.now is not None and row]
    say(f"{wanted.table} at {wanted.at:%Y-%m-%dT%H:%M:%SZ}: {len(found) - len(missing) - len(others)} stay as they are")
    _list("missing", (" ".join(wanted.key(one.before)) for one, _ in missing), len(missing))
    _list(
        "changed",
        (f"{' '.join(wanted.key(one.before))}: {', '.join(one.attributes)}" for one, _ in others),
        len(others),
    )
    if not yes:
        say(
            f"nothing is put back yet; YES=1 puts back what is missing, with CHANGED=1 also what is changed ({wanted.copy} waits)"
        )
        return
    done = [one for one, row in (*missing, *(others if changed else ())) if wanted.put(one, row)]
    if wanted.table in ("originals", "marks"):
        _plan_forgetting({wanted.key(one.before)[0] for one in done})
    wanted.end()
    say(f"put back: {len(done)}")


def _list(what: str, lines: Iterable[str], number: int) -> None:
    say(f"  {what}: {number}")
    for line in islice(lines, LISTED):
        say(f"    {line}")
    if number > LISTED:
        say(f"    … and {number - LISTED} more")


def _moment(text: str) -> datetime:
    """In the city's time where it names no zone."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=city().zone)).astimezone(UTC)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.restore")
    parser.add_argument("table", choices=TABLES)
    parser.add_argument("at", type=_moment, help="ISO 8601: 2026-11-28T03:00:00Z")
    parser.add_argument("--stage", default="local")
    parser.add_argument("--key", nargs="+", default=[], help="of these posts or members alone")
    parser.add_argument("--changed", action="store_true", help="also what is another since")
    parser.add_argument("--yes", action="store_true", help="put it back; else it is only shown")
    asked = parser.parse_args(arguments)

    def work() -> None:
        enter(asked.stage)
        restore(Restoration(asked.table, asked.at, frozenset(asked.key)), changed=asked.changed, yes=asked.yes)

    return in_lines(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

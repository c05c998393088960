"""Moves a room: writes all of it to a folder, and fills an empty room from such a folder.

python -m infra.move export DIR [--stage local] [--private]
python -m infra.move import DIR [--stage local] [--again]

One file of JSON Lines a table, in the order of its keys, and the photos as they are shown; the same room gives the same
bytes. Without --private everything that identifies a person stays behind: mail addresses, devices, masked texts, original
photos, and photos of what is hidden. What the room makes of the rest by itself (search, figures) is not written: the new
room makes it anew. Nor is what passes: notices under way, idempotency keys, photos that belong to no post yet, the accounts
of the staff.

Nobody is told of what is imported. Its rows say that they come from elsewhere, and the event filters of events.yaml let no
function that tells anybody see them; only a complaint that the old room had not routed yet is routed in the new one, and told
of there. Rows that are there already stay as they are: --again completes an import that was cut off.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from chalicelib.aws import client
from chalicelib.settings import settings
from chalicelib.store import aws
from infra import rows, say
from infra.reach import enter
from infra.rows import ARCHIVED, KEYS, MOVED, ROOM, TOLD_OF, Row
from infra.terminal import Stopped, in_lines

# In the order in which they are imported: what an event function reads comes before what calls it.
TABLES = ("members", "posts", "timeline", "comments", "marks", "watches", "photos", "ledger")
PRIVATE = ("identities", "devices", "originals")
UPLOADS = "uploads.jsonl"  # of what type each original photo is
Thing = TypeVar("Thing")
Done = TypeVar("Done")
AT_ONCE = 8  # below the ten connections that a client keeps


def export(folder: Path, *, private: bool) -> dict[str, int]:
    """How many there are of each thing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    counted = {table: _write_table(folder, table) for table in (*TABLES, *(PRIVATE if private else ()))}
    photos = [row["photo_id"] for row in _read_table(folder, "photos")]
    counted["renditions"] = sum(_together(partial(_save_renditions, folder, aws.rendition_key), photos))
    if private:
        counted["hidden renditions"] = sum(_together(partial(_save_renditions, folder, aws.held_key), photos))
        counted["original photos"] = _save_originals(folder, photos)
    return counted


def bring(folder: Path, *, again: bool) -> dict[str, int]:
    """How many were new of each thing. Raises if the room is not empty, unless `again`."""
    if not (folder / "posts.jsonl").exists():
        raise Stopped(f"{folder} holds no export")
    if not (again or rows.is_empty("posts")):
        raise Stopped("the room is not empty; --again completes an import that was cut off")
    counted = {
        name: sum(_together(partial(_bring_rendition, folder), sorted((folder / place).glob("*/*.webp"))))
        for name, place in (("renditions", "media"), ("hidden renditions", "held"))
    }
    for table in (*TABLES, *PRIVATE):
        counted[table] = sum(_together(partial(_bring_rows, table), _by_key(folder, table)))
    # After their rows, so that one that waited for its renditions gets them here.
    counted["original photos"] = sum(_together(partial(_bring_original, folder), _lines(folder / UPLOADS)))
    return counted


def _together(work: Callable[[Thing], Done], things: Iterable[Thing]) -> Iterator[Done]:
    for service in ("dynamodb", "s3"):
        client(service)  # boto3 cannot make it in two threads at once
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(work, things)


# Tables


def _write_table(folder: Path, table: str) -> int:
    keys = KEYS[table]
    kept = sorted((row for row in rows.every(table) if _lasts(table, row)), key=lambda row: [row[key] for key in keys])
    with (folder / f"{table}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for row in kept:
            if row.get("origin") != ARCHIVED:
                row.pop("origin", None)  # the room that it comes to gives it another
            file.write(rows.line(row) + "\n")
    return len(kept)


def _lasts(table: str, row: Row) -> bool:
    """Of the ledger only the serials of the receipt numbers, so that none is given twice."""
    return bool(row["key"].startswith("serial#")) if table == "ledger" else "expires_at" not in row


def _read_table(folder: Path, table: str) -> Iterator[Row]:
    return _lines(folder / f"{table}.jsonl")


def _lines(path: Path) -> Iterator[Row]:
    if path.exists():  # an export without --private has fewer
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def _by_key(folder: Path, table: str) -> Iterator[list[Row]]:
    """The rows of one post or member together, in their order: a timeline is read up to the entry that an event is of."""
    return (list(rest) for _, rest in groupby(_read_table(folder, table), key=lambda row: row[KEYS[table][0]]))


def _bring_rows(table: str, found: list[Row]) -> int:
    return sum(rows.put_new(table, row | _origin(table, row)) for row in found)


def _origin(table: str, row: Row) -> Row:
    if table not in TOLD_OF or "origin" in row:
        return {}
    return {"origin": ROOM if rows.unrouted(row) else MOVED}


# Photos


def _save_renditions(folder: Path, key_of: Callable[[str, int], str], photo_id: str) -> int:
    """Under their keys: media/… of what is shown, held/… of what is hidden."""
    saved = 0
    for side in aws.SIDES:
        body = _object(settings().media_bucket, key_of(photo_id, side))
        if body:
            path = folder / key_of(photo_id, side)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body["Body"].read())
            saved += 1
    return saved


def _save_originals(folder: Path, photos: list[str]) -> int:
    (folder / "uploads").mkdir(mode=0o700, exist_ok=True)

    def save(photo_id: str) -> Row | None:
        found = _object(settings().upload_bucket, aws.original_key(photo_id))
        if found:
            (folder / "uploads" / photo_id).write_bytes(found["Body"].read())
        return {"photo_id": photo_id, "type": found["ContentType"]} if found else None

    kept = [one for one in _together(save, photos) if one]
    (folder / UPLOADS).write_text("".join(rows.line(one) + "\n" for one in kept), "utf-8")
    return len(kept)


def _object(bucket: str, key: str) -> dict[str, Any] | None:
    s3 = client("s3")
    try:
        return dict(s3.get_object(Bucket=bucket, Key=key))
    except s3.exceptions.NoSuchKey:
        return None


def _bring_rendition(folder: Path, path: Path) -> int:
    aws.put_rendition(path.relative_to(folder).as_posix(), path.read_bytes(), "image/webp")
    return 1


def _bring_original(folder: Path, one: Row) -> int:
    aws.put_original(one["photo_id"], (folder / "uploads" / one["photo_id"]).read_bytes(), one["type"])
    return 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.move")
    parser.add_argument("what", choices=("export", "import"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--stage", default="local")
    parser.add_argument("--private", action="store_true", help="also what identifies a person, or is hidden")
    parser.add_argument("--again", action="store_true", help="into a room that is not empty")
    asked = parser.parse_args(arguments)

    def work() -> None:
        enter(asked.stage)
        if asked.what == "export":
            counted = export(asked.folder, private=asked.private)
        else:
            counted = bring(asked.folder, again=asked.again)
        for name, number in counted.items():
            say(f"  {name:<16} {number:>8,}")

    return in_lines(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The router's versions on a stage, for operators; the complaint team has the same on the desk.

python -m infra.router list     [--stage local]
python -m infra.router begin    [--stage local] FILE.jsonl   learns from a city's old complaints, tonight and each night
python -m infra.router rollback [--stage local] VERSION      "words" for the words of the profile alone; it is held
python -m infra.router let-go   [--stage local]              lifts the hold

FILE.jsonl is that of infra.routing, the oldest first. Personal data in the texts is masked, and the unmasked text is not
kept. The last of them are kept until what the room itself has learned is more than one training takes.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain import personal, releases
from chalicelib.domain.learning import NEWEST
from chalicelib.errors import InvalidInput
from chalicelib.events.train_router import train
from chalicelib.store import router
from infra import routing, say
from infra.reach import enter
from infra.terminal import Stopped, in_lines

WORDS = "words"


def tell() -> None:
    shelf = router.shelf()
    for one in shelf.versions:
        used = " in use" if one.name == shelf.in_use else "" if one.better else " not better"
        say(f"{one.name}  {one.lessons} lessons, {one.right:.3f} right, {one.right_by_words:.3f} by words{used}")
    say("the words of the profile alone" + ("" if shelf.in_use else " in use"))
    if shelf.held:
        say("held by a person: no training changes what is in use")


def begin(file: str) -> None:
    leave = personal.of_the_city(city())
    lessons = routing.read(Path(file), city())[-NEWEST:]
    router.begin_with([
        replace(one, text=personal.mask(one.text, plates=True, leave=leave).text) for one in lessons
    ])  # fmt: skip
    train(clock.now())
    tell()


def rollback(version: str) -> None:
    try:
        router.change(lambda shelf: releases.chosen(shelf, None if version == WORDS else version))
    except InvalidInput as error:
        raise Stopped(f"there is no version {version}") from error
    tell()


def let_go() -> None:
    router.change(releases.let_go)
    tell()


PLAIN = {"list": tell, "let-go": let_go}
TAKING = {"begin": begin, "rollback": rollback}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="infra.router")
    parser.add_argument("what", choices=(*PLAIN, *TAKING))
    parser.add_argument("which", nargs="?", help="a file of old complaints, or a version")
    parser.add_argument("--stage", default="local")
    asked = parser.parse_args(arguments)
    if (asked.which is not None) != (asked.what in TAKING):
        parser.error("begin takes a file, rollback a version, list and let-go nothing")

    def work() -> None:
        enter(asked.stage)
        TAKING[asked.what](asked.which) if asked.which else PLAIN[asked.what]()

    return in_lines(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

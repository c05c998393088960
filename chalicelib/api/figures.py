"""The room in figures: for everyone, and by department and tag for the desk."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from chalicelib import clock
from chalicelib.api import shapes
from chalicelib.api.edge import Incoming, Routes
from chalicelib.city import city
from chalicelib.domain import posting
from chalicelib.domain.figures import Figures, months_until, period
from chalicelib.errors import InvalidInput
from chalicelib.store import figures

routes = Routes(__name__)

MONTHS, MONTHS_MOST = 12, 36


@routes.on("GET", "/v1/stats", cache="public, max-age=300")
def get_stats(incoming: Incoming) -> shapes.Stats:
    incoming.only_query("months")
    read = _months(incoming, None, None)
    told = [shapes.MonthShape(**_told(one), month=month) for month, one in read.items()]
    return shapes.Stats(figures.members(), told, shapes.FiguresShape(**_told(_total(read))))


@routes.on("GET", "/v1/admin/stats", action="figures")
def get_desk_stats(incoming: Incoming) -> shapes.DeskStats:
    incoming.only_query("months", "department", "tag")
    department, tag = incoming.query("department"), incoming.query("tag")
    read = _months(
        incoming, posting.check_department(department, city()) if department else None, check_tag(tag) if tag else None)
    told = [shapes.DeskMonthShape(**_told(one) | _also(one), month=month) for month, one in read.items()]
    total = _total(read)
    return shapes.DeskStats(figures.members(), told, shapes.DeskFiguresShape(**_told(total) | _also(total)))


def check_tag(asked: str) -> str:
    if (tag := city().tag(asked.removeprefix("#"))) is None:
        raise InvalidInput("unknown_tag", "tag", tag=asked, known=", ".join(f"#{one.name}" for one in city().tags))
    return tag.name


def _months(incoming: Incoming, department: str | None, tag: str | None) -> dict[str, Figures]:
    """Oldest first; one query each."""
    months = months_until(clock.now(), city().zone, _count(incoming.query("months")))
    return {month: Figures(figures.read(period(month, department, tag))) for month in months}


def _count(asked: str | None) -> int:
    if asked is None:
        return MONTHS
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= MONTHS_MOST):
        raise InvalidInput("bad_months", "months", most=MONTHS_MOST)
    return int(asked)


def _total(read: Mapping[str, Figures]) -> Figures:
    added = Counter[str]()
    for one in read.values():
        added.update(one.counters)
    return Figures(added)


def _told(found: Figures) -> dict[str, Any]:
    return {
        "posts": found.of("posted"), "complaints": found.of("complaints"),
        "by_tag": found.by("tag"), "by_department": found.by("department"),
        **{name: found.of(name) for name in ("transferred", "resolved", "declined", "reopened")},
        "median_hours_to_transfer": found.median_hours("to_transfer"),
        "median_hours_to_resolution": found.median_hours("to_resolution"),
        "within_deadline": found.within_deadline,
        "verdicts": shapes.VerdictShape(found.of("verdict_solved"), found.of("verdict_unsolved")),
    }


def _also(found: Figures) -> dict[str, Any]:
    names = ("passed_on", "returned", "extended", "withdrawn", "merged")
    return {"by_category": found.by("category"), **{name: found.of(name) for name in names}}

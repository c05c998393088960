"""The room in figures: for everyone, and by department and tag for the desk."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any

from msgspec import Meta

from chalicelib import clock
from chalicelib.api import shapes
from chalicelib.api.edge import Incoming, Query, Routes
from chalicelib.city import city
from chalicelib.domain import posting
from chalicelib.domain.figures import Figures, months_until, period
from chalicelib.errors import InvalidInput
from chalicelib.store import figures

routes = Routes(__name__)

MONTHS, MONTHS_MOST = 12, 36


class Asked(Query, frozen=True):
    """So many months, with the present one."""

    months: Annotated[int, Meta(ge=1, le=MONTHS_MOST, extra={"code": "bad_months"})] = MONTHS


class DeskAsked(Asked, frozen=True):
    department: shapes.Department | None = None
    tag: shapes.Tag | None = None


@routes.on("GET", "/v1/stats", cache="public, max-age=300")
def get_stats(incoming: Incoming, asked: Asked) -> shapes.Stats:
    """The room in figures, by month."""
    read = _months(asked.months, None, None)
    told = [shapes.MonthShape(**_told(one), month=month) for month, one in read.items()]
    return shapes.Stats(figures.members(), told, shapes.FiguresShape(**_told(_total(read))))


@routes.on("GET", "/v1/admin/stats", action="figures")
def get_desk_stats(incoming: Incoming, asked: DeskAsked) -> shapes.DeskStats:
    """The figures of a department, or of a tag."""
    department = posting.check_department(asked.department, city()) if asked.department else None
    read = _months(asked.months, department, check_tag(asked.tag) if asked.tag else None)
    told = [shapes.DeskMonthShape(**_told(one) | _also(one), month=month) for month, one in read.items()]
    total = _total(read)
    return shapes.DeskStats(figures.members(), told, shapes.DeskFiguresShape(**_told(total) | _also(total)))


def check_tag(asked: str) -> str:
    if (tag := city().tag(asked.removeprefix("#"))) is None:
        raise InvalidInput("unknown_tag", "tag", tag=asked, known=", ".join(f"#{one.name}" for one in city().tags))
    return tag.name


def _months(count: int, department: str | None, tag: str | None) -> dict[str, Figures]:
    """Oldest first; one query each."""
    months = months_until(clock.now(), city().zone, count)
    return {month: Figures(figures.read(period(month, department, tag))) for month in months}


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

"""A month's complaints as a file for a spreadsheet program. No author, no text, and no place or title of what is not public."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from msgspec import Meta

from chalicelib.api import cursor, shapes, views
from chalicelib.api.edge import Csv, Incoming, Query, Routes
from chalicelib.city import Words, city
from chalicelib.domain import posting
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.figures import days_of
from chalicelib.domain.post import Post
from chalicelib.domain.status import STATUSES
from chalicelib.store import posts
from chalicelib.telemetry import log

routes = Routes(__name__)

PATH = "/v1/admin/export.csv"
ROWS = 1000  # of one answer, at the most; what follows stands in its Link header
MARK = "\ufeff"  # by which Excel knows UTF-8
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what begins one, full width too


Month = Annotated[str, Meta(pattern="^20[0-9]{2}-(0[1-9]|1[0-2])" + shapes.END, extra={"code": "bad_month"})]


class Asked(Query, frozen=True):
    month: Month
    department: shapes.Department | None = None
    cursor: str | None = None


@routes.on("GET", PATH, action="export")
def export_month(incoming: Incoming, clerk: Clerk, asked: Asked) -> Csv:
    """A month's complaints for a spreadsheet program. Parts in their order make one file: only the first has the heading."""
    month, department = asked.month, asked.department
    wanted = _wanted(month, posting.check_department(department, city()) if department else None)
    after = cursor.decode(asked.cursor, repr(wanted))
    page = posts.page(wanted, ROWS, after)
    found = [post for post in page.posts if post.receipt_number]
    log.info("exported", extra={"who": clerk.staff_id, "month": month, "rows": len(found)})
    heading = MARK + rows([[name.in_(incoming.language) for name, _ in COLUMNS]]) if after is None else ""
    cells = rows([cell(post, incoming.language) for _, cell in COLUMNS] for post in found)
    return Csv(heading + cells, f"complaints-{month}.csv", _more(month, department, cursor.encode(page.after, repr(wanted))))


def _wanted(month: str, department: str | None) -> posts.Wanted:
    since, until = days_of(month, city().zone)
    return posts.Wanted(department=department, since=since, until=until, everything=True)


def _more(month: str, department: str | None, after: str | None) -> str | None:
    asked = {"month": month, "department": department, "cursor": after}
    return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}" if after else None


def rows(cells: Iterable[Iterable[object]]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerows([defused(cell) for cell in row] for row in cells)
    return held.getvalue()


def defused(value: object) -> object:
    """What a spreadsheet program would take for a formula begins with an apostrophe (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _time(at: datetime | None) -> str:
    """By the city's clock, in a form that spreadsheet programs take for a time."""
    return at.astimezone(city().zone).strftime("%Y-%m-%d %H:%M") if at else ""


def _tag(post: Post, language: str) -> str:
    tag = city().tag(post.tag)
    return tag.label.in_(language) if tag else post.tag


def _category(post: Post, language: str) -> str | None:
    category = city().category(post.category or "")
    return category.name.in_(language) if category else post.category


def _department(post: Post, language: str) -> str | None:
    department = city().department(post.department or "")
    return department.name.in_(language) if department else post.department


def _private(post: Post, language: str) -> str:
    return PRIVATE.in_(language) if post.private_to_staff else ""


def _verdict(post: Post, language: str) -> str:
    return VERDICTS[post.verdict].in_(language) if post.verdict in VERDICTS else post.verdict or ""


def _public(post: Post, value: str | None) -> str:
    """A file is passed round: it holds no words of what the public does not read."""
    return "" if post.private_to_staff or views.closed_to_the_public(post) else value or ""


PRIVATE = Words(ko="비공개", en="private")
VERDICTS = {"solved": Words(ko="해결됨", en="solved"), "unsolved": Words(ko="해결되지 않음", en="not solved")}
COLUMNS: tuple[tuple[Words, Callable[[Post, str], object]], ...] = (
    (Words(ko="접수번호", en="Receipt number"), lambda post, _: post.receipt_number),
    (Words(ko="태그", en="Tag"), _tag),
    (Words(ko="분류", en="Category"), _category),
    (Words(ko="담당부서", en="Department"), _department),
    (Words(ko="상태", en="Status"), lambda post, language: STATUSES[post.status].name.in_(language)),
    (Words(ko="공개", en="Public"), _private),
    (Words(ko="작성", en="Received"), lambda post, _: _time(post.created_at)),
    (Words(ko="접수", en="Accepted"), lambda post, _: _time(post.accepted_at)),
    (Words(ko="처리기한", en="Due"), lambda post, _: _time(post.due_at)),
    (Words(ko="종료", en="Closed"), lambda post, _: _time(post.closed_at)),
    (Words(ko="이관 횟수", en="Transfers"), lambda post, _: post.transfers),
    (Words(ko="연장 횟수", en="Extensions"), lambda post, _: post.extensions),
    (Words(ko="작성자 평가", en="Author's verdict"), _verdict),
    (Words(ko="공감", en="Supports"), lambda post, _: post.supports),
    (Words(ko="위치", en="Place"), lambda post, _: _public(post, post.location.address if post.location else None)),
    (Words(ko="제목", en="Title"), lambda post, _: _public(post, post.title)),
)

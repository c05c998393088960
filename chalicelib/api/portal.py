"""The same posts in the manner of data.go.kr: its parameters, its frame, its codes of errors.

There a page has a number and a list its length. The room's lists have neither: they go on from a post, so that no page costs
more than another. So here one asks for a period that the store reads in a few queries; its posts are counted, and those of the
page told. A period that holds more is refused, for a page that lacks something would look whole. Months of any size are in bulk.py.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, ClassVar, Literal

from chalice import Response
from msgspec import UNSET, Meta, UnsetType

from chalicelib import clock
from chalicelib.api import opendata
from chalicelib.api.edge import PRIVATE, SHARED, Incoming, Routes, problem
from chalicelib.api.formats import ANSWER_MOST, FORMATS, size
from chalicelib.api.opendata import Kind, Record
from chalicelib.api.shapes import END, Shape
from chalicelib.city import city
from chalicelib.domain.post import open_to_all
from chalicelib.errors import InvalidInput, RoomError
from chalicelib.store import posts

routes = Routes(__name__)

ROWS = 1000  # of a page
DAYS = 30  # of a period of which one end is told, or none
Day = Annotated[str, Meta(pattern="^20[0-9]{6}" + END, extra={"code": "bad_day"})]


class Asked(Kind, frozen=True):
    """Named as there. Reading is open to all: any `serviceKey` is taken, and none as well."""

    serviceKey: str | None = None
    pageNo: Annotated[int, Meta(ge=1)] = 1
    numOfRows: Annotated[int, Meta(ge=1, le=ROWS, extra={"code": "bad_rows"})] = 10
    resultType: Literal["json", "xml"] = "xml"
    bgnde: Day | None = None
    endde: Day | None = None

    def wanted(self, now: datetime, zone: tzinfo) -> posts.Wanted:
        first, last = period(self.bgnde, self.endde, now.astimezone(zone).date())
        return replace(self.of_kind(), since=datetime.combine(first, time.min, zone), until=datetime.combine(last, time.max, zone))


def period(begins: str | None, ends: str | None, today: date) -> tuple[date, date]:
    """Its first and its last day."""
    first, last = _day(begins, "bgnde"), _day(ends, "endde")
    if first and last and first > last:
        raise InvalidInput("ends_before_it_begins", "endde")
    last = last or (first + timedelta(days=DAYS) if first else today)
    return first or last - timedelta(days=DAYS), last


def _day(written: str | None, field: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise InvalidInput("bad_day", field) from None


class Header(Shape, frozen=True):
    resultCode: str = "00"
    resultMsg: str = "NORMAL SERVICE."


class Body(Shape, frozen=True):
    items: list[Record]
    numOfRows: int
    pageNo: int
    totalCount: int


class Answer(Shape, frozen=True):
    """Without a body where the header tells of an error."""

    header: Header
    body: Body | UnsetType = UNSET


class Framed(Shape, frozen=True):
    """As JSON; as XML the frame is the document itself."""

    media_types: ClassVar[tuple[str, ...]] = ("application/json", "text/xml")

    response: Answer


def _read(asked: Asked) -> tuple[list[Record], int]:
    """Of its page, and how many there are in all."""
    wanted, rows = asked.wanted(clock.now(), city().zone), asked.numOfRows
    found = posts.numbered(wanted, (asked.pageNo - 1) * rows, rows, whole=True)
    if found is None:
        raise InvalidInput("too_much_to_look_through", "bgnde")
    return [opendata.record(post, city()) for post in filter(open_to_all, found[0])], found[1]


def page(asked: Asked, found: list[Record], total: int) -> Answer:
    return Answer(Header(), Body(found, asked.numOfRows, asked.pageNo, total))


# Its codes, by ours; and what HTTP says.
REFUSED: Mapping[type[RoomError], tuple[str, str, int]] = {
    InvalidInput: ("10", "INVALID_REQUEST_PARAMETER_ERROR", 400),
    RoomError: ("99", "UNKNOWN_ERROR", 500),
}


def _refused(error: RoomError, incoming: Incoming) -> Annotated[Response, Framed]:
    code, name, status = next(REFUSED[kind] for kind in type(error).__mro__ if kind in REFUSED)
    told = problem(error, incoming.language)
    words = " ".join(filter(None, (name, told.field and f"{told.field}:", told.message)))
    return _response(Answer(Header(code, words)), next(iter(incoming.every().get("resultType", ())), None), status, PRIVATE)


@routes.on("GET", "/v1/data/posts", cache=SHARED, refused=_refused)
def list_numbered(incoming: Incoming, asked: Asked) -> Annotated[Response, Framed]:
    """Public posts of a period in the manner of data.go.kr, by numbered pages."""
    return _response(page(asked, *_read(asked)), asked.resultType, 200, SHARED)


def _response(answer: Answer, form: str | None, status: int, cache: str) -> Response:
    """XML, as there, unless JSON is asked for."""
    kind, write = FORMATS["json" if form == "json" else "xml"]
    text = write("response", {"response": answer} if form == "json" else answer)
    if size(text) > ANSWER_MOST:
        raise InvalidInput("answer_too_large", "numOfRows")
    return Response(text, {
        "Content-Type": kind, "Cache-Control": cache, "Vary": "Accept-Language"}, status)

"""A month's public complaints at once (GeoReport Bulk, https://www.open311.org/GeoReport/bulk)."""

from typing import Literal

import msgspec

from chalicelib.api import export, open311_views, opendata
from chalicelib.api.edge import SHARED, Csv, Incoming, Paged, Query, Routes
from chalicelib.api.opendata import Part, behind, on_site, said
from chalicelib.api.shapes import Id, Latitude, Longitude, Shape, Time
from chalicelib.city import City, city
from chalicelib.domain.figures import days_of
from chalicelib.domain.post import Post
from chalicelib.store import posts

routes = Routes(__name__)

TABLE, LIST = "/v1/requests.csv", "/v1/requests.json"


class Asked(Query, frozen=True):
    month: export.Month
    cursor: str | None = None


class ServiceRequest(Shape, frozen=True):
    """The columns of the standard, in its order. Times are by the city's clock."""

    service_request_id: Id
    requested_datetime: Time
    updated_datetime: Time
    closed_date: Time | None
    status_description: Literal["open", "closed"]
    status_notes: str | None
    source: str
    service_name: str
    service_subtype: str | None
    description: str | None
    agency_responsible: str | None
    address: str | None
    lat: Latitude | None
    long: Longitude | None


@routes.on("GET", TABLE, cache=SHARED)
def export_requests(incoming: Incoming, asked: Asked) -> Csv:
    """A month's complaints for a spreadsheet program (GeoReport Bulk). Parts in their order make one file: only the first has the heading."""
    found, room = _part(asked), city()
    heading = export.MARK + export.rows([ServiceRequest.__struct_fields__]) if asked.cursor is None else ""
    cells = export.rows(msgspec.structs.astuple(request(post, room)) for post in found.posts)
    return Csv(heading + cells, f"requests-{asked.month}.csv", _next(TABLE, asked, found))


@routes.on("GET", LIST, cache=SHARED)
def list_requests(incoming: Incoming, asked: Asked) -> Paged[list[ServiceRequest]]:
    """A month's complaints (GeoReport Bulk); the next part stands in the Link header."""
    found, room = _part(asked), city()
    return Paged([request(post, room) for post in found.posts], _next(LIST, asked, found))


def _part(asked: Asked) -> Part:
    since, until = days_of(asked.month, city().zone)
    return opendata.part(posts.Wanted(complaints=True, since=since, until=until), export.ROWS, asked.cursor)


def _next(path: str, asked: Asked, found: Part) -> str | None:
    return on_site(path + behind(asked, cursor=found.more)) if found.more else None


def request(post: Post, room: City) -> ServiceRequest:
    """As Open311 tells it one by one."""
    told = open311_views.request(post, room.languages[0])
    state: Literal["open", "closed"] = "closed" if told.status == "closed" else "open"
    return ServiceRequest(
        told.service_request_id, told.requested_datetime, told.updated_datetime, told.updated_datetime if state == "closed" else None,
        state, told.status_notes, said(room.room, room), told.service_name, None, told.description, told.agency_responsible,
        told.address, told.lat, told.long)

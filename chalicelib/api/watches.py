"""Watches: being told of new posts with a tag, of a department, in an area."""

from typing import Annotated

from chalicelib import clock
from chalicelib.api import shapes, views
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.city import Bounds, city
from chalicelib.domain import watch
from chalicelib.domain.member import Member
from chalicelib.store import watches

routes = Routes(__name__)


class Area(Body, frozen=True):
    south: shapes.Latitude
    west: shapes.Longitude
    north: Annotated[shapes.Latitude, shapes.told(**{"x-lat": 0.01})]
    east: Annotated[shapes.Longitude, shapes.told(**{"x-lon": 0.01})]

    def bounds(self) -> Bounds:
        return Bounds(self.south, self.west, self.north, self.east)


class NewWatch(Body, frozen=True):
    """`value` is the name of a tag or the code of a department."""

    kind: shapes.WatchKind
    value: str | None = None
    area: Area | None = None

    def watch(self) -> watch.Watch:
        area = self.area.bounds() if self.area else None
        return watch.compose(self.kind, self.value, area, city(), clock.now())


@routes.on("GET", "/v1/members/me/watches")
def list_watches(incoming: Incoming, me: Member) -> shapes.Watches:
    """What one is told of when it is new."""
    return shapes.Watches([views.watch(one) for one in watches.of(me.member_id)])


@routes.on("POST", "/v1/members/me/watches", status=201)
def add_watch(incoming: Incoming, me: Member, body: NewWatch) -> shapes.WatchShape:
    """To be told of new posts with a tag, of a department, in an area."""
    return views.watch(watches.add(me.member_id, body.watch(), city().limits.watches_most))


@routes.on("DELETE", "/v1/members/me/watches/{watch_id}", status=204)
def remove_watch(incoming: Incoming, watch_id: str, me: Member) -> None:
    """To be told no more. Removing twice is removing once."""
    if watch.is_watch_id(watch_id):
        watches.remove(me.member_id, watch_id)

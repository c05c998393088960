"""Watches: being told of new posts with a tag, of a department, in an area."""


from chalicelib import clock
from chalicelib.api import shapes, views
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.city import Bounds, city
from chalicelib.domain import watch
from chalicelib.store import watches

routes = Routes(__name__)


class Area(Body, frozen=True):
    south: float
    west: float
    north: float
    east: float

    def bounds(self) -> Bounds:
        return Bounds(self.south, self.west, self.north, self.east)


class NewWatch(Body, frozen=True):
    kind: str
    value: str | None = None
    area: Area | None = None

    def watch(self) -> watch.Watch:
        area = self.area.bounds() if self.area else None
        return watch.compose(self.kind, self.value, area, city(), clock.now())


@routes.on("GET", "/v1/members/me/watches")
def list_watches(incoming: Incoming) -> shapes.Watches:
    return shapes.Watches([views.watch(one) for one in watches.of(incoming.member().member_id)])


@routes.on("POST", "/v1/members/me/watches", status=201)
def add_watch(incoming: Incoming) -> shapes.WatchShape:
    me, wanted = incoming.member(), incoming.body(NewWatch).watch()
    return views.watch(watches.add(me.member_id, wanted, city().limits.watches_most))


@routes.on("DELETE", "/v1/members/me/watches/{watch_id}", status=204)
def remove_watch(incoming: Incoming, watch_id: str) -> None:
    me = incoming.member()
    if watch.is_watch_id(watch_id):
        watches.remove(me.member_id, watch_id)

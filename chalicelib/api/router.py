"""What the router has learned, for who answers for it: its versions, how well each routes, and the way back."""

from datetime import datetime
from typing import Annotated

from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.api.shapes import Shape, told
from chalicelib.city import city
from chalicelib.domain import releases
from chalicelib.domain.clerk import Clerk
from chalicelib.store import router
from chalicelib.telemetry import log

routes = Routes(__name__)

Name = Annotated[str, told(examples=["20261128T190000Z"])]
Part = Annotated[float, told(minimum=0, maximum=1)]


class PointShape(Shape, frozen=True):
    """Of the lessons that it was at least so sure of: how many it got right, and how many of all they are."""

    threshold: Part
    precision: Part
    coverage: Part


class VersionShape(Shape, frozen=True):
    """Measured on lessons that it had not seen; `right_by_words`: by the words of the profile alone, of the same ones.

    `threshold` is null where none reaches the precision that is wanted: then that of the profile decides.
    """

    name: Name
    made_at: datetime
    better: bool
    lessons: int
    right: Part
    right_by_words: Part
    threshold: Part | None
    curve: list[PointShape]


class RouterShape(Shape, frozen=True):
    """Newest first. None is `in_use` where the words speak alone; `held`: a person chose it, and no night changes that.

    `precision` is wanted of what is transferred without a person; `threshold` is what is asked for now.
    """

    in_use: Name | None
    held: bool
    precision: Part
    threshold: Part
    versions: list[VersionShape]


class Rollback(Body, frozen=True):
    """None for the words of the profile alone."""

    version: Name | None


@routes.on("GET", "/v1/admin/router", action="manage_router")
def get_router(incoming: Incoming) -> RouterShape:
    """The versions of the router, and which is in use."""
    return _told(router.shelf())


@routes.on("POST", "/v1/admin/router/rollback", action="manage_router")
def roll_router_back(incoming: Incoming, clerk: Clerk, body: Rollback) -> RouterShape:
    """Puts another version into use. It stays so, whatever is learned, until the hold is lifted."""
    shelf = router.change(lambda found: releases.chosen(found, body.version))
    log.info("the router was rolled back", extra={"who": clerk.staff_id, "version": body.version})
    return _told(shelf)


@routes.on("DELETE", "/v1/admin/router/hold", action="manage_router")
def lift_router_hold(incoming: Incoming, clerk: Clerk) -> RouterShape:
    """From now on what is learned and better comes into use again."""
    shelf = router.change(releases.let_go)
    log.info("the router's hold was lifted", extra={"who": clerk.staff_id})
    return _told(shelf)


def _told(shelf: releases.Shelf) -> RouterShape:
    limits, current = city().limits, shelf.current
    threshold = current.threshold if current else None
    return RouterShape(
        shelf.in_use, shelf.held, limits.auto_transfer_precision,
        limits.auto_transfer_confidence if threshold is None else threshold, [_version(one) for one in shelf.versions])


def _version(found: releases.Version) -> VersionShape:
    curve = [PointShape(point.threshold, point.precision, point.coverage) for point in found.curve]
    return VersionShape(
        found.name, found.made_at, found.better, found.lessons, found.right, found.right_by_words, found.threshold, curve)

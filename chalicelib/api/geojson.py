"""Public posts as a layer for a map (GeoJSON, RFC 7946)."""

from typing import Annotated, ClassVar

from msgspec import Meta

from chalicelib.api import opendata
from chalicelib.api.edge import SHARED, Incoming, Routes
from chalicelib.api.opendata import Filter, Record, behind, on_site
from chalicelib.api.shapes import Id, Shape
from chalicelib.city import city

routes = Routes(__name__)

PATH = "/v1/posts.geojson"
EXCERPT = 200  # characters of a text
USUAL, MOST = 100, 500  # features of a page: 3.5 MB as Lambda answers it if every character is an emoji


class Layer(Filter, frozen=True):
    limit: Annotated[int, Meta(ge=1, le=MOST, extra={"code": "bad_limit"})] = USUAL


class Point(Shape, frozen=True, tag_field="type"):
    """Longitude, then latitude; WGS84."""

    coordinates: tuple[float, float]


class Feature(Shape, frozen=True, tag_field="type"):
    """Its geometry is null where the place is told in words alone, or not at all (section 3.2)."""

    id: Id
    geometry: Point | None
    properties: Record


class Link(Shape, frozen=True):
    rel: str  # self | next
    type: str
    href: str


class FeatureCollection(Shape, frozen=True, tag_field="type"):
    """Goes on at the link `next`, as in OGC API - Features. A page may be short, or empty, and yet not the last."""

    media_type: ClassVar[str] = "application/geo+json"

    features: list[Feature]
    links: list[Link]


@routes.on("GET", PATH, cache=SHARED)
def map_posts(incoming: Incoming, asked: Layer) -> FeatureCollection:
    """Public posts as a layer for a map (GeoJSON), with the beginning of their texts."""
    found, kind, room = opendata.part(asked.wanted(), asked.limit, asked.cursor), FeatureCollection.media_type, city()
    links = [Link("self", kind, on_site(PATH + behind(asked)))]
    if found.more:
        links.append(Link("next", kind, on_site(PATH + behind(asked, cursor=found.more))))
    return FeatureCollection([feature(opendata.record(post, room, most=EXCERPT)) for post in found.posts], links)


def feature(told: Record) -> Feature:
    return Feature(told.id, Point((told.lon, told.lat)) if told.lon is not None and told.lat is not None else None, told)

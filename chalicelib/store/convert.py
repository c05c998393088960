"""Between domain objects and rows. Their fields have the same names; only what is nested needs a map."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.domain.post import Given, Hiding, Link, Location, Pause, Photo, Region
from chalicelib.domain.routing import Guess
from chalicelib.store.models import (
    GivenMap,
    GuessMap,
    HidingMap,
    LinkMap,
    LocationMap,
    PauseMap,
    PhotoMap,
    PhotoModel,
    RegionMap,
)

MAPS: dict[type, type] = {
    Location: LocationMap, Photo: PhotoMap, Guess: GuessMap, Pause: PauseMap, Link: LinkMap, Hiding: HidingMap,
    Region: RegionMap, Given: GivenMap,
}


def values(kind: type, row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(kind)}


def stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return [stored(item) for item in value]
    return MAPS[type(value)](**_plain(value)) if type(value) in MAPS else value


def differences(kind: type[Model], before: Any, after: Any, but: frozenset[str] = frozenset()) -> Iterator[Action]:
    """What makes the row of `before` say `after`. Photos one by one: what is known of the others may change meanwhile."""
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name in but or old == new:
            continue
        attribute = getattr(kind, field.name)
        if field.name == "photos" and len(old) == len(new):
            yield from (attribute[n].set(stored(new[n])) for n, was in enumerate(old) if was != new[n])
        else:
            yield put(attribute, stored(new))


def put(attribute: Any, value: Any) -> Action:
    action: Action = attribute.remove() if value is None else attribute.set(value)
    return action


def photo(row: PhotoMap | PhotoModel) -> Photo:
    return Photo(**values(Photo, row))


def hiding(row: HidingMap | None) -> Hiding | None:
    return Hiding(**values(Hiding, row)) if row else None


def _plain(value: Any) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(value).items()}

"""Between domain objects and rows. Their fields have the same names; only what is nested needs a map."""

from dataclasses import asdict, fields
from typing import Any

from chalicelib.domain.post import Location, Photo
from chalicelib.domain.routing import Guess
from chalicelib.store.models import GuessMap, LocationMap, PhotoMap, PhotoModel

MAPS: dict[type, type] = {Location: LocationMap, Photo: PhotoMap, Guess: GuessMap}


def values(kind: type, row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(kind)}


def stored(value: Any) -> Any:
    if isinstance(value, tuple):
        return [stored(item) for item in value]
    return MAPS[type(value)](**_plain(value)) if type(value) in MAPS else value


def photo(row: PhotoMap | PhotoModel) -> Photo:
    return Photo(**values(Photo, row))


def _plain(value: Any) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(value).items()}

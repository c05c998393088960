"""What the page needs of the city profile."""

from typing import Any
from urllib.parse import quote

from chalicelib.api.edge import Incoming, Routes
from chalicelib.city import City, Map, city
from chalicelib.domain.status import STATUSES
from chalicelib.settings import settings

routes = Routes(__name__)

SHOWN_LIMITS = (
    "nickname_least", "nickname_most", "title_most", "text_least", "text_most", "place_most", "comment_most",
    "photos_most", "photo_bytes_most", "edit_minutes",
)


@routes.on("GET", "/v1/city", cache="public, max-age=60")
def get_city(incoming: Incoming) -> dict[str, Any]:
    profile = city()
    return {
        "name": profile.name, "room": profile.room, "about": profile.about, "languages": profile.languages,
        "switchboard": profile.switchboard, "push_key": settings().push_key, "website": profile.website, "map": _map(profile.map),
        "hours": {name: getattr(profile.hours, name) for name in ("opens", "closes", "lunch_starts", "lunch_ends")},
        "deadlines": _deadlines(profile), "rules": profile.rules, "privacy": profile.privacy,
        **{table: [{"code": one.code, "name": one.name} for one in getattr(profile, table)] for table in ("extensions", "pauses")},
        "limits": {name: getattr(profile.limits, name) for name in SHOWN_LIMITS},
        "tags": [
            {"name": t.name, "label": t.label, "about": t.about, "complaint": t.complaint, "identity": t.identity,
             "deadline": profile.deadlines[t.deadline].name if t.deadline else None}
            for t in profile.tags
        ],
        "departments": [{"code": d.code, "name": d.name, "phone": d.phone} for d in profile.departments],
        "groups": profile.groups,
        "categories": [
            {"code": c.code, "name": c.name, "group": c.group, "department": c.department} for c in profile.categories
        ],
        "statuses": [{"code": s.code, "name": s.name, "open": s.open} for s in STATUSES.values()],
    }


def _map(found: Map) -> dict[str, Any]:
    url = found.tiles.url.replace("{key}", quote(settings().tile_key, safe=""))
    tiles = {"url": url, "attribution": found.tiles.attribution, "max_zoom": found.tiles.max_zoom}
    return {"centre": found.centre, "zoom": found.zoom, "bounds": found.bounds, "tiles": tiles}


def _deadlines(profile: City) -> list[dict[str, Any]]:
    return [
        {"code": code, "name": one.name, "source": one.source, "days": one.days, "hours": one.hours,
         "tags": [tag.name for tag in profile.tags if tag.deadline == code]}
        for code, one in profile.deadlines.items()
    ]

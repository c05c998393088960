"""What the page needs of the city profile."""

from typing import Any

from chalicelib.api.edge import Incoming, Routes
from chalicelib.city import city
from chalicelib.domain.status import STATUSES

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
        "switchboard": profile.switchboard, "map": profile.map,
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

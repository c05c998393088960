"""소통방: the table of contents. Every route and every event function, and where it is written."""

from chalicelib.api import admin, city, comments, members, photos, posts
from chalicelib.api.edge import Room
from chalicelib.events import (
    deliver_notices,
    make_renditions,
    notify_comment,
    publish_photo,
    refresh_deadlines,
    rename_author,
    route_post,
)

app = Room(app_name="sotongbang")

for part in (
    city,
    members,
    photos,
    posts,
    comments,
    admin,
    make_renditions,
    publish_photo,
    route_post,
    notify_comment,
    deliver_notices,
    rename_author,
    refresh_deadlines,
):
    app.register_blueprint(part.routes)

"""The page behind a shared link: it tells messengers what to show, and sends people on to the post."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from chalicelib.api.edge import Html, Incoming, Routes
from chalicelib.api.posts import visible
from chalicelib.city import City, city
from chalicelib.domain.post import Photo, Post, open_to_all
from chalicelib.domain.status import STATUSES
from chalicelib.errors import NotFound
from chalicelib.settings import settings

routes = Routes(__name__)

TITLE, TEXT = 60, 160  # characters that messengers show at the most


@dataclass(frozen=True)
class Picture:
    """Sizes in pixels; `path` on the site's origin."""

    path: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Card:
    """What a messenger shows. `path` is the link's own address, `target` where people go on."""

    title: str
    text: str
    picture: Picture
    path: str
    target: str
    listed: bool = True  # search engines may keep it


def share(incoming: Incoming, post_id: str) -> Html:
    """A page for whoever pastes the link of a post: messengers read its title, status and photo."""
    post = _public(post_id)
    card = post_card(post) if post else room_card(city())
    return Html(page(card, settings().site_address, city()), 200 if post else 404)


for method in ("GET", "HEAD"):  # some messengers look at the head first
    routes.on(method, "/s/{post_id}", cache="public, max-age=60")(share)


def _public(post_id: str) -> Post | None:
    try:
        post = visible(post_id, None)
    except NotFound:
        return None
    return post if open_to_all(post) else None


def post_card(post: Post) -> Card:
    title = post.title or post.text.partition("\n")[0]
    place = post.location.address if post.location else None
    parts = (_cut(post.text, TEXT), f"#{post.tag}", place)
    return Card(
        f"[{STATUSES[post.status].name.ko}] {_cut(title, TITLE)}", " · ".join(filter(None, parts)),
        next(map(_photo, (photo for photo in post.photos if photo.state == "ready")), PLAIN),
        f"/s/{post.post_id}", f"/posts/{post.post_id}")


def room_card(room: City) -> Card:
    """Also for what is private, withdrawn or never was: it must not tell which."""
    return Card(f"{room.name.ko} {room.room.ko}", room.about.ko, PLAIN, "/", "/", listed=False)


def _photo(photo: Photo) -> Picture:
    return Picture(f"/media/{photo.photo_id}/1280.webp", photo.width or 0, photo.height or 0, "글에 붙은 사진")


PLAIN = Picture("/icons/share.png", 1200, 630, "산이 그려진 말풍선")


def _cut(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def page(card: Card, site: str, room: City) -> str:
    """A whole document without script or style; all that people wrote is escaped."""
    metas = "\n".join(f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in _metas(card, site, room))
    title, target = escape(card.title), escape(card.target)
    return f"""<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{metas}
<meta http-equiv="refresh" content="0; url={target}">
<link rel="canonical" href="{escape(site)}{target}">
<link rel="icon" href="/icons/icon.svg" type="image/svg+xml">
</head>
<body>
<main>
<h1>{title}</h1>
<p>{escape(card.text)}</p>
<p><a href="{target}">{escape(room.room.ko)}에서 보기</a></p>
</main>
</body>
</html>
"""


def _metas(card: Card, site: str, room: City) -> Iterator[tuple[str, str, str]]:
    picture = card.picture
    yield "name", "description", card.text
    if not card.listed:
        yield "name", "robots", "noindex"
    yield "property", "og:type", "article"
    yield "property", "og:site_name", f"{room.name.ko} {room.room.ko}"
    yield "property", "og:locale", "ko_KR"
    yield "property", "og:title", card.title
    yield "property", "og:description", card.text
    yield "property", "og:url", site + card.path
    yield "property", "og:image", site + picture.path
    yield "property", "og:image:width", str(picture.width)
    yield "property", "og:image:height", str(picture.height)
    yield "property", "og:image:alt", picture.alt
    yield "name", "twitter:card", "summary_large_image"

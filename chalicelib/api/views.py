"""From what the room knows to what a reader may see."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from chalicelib.api import cursor, shapes
from chalicelib.api.edge import problem
from chalicelib.city import Limits, city
from chalicelib.domain import posting
from chalicelib.domain.member import Identity, Member
from chalicelib.domain.post import Comment, Entry, Photo, Post
from chalicelib.domain.status import STATUSES
from chalicelib.errors import RoomError
from chalicelib.store.comments import Thread

EXCERPT = 200  # characters of a text on a card


def photo(found: Photo, language: str) -> shapes.PhotoShape:
    ready = found.state == "ready"
    return shapes.PhotoShape(
        found.photo_id, found.state, found.reason,
        _reason(found.reason, language) if found.reason else None,
        found.width, found.height, found.color,
        f"/media/{found.photo_id}/1280.webp" if ready else None,
        f"/media/{found.photo_id}/320.webp" if ready else None,
    )


# A photo keeps the code of its refusal; the figure that the words need is the profile's.
PHOTO_LIMITS: dict[str, Callable[[Limits], int]] = {
    "photo_too_large": lambda limits: limits.photo_bytes_most // 1024**2,
    "photo_too_many_pixels": lambda limits: limits.photo_pixels_most // 1_000_000,
}


def _reason(code: str, language: str) -> str:
    limit = PHOTO_LIMITS.get(code)
    error = RoomError(code, most=limit(city().limits)) if limit else RoomError(code)
    return problem(error, language).message


def photos(found: Iterable[Photo], language: str) -> list[shapes.PhotoShape]:
    return [photo(one, language) for one in found]


def receipt(post: Post, lookup_code: str) -> shapes.Receipt:
    """The same however often it is asked for, so with the status at receipt, not the present one."""
    status = "received" if post.receipt_number else "posted"
    return shapes.Receipt(post.post_id, post.receipt_number, lookup_code, status, f"/posts/{post.post_id}")


def card(post: Post, language: str, now: datetime, *, whole: bool) -> shapes.Card:
    return shapes.Card(**_card(post, language, now, whole=whole))


def _card(post: Post, language: str, now: datetime, *, whole: bool) -> dict[str, Any]:
    """A withdrawn post keeps its place and its timeline; its words are its author's (`whole`) and the staff's."""
    told = whole or post.status != "withdrawn"
    place = post.location
    return {
        "id": post.post_id, "receipt_number": post.receipt_number, "tag": post.tag,
        "title": post.title if told else None, "excerpt": post.text[:EXCERPT] if told else "",
        "status": post.status, "category": post.category, "department": post.department,
        "author": shapes.AuthorShape(post.author_id, post.author_name),
        "location": shapes.LocationShape(place.lat, place.lon, place.address) if place and told else None,
        "photos": photos(post.photos, language) if told else [], "private_to_staff": post.private_to_staff,
        "supports": post.supports, "comments": post.comments,
        "created_at": post.created_at, "updated_at": post.updated_at, "due_at": post.due_at,
        "overdue": bool(post.due_at and post.due_at < now and STATUSES[post.status].open),
    }


def post(found: Post, timeline: Iterable[Entry], thread: Thread, *, language: str, now: datetime,
         reader: Member | None = None, marks: frozenset[str] = frozenset(), staff: bool = False,
         ) -> shapes.PostShape:
    mine = reader is not None and reader.member_id == found.author_id
    whole = mine or staff
    guesses = [shapes.GuessShape(g.category, g.department, g.confidence, list(g.words)) for g in found.guesses]
    return shapes.PostShape(
        **_card(found, language, now, whole=whole),
        text=found.text if whole or found.status != "withdrawn" else "",
        version=found.version, editable_until=posting.editable_until(found, city()),
        mine=mine, supported="support" in marks, following="follow" in marks,
        timeline=[entry(one) for one in timeline], thread=comments(thread.comments, language),
        thread_cursor=cursor.encode(thread.after, found.post_id), guesses=guesses if staff or found.status == "received" else [],
    )


def entry(found: Entry) -> shapes.EntryShape:
    return shapes.EntryShape(
        found.number, found.at, found.kind, found.by, found.department, found.before, found.after, found.reason,
        found.due_at)


def comment(found: Comment, language: str) -> shapes.CommentShape:
    author = shapes.AuthorShape(found.author_id, found.author_name or "") if found.author_id and found.by == "citizen" else None
    return shapes.CommentShape(
        found.comment_id, found.at, found.by, author, found.department, found.text, photos(found.photos, language),
        found.status)


def comments(found: Iterable[Comment], language: str) -> list[shapes.CommentShape]:
    return [comment(one, language) for one in found]


def member(found: Member, identity: Identity | None) -> shapes.MemberShape:
    address = identity.address if identity else None
    return shapes.MemberShape(
        found.member_id, found.nickname, found.level, address, address is not None,
        identity.pending_address if identity else None, found.joined_at)

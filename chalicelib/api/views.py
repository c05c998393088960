"""From what the room knows to what a reader may see."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.api import cursor, shapes
from chalicelib.api.edge import problem
from chalicelib.city import Limits, city
from chalicelib.domain import posting
from chalicelib.domain.member import Identity, Member
from chalicelib.domain.post import Comment, Entry, Hiding, Photo, Post, for_the_public, hiding_of, is_public, paused
from chalicelib.domain.reminder import is_overdue
from chalicelib.domain.routing import Guess
from chalicelib.domain.search import Segment
from chalicelib.domain.similar import Twin
from chalicelib.domain.watch import Watch
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


def photos(found: Iterable[Photo], language: str, *, hidden: bool = False) -> list[shapes.PhotoShape]:
    """`hidden` with their text: then not even its author and staff reach them by the public's address."""
    return [photo(replace(one, state="held") if hidden and one.state == "ready" else one, language) for one in found]


def receipt(post: Post, lookup_code: str) -> shapes.Receipt:
    """The same however often it is asked for, so with the status at receipt, not the present one."""
    status = "received" if post.receipt_number else "posted"
    return shapes.Receipt(post.post_id, post.receipt_number, lookup_code, status, f"/posts/{post.post_id}")


def card(post: Post, language: str, now: datetime, *, whole: bool) -> shapes.Card:
    return shapes.Card(**card_fields(post, language, now, whole=whole))


def finding(post: Post, snippet: Iterable[Segment], language: str, now: datetime) -> shapes.Found:
    segments = [shapes.SegmentShape(segment.text, segment.hit) for segment in snippet]
    return shapes.Found(**card_fields(post, language, now, whole=False), snippet=segments)


def followed(post: Post, seen: int, reader: Member, language: str, now: datetime) -> shapes.Followed:
    mine = post.author_id == reader.member_id
    return shapes.Followed(**card_fields(post, language, now, whole=mine), unread=max(0, post.comments - seen), mine=mine)


def twin(found: Twin, language: str, now: datetime) -> shapes.Twin:
    distance = None if found.distance is None else round(found.distance)
    return shapes.Twin(
        **card_fields(found.post, language, now, whole=False), distance_m=distance, likeness=round(found.likeness, 2),
        answered=found.answered)


def card_fields(post: Post, language: str, now: datetime, *, whole: bool) -> dict[str, Any]:
    """A withdrawn or hidden post keeps its place and its timeline; its words are its author's (`whole`) and the staff's."""
    told = whole or not closed_to_the_public(post)
    place = post.location
    return {
        "id": post.post_id, "receipt_number": post.receipt_number, "tag": post.tag,
        "title": post.title if told else None, "excerpt": post.text[:EXCERPT] if told else "",
        "status": post.status, "category": post.category, "department": post.department,
        "author": shapes.AuthorShape(post.author_id, post.author_name),
        "location": shapes.LocationShape(place.lat, place.lon, place.address) if place and told else None,
        "photos": photos(post.photos, language, hidden=post.hiding is not None) if told else [], "private_to_staff": post.private_to_staff,
        "supports": post.supports, "comments": post.comments,
        "created_at": post.created_at, "updated_at": post.updated_at, "due_at": post.due_at,
        "overdue": is_overdue(post, now), "paused": paused(post),
    }


def closed_to_the_public(post: Post) -> bool:
    return post.status == "withdrawn" or post.hiding is not None


def post(found: Post, timeline: Iterable[Entry], thread: Thread, *, language: str, now: datetime,
         reader: Member | None = None, marks: frozenset[str] = frozenset(), staff: bool = False,
         ) -> shapes.PostShape:
    """What the public sees, its author (`reader`), or staff."""
    return shapes.PostShape(**post_fields(
        found, timeline, thread, language=language, now=now, reader=reader, marks=marks, staff=staff))


def post_fields(found: Post, timeline: Iterable[Entry], thread: Thread, *, language: str, now: datetime,
                reader: Member | None = None, marks: frozenset[str] = frozenset(), staff: bool = False,
                ) -> dict[str, Any]:
    mine = reader is not None and reader.member_id == found.author_id
    whole = mine or staff
    guessed = staff or (found.status == "received" and not closed_to_the_public(found))
    return card_fields(found, language, now, whole=whole) | {
        "text": found.text if whole or not closed_to_the_public(found) else "",
        "version": found.version, "editable_until": posting.editable_until(found, city()),
        "mine": mine, "supported": "support" in marks, "following": "follow" in marks,
        "timeline": [entry(for_the_public(one)) for one in timeline if is_public(one)], "thread": comments(readable(found, thread, reader, whole), found, language, reader=reader, staff=staff),
        "thread_cursor": cursor.encode(thread.after, found.post_id), "guesses": guesses(found.guesses) if guessed else [],
        "two_matters": found.two_matters and guessed,
        "transfers": found.transfers, "extensions": found.extensions,
        "hiding": hiding(found.hiding), "links": [shapes.LinkShape(one.kind, one.post_id) for one in found.links],
        "verdict": found.verdict, "verdict_until": verdict_until(found) if mine else None,
    }


def readable(post: Post, thread: Thread, reader: Member | None, whole: bool) -> Iterable[Comment]:
    """While a post is hidden, what others say of it tells too much of it; what the city says stays."""
    if whole or post.hiding is None:
        return thread.comments
    own = reader.member_id if reader else None
    return [one for one in thread.comments if one.by != "citizen" or one.author_id == own]


def guesses(found: Iterable[Guess]) -> list[shapes.GuessShape]:
    return [shapes.GuessShape(g.category, g.department, g.confidence, list(g.words), list(g.against)) for g in found]


def entry(found: Entry) -> shapes.EntryShape:
    return shapes.EntryShape(**entry_fields(found))


def entry_fields(found: Entry) -> dict[str, Any]:
    return {
        "number": found.number, "at": found.at, "kind": found.kind, "by": found.by, "department": found.department,
        "from_": found.before, "to": found.after, "reason": found.reason, "due_at": found.due_at,
    }


def hiding(found: Hiding | None) -> shapes.HidingShape | None:
    return shapes.HidingShape(found.kind, found.reason, found.since, found.until, found.appeal is not None) if found else None


def verdict_until(post: Post) -> datetime | None:
    """Till when its author may say whether it is solved; None if that is not asked."""
    if post.status != "resolved" or post.verdict or post.closed_at is None:
        return None
    return post.closed_at + timedelta(days=city().limits.verdict_days)


def comment(found: Comment, post: Post, language: str, *, whole: bool = False) -> shapes.CommentShape:
    """`whole` for staff and for its author; others read of a hidden comment only that it is hidden."""
    told = whole or found.hiding is None
    author = shapes.AuthorShape(found.author_id, found.author_name or "") if found.author_id and found.by == "citizen" else None
    return shapes.CommentShape(
        found.comment_id, found.at, found.by, author, found.department, found.text if told else "",
        photos(found.photos, language, hidden=hiding_of(found, post.hiding) is not None) if told else [], found.status, hiding(found.hiding))


def comments(found: Iterable[Comment], post: Post, language: str, *, reader: Member | None = None, staff: bool = False,
             ) -> list[shapes.CommentShape]:
    own = reader.member_id if reader else ""
    return [comment(one, post, language, whole=staff or one.author_id == own) for one in found]


def watch(found: Watch) -> shapes.WatchShape:
    box = found.area
    area = shapes.AreaShape(box.south, box.west, box.north, box.east) if box else None
    return shapes.WatchShape(found.watch_id, found.kind, found.value, area, found.created_at)


def member(found: Member, identity: Identity | None) -> shapes.MemberShape:
    address = identity.address if identity else None
    return shapes.MemberShape(
        found.member_id, found.nickname, found.level, address, address is not None,
        identity.pending_address if identity else None, found.joined_at)

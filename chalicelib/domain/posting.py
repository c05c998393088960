"""What makes a post: from what a citizen sent to a post that the room accepts, or an error that names the field."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.city import COMPLAINT_TEAM, City
from chalicelib.domain import ids, member
from chalicelib.domain.change import Change, Line, changed
from chalicelib.domain.post import Location, Photo, Post
from chalicelib.domain.text import choose_tag, clean
from chalicelib.errors import Conflict, Forbidden, InvalidInput


@dataclass(frozen=True)
class Draft:
    """What was sent, parsed but not yet checked."""

    text: str
    title: str | None = None
    tag: str | list[str] | None = None
    location: Location | None = None
    photos: tuple[str, ...] = ()
    category: str | None = None
    private_to_staff: bool = False


def compose(draft: Draft, author: member.Member, city: City, *, post_id: str, lookup_hash: str, now: datetime) -> Post:
    """The post in its first state; its receipt number is given by the store."""
    text = check_text(draft.text, city)
    tag = city.tag(choose_tag(draft.tag, text, tuple(t.name for t in city.tags)))
    assert tag is not None  # choose_tag answers known tags only  # noqa: S101
    member.require_level(author, tag.identity)
    return Post(
        post_id=post_id, tag=tag.name, status="received" if tag.complaint else "posted",
        department=COMPLAINT_TEAM if tag.complaint else None, title=check_title(draft.title, city), text=text, category=check_category(draft.category, city),
        location=check_location(draft.location, city), photos=check_photos(draft.photos, city),
        private_to_staff=draft.private_to_staff, author_id=author.member_id, author_name=author.nickname,
        created_at=now, updated_at=now, lookup_hash=lookup_hash,
    )


def check_text(text: str, city: City) -> str:
    return clean(text, "text", least=city.limits.text_least, most=city.limits.text_most, multiline=True)


def check_title(title: str | None, city: City) -> str | None:
    return clean(title, "title", least=0, most=city.limits.title_most, multiline=False) or None if title else None


def check_comment(text: str, city: City) -> str:
    return clean(text, "text", least=1, most=city.limits.comment_most, multiline=True)


def check_reason(reason: str | None, city: City) -> str | None:
    return clean(reason, "reason", least=0, most=city.limits.comment_most, multiline=True) or None if reason else None


def check_category(category: str | None, city: City) -> str | None:
    if category is not None and city.category(category) is None:
        raise InvalidInput("unknown_category", "category", category=category)
    return category


def check_department(department: str, city: City) -> str:
    if city.department(department) is None:
        raise InvalidInput("unknown_department", "department", department=department)
    return department


def check_location(location: Location | None, city: City) -> Location | None:
    """Both coordinates or neither, inside the city's bounds; a place without anything in it is none."""
    if location is None:
        return None
    if (location.lat is None) != (location.lon is None):
        raise InvalidInput("half_a_coordinate", "location.lon" if location.lon is None else "location.lat")
    if location.lat is not None and location.lon is not None and not city.map.bounds.hold(location.lat, location.lon):
        raise InvalidInput("outside_the_city", "location", city=city.name)
    address = clean(location.address or "", "location.address", least=0, most=city.limits.place_most, multiline=False)
    found = replace(location, address=address or None)
    return None if found == Location() else found


def check_photos(photos: Sequence[str], city: City) -> tuple[Photo, ...]:
    if len(photos) > city.limits.photos_most:
        raise InvalidInput("too_many_photos", "photos", most=city.limits.photos_most)
    if len(set(photos)) < len(photos):
        raise InvalidInput("photo_twice", "photos")
    if not all(map(ids.is_ulid, photos)):
        raise InvalidInput("no_such_photo", "photos")
    return tuple(map(Photo, photos))


@dataclass(frozen=True)
class Edit:
    """What an author changes; None leaves a thing as it is."""

    title: str | None = None
    text: str | None = None
    location: Location | None = None


def revise(post: Post, edit: Edit, author: member.Member, city: City, now: datetime) -> Change | None:
    """None if nothing is different after all."""
    check_author(post, author)
    if post.status == "withdrawn":
        raise Conflict("post_withdrawn", None)
    if now > editable_until(post, city):
        raise Conflict("edit_time_over", None, minutes=city.limits.edit_minutes)
    new: dict[str, Any] = {
        "title": post.title if edit.title is None else check_title(edit.title, city),
        "text": post.text if edit.text is None else check_text(edit.text, city),
        "location": post.location if edit.location is None else check_location(edit.location, city),
    }
    if all(getattr(post, name) == value for name, value in new.items()):
        return None
    choose_tag(post.tag, new["text"], tuple(t.name for t in city.tags))  # a hashtag smuggles no second tag in
    return changed(post, now, Line("edited", "author"), **new)


def editable_until(post: Post, city: City) -> datetime:
    return post.created_at + timedelta(minutes=city.limits.edit_minutes)


def check_author(post: Post, author: member.Member) -> None:
    if post.author_id != author.member_id:
        raise Forbidden("not_your_post", None)

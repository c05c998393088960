"""What makes a post: from what a citizen sent to a post that the room accepts, or an error that names the field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.city import COMPLAINT_TEAM, City
from chalicelib.domain import guard, ids, member, personal
from chalicelib.domain.change import Change, Line, Original, changed
from chalicelib.domain.guard import Told
from chalicelib.domain.post import Entry, Given, Location, Photo, Post
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
    """The post in its first state, as the public reads it; its receipt number is given by the store."""
    told = check_told(draft, city)
    said = "" if author.kind == "client" else told.text  # a client's people know no tags: a hashtag of theirs is a word
    tag = city.tag(choose_tag(draft.tag, said, tuple(t.name for t in city.tags)))
    assert tag is not None  # choose_tag answers known tags only  # noqa: S101
    member.require_level(author, tag.identity)
    post = Post(
        post_id=post_id, tag=tag.name, status="received" if tag.complaint else "posted",
        department=COMPLAINT_TEAM if tag.complaint else None, **vars(guard.public(told, tag.name, city)),
        category=check_category(draft.category, city), photos=check_photos(draft.photos, city),
        private_to_staff=draft.private_to_staff, author_id=author.member_id, author_name=author.nickname,
        created_at=now, updated_at=now, lookup_hash=lookup_hash,
    )
    return replace(post, hiding=guard.held(post, author, city, now))


def kept(draft: Draft, post: Post, city: City) -> tuple[Original, ...]:
    """What the draft says and its post does not."""
    return guard.kept("post", check_told(draft, city), told_by(post))


def check_told(draft: Draft, city: City) -> Told:
    return Told(check_title(draft.title, city), check_text(draft.text, city), check_location(draft.location, city))


def told_by(post: Post) -> Told:
    return Told(post.title, post.text, post.location)


def check_text(text: str, city: City) -> str:
    return clean(text, "text", least=city.limits.text_least, most=city.limits.text_most, multiline=True)


def check_title(title: str | None, city: City) -> str | None:
    return clean(title, "title", least=0, most=city.limits.title_most, multiline=False) or None if title else None


def check_comment(text: str, city: City) -> str:
    return clean(text, "text", least=1, most=city.limits.comment_most, multiline=True)


def check_reason(reason: str | None, city: City) -> str | None:
    """Of staff or of citizens; the public reads it."""
    text = clean(reason, "reason", least=0, most=city.limits.comment_most, multiline=True) if reason else ""
    return personal.mask(text, plates=True, leave=personal.of_the_city(city)).text or None


def need_reason(reason: str | None, city: City) -> str:
    found = check_reason(reason, city)
    if found is None:
        raise InvalidInput("reason_needed", "reason")
    return found


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
    told = Told(
        post.title if edit.title is None else check_title(edit.title, city),
        post.text if edit.text is None else check_text(edit.text, city),
        post.location if edit.location is None else check_location(edit.location, city),
    )
    if told == told_by(post):
        return None
    choose_tag(post.tag, told.text, tuple(t.name for t in city.tags))  # a hashtag smuggles no second tag in
    return _edited(post, told, author, city, now)


def _edited(post: Post, told: Told, author: member.Member, city: City, now: datetime) -> Change:
    """Also where the public reads the same: another number may be masked alike. What is hidden stays so: a person is to
    look at it, or has.
    """
    public = guard.public(told, post.tag, city)
    known: dict[str, Any] = {**vars(public), "attributes": standing(post, public.text)}
    lines = [Line("edited", "author", after=" ".join(_new(told, told_by(post))))]
    if post.hiding is None and (hiding := guard.held(replace(post, **known), author, city, now)):
        known["hiding"] = hiding
        lines.append(Line("hidden", "system", after=hiding.kind))
    originals = guard.kept(part_of(post.version + 1, now), told, public)
    return replace(changed(post, now, *lines, **known), originals=originals)


def standing(post: Post, text: str) -> tuple[Given, ...]:
    """What was given for attributes stands in the text too, so it is good for that text alone."""
    return post.attributes if text == post.text else ()


def _new(told: Told, before: Told) -> Iterable[str]:
    return (name for name, value in vars(told).items() if value != getattr(before, name))


def part_of(number: int, at: datetime) -> str:
    """Under which an entry of the timeline keeps what it takes from the public, beside what was taken before."""
    return ids.ulid(at, number.to_bytes(ids.ENTROPY_BYTES, "big"))


def written(post: Post, timeline: Sequence[Entry], originals: Mapping[str, Original]) -> Original:
    """As it was written, by its author's last hand: title and text each as of the last edit that changed it."""
    title, text = (_written(name, timeline, originals) for name in ("title", "text"))
    return Original("post", text.text if text else post.text, title.title if title else post.title)


def _written(name: str, timeline: Sequence[Entry], originals: Mapping[str, Original]) -> Original | None:
    """None if the public reads it. Else kept when it was written, or by the first masking since then."""
    edits = [at for at, one in enumerate(timeline) if one.kind == "edited" and name in (one.after or "").split()]
    last = edits[-1] if edits else 0
    first = part_of(timeline[last].number, timeline[last].at) if edits else "post"
    masked = (part_of(one.number, one.at) for one in timeline[last:] if one.kind == "masked" and one.after is None)
    return next((originals[part] for part in (first, *masked) if part in originals), None)


def editable_until(post: Post, city: City) -> datetime:
    return post.created_at + timedelta(minutes=city.limits.edit_minutes)


def check_author(post: Post, author: member.Member) -> None:
    if post.author_id != author.member_id:
        raise Forbidden("not_your_post", None)

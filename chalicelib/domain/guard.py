"""What all that the public is to read passes: personal data are masked, and some of it waits till a person has read it."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.city import City
from chalicelib.domain import personal, review
from chalicelib.domain.change import Change, Line, Original, changed
from chalicelib.domain.member import Member
from chalicelib.domain.post import Hiding, Location, Post


@dataclass(frozen=True)
class Told:
    """What a post says in words of its own."""

    title: str | None
    text: str
    location: Location | None


def masked(text: str, tag: str, city: City) -> str:
    """Number plates are in the way in complaints, which name cars; talk may hold what only looks like one."""
    known = city.tag(tag)
    return personal.mask(text, plates=bool(known and known.complaint), leave=personal.of_the_city(city)).text


def public(told: Told, tag: str, city: City) -> Told:
    place = told.location
    if place and place.address:
        place = replace(place, address=masked(place.address, tag, city))
    title = masked(told.title, tag, city) if told.title else told.title
    return Told(title, masked(told.text, tag, city), place)


def kept(part: str, told: Told, public: Told) -> tuple[Original, ...]:
    """What was masked, as it was written; a place too, below the text."""
    if told == public:
        return ()
    place = told.location.address if told.location and told.location != public.location else None
    return (Original(part, "\n".join(filter(None, (told.text, place))), told.title),)


def held(post: Post, author: Member, city: City, now: datetime) -> Hiding | None:
    """What only staff read waits for nobody."""
    if post.private_to_staff:
        return None
    words = f"{post.title or ''}\n{post.text}"
    return hiding(review.held(words, city, newcomer=_is_new(author, now)), now)


def _is_new(author: Member, now: datetime) -> bool:
    """The city has vouched for a client; its links lead to its own reports."""
    return author.kind is None and review.is_new(author.joined_at, now)


def hold(post: Post, reason: str, now: datetime) -> Post:
    return post if post.hiding or post.private_to_staff else replace(post, hiding=hiding(reason, now))


def hiding(reason: str | None, now: datetime) -> Hiding | None:
    """For a reason of review.REASONS; told in both languages, since it is kept as it is told."""
    words = review.REASONS[reason] if reason else None
    return Hiding("review", f"{words.ko}\n{words.en}", now) if words else None


def guarded(change: Change, city: City, author: Member | None = None, *, repeats: bool = False) -> Change:
    """A change that brings a comment; `author` is the citizen who wrote it, and None for staff, who are not held."""
    said, post = change.comments[0], change.post
    text = masked(said.text, post.tag, city)
    originals = (Original(said.comment_id, said.text),) if text != said.text else ()
    said = replace(said, text=text)
    if author and not post.private_to_staff:
        newcomer = _is_new(author, said.at)
        said = replace(said, hiding=hiding(review.held(text, city, repeats=repeats, newcomer=newcomer), said.at))
    if said.hiding:  # and the complaint team has something to look at, as if it were reported
        line = Line("hidden", "system", after=said.comment_id)
        change = changed(post, said.at, line, reports=post.reports + 1)
    return replace(change, comments=(said,), originals=originals)

"""Two posts that tell the same matter become one; one post that tells two matters becomes two."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.city import COMPLAINT_TEAM, City, Tag
from chalicelib.domain import deadline, guard, handling
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change, Line, changed
from chalicelib.domain.classifier import Model
from chalicelib.domain.handling import calendar, class_of, due, gone_on
from chalicelib.domain.lessons import text_of
from chalicelib.domain.post import Entry, Link, Post, paused
from chalicelib.domain.posting import check_category, check_text, check_title
from chalicelib.domain.routing import route
from chalicelib.domain.status import STATUSES, check_change
from chalicelib.domain.wording import because, joined, new_due_text, said
from chalicelib.errors import Conflict, InvalidInput

LINKS_MOST = 30  # of what was merged into a post, the newest: each index has a copy of them. Its comments name every one
MERGED = "merged"  # the status, and the mark of the comment by which events/carry_marks.py knows that people move


def merge(twin: Post, into: Post, act: Act, city: City, comment_ids: tuple[str, str]) -> tuple[Change, Change]:
    """The changes of both. The one that is merged is ended; who follows and supports it goes along, and so does its clock."""
    office, now = act.office(twin), act.now
    if twin.post_id == into.post_id:
        raise InvalidInput("merge_with_itself", "into")
    kind = check_change(twin.status, MERGED, act.reason).kind
    _check_target(into)
    _check_readers(twin, into)
    told = joined(f"같은 민원({into.receipt_number})과 함께 처리합니다. 이어지는 답변은 그 글에서 알려 드립니다.", because(act.reason))
    ended = changed(
        twin, now, act.line(kind, twin, twin.status, MERGED),
        comments=(said(twin, comment_ids[0], now, told, status=MERGED),),
        status=MERGED, links=(*twin.links, Link("merged_into", into.post_id)))
    clock = _earlier_clock(twin, into, city, now)
    due_at = clock.get("due_at")
    told = joined(f"같은 민원({twin.receipt_number})을 함께 처리합니다.",
                  f"그 민원의 처리기한이 더 이릅니다. {new_due_text(due_at, city)}" if due_at else None)
    grown = changed(
        into, now, Line("merged_from", "staff", office, reason=act.reason, due_at=due_at, who=act.clerk.staff_id),
        comments=(said(into, comment_ids[1], now, told, into.department),),
        links=_with_newest(into.links, Link("merged_from", twin.post_id)), **clock)
    return ended, grown


def _with_newest(links: tuple[Link, ...], joined: Link) -> tuple[Link, ...]:
    others, alike = ([link for link in links if (link.kind == joined.kind) == like] for like in (False, True))
    return (*others, *alike[1 - LINKS_MOST:], joined)


def _check_target(into: Post) -> None:
    """It is worked on, and its clock runs: being joined to it neither ends a complaint nor stops its clock."""
    if not STATUSES[into.status].open or into.hiding:
        raise Conflict("not_to_merge_into", "into")
    if paused(into):
        raise Conflict("not_to_merge_into_paused", "into")
    if into.accepted_at is None:
        raise Conflict("no_deadline_yet", "into")


def _earlier_clock(twin: Post, into: Post, city: City, now: datetime) -> dict[str, Any]:
    """The twin's whole clock, if it is due earlier: nobody waits longer for being joined. Else nothing.

    Whole, so that whoever reckons the deadline anew comes to the same.
    """
    clock = gone_on(replace(twin, accepted_at=_accepted(twin, city)), now)
    due_at = due(clock, city)
    if due_at >= due(into, city):
        return {}
    return {"accepted_at": clock.accepted_at, "deadline": class_of(twin, city), "extension": clock.extension,
            "extensions": clock.extensions, "pauses": clock.pauses, "due_at": due_at, "urged_at": None}


def _accepted(post: Post, city: City) -> datetime:
    """Also of what the router has not seen yet."""
    return post.accepted_at or deadline.accepted_at(post.created_at, calendar(city))


def _check_readers(twin: Post, into: Post) -> None:
    """Whoever could read the one must be able to read the other, or they would never learn what became of it."""
    same_author = twin.author_id == into.author_id
    if twin.private_to_staff != into.private_to_staff or (twin.private_to_staff and not same_author):
        raise Conflict("merge_of_private", "into")


def target_of(post: Post) -> str | None:
    """The post that it was merged into."""
    return next((link.post_id for link in reversed(post.links) if link.kind == "merged_into"), None)


@dataclass(frozen=True)
class Part:
    """Of a post, what is to be a complaint of its own, parsed but not checked; None is as in the whole."""

    text: str
    title: str | None = None
    tag: str | None = None
    category: str | None = None


def split(whole: Post, part: Part, new_id: str, receipt_number: str, act: Act, city: City, model: Model,
          comment_ids: tuple[str, str]) -> tuple[Change, Change]:
    """The changes of both: what is left, and what is new, routed at once. The clock of both began with the first receipt."""
    office, now = act.office(whole), act.now
    if not STATUSES[whole.status].open:
        raise Conflict("not_open", None)
    if whole.hiding:
        raise Conflict("split_of_hidden", None)  # the part would be read by all
    told = joined(f"이 글의 일부를 새 민원({receipt_number})으로 나누어 처리합니다.", because(act.reason))
    left = changed(
        whole, now, act.line("split", whole),
        comments=(said(whole, comment_ids[0], now, told),), links=(*whole.links, Link("split_into", new_id)))
    new = _taken_out(whole, part, city, new_id, receipt_number, now)
    first = Entry(new_id, new.version, now, "received", "staff", office, after=new.status, reason=act.reason, who=act.clerk.staff_id)
    return left, _begun(whole, new, first, city, model, now, comment_ids[1])


def _taken_out(whole: Post, part: Part, city: City, post_id: str, receipt_number: str, now: datetime) -> Post:
    """The new post in its first state: its author's, and as private as the whole. What stopped the one stops the other."""
    tag = _complaint_tag(part.tag or whole.tag, city)
    told = guard.public(guard.Told(check_title(part.title, city), check_text(part.text, city), whole.location), tag.name, city)
    new = Post(
        post_id=post_id, tag=tag.name, status="received", department=COMPLAINT_TEAM, receipt_number=receipt_number,
        **vars(told), category=check_category(part.category, city), author_id=whole.author_id,
        author_name=whole.author_name, private_to_staff=whole.private_to_staff, lookup_hash=whole.lookup_hash,
        deadline=whole.deadline if tag.name == whole.tag else None,
        pauses=whole.pauses, links=(Link("split_from", whole.post_id),), created_at=now, updated_at=now)
    same_class = class_of(new, city) == class_of(whole, city)
    return replace(new, extension=whole.extension, extensions=whole.extensions) if same_class else new


def _complaint_tag(name: str, city: City) -> Tag:
    known = [tag for tag in city.tags if tag.complaint]
    found = next((tag for tag in known if tag.name == name.removeprefix("#")), None)
    if found is None:
        raise InvalidInput("unknown_tag", "tag", tag=name, known=", ".join(f"#{tag.name}" for tag in known))
    return found


def _begun(whole: Post, new: Post, first: Entry, city: City, model: Model, now: datetime, comment_id: str) -> Change:
    guessed = route(text_of(new), new.category, city, model)
    routed = handling.route(new, guessed, city, now, comment_id, _accepted(whole, city))
    assert routed is not None  # it is open, and not accepted yet  # noqa: S101
    told = routed.comments[0]
    text = joined(f"먼저 올리신 민원({whole.receipt_number})에서 나누어 접수했습니다.", because(first.reason), told.text,
                  "처리기한 계산은 먼저 올리신 민원과 같이 멈춰 있습니다." if paused(new) else None)
    return replace(routed, entries=(first, *routed.entries), comments=(replace(told, text=text),))

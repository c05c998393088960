"""What happens to a post after it is received: routed, transferred, worked on, answered, withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chalicelib.city import COMPLAINT_TEAM, City
from chalicelib.domain import deadline
from chalicelib.domain.calendar import Calendar, ServiceHours
from chalicelib.domain.change import Change, Line, changed
from chalicelib.domain.post import Comment, Photo, Post
from chalicelib.domain.routing import Routing
from chalicelib.domain.status import BY_STAFF, STATUSES, check_change
from chalicelib.errors import Conflict, Forbidden, InvalidInput


def calendar(city: City) -> Calendar:
    hours = city.hours
    return Calendar(
        ServiceHours(hours.opens, hours.lunch_starts, hours.lunch_ends, hours.closes, city.timezone),
        closed=frozenset(day.date for day in hours.closed_days),
        opened=frozenset(day.date for day in hours.opened_days),
    )


def due(post: Post, accepted: datetime, city: City) -> datetime:
    """By the deadline that the profile gives the post's tag."""
    tag = city.tag(post.tag)
    rule = city.deadlines[tag.deadline] if tag and tag.deadline else None
    if rule is None:
        raise ValueError(f"{post.tag} has no deadline")
    return deadline.due_at(accepted, deadline.Rule(rule.days, rule.hours), calendar(city))


def route(post: Post, routing: Routing, city: City, now: datetime, comment_id: str) -> Change | None:
    """Starts the legal clock and transfers, if the router is sure and no clerk was faster.

    None if that was done before, or there is nothing to do: talk, or withdrawn meanwhile.
    """
    if post.accepted_at or not STATUSES[post.status].open:
        return None
    accepted = deadline.accepted_at(post.created_at, calendar(city))
    due_at, best = due(post, accepted, city), routing.best
    sure = routing.sure(city.limits.auto_transfer_confidence) and post.status == "received"
    target = best.department if sure else post.department or COMPLAINT_TEAM
    known: dict[str, Any] = {"accepted_at": accepted, "due_at": due_at, "guesses": routing.guesses}
    lines = [Line("due_set", "system", due_at=due_at)]
    if target != post.department:
        known |= {"status": "transferred", "department": target, "category": post.category or best.category}
        # Stems such as 불이 안 tell a citizen nothing.
        words = [word for word in best.words if " " not in word][:3]
        reason = f"글에 나온 말: {', '.join(words)}" if words else None
        lines.insert(0, Line("transferred", "system", target, post.department, target, reason, due_at))
    said = _said(post, comment_id, now, target, transfer_text(target, due_at, city))
    return changed(post, now, *lines, comments=(said,), **known)


def transfer_text(department: str, due_at: datetime | None, city: City) -> str:
    office = city.department(department)
    name = office.name.ko if office else department
    told = [f"{name}{'이' if _final(name) else '가'} 담당부서를 확인하고 있습니다." if department == COMPLAINT_TEAM
            else f"담당부서인 {name}{'로' if _final(name) in (0, RIEUL) else '으로'} 이관했습니다."]
    if due_at:
        told.append(f"처리기한은 {korean_day(due_at.astimezone(city.zone).date())}입니다.")
    return "\n".join(told)


RIEUL = 8  # in Unicode's order of final consonants; 로 follows it as it follows a vowel


def _final(word: str) -> int:
    """The final consonant of a word, by which its particle goes; 0 for none, and for what is not Hangul."""
    return (ord(word[-1]) - ord("가")) % 28 if "가" <= word[-1:] <= "힣" else 0


def korean_day(day: date) -> str:
    return f"{day.year}년 {day.month}월 {day.day}일({'월화수목금토일'[day.weekday()]})"


def _said(post: Post, comment_id: str, now: datetime, department: str | None, text: str) -> Comment:
    """The room's own comment; a department in it is one that the post has just come to, and that is told so."""
    return Comment(post.post_id, comment_id, now, "system", text, department=department)


@dataclass(frozen=True)
class Clerk:
    """Who acts for the city: an account of the staff pool and its groups."""

    staff_id: str
    groups: frozenset[str]

    @property
    def sees_all(self) -> bool:
        return bool(self.groups & {COMPLAINT_TEAM, "admin"})

    def speaks_for(self, post: Post) -> str:
        """The department in whose name a clerk acts on this post."""
        if post.department in self.groups and post.department:
            return post.department
        if self.sees_all:
            return COMPLAINT_TEAM
        raise Forbidden("not_your_department", None)


@dataclass(frozen=True)
class Order:
    """What a clerk wants of a post; None leaves a thing as it is."""

    department: str | None = None
    status: str | None = None
    reason: str | None = None
    version: int | None = None  # of the post as the clerk saw it


def obey(post: Post, order: Order, clerk: Clerk, city: City, now: datetime, comment_id: str) -> Change | None:
    """Transfer and change of status; None if the post is as wanted already."""
    office = clerk.speaks_for(post)
    if order.version is not None and order.version != post.version:
        raise Conflict("changed_meanwhile", "version", version=post.version)
    lines = tuple(_lines(post, order, office))
    if not lines:
        return None
    known: dict[str, Any] = {"status": lines[-1][1]}
    if order.department and order.department != post.department:
        known["department"] = order.department
    said = _said(post, comment_id, now, order.department if "department" in known else None, _told(lines, order, post, city))
    return changed(post, now, *(line for line, _ in lines), comments=(said,), **known)


def _lines(post: Post, order: Order, office: str) -> Iterator[tuple[Line, str]]:
    """The timeline lines of an order, each with the status after it."""
    status = post.status
    if order.department and order.department != post.department:
        target = "received" if order.department == COMPLAINT_TEAM else "transferred"
        if status not in ("received", "transferred", "in_progress"):
            check_change(status, target, order.reason)
        status = target
        kind = "returned" if order.department == COMPLAINT_TEAM else "transferred"
        yield Line(kind, "staff", office, post.department, order.department, order.reason, post.due_at), status
    if order.status and order.status != status:
        if order.status not in BY_STAFF:
            raise InvalidInput("status_not_for_staff", "status", status=order.status)
        kind = check_change(status, order.status, order.reason).kind
        yield Line(kind, "staff", office, status, order.status, order.reason), order.status


STATUS_TEXT = {
    "in_progress": "처리를 시작했습니다.",
    "resolved": "처리를 마쳤습니다.",
    "declined": "처리할 수 없는 민원입니다.",
}


def _told(lines: tuple[tuple[Line, str], ...], order: Order, post: Post, city: City) -> str:
    said = []
    for line, status in lines:
        if line.kind in ("transferred", "returned") and order.department:
            said.append(transfer_text(order.department, post.due_at, city))
        else:
            said.append(STATUS_TEXT[status])
    return "\n".join([*said, *([f"사유: {order.reason}"] if order.reason else [])])


def answer(post: Post, clerk: Clerk, text: str, status: str | None, photos: tuple[Photo, ...], now: datetime,
           comment_id: str) -> Change:
    """A comment in the department's name; the status that it may bring changes in the same step."""
    office = clerk.speaks_for(post)
    lines, known = [Line("answered", "staff", office)], dict[str, Any]()
    if status and status != post.status:
        if status not in BY_STAFF:
            raise InvalidInput("status_not_for_staff", "status", status=status)
        kind = check_change(post.status, status, text).kind
        lines.append(Line(kind, "staff", office, post.status, status))
        known["status"] = status
    said = Comment(post.post_id, comment_id, now, "staff", text, clerk.staff_id, department=office,
                   status=known.get("status"), photos=photos)
    return changed(post, now, *lines, comments=(said,), **known)


def comment(post: Post, author_id: str, author_name: str, text: str, photos: tuple[Photo, ...], now: datetime,
            comment_id: str) -> Change:
    if post.status == "withdrawn":
        raise Conflict("post_withdrawn", None)
    said = Comment(post.post_id, comment_id, now, "citizen", text, author_id, author_name, photos=photos)
    return Change(post, comments=(said,))


def withdraw(post: Post, reason: str | None, now: datetime) -> Change | None:
    """A citizen may take a complaint back until it is answered (Act, article 22)."""
    if post.status == "withdrawn":
        return None
    check_change(post.status, "withdrawn", reason)
    return changed(post, now, Line("withdrawn", "author", before=post.status, after="withdrawn", reason=reason), status="withdrawn")


def reckon_anew(post: Post, city: City, now: datetime) -> Change | None:
    """The deadline after the profile's closing days changed; None if it stays, as it does on what is closed."""
    if post.accepted_at is None or not STATUSES[post.status].open:
        return None
    if (due_at := due(post, post.accepted_at, city)) == post.due_at:
        return None
    return changed(post, now, Line("due_set", "system", reason="근무일이 바뀌었습니다.", due_at=due_at), due_at=due_at)

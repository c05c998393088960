"""What happens to a post after it is received: routed, transferred, worked on, answered, withdrawn."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.city import COMPLAINT_TEAM, ZONE, City
from chalicelib.domain import deadline, korean, transfer, vocabulary
from chalicelib.domain.calendar import Calendar, ServiceHours
from chalicelib.domain.change import Change, Line, changed, check_version
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.member import Member
from chalicelib.domain.post import Comment, Photo, Post, paused
from chalicelib.domain.routing import Routing
from chalicelib.domain.status import BY_STAFF, STATUSES, check_change
from chalicelib.domain.wording import because, joined, said, transfer_text
from chalicelib.errors import Conflict, Forbidden, InvalidInput


def calendar(city: City) -> Calendar:
    hours = city.hours
    return Calendar(
        ServiceHours(hours.opens, hours.lunch_starts, hours.lunch_ends, hours.closes, ZONE),
        closed=frozenset(day.date for day in hours.closed_days),
        opened=frozenset(day.date for day in hours.opened_days),
    )


def class_of(post: Post, city: City) -> str | None:
    """Of its deadline: its own, or that of its tag; of the first tag that has one, where the profile knows neither any more."""
    tag = city.tag(post.tag)
    others = [one.deadline for one in city.tags] if post.department else []  # talk lies with nobody
    known = (post.deadline, tag.deadline if tag else None, *others)
    return next((code for code in known if code in city.deadlines), None)


def rule_of(post: Post, city: City) -> deadline.Rule:
    """ValueError for talk, which has none."""
    found = city.deadlines.get(class_of(post, city) or "")
    if found is None:
        raise ValueError(f"{post.tag} has no deadline")
    return deadline.Rule(found.days, found.hours, post.extension)


def due(post: Post, city: City) -> datetime:
    """Of what was accepted. A pause is left out once it has ended: till then nobody knows how long it is."""
    if post.accepted_at is None:
        raise ValueError(f"{post.post_id} was not accepted yet")
    stops = tuple((pause.since, pause.until) for pause in post.pauses if pause.until)
    return deadline.due_at(post.accepted_at, rule_of(post, city), calendar(city), stops)


def gone_on(post: Post, now: datetime) -> Post:
    """With its clock running again, if it was stopped."""
    return replace(post, pauses=(*post.pauses[:-1], replace(post.pauses[-1], until=now))) if paused(post) else post


def route(post: Post, routing: Routing, city: City, now: datetime, comment_id: str,
          accepted: datetime | None = None) -> Change | None:
    """Starts the legal clock and transfers, if the router is sure and no clerk was faster.

    None if that was done before, or there is nothing to do: talk, or withdrawn meanwhile. `accepted` is given for what
    was received as a part of something earlier.
    """
    if post.accepted_at or not STATUSES[post.status].open:
        return None
    accepted = accepted or deadline.accepted_at(post.created_at, calendar(city))
    due_at, best = due(replace(post, accepted_at=accepted), city), routing.best
    sure = routing.sure(city.limits.auto_transfer_confidence) and post.status == "received"
    target = best.department if sure else post.department or COMPLAINT_TEAM
    known: dict[str, Any] = {"accepted_at": accepted, "due_at": due_at, "guesses": routing.guesses, "two_matters": routing.two,
                             "assigned_at": post.assigned_at or now}
    lines = [Line("due_set", "system", due_at=due_at)]
    if target != post.department:
        known |= {"status": "transferred", "department": target, "category": post.category or best.category,
                  "assigned_at": now, "acknowledged_at": None}
        # Only what the profile knows: what was learned may be a name. And stems such as 불이 안 tell a citizen nothing.
        known_to_all = vocabulary.index(city).lexicon.words
        words = [word for word in best.words if " " not in word and korean.jamo(word) in known_to_all][:3]
        reason = f"글에 나온 말: {', '.join(words)}" if words else None
        lines.insert(0, Line("transferred", "system", target, post.department, target, reason, due_at))
    told = said(post, comment_id, now, transfer_text(target, due_at, city), target)
    return changed(post, now, *lines, comments=(told,), **known)


@dataclass(frozen=True)
class Order:
    """What a clerk wants of a post; None leaves a thing as it is."""

    department: str | None = None
    status: str | None = None
    reason: str | None = None
    version: int | None = None  # of the post as the clerk saw it


@dataclass(frozen=True)
class Step:
    """What an order comes to: its line in the timeline, what it changes, and what it says."""

    line: Line
    values: dict[str, Any]
    text: str


def obey(post: Post, order: Order, clerk: Clerk, city: City, now: datetime, comment_id: str) -> Change | None:
    """Transfer or change of status; None if the post is as wanted already."""
    office = clerk.speaks_for(post)
    check_version(post, order.version)
    step = _step(post, order, clerk, city, now)
    if step is None:
        return None
    known = first_work(post, office, now) | step.values
    told = said(post, comment_id, now, joined(step.text, because(order.reason)), known.get("department"), official=clerk.name)
    return changed(post, now, step.line, comments=(told,), **known)


def first_work(post: Post, office: str, now: datetime) -> dict[str, Any]:
    """Whatever the department in charge does first says also that it has taken the complaint."""
    return {"acknowledged_at": now} if office == post.department and post.acknowledged_at is None else {}


def _step(post: Post, order: Order, clerk: Clerk, city: City, now: datetime) -> Step | None:
    """One thing at a time: nobody says for the department that a complaint comes to what it has done."""
    if order.department and order.department != post.department:
        step = _pass_on(post, order.department, order.reason, clerk, city, now)
        if order.status not in (None, step.values["status"]):
            raise InvalidInput("one_thing_at_a_time", "status")
        return step
    return _bring(post, order.status, order.reason, clerk) if order.status not in (None, post.status) else None


def _pass_on(post: Post, wanted: str, reason: str | None, clerk: Clerk, city: City, now: datetime) -> Step:
    """Every transfer by a person says why, for all to read."""
    if not STATUSES[post.status].open:
        check_change(post.status, transfer.status_at(wanted), reason)
    office, target = clerk.speaks_for(post), transfer.destination(post, wanted, clerk, city)
    if not reason:
        raise InvalidInput("reason_needed", "reason")
    line = Line(transfer.kind_of(target), "staff", office, post.department, target, reason, post.due_at, clerk.staff_id)
    return Step(line, transfer.moved(post, target, now), transfer.told(post, target, city))


def _bring(post: Post, after: str, reason: str | None, clerk: Clerk) -> Step:
    line = status_line(post, after, reason, clerk)
    return Step(replace(line, reason=reason), {"status": after}, STEP_TEXT[line.kind])


def status_line(post: Post, after: str, reason: str | None, clerk: Clerk) -> Line:
    """Raises where staff may not bring that status, or a reason is missing.

    What was passed on to a department that department begins: it would else never have said that it has it.
    """
    office, before = clerk.speaks_for(post), post.status
    if after not in BY_STAFF:
        raise InvalidInput("status_not_for_staff", "status", status=after)
    reached = check_change(before, after, reason)
    if (before, after) == ("transferred", "in_progress") and office != post.department:
        raise Forbidden("department_begins", "status")
    kind = reached.kind if STATUSES[before].open else "reopened"
    return Line(kind, "staff", office, before, after, who=clerk.staff_id)


STEP_TEXT = {
    "started": "처리를 시작했습니다.",
    "reopened": "다시 처리합니다.",
    "resolved": "처리를 마쳤습니다.",
    "declined": "처리할 수 없는 민원입니다.",
}


def looked(post: Post, clerk: Clerk, kind: str, reason: str, now: datetime) -> Change:
    """That somebody reads what is not for all; `kind` is one of post.INTERNAL. Written before it is shown."""
    return changed(post, now, Line(kind, "staff", clerk.speaks_for(post), reason=reason, who=clerk.staff_id))


def answer(post: Post, clerk: Clerk, text: str, status: str | None, photos: tuple[Photo, ...], now: datetime,
           comment_id: str) -> Change:
    """A comment in the department's name; the status that it may bring changes in the same step."""
    office = clerk.speaks_for(post)
    lines, known = [Line("answered", "staff", office, who=clerk.staff_id)], first_work(post, office, now)
    if status and status != post.status:
        lines.append(status_line(post, status, text, clerk))
        known["status"] = status
    said = Comment(post.post_id, comment_id, now, "staff", text, clerk.staff_id, clerk.name, department=office,
                   status=known.get("status"), photos=photos)
    return changed(post, now, *lines, comments=(said,), **known)


def comment(post: Post, author: Member, text: str, photos: tuple[Photo, ...], city: City, now: datetime,
            comment_id: str) -> Change:
    """The clock goes on with the answer that it stood still for; the deadline leaves out the time till then."""
    if post.status == "withdrawn":
        raise Conflict("post_withdrawn", None)
    mine = author.member_id == post.author_id
    if post.hiding and not mine:
        raise Conflict("post_hidden", None)
    said = Comment(post.post_id, comment_id, now, "citizen", text, author.member_id, author.nickname, photos=photos)
    if not (mine and _awaits_answer(post, city)):
        return Change(post, comments=(said,))
    after = gone_on(post, now)
    due_at = due(after, city)
    return changed(post, now, Line("resumed", "author", due_at=due_at), comments=(said,), pauses=after.pauses,
                   due_at=due_at, urged_at=None)


def _awaits_answer(post: Post, city: City) -> bool:
    return paused(post) and any(kind.until_answer and kind.code == post.pauses[-1].kind for kind in city.pauses)


def withdraw(post: Post, reason: str | None, now: datetime) -> Change | None:
    """A citizen may take a complaint back until it is answered (Act, article 22); not that of others, joined to it."""
    if post.status == "withdrawn":
        return None
    if any(link.kind == "merged_from" for link in post.links):
        raise Conflict("others_joined", None)
    check_change(post.status, "withdrawn", reason)
    return changed(post, now, Line("withdrawn", "author", before=post.status, after="withdrawn", reason=reason), status="withdrawn")


def reckon_anew(post: Post, city: City, now: datetime) -> Change | None:
    """The deadline after the profile's closing days, or its periods, changed; None if it stays.

    So it does on what is closed, and on what is paused: that is reckoned anew when it goes on.
    """
    if post.accepted_at is None or not STATUSES[post.status].open or paused(post):
        return None
    if (due_at := due(post, city)) == post.due_at:
        return None
    line = Line("due_set", "system", reason="근무일이나 처리기준이 바뀌었습니다.", due_at=due_at)
    return changed(post, now, line, due_at=due_at, urged_at=None)

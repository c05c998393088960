"""What an office does with a complaint on its desk, besides answering it and passing it on; and its author's verdict."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from chalicelib.city import COMPLAINT_TEAM, City, Coded
from chalicelib.domain import deadline, transfer
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change, Line, changed
from chalicelib.domain.handling import calendar, class_of, due, first_work, gone_on, rule_of
from chalicelib.domain.member import Member
from chalicelib.domain.post import Pause, Post, paused
from chalicelib.domain.posting import check_author
from chalicelib.domain.status import STATUSES
from chalicelib.domain.wording import because, contact, due_text, joined, new_due_text, said
from chalicelib.errors import Conflict, Forbidden, InvalidInput

EXTENSIONS_MOST = 2  # Decree, article 21: once, and once more if the citizen agrees


def return_unacknowledged(post: Post, city: City, now: datetime, comment_id: str) -> Change | None:
    """Back to the complaint team what its department has not taken in time; None if it has, or still may.

    It counts as a transfer: after too many it goes to the arbiter, and what lies with the arbiter stays there.
    """
    if post.status != "transferred" or post.department == COMPLAINT_TEAM or post.acknowledged_at or not post.assigned_at:
        return None
    hours = city.limits.acknowledge_hours
    if now < deadline.add_working_hours(post.assigned_at, hours, calendar(city)):
        return None
    target = city.arbiter if transfer.exhausted(post, city) else COMPLAINT_TEAM
    if target == post.department:
        return None
    reason = f"담당부서가 근무시간 {hours}시간 안에 접수를 확인하지 않았습니다."
    line = Line(transfer.kind_of(target), "system", post.department, post.department, target, reason, post.due_at)
    told = joined(transfer.told(post, target, city), because(reason))
    return changed(post, now, line, comments=(said(post, comment_id, now, told, target),), **transfer.moved(post, target, now))


def acknowledge(post: Post, act: Act) -> Change | None:
    """The department in charge has taken it; None if it had already."""
    office = act.office(post)
    _check_open(post)
    if office != post.department:
        raise Forbidden("not_your_department", None)
    known = first_work(post, office, act.now)
    return changed(post, act.now, act.line("acknowledged", post), **known) if known else None


def note(post: Post, act: Act) -> Change:
    """What staff tell one another, as the reason; the public does not read it."""
    return changed(post, act.now, act.line("noted", post))


# The legal clock


def reclassify(post: Post, code: str, act: Act, city: City, comment_id: str) -> Change | None:
    """Another class of deadline, from the same beginning; None if it is of that class already."""
    _check_clock(post, act)
    if code not in city.deadlines:
        raise InvalidInput("unknown_deadline", "deadline", deadline=code)
    before = class_of(post, city)
    if code == before:
        return None
    if not act.clerk.sees_all:
        _check_not_late(post, act.now)  # no department makes its own lateness good by another class
    after = replace(post, deadline=code)
    after = replace(after, extension=_kept(after, rule_of(post, city), city))
    due_at = due(after, city)
    told = (f"처리기한을 {city.deadlines[code].name.ko} 기준으로 바로잡았습니다.", new_due_text(due_at, city),
            because(act.reason), f"근거: {city.deadlines[code].source}")
    return _done(post, act, act.line("reclassified", post, before, code, due_at), told, city, comment_id,
                 deadline=code, extension=after.extension, due_at=due_at, urged_at=None)


def _kept(post: Post, before: deadline.Rule, city: City) -> int:
    """An extension stays as far as the new period allows one; days are not made hours, nor hours days."""
    rule = rule_of(post, city)
    same_unit = (rule.days is None) == (before.days is None)
    return min(post.extension, post.extensions * rule.period) if same_unit else 0


def extend(post: Post, amount: int, kind: str, act: Act, city: City, comment_id: str, *, consent: bool = False) -> Change:
    """By days, or hours where the rule counts hours; no more than the rule's own period (Decree, article 21)."""
    _check_clock(post, act)
    why, rule = _coded(city.extensions, kind), rule_of(post, city)
    if post.extensions >= EXTENSIONS_MOST:
        raise Conflict("extended_too_often", None)
    if post.extensions and not consent:
        raise Conflict("consent_needed", "consent")
    if not 1 <= amount <= rule.period:
        raise InvalidInput("bad_extension", "amount", most=rule.period)
    _check_not_late(post, act.now)
    after = replace(post, extension=post.extension + amount, extensions=post.extensions + 1)
    due_at = due(after, city)
    unit = "근무일" if rule.days else "근무시간"
    agreed = "시민의 동의를 받아 한 번 더 연장합니다." if post.extensions else None
    told = (f"처리기한을 {unit} {amount}{'일' if rule.days else '시간'} 연장했습니다.", new_due_text(due_at, city),
            agreed, f"사유: {why.name.ko} - {act.reason}", _source(why))
    return _done(post, act, act.line("extended", post, after=kind, due_at=due_at), told, city, comment_id,
                 extension=after.extension, extensions=after.extensions, due_at=due_at, urged_at=None)


def pause(post: Post, kind: str, act: Act, city: City, comment_id: str) -> Change:
    """Stops the clock; the deadline stays as it is until it goes on."""
    _check_clock(post, act)
    why = _coded(city.pauses, kind)
    if paused(post):
        raise Conflict("paused_already", None)
    _check_not_late(post, act.now)
    until = "글쓴이가 이 글에 댓글로 답하면 다시 셉니다." if why.until_answer else None
    told = ("처리기한 계산을 멈춥니다. 멈춘 동안은 처리기간에 넣지 않습니다.", until,
            f"사유: {why.name.ko} - {act.reason}", _source(why))
    return _done(post, act, act.line("paused", post, after=kind), told, city, comment_id,
                 pauses=(*post.pauses, Pause(kind, act.now)))


def resume(post: Post, act: Act, city: City, comment_id: str) -> Change | None:
    """The clock goes on, and the deadline is reckoned anew; None if it was not stopped."""
    _check_clock(post, act)
    if not paused(post):
        return None
    after = gone_on(post, act.now)
    due_at = due(after, city)
    told = ("처리기한을 다시 계산합니다.", new_due_text(due_at, city))
    return _done(post, act, act.line("resumed", post, due_at=due_at), told, city, comment_id,
                 pauses=after.pauses, due_at=due_at, urged_at=None)


def _done(post: Post, act: Act, line: Line, told: Iterable[str | None], city: City, comment_id: str, **values: Any) -> Change:
    """With the words that all read, and the desk's number; also the first sign that the department has taken it."""
    office = act.office(post)
    comment = said(post, comment_id, act.now, joined(*told, contact(office, city)), official=act.clerk.name)
    return changed(post, act.now, line, comments=(comment,), **first_work(post, office, act.now), **values)


def _check_clock(post: Post, act: Act) -> None:
    """It is worked on, and has a deadline."""
    act.office(post)
    _check_open(post)
    if post.accepted_at is None:
        raise Conflict("no_deadline_yet", None)


def _check_open(post: Post) -> None:
    if not STATUSES[post.status].open:
        raise Conflict("not_open", None)


def _check_not_late(post: Post, now: datetime) -> None:
    """What has passed can be neither stopped nor made longer, nor timely."""
    if post.due_at and post.due_at < now and not paused(post):
        raise Conflict("deadline_passed", None)


Row = TypeVar("Row", bound=Coded)


def _coded(table: tuple[Row, ...], kind: str) -> Row:
    found = next((row for row in table if row.code == kind), None)
    if found is None:
        raise InvalidInput("unknown_kind", "kind", kind=kind)
    return found


def _source(row: Coded) -> str | None:
    return f"근거: {row.source}" if row.source else None


# The author's last word


GIVEN = {True: ("solved", "resolved"), False: ("unsolved", "in_progress")}  # how a post stands after it


def verdict(post: Post, author: Member, solved: bool, reason: str | None, city: City, now: datetime,
            comment_id: str) -> Change | None:
    """Once, within some days of the answer; None if it was given just so. What is not solved goes back to the department
    that answered it.

    It then counts as accepted anew, with a full period of its own: the Act knows a complaint that is raised again after its
    answer as a new one (article 23), and the first period has ended with the answer.
    """
    check_author(post, author)
    if (post.verdict, post.status) == GIVEN[solved]:
        return None
    _check_verdict(post, city, now)
    if solved:
        return changed(post, now, Line("verdict_solved", "author", reason=reason), verdict="solved")
    if not reason:
        raise InvalidInput("reason_needed", "reason")
    accepted = deadline.accepted_at(now, calendar(city))
    fresh = replace(post, accepted_at=accepted, extension=0, extensions=0, pauses=())
    due_at = due(fresh, city)
    text = joined("글쓴이가 아직 해결되지 않았다고 알려 다시 처리합니다.", because(reason), due_text(due_at, city))
    line = Line("reopened", "author", post.department, post.status, "in_progress", reason, due_at)
    return changed(post, now, line, comments=(said(post, comment_id, now, text, post.department),), verdict="unsolved",
                   status="in_progress", accepted_at=accepted, due_at=due_at, extension=0, extensions=0, pauses=(), urged_at=None)


def _check_verdict(post: Post, city: City, now: datetime) -> None:
    if post.verdict:
        raise Conflict("verdict_given", None)
    if post.status != "resolved":
        raise Conflict("verdict_not_asked", None)
    days = city.limits.verdict_days
    if post.closed_at is None or now > post.closed_at + timedelta(days=days):
        raise Conflict("verdict_time_over", None, days=days)

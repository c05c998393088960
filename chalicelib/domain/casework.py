"""What an office does with a complaint on its desk, besides answering it and passing it on; and its author's verdict."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from chalicelib.city import COMPLAINT_TEAM, City, Coded
from chalicelib.domain import deadline, transfer
from chalicelib.domain.change import Change, Line, changed, check_version
from chalicelib.domain.clerk import Clerk
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


def acknowledge(post: Post, clerk: Clerk, now: datetime, version: int | None = None) -> Change | None:
    """The department in charge has taken it; None if it had already."""
    office = clerk.speaks_for(post)
    check_version(post, version)
    _check_open(post)
    if office != post.department:
        raise Forbidden("not_your_department", None)
    known = first_work(post, office, now)
    return changed(post, now, Line("acknowledged", "staff", office, who=clerk.staff_id), **known) if known else None


def note(post: Post, clerk: Clerk, text: str, now: datetime) -> Change:
    """What staff tell one another; the public does not read it."""
    return changed(post, now, Line("noted", "staff", clerk.speaks_for(post), reason=text, who=clerk.staff_id))


# The legal clock


def reclassify(post: Post, code: str, reason: str, clerk: Clerk, city: City, now: datetime, comment_id: str,
               version: int | None = None) -> Change | None:
    """Another class of deadline, from the same beginning; None if it is of that class already."""
    office = _on_the_clock(post, clerk, version)
    if code not in city.deadlines:
        raise InvalidInput("unknown_deadline", "deadline", deadline=code)
    before = class_of(post, city)
    if code == before:
        return None
    if not clerk.sees_all:
        _check_not_late(post, now)  # no department makes its own lateness good by another class
    after = replace(post, deadline=code)
    after = replace(after, extension=_kept(after, rule_of(post, city), city))
    due_at = due(after, city)
    text = joined(f"처리기한을 {city.deadlines[code].name.ko} 기준으로 바로잡았습니다.", new_due_text(due_at, city),
                 because(reason), f"근거: {city.deadlines[code].source}", contact(office, city))
    line = Line("reclassified", "staff", office, before, code, reason, due_at, clerk.staff_id)
    return changed(post, now, line, comments=(said(post, comment_id, now, text, official=clerk.name),), **first_work(post, office, now),
                   deadline=code, extension=after.extension, due_at=due_at, urged_at=None)


def _kept(post: Post, before: deadline.Rule, city: City) -> int:
    """An extension stays as far as the new period allows one; days are not made hours, nor hours days."""
    rule = rule_of(post, city)
    same_unit = (rule.days is None) == (before.days is None)
    return min(post.extension, post.extensions * rule.period) if same_unit else 0


def extend(post: Post, amount: int, kind: str, reason: str, clerk: Clerk, city: City, now: datetime, comment_id: str, *,
           consent: bool = False, version: int | None = None) -> Change:
    """By days, or hours where the rule counts hours; no more than the rule's own period (Decree, article 21)."""
    office, why = _on_the_clock(post, clerk, version), _coded(city.extensions, kind)
    rule = rule_of(post, city)
    if post.extensions >= EXTENSIONS_MOST:
        raise Conflict("extended_too_often", None)
    if post.extensions and not consent:
        raise Conflict("consent_needed", "consent")
    if not 1 <= amount <= rule.period:
        raise InvalidInput("bad_extension", "amount", most=rule.period)
    _check_not_late(post, now)
    after = replace(post, extension=post.extension + amount, extensions=post.extensions + 1)
    due_at = due(after, city)
    unit = "근무일" if rule.days else "근무시간"
    agreed = "시민의 동의를 받아 한 번 더 연장합니다." if post.extensions else None
    text = joined(f"처리기한을 {unit} {amount}{'일' if rule.days else '시간'} 연장했습니다.", new_due_text(due_at, city),
                 agreed, f"사유: {why.name.ko} - {reason}", _source(why), contact(office, city))
    line = Line("extended", "staff", office, after=kind, reason=reason, due_at=due_at, who=clerk.staff_id)
    return changed(post, now, line, comments=(said(post, comment_id, now, text, official=clerk.name),), **first_work(post, office, now),
                   extension=after.extension, extensions=after.extensions, due_at=due_at, urged_at=None)


def pause(post: Post, kind: str, reason: str, clerk: Clerk, city: City, now: datetime, comment_id: str,
          version: int | None = None) -> Change:
    """Stops the clock; the deadline stays as it is until it goes on."""
    office, why = _on_the_clock(post, clerk, version), _coded(city.pauses, kind)
    if paused(post):
        raise Conflict("paused_already", None)
    _check_not_late(post, now)
    until = "글쓴이가 이 글에 댓글로 답하면 다시 셉니다." if why.until_answer else None
    text = joined("처리기한 계산을 멈춥니다. 멈춘 동안은 처리기간에 넣지 않습니다.", until, f"사유: {why.name.ko} - {reason}",
                 _source(why), contact(office, city))
    line = Line("paused", "staff", office, after=kind, reason=reason, who=clerk.staff_id)
    return changed(post, now, line, comments=(said(post, comment_id, now, text, official=clerk.name),), **first_work(post, office, now),
                   pauses=(*post.pauses, Pause(kind, now)))


def resume(post: Post, clerk: Clerk, city: City, now: datetime, comment_id: str, version: int | None = None) -> Change | None:
    """The clock goes on, and the deadline is reckoned anew; None if it was not stopped."""
    office = _on_the_clock(post, clerk, version)
    if not paused(post):
        return None
    after = gone_on(post, now)
    due_at = due(after, city)
    text = joined("처리기한을 다시 계산합니다.", new_due_text(due_at, city), contact(office, city))
    line = Line("resumed", "staff", office, due_at=due_at, who=clerk.staff_id)
    return changed(post, now, line, comments=(said(post, comment_id, now, text, official=clerk.name),), pauses=after.pauses, due_at=due_at,
                   urged_at=None)


def _on_the_clock(post: Post, clerk: Clerk, version: int | None) -> str:
    """In whose name the clerk acts on what is worked on and has a deadline."""
    office = clerk.speaks_for(post)
    check_version(post, version)
    _check_open(post)
    if post.accepted_at is None:
        raise Conflict("no_deadline_yet", None)
    return office


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


def verdict(post: Post, author: Member, solved: bool, reason: str | None, city: City, now: datetime, comment_id: str) -> Change:
    """Once, within some days of the answer. What is not solved goes back to the department that answered it.

    It then counts as accepted anew, with a full period of its own: the Act knows a complaint that is raised again after its
    answer as a new one (article 23), and the first period has ended with the answer.
    """
    check_author(post, author)
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

"""What a department is reminded of on the morning of a working day: what is late, soon will be, or stands still for long."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby, takewhile

from chalicelib.city import COMPLAINT_TEAM, City, Department
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.change import Change, Line, changed
from chalicelib.domain.deadline import HOURS_PER_DAY, add_working_hours, last_day
from chalicelib.domain.handling import calendar
from chalicelib.domain.notice import Letter, short_name
from chalicelib.domain.post import Post, paused
from chalicelib.domain.status import STATUSES
from chalicelib.domain.wording import korean_day, office_name

LISTED = 200  # of one department in a letter; the desk shows all
PAUSED_DAYS = 5  # of work: in a week what is waited for has come, or somebody asks for it again


@dataclass(frozen=True)
class Duty:
    """Of one department; each by deadline."""

    department: str
    overdue: tuple[Post, ...]
    soon: tuple[Post, ...]
    paused: tuple[Post, ...] = ()  # for long


PARTS = (("overdue", "기한 지남"), ("soon", "기한 임박"), ("paused", "멈춘 민원"))


def is_working_day(now: datetime, calendar: Calendar) -> bool:
    return calendar.is_working_day(calendar.hours.local_date(now))


def horizon(now: datetime, city: City) -> datetime:
    """The end of so many working days, of which today is the first if it is one."""
    days = calendar(city)
    return days.hours.at(last_day(now, city.limits.reminder_days, days) + timedelta(days=1), time.min)


def is_overdue(post: Post, now: datetime) -> bool:
    """A clock that is paused passes no deadline."""
    return STATUSES[post.status].open and post.due_at is not None and post.due_at < now and not paused(post)


def is_paused_long(post: Post, now: datetime, city: City) -> bool:
    """No deadline brings it back to mind."""
    if not STATUSES[post.status].open or not paused(post):
        return False
    return add_working_hours(post.pauses[-1].since, PAUSED_DAYS * HOURS_PER_DAY, calendar(city)) <= now


def duties(posts: Iterable[Post], now: datetime, city: City) -> tuple[Duty, ...]:
    """One for each department that has something, by its code."""
    until = horizon(now, city)
    told = sorted((post for post in posts if is_overdue(post, until) or is_paused_long(post, now, city)), key=_place)
    return tuple(_duty(code, tuple(own), now) for code, own in groupby(told, key=_office))


def _office(post: Post) -> str:
    return post.department or COMPLAINT_TEAM


def _place(post: Post) -> tuple[str, datetime, str]:
    return _office(post), post.due_at or post.created_at, post.post_id


def _duty(code: str, posts: tuple[Post, ...], now: datetime) -> Duty:
    stopped, running = (tuple(p for p in posts if paused(p) == wanted) for wanted in (True, False))
    late = tuple(p for p in running if is_overdue(p, now))
    return Duty(code, late, running[len(late):], stopped)


def readers(duties: Iterable[Duty], city: City) -> tuple[str, ...]:
    """Departments that get a letter; the complaint team hears of all that any of them has."""
    codes = {duty.department for duty in duties}
    return tuple(sorted(code for code in codes | {COMPLAINT_TEAM} if city.department(code))) if codes else ()


def urge(post: Post, now: datetime) -> Change | None:
    """독촉, once for each deadline that passes (Decree, article 28, paragraph 2)."""
    if not is_overdue(post, now) or _is_urged(post):
        return None
    return changed(post, now, Line("urged", "system", post.department, due_at=post.due_at), urged_at=now)


def _is_urged(post: Post) -> bool:
    """Not if it was for a deadline that has moved since, and passed again."""
    return post.urged_at is not None and post.due_at is not None and post.urged_at > post.due_at


def letter(office: Department, posts: Iterable[Post], now: datetime, site: str, city: City) -> Letter | None:
    """None if there is nothing left to say. `posts` are the open ones that the office hears of."""
    told = duties(posts, now, city)
    if not told:
        return None
    totals = ((name, sum(len(getattr(duty, part)) for duty in told)) for part, name in PARTS)
    counts = " · ".join(f"{name} {total}건" for name, total in totals if total)
    day = korean_day(now.astimezone(city.zone).date())
    lines = [
        f"{day} 현재 처리기한 안내입니다.", f"기한 임박은 오늘부터 근무일 {city.limits.reminder_days}일 안에 기한이 오는 민원입니다.",
        f"멈춘 민원은 처리기한 계산을 멈춘 지 근무일 {PAUSED_DAYS}일이 지난 민원입니다. 다시 시작할 수 있는지 확인해 주세요.", "",
    ]
    for duty in told:
        lines += _chapter(duty, now, site, city)
    return Letter(f"[{city.room.ko}] {counts}", "\n".join([*lines, f"업무 화면: {site}/staff/"]), office.address)


def _chapter(duty: Duty, now: datetime, site: str, city: City) -> Iterator[str]:
    yield f"◆ {office_name(duty.department, city)}"
    for part, title in PARTS:
        if posts := getattr(duty, part):
            yield f"■ {title} {len(posts)}건"
            yield from (line for post in posts[:LISTED] for line in _lines(post, now, site, city))
        if len(posts) > LISTED:
            yield f"그 밖에 {len(posts) - LISTED}건은 업무 화면에 있습니다."
    yield ""


def _lines(post: Post, now: datetime, site: str, city: City) -> Iterator[str]:
    due = post.due_at or post.created_at
    late = _late(due, now, calendar(city)) if due < now else ""
    yield f"- {post.receipt_number or post.post_id} {short_name(post)}"
    yield f"  처리기한 {_local(due, city)}{f' · {_local(post.pauses[-1].since, city)}부터 멈춤' if paused(post) else late}"
    yield f"  {site}/staff/?post={post.post_id}"


def _local(instant: datetime, city: City) -> str:
    return f"{instant.astimezone(city.zone):%Y-%m-%d %H:%M}"


def _late(due: datetime, now: datetime, calendar: Calendar) -> str:
    """In working days, as the deadline itself is counted."""
    first, today = calendar.hours.local_date(due), calendar.hours.local_date(now)
    days = sum(day > first for day in takewhile(lambda day: day <= today, calendar.working_days(first)))
    return f" · 근무일 {days}일 지남" if days else " · 오늘 지남"

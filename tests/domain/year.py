"""A simulated year of the city, half hour by half hour: what the rules do, and what a judge says that they should."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random

import holidays
from msgspec.structs import replace as with_

from chalicelib.city import Day, Deadline, Words, city
from chalicelib.domain import casework, handling, reminder
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.post import Post, paused
from chalicelib.domain.routing import Guess, Routing
from chalicelib.domain.status import STATUSES
from chalicelib.errors import RoomError

Step = Callable[[Post, datetime], Change | None]

POSTS = 300
HALF_HOUR, KOREA = timedelta(minutes=30), timedelta(hours=9)
BEGINS, ENDS = datetime(2026, 1, 1), datetime(2027, 1, 1)  # noqa: DTZ001 - of the wall clock, as all times here
TEAM, ARBITER, OFFICES = "minwon", "planning-audit", ("construction-traffic", "water", "environment")
CLOSED = {date(2026, 5, 4), date(2026, 9, 23)}  # before 어린이날, and one more day of 추석
OPENED = {date(2026, 4, 11)}  # a Saturday


def days(found: set[date]) -> tuple[Day, ...]:
    return tuple(Day(day, Words(ko="임시", en="Temporary")) for day in found)


CITY = with_(
    city(),
    hours=with_(city().hours, closed_days=days(CLOSED), opened_days=days(OPENED)),
    deadlines=city().deadlines | {"short": Deadline(Words(ko="3일", en="3 days"), "조례", days=3)},
)


# The judge: the year written out, by working days and half hours of work. It shares no code with the rules.

PUBLIC = holidays.country_holidays("KR", years=(2026, 2027))
DATES = [BEGINS.date() + timedelta(days=n) for n in range(500)]
DAYS = [d for d in DATES if d in OPENED or not (d.strftime("%a") in ("Sat", "Sun") or d in PUBLIC or d in CLOSED)]
WORK = [datetime.combine(day, time(9)) + n * HALF_HOUR for day in DAYS for n in (*range(6), *range(8, 18))]


def wall(instant: datetime) -> datetime:
    return instant.replace(tzinfo=None) + KOREA


def instant(moment: datetime) -> datetime:
    return (moment - KOREA).replace(tzinfo=UTC)


def after_hours(start: datetime, hours: int, stops: Sequence[tuple[datetime, datetime]] = ()) -> datetime:
    left = (half for half in WORK[bisect_left(WORK, start) :] if not any(a <= half < b for a, b in stops))
    return next(islice(left, 2 * hours - 1, None)) + HALF_HOUR


def judged_due(post: Post) -> datetime:
    received, rule = wall(post.created_at), CITY.deadlines[post.deadline or ""]
    in_hours = received.date() in DAYS and time(9) <= received.time() < time(18)
    start = received if in_hours else WORK[bisect_left(WORK, received)]
    stops = [(wall(pause.since), wall(pause.until)) for pause in post.pauses if pause.until]
    if rule.days is None or rule.days <= 5:
        hours = rule.hours + post.extension if rule.hours else 8 * (rule.days + post.extension)
        return after_hours(start, hours, stops)
    closes = [datetime.combine(day, time(18)) for day in DAYS if day >= start.date()]
    return [close for close in closes if not any(a <= close < b for a, b in stops)][rule.days + post.extension - 1]


BLANK = Post(
    "p",
    "생활불편신고",
    "received",
    "가로등이 꺼졌습니다.",
    "a",
    "두마댁",
    instant(BEGINS),
    instant(BEGINS),
    department=TEAM,
)


class Year:
    """What the rules did, and beside it what the judge says they should have done."""

    def __init__(self) -> None:
        self.chance, self.seen = Random(2026), Counter[str]()
        self.posts, self.diary = dict[str, Post](), defaultdict[datetime, list[tuple[str, Step]]](list)
        self.waiting = dict[str, datetime]()  # what is not taken yet, and when it has to go back
        self.deadlines, self.returned, self.letters, self.urged = (list[tuple[object, object]]() for _ in range(4))
        self.to_return, self.to_write, self.to_urge = list[object](), list[object](), set[object]()
        moments = self.chance.sample(range(48 * 360), POSTS)
        self.arriving = {BEGINS + moment * HALF_HOUR: f"p{number}" for number, moment in enumerate(moments)}
        for step in range((ENDS - BEGINS) // HALF_HOUR):
            self.live(BEGINS + step * HALF_HOUR)

    def live(self, now: datetime) -> None:
        if now in self.arriving:
            self.arrive(self.arriving[now], now)
        for post_id, act in self.diary.pop(now, ()):
            self.attempt(self.posts[post_id], act, now)
        self.to_return += sorted((now, post_id) for post_id, last in self.waiting.items() if last == now)
        self.returned += sorted((now, p.post_id) for p in self.at("transferred") if self.attempt(p, give_back, now))
        if now.time() == time(8, 30):
            self.judge_morning(now)
            self.morning(instant(now))

    def at(self, status: str) -> list[Post]:
        return [post for post in self.posts.values() if post.status == status]

    # What people do: at all hours those who write, in working hours the staff.

    def arrive(self, post_id: str, now: datetime) -> None:
        rule, office = self.chance.choice(sorted(CITY.deadlines)), self.chance.choice(OFFICES)
        at, sure = instant(now), self.chance.random() < 0.8
        self.posts[post_id] = replace(BLANK, post_id=post_id, created_at=at, updated_at=at, deadline=rule)
        self.attempt(self.posts[post_id], routed(office, 0.95 if sure else 0.4), now)
        if not sure:
            self.later(post_id, now, 4, passed_on(office))
        for act, likely, soonest, latest in PLANS:
            if self.chance.random() < likely:
                self.later(post_id, now, self.chance.randrange(soonest, latest), act)

    def later(self, post_id: str, now: datetime, halves: int, act: Step) -> None:
        self.diary[WORK[bisect_right(WORK, now) + halves]].append((post_id, act))

    def attempt(self, post: Post, act: Step, now: datetime) -> bool:
        try:
            change = act(post, instant(now))
        except RoomError:
            return False  # the desk refuses: closed, late, paused already
        if change:
            self.note(post, change, now)
        return change is not None

    def note(self, before: Post, change: Change, now: datetime) -> None:
        post = self.posts[before.post_id] = change.post
        self.seen.update(entry.kind for entry in change.entries)
        if post.due_at and post.due_at != before.due_at:
            self.deadlines.append((wall(post.due_at), judged_due(post)))
        if post.status != "transferred" or post.acknowledged_at or self.stays_with_the_arbiter(post):
            self.waiting.pop(post.post_id, None)
        elif post.assigned_at != before.assigned_at:
            self.waiting[post.post_id] = after_hours(now, CITY.limits.acknowledge_hours)
        if any(entry.kind == "returned" for entry in change.entries):
            self.later(post.post_id, now, 5, passed_on(self.chance.choice(OFFICES)))
            self.later(post.post_id, now, self.chance.randrange(6, 60), taken)
        if post.department == ARBITER and before.department != ARBITER:
            self.seen["arbiter"] += 1
            self.later(post.post_id, now, 40, taken)

    def stays_with_the_arbiter(self, post: Post) -> bool:
        return post.department == ARBITER and post.transfers >= CITY.limits.transfers_most

    # The morning, by the rules and by the judge

    def morning(self, now: datetime) -> None:
        if not reminder.is_working_day(now, handling.calendar(CITY)):
            return
        for duty in reminder.duties(self.posts.values(), now, CITY):
            parts = (sorted(post.post_id for post in part) for part in (duty.overdue, duty.soon, duty.paused))
            self.letters.append((wall(now), (duty.department, *parts)))
            for post in duty.overdue:
                if self.attempt(post, reminder.urge, wall(now)):
                    self.urged.append((post.post_id, post.due_at))

    def judge_morning(self, now: datetime) -> None:
        if now.date() not in DAYS:
            return
        next_day = DAYS[DAYS.index(now.date()) + CITY.limits.reminder_days - 1]
        lists = defaultdict[str, tuple[list[str], list[str], list[str]]](lambda: ([], [], []))
        for post in self.posts.values():
            if not STATUSES[post.status].open or not post.due_at:
                continue
            if paused(post):
                if after_hours(wall(post.pauses[-1].since), 40) <= now:
                    self.seen["still"] += 1
                    lists[post.department or ""][2].append(post.post_id)
            elif (due := wall(post.due_at)) < now:
                lists[post.department or ""][0].append(post.post_id)
                self.to_urge.add((post.post_id, post.due_at))
            elif due.date() <= next_day:
                lists[post.department or ""][1].append(post.post_id)
        self.to_write += [(now, (code, *map(sorted, lists[code]))) for code in sorted(lists)]


def office(post: Post) -> Clerk:
    return Clerk("s1", frozenset({post.department or TEAM}))


def routed(department: str, confidence: float) -> Step:
    guess = Routing((Guess("streetlight", department, confidence, ()),))
    return lambda post, now: handling.route(post, guess, CITY, now, "c")


def passed_on(department: str) -> Step:
    team = Clerk("s0", frozenset({TEAM}))
    return lambda post, now: handling.obey(
        post, handling.Order(department, reason="그 부서의 일입니다."), team, CITY, now, "c"
    )


def give_back(post: Post, now: datetime) -> Change | None:
    return casework.return_unacknowledged(post, CITY, now, "c")


def taken(post: Post, now: datetime) -> Change | None:
    return casework.acknowledge(post, Act(office(post), now)) if post.department != TEAM else None


def extended(post: Post, now: datetime) -> Change | None:
    return casework.extend(post, 1, "facts", Act(office(post), now, "현장을 확인합니다."), CITY, "c")


def stopped(post: Post, now: datetime) -> Change | None:
    return casework.pause(post, "supplement", Act(office(post), now, "위치를 알려 주세요."), CITY, "c")


def resumed(post: Post, now: datetime) -> Change | None:
    return casework.resume(post, Act(office(post), now), CITY, "c")


def answered(post: Post, now: datetime) -> Change | None:
    return handling.obey(post, handling.Order(status="resolved", reason="고쳤습니다."), office(post), CITY, now, "c")


# What happens to a post, how likely, and after how many half hours of work.
PLANS: tuple[tuple[Step, float, int, int], ...] = (
    (taken, 0.6, 0, 30),
    (extended, 0.3, 4, 60),
    (stopped, 0.3, 4, 60),
    (resumed, 0.9, 60, 200),
    (answered, 0.8, 20, 400),
)

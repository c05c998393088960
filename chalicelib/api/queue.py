"""What waits on the desk: the lists by deadline, what may be chosen there, and orders for several posts at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Annotated

import msgspec

from chalicelib import clock
from chalicelib.api import cursor, desk, shapes
from chalicelib.api.admin import StaffOrder, obey, own
from chalicelib.api.city import CodedShape
from chalicelib.api.edge import Body, Incoming, Query, Routes, problem
from chalicelib.api.posts import Limit, Reason, existing, limit
from chalicelib.api.shapes import Shape
from chalicelib.city import COMPLAINT_TEAM, Template, city
from chalicelib.domain import campaign, posting
from chalicelib.domain.clerk import RIGHTS, Clerk
from chalicelib.domain.post import Post, paused
from chalicelib.domain.reminder import is_overdue
from chalicelib.errors import InvalidInput, RoomError
from chalicelib.store import queue

routes = Routes(__name__)

TOGETHER = 50  # posts of one order
READ = 1000  # open posts that a list is made of; who has more sees the most urgent


# The tabs of the queue: which of the open posts each shows.
VIEWS: dict[str, Callable[[Post, datetime], bool]] = {
    "open": lambda post, now: True,
    "overdue": is_overdue,
    "unrouted": lambda post, now: post.department == COMPLAINT_TEAM,
    "unacknowledged": lambda post, now: desk.acknowledged(post) is False,
    "paused": lambda post, now: paused(post),
}
CHECK = "check"  # what the complaint team is to look at: held, hidden or reported; open or not


Named = Annotated[str, shapes.told(examples=["01KJSYQ4Z8M6T0V7C2B5N9XHDR"])]  # be it an id or not: each is answered for itself
GroupName = Annotated[str, shapes.told(examples=["minwon"])]


class Me(Shape, frozen=True):
    staff_id: Annotated[str, shapes.told(examples=["5a1e7c52-9f0b-4c1d-8e2a-3b6d7f8091a2"])]
    groups: list[GroupName]
    roles: list[GroupName]
    rights: list[Annotated[str, shapes.told(enum=list(RIGHTS))]]
    departments: list[shapes.Department]


class Queue(Shape, frozen=True):
    """`counts` are of the whole list, by view; all of them at most READ."""

    posts: list[desk.DeskCard]
    cursor: str | None
    counts: dict[str, int]


class Refusal(Shape, frozen=True):
    id: Named
    problem: shapes.Problem


class Obeyed(Shape, frozen=True):
    done: list[shapes.Id]
    refused: list[Refusal]


class Batch(Body, frozen=True):
    """`versions` are of the posts as the clerk saw them."""

    posts: Annotated[list[Named], shapes.told(minItems=1, maxItems=TOGETHER)]
    versions: dict[str, int] = msgspec.field(default_factory=dict)
    department: shapes.Department | None = None
    status: shapes.Status | None = None
    reason: Reason | None = None


class Asked(Query, frozen=True):
    department: shapes.Department | None = None
    view: Annotated[str, shapes.told(enum=[*VIEWS, CHECK])] = "open"
    alike: Named | None = None
    limit: Limit | None = None
    cursor: str | None = None


class DeadlineChoice(CodedShape, frozen=True):
    """Days or hours of work."""

    days: int | None
    hours: int | None


class Choices(Shape, frozen=True):
    extensions: list[CodedShape]
    pauses: list[CodedShape]
    block_days: int
    transfers_most: int
    deadlines: list[DeadlineChoice]
    templates: list[Template]
    arbiter: shapes.Department


@routes.on("GET", "/v1/admin/me", action="read")
def get_staff_me(incoming: Incoming, clerk: Clerk) -> Me:
    """Who one is on the desk, and what one may do."""
    departments = sorted(group for group in clerk.groups if city().department(group))
    rights = [action for action in RIGHTS if clerk.may(action)]
    return Me(clerk.staff_id, sorted(clerk.groups), sorted(clerk.roles), rights, departments)


@routes.on("GET", "/v1/admin/choices", action="read")
def get_choices(incoming: Incoming) -> Choices:
    """What the profile lets a clerk choose from."""
    profile = city()
    extensions, pauses = ([CodedShape(one.code, one.name) for one in table] for table in (profile.extensions, profile.pauses))
    deadlines = [DeadlineChoice(code, one.name, one.days, one.hours) for code, one in profile.deadlines.items()]
    return Choices(
        extensions, pauses, profile.limits.block_days, profile.limits.transfers_most, deadlines, list(profile.templates),
        profile.arbiter)


@routes.on("GET", "/v1/admin/queue", action="read")
def get_queue(incoming: Incoming, clerk: Clerk, asked: Asked) -> Queue:
    """What is open, by deadline. A campaign of one text is one row, or by `alike` the posts behind that row."""
    now, view, department = clock.now(), asked.view, _department(clerk, asked.department)
    if view not in (*VIEWS, CHECK):
        raise InvalidInput("unknown_view", "view", view=view)
    waiting = tuple(islice(queue.of_department(department) if department else queue.everything_open(), READ))
    to_check = tuple(islice(queue.to_check(), READ)) if clerk.sees_all else ()
    lists = {name: [post for post in waiting if holds(post, now)] for name, holds in VIEWS.items()} | {CHECK: list(to_check)}
    if department is None:  # of its own index: what is new is due last, so in a city with more than READ it would be cut off
        lists["unrouted"] = list(islice(queue.of_department(COMPLAINT_TEAM), READ))
    rows = {row[0].post_id: row for row in campaign.folded(lists[view])}
    found = rows.get(asked.alike, ())[1:] if asked.alike else [row[0] for row in rows.values()]
    page, after = _page(found, asked, f"{view} {department} {asked.alike}")
    cards = [desk.card(post, incoming.language, now, alike=len(rows.get(post.post_id, (post,))) - 1) for post in page]
    return Queue(cards, after, {name: len(posts) for name, posts in lists.items()})


def _department(clerk: Clerk, asked: str | None) -> str | None:
    """None is the whole city."""
    if clerk.sees_all:
        return posting.check_department(asked, city()) if asked else None
    return own(clerk, asked)


def _page(found: Sequence[Post], asked: Asked, question: str) -> tuple[Sequence[Post], str | None]:
    """`found` from where the page before ended, also if that post has left the list since."""
    after, most = cursor.decode(asked.cursor, question), limit(asked.limit)
    if after is not None:
        place = _place(existing(after), question)
        found = [post for post in found if _place(post, question) > place]
    page = found[:most]
    return page, cursor.encode(page[-1].post_id, question) if len(found) > most else None


def _place(post: Post, question: str) -> tuple[float, str]:
    """By deadline; what is to be checked newest first."""
    if question.startswith(CHECK):
        return -post.created_at.timestamp(), post.post_id
    return (post.due_at or post.created_at).timestamp(), post.post_id


@routes.on("POST", "/v1/admin/batch", action="work")
def order_several(incoming: Incoming, clerk: Clerk, body: Batch) -> Obeyed:
    """One order for several posts, each for itself: one that is refused holds up no other."""
    if not 0 < len(body.posts) <= TOGETHER:
        raise InvalidInput("too_many_posts", "posts", most=TOGETHER)
    order = StaffOrder(body.department, body.status, body.reason).order()
    done, refused = list[str](), list[Refusal]()
    for post_id in dict.fromkeys(body.posts):
        try:
            obey(post_id, replace(order, version=body.versions.get(post_id)), clerk)
            done.append(post_id)
        except RoomError as error:
            refused.append(Refusal(post_id, problem(error, incoming.language)))
    return Obeyed(done, refused)

"""What waits on the desk: the lists by deadline, what may be chosen there, and orders for several posts at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec

from chalicelib import clock
from chalicelib.api import cursor, desk, shapes
from chalicelib.api.admin import StaffOrder, obey, own
from chalicelib.api.edge import Body, Incoming, Routes, problem
from chalicelib.api.posts import existing, limit
from chalicelib.api.shapes import Shape
from chalicelib.city import COMPLAINT_TEAM, city
from chalicelib.domain import posting
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


class Me(Shape, frozen=True):
    staff_id: str
    groups: list[str]
    roles: list[str]
    rights: list[str]
    departments: list[str]


class Queue(Shape, frozen=True):
    """`counts` are of the whole list, by view; all of them at most READ."""

    posts: list[desk.DeskCard]
    cursor: str | None
    counts: dict[str, int]


class Refusal(Shape, frozen=True):
    id: str
    problem: shapes.Problem


class Obeyed(Shape, frozen=True):
    done: list[str]
    refused: list[Refusal]


class Batch(Body, frozen=True):
    posts: list[str]
    versions: dict[str, int] = msgspec.field(default_factory=dict)  # of the posts as the clerk saw them
    department: str | None = None
    status: str | None = None
    reason: str | None = None


@routes.on("GET", "/v1/admin/me", action="read")
def get_staff_me(incoming: Incoming) -> Me:
    clerk = incoming.clerk()
    departments = sorted(group for group in clerk.groups if city().department(group))
    rights = [action for action in RIGHTS if clerk.may(action)]
    return Me(clerk.staff_id, sorted(clerk.groups), sorted(clerk.roles), rights, departments)


@routes.on("GET", "/v1/admin/choices", action="read")
def get_choices(incoming: Incoming) -> dict[str, Any]:
    """What the profile lets a clerk choose from."""
    profile = city()
    coded = {name: [{"code": one.code, "name": one.name} for one in getattr(profile, name)] for name in ("extensions", "pauses")}
    deadlines = [{"code": code, "name": one.name, "days": one.days, "hours": one.hours} for code, one in profile.deadlines.items()]
    limits = {name: getattr(profile.limits, name) for name in ("block_days", "transfers_most")}
    return coded | limits | {"deadlines": deadlines, "templates": profile.templates, "arbiter": profile.arbiter}


@routes.on("GET", "/v1/admin/queue", action="read")
def get_queue(incoming: Incoming) -> Queue:
    incoming.only_query("department", "view", "limit", "cursor")
    clerk, now, view = incoming.clerk(), clock.now(), incoming.query("view") or "open"
    department = _department(clerk, incoming.query("department"))
    if view not in (*VIEWS, CHECK):
        raise InvalidInput("unknown_view", "view", view=view)
    waiting = tuple(islice(queue.of_department(department) if department else queue.everything_open(), READ))
    to_check = tuple(islice(queue.to_check(), READ)) if clerk.sees_all else ()
    lists = {name: [post for post in waiting if holds(post, now)] for name, holds in VIEWS.items()} | {CHECK: list(to_check)}
    if department is None:  # of its own index: what is new is due last, so in a city with more than READ it would be cut off
        lists["unrouted"] = list(islice(queue.of_department(COMPLAINT_TEAM), READ))
    page, after = _page(lists[view], incoming, f"{view} {department}")
    return Queue(desk.cards(page, incoming.language, now), after, {name: len(found) for name, found in lists.items()})


def _department(clerk: Clerk, asked: str | None) -> str | None:
    """None is the whole city."""
    if clerk.sees_all:
        return posting.check_department(asked, city()) if asked else None
    return own(clerk, asked)


def _page(found: list[Post], incoming: Incoming, question: str) -> tuple[list[Post], str | None]:
    """`found` from where the page before ended, also if that post has left the list since."""
    after, most = cursor.decode(incoming.query("cursor"), question), limit(incoming)
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
def order_several(incoming: Incoming) -> Obeyed:
    """Each for itself: one that is refused holds up no other."""
    clerk, body = incoming.clerk(), incoming.body(Batch)
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

"""Who may pass a complaint on, and to whom. What passes between offices too often goes to the city's arbiter."""

from datetime import datetime
from typing import Any

from chalicelib.city import COMPLAINT_TEAM, City
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.post import Post
from chalicelib.domain.wording import arbiter_text, transfer_text
from chalicelib.errors import Forbidden


def destination(post: Post, wanted: str, clerk: Clerk, city: City) -> str:
    """Where a clerk's transfer ends.

    A department only returns what is not its own; who gets it is the complaint team's to say, and after too many
    changes the arbiter's: then it leaves the arbiter by the arbiter's own word alone, and comes back there from all others.
    """
    if exhausted(post, city) and post.department == city.arbiter:
        if city.arbiter not in clerk.groups:
            raise Forbidden("arbiter_decides", "department")
        return wanted
    if wanted != COMPLAINT_TEAM and not clerk.sees_all:
        raise Forbidden("only_back_to_the_team", "department")
    return city.arbiter if exhausted(post, city) else wanted


def exhausted(post: Post, city: City) -> bool:
    """Whether one more change of department would be one too many."""
    return post.transfers >= city.limits.transfers_most


def status_at(department: str) -> str:
    return "received" if department == COMPLAINT_TEAM else "transferred"


def kind_of(department: str) -> str:
    return "returned" if department == COMPLAINT_TEAM else "transferred"


def moved(post: Post, department: str, now: datetime) -> dict[str, Any]:
    """What changes with the department; the legal clock does not."""
    return {
        "department": department, "status": status_at(department), "assigned_at": now, "acknowledged_at": None,
        "transfers": post.transfers + 1,
    }


def told(post: Post, department: str, city: City) -> str:
    sent_to_arbiter = department == city.arbiter and exhausted(post, city)
    return arbiter_text(post.due_at, city) if sent_to_arbiter else transfer_text(department, post.due_at, city)

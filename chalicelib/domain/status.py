"""Where a post stands, and from where it may go where. One row a status."""

from dataclasses import dataclass

from chalicelib.city import Words
from chalicelib.errors import Conflict, InvalidInput


@dataclass(frozen=True)
class Status:
    code: str
    name: Words
    open: bool
    kind: str  # what the timeline calls the step into it
    reason_needed: bool = False


STATUSES = {
    status.code: status
    for status in (
        Status("received", Words(ko="접수", en="Received"), open=True, kind="returned"),
        Status("transferred", Words(ko="이관", en="Transferred"), open=True, kind="transferred"),
        Status("in_progress", Words(ko="처리중", en="In progress"), open=True, kind="started"),
        # What was done, or why it is refused, is told in writing: Civil Petitions Treatment Act, article 27.
        Status("resolved", Words(ko="처리완료", en="Resolved"), open=False, kind="resolved", reason_needed=True),
        Status("declined", Words(ko="처리불가", en="Declined"), open=False, kind="declined", reason_needed=True),
        Status("withdrawn", Words(ko="취하", en="Withdrawn"), open=False, kind="withdrawn"),
        Status("merged", Words(ko="병합", en="Merged"), open=False, kind="merged", reason_needed=True),
        Status("posted", Words(ko="게시", en="Posted"), open=False, kind="posted"),  # talk is not worked on
    )
}

ALLOWED = {
    "received": {"transferred", "in_progress", "resolved", "declined", "withdrawn", "merged"},
    "transferred": {"received", "in_progress", "resolved", "declined", "withdrawn", "merged"},
    "in_progress": {"received", "transferred", "resolved", "declined", "withdrawn", "merged"},
    "resolved": {"in_progress"},
    "declined": {"in_progress"},
    "withdrawn": set[str](),
    "merged": set[str](),
    "posted": {"withdrawn"},
}

BY_STAFF = frozenset({"in_progress", "resolved", "declined"})  # received again is what the complaint team is given
OPEN = tuple(status.code for status in STATUSES.values() if status.open)
ENDED = frozenset({"resolved", "declined", "withdrawn", "merged"})


def check_change(before: str, after: str, reason: str | None) -> Status:
    """The status gone to; raises where the table does not allow it or a reason is missing."""
    if after not in STATUSES:
        raise InvalidInput("unknown_status", "status", status=after)
    if after not in ALLOWED[before]:
        raise Conflict("status_not_reachable", "status", before=STATUSES[before].name, after=STATUSES[after].name)
    if STATUSES[after].reason_needed and not reason:
        raise InvalidInput("reason_needed", "reason")
    return STATUSES[after]

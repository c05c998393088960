"""What a clerk does to a post."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.change import Line, check_version
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.post import Post


@dataclass(frozen=True)
class Act:
    """Who does a thing and when, why if that must be said, and how often the post had been changed when it was decided."""

    clerk: Clerk
    now: datetime
    reason: str = ""
    version: int | None = None

    def office(self, post: Post) -> str:
        """In whose name; Conflict if another was faster."""
        office = self.clerk.speaks_for(post)
        check_version(post, self.version)
        return office

    def line(self, kind: str, post: Post, before: str | None = None, after: str | None = None,
             due_at: datetime | None = None) -> Line:
        office = self.office(post)
        return Line(kind, "staff", office, before, after, self.reason or None, due_at, self.clerk.staff_id)

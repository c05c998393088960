"""Who acts for the city, and who may do what: the one table of the desk's rights."""

from dataclasses import dataclass

from chalicelib.city import COMPLAINT_TEAM
from chalicelib.domain.post import Post
from chalicelib.errors import Forbidden

ADMIN = "admin"
DEPARTMENT = "department"  # any of them; for its own posts only, which `Clerk.speaks_for` sees to

ALL = frozenset({DEPARTMENT, COMPLAINT_TEAM, ADMIN})
TEAM = frozenset({COMPLAINT_TEAM, ADMIN})

# One row an action; each route of the desk names its own.
RIGHTS = {
    "read": ALL,
    "work": ALL,  # transfer, status, answer, acknowledge, note, deadline, extension, pause
    "read_original": ALL,  # logged, with its reason
    "merge": TEAM,
    "split": TEAM,
    "moderate": TEAM,  # hide, show, mask, blur, reports
    "reveal_identity": TEAM,  # logged, with its reason
    "manage_members": frozenset({ADMIN}),
    "manage_keys": frozenset({ADMIN}),  # api_keys of Open311's clients
    "check_profile": frozenset({ADMIN}),
    "export": frozenset({ADMIN}),
    "figures": ALL,
    "manage_router": TEAM,
}


@dataclass(frozen=True)
class Clerk:
    """An account of the staff pool and its groups."""

    staff_id: str
    groups: frozenset[str]
    name: str | None = None  # of the official; for the author's private notice alone (Decree, article 31)

    @property
    def sees_all(self) -> bool:
        return bool(self.groups & {COMPLAINT_TEAM, ADMIN})

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(group if group in (COMPLAINT_TEAM, ADMIN) else DEPARTMENT for group in self.groups)

    def may(self, action: str) -> bool:
        return bool(self.roles & RIGHTS[action])

    def require(self, action: str) -> None:
        if not self.may(action):
            raise Forbidden("not_for_your_group", None)

    def speaks_for(self, post: Post) -> str:
        """The department in whose name a clerk acts on this post."""
        if post.department in self.groups and post.department:
            return post.department
        if self.sees_all:
            return COMPLAINT_TEAM
        raise Forbidden("not_your_department", None)

"""What complaints teach the router: where people have confirmed or corrected that they belong."""

from collections.abc import Iterable

from chalicelib.city import COMPLAINT_TEAM, City
from chalicelib.domain.ids import fingerprint
from chalicelib.domain.learning import Lesson
from chalicelib.domain.post import Post


def lesson_of(post: Post) -> Lesson | None:
    """Its department has worked on it, or a person has passed it on there. What is read by nobody teaches nobody."""
    settled = post.acknowledged_at is not None or post.transfers > 0
    told = post.receipt_number is not None and post.status != "withdrawn" and post.hiding is None
    if not (settled and told) or post.department in (None, COMPLAINT_TEAM):
        return None
    return Lesson(text_of(post), post.department, at=post.assigned_at)


def text_of(post: Post) -> str:
    """As the router reads it."""
    return f"{post.title or ''}\n{post.text}"


def print_of(lessons: Iterable[Lesson], city: City) -> str:
    """The same for what would teach the same: when each was learned says nothing."""
    profile = (city.departments, city.categories, city.limits.auto_transfer_precision)
    taught = sorted((lesson.text, lesson.department) for lesson in lessons)
    return fingerprint(repr((profile, taught)).encode())

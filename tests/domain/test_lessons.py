"""What staff confirm or correct is learned; what nobody has settled, or nobody reads any more, is not."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from chalicelib.city import city
from chalicelib.domain.learning import Lesson
from chalicelib.domain.lessons import lesson_of, print_of
from chalicelib.domain.post import Hiding, Post

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TAKEN = Post(
    "1", "생활불편신고", "in_progress", "가로등이 꺼졌어요.", "2", "밤길", NOW, NOW,
    receipt_number="GR-2026-000001", title="가로등", department="construction-traffic", assigned_at=NOW, acknowledged_at=NOW,
)  # fmt: skip


def test_what_a_department_has_taken_is_its_own() -> None:
    assert lesson_of(TAKEN) == Lesson("가로등\n가로등이 꺼졌어요.", "construction-traffic", at=NOW)


def test_so_is_what_a_person_passed_on_to_it() -> None:
    assert lesson_of(replace(TAKEN, status="transferred", acknowledged_at=None, transfers=1))


def test_where_the_router_alone_has_put_it_teaches_nothing() -> None:
    assert lesson_of(replace(TAKEN, status="transferred", acknowledged_at=None)) is None


@pytest.mark.parametrize(
    "more",
    [
        {"department": "minwon"},  # who answers what has no department says nothing of where it belongs
        {"receipt_number": None},
        {"status": "withdrawn"},
        {"hiding": Hiding("rule", "비방", NOW)},
    ],
)
def test_what_belongs_nowhere_or_is_not_read_teaches_nothing(more: dict[str, Any]) -> None:
    assert lesson_of(replace(TAKEN, **more)) is None


def test_what_only_staff_may_read_teaches_too() -> None:
    assert lesson_of(replace(TAKEN, private_to_staff=True))


def test_lessons_have_the_print_of_what_they_teach() -> None:
    some = [Lesson("가", "water", at=NOW), Lesson("나", "health", at=NOW)]
    known = print_of(some, city())
    assert print_of([replace(one, at=None) for one in reversed(some)], city()) == known
    assert print_of(some[:1], city()) != known
    other = msgspec.structs.replace(city(), categories=city().categories[1:])
    assert print_of(some, other) != known

"""Whether an action costs the same in a room of any size: its calls and DynamoDB's units at 100, 1,000 and 10,000 posts.

Measured so far. A million posts are reckoned: where an action asks the same of the same indexes with the same limits at
1,000 and at 10,000 (its plan; tests/store/test_calls.py holds it too), nothing in it depends on how many there are. A
query without a limit is of one post's own rows. In a small room what an action looks through is not yet as much as it
may be: the search reads up to 150 ids a query, which are one unit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from chalicelib.domain import ids, search
from chalicelib.domain.post import Location, Post
from chalicelib.store import posts
from chalicelib.store.models import PostModel, TermModel
from tests.bench.bare_room import BareRoom, Person, bare_room
from tests.bench.figure import Figure
from tests.bench.meter import Work
from tests.texts import TUNED

SIZES = (100, 1_000, 10_000)
MOST = 1.1  # units at the last size to those at the one before
BEGAN = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = "아파트"
TOWN = "36.26,127.23,36.28,127.26"  # six cells, which is the most that is asked cell by cell
AUTHOR = ids.ulid(BEGAN, b"an author.")


@dataclass(frozen=True)
class Visit:
    room: BareRoom
    citizen: Person
    post_id: str

    def ask(self, method: str, path: str, body: object = None) -> Work:
        return self.room.http(method, path, body, self.citizen)[1]


ACTIONS: dict[str, Callable[[Visit], Work]] = {
    "list": lambda visit: visit.ask("GET", "/v1/posts"),
    "read": lambda visit: visit.ask("GET", f"/v1/posts/{visit.post_id}"),
    "post": lambda visit: visit.ask(
        "POST", "/v1/posts", {"text": "산책로 의자가 부서졌습니다.", "tag": "생활불편신고"}
    ),
    "comment": lambda visit: visit.ask("POST", f"/v1/posts/{visit.post_id}/comments", {"text": "저도 봤습니다."}),
    "search": lambda visit: visit.ask("GET", f"/v1/search?q={quote(WORDS)}"),
    "map": lambda visit: visit.ask("GET", f"/v1/posts?bounds={TOWN}&limit=50"),
}


def measure() -> Iterator[Figure]:
    measured: dict[int, dict[str, Work]] = {}
    with bare_room() as room:
        citizen = Person(room.http("POST", "/v1/members", {"nickname": "오래된 시민"})[0]["token"])
        for before, size in zip((0, *SIZES), SIZES, strict=False):
            load(before, size)
            measured[size] = {
                name: action(Visit(room, citizen, one(number).post_id))
                for number, (name, action) in enumerate(ACTIONS.items())
            }
    yield from (figure(name, [measured[size][name] for size in SIZES]) for name in ACTIONS)


def figure(action: str, works: list[Work]) -> Figure:
    few, some, many = works
    plan = "the same plan, so reckoned the same at 1,000,000" if some.plan == many.plan else "ANOTHER PLAN"
    note = f"{few.read + few.write:g} at {SIZES[0]}; calls {', '.join(str(len(w.calls)) for w in works)}; {plan}"
    units = (many.read + many.write, some.read + some.write)
    return Figure(
        "growth", f"{action}: units at {SIZES[-1]:,} posts", units[0], "", units[1], f"at {SIZES[1]:,}", MOST, note
    )


def load(first: int, last: int) -> None:
    """Straight into the tables; of the search's index only what the search below reads."""
    grams = search.parse(WORDS).grams
    found = [one(number) for number in range(first, last)]
    with PostModel.batch_write() as batch:
        for post in found:
            batch.save(posts.to_model(post))
    with TermModel.batch_write() as batch:
        for post in found:
            for gram in search.terms(post) & frozenset(grams):
                batch.save(TermModel(gram, post.post_id))


def one(number: int) -> Post:
    at = BEGAN + timedelta(minutes=number)
    text, category = TUNED[number % len(TUNED)]
    place = Location(36.262 + number % 16 * 0.001, 127.232 + number % 26 * 0.001, "엄사사거리")
    return Post(
        ids.ulid(at, b"0123456789"), "생활불편신고", "transferred", text, AUTHOR, "오래된 시민", at, at,
        receipt_number=f"GR-2026-{number:06d}", category=category, department="environment", location=place,
    )  # fmt: skip

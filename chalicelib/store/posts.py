"""Posts and their timeline. A post changes only together with its timeline entry: one transaction."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain import ids
from chalicelib.domain.change import Change
from chalicelib.domain.post import Entry, Location, Photo, Post
from chalicelib.domain.routing import Guess
from chalicelib.errors import NotFound, StaleRead
from chalicelib.store import comments, ledger, marks, photos
from chalicelib.store.convert import photo, stored, values
from chalicelib.store.models import EntryModel, PostModel
from chalicelib.store.transaction import Transaction, holds, pause

TRIES = 8  # of a change that others interrupt; each loses to a write that has happened
READ_AHEAD = 250  # items that one page reads at the most when a filter may drop some of them
FIRST_ENTROPY, LAST_ENTROPY = bytes(10), b"\xff" * 10
COUNTED = frozenset({"supports", "comments"})  # atomic adds of others; never set from what was read
# Narrowest first: the first one asked for is the index, the others are filters on it.
INDEXES = ("author_id", "category", "department", "status", "tag")


@dataclass(frozen=True)
class Wanted:
    """Which posts; None does not restrict. Newest first."""

    author_id: str | None = None
    category: str | None = None
    department: str | None = None
    status: str | None = None
    tag: str | None = None
    bounds: tuple[float, float, float, float] | None = None  # south, west, north, east; degrees
    since: datetime | None = None
    until: datetime | None = None
    everything: bool = False  # private and withdrawn ones too: for staff, and for an author's own list


@dataclass(frozen=True)
class Page:
    """`after` is the post id to go on from; None at the end. A page may be short and yet not the last."""

    posts: tuple[Post, ...]
    after: str | None


def add(post: Post, entry: Entry, once: ledger.Once | None) -> Post:
    """Raises InvalidInput if a photo cannot be attached. A repeated `once` gives the first post."""
    if (first := ledger.answer(once)) is not None:
        return get(first)
    write = Transaction()
    write.put(_model(post), PostModel.post_id.does_not_exist())
    write.put(_entry_model(entry), EntryModel.post_id.does_not_exist())
    marks.put(write, post.post_id, "follow", post.author_id)
    ledger.remember(write, once, post.post_id)
    photos.attach(write, post.photos, owner=post.author_id, target=post.post_id)
    for attempt in range(TRIES):
        try:
            write.commit()
        except StaleRead as error:
            if (first := ledger.answer(once)) is not None:  # its twin was faster, by a moment
                return get(first)
            if error.code != "conflict":
                raise
            pause(attempt)
        else:
            return post
    raise StaleRead("conflict")


def get(post_id: str) -> Post:
    try:
        return from_model(PostModel.get(post_id, consistent_read=True))
    except PostModel.DoesNotExist:
        raise NotFound("no_such_post", None) from None


def timeline(post_id: str) -> tuple[Entry, ...]:
    return tuple(Entry(**values(Entry, row)) for row in EntryModel.query(post_id))


def change(post_id: str, decide: Callable[[Post], Change | None], once: ledger.Once | None = None) -> Post:
    """Apply what `decide` makes of the post as it stands; None leaves it. Asked again if others wrote meanwhile."""
    for attempt in range(TRIES):
        before = get(post_id)
        wanted = None if ledger.answer(once) else decide(before)
        if wanted is None:
            return before
        try:
            _write(before, wanted, once)
        except StaleRead:
            pause(attempt)
            continue
        return replace(wanted.post, comments=before.comments + len(wanted.comments))
    raise StaleRead("stale")


def _write(before: Post, wanted: Change, once: ledger.Once | None) -> None:
    write = Transaction()
    for entry in wanted.entries:
        write.put(_entry_model(entry), EntryModel.post_id.does_not_exist())
    for comment in wanted.comments:
        comments.put(write, comment)
        photos.attach(write, comment.photos, owner=comment.author_id, target=f"{comment.post_id}/{comment.comment_id}")
    ledger.remember(write, once, wanted.comments[0].comment_id if wanted.comments else before.post_id)
    actions = [*_differences(before, wanted.post)]
    if wanted.comments:
        actions.append(PostModel.comments.add(len(wanted.comments)))
    # Without an entry nothing of the post's state changes, so comments need not wait for one another.
    unseen = PostModel.version == before.version if wanted.entries else PostModel.post_id.exists()
    write.update(PostModel(before.post_id), actions, unseen)
    write.commit()


def _differences(before: Post, after: Post) -> Iterator[Action]:
    for field in fields(Post):
        value = getattr(after, field.name)
        if field.name in COUNTED or value == getattr(before, field.name):
            continue
        attribute = getattr(PostModel, field.name)
        yield attribute.remove() if value is None else attribute.set(stored(value))


def page(wanted: Wanted, limit: int, after: str | None = None) -> Page:
    """One query on one index, whatever the size of the room; it reads at most READ_AHEAD items."""
    name = next((n for n in INDEXES if getattr(wanted, n) is not None), None)
    index, key = (f"by_{name.removesuffix('_id')}", getattr(wanted, name)) if name else ("by_room", "room")
    narrowed = _filter(wanted, name)
    start = {"post_id": {"S": after}, name or "room": {"S": key}} if after else None
    query = PostModel.query(
        key, _period(wanted), narrowed, index_name=index, scan_index_forward=False, last_evaluated_key=start,
        page_size=max(READ_AHEAD, limit) if _drops(wanted, name) else limit,
    )
    found = next(query.page_iter)
    posts = [from_model(PostModel.from_raw_data(item)) for item in found["Items"]]
    if len(posts) > limit:
        return Page(tuple(posts[:limit]), posts[limit - 1].post_id)
    last = found.get("LastEvaluatedKey")
    return Page(tuple(posts), last["post_id"]["S"] if last else None)


def _drops(wanted: Wanted, indexed: str | None) -> bool:
    """Whether the filter may drop so much that a page of the usual size would look empty."""
    return wanted.bounds is not None or any(getattr(wanted, n) is not None for n in INDEXES if n != indexed)


def _period(wanted: Wanted) -> Condition | None:
    """ULIDs begin with their time, so a period is a range of keys."""
    first = ids.ulid(wanted.since, FIRST_ENTROPY) if wanted.since else None
    last = ids.ulid(wanted.until, LAST_ENTROPY) if wanted.until else None
    if first and last:
        return PostModel.post_id.between(first, last)
    if first:
        return PostModel.post_id >= first
    return PostModel.post_id <= last if last else None


def _filter(wanted: Wanted, indexed: str | None) -> Condition | None:
    conditions: list[Condition] = [
        getattr(PostModel, name) == getattr(wanted, name)
        for name in INDEXES if name != indexed and getattr(wanted, name) is not None
    ]
    if not wanted.everything:
        conditions.append(PostModel.private_to_staff == False)  # noqa: E712 - an expression, not a comparison
        if wanted.status != "withdrawn":
            conditions.append(PostModel.status != "withdrawn")
    if wanted.bounds:
        south, west, north, east = wanted.bounds
        lat, lon = (PostModel.location[axis] for axis in ("lat", "lon"))
        conditions += [lat.between(south, north), lon.between(west, east)]
    return _all_of(conditions)


def _all_of(conditions: Iterable[Condition]) -> Condition | None:
    joined: Condition | None = None
    for condition in conditions:
        joined = condition if joined is None else joined & condition
    return joined


def every(wanted: Wanted) -> Iterator[Post]:
    """All pages one after the other: for work in the background only."""
    after: str | None = None
    while True:
        found = page(wanted, READ_AHEAD, after)
        yield from found.posts
        if (after := found.after) is None:
            return


def show_photo(post_id: str, position: int, shown: Photo) -> bool:
    """Put what is known of a photo on its post; False if it no longer stands there."""
    path = PostModel.photos[position]
    return holds(lambda: PostModel(post_id).update([path.set(stored(shown))], path["photo_id"] == shown.photo_id))


def rename_author(post_id: str, author_id: str, name: str) -> bool:
    row = PostModel(post_id)
    return holds(lambda: row.update([PostModel.author_name.set(name)], PostModel.author_id == author_id))


def from_model(row: PostModel) -> Post:
    found = values(Post, row)
    place = found["location"]
    found |= {
        "location": Location(place.lat, place.lon, place.address) if place else None,
        "photos": tuple(map(photo, found["photos"])),
        "guesses": tuple(Guess(g.category, g.department, float(g.confidence), tuple(g.words)) for g in found["guesses"]),
    }
    return Post(**found)


def _model(post: Post) -> PostModel:
    return PostModel(**{field.name: stored(getattr(post, field.name)) for field in fields(Post)})


def _entry_model(entry: Entry) -> EntryModel:
    return EntryModel(**asdict(entry))

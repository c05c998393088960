"""Posts and their timeline. A post changes only together with its timeline entry: one transaction."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.city import city
from chalicelib.domain import grid, ids, retention
from chalicelib.domain.change import Change, Original
from chalicelib.domain.moderation import to_look_at
from chalicelib.domain.post import Entry, Given, Link, Location, Pause, Photo, Post, hiding_of
from chalicelib.domain.routing import Guess
from chalicelib.domain.status import OPEN, STATUSES
from chalicelib.errors import NotFound, StaleRead
from chalicelib.store import comments, ledger, marks, originals, photos
from chalicelib.store.convert import differences, hiding, photo, put, stored, values
from chalicelib.store.models import EntryModel, PostModel
from chalicelib.store.transaction import Transaction, holds, pause

TRIES = 8  # of a change that others interrupt; each loses to a write that has happened
READ_AHEAD = 250  # items that one page reads at the most when a filter may drop some of them
QUERIES_MOST, LOOK_MOST = 10, 1000  # turns of what goes by numbers, and items of one of them
FIRST_ENTROPY, LAST_ENTROPY = bytes(10), b"\xff" * 10
COUNTED = frozenset({"supports", "comments"})  # atomic adds of others; never set from what was read
# Narrowest first: the first one asked for is the index, the others are filters on it.
INDEXES = ("author_id", "category", "department", "status", "tag")
ZOOM = 14  # of the cells by which places are found; one is some 2 km wide in Korea
COMMENTED_MOST = 80  # photos of its comments that are hidden with a post: DynamoDB takes 100 writes at a time
CELLS_MOST = 6  # that one page asks; a wider box is a filter on another index
KEYS_MOST = 6  # of one index that one page asks; of more values it is a filter too


Row = dict[str, Any]  # a post as DynamoDB has it
Within = Callable[[Location], bool]


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
    updated_since: datetime | None = None  # either of these two, and the order is that of the last change
    updated_until: datetime | None = None
    categories: tuple[str | None, ...] = ()  # one of these; None is what has none yet
    statuses: tuple[str, ...] = ()  # one of these
    complaints: bool = False  # no talk
    withdrawn: bool = False  # withdrawn complaints too, for whoever tells of them only that they are closed
    open: bool = False  # only what is still worked on
    everything: bool = False  # private and withdrawn ones too: for staff, and for an author's own list


@dataclass(frozen=True)
class Page:
    """`after` is the place to go on from; None at the end. A page may be short and yet not the last."""

    posts: tuple[Post, ...]
    after: str | None


def add(post: Post, entry: Entry, once: ledger.Once | None, kept: Iterable[Original] = ()) -> Post:
    """With what of it is kept from the public. Raises InvalidInput if a photo cannot be attached. A repeated `once` gives the first post."""
    if (first := ledger.answer(once)) is not None:
        return get(first)
    write = Transaction()
    _begin(write, post, entry)
    ledger.remember(write, once, post.post_id)
    photos.attach(write, post.photos, owner=post.author_id, target=post.post_id, hiding=post.hiding)
    for original in kept:
        originals.put(write, post.post_id, original)
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


def _begin(write: Transaction, post: Post, *entries: Entry) -> None:
    write.put(to_model(post), PostModel.post_id.does_not_exist())
    for entry in entries:
        write.put(_entry_model(entry), EntryModel.post_id.does_not_exist())
    marks.put(write, post.post_id, "follow", post.author_id)
    ledger.number(write, post.receipt_number, post.post_id)


def get(post_id: str) -> Post:
    try:
        return from_model(PostModel.get(post_id, consistent_read=True))
    except PostModel.DoesNotExist:
        raise NotFound("no_such_post", None) from None


def several(post_ids: Iterable[str]) -> list[Post]:
    """Newest first, read by hundreds; one that is gone is left out."""
    return sorted(map(from_model, PostModel.batch_get(list(post_ids))), key=lambda post: post.post_id, reverse=True)


def timeline(post_id: str, *, consistent: bool = False) -> tuple[Entry, ...]:
    return tuple(map(entry, EntryModel.query(post_id, consistent_read=consistent)))


def entry(row: EntryModel) -> Entry:
    return Entry(**values(Entry, row))


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
        return _after(before, wanted)
    raise StaleRead("stale")


def change_both(first_id: str, second_id: str, decide: Callable[[Post, Post], tuple[Change, Change]],
                once: ledger.Once | None = None) -> tuple[Post, Post]:
    """Two posts in one step, or neither."""
    for attempt in range(TRIES):
        first, second = get(first_id), get(second_id)
        if ledger.answer(once):
            return first, second
        to_first, to_second = decide(first, second)
        write = Transaction()
        _stage(write, first, to_first)
        _stage(write, second, to_second)
        ledger.remember(write, once, first_id)
        try:
            write.commit()
        except StaleRead:
            pause(attempt)
            continue
        return _after(first, to_first), _after(second, to_second)
    raise StaleRead("stale")


def divide(post_id: str, decide: Callable[[Post], tuple[Change, Change]], once: ledger.Once | None) -> tuple[Post, Post]:
    """A post changes and another begins in one step. The second change tells all of a post that is not there yet."""
    for attempt in range(TRIES):
        before = get(post_id)
        if (first := ledger.answer(once)) is not None:
            return before, get(first)
        left, new = decide(before)
        write = Transaction()
        _stage(write, before, left)
        _begin(write, begun := replace(new.post, comments=len(new.comments)), *new.entries)
        for comment in new.comments:
            comments.put(write, comment)
        ledger.remember(write, once, begun.post_id)
        try:
            write.commit()
        except StaleRead:
            pause(attempt)
            continue
        return _after(before, left), begun
    raise StaleRead("stale")


def _after(before: Post, wanted: Change) -> Post:
    return replace(wanted.post, comments=before.comments + len(wanted.comments))


def _write(before: Post, wanted: Change, once: ledger.Once | None) -> None:
    write = Transaction()
    _stage(write, before, wanted)
    ledger.remember(write, once, wanted.comments[0].comment_id if wanted.comments else before.post_id)
    write.commit()


def _stage(write: Transaction, before: Post, wanted: Change) -> None:
    for entry in wanted.entries:
        write.put(_entry_model(entry), EntryModel.post_id.does_not_exist())
    for comment in wanted.comments:
        comments.put(write, comment)
        target = f"{comment.post_id}/{comment.comment_id}"
        hidden = hiding_of(comment, wanted.post.hiding)
        photos.attach(write, comment.photos, owner=comment.author_id, target=target, hiding=hidden)
    for earlier, revised in wanted.revised:
        comments.update(write, earlier, revised)
        photos.hold(write, revised.photos, hiding_of(earlier, before.hiding), hiding_of(revised, wanted.post.hiding))
    for replaced in wanted.replaced:
        photos.replace(write, replaced)
    for original in wanted.originals:
        originals.put(write, before.post_id, original)
    turned = (before.hiding is None) != (wanted.post.hiding is None)
    if turned:
        photos.hold(write, (*wanted.post.photos, *_commented(before, wanted)), before.hiding, wanted.post.hiding)
    actions = [*_differences(before, wanted.post)]
    if wanted.comments:
        actions.append(PostModel.comments.add(len(wanted.comments)))
    if wanted.comments or wanted.originals or wanted.replaced:
        actions += _late(before, wanted)
    # Without an entry nothing of the post's state changes, so comments need not wait for one another.
    unseen = PostModel.version == before.version if wanted.entries else PostModel.post_id.exists()
    if wanted.post.reports != before.reports or _keys(before)["check"] != _keys(wanted.post)["check"]:
        unseen &= _reported(before.reports)  # a report asks for nobody's version
    if turned:
        unseen &= PostModel.comments == before.comments  # nor does a comment, whose photos would be left behind
    elif any(comment.photos for comment in wanted.comments):
        unseen &= PostModel.hiding.exists() if before.hiding else PostModel.hiding.does_not_exist()
    write.update(PostModel(before.post_id), actions, unseen)


def _commented(before: Post, wanted: Change) -> list[Photo]:
    """The photos of comments that hide with it and show with it: the newest, for a transaction has an end."""
    hiding, revised = before.hiding or wanted.post.hiding, {after.comment_id for _, after in wanted.revised}
    return [one for comment in comments.every(before.post_id, consistent=True)
            if comment.comment_id not in revised and hiding_of(comment, None) != hiding_of(comment, hiding)
            for one in comment.photos][-COMMENTED_MOST:]


def _reported(times: int) -> Condition:
    same: Condition = PostModel.reports == times
    return same if times else same | PostModel.reports.does_not_exist()


def _late(before: Post, wanted: Change) -> Iterator[Action]:
    """What is kept of what has ended may come when all else of it is deleted: then there is more to delete."""
    if _forgetting(before)["forget_at"] == _forgetting(wanted.post)["forget_at"] is not None:
        due = retention.first_due(replace(wanted.post, closed_at=(wanted.entries or wanted.comments)[0].at), city())
        assert due  # noqa: S101 - what had a day has one later
        yield PostModel.forget.set("forget")
        yield PostModel.forget_at.set(PostModel.forget_at | sort_key(due))


def _differences(before: Post, after: Post) -> Iterator[Action]:
    yield from differences(PostModel, before, after, but=COUNTED)
    earlier = _keys(before)
    for name, value in _keys(after).items():
        if value != earlier[name]:
            yield put(getattr(PostModel, name), value)


def page(wanted: Wanted, limit: int, after: str | None = None) -> Page:
    """One query on one index, or one for each of a few cells, whatever the size of the room.

    Together they read at most READ_AHEAD items, or `limit` in each cell if that is more.
    """
    rows, stop = _rows(wanted, after, limit)
    if len(rows) > limit:
        rows, stop = rows[:limit], _stand(rows[limit - 1], wanted)
    return Page(tuple(map(_made, rows)), stop)


def numbered(wanted: Wanted, skip: int, size: int, *, whole: bool = False, within: Within | None = None) -> tuple[list[Post], int] | None:
    """Where pages have numbers: `size` posts behind the first `skip`, and how many were counted, to the end if `whole`.

    None if that is too much to look through, which is as much for every `size`. What is only counted is made no Post: that
    takes a millisecond each.
    """
    found, seen, after = list[Post](), 0, None
    for turn in range(QUERIES_MOST):
        rows, after = _rows(wanted, after, turn=turn)
        rows = [row for row in rows if within is None or within(_place(row))]
        found += map(_made, rows[max(0, skip - seen):max(0, skip + size - seen)])
        seen += len(rows)
        if after is None or (len(found) == size and not whole):
            return found, seen
    return None


def _rows(wanted: Wanted, after: str | None, limit: int | None = None, turn: int = 0) -> tuple[list[Row], str | None]:
    """As they lie there, and the place where reading stopped. Without a `limit` each turn reads twice what the last one did."""
    changed = bool(wanted.updated_since or wanted.updated_until)
    name, keys = ("room", ("room",)) if changed else _places(wanted)
    ahead = min(READ_AHEAD // len(keys) << turn, LOOK_MOST)
    most = ahead if limit is None else max(ahead, limit) if _drops(wanted, name) else limit
    if changed:
        return _read_changed(wanted, most, after)
    parts = [_read(wanted, name, key, most, after) for key in keys]
    # Where one part stopped, older posts of the others must wait for what it may still hold.
    stop = max((place for _, place in parts if place), default=None)
    rows = [row for part, _ in parts for row in part if stop is None or _id(row) >= stop]
    return sorted(rows, key=_id, reverse=True), stop


def _id(row: Row) -> str:
    return str(row["post_id"]["S"])


def _stand(row: Row, wanted: Wanted) -> str:
    """Its place in the order that is asked for."""
    return _id(row) + (row["updated_at"]["S"] if wanted.updated_since or wanted.updated_until else "")


def _place(row: Row) -> Location:
    told = row.get("location", {}).get("M", {})
    lat, lon = (float(told[axis]["N"]) if "N" in told.get(axis, {}) else None for axis in ("lat", "lon"))
    return Location(lat, lon)


def _made(row: Row) -> Post:
    return from_model(PostModel.from_raw_data(row))


def _places(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    """Where the posts lie: the attribute that is an index's key, and the values to ask for."""
    if wanted.author_id is None and wanted.bounds and grid.count(*wanted.bounds, ZOOM) <= CELLS_MOST:
        return "cell", grid.cover(*wanted.bounds, ZOOM)
    if name := next((n for n in INDEXES if getattr(wanted, n) is not None), None):
        return name, (getattr(wanted, name),)
    for name, several in (("category", wanted.categories), ("status", wanted.statuses)):
        keys = tuple(dict.fromkeys(one for one in several if one))
        if len(keys) == len(several) and 0 < len(keys) <= KEYS_MOST:
            return name, keys
    return "room", ("room",)


def _read(wanted: Wanted, name: str, key: str, most: int, after: str | None) -> tuple[list[Row], str | None]:
    query = PostModel.query(
        key, _period(wanted), _filter(wanted, name), index_name=f"by_{name.removesuffix('_id')}",
        scan_index_forward=False, page_size=most,
        # A place in the order; no post need stand there, and in another cell none does.
        last_evaluated_key={"post_id": {"S": after}, name: {"S": key}} if after else None,
    )
    found = next(query.page_iter)
    last = found.get("LastEvaluatedKey")
    return found["Items"], last["post_id"]["S"] if last else None


def _read_changed(wanted: Wanted, most: int, after: str | None) -> tuple[list[Row], str | None]:
    """What changed last comes first. A place in this order is a post's id and the time of its change.

    An index of its own: what changed today may have been written years ago, and no other order finds it but by reading all.
    """
    start = {"post_id": {"S": after[:26]}, "updated_at": {"S": after[26:]}, "room": {"S": "room"}} if after else None
    query = PostModel.by_change.query(
        "room", _span(PostModel.updated_at, wanted.updated_since, wanted.updated_until), _filter(wanted, "room", created=True),
        scan_index_forward=False, page_size=most, last_evaluated_key=start)
    found = next(query.page_iter)
    last = found.get("LastEvaluatedKey")
    return found["Items"], _stand(last, wanted) if last else None


def _drops(wanted: Wanted, indexed: str) -> bool:
    """Whether the filter may drop so much that a page of the usual size would look empty."""
    return (wanted.bounds is not None or wanted.open or wanted.complaints or bool(wanted.categories or wanted.statuses)
            or any(getattr(wanted, n) is not None for n in INDEXES if n != indexed))


def _period(wanted: Wanted) -> Condition | None:
    """ULIDs begin with their time, so a period is a range of keys."""
    first = ids.ulid(wanted.since, FIRST_ENTROPY) if wanted.since else None
    last = ids.ulid(wanted.until, LAST_ENTROPY) if wanted.until else None
    return _span(PostModel.post_id, first, last)


def _span(key: Any, first: Any, last: Any) -> Condition | None:
    """Both ends belong to it."""
    held: Condition | None = None
    if first and last:
        held = key.between(first, last)
    elif first or last:
        held = key >= first if first else key <= last
    return held


def _filter(wanted: Wanted, indexed: str, *, created: bool = False) -> Condition | None:
    """`created` where the index is not in the order of writing, so that the period is no range of its keys."""
    conditions: list[Condition] = [
        getattr(PostModel, name) == getattr(wanted, name)
        for name in INDEXES if name != indexed and getattr(wanted, name) is not None
    ]
    if created and (period := _span(PostModel.created_at, wanted.since, wanted.until)) is not None:
        conditions.append(period)
    if wanted.categories and indexed != "category":
        conditions.append(_one_of(PostModel.category, wanted.categories))
    if wanted.statuses and indexed != "status":
        conditions.append(_one_of(PostModel.status, wanted.statuses))
    if wanted.complaints:
        conditions.append(PostModel.status != "posted")
    if not wanted.everything:
        conditions.append(PostModel.private_to_staff == False)  # noqa: E712 - an expression, not a comparison
        conditions.append(PostModel.hiding.does_not_exist())
        if wanted.status != "withdrawn":
            kept = PostModel.status != "withdrawn"
            conditions.append(kept | PostModel.receipt_number.exists() if wanted.withdrawn else kept)
    if wanted.open:
        conditions.append(PostModel.status.is_in(*OPEN))
    if wanted.bounds:
        south, west, north, east = wanted.bounds
        lat, lon = (PostModel.location[axis] for axis in ("lat", "lon"))
        conditions += [lat.between(south, north), lon.between(west, east)]
    return _all_of(conditions)


def _one_of(attribute: Any, values: tuple[str | None, ...]) -> Condition:
    named = [value for value in values if value]
    among: Condition | None = attribute.is_in(*named) if named else None
    if len(named) == len(values) and among is not None:
        return among
    absent: Condition = attribute.does_not_exist()
    return absent if among is None else among | absent


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
        "pauses": tuple(Pause(**values(Pause, one)) for one in found["pauses"]),
        "links": tuple(Link(one.kind, one.post_id) for one in found["links"]),
        "hiding": hiding(found["hiding"]),
        "attributes": tuple(Given(one.code, tuple(one.values)) for one in found["attributes"]),
        "guesses": tuple(Guess(g.category, g.department, float(g.confidence), tuple(g.words), tuple(g.against)) for g in found["guesses"]),
    }
    return Post(**found)


def to_model(post: Post) -> PostModel:
    row: dict[str, Any] = {field.name: stored(getattr(post, field.name)) for field in fields(Post)}
    return PostModel(**row | _keys(post))


def _keys(post: Post) -> dict[str, str | None]:
    """The attributes that are there for an index alone."""
    is_open = STATUSES[post.status].open
    return {
        "cell": _cell(post),
        "queue": post.department if is_open else None,
        "open": "open" if is_open else None,
        "due_key": sort_key(post.due_at or post.created_at) if is_open else None,
        "check": "check" if to_look_at(post) else None,
        **_forgetting(post),
    }


def _forgetting(post: Post) -> dict[str, str | None]:
    due = retention.first_due(post, city())
    return {"forget": "forget" if due else None, "forget_at": sort_key(due) if due else None}


def sort_key(at: datetime) -> str:
    """In the order of time, by the second; UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _cell(post: Post) -> str | None:
    place = post.location
    return grid.cell(place.lat, place.lon, ZOOM) if place and place.lat is not None and place.lon is not None else None


def _entry_model(entry: Entry) -> EntryModel:
    return EntryModel(**asdict(entry))

"""Posts: written, read, listed, edited, withdrawn, supported, followed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from chalicelib import clock
from chalicelib.api import cursor, shapes, views
from chalicelib.api.edge import SHARED, Body, Incoming, Query, Reader, Routes, WhoReads, Writer
from chalicelib.city import city
from chalicelib.domain import guard, handling, ids, moderation, posting, review
from chalicelib.domain.change import Change, Original, received
from chalicelib.domain.member import Member, secret_hash
from chalicelib.domain.post import Location, Post
from chalicelib.errors import InvalidInput, NotFound
from chalicelib.store import comments, ledger, marks, posts, rates
from chalicelib.telemetry import count

routes = Routes(__name__)

THREAD = 100  # comments that come with a post; the rest by their cursor


Limit = Annotated[int, shapes.limited("page_most", code="bad_limit", ge=1)]
Photos = Annotated[tuple[shapes.Id, ...], shapes.limited("photos_most")]
Reason = Annotated[shapes.Reason, shapes.limited("comment_most")]
Said = Annotated[shapes.Said, shapes.limited("comment_most", minLength=1)]
Text = Annotated[shapes.Text, shapes.limited("text_most", least="text_least")]
Title = Annotated[shapes.Title, shapes.limited("title_most")]
DEGREES = r"-?[0-9]{1,3}(\.[0-9]{1,15})?"
Bounds = Annotated[str, msgspec.Meta(pattern=f"^({DEGREES},){{3}}{DEGREES}{shapes.END}", extra={"code": "bad_bounds"})]


class Place(Body, frozen=True):
    """Both degrees or neither, or words."""

    lat: shapes.Latitude | None = None
    lon: shapes.Longitude | None = None
    address: Annotated[shapes.Address, shapes.limited("place_most")] | None = None

    def location(self) -> Location:
        return Location(self.lat, self.lon, self.address)


class NewPost(Body, frozen=True):
    """The tag stands in `tag`, or as a #hashtag in the text."""

    text: Text
    title: Title | None = None
    tag: shapes.Tag | list[shapes.Tag] | None = None
    location: Place | None = None
    photos: Photos = ()
    category: shapes.Category | None = None
    private_to_staff: bool = False

    def draft(self) -> posting.Draft:
        return posting.Draft(
            self.text, self.title, self.tag, self.location.location() if self.location else None, tuple(self.photos),
            self.category, self.private_to_staff)


class Revision(Body, frozen=True):
    """What is absent, or null, stays as it is."""

    title: Title | None = None
    text: Text | None = None
    location: Place | None = None

    def edit(self) -> posting.Edit:
        return posting.Edit(self.title, self.text, self.location.location() if self.location else None)


class Withdrawal(Body, frozen=True):
    reason: Reason | None = None


class Opening(Query, frozen=True):
    """`code` opens a private post: the look-up code of its receipt."""

    code: str | None = None


class Filter(Query, frozen=True):
    """Newest first. `bounds` is south,west,north,east in degrees; `since` and `until` are when it was written, both within."""

    tag: str | None = None
    status: str | None = None
    department: str | None = None
    category: str | None = None
    author: str | None = None
    bounds: Bounds | None = None
    since: shapes.Time | None = None
    until: shapes.Time | None = None
    limit: Limit | None = None
    cursor: str | None = None

    def wanted(self) -> posts.Wanted:
        since, until = _time(self.since, "since"), _time(self.until, "until")
        if since and until and since > until:
            raise InvalidInput("bad_period", "until")
        return posts.Wanted(
            author_id=self.author, category=self.category, department=self.department, status=self.status,
            tag=(self.tag or "").removeprefix("#") or None, bounds=_bounds(self.bounds), since=since, until=until)


@routes.on("POST", "/v1/posts", status=201, rate="post")
def add_post(incoming: Incoming, author: Writer, body: NewPost, once: ledger.Once | None) -> shapes.Receipt:
    """Writes a post, or a complaint, which gets a receipt number."""
    token, now, draft = incoming.token(), clock.now(), body.draft()
    post_id = clock.new_id(now)
    code = ids.lookup_code(token, post_id)
    post = posting.compose(draft, author, city(), post_id=post_id, lookup_hash=secret_hash(code), now=now)
    if incoming.spend("post", author, once) and said_often(post.text, author, now):
        post = guard.hold(post, "repeated", now)
    added = _numbered(post, once, posting.kept(draft, post, city()), now)
    if added.post_id == post_id:  # no repetition of a request
        count("PostsAccepted")
    return views.receipt(added, ids.lookup_code(token, added.post_id))


def said_often(text: str, author: Member, now: datetime) -> bool:
    """Counts the same text by the same member, up to a day."""
    said, hours = review.print_of(text), review.REPEATED_HOURS
    return said is not None and rates.spend(f"said#{author.member_id}#{said}", review.REPEATS, hours, now) is not None


def _numbered(post: Post, once: ledger.Once | None, kept: Iterable[Original], now: datetime) -> Post:
    if post.status == "received" and ledger.answer(once) is None:
        post = replace(post, receipt_number=next_number(now))
    return posts.add(post, received(post), once, kept)


def next_number(now: datetime) -> str:
    year = now.astimezone(city().zone).year
    return ids.receipt_number(city().receipt_prefix, year, ledger.next_serial(f"receipt-{year}"))


@routes.on("GET", "/v1/posts", cache=SHARED)
def list_posts(incoming: Incoming, asked: Filter, who: WhoReads) -> shapes.Cards:
    """Lists public posts; one's own with a token, the private ones too."""
    wanted, now = asked.wanted(), clock.now()
    reader = who() if wanted.author_id else None
    own = reader is not None and reader.member_id == wanted.author_id
    return listed(incoming, asked, replace(wanted, everything=own), now, whole=own)


def listed(incoming: Incoming, asked: Filter, wanted: posts.Wanted, now: datetime, *, whole: bool) -> shapes.Cards:
    question = repr(wanted)
    page = posts.page(wanted, limit(asked.limit), cursor.decode(asked.cursor, question))
    cards = [views.card(post, incoming.language, now, whole=whole) for post in page.posts]
    return shapes.Cards(cards, cursor.encode(page.after, question))


def limit(asked: int | None) -> int:
    limits = city().limits
    if asked is not None and asked > limits.page_most:
        raise InvalidInput("bad_limit", "limit", most=limits.page_most)
    return asked or limits.page_usual


def _bounds(value: str | None) -> tuple[float, float, float, float] | None:
    if value is None:
        return None
    south, west, north, east = map(float, value.split(","))
    return box(south, west, north, east, InvalidInput("bad_bounds", "bounds"))


def box(south: float, west: float, north: float, east: float, refusal: InvalidInput) -> tuple[float, float, float, float]:
    if south > north or west > east:
        raise refusal
    return south, west, north, east


def _time(value: str | None, field: str) -> datetime | None:
    """ISO 8601 with an offset; a + that nobody escaped arrives as a blank."""
    if value is None:
        return None
    try:
        found = msgspec.convert(value.replace(" ", "+"), datetime)
    except msgspec.ValidationError:
        raise InvalidInput("bad_time", field) from None
    if found.tzinfo is None or not 1970 < found.year < 9000:
        raise InvalidInput("bad_time", field)
    return found.astimezone(UTC)


@routes.on("GET", "/v1/posts/{post_id}", cache=SHARED)
def get_post(incoming: Incoming, post_id: str, reader: Reader | None, asked: Opening) -> shapes.PostShape:
    """A post with its timeline and its comments."""
    return shown(incoming, visible(post_id, reader, asked.code), reader)


def shown(incoming: Incoming, post: Post, reader: Member | None) -> shapes.PostShape:
    return views.post(
        post, posts.timeline(post.post_id), comments.thread(post.post_id, THREAD), language=incoming.language,
        now=clock.now(), reader=reader, marks=marks.of(post.post_id, reader.member_id) if reader else frozenset())


def visible(post_id: str, reader: Member | None, code: str | None = None) -> Post:
    """A private post exists for its author and for who holds its look-up code; for others it does not."""
    post = existing(post_id)
    mine = reader is not None and reader.member_id == post.author_id
    opened = code is not None and post.lookup_hash == secret_hash(code.strip().upper())
    if post.private_to_staff and not (mine or opened):
        raise NotFound("no_such_post", None)
    return post


def existing(post_id: str) -> Post:
    return posts.get(named(post_id))


def named(post_id: str) -> str:
    """For what reads the post itself. What is no id at all need not be asked for."""
    if not ids.is_ulid(post_id):
        raise NotFound("no_such_post", None)
    return post_id


@routes.on("PATCH", "/v1/posts/{post_id}")
def edit_post(incoming: Incoming, post_id: str, author: Writer, body: Revision) -> shapes.PostShape:
    """Its author edits a post, for some time after it was written."""
    edit = body.edit()

    def decide(current: Post) -> Change | None:
        change = posting.revise(current, edit, author, city(), clock.now())
        if change:
            moderation.check_unmasked(posts.timeline(post_id, consistent=True))
        return change

    visible(post_id, author)
    return shown(incoming, posts.change(post_id, decide), author)


@routes.on("POST", "/v1/posts/{post_id}/withdrawal")
def withdraw_post(incoming: Incoming, post_id: str, author: Member, body: Withdrawal) -> shapes.PostShape:
    """Its author withdraws a post. Its place and its timeline stay, its words go."""
    reason = posting.check_reason(body.reason, city())
    posting.check_author(visible(post_id, author), author)
    return shown(incoming, posts.change(post_id, lambda post: handling.withdraw(post, reason, clock.now())), author)


@routes.on("PUT", "/v1/posts/{post_id}/support")
def support_post(incoming: Incoming, post_id: str, reader: Writer) -> shapes.SupportShape:
    """나도 불편해요: once, however often."""
    return _marked(reader, post_id, "support", marks.add)


@routes.on("DELETE", "/v1/posts/{post_id}/support")
def unsupport_post(incoming: Incoming, post_id: str, reader: Member) -> shapes.SupportShape:
    """Takes one's support back."""
    return _marked(reader, post_id, "support", marks.remove)


@routes.on("PUT", "/v1/posts/{post_id}/follow")
def follow_post(incoming: Incoming, post_id: str, reader: Member) -> shapes.FollowShape:
    """To be told of what happens to a post."""
    post = visible(post_id, reader)
    marks.add(post.post_id, "follow", reader.member_id, seen=post.comments)
    return shapes.FollowShape(True)


@routes.on("DELETE", "/v1/posts/{post_id}/follow")
def unfollow_post(incoming: Incoming, post_id: str, reader: Member) -> shapes.FollowShape:
    """To be told no more."""
    _mark(reader, post_id, "follow", marks.remove)
    return shapes.FollowShape(False)


def _marked(reader: Member, post_id: str, kind: str, set_mark: "marks.Setter") -> shapes.SupportShape:
    _mark(reader, post_id, kind, set_mark)
    return shapes.SupportShape(posts.get(post_id).supports, set_mark is marks.add)


def _mark(reader: Member, post_id: str, kind: str, set_mark: "marks.Setter") -> None:
    set_mark(visible(post_id, reader).post_id, kind, reader.member_id)

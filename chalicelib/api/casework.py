"""What an office does with a complaint on its desk; and its author's verdict on what was done."""

from typing import Annotated

from chalicelib import clock
from chalicelib.api import shapes
from chalicelib.api.desk import DeskPost, Reasoned, Seen, act_of, changed, deed_of, shown
from chalicelib.api.edge import Body, Incoming, Routes, Writer
from chalicelib.api.posts import Reason, Said, Text, Title, existing, named, next_number, visible
from chalicelib.api.posts import shown as shown_to
from chalicelib.city import city
from chalicelib.domain import casework, ids, merging, posting
from chalicelib.domain.act import Act
from chalicelib.domain.clerk import Clerk
from chalicelib.errors import NotFound
from chalicelib.store import ledger, posts, router

routes = Routes(__name__)


class Note(Body, frozen=True):
    text: Said


class Reclassification(Reasoned, frozen=True, kw_only=True):
    deadline: Annotated[str, shapes.told(**{"x-one-of": "deadlines"})]


class Extension(Reasoned, frozen=True, kw_only=True):
    """`amount` in the unit of the deadline: days, or hours of work."""

    amount: Annotated[int, shapes.told(minimum=1)]
    kind: Annotated[str, shapes.told(**{"x-one-of": "extensions"})]
    consent: bool = False


class Pausing(Reasoned, frozen=True, kw_only=True):
    kind: Annotated[str, shapes.told(**{"x-one-of": "pauses"})]


class Merge(Reasoned, frozen=True, kw_only=True):
    """`into` is the id of a post, or its receipt number."""

    into: shapes.Number


class Split(Reasoned, frozen=True, kw_only=True):
    text: Text
    title: Title | None = None
    tag: shapes.Tag | None = None
    category: shapes.Category | None = None

    @property
    def part(self) -> merging.Part:
        return merging.Part(self.text, self.title, self.tag, self.category)


class Verdict(Body, frozen=True):
    solved: bool
    reason: Reason | None = None


class Divided(shapes.Shape, frozen=True):
    post: DeskPost
    new: DeskPost


@routes.on("POST", "/v1/admin/posts/{post_id}/acknowledgement", action="work")
def acknowledge_post(incoming: Incoming, post_id: str, body: Seen) -> DeskPost:
    """The department takes a complaint."""
    act = act_of(incoming, body)
    return changed(incoming, post_id, lambda post: casework.acknowledge(post, act))


@routes.on("POST", "/v1/admin/posts/{post_id}/notes", action="work")
def note_on_post(incoming: Incoming, post_id: str, clerk: Clerk, body: Note, once: ledger.Once | None) -> DeskPost:
    """A note that staff alone read."""
    act = Act(clerk, clock.now(), posting.check_comment(body.text, city()))
    return changed(incoming, post_id, lambda post: casework.note(post, act), once)


@routes.on("POST", "/v1/admin/posts/{post_id}/deadline", action="work")
def reclassify_post(incoming: Incoming, post_id: str, body: Reclassification) -> DeskPost:
    """Puts a complaint under another legal deadline."""
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: casework.reclassify(post, body.deadline, act, city(), said))


@routes.on("POST", "/v1/admin/posts/{post_id}/extension", action="work")
def extend_post(incoming: Incoming, post_id: str, body: Extension, once: ledger.Once | None) -> DeskPost:
    """Extends the deadline; the second time with the citizen's consent."""
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: casework.extend(
        post, body.amount, body.kind, act, city(), said, consent=body.consent), once)


@routes.on("POST", "/v1/admin/posts/{post_id}/pause", action="work")
def pause_post(incoming: Incoming, post_id: str, body: Pausing) -> DeskPost:
    """Stops the clock of the deadline, for a reason of the law."""
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: casework.pause(post, body.kind, act, city(), said))


@routes.on("POST", "/v1/admin/posts/{post_id}/resumption", action="work")
def resume_post(incoming: Incoming, post_id: str, body: Seen) -> DeskPost:
    """Lets the clock go on."""
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: casework.resume(post, act, city(), said))


@routes.on("POST", "/v1/admin/posts/{post_id}/merge", action="merge")
def merge_post(incoming: Incoming, post_id: str, body: Merge, once: ledger.Once | None) -> DeskPost:
    """Merges a complaint into one that tells the same."""
    act = act_of(incoming, body)
    said = clock.new_id(act.now), clock.new_id(act.now)
    twin, _ = posts.change_both(
        named(post_id), _target(body.into), lambda twin, into: merging.merge(twin, into, act, city(), said), once)
    return shown(incoming, twin)


def _target(name: str) -> str:
    """The id of a post, from it or from its receipt number."""
    found = name.strip().upper()
    post_id = found if ids.is_ulid(found) else ledger.numbered(found[:40])
    if post_id is None:
        raise NotFound("no_such_post", "into")
    return existing(post_id).post_id


@routes.on("POST", "/v1/admin/posts/{post_id}/split", status=201, action="split")
def split_post(incoming: Incoming, post_id: str, body: Split, once: ledger.Once | None) -> Divided:
    """Makes a part of a complaint a complaint of its own."""
    act = act_of(incoming, body)
    said = clock.new_id(act.now), clock.new_id(act.now)
    existing(post_id)  # before a number is spent
    new_id, number = clock.new_id(act.now), "" if ledger.answer(once) else next_number(act.now)
    model = router.in_use(act.now)
    left, new = posts.divide(
        post_id, lambda whole: merging.split(whole, body.part, new_id, number, act, city(), model, said), once)
    return Divided(shown(incoming, left), shown(incoming, new))


@routes.on("POST", "/v1/posts/{post_id}/verdict")
def give_verdict(incoming: Incoming, post_id: str, author: Writer, body: Verdict) -> shapes.PostShape:
    """Its author says whether what was resolved is solved; if not, it is opened again."""
    now = clock.now()
    reason, said = posting.check_reason(body.reason, city()), clock.new_id(now)
    visible(post_id, author)
    post = posts.change(post_id, lambda post: casework.verdict(post, author, body.solved, reason, city(), now, said))
    return shown_to(incoming, post, author)

"""What an office does with a complaint on its desk; and its author's verdict on what was done."""

from chalicelib import clock
from chalicelib.api import shapes
from chalicelib.api.desk import DeskPost, Reasoned, Seen, act_of, changed, deed_of, shown
from chalicelib.api.edge import Body, Incoming, Routes
from chalicelib.api.posts import existing, named, next_number, visible
from chalicelib.api.posts import shown as shown_to
from chalicelib.city import city
from chalicelib.domain import casework, ids, merging, posting
from chalicelib.domain.act import Act
from chalicelib.errors import NotFound
from chalicelib.store import ledger, posts

routes = Routes(__name__)


class Note(Body, frozen=True):
    text: str


class Reclassification(Reasoned, frozen=True, kw_only=True):
    deadline: str


class Extension(Reasoned, frozen=True, kw_only=True):
    amount: int
    kind: str
    consent: bool = False


class Pause(Reasoned, frozen=True, kw_only=True):
    kind: str


class Merge(Reasoned, frozen=True, kw_only=True):
    into: str


class Split(Reasoned, frozen=True, kw_only=True):
    text: str
    title: str | None = None
    tag: str | None = None
    category: str | None = None

    @property
    def part(self) -> merging.Part:
        return merging.Part(self.text, self.title, self.tag, self.category)


class Verdict(Body, frozen=True):
    solved: bool
    reason: str | None = None


class Divided(shapes.Shape, frozen=True):
    post: DeskPost
    new: DeskPost


@routes.on("POST", "/v1/admin/posts/{post_id}/acknowledgement", action="work")
def acknowledge_post(incoming: Incoming, post_id: str) -> DeskPost:
    act = act_of(incoming, incoming.body(Seen))
    return changed(incoming, post_id, lambda post: casework.acknowledge(post, act))


@routes.on("POST", "/v1/admin/posts/{post_id}/notes", action="work")
def note_on_post(incoming: Incoming, post_id: str) -> DeskPost:
    clerk, text = incoming.clerk(), posting.check_comment(incoming.body(Note).text, city())
    act = Act(clerk, clock.now(), text)
    return changed(incoming, post_id, lambda post: casework.note(post, act), incoming.once(clerk.staff_id))


@routes.on("POST", "/v1/admin/posts/{post_id}/deadline", action="work")
def reclassify_post(incoming: Incoming, post_id: str) -> DeskPost:
    body = incoming.body(Reclassification)
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: casework.reclassify(post, body.deadline, act, city(), said))


@routes.on("POST", "/v1/admin/posts/{post_id}/extension", action="work")
def extend_post(incoming: Incoming, post_id: str) -> DeskPost:
    body = incoming.body(Extension)
    act, said = deed_of(incoming, body)
    once = incoming.once(act.clerk.staff_id)
    return changed(incoming, post_id, lambda post: casework.extend(
        post, body.amount, body.kind, act, city(), said, consent=body.consent), once)


@routes.on("POST", "/v1/admin/posts/{post_id}/pause", action="work")
def pause_post(incoming: Incoming, post_id: str) -> DeskPost:
    body = incoming.body(Pause)
    act, said = deed_of(incoming, body)
    return changed(incoming, post_id, lambda post: casework.pause(post, body.kind, act, city(), said))


@routes.on("POST", "/v1/admin/posts/{post_id}/resumption", action="work")
def resume_post(incoming: Incoming, post_id: str) -> DeskPost:
    act, said = deed_of(incoming, incoming.body(Seen))
    return changed(incoming, post_id, lambda post: casework.resume(post, act, city(), said))


@routes.on("POST", "/v1/admin/posts/{post_id}/merge", action="merge")
def merge_post(incoming: Incoming, post_id: str) -> DeskPost:
    body = incoming.body(Merge)
    act = act_of(incoming, body)
    said = clock.new_id(act.now), clock.new_id(act.now)
    twin, _ = posts.change_both(
        named(post_id), _target(body.into), lambda twin, into: merging.merge(twin, into, act, city(), said))
    return shown(incoming, twin)


def _target(name: str) -> str:
    """The id of a post, from it or from its receipt number."""
    found = name.strip().upper()
    post_id = found if ids.is_ulid(found) else ledger.numbered(found[:40])
    if post_id is None:
        raise NotFound("no_such_post", "into")
    return existing(post_id).post_id


@routes.on("POST", "/v1/admin/posts/{post_id}/split", status=201, action="split")
def split_post(incoming: Incoming, post_id: str) -> Divided:
    body = incoming.body(Split)
    act, once = act_of(incoming, body), incoming.once(incoming.clerk().staff_id)
    said = clock.new_id(act.now), clock.new_id(act.now)
    existing(post_id)  # before a number is spent
    new_id, number = clock.new_id(act.now), "" if ledger.answer(once) else next_number(act.now)
    left, new = posts.divide(
        post_id, lambda whole: merging.split(whole, body.part, new_id, number, act, city(), said), once)
    return Divided(shown(incoming, left), shown(incoming, new))


@routes.on("POST", "/v1/posts/{post_id}/verdict")
def give_verdict(incoming: Incoming, post_id: str) -> shapes.PostShape:
    author, body, now = incoming.writer(), incoming.body(Verdict), clock.now()
    reason, said = posting.check_reason(body.reason, city()), clock.new_id(now)
    visible(post_id, author)
    post = posts.change(post_id, lambda post: casework.verdict(post, author, body.solved, reason, city(), now, said))
    return shown_to(incoming, post, author)

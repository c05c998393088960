"""What staff do where words or pictures may not stay before the public as they are, and what their author says to it."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from chalicelib.city import City
from chalicelib.domain import guard, korean
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change, Line, Original, Replaced, changed
from chalicelib.domain.guard import Told
from chalicelib.domain.post import Comment, Entry, Hiding, Photo, Post, Region
from chalicelib.domain.posting import check_comment, check_text, check_title, part_of, standing
from chalicelib.domain.routing import Guess
from chalicelib.domain.wording import because, joined, korean_day, said
from chalicelib.errors import Conflict, InvalidInput, NotFound

REGIONS_MOST = 20  # of one photo at a time
DIGITS = 4  # of a share: a tenth of a pixel of what the room shows
BLOCK_DAYS_MOST = 365
DECIDED = ""  # what an appeal says once it is answered; none says nothing


# A post


def hide(post: Post, kind: str, act: Act, city: City, comment_id: str) -> Change | None:
    """By a rule of the room, or for some days at the request of one whose rights it violates (정보통신망법 제44조의2).

    Both sides are told: its author by the room's comment, the other by the notice that stands in its place.
    """
    until = _last_moment(act.now, city) if kind == "rights" else None
    hiding = _hiding(post.hiding, Hiding(kind, act.reason, act.now, until))
    if hiding == post.hiding:
        return None
    told = joined(_hidden_text(hiding, city), because(act.reason), _appeal_text(hiding))
    return changed(post, act.now, act.line("hidden", post, after=kind), comments=(said(post, comment_id, act.now, told),),
                   hiding=hiding)


def _hiding(before: Hiding | None, wanted: Hiding) -> Hiding:
    """Of the same kind it goes on and gets no longer by that; an appeal against it is thereby answered."""
    if before is None or before.kind != wanted.kind:
        return wanted
    return replace(before, reason=wanted.reason, appeal=None if before.appeal is None else DECIDED)


def _last_moment(since: datetime, city: City) -> datetime:
    """Of the last day that is over before the days are: the run just after midnight shows the post in time."""
    day = since.astimezone(city.zone).date() + timedelta(days=city.limits.block_days)
    return datetime.combine(day, time(), city.zone).astimezone(UTC) - timedelta(seconds=1)


def _hidden_text(hiding: Hiding, city: City) -> str:
    if hiding.until is None:
        return "이 글을 가렸습니다."
    return f"권리가 침해되었다는 신고에 따라 이 글을 {korean_day(hiding.until.astimezone(city.zone).date())}까지 가립니다."


def _appeal_text(hiding: Hiding) -> str:
    if hiding.appeal is None:
        return "글쓴이는 이 글에서 이의를 제기할 수 있습니다."
    return "이의 제기를 살펴본 결과입니다."


def to_look_at(post: Post) -> bool:
    """Whether a person is still to decide, or its days are still to end."""
    return post.reports > 0 or (post.hiding is not None and (post.hiding.kind in ("review", "rights") or bool(post.hiding.appeal)))


def show(post: Post, act: Act, comment_id: str) -> Change | None:
    """Also what waited for a person to look at it."""
    if post.hiding is None:
        return None
    told = joined("이 글을 공개합니다.", because(act.reason))
    return changed(post, act.now, act.line("shown", post, before=post.hiding.kind),
                   comments=(said(post, comment_id, act.now, told),), hiding=None)


def end_hiding(post: Post, now: datetime, comment_id: str) -> Change | None:
    """Once its days are over; None before that."""
    if post.hiding is None or post.hiding.until is None or now < post.hiding.until:
        return None
    told = "가리기로 한 기간이 끝나 이 글을 다시 공개합니다."
    return changed(post, now, Line("shown", "system", before=post.hiding.kind),
                   comments=(said(post, comment_id, now, told),), hiding=None)


def appeal(post: Post, text: str, now: datetime) -> Change | None:
    """Its author's, once for each hiding. That there is one all may see; what it says is for staff."""
    if post.hiding is None:
        raise Conflict("not_hidden", None)
    if post.hiding.appeal == text:
        return None
    if post.hiding.appeal is not None:
        raise Conflict("appealed_already", None)
    return changed(post, now, Line("appealed", "author", reason=text), hiding=replace(post.hiding, appeal=text))


def appeal_comment(post: Post, comment: Comment, text: str, now: datetime) -> Change | None:
    """Its author's, once; before the complaint team as if reported."""
    if comment.hiding is None:
        raise Conflict("not_hidden", None)
    if comment.hiding.appeal == text:
        return None
    if comment.hiding.appeal is not None:
        raise Conflict("appealed_already", None)
    line = Line("appealed", "author", after=comment.comment_id, reason=text)
    change = changed(post, now, line, reports=post.reports + 1)
    return replace(change, revised=((comment, replace(comment, hiding=replace(comment.hiding, appeal=text))),))


def mask(post: Post, title: str | None, text: str | None, act: Act, city: City, comment_id: str) -> Change | None:
    """Other words before the public; None leaves a thing as it is, and an empty title takes it away."""
    title = post.title if title is None else check_title(title, city)
    told = guard.public(Told(title, post.text if text is None else check_text(text, city), None), post.tag, city)
    if (told.title, told.text) == (post.title, post.text):
        return None
    words = joined("이 글의 일부를 가렸습니다.", because(act.reason))
    change = changed(post, act.now, act.line("masked", post), comments=(said(post, comment_id, act.now, words),),
                     title=told.title, text=told.text, attributes=standing(post, told.text),
                     guesses=tuple(_still_told(guess, f"{told.title or ''} {told.text}") for guess in post.guesses))
    return replace(change, originals=(Original(part_of(change.entries[0].number, act.now), post.text, post.title),))


def _still_told(guess: Guess, text: str) -> Guess:
    letters = korean.compact(text)
    words, against = (tuple(word for word in some if korean.compact(word) in letters) for some in (guess.words, guess.against))
    return replace(guess, words=words, against=against)


def check_unmasked(timeline: Iterable[Entry]) -> None:
    """An edit brings no words back that staff have taken from the public."""
    if any(entry.kind == "masked" and entry.after is None for entry in timeline):
        raise Conflict("masked_by_staff", None)


# A comment: the timeline of its post tells which


def hide_comment(post: Post, comment: Comment, act: Act) -> Change | None:
    hiding = _hiding(comment.hiding, Hiding("rule", act.reason, act.now))
    if hiding == comment.hiding:
        return None
    return _revised(post, comment, replace(comment, hiding=hiding), "hidden", act, **_answered(post, comment))


def show_comment(post: Post, comment: Comment, act: Act) -> Change | None:
    if comment.hiding is None:
        return None
    return _revised(post, comment, replace(comment, hiding=None), "shown", act, **_answered(post, comment))


def _answered(post: Post, comment: Comment) -> dict[str, int]:
    """What was before the complaint team as if reported: a comment that waited, or an appeal against its hiding."""
    waited = comment.hiding is not None and (comment.hiding.kind == "review" or bool(comment.hiding.appeal))
    return {"reports": max(0, post.reports - 1)} if waited else {}


def mask_comment(post: Post, comment: Comment, text: str, act: Act, city: City) -> Change | None:
    new = replace(comment, text=guard.masked(check_comment(text, city), post.tag, city))
    if new == comment:
        return None
    change = _revised(post, comment, new, "masked", act)
    return replace(change, originals=(Original(comment.comment_id, comment.text),))


def _revised(post: Post, before: Comment, after: Comment, kind: str, act: Act, **values: Any) -> Change:
    change = changed(post, act.now, act.line(kind, post, after=before.comment_id), **values)
    return replace(change, revised=((before, after),))


TOLD = {"hidden": "comment_hidden", "masked": "comment_masked"}  # kinds of notices to the author of a comment, by entry


def told(comment: Comment, kind: str) -> Comment | None:
    """What a notice of this kind says of a comment; None if that is so no longer."""
    if kind == "comment_masked":
        words = "남기신 댓글의 일부를 가렸습니다. 사유는 글의 처리 과정에 있습니다."
    elif kind != "comment_hidden":
        return None if comment.hiding else comment
    elif comment.hiding:
        words = joined("남기신 댓글을 가렸습니다.", because(comment.hiding.reason), "글에서 이의를 제기할 수 있습니다.")
    else:
        return None
    return replace(comment, by="system", author_name=None, text=words)


# A photo


def check_regions(regions: Sequence[Region]) -> tuple[Region, ...]:
    if not 1 <= len(regions) <= REGIONS_MOST:
        raise InvalidInput("wrong_value", "regions")
    rounded = tuple(Region(*(round(share, DIGITS) for share in astuple(region))) for region in regions)
    if not all(0 <= one.x < 1 and 0 <= one.y < 1 and 0 < one.width <= 1 and 0 < one.height <= 1 for one in rounded):
        raise InvalidInput("wrong_value", "regions")
    return rounded


def blur(post: Post, comment: Comment | None, replaced: Replaced, act: Act) -> Change:
    """A photo of the post, or of the comment on it. A new one shows in its place, once that is made."""
    photos = _with_new(comment.photos if comment else post.photos, replaced)
    if comment:
        change = _revised(post, comment, replace(comment, photos=photos), "photo_blurred", act)
    else:
        change = changed(post, act.now, act.line("photo_blurred", post), photos=photos)
    return replace(change, replaced=(replaced,))


def _with_new(photos: tuple[Photo, ...], replaced: Replaced) -> tuple[Photo, ...]:
    old = next((photo for photo in photos if photo.photo_id == replaced.photo_id), None)
    if old is None:
        raise NotFound("no_such_photo", None)
    if old.state != "ready":
        raise Conflict("photo_not_ready", None)
    return tuple(Photo(replaced.by) if photo is old else photo for photo in photos)


# Reports, and the member behind a post


def dismiss_reports(post: Post, act: Act) -> Change | None:
    if not post.reports:
        return None
    return changed(post, act.now, act.line("reports_dismissed", post, before=str(post.reports)), reports=0)


def blocked_until(days: int, now: datetime) -> datetime:
    if not 1 <= days <= BLOCK_DAYS_MOST:
        raise InvalidInput("wrong_value", "days")
    return now + timedelta(days=days)


def block(post: Post, until: datetime, act: Act) -> Change:
    return changed(post, act.now, act.line("member_blocked", post, after=until.isoformat()))


def unblock(post: Post, act: Act) -> Change:
    return changed(post, act.now, act.line("member_unblocked", post))

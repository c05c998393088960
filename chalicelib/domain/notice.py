"""Who is told of a comment, and what the mail says. Korean first: a mail has no language switch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.city import City
from chalicelib.domain.post import Comment, Post
from chalicelib.domain.push import Device, Push
from chalicelib.domain.wording import korean_day

GATHERED = frozenset({"member", "watcher", "department"})  # mailboxes that wait for more
EXCERPT = 60  # characters of a text in a subject or a first line


@dataclass(frozen=True)
class Mailbox:
    """One reader's view of one matter. What lies in it goes out as one message."""

    kind: str  # member | watcher | device | department | reminder | confirmation | recovery
    reader: str  # member id, "<member id>.<device id>" or department code
    post_id: str = ""  # of a reminder the day, "2026-11-24"

    def __str__(self) -> str:
        return "#".join((self.kind, self.reader, self.post_id))

    @classmethod
    def of(cls, name: str) -> "Mailbox":
        kind, reader, post_id = name.split("#")
        return cls(kind, reader, post_id)

    def on(self, device_id: str) -> "Mailbox":
        """The same matter on one of the reader's devices."""
        return Mailbox("device", f"{self.reader}.{device_id}", self.post_id)

    @property
    def device(self) -> tuple[str, str]:
        """Member id and device id."""
        member_id, _, device_id = self.reader.partition(".")
        return member_id, device_id


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    to: str
    unsubscribe: str | None = None  # the one-click address of RFC 8058


def mailboxes(comment: Comment, post: Post, followers: Iterable[str]) -> Iterator[Mailbox]:
    """Followers but the writer; and the department that a post comes to, or whose post a citizen comments.

    Nobody of what is hidden, and of a hidden post its author alone.
    """
    if comment.hiding:
        return
    readers = (f for f in followers if f == post.author_id or post.hiding is None)
    yield from (Mailbox("member", f, post.post_id) for f in readers if f != comment.author_id)
    told = {"system": comment.department, "citizen": post.department}.get(comment.by)
    if told:
        yield Mailbox("department", told, post.post_id)


def delay_seconds(mailbox: Mailbox, city: City) -> int:
    """News of a short time make one mail; a code is waited for."""
    return city.limits.mail_window_seconds if mailbox.kind in GATHERED else 0


def to_member(post: Post, comments: Sequence[Comment], to: str, token: str, site: str, city: City, *, own: bool = False) -> Letter:
    """`own` for the author of the post, who alone is told which official answered (Decree, article 31), and asked for a verdict."""
    stop = f"{site}/unsubscribe?token={token}"
    lines = [
        f"「{short_name(post)}」 글에 새 소식이 있습니다.", "",
        *_quoted(comments, city, officials=own), *(_asked(post, comments, city) if own else ()), f"글 보기: {site}/posts/{post.post_id}", "",
        f"이 글의 알림 그만 받기: {stop}",
    ]
    one_click = f"{site}/v1/unsubscribe?token={token}"
    return Letter(_subject(post, _matter(comments), city), "\n".join(lines), to, one_click)


def _matter(comments: Sequence[Comment]) -> str:
    """What the room says of a comment of the reader's own (domain/moderation.py, `told`) is no new comment."""
    new = [one for one in comments if one.by != "system" or one.author_id is None]
    return f"새 댓글 {len(new)}건" if new else "남기신 댓글 안내"


def _asked(post: Post, comments: Sequence[Comment], city: City) -> Iterator[str]:
    """Whether it is solved: once, with the comment that came with its end."""
    if post.status == "resolved" and post.verdict is None and post.closed_at in [comment.at for comment in comments]:
        until = (post.closed_at + timedelta(days=city.limits.verdict_days)).astimezone(city.zone)
        yield f"해결되었나요? {korean_day(until.date())} {until:%H:%M}까지 글에서 알려 주세요."


def to_watcher(post: Post, to: str, token: str, site: str, city: City) -> Letter:
    lines = [
        "알림을 신청하신 새 글이 올라왔습니다.", "",
        f"「{short_name(post)}」", f"태그: #{post.tag}", *_where(post), "",
        f"글 보기: {site}/posts/{post.post_id}", "",
        f"이런 새 글 알림 그만 받기: {site}/unsubscribe?token={token}",
    ]
    return Letter(_subject(post, "새 글", city), "\n".join(lines), to, f"{site}/v1/unsubscribe?token={token}")


def _where(post: Post) -> Iterator[str]:
    if post.location and post.location.address:
        yield f"장소: {post.location.address}"


def to_device(post: Post, comments: Sequence[Comment], device: Device) -> Push:
    """Few words: a phone shows a line or two, also while it is locked. Without comments the post itself is the news."""
    matter, words = (_matter(comments), comments[-1].text) if comments else ("새 글", post.text)
    return Push(f"{matter} · {short_name(post)}", _short(" ".join(words.split())), f"/posts/{post.post_id}", post.post_id, device)


def to_department(post: Post, comments: Sequence[Comment], to: str, site: str, city: City) -> Letter:
    due = f"{post.due_at.astimezone(city.zone):%Y-%m-%d %H:%M}" if post.due_at else "-"
    lines = [
        f"접수번호: {post.receipt_number or '-'}", f"태그: #{post.tag}", f"처리기한: {due}",
        f"장소: {(post.location.address if post.location else None) or '-'}", "", post.text, "",
        *_quoted(comments, city), f"처리하기: {site}/staff/?post={post.post_id}",
    ]
    return Letter(_subject(post, "처리할 민원", city), "\n".join(lines), to)


def confirmation(code: str, to: str, city: City) -> Letter:
    minutes = city.limits.code_minutes
    text = f"{city.room.ko} 알림을 이 주소로 받으려면 {minutes}분 안에 확인번호를 입력해 주세요.\n\n확인번호: {code}\n\n요청하지 않았다면 이 메일은 무시하셔도 됩니다."
    return Letter(f"[{city.room.ko}] 메일 주소 확인번호", text, to)


def recovery(code: str, to: str, city: City) -> Letter:
    minutes = city.limits.code_minutes
    text = f"{city.room.ko}에 다시 들어오려면 {minutes}분 안에 확인번호를 입력해 주세요.\n\n확인번호: {code}\n\n요청하지 않았다면 이 메일은 무시하셔도 됩니다."
    return Letter(f"[{city.room.ko}] 다시 들어오기 확인번호", text, to)


def _subject(post: Post, matter: str, city: City) -> str:
    return " ".join(filter(None, (f"[{city.room.ko}]", post.receipt_number, matter)))


def short_name(post: Post) -> str:
    return _short((post.title or post.text).split("\n", 1)[0])


def _short(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"


def _quoted(comments: Sequence[Comment], city: City, *, officials: bool = False) -> Iterator[str]:
    for comment in comments:
        yield f"■ {_writer(comment, city)} · {comment.at.astimezone(city.zone):%Y-%m-%d %H:%M}"
        yield comment.text
        if officials and comment.by != "citizen" and comment.author_name:
            yield f"담당: {comment.author_name}{_phone(comment, city)}"
        yield ""


def _phone(comment: Comment, city: City) -> str:
    office = city.department(comment.department) if comment.department else None
    return f" ({office.phone})" if office else ""


def _writer(comment: Comment, city: City) -> str:
    if comment.by == "citizen":
        return comment.author_name or ""
    office = city.department(comment.department) if comment.department and comment.by == "staff" else None
    return office.name.in_("ko") if office else city.room.ko

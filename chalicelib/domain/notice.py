"""Who is told of a comment, and what the mail says. Korean first: a mail has no language switch."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chalicelib.city import City
from chalicelib.domain.post import Comment, Post

EXCERPT = 60  # characters of a text in a subject or a first line


@dataclass(frozen=True)
class Mailbox:
    """One reader's view of one matter. What lies in it goes out as one message."""

    kind: str  # member | department | confirmation | recovery
    reader: str  # member id or department code
    post_id: str = ""

    def __str__(self) -> str:
        return "#".join((self.kind, self.reader, self.post_id))

    @classmethod
    def of(cls, name: str) -> "Mailbox":
        kind, reader, post_id = name.split("#")
        return cls(kind, reader, post_id)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    to: str
    unsubscribe: str | None = None  # the one-click address of RFC 8058


def mailboxes(comment: Comment, post: Post, followers: Iterable[str]) -> Iterator[Mailbox]:
    """Followers but the writer; and the department that a post comes to, or whose post a citizen comments."""
    yield from (Mailbox("member", f, post.post_id) for f in followers if f != comment.author_id)
    told = {"system": comment.department, "citizen": post.department}.get(comment.by)
    if told:
        yield Mailbox("department", told, post.post_id)


def delay_seconds(mailbox: Mailbox, city: City) -> int:
    """Comments in a short time make one mail; a code is waited for."""
    return city.limits.mail_window_seconds if mailbox.kind in ("member", "department") else 0


def to_member(post: Post, comments: Sequence[Comment], to: str, token: str, site: str, city: City) -> Letter:
    stop = f"{site}/unsubscribe?token={token}"
    lines = [
        f"「{_name(post)}」 글에 새 소식이 있습니다.", "",
        *_quoted(comments, city), f"글 보기: {site}/posts/{post.post_id}", "",
        f"이 글의 알림 그만 받기: {stop}",
    ]
    one_click = f"{site}/v1/unsubscribe?token={token}"
    return Letter(_subject(post, f"새 댓글 {len(comments)}건", city), "\n".join(lines), to, one_click)


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


def _name(post: Post) -> str:
    line = (post.title or post.text).split("\n", 1)[0]
    return line if len(line) <= EXCERPT else line[:EXCERPT] + "…"


def _quoted(comments: Sequence[Comment], city: City) -> Iterator[str]:
    for comment in comments:
        yield f"■ {_writer(comment, city)} · {comment.at.astimezone(city.zone):%Y-%m-%d %H:%M}"
        yield comment.text
        yield ""


def _writer(comment: Comment, city: City) -> str:
    if comment.by == "citizen":
        return comment.author_name or ""
    office = city.department(comment.department) if comment.department and comment.by == "staff" else None
    return office.name.in_("ko") if office else city.room.ko

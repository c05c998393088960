"""Imports what was written in an old room, such as a public Naver BAND, from the CSV files of infra.archive.

python -m infra.band import posts.csv [--comments comments.csv] [--photos DIR] [--stage local] [--tag 시민대화] [--hide-names]

It keeps dates, authors and threads. Old complaints come as what they came to (처리완료 unless the file says otherwise), without
receipt number, deadline or follower: nobody is told or reminded of them, and they stand in no figure; see infra.rows, ARCHIVED. Personal data in the
texts is masked, and the unmasked text is not kept. Authors become members who cannot sign in. Ids are made of what is in the
files: another run changes nothing, and completes one that was cut off.
"""

import argparse
import mimetypes
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from chalicelib import clock
from chalicelib.city import COMPLAINT_TEAM, city
from chalicelib.domain import ids
from chalicelib.domain.post import Comment, Entry, Photo, Post
from chalicelib.domain.status import STATUSES
from chalicelib.store import aws, comments, photos, posts
from chalicelib.store.models import CommentModel, EntryModel, MemberModel, PhotoModel, PostModel
from chalicelib.store.transaction import Transaction, holds
from infra import say
from infra.archive import OldComment, OldPost, Reader, authors, hidden
from infra.reach import enter
from infra.rows import ARCHIVED
from infra.terminal import in_lines

REASON = "이전 소통방에서 옮겨 온 글입니다."
NO_TOKEN = "-"  # noqa: S105 - the hash of no token
NO_TIME = datetime.fromtimestamp(0, UTC)

Name = Callable[[str], str]


def bring(found: Sequence[OldPost], shown_as: Name = str) -> dict[str, int]:
    """How many were new of each thing."""
    counted = Counter(members=sum(_bring_author(name, at, shown_as) for name, at in authors(found).items()))
    for number, old in enumerate(found, start=1):
        counted.update(_bring(old, shown_as))
        if number % 100 == 0:
            say(f"  {number:,} of {len(found):,} posts")
    return dict(counted)


def _bring(old: OldPost, shown_as: Name) -> dict[str, int]:
    post, said = _post(old, shown_as), _comments(old, shown_as)
    return {
        "posts": _bring_post(post, _entries(old, post)),
        "comments": sum(map(_bring_comment, said)),
        "photos": sum(_bring_photo(post, at, path) for at, path in enumerate(old.photos)),
    }


def _bring_author(name: str, at: datetime, shown_as: Name) -> bool:
    row = MemberModel(
        _author_id(name), nickname=shown_as(name), token_hash=NO_TOKEN, level="nickname", joined_at=at.astimezone(UTC)
    )
    return holds(lambda: row.save(MemberModel.member_id.does_not_exist()))


def _bring_post(post: Post, entries: Iterable[Entry]) -> bool:
    write = Transaction()
    row = posts.to_model(post)
    row.origin = ARCHIVED
    write.put(row, PostModel.post_id.does_not_exist())
    for entry in entries:
        write.put(EntryModel(**asdict(entry), origin=ARCHIVED), EntryModel.post_id.does_not_exist())
    return write.holds()


def _bring_comment(comment: Comment) -> bool:
    write, row = Transaction(), comments.to_model(comment)
    row.origin = ARCHIVED
    write.put(row, CommentModel.post_id.does_not_exist())
    write.update(PostModel(comment.post_id), [PostModel.comments.add(1)], PostModel.post_id.exists())
    return write.holds()


def _bring_photo(post: Post, position: int, path: Path) -> bool:
    """By the way of every photo: make_renditions takes it from here."""
    photo_id = post.photos[position].photo_id
    row = PhotoModel(photo_id, owner=post.author_id, state="pending", attached_to=post.post_id, position=position)
    new = holds(lambda: row.save(PhotoModel.photo_id.does_not_exist()))
    if photos.awaited(photo_id):
        aws.put_original(photo_id, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "image/jpeg")
    return new


def _post(old: OldPost, shown_as: Name) -> Post:
    at, tag = old.at.astimezone(UTC), city().tag(old.tag)
    ended = old.ended_at.astimezone(UTC) if old.status != "posted" else None
    answered = [said.department for said in old.comments if said.department]
    return Post(
        post_id=_id(at, "post", old.source),
        tag=old.tag,
        status=old.status,
        text=old.text,
        author_id=_author_id(old.author),
        author_name=shown_as(old.author),
        created_at=at,
        updated_at=ended or at,
        closed_at=ended,
        department=old.department or (answered[-1] if answered else COMPLAINT_TEAM if tag and tag.complaint else None),
        location=old.location,
        photos=tuple(Photo(_id(at, "photo", old.source, path.name)) for path in old.photos),
        version=2 if ended else 1,
    )


def _entries(old: OldPost, post: Post) -> Iterator[Entry]:
    tag = city().tag(post.tag)
    first = "received" if tag and tag.complaint else "posted"
    yield Entry(post.post_id, 1, post.created_at, first, "author", after=first)
    if post.closed_at:
        by = "author" if post.status == "withdrawn" else "staff"
        kind = STATUSES[post.status].kind
        yield Entry(post.post_id, 2, post.closed_at, kind, by, post.department, first, post.status, REASON)


def _comments(old: OldPost, shown_as: Name) -> Iterator[Comment]:
    """Those of one minute, which is all that an old room may tell, keep their order by a millisecond each."""
    post_id, minutes, twins = (
        _id(old.at.astimezone(UTC), "post", old.source),
        Counter[datetime](),
        Counter[OldComment](),
    )
    for said in old.comments:
        at = said.at.astimezone(UTC)
        order = timedelta(milliseconds=minutes[at])
        comment_id = _id(at + order, "comment", old.source, said.author, said.raw, str(twins[said]))
        minutes[at] += 1
        twins[said] += 1
        yield _comment(post_id, comment_id, at, said, shown_as)


def _comment(post_id: str, comment_id: str, at: datetime, said: OldComment, shown_as: Name) -> Comment:
    if said.department:
        return Comment(post_id, comment_id, at, "staff", said.text, department=said.department)
    return Comment(post_id, comment_id, at, "citizen", said.text, _author_id(said.author), shown_as(said.author))


def _author_id(name: str) -> str:
    return _id(NO_TIME, "author", name)


def _id(at: datetime, *matter: str) -> str:
    """The same for the same thing."""
    return ids.ulid(at, sha256("#".join(("band", *matter)).encode()).digest()[: ids.ENTROPY_BYTES])


def main(arguments: list[str]) -> int:
    talk = [tag.name for tag in city().tags if not tag.complaint]
    parser = argparse.ArgumentParser(prog="infra.band")
    parser.add_argument("what", choices=("import",))
    parser.add_argument("posts", type=Path)
    parser.add_argument("--comments", type=Path)
    parser.add_argument("--photos", type=Path, default=Path())
    parser.add_argument("--tag", default=talk[-1], choices=[tag.name for tag in city().tags], help="of what has none")
    parser.add_argument("--hide-names", action="store_true", help="홍길동 becomes 홍*동")
    parser.add_argument("--stage", default="local")
    asked = parser.parse_args(arguments)

    def work() -> None:
        found = Reader(city(), asked.photos, asked.tag, clock.now()).read(asked.posts, asked.comments)
        enter(asked.stage)
        for name, number in bring(found, hidden if asked.hide_names else str).items():
            say(f"  {name:<10} {number:>8,} new")

    return in_lines(work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

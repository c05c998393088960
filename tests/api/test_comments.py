"""Comments of citizens, and who is told of them."""

import re

import pytest

from chalicelib import clock
from chalicelib.domain.notice import Mailbox
from chalicelib.domain.post import Comment
from chalicelib.store import aws
from chalicelib.store.models import CommentModel
from infra.client import Client, mails, send, wait_for
from tests.api.steps import confirmed, raw, read, refused, talk
from tests.conftest import Room


@pytest.fixture
def post_id(room: Room) -> str:
    return talk(room.citizen("알리는 시민"))


def comment(who: Client, post_id: str, text: str, **more: object) -> dict[str, object]:
    told: dict[str, object] = who.call("POST", f"/v1/posts/{post_id}/comments", {"text": text} | more)
    return told


def thread(reader: Client, post_id: str) -> list[str]:
    return [said["text"] for said in read(reader, post_id)["thread"]]


def test_a_neighbour_comments(room: Room, post_id: str) -> None:
    said = comment(room.citizen("엄사 햇살"), post_id, "저도 어제 건너다가 놀랐습니다.")
    assert read(room.api, post_id)["thread"] == [said]
    assert (said["by"], said["author"]["nickname"], said["department"]) == ("citizen", "엄사 햇살", None)  # type: ignore[index]


def test_comments_are_counted_and_stand_in_their_order(room: Room, post_id: str) -> None:
    neighbour = room.citizen()
    for text in ("하나", "둘", "셋"):
        comment(neighbour, post_id, text)
    assert thread(room.api, post_id) == ["하나", "둘", "셋"]
    assert read(room.api, post_id)["comments"] == 3


def test_a_comment_is_no_entry_of_the_timeline(room: Room, post_id: str) -> None:
    comment(room.citizen(), post_id, "저도요.")
    assert len(read(room.api, post_id)["timeline"]) == 1


def test_a_comment_says_something_and_not_too_much(room: Room, post_id: str) -> None:
    neighbour = room.citizen()
    for text, code in (("", "text_too_short"), (" \u200b\n", "text_too_short"), ("가" * 2001, "text_too_long")):
        with refused(400, code, "text"):
            comment(neighbour, post_id, text)
    assert comment(neighbour, post_id, "네" * 2000)["id"]


def test_a_comment_may_carry_photos(room: Room, post_id: str) -> None:
    neighbour = room.citizen()
    photo_id = neighbour.call("POST", "/v1/photos", {"type": "image/jpeg"})["id"]
    comment(neighbour, post_id, "사진 올립니다.", photos=[photo_id])
    assert read(room.api, post_id)["thread"][0]["photos"][0]["id"] == photo_id


def test_a_citizen_brings_no_status(room: Room, post_id: str) -> None:
    with refused(400, "unknown_field", "status"):
        comment(room.citizen(), post_id, "고쳐졌어요.", status="resolved")


def test_commenting_takes_a_token_and_a_post(room: Room, post_id: str) -> None:
    with refused(401, "token_needed"):
        comment(room.api, post_id, "저도요.")
    with refused(404, "no_such_post"):
        comment(room.citizen(), "01M86D4XK07P16YNJNDDQVFGDA", "저도요.")


@pytest.fixture(scope="module")
def long_thread(room: Room, stage_settings: None) -> str:
    """A post with 103 comments, written straight into the table; nobody follows it, so nobody is told."""
    author = room.citizen()
    post_id = talk(author)
    author.call("DELETE", f"/v1/posts/{post_id}/follow")
    with CommentModel.batch_write() as batch:
        for number in range(103):
            said = Comment(post_id, f"01M86D4XK07P{number:014d}", clock.now(), "system", f"댓글 {number}")
            batch.save(CommentModel(**{name: value for name, value in vars(said).items() if name != "photos"}))
    return post_id


def test_a_long_thread_is_read_on_from_the_post(room: Room, long_thread: str) -> None:
    post = read(room.api, long_thread)
    rest = room.api.call("GET", f"/v1/posts/{long_thread}/comments?cursor={post['thread_cursor']}")
    texts = [said["text"] for said in (*post["thread"], *rest["thread"])]
    assert (len(post["thread"]), rest["cursor"]) == (100, None)
    assert texts == [f"댓글 {number}" for number in range(103)]


def test_a_cursor_of_one_thread_opens_no_other(room: Room, long_thread: str, post_id: str) -> None:
    cursor = read(room.api, long_thread)["thread_cursor"]
    for path in (f"/v1/posts/{post_id}/comments?cursor={cursor}", f"/v1/posts?cursor={cursor}"):
        with refused(400, "bad_cursor", "cursor"):
            room.api.call("GET", path)


# Being told


def test_one_click_in_a_mail_stops_that_posts_mails(room: Room, stage_settings: None) -> None:
    """As RFC 8058 has it: a form, in either encoding, without a sign-in."""
    author, address = confirmed(room, "소식 받는 시민")
    for sent in FORMS:
        post_id, token = mailed(room, author, address)
        for _ in range(2):
            assert unsubscribe(room, token, *sent) == (200, "{}")
        assert read(author, post_id)["following"] is False


def mailed(room: Room, author: Client, address: str) -> tuple[str, str]:
    """A post of one comment, and the token in the mail that tells of it. The mailbox is emptied at once here."""
    post_id, before = talk(author), len(mails(room.mail, address))
    comment(room.citizen(), post_id, "저도 봤습니다.")
    mailbox = str(Mailbox("member", str(author.token).split(".")[0], post_id))

    def arrived() -> list[dict[str, str]]:
        aws.ask_delivery(mailbox, 0)
        return mails(room.mail, address)[before:]

    found = re.search(r"/unsubscribe\?token=(\S+)", wait_for(arrived, "the mail")[0]["BodyText"])
    assert found
    return post_id, found[1]


FORMS = (
    ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    ),
)


def unsubscribe(room: Room, token: str, kind: str, body: bytes) -> tuple[int, str]:
    return send("POST", f"{room.api.base}/v1/unsubscribe?token={token}", body, {"Content-Type": kind})


@pytest.mark.parametrize(
    "token", ["", "a.b.c", "01M86D4XK07P16YNJNDDQVFGDA.01M86D4XK07P16YNJNDDQVFGDA.0123", "%EA%B0%80.b.c"]
)
def test_a_made_up_unsubscribe_link_does_nothing(room: Room, token: str) -> None:
    status, told = raw(room.api, "POST", f"/v1/unsubscribe?token={token}", b"{}")
    assert (status, told["code"], told["field"]) == (400, "bad_unsubscribe_token", "token")

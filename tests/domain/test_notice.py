"""Who is told, and in what words."""

from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.city import city
from chalicelib.domain.notice import (
    Letter,
    Mailbox,
    confirmation,
    delay_seconds,
    mailboxes,
    recovery,
    to_department,
    to_member,
)
from chalicelib.domain.post import Comment, Location, Post

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
POST = Post(
    "p1",
    "생활불편신고",
    "transferred",
    "가로등이 꺼졌습니다.\n밤길이 무섭습니다.",
    "author",
    "두마댁",
    NOW,
    NOW,
    receipt_number="GR-2026-000007",
    department="construction-traffic",
    due_at=NOW,
    location=Location(address="금암동"),
)
SAID = Comment("p1", "c1", NOW, "staff", "전구를 교체했습니다.", department="construction-traffic")


def told(comment: Comment, *followers: str) -> set[str]:
    return {str(mailbox) for mailbox in mailboxes(comment, POST, followers)}


def mail() -> Letter:
    return to_member(POST, [SAID], "me@citizens.example", "m.p1.proof", "https://room.example", city())


def test_followers_are_told_but_not_the_writer() -> None:
    mine = replace(SAID, by="citizen", author_id="a")
    assert told(mine, "a", "b") == {"member#b#p1", "department#construction-traffic#p1"}


def test_a_department_is_not_told_of_its_own_answer() -> None:
    assert told(SAID, "author") == {"member#author#p1"}


def test_a_department_is_told_of_a_post_that_comes_to_it() -> None:
    assert told(replace(SAID, by="system", department="tax")) == {"department#tax#p1"}


def test_a_mailbox_survives_its_own_name() -> None:
    mailbox = Mailbox("confirmation", "m1")
    assert Mailbox.of(str(mailbox)) == mailbox


def test_comments_wait_for_more_and_codes_do_not() -> None:
    assert delay_seconds(Mailbox("member", "a", "p1"), city()) == city().limits.mail_window_seconds
    assert delay_seconds(Mailbox("confirmation", "a"), city()) == 0


def test_a_members_mail_names_the_matter_the_office_the_text_and_the_way_out() -> None:
    letter = mail()
    assert letter.subject == "[민원소통방] GR-2026-000007 새 댓글 1건"
    assert "「가로등이 꺼졌습니다.」" in letter.text
    assert "■ 건설교통실 · 2026-11-24 17:00\n전구를 교체했습니다." in letter.text
    assert "https://room.example/posts/p1" in letter.text
    assert letter.unsubscribe == "https://room.example/v1/unsubscribe?token=m.p1.proof"


def test_a_departments_mail_has_what_it_needs_to_begin() -> None:
    letter = to_department(POST, [SAID], "roads@gyeryong.example", "https://room.example", city())
    for words in (
        "GR-2026-000007",
        "2026-11-24 17:00",
        "금암동",
        "밤길이 무섭습니다.",
        "https://room.example/staff/?post=p1",
    ):
        assert words in letter.text
    assert letter.unsubscribe is None


def test_no_mail_holds_anothers_address() -> None:
    department = to_department(POST, [SAID], "roads@gyeryong.example", "https://room.example", city())
    assert "@" not in mail().text + department.text


def test_a_citizens_comment_on_talk_is_told_to_no_department() -> None:
    said = replace(SAID, by="citizen", author_id="a", department=None)
    assert {str(m) for m in mailboxes(said, replace(POST, department=None), ("b",))} == {"member#b#p1"}


def test_what_the_room_says_without_a_transfer_is_told_to_followers_only() -> None:
    assert told(replace(SAID, by="system", department=None), "author") == {"member#author#p1"}


def test_several_comments_make_one_mail_in_their_order() -> None:
    more = replace(SAID, comment_id="c2", by="citizen", author_id="a", author_name="이웃", text="고맙습니다.")
    letter = to_member(POST, [SAID, more], "me@citizens.example", "m.p1.proof", "https://room.example", city())
    assert letter.subject.endswith("새 댓글 2건")
    assert letter.text.index("전구를 교체했습니다.") < letter.text.index("■ 이웃") < letter.text.index("고맙습니다.")


def test_a_long_text_is_named_by_its_beginning_and_a_title_goes_before_it() -> None:
    for more, name in (({"text": "가" * 99}, "가" * 60 + "…"), ({"title": "가로등"}, "가로등")):
        letter = to_member(replace(POST, **more), [SAID], "me@citizens.example", "t", "https://room.example", city())
        assert letter.text.startswith(f"「{name}」 글에")


def test_neither_title_nor_nickname_comes_into_a_header() -> None:
    sly = replace(POST, title="제목\r\nBcc: x@y.example", author_name="이름\r\nBcc: x@y.example")
    letters = (
        to_member(sly, [SAID], "me@citizens.example", "t", "https://room.example", city()),
        to_department(sly, [SAID], "roads@gyeryong.example", "https://room.example", city()),
    )
    assert not any("Bcc" in letter.subject or "\n" in letter.subject for letter in letters)


def test_a_code_is_mailed_with_its_time_and_no_way_to_unsubscribe() -> None:
    for write in (confirmation, recovery):
        letter = write("012345", "me@citizens.example", city())
        assert "확인번호: 012345" in letter.text
        assert f"{city().limits.code_minutes}분 안에" in letter.text
        assert "012345" not in letter.subject
        assert letter.unsubscribe is None

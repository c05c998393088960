"""Who is told, and in what words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.city import city
from chalicelib.domain import moderation
from chalicelib.domain.notice import (
    Letter,
    Mailbox,
    confirmation,
    delay_seconds,
    mailboxes,
    recovery,
    to_department,
    to_device,
    to_member,
    to_watcher,
)
from chalicelib.domain.post import Comment, Hiding, Location, Post
from chalicelib.domain.push import Device

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
    for kind in ("member", "watcher", "department"):
        assert delay_seconds(Mailbox(kind, "a", "p1"), city()) == city().limits.mail_window_seconds
    assert delay_seconds(Mailbox("confirmation", "a"), city()) == 0


def test_a_members_mail_names_the_matter_the_office_the_text_and_the_way_out() -> None:
    letter = mail()
    assert letter.subject == "[민원소통방] GR-2026-000007 새 댓글 1건"
    assert "「가로등이 꺼졌습니다.」" in letter.text
    assert "■ 건설교통실 · 2026-11-24 17:00\n전구를 교체했습니다." in letter.text
    assert "https://room.example/posts/p1" in letter.text
    assert letter.unsubscribe == "https://room.example/v1/unsubscribe?token=m.p1.proof"


def test_a_watchers_mail_names_the_new_post_its_tag_its_place_and_the_way_out() -> None:
    letter = to_watcher(POST, "me@citizens.example", "m.w1.proof", "https://room.example", city())
    assert letter.subject == "[민원소통방] GR-2026-000007 새 글"
    for words in (
        "「가로등이 꺼졌습니다.」",
        "태그: #생활불편신고",
        "장소: 금암동",
        "https://room.example/posts/p1",
        "https://room.example/unsubscribe?token=m.w1.proof",
    ):
        assert words in letter.text
    assert "@" not in letter.text
    assert letter.unsubscribe == "https://room.example/v1/unsubscribe?token=m.w1.proof"


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


def test_nobody_hears_of_what_is_hidden() -> None:
    held = Hiding("review", "확인하고 있습니다.", NOW)
    assert told(replace(SAID, by="citizen", author_id="a", hiding=held), "author", "b") == set()


def test_of_a_hidden_post_its_author_alone_hears() -> None:
    hidden = replace(POST, hiding=Hiding("rule", "규칙에 어긋납니다.", NOW))
    assert {str(m) for m in mailboxes(SAID, hidden, ("author", "b"))} == {"member#author#p1"}


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


def test_what_was_done_to_ones_own_comment_is_called_no_new_comment() -> None:
    mine = replace(SAID, by="citizen", author_id="a", hiding=Hiding("rule", "비방", NOW))
    notice = moderation.told(mine, "comment_hidden")
    assert notice
    letter = to_member(POST, [notice], "me@citizens.example", "m.p1.proof", "https://room.example", city())
    assert letter.subject.endswith("남기신 댓글 안내")
    both = to_member(POST, [notice, SAID], "me@citizens.example", "m.p1.proof", "https://room.example", city())
    assert both.subject.endswith("새 댓글 1건")


def test_a_long_text_is_named_by_its_beginning_and_a_title_goes_before_it() -> None:
    for more, name in (({"text": "가" * 99}, "가" * 60 + "…"), ({"title": "가로등"}, "가로등")):
        letter = to_member(replace(POST, **more), [SAID], "me@citizens.example", "t", "https://room.example", city())
        assert letter.text.startswith(f"「{name}」 글에")


def test_neither_title_nor_nickname_comes_into_a_header() -> None:
    sly = replace(POST, title="제목\r\nBcc: x@y.example", author_name="이름\r\nBcc: x@y.example")
    letters = (
        to_member(sly, [SAID], "me@citizens.example", "t", "https://room.example", city()),
        to_watcher(sly, "me@citizens.example", "t", "https://room.example", city()),
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


DEVICE = Device("m1", "0" * 26, "https://fcm.googleapis.com/x", "key", "secret", NOW)


def test_a_push_says_in_two_lines_how_much_is_new_where_and_what_was_said_last() -> None:
    more = replace(SAID, comment_id="c2", text="고맙습니다.\n\n이제 밤길이   환합니다.")
    push = to_device(POST, [SAID, more], DEVICE)
    assert (push.title, push.body) == ("새 댓글 2건 · 가로등이 꺼졌습니다.", "고맙습니다. 이제 밤길이 환합니다.")
    assert (push.url, push.tag, push.to) == ("/posts/p1", "p1", DEVICE)


def test_a_push_without_comments_is_of_the_post_itself() -> None:
    push = to_device(POST, [], DEVICE)
    assert (push.title, push.body) == ("새 글 · 가로등이 꺼졌습니다.", "가로등이 꺼졌습니다. 밤길이 무섭습니다.")


def test_a_push_stays_short_whatever_was_written() -> None:
    push = to_device(replace(POST, title="가" * 100), [replace(SAID, text="나" * 2000)], DEVICE)
    assert max(len(push.title), len(push.body)) < 80


def test_a_device_has_a_mailbox_of_its_own_that_survives_its_name() -> None:
    mailbox = Mailbox("member", "m1", "p1").on("0" * 26)
    assert Mailbox.of(str(mailbox)) == mailbox
    assert (mailbox.device, delay_seconds(mailbox, city())) == (("m1", "0" * 26), 0)


def test_the_author_alone_is_told_which_official_answered() -> None:
    """Decree, article 31; in public and to followers an official has no name."""
    said = replace(SAID, author_name="담당 주무관")
    mine = to_member(POST, [said], "me@citizens.example", "t", "https://room.example", city(), own=True)
    others = to_member(POST, [said], "me@citizens.example", "t", "https://room.example", city())
    assert "담당: 담당 주무관 (042-840-2114)" in mine.text
    assert "주무관" not in others.text


def asked(post: Post, said: Comment = SAID, *, own: bool = True) -> bool:
    letter = to_member(post, [said], "me@citizens.example", "t", "https://room.example", city(), own=own)
    return "해결되었나요? 2026년 12월 8일(화) 17:00까지 글에서 알려 주세요.\n글 보기: " in letter.text


def test_the_author_is_asked_once_whether_it_is_solved_and_till_when() -> None:
    resolved = replace(POST, status="resolved", closed_at=NOW)
    assert asked(resolved)
    assert not asked(resolved, replace(SAID, at=NOW + timedelta(hours=3)))  # another's comment, later


def test_nobody_else_is_asked_nor_of_what_is_not_to_be_judged() -> None:
    resolved = replace(POST, status="resolved", closed_at=NOW)
    assert not asked(resolved, own=False)
    for post in (replace(resolved, verdict="solved"), replace(resolved, status="declined"), POST):
        assert not asked(post)

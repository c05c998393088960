"""Everything that the public is to read passes the guard: posts, edits, comments, answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.city import city
from chalicelib.domain import handling, moderation
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change, Original, received
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.guard import guarded, hold
from chalicelib.domain.ids import is_ulid, time_of
from chalicelib.domain.member import Member
from chalicelib.domain.post import Location, Post
from chalicelib.domain.posting import Draft, Edit, compose, kept, revise, written

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
AUTHOR = Member("01M86D4XK07P16YNJNDDQVFGDA", "별빛 하늘", "-", NOW - timedelta(days=30))
SAID = "12가3456 차가 늘 막고 있습니다. 010-1234-5678로 알려 주세요."
SHOWN = "12가**** 차가 늘 막고 있습니다. 010-****-****로 알려 주세요."
ABUSE = "시발 몇 번을 말해야 고쳐 줍니까."


def composed(
    text: str = "엄사네거리 가로등이 며칠째 꺼져 있습니다.", **more: object
) -> tuple[Post, tuple[Original, ...]]:
    draft = replace(Draft(text, tag="생활불편신고"), **more)  # type: ignore[arg-type]
    post = compose(draft, AUTHOR, city(), post_id="01M86D4Y1J41KRBAWBQ5E6629E", lookup_hash="-", now=NOW)
    return post, kept(draft, post, city())


def commented(text: str, post: Post | None = None, author: Member | None = AUTHOR, *, repeats: bool = False) -> Change:
    said = handling.comment(post or composed()[0], AUTHOR, text, (), city(), NOW, "c1")
    return guarded(said, city(), author, repeats=repeats)


# Posts


def test_the_public_reads_what_is_masked_and_the_original_is_kept() -> None:
    post, originals = composed(SAID, title="010-1234-5678입니다")
    assert (post.title, post.text) == ("010-****-****입니다", SHOWN)
    assert originals == (Original("post", SAID, "010-1234-5678입니다"),)


def test_nothing_is_kept_where_nothing_was_masked() -> None:
    assert composed()[1] == ()


def test_a_written_place_is_masked_too_and_kept_below_the_text() -> None:
    post, originals = composed(location=Location(address="엄사리 123-45 (010-1234-5678)"))
    assert post.location == Location(address="엄사리 123-45 (010-****-****)")
    assert originals[0].text == f"{post.text}\n엄사리 123-45 (010-1234-5678)"


def test_talk_may_hold_what_looks_like_a_plate() -> None:
    assert composed(SAID, tag="시민대화")[0].text == SHOWN.replace("12가****", "12가3456")


def test_abuse_waits_for_a_person_and_is_received_as_usual() -> None:
    post, _ = composed(ABUSE)
    assert post.hiding
    assert (post.status, post.hiding.kind, post.hiding.since) == ("received", "review", NOW)
    assert "민원팀" in post.hiding.reason


def test_what_only_staff_read_waits_for_nobody() -> None:
    private = composed(ABUSE, private_to_staff=True)[0]
    assert private.hiding is None
    assert hold(private, "repeated", NOW) == private


def test_an_edit_is_masked_and_kept_beside_the_first() -> None:
    change = revise(composed()[0], Edit(text=SAID), AUTHOR, city(), NOW)
    assert change
    assert change.post.text == SHOWN
    (original,) = change.originals
    assert (original.text, time_of(original.part)) == (SAID, NOW)
    assert is_ulid(original.part)


def test_a_number_corrected_by_one_that_is_masked_alike_is_kept() -> None:
    post, first = composed(SAID)
    right = SAID.replace("5678", "9999")
    change = revise(post, Edit(text=right), AUTHOR, city(), NOW)
    assert change
    assert (change.post.text, [entry.kind for entry in change.entries]) == (SHOWN, ["edited"])
    assert last_hand(change, first).text == right


def test_what_the_public_reads_sent_back_is_no_edit() -> None:
    assert revise(composed(SAID)[0], Edit(text=SHOWN), AUTHOR, city(), NOW) is None


def last_hand(change: Change, *kept: tuple[Original, ...]) -> Original:
    """What staff read of a post that was edited once, or of what came after."""
    originals = {one.part: one for some in (*kept, change.originals) for one in some}
    return written(change.post, [received(change.post), *change.entries], originals)


def test_what_the_author_took_out_is_not_read_again() -> None:
    post, first = composed(SAID)
    change = revise(post, Edit(text="차가 늘 골목을 막고 있습니다."), AUTHOR, city(), NOW)
    assert change
    assert last_hand(change, first).text == "차가 늘 골목을 막고 있습니다."


def test_an_edit_of_the_title_leaves_the_original_of_the_text() -> None:
    post, first = composed(SAID, title="막힌 골목")
    change = revise(post, Edit(title="010-1234-5678", text=SHOWN), AUTHOR, city(), NOW)
    assert change
    assert last_hand(change, first) == Original("post", SAID, "010-1234-5678")


def test_after_a_masking_by_staff_the_last_words_of_the_author_are_read() -> None:
    post, first = composed(SAID)
    edited = revise(post, Edit(text="파랑반점 차가 늘 막고 있습니다."), AUTHOR, city(), NOW)
    assert edited
    clerk = Clerk("s1", frozenset({"minwon"}))
    after = moderation.mask(edited.post, None, "어느 차가 늘 막고 있습니다.", Act(clerk, NOW, "상호"), city(), "c1")
    assert after
    found = last_hand(replace(after, entries=(*edited.entries, *after.entries)), first, edited.originals)
    assert found.text == "파랑반점 차가 늘 막고 있습니다."


def test_abuse_that_an_edit_brings_is_hidden_and_the_timeline_says_so() -> None:
    change = revise(composed()[0], Edit(text=ABUSE), AUTHOR, city(), NOW)
    assert change
    assert change.post.hiding
    assert [(entry.kind, entry.by, entry.after) for entry in change.entries] == [
        ("edited", "author", "text"),
        ("hidden", "system", "review"),
    ]


def test_an_edit_takes_nothing_out_of_hiding() -> None:
    hidden = composed(ABUSE)[0]
    change = revise(hidden, Edit(text="엄사네거리 가로등이 꺼져 있습니다."), AUTHOR, city(), NOW)
    assert change
    assert change.post.hiding == hidden.hiding


# Comments and answers


def test_a_comment_is_masked_and_kept() -> None:
    change = commented(SAID)
    assert change.comments[0].text == SHOWN
    assert change.originals == (Original("c1", SAID),)


def test_a_comment_that_is_held_is_something_to_look_at() -> None:
    change = commented(ABUSE)
    assert change.comments[0].hiding
    assert change.post.reports == 1
    assert [(entry.kind, entry.by, entry.after) for entry in change.entries] == [("hidden", "system", "c1")]


def test_a_comment_that_is_not_held_touches_nothing_of_its_post() -> None:
    assert commented("저도 그렇습니다.").entries == ()


def test_said_too_often_is_held() -> None:
    assert commented("같은 말을 자꾸 합니다.", repeats=True).comments[0].hiding


def test_a_newcomers_link_is_held() -> None:
    newcomer = replace(AUTHOR, joined_at=NOW - timedelta(hours=1))
    assert commented("https://casino.example", author=newcomer).comments[0].hiding
    assert commented("https://casino.example").comments[0].hiding is None


def test_on_a_private_post_nothing_is_held() -> None:
    assert commented(ABUSE, composed(private_to_staff=True)[0]).comments[0].hiding is None


def test_staff_name_their_office_and_nobody_else() -> None:
    clerk = Clerk("s1", frozenset({"minwon"}))
    text = "010-1234-5678로 연락드렸습니다. 문의: 042-840-2114, minwon@gyeryong.example"
    change = guarded(handling.answer(composed()[0], clerk, text, "resolved", (), NOW, "c1"), city())
    assert change.comments[0].text == text.replace("010-1234-5678", "010-****-****")
    assert change.originals == (Original("c1", text),)
    assert (change.post.status, change.comments[0].hiding) == ("resolved", None)

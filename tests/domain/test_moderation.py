"""What may be done to words, pictures and members, by whom, and what remains of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.city import city
from chalicelib.domain import moderation, watch
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change, Original, Replaced, received
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.post import INTERNAL, Comment, Given, Hiding, Photo, Post, Region, for_the_public, is_public
from chalicelib.domain.posting import part_of
from chalicelib.domain.routing import Guess
from chalicelib.errors import Conflict, Forbidden, InvalidInput, NotFound

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
READY, WAITING = Photo("p1", "ready", None, 800, 600, "#808080"), Photo("p2")
POST = Post(
    "01M86D4Y1J41KRBAWBQ5E6629E",
    "생활불편신고",
    "transferred",
    "엄사리 12번지 김씨가 밤마다 쓰레기를 태웁니다.",
    "author",
    "두마댁",
    NOW,
    NOW,
    title="김씨네 쓰레기",
    department="environment",
    photos=(READY, WAITING),
    version=3,
)
SAID = Comment(
    POST.post_id, "01M86D4Y1J41KRBAWBQ5E6629F", NOW, "citizen", "저 집 전화가 042-840-0000입니다.", "m2", "별빛"
)
REASON = "이웃의 이름과 주소가 적혀 있습니다."
TEAM, ROADS = Clerk("s1", frozenset({"minwon"})), Clerk("s2", frozenset({"construction-traffic"}))
HIDDEN = replace(POST, hiding=Hiding("rule", REASON, NOW))
PLATE = Region(0.1, 0.2, 0.3, 0.1)


def act(reason: str = REASON, clerk: Clerk = TEAM, version: int | None = None) -> Act:
    return Act(clerk, NOW, reason, version)


def done(change: Change | None) -> Change:
    assert change
    return change


def hidden(post: Post = POST, kind: str = "rule", by: Act | None = None) -> Change:
    return done(moderation.hide(post, kind, by or act(), city(), "c1"))


def masked(**new: str | None) -> Change | None:
    return moderation.mask(POST, new.get("title"), new.get("text"), act(), city(), "c1")


# Hiding


def test_a_hidden_post_says_why_and_its_author_is_told_that_he_may_appeal() -> None:
    change = hidden()
    assert change.post.hiding == Hiding("rule", REASON, NOW)
    assert (change.comments[0].by, REASON in change.comments[0].text) == ("system", True)
    assert "이의를 제기할 수 있습니다" in change.comments[0].text
    entry = change.entries[0]
    assert (entry.kind, entry.by, entry.department, entry.reason, entry.who) == (
        "hidden",
        "staff",
        "minwon",
        REASON,
        "s1",
    )


def test_for_the_rights_of_another_it_is_hidden_for_thirty_days() -> None:
    change = hidden(kind="rights")
    assert change.post.hiding
    assert change.post.hiding.until == datetime(2026, 12, 23, 14, 59, 59, tzinfo=UTC)  # the end of the 23rd in Korea
    assert "2026년 12월 23일(수)까지" in change.comments[0].text


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 97))
def test_the_run_just_after_midnight_ends_it_before_its_thirty_days_are_over(minutes: int) -> None:
    begun = datetime(2026, 11, 23, 15, 10, tzinfo=UTC) + timedelta(minutes=minutes)
    until = hidden(kind="rights", by=replace(act(), now=begun)).post.hiding.until  # type: ignore[union-attr]
    assert until
    assert until + timedelta(minutes=5, seconds=1) <= begun + timedelta(days=city().limits.block_days)


def test_asked_for_again_it_is_hidden_no_longer_than_before() -> None:
    first = hidden(kind="rights").post
    again = hidden(first, "rights", replace(act("다시 요청했습니다."), now=NOW + timedelta(days=9)))
    assert again.post.hiding == replace(first.hiding, reason="다시 요청했습니다.")  # type: ignore[type-var]


def test_the_words_stay_with_the_post_for_its_author_and_staff() -> None:
    assert (hidden().post.text, hidden().post.title) == (POST.text, POST.title)


def test_to_hide_twice_is_to_hide_once() -> None:
    assert moderation.hide(hidden().post, "rule", act(), city(), "c2") is None


def test_another_ground_is_another_hiding_with_an_appeal_of_its_own() -> None:
    before = replace(HIDDEN, hiding=replace(HIDDEN.hiding, appeal="제 글입니다."))  # type: ignore[type-var]
    assert hidden(before, "rights").post.hiding.appeal is None  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["rule", "rights", "review"])
def test_what_is_hidden_may_be_shown_again_also_what_waited_for_a_look(kind: str) -> None:
    change = done(moderation.show(replace(POST, hiding=Hiding(kind, REASON, NOW)), act("문제가 없습니다."), "c1"))
    assert change.post.hiding is None
    assert (change.entries[0].kind, change.entries[0].before) == ("shown", kind)
    assert "문제가 없습니다." in change.comments[0].text


def test_what_is_not_hidden_need_not_be_shown() -> None:
    assert moderation.show(POST, act(), "c1") is None


def test_after_its_days_a_post_shows_by_itself() -> None:
    post = hidden(kind="rights").post
    until = post.hiding.until if post.hiding else None
    assert until
    assert moderation.end_hiding(post, until - timedelta(seconds=1), "c2") is None
    change = done(moderation.end_hiding(post, until, "c2"))
    assert change.post.hiding is None
    assert (change.entries[0].kind, change.entries[0].by) == ("shown", "system")


def test_what_breaks_a_rule_stays_hidden() -> None:
    assert moderation.end_hiding(HIDDEN, NOW + timedelta(days=1000), "c2") is None


@pytest.mark.parametrize(("kind", "heard"), [("review", True), ("rule", False), ("rights", False)])
def test_watchers_hear_of_a_post_once_all_may_read_it_and_not_again(kind: str, heard: bool) -> None:
    held = replace(POST, hiding=Hiding(kind, REASON, NOW))
    assert watch.hearing(received(held), held) == ()
    change = done(moderation.show(held, act(), "c1"))
    subjects = watch.hearing(change.entries[0], change.post)
    assert subjects == (("tag#생활불편신고", "department#environment") if heard else ())


# The appeal


def test_an_author_appeals_once_for_each_hiding() -> None:
    change = done(moderation.appeal(HIDDEN, "사실을 적었습니다.", NOW))
    assert change.post.hiding
    assert change.post.hiding.appeal == "사실을 적었습니다."
    assert moderation.appeal(change.post, "사실을 적었습니다.", NOW) is None
    with pytest.raises(Conflict, match="appealed_already"):
        moderation.appeal(change.post, "한 번 더 봐 주세요.", NOW)


APPEALED = replace(POST, hiding=Hiding("rule", REASON, NOW, appeal="사실을 적었습니다."))


@pytest.mark.parametrize("reason", [REASON, "이의를 살펴보았으나 이웃의 이름이 그대로 있습니다."])
def test_to_hide_again_answers_an_appeal_and_the_author_has_no_second_one(reason: str) -> None:
    change = hidden(APPEALED, by=act(reason))
    assert not moderation.to_look_at(change.post)
    assert "제기할 수 있습니다" not in change.comments[0].text
    assert moderation.hide(change.post, "rule", act(reason), city(), "c2") is None
    with pytest.raises(Conflict, match="appealed_already"):
        moderation.appeal(change.post, "한 번 더 봐 주세요.", NOW)


@pytest.mark.parametrize(
    ("post", "waits"),
    [
        (POST, False),
        (HIDDEN, False),
        (APPEALED, True),
        (replace(POST, reports=1), True),
        (replace(POST, hiding=Hiding("review", REASON, NOW)), True),
        (replace(POST, hiding=Hiding("rights", REASON, NOW, NOW)), True),
    ],
)
def test_what_is_decided_is_not_looked_at_again(post: Post, waits: bool) -> None:
    assert moderation.to_look_at(post) is waits


def test_nobody_appeals_against_nothing() -> None:
    with pytest.raises(Conflict, match="not_hidden"):
        moderation.appeal(POST, "왜 가렸나요?", NOW)


def test_all_see_that_there_is_an_appeal_and_only_staff_what_it_says() -> None:
    change = done(moderation.appeal(HIDDEN, "김씨가 맞습니다.", NOW))
    entry = change.entries[0]
    assert (entry.kind, entry.by, entry.reason) == ("appealed", "author", "김씨가 맞습니다.")
    assert is_public(entry)
    assert for_the_public(entry) == replace(entry, reason=None)


# Masking


def test_other_words_stand_before_the_public_and_the_first_ones_are_kept() -> None:
    change = done(masked(text="엄사리 ○○번지 김○○가 밤마다 쓰레기를 태웁니다."))
    assert change.post.text.startswith("엄사리 ○○번지")
    assert change.post.title == POST.title
    assert change.originals == (Original(part_of(4, NOW), POST.text, POST.title),)
    assert change.entries[0].kind == "masked"
    assert REASON in change.comments[0].text


def test_what_staff_write_instead_is_masked_as_all_else() -> None:
    change = done(masked(text="010-1234-5678 번호가 적힌 글입니다.", title="010-1234-5678"))
    assert (change.post.title, change.post.text) == ("010-****-****", "010-****-**** 번호가 적힌 글입니다.")
    said = done(moderation.mask_comment(POST, SAID, "제 번호는 010-1234-5678", act(), city())).revised[0][1]
    assert said.text == "제 번호는 010-****-****"


def test_an_empty_title_takes_it_away() -> None:
    change = done(masked(title=""))
    assert (change.post.title, change.post.text) == (None, POST.text)


def test_what_was_given_for_attributes_goes_with_the_words_in_which_it_stands() -> None:
    post = replace(POST, attributes=(Given("PLATE", ("김씨네 흰 차",)),))
    text, title = (
        done(moderation.mask(post, *new, act(), city(), "c1")).post
        for new in ((None, "밤마다 쓰레기를 태웁니다."), ("쓰레기", None))
    )
    assert (text.attributes, title.attributes) == ((), post.attributes)


def test_what_was_masked_is_no_word_of_a_guess_any_more() -> None:
    post = replace(POST, guesses=(Guess("waste", "environment", 0.9, ("쓰레기", "돌쇠 슈퍼"), ("돌쇠슈퍼",)),))
    change = done(moderation.mask(post, None, "○○ 앞에서 쓰레기를 태웁니다.", act(), city(), "c1"))
    assert (change.post.guesses[0].words, change.post.guesses[0].against) == (("쓰레기",), ())


def test_the_same_words_are_no_masking() -> None:
    assert masked() is None
    assert masked(text=POST.text, title=POST.title) is None


@pytest.mark.parametrize(
    ("new", "code"), [({"text": "짧다"}, "text_too_short"), ({"title": "가" * 101}, "text_too_long")]
)
def test_masked_words_keep_the_rules_of_words(new: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        masked(**new)


def test_an_edit_brings_no_masked_words_back() -> None:
    with pytest.raises(Conflict, match="masked_by_staff"):
        moderation.check_unmasked(done(masked(title="쓰레기")).entries)
    moderation.check_unmasked(done(moderation.mask_comment(POST, SAID, "저 집입니다.", act(), city())).entries)


# Comments


def test_of_a_comment_the_timeline_of_its_post_tells() -> None:
    change = done(moderation.hide_comment(POST, SAID, act()))
    assert change.revised == ((SAID, replace(SAID, hiding=Hiding("rule", REASON, NOW))),)
    entry = change.entries[0]
    assert (entry.kind, entry.after, entry.reason) == ("hidden", SAID.comment_id, REASON)
    assert change.post.hiding is None


def test_a_comment_is_hidden_and_shown_once() -> None:
    before = replace(SAID, hiding=Hiding("rule", REASON, NOW))
    assert moderation.hide_comment(POST, before, act()) is None
    assert moderation.show_comment(POST, SAID, act()) is None
    change = done(moderation.show_comment(POST, before, act()))
    assert change.revised == ((before, SAID),)


def test_a_masked_comment_keeps_what_was_written() -> None:
    change = done(moderation.mask_comment(POST, SAID, "저 집 전화가 042-***-****입니다.", act(), city()))
    assert change.originals == (Original(SAID.comment_id, SAID.text),)
    assert change.revised[0][1].text == "저 집 전화가 042-***-****입니다."
    masked_one = change.revised[0][1]
    assert moderation.mask_comment(POST, masked_one, masked_one.text, act(), city()) is None


def test_a_comment_that_waited_or_was_appealed_for_is_no_longer_before_the_complaint_team_once_it_is_decided_on() -> (
    None
):
    waiting, reported = replace(SAID, hiding=Hiding("review", REASON, NOW)), replace(POST, reports=2)
    assert done(moderation.show_comment(reported, waiting, act())).post.reports == 1
    assert done(moderation.hide_comment(reported, waiting, act())).post.reports == 1
    assert done(moderation.show_comment(POST, waiting, act())).post.reports == 0
    by_rule = replace(SAID, hiding=Hiding("rule", REASON, NOW))
    assert done(moderation.show_comment(reported, by_rule, act())).post.reports == 2
    appealed = done(moderation.appeal_comment(reported, by_rule, "제 번호입니다.", NOW))
    assert appealed.post.reports == 3
    assert done(moderation.hide_comment(appealed.post, appealed.revised[0][1], act())).post.reports == 2


def test_the_author_of_a_comment_appeals_once() -> None:
    by_rule = replace(SAID, hiding=Hiding("rule", REASON, NOW))
    change = done(moderation.appeal_comment(POST, by_rule, "제 번호입니다.", NOW))
    (entry,), after = change.entries, change.revised[0][1]
    assert (entry.kind, entry.after, entry.reason) == ("appealed", SAID.comment_id, "제 번호입니다.")
    assert moderation.appeal_comment(POST, after, "제 번호입니다.", NOW) is None
    with pytest.raises(Conflict, match="appealed_already"):
        moderation.appeal_comment(POST, after, "한 번 더 봐 주세요.", NOW)
    with pytest.raises(Conflict, match="not_hidden"):
        moderation.appeal_comment(POST, SAID, "왜요?", NOW)


def test_the_author_of_a_comment_reads_in_a_notice_what_was_done_to_it_and_why() -> None:
    by_rule = replace(SAID, hiding=Hiding("rule", REASON, NOW))
    told = moderation.told(by_rule, "comment_hidden")
    assert told
    assert (told.by, REASON in told.text, "이의" in told.text, SAID.text in told.text) == ("system", True, True, False)
    assert moderation.told(SAID, "comment_hidden") is None  # shown again since
    assert moderation.told(SAID, "comment") == SAID
    assert moderation.told(by_rule, "comment") is None


# Photos


def test_a_photo_is_replaced_by_one_that_is_not_ready_yet() -> None:
    change = moderation.blur(POST, None, Replaced("p1", "p9", (PLATE,)), act())
    assert change.post.photos == (Photo("p9"), WAITING)
    assert (change.entries[0].kind, change.entries[0].reason) == ("photo_blurred", REASON)
    assert change.replaced == (Replaced("p1", "p9", (PLATE,)),)


def test_so_is_a_photo_of_a_comment() -> None:
    said = replace(SAID, photos=(READY,))
    change = moderation.blur(POST, said, Replaced("p1", "p9", (PLATE,)), act())
    assert change.revised == ((said, replace(said, photos=(Photo("p9"),))),)
    assert change.post.photos == POST.photos


def test_only_a_photo_that_is_there_and_ready_is_blurred() -> None:
    with pytest.raises(Conflict, match="photo_not_ready"):
        moderation.blur(POST, None, Replaced("p2", "p9", (PLATE,)), act())
    with pytest.raises(NotFound, match="no_such_photo"):
        moderation.blur(POST, None, Replaced("p3", "p9", (PLATE,)), act())


@pytest.mark.parametrize(
    "region",
    [(-0.1, 0, 1, 1), (0, 1, 1, 1), (0, 0, 0, 1), (0, 0, 1, 1.1), (0, 0, 1, 0.00001), (float("nan"), 0, 1, 1), (1e300, 0, 1, 1)],
)  # fmt: skip
def test_a_region_lies_in_the_picture(region: tuple[float, ...]) -> None:
    with pytest.raises(InvalidInput, match="wrong_value: regions"):
        moderation.check_regions([Region(*region)])


@pytest.mark.parametrize("count", [0, 21])
def test_there_are_one_to_twenty_regions(count: int) -> None:
    with pytest.raises(InvalidInput, match="wrong_value: regions"):
        moderation.check_regions([PLATE] * count)


def test_a_region_is_as_fine_as_pixels_are() -> None:
    assert moderation.check_regions([Region(1 / 3, 0, 1, 2 / 3)]) == (Region(0.3333, 0, 1, 0.6667),)


# Reports and members


def test_dismissed_reports_are_none() -> None:
    change = done(moderation.dismiss_reports(replace(POST, reports=3), act()))
    assert change.post.reports == 0
    assert (change.entries[0].kind, change.entries[0].before) == ("reports_dismissed", "3")
    assert moderation.dismiss_reports(POST, act()) is None


def test_the_history_tells_till_when_a_member_is_blocked() -> None:
    until = moderation.blocked_until(7, NOW)
    entry = moderation.block(POST, until, act()).entries[0]
    assert (entry.kind, entry.after, entry.due_at) == ("member_blocked", "2026-12-01T01:00:00+00:00", None)
    assert moderation.unblock(POST, act()).entries[0].kind == "member_unblocked"


@pytest.mark.parametrize("days", [0, -1, 366, 10**30])
def test_a_block_ends(days: int) -> None:
    with pytest.raises(InvalidInput, match="wrong_value: days"):
        moderation.blocked_until(days, NOW)


# Of all of them

DEEDS: dict[str, Callable[[Act], Change | None]] = {
    "hidden": lambda by: hidden(by=by),
    "shown": lambda by: moderation.show(HIDDEN, by, "c1"),
    "masked": lambda by: moderation.mask(POST, "쓰레기", None, by, city(), "c1"),
    "photo_blurred": lambda by: moderation.blur(POST, None, Replaced("p1", "p9", (PLATE,)), by),
    "reports_dismissed": lambda by: moderation.dismiss_reports(replace(POST, reports=1), by),
    "member_blocked": lambda by: moderation.block(POST, NOW, by),
    "member_unblocked": lambda by: moderation.unblock(POST, by),
}


@pytest.mark.parametrize("kind", DEEDS)
def test_each_deed_is_in_the_history_with_who_and_why(kind: str) -> None:
    change = done(DEEDS[kind](act()))
    entry = change.entries[0]
    assert (entry.kind, entry.who, entry.reason, change.post.version) == (kind, "s1", REASON, 4)
    assert is_public(entry) is (kind not in INTERNAL)


@pytest.mark.parametrize("kind", DEEDS)
def test_who_decided_on_an_older_post_is_told(kind: str) -> None:
    with pytest.raises(Conflict, match="changed_meanwhile"):
        DEEDS[kind](act(version=2))


@pytest.mark.parametrize("kind", DEEDS)
def test_no_other_department_lays_hands_on_a_post(kind: str) -> None:
    with pytest.raises(Forbidden, match="not_your_department"):
        DEEDS[kind](act(clerk=ROADS))

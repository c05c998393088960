"""Two posts that tell one matter, and one post that tells two."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.city import city
from chalicelib.domain.act import Act
from chalicelib.domain.change import Change
from chalicelib.domain.classifier import WORDS_ALONE, Model
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.handling import due, reckon_anew
from chalicelib.domain.merging import LINKS_MOST, Part, merge, split, target_of
from chalicelib.domain.notice import mailboxes
from chalicelib.domain.post import Hiding, Link, Location, Pause, Post, paused
from chalicelib.errors import Conflict, InvalidInput

NOW = datetime(2026, 1, 14, 1, tzinfo=UTC)
MONDAY = datetime(2026, 1, 12, 1, tzinfo=UTC)  # 10:00 in Korea
INTO = Post(
    "01M86D4Y1J41KRBAWBQ5E6629E",
    "생활불편신고",
    "in_progress",
    "신호등이 꺼져 있고, 옆 공원 화장실도 더럽습니다.",
    "author",
    "두마댁",
    MONDAY,
    MONDAY,
    receipt_number="GR-2026-000001",
    department="construction-traffic",
    accepted_at=MONDAY,
    due_at=datetime(2026, 1, 20, 9, tzinfo=UTC),
    location=Location(36.27, 127.24),
    lookup_hash="hash",
)
TWIN = replace(
    INTO,
    post_id="01M86D4XK07P16YNJNDDQVFGDA",
    author_id="neighbour",
    receipt_number="GR-2026-000002",
    status="received",
)
TEAM = Clerk("s1", frozenset({"minwon"}))
WHY = "같은 신호등입니다."


def merged(twin: Post = TWIN, into: Post = INTO, reason: str = WHY, **more: Any) -> tuple[Change, Change]:
    return merge(twin, into, Act(TEAM, NOW, reason, **more), city(), ("c1", "c2"))


# Merging


def test_the_twin_is_ended_and_both_know_one_another() -> None:
    ended, grown = merged()
    assert (ended.post.status, ended.post.closed_at, ended.post.links) == (
        "merged",
        NOW,
        (Link("merged_into", INTO.post_id),),
    )
    assert (grown.post.status, grown.post.links) == ("in_progress", (Link("merged_from", TWIN.post_id),))
    assert [change.entries[0].kind for change in (ended, grown)] == ["merged", "merged_from"]
    assert target_of(ended.post) == INTO.post_id
    assert target_of(grown.post) is None


def test_both_are_told_and_the_department_too() -> None:
    ended, grown = merged()
    assert ended.comments[0].status == "merged"
    assert "같은 민원(GR-2026-000001)과 함께 처리합니다" in ended.comments[0].text
    assert WHY in ended.comments[0].text
    assert grown.comments[0].text == "같은 민원(GR-2026-000002)을 함께 처리합니다."
    assert f"department#construction-traffic#{INTO.post_id}" in map(str, mailboxes(grown.comments[0], grown.post, ()))


def test_of_a_campaign_the_newest_are_linked_and_whatever_else_is() -> None:
    """A post stays small, however many tell the same; each of them leads to it, and its comments name them."""
    split, many = Link("split_into", "part"), tuple(Link("merged_from", str(at)) for at in range(LINKS_MOST))
    _, grown = merged(into=replace(INTO, links=(many[0], split, *many[1:])))
    assert grown.post.links == (split, *many[1:], Link("merged_from", TWIN.post_id))


def test_a_post_is_not_merged_with_itself() -> None:
    with pytest.raises(InvalidInput, match="merge_with_itself"):
        merged(into=TWIN)


@pytest.mark.parametrize("status", ["resolved", "declined", "withdrawn", "merged", "posted"])
def test_what_is_ended_or_talk_is_not_merged(status: str) -> None:
    with pytest.raises(Conflict, match="status_not_reachable"):
        merged(replace(TWIN, status=status))


@pytest.mark.parametrize(
    "into",
    [
        *(replace(INTO, status=status) for status in ("resolved", "declined", "merged", "withdrawn", "posted")),
        replace(INTO, hiding=Hiding("rule", "비방", NOW)),
    ],
    ids=["resolved", "declined", "merged", "withdrawn", "talk", "hidden"],
)
def test_nothing_is_merged_into_what_nobody_works_on_or_reads(into: Post) -> None:
    with pytest.raises(Conflict, match="not_to_merge_into"):
        merged(into=into)


def test_what_is_merged_one_way_is_not_merged_back() -> None:
    ended, grown = merged()
    with pytest.raises(Conflict, match="not_to_merge_into"):
        merged(grown.post, ended.post)


def test_being_joined_stops_no_clock() -> None:
    with pytest.raises(Conflict, match="not_to_merge_into_paused"):
        merged(into=replace(INTO, pauses=(Pause("expert", MONDAY),)))
    with pytest.raises(Conflict, match="no_deadline_yet"):
        merged(into=replace(INTO, accepted_at=None, due_at=None))


LATER = replace(INTO, accepted_at=NOW, due_at=datetime(2026, 1, 22, 9, tzinfo=UTC))  # two days after the twin


@pytest.mark.parametrize(
    "twin",
    [
        TWIN,
        replace(TWIN, accepted_at=None, due_at=None),
        replace(TWIN, deadline="other", due_at=datetime(2026, 1, 12, 5, tzinfo=UTC)),
        replace(TWIN, accepted_at=NOW, deadline="other", due_at=datetime(2026, 1, 14, 5, tzinfo=UTC)),
        replace(TWIN, extension=1, extensions=1, due_at=datetime(2026, 1, 21, 9, tzinfo=UTC)),
        replace(
            TWIN, pauses=(Pause("site", MONDAY, NOW.replace(day=13)),), due_at=datetime(2026, 1, 21, 9, tzinfo=UTC)
        ),
    ],
    ids=["earlier", "not routed yet", "late", "of a shorter class", "extended", "was paused"],
)
def test_who_is_joined_waits_no_longer_and_the_deadline_stays_so(twin: Post) -> None:
    into = merged(twin, LATER)[1].post
    assert into.due_at == due(replace(twin, accepted_at=twin.accepted_at or MONDAY), city())
    assert into.due_at is not None
    assert into.due_at < datetime(2026, 1, 22, 9, tzinfo=UTC)
    assert reckon_anew(into, city(), NOW) is None


def test_of_a_twin_that_was_paused_the_clock_goes_on() -> None:
    into = merged(replace(TWIN, pauses=(Pause("expert", NOW.replace(day=13)),)), LATER)[1].post
    assert (into.pauses, into.due_at) == ((Pause("expert", NOW.replace(day=13), NOW),), NOW.replace(day=21, hour=9))


def test_an_earlier_deadline_is_told_and_may_be_urged_again() -> None:
    grown = merged(into=replace(LATER, urged_at=NOW))[1]
    assert "2026년 1월 20일(화) 18:00" in grown.comments[0].text
    assert (grown.entries[0].due_at, grown.post.urged_at) == (TWIN.due_at, None)


def test_a_twin_that_came_later_moves_no_deadline() -> None:
    grown = merged(replace(TWIN, accepted_at=NOW, due_at=LATER.due_at))[1]
    assert (grown.post.accepted_at, grown.post.due_at) == (INTO.accepted_at, INTO.due_at)
    assert "처리기한" not in grown.comments[0].text


def test_a_merger_leaks_nothing_and_loses_nobody() -> None:
    secret, hidden = replace(TWIN, private_to_staff=True), replace(INTO, private_to_staff=True)
    for twin, into in ((secret, INTO), (TWIN, hidden), (secret, hidden)):
        with pytest.raises(Conflict, match="merge_of_private"):
            merged(twin, into)
    assert merged(replace(secret, author_id=hidden.author_id), hidden)


def test_a_merger_needs_its_reason_and_the_version_that_was_seen() -> None:
    with pytest.raises(InvalidInput, match="reason_needed"):
        merged(reason="")
    with pytest.raises(Conflict, match="changed_meanwhile"):
        merged(version=7)


# Splitting

PART = Part("공원 화장실이 더럽습니다. 청소해 주세요.", tag="#생활불편신고")
NEW_ID = "01M86D4Y1J41KRBAWBQ5E66AAA"


def parted(whole: Post = INTO, part: Part = PART, model: Model = WORDS_ALONE, **more: Any) -> tuple[Change, Change]:
    act = Act(TEAM, NOW, "두 가지 일입니다.", **more)
    return split(whole, part, NEW_ID, "GR-2026-000003", act, city(), model, ("c1", "c2"))


def test_the_part_is_its_authors_own_complaint_and_as_private_as_the_whole() -> None:
    for whole in (INTO, replace(INTO, private_to_staff=True)):
        new = parted(whole)[1].post
        assert (new.author_id, new.author_name, new.receipt_number) == ("author", "두마댁", "GR-2026-000003")
        assert (new.private_to_staff, new.lookup_hash, new.location) == (whole.private_to_staff, "hash", INTO.location)


def test_personal_data_are_masked_in_the_part_too() -> None:
    new = parted(part=replace(PART, text="공원 화장실이 더럽습니다. 010-2345-6789로 전화 주세요."))[1].post
    assert "2345" not in new.text


def test_both_link_and_both_say_so() -> None:
    left, new = parted()
    assert left.post.links == (Link("split_into", NEW_ID),)
    assert new.post.links == (Link("split_from", INTO.post_id),)
    assert "새 민원(GR-2026-000003)으로 나누어" in left.comments[0].text
    assert "먼저 올리신 민원(GR-2026-000001)에서 나누어" in new.comments[0].text


def test_the_part_is_routed_at_once_by_what_it_says() -> None:
    _, new = parted()
    assert [entry.kind for entry in new.entries] == ["received", "transferred", "due_set"]
    assert [entry.number for entry in new.entries] == [1, 2, 3]
    assert (new.post.version, new.post.status, new.post.department) == (3, "transferred", "environment")
    assert new.comments[0].department == "environment"


def test_the_part_is_routed_by_what_was_learned_as_every_post_is() -> None:
    assert parted(model=Model(threshold=1.0))[1].post.department == "minwon"


def test_the_clock_of_the_part_began_with_the_first_receipt() -> None:
    new = parted()[1].post
    assert (new.accepted_at, new.due_at, new.created_at) == (MONDAY, INTO.due_at, NOW)


def test_what_was_not_counted_for_the_whole_is_not_counted_for_the_part() -> None:
    stood = Pause("expert", MONDAY, datetime(2026, 1, 13, 1, tzinfo=UTC))
    whole = replace(INTO, deadline="suggestion", pauses=(stood, Pause("outage", NOW)))
    new = parted(whole)[1].post
    assert (new.deadline, new.pauses) == ("suggestion", whole.pauses)
    assert new.due_at == due(new, city())


def test_what_stands_still_is_split_into_what_stands_still_and_says_so() -> None:
    change = parted(replace(INTO, pauses=(Pause("expert", MONDAY),)))[1]
    assert paused(change.post)
    assert "같이 멈춰 있습니다" in change.comments[0].text
    assert "멈춰" not in parted()[1].comments[0].text


def test_an_extension_goes_along_with_the_class_alone() -> None:
    whole = replace(INTO, extension=3, extensions=1, due_at=datetime(2026, 1, 23, 9, tzinfo=UTC))
    same = parted(whole)[1].post
    assert (same.extension, same.extensions, same.due_at) == (3, 1, whole.due_at)
    other = parted(whole, replace(PART, tag="시정문의"))[1].post
    assert (other.extension, other.extensions) == (0, 0)


def test_what_is_hidden_is_not_published_by_splitting_it() -> None:
    with pytest.raises(Conflict, match="split_of_hidden"):
        parted(replace(INTO, hiding=Hiding("rule", "비방", NOW)))


def test_of_what_the_router_has_not_seen_yet_the_clock_is_reckoned_the_same() -> None:
    assert parted(replace(INTO, accepted_at=None, due_at=None))[1].post.accepted_at == MONDAY


@pytest.mark.parametrize("tag", ["시민대화", "없는태그"])
def test_a_part_is_a_complaint(tag: str) -> None:
    with pytest.raises(InvalidInput, match="unknown_tag"):
        parted(part=replace(PART, tag=tag))


@pytest.mark.parametrize("status", ["resolved", "withdrawn", "merged", "posted"])
def test_what_is_ended_is_not_split(status: str) -> None:
    with pytest.raises(Conflict, match="not_open"):
        parted(replace(INTO, status=status))

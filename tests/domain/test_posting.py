"""What a citizen sends becomes a post that the room accepts, or an error that names the field."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace as with_

from chalicelib.city import City, city
from chalicelib.domain.member import LEVELS, Member
from chalicelib.domain.post import Given, Location, Photo, Post
from chalicelib.domain.posting import Draft, Edit, check_photos, compose, editable_until, revise
from chalicelib.errors import Conflict, Forbidden, InvalidInput, RoomError

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
AUTHOR = Member("01M86D4XK07P16YNJNDDQVFGDA", "별빛 하늘", "-", NOW)
PHOTOS = tuple(f"01M86D4XK07P16YNJNDDQVFG{number:02d}" for number in range(6))
DRAFT = Draft("엄사네거리 가로등이 며칠째 꺼져 있습니다.", tag="생활불편신고")


def composed(draft: Draft = DRAFT, author: Member = AUTHOR, profile: City | None = None) -> Post:
    return compose(draft, author, profile or city(), post_id="01M86D4Y1J41KRBAWBQ5E6629E", lookup_hash="-", now=NOW)


def sent(**more: Any) -> Post:
    return composed(replace(DRAFT, **more))


def refusal(**more: Any) -> tuple[str, str | None]:
    with pytest.raises(InvalidInput) as caught:
        sent(**more)
    return caught.value.code, caught.value.field


# Posting


@pytest.mark.parametrize(
    ("tag", "status", "department"),
    [
        ("생활불편신고", "received", "minwon"),
        ("행정상담", "received", "minwon"),
        ("시정문의", "received", "minwon"),
        ("행사안내", "posted", None),
        ("시민대화", "posted", None),
    ],
)
def test_a_complaint_is_received_by_the_complaint_team_and_talk_is_posted(
    tag: str, status: str, department: str | None
) -> None:
    post = sent(tag=tag)
    assert (post.status, post.department, post.version, post.receipt_number) == (status, department, 1, None)


def test_the_author_stands_on_it_as_they_are_called_now() -> None:
    assert (composed().author_id, composed().author_name) == (AUTHOR.member_id, "별빛 하늘")


@pytest.mark.parametrize("needed", LEVELS)
@pytest.mark.parametrize("level", LEVELS)
def test_a_tag_asks_for_the_level_that_the_profile_says(level: str, needed: str) -> None:
    strict = with_(city(), tags=tuple(with_(tag, identity=needed) for tag in city().tags))
    author = replace(AUTHOR, level=level)
    if LEVELS.index(level) >= LEVELS.index(needed):
        assert composed(author=author, profile=strict).tag == "생활불편신고"
    else:
        with pytest.raises(Forbidden) as caught:
            composed(author=author, profile=strict)
        assert (caught.value.code, caught.value.field) == (f"level_{needed}_needed", "tag")


def test_each_tag_has_a_level_of_its_own() -> None:
    first, *others = city().tags
    strict = with_(city(), tags=(with_(first, identity="verified"), *others))
    assert composed(replace(DRAFT, tag="시정문의"), profile=strict).tag == "시정문의"
    with pytest.raises(Forbidden):
        composed(profile=strict)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"text": "가로등 고장"}, "text_too_short", "text"),
        ({"text": "가" * 5001}, "text_too_long", "text"),
        ({"title": "가" * 101}, "text_too_long", "title"),
        ({"tag": None}, "missing_tag", "tag"),
        ({"tag": "불만"}, "unknown_tag", "tag"),
        ({"tag": ["행정상담", "시정문의"]}, "several_tags", "tag"),
        ({"text": "가로등이 꺼졌습니다 #시민대화"}, "several_tags", "tag"),
        ({"category": "nothing"}, "unknown_category", "category"),
        ({"location": Location(lat=36.28)}, "half_a_coordinate", "location.lon"),
        ({"location": Location(lon=127.25)}, "half_a_coordinate", "location.lat"),
        ({"location": Location(37.5, 127.0)}, "outside_the_city", "location"),
        ({"location": Location(float("nan"), 127.25)}, "outside_the_city", "location"),
        ({"location": Location(36.28, float("inf"))}, "outside_the_city", "location"),
        ({"location": Location(address="엄" * 201)}, "text_too_long", "location.address"),
        ({"photos": PHOTOS}, "too_many_photos", "photos"),
        ({"photos": PHOTOS[:1] * 2}, "photo_twice", "photos"),
        ({"photos": ("1",)}, "no_such_photo", "photos"),
    ],
)
def test_what_breaks_a_rule_names_its_field(more: dict[str, Any], code: str, field: str) -> None:
    assert refusal(**more) == (code, field)


@pytest.mark.parametrize("place", [None, Location(), Location(address=" \u200b ")])
def test_a_place_without_anything_in_it_is_none(place: Location | None) -> None:
    assert sent(location=place).location is None


def test_an_empty_title_is_none() -> None:
    assert (sent(title="").title, sent(title="  ").title, sent(title=" 가로등 ").title) == (None, None, "가로등")


def test_photos_keep_their_order() -> None:
    assert check_photos(PHOTOS[4::-1], city()) == tuple(map(Photo, PHOTOS[4::-1]))


# Editing


def revised(post: Post, author: Member = AUTHOR, now: datetime = NOW, **wanted: Any) -> Post | None:
    change = revise(post, Edit(**wanted), author, city(), now)
    return change.post if change else None


def code_of(post: Post, author: Member = AUTHOR, now: datetime = NOW, **wanted: Any) -> str:
    with pytest.raises(RoomError) as caught:
        revised(post, author, now, **wanted)
    return caught.value.code


def test_an_edit_is_the_next_entry() -> None:
    change = revise(composed(), Edit(title="가로등"), AUTHOR, city(), NOW + timedelta(minutes=5))
    assert change
    assert [(entry.number, entry.kind, entry.by) for entry in change.entries] == [(2, "edited", "author")]
    assert (change.post.version, change.post.updated_at) == (2, NOW + timedelta(minutes=5))


@pytest.mark.parametrize("wanted", [{}, {"text": f" {DRAFT.text} "}, {"title": ""}, {"location": Location()}])
def test_an_edit_that_changes_nothing_is_none(wanted: dict[str, Any]) -> None:
    assert revised(composed(), **wanted) is None


def test_what_is_named_changes_and_the_rest_stays() -> None:
    post = sent(title="제목", location=Location(address="엄사네거리"))
    edited = revised(post, title="")
    assert edited == replace(post, title=None, version=2)


def test_what_was_given_for_attributes_is_good_for_the_text_in_which_it_stands() -> None:
    post = replace(composed(), attributes=(Given("PLATE", ("흰색",)),))
    for wanted, kept in (({"title": "가로등"}, post.attributes), ({"text": "가로등이 꺼져 있습니다. 급합니다."}, ())):
        edited = revised(post, **wanted)
        assert edited
        assert edited.attributes == kept


def test_an_edit_is_in_time_to_the_last_moment() -> None:
    post = composed()
    assert editable_until(post, city()) == NOW + timedelta(minutes=60)
    assert revised(post, now=editable_until(post, city()), title="아직")
    with pytest.raises(Conflict) as caught:
        revised(post, now=editable_until(post, city()) + timedelta(microseconds=1), title="늦게")
    assert (caught.value.code, caught.value.params) == ("edit_time_over", {"minutes": 60})


def test_an_edit_is_the_authors_and_of_a_post_that_stands() -> None:
    stranger = replace(AUTHOR, member_id=PHOTOS[0])
    assert code_of(composed(), stranger, title="남의 글") == "not_your_post"
    assert code_of(replace(composed(), status="withdrawn"), title="취하한 글") == "post_withdrawn"


def test_a_stranger_does_not_learn_that_a_post_was_withdrawn() -> None:
    stranger = replace(AUTHOR, member_id=PHOTOS[0])
    assert code_of(replace(composed(), status="withdrawn"), stranger, title="남의 글") == "not_your_post"


def test_no_second_tag_comes_in_by_an_edit() -> None:
    assert code_of(composed(), text=f"{DRAFT.text} #시민대화") == "several_tags"
    assert revised(composed(), text=f"{DRAFT.text} #생활불편신고")

"""What may be watched, and who hears of which post."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.city import Bounds, city
from chalicelib.domain.post import Entry, Location, Post
from chalicelib.domain.watch import CELLS_MOST, HEARD, LEVELS, Watch, compose, hearing, is_watch_id
from chalicelib.errors import InvalidInput

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
HOME = Bounds(36.270, 127.240, 36.280, 127.250)
POST = Post(
    "p1", "생활불편신고", "received", "가로등이 꺼졌습니다.", "author", "두마댁", NOW, NOW, department="minwon",
    location=Location(36.275, 127.245),
)  # fmt: skip
RECEIVED = Entry("p1", 1, NOW, "received", "author", after="received")
MOVED = Entry("p1", 2, NOW, "transferred", "staff", "minwon", before="minwon", after="environment")

latitudes, longitudes = st.floats(33, 38.7), st.floats(124.5, 131)  # Korea
sides, shares = st.floats(1e-5, 0.17), st.floats(0, 1)  # degrees: up to some 19 km


def watch(kind: str, value: str | None = None, area: Bounds | None = None) -> Watch:
    return compose(kind, value, area, city(), NOW)


def heard(watched: Watch, entry: Entry = RECEIVED, post: Post = POST) -> bool:
    return bool(set(watched.subjects) & set(hearing(entry, post))) and watched.fits(post)


def refused(kind: str, value: str | None = None, area: Bounds | None = None) -> tuple[str, str | None]:
    with pytest.raises(InvalidInput) as caught:
        watch(kind, value, area)
    return caught.value.code, caught.value.field


# What may be watched


def test_tags_departments_and_areas_are_watched() -> None:
    assert watch("tag", "#행사안내").value == "행사안내"
    assert watch("department", "minwon").value == "minwon"
    assert watch("area", area=HOME).area == HOME


def test_what_the_city_does_not_have_is_not_watched() -> None:
    assert refused("tag", "없는태그") == ("unknown_tag", "value")
    assert refused("department", "navy") == ("unknown_department", "value")
    assert refused("author", "두마댁") == ("unknown_watch_kind", "kind")


@pytest.mark.parametrize(("kind", "field"), [("tag", "value"), ("department", "value"), ("area", "area")])
def test_a_watch_says_what_it_watches(kind: str, field: str) -> None:
    assert refused(kind) == ("missing_field", field)


@pytest.mark.parametrize(
    ("area", "code"),
    [
        (Bounds(36.28, 127.24, 36.27, 127.25), "bad_area"),
        (Bounds(36.27, 127.25, 36.28, 127.24), "bad_area"),
        (Bounds(36.27, 127.24, 36.270001, 127.25), "bad_area"),  # less than a metre high
        (Bounds(1e308, 0, 1.1e308, 1), "bad_area"),
        (Bounds(36.1, 127.24, 36.3, 127.25), "area_too_large"),
        (Bounds(36.27, 127.0, 36.28, 127.3), "area_too_large"),
        (Bounds(36.2, 127.24, 36.28, 127.25), "outside_the_city"),
    ],
)  # fmt: skip
def test_an_area_is_a_box_in_the_city(area: Bounds, code: str) -> None:
    assert refused("area", area=area) == (code, "area")


def test_the_same_thing_watched_again_is_the_same_watch() -> None:
    again = Bounds(36.2700001, 127.2400001, 36.2800001, 127.2499999)  # a finger's breadth beside
    assert watch("area", area=again).watch_id == watch("area", area=HOME).watch_id
    assert watch("tag", "#행사안내").watch_id == watch("tag", "행사안내").watch_id


def test_each_thing_has_an_id_of_its_own_that_fits_a_link() -> None:
    found = [watch("tag", "행사안내"), watch("tag", "시민대화"), watch("department", "tax"), watch("area", area=HOME)]
    assert len({one.watch_id for one in found}) == 4
    assert all(one.watch_id.isascii() and is_watch_id(one.watch_id) for one in found)


@pytest.mark.parametrize(
    "other", ["", "w", "count", "01M86D4XK07P16YNJNDDQVFGDA", "w" + "g" * 20, "w" + "0" * 20 + "\n"]
)
def test_nothing_else_is_taken_for_an_id(other: str) -> None:
    assert not is_watch_id(other)


# Who hears of which post


def test_a_new_post_is_heard_of_by_its_tag_and_its_place() -> None:
    assert heard(watch("tag", "생활불편신고"))
    assert heard(watch("area", area=HOME))
    assert not heard(watch("tag", "행사안내"))
    assert not heard(watch("area", area=Bounds(36.290, 127.240, 36.300, 127.250)))


def test_a_neighbouring_area_in_the_same_cell_hears_nothing() -> None:
    beside = Watch("area", NOW, area=Bounds(36.27500, 127.24501, 36.27501, 127.24502))
    assert set(beside.subjects) & set(hearing(RECEIVED, POST))
    assert not heard(beside)


def test_a_transfer_is_heard_of_by_the_department_that_gets_the_post() -> None:
    assert heard(watch("department", "environment"), MOVED)
    assert not heard(watch("department", "environment"), RECEIVED)
    assert not heard(watch("department", "tax"), MOVED)
    assert not heard(watch("tag", "생활불편신고"), MOVED)


def test_the_complaint_team_has_what_is_received_and_what_comes_back() -> None:
    back = replace(MOVED, kind="returned", before="environment", after="minwon")
    assert heard(watch("department", "minwon"), RECEIVED)
    assert heard(watch("department", "minwon"), back)
    assert not heard(watch("department", "minwon"), replace(RECEIVED, kind="posted"), replace(POST, department=None))


@pytest.mark.parametrize("more", [{"private_to_staff": True}, {"status": "withdrawn"}])
@pytest.mark.parametrize("entry", [RECEIVED, MOVED])
def test_nobody_hears_of_what_is_not_public(more: dict[str, object], entry: Entry) -> None:
    assert hearing(entry, replace(POST, **more)) == ()  # type: ignore[arg-type]


def test_nobody_hears_of_what_happens_later() -> None:
    assert hearing(replace(RECEIVED, kind="answered"), POST) == ()


@pytest.mark.parametrize("location", [None, Location(address="엄사네거리")])
def test_a_post_without_coordinates_lies_in_no_area(location: Location | None) -> None:
    post = replace(POST, location=location)
    assert not heard(watch("area", area=HOME), post=post)
    assert heard(watch("tag", "생활불편신고"), post=post)
    assert not Watch("area", NOW, area=HOME).fits(post)


def test_the_watchers_of_a_post_are_a_fixed_number_of_queries_away() -> None:
    most = max(len(hearing(replace(RECEIVED, kind=kind, after="tax"), POST)) for kind in HEARD)
    assert most == len(LEVELS) + 2


@given(latitudes, longitudes, sides, sides, shares, shares)
def test_every_place_in_an_area_is_found_by_one_of_few_cells(
    south: float, west: float, height: float, width: float, up: float, along: float
) -> None:
    area = Bounds(south, west, south + height, west + width)
    lat, lon = min(south + up * height, area.north), min(west + along * width, area.east)
    watched, post = Watch("area", NOW, area=area), replace(POST, location=Location(lat, lon))
    assert 1 <= len(watched.subjects) <= CELLS_MOST
    assert heard(watched, post=post)


@given(latitudes, longitudes, st.floats(1e-4, 1e-3))
def test_a_small_area_is_found_by_small_cells(south: float, west: float, side: float) -> None:
    """So that the watchers of one street are not asked for every post of the city."""
    watched = Watch("area", NOW, area=Bounds(south, west, south + side, west + side))
    assert all(subject.startswith(f"area#{LEVELS[-1]}/") for subject in watched.subjects)

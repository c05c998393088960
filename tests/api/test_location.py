"""Where a post is: coordinates inside the city, a written place, or both."""

import json

import pytest
from msgspec.structs import astuple

from chalicelib.city import city
from infra.client import Client
from tests.api.steps import TEXT, raw, read, refused, talk
from tests.conftest import Room

SOUTH, WEST, NORTH, EAST = astuple(city().map.bounds)


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen("지도 보는 시민")


@pytest.mark.parametrize(
    "place",
    [
        {"lat": 36.2867, "lon": 127.2315, "address": None},
        {"lat": SOUTH, "lon": WEST, "address": None},
        {"lat": NORTH, "lon": EAST, "address": None},
        {"lat": None, "lon": None, "address": "괴목정 산책로 중간"},
        {"lat": 36.2867, "lon": 127.2315, "address": "엄사네거리"},
    ],
)
def test_a_place_is_kept_as_it_was_given(citizen: Client, place: dict[str, object]) -> None:
    given = {name: value for name, value in place.items() if value is not None}
    assert read(citizen, talk(citizen, location=given))["location"] == place


@pytest.mark.parametrize("place", [None, {}, {"address": "  "}, {"lat": None, "lon": None}, {"address": "\u200b"}])
def test_a_place_without_anything_in_it_is_none(citizen: Client, place: object) -> None:
    assert read(citizen, talk(citizen, location=place))["location"] is None


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (SOUTH - 0.0001, 127.25),
        (NORTH + 0.0001, 127.25),
        (36.28, WEST - 0.0001),
        (36.28, EAST + 0.0001),
        (127.2486, 36.2746),
        (0, 0),
        (-36.28, -127.25),
        (1e308, 1e308),
        (10**30, 5),
    ],
)
def test_outside_the_city_is_refused(citizen: Client, lat: float, lon: float) -> None:
    with refused(400, "outside_the_city", "location"):
        talk(citizen, location={"lat": lat, "lon": lon})


@pytest.mark.parametrize(("given", "missing"), [("lat", "lon"), ("lon", "lat")])
def test_half_a_coordinate_names_the_other_half(citizen: Client, given: str, missing: str) -> None:
    with refused(400, "half_a_coordinate", f"location.{missing}"):
        talk(citizen, location={given: 36.28, "address": "엄사네거리"})


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "36,28", "0x24", "+36.28", ".5"])
def test_what_is_no_number_in_json_is_no_coordinate(citizen: Client, number: str) -> None:
    body = f'{{"text":{json.dumps(TEXT)},"tag":"시민대화","location":{{"lat":{number},"lon":127.25}}}}'
    status, told = raw(citizen, "POST", "/v1/posts", body.encode())
    assert (status, told["code"] in ("malformed_json", "wrong_value")) == (400, True)


@pytest.mark.parametrize("value", ["36.28", True, [36.28], {"deg": 36.28}])
def test_a_coordinate_is_a_number(citizen: Client, value: object) -> None:
    with refused(400, "wrong_type", "location.lat"):
        talk(citizen, location={"lat": value, "lon": 127.25})


def test_a_written_place_has_two_hundred_characters_at_the_most(citizen: Client) -> None:
    with refused(400, "text_too_long", "location.address"):
        talk(citizen, location={"address": "엄" * 201})


def test_a_written_place_is_one_line(citizen: Client) -> None:
    post_id = talk(citizen, location={"address": "엄사네거리\n농협 앞"})
    assert read(citizen, post_id)["location"]["address"] == "엄사네거리 농협 앞"

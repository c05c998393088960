"""Who and what several files of API tests begin with."""

import pytest

from infra.client import Client
from tests.api.steps import complain, routed
from tests.conftest import Room


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen("꼼꼼한 시민")


@pytest.fixture(scope="module")
def post_id(room: Room) -> str:
    """A complaint that lies with construction-traffic; no test here moves it on."""
    citizen = room.citizen("알리는 시민")
    found = complain(citizen)
    assert routed(citizen, found)["department"] == "construction-traffic"
    return found

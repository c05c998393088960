"""The sample posts of a new room, in whatever city."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.city import City, load
from chalicelib.domain.member import Member
from chalicelib.domain.post import Location
from chalicelib.domain.posting import Draft, compose
from infra.seed import COMPLAINTS, POSTS, said
from tests.test_city import PROFILE

NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)
BUSAN = (
    ("lat = 36.2746, lon = 127.2486", "lat = 35.1798, lon = 129.0750"),
    ("south = 36.2265", "south = 35.0"),
    ("west = 127.1910, north = 36.3555, east = 127.2975", "west = 128.7, north = 35.4, east = 129.3"),
    ('name = "생활불편신고"', 'name = "불편신고"'),
    ('name = "시민대화"', 'name = "이야기"'),
)


@pytest.fixture(scope="module", params=[(), BUSAN], ids=["gyeryong", "busan"])
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> City:
    text = PROFILE.read_text("utf-8")
    for old, new in request.param:
        assert old in text
        text = text.replace(old, new)
    path: Path = tmp_path_factory.mktemp("profile") / "city.toml"
    path.write_text(text, "utf-8")
    return load(path)


@pytest.mark.parametrize("number", range(len(POSTS)))
def test_every_city_takes_them(room: City, number: int) -> None:
    name, text, tag, place, _ = POSTS[number]
    body = said(text, tag, place, number < COMPLAINTS, room)
    at = Location(**body["location"]) if body["location"] else None
    draft, author = Draft(body["text"], tag=body["tag"], location=at), Member("m", name, "", NOW)
    post = compose(draft, author, room, post_id="p", lookup_hash="", now=NOW)
    assert (post.status == "received") == (number < COMPLAINTS)
    assert post.hiding is None

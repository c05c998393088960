"""GET /v1/city."""

from tests.conftest import Room


def test_the_page_gets_the_five_tags_of_the_profile(room: Room) -> None:
    tags = room.api.call("GET", "/v1/city")["tags"]
    assert [t["name"] for t in tags] == ["생활불편신고", "행정상담", "시정문의", "행사안내", "시민대화"]


def test_no_notification_address_of_a_department_is_told(room: Room) -> None:
    assert "@" not in str(room.api.call("GET", "/v1/city")["departments"])

"""A post for the staff's eyes: for everybody else it does not exist."""

import pytest

from infra.client import Client
from tests.api.steps import TEXT, ids, refused, talk
from tests.conftest import Room


@pytest.fixture(scope="module")
def citizen(room: Room) -> Client:
    return room.citizen("조용한 시민")


@pytest.fixture(scope="module")
def receipt(citizen: Client) -> dict[str, str]:
    return citizen.post(text=TEXT, tag="행정상담", private_to_staff=True)


def test_it_is_in_no_list(room: Room, citizen: Client, receipt: dict[str, str]) -> None:
    me = citizen.call("GET", "/v1/members/me")["id"]
    for asked in ("", "&tag=행정상담", f"&author={me}", "&department=minwon", "&status=received"):
        path = f"/v1/posts?limit=50{asked}".replace("행정상담", "%ED%96%89%EC%A0%95%EC%83%81%EB%8B%B4")
        assert receipt["id"] not in ids(room.api.call("GET", path))
        assert receipt["id"] not in ids(room.citizen().call("GET", path))


def test_its_author_lists_it(citizen: Client, receipt: dict[str, str]) -> None:
    me = citizen.call("GET", "/v1/members/me")["id"]
    assert ids(citizen.call("GET", f"/v1/posts?author={me}")) == [receipt["id"]]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("GET", "?code=ABCD-EFGH", None),
        ("GET", "/comments", None),
        ("POST", "/comments", {"text": "보입니다."}),
        ("PUT", "/support", None),
        ("PUT", "/follow", None),
        ("PATCH", "", {"text": TEXT}),
        ("POST", "/withdrawal", {}),
    ],
)
def test_for_a_stranger_it_does_not_exist(
    room: Room, receipt: dict[str, str], method: str, path: str, body: object
) -> None:
    with refused(404, "no_such_post"):
        room.citizen().call(method, f"/v1/posts/{receipt['id']}{path}", body)


def test_its_author_reads_it(citizen: Client, receipt: dict[str, str]) -> None:
    assert citizen.call("GET", f"/v1/posts/{receipt['id']}")["text"] == TEXT
    assert citizen.call("GET", f"/v1/posts/{receipt['id']}/comments")["cursor"] is None


def test_the_look_up_code_opens_it_without_a_token(room: Room, receipt: dict[str, str]) -> None:
    for code in (receipt["lookup_code"], receipt["lookup_code"].lower(), f"%20{receipt['lookup_code']}%20"):
        assert room.api.call("GET", f"/v1/posts/{receipt['id']}?code={code}")["text"] == TEXT
        assert room.api.call("GET", f"/v1/posts/{receipt['id']}/comments?code={code}")["cursor"] is None


def test_the_code_of_another_post_opens_nothing(room: Room, citizen: Client, receipt: dict[str, str]) -> None:
    other = citizen.post(text=TEXT, tag="시민대화")
    with refused(404, "no_such_post"):
        room.api.call("GET", f"/v1/posts/{receipt['id']}?code={other['lookup_code']}")


def test_staff_see_it(room: Room, receipt: dict[str, str]) -> None:
    assert receipt["id"] in ids(room.clerk().call("GET", "/v1/admin/posts?limit=50"))
    assert room.clerk().call("GET", f"/v1/admin/posts/{receipt['id']}")["private_to_staff"] is True


def test_a_post_is_open_unless_it_says_otherwise(room: Room, citizen: Client) -> None:
    post_id = talk(citizen)
    assert room.api.call("GET", f"/v1/posts/{post_id}")["private_to_staff"] is False

"""Who is let in to the staff's side, and what each department sees of it."""

import pytest

from infra.client import Client, sign_in
from tests.api.steps import TEXT, ids, read, refused, talk
from tests.conftest import Room

# What they see


def test_the_complaint_team_sees_all(room: Room, post_id: str) -> None:
    for group in ("minwon", "admin"):
        assert post_id in ids(room.clerk(group).call("GET", "/v1/admin/posts?limit=50"))
        assert room.clerk(group).call("GET", f"/v1/admin/posts/{post_id}")["text"] == TEXT


def test_a_department_sees_its_own(room: Room, post_id: str) -> None:
    clerk = room.clerk("construction-traffic")
    listed = clerk.call("GET", "/v1/admin/posts?limit=50")
    assert post_id in ids(listed)
    assert {card["department"] for card in listed["posts"]} == {"construction-traffic"}
    assert clerk.call("GET", f"/v1/admin/posts/{post_id}")["department"] == "construction-traffic"


def test_a_department_sees_no_other(room: Room, post_id: str) -> None:
    clerk = room.clerk("environment")
    for asked in ("", "?status=transferred", "?department=environment"):
        assert post_id not in ids(clerk.call("GET", f"/v1/admin/posts{asked}"))
    with refused(403, "not_your_department", "department"):
        clerk.call("GET", "/v1/admin/posts?department=construction-traffic")
    with refused(403, "not_your_department"):
        clerk.call("GET", f"/v1/admin/posts/{post_id}")


def test_who_works_for_two_departments_asks_for_either(room: Room, post_id: str) -> None:
    clerk = room.clerk("environment", "construction-traffic")
    assert post_id in ids(clerk.call("GET", "/v1/admin/posts?department=construction-traffic&limit=50"))
    assert post_id not in ids(clerk.call("GET", "/v1/admin/posts?department=environment&limit=50"))


def test_the_lists_of_staff_take_the_same_questions(room: Room, post_id: str) -> None:
    clerk = room.clerk()
    assert post_id in ids(clerk.call("GET", "/v1/admin/posts?category=street-light&status=transferred&limit=50"))
    with refused(400, "unknown_field", "q"):
        clerk.call("GET", "/v1/admin/posts?q=1")


# Who they are


EVERY = [
    ("GET", "/v1/admin/posts", None),
    ("GET", "/v1/admin/posts/{}", None),
    ("PATCH", "/v1/admin/posts/{}", {"status": "resolved"}),
    ("POST", "/v1/admin/posts/{}/comments", {"text": "고쳤습니다."}),
    ("POST", "/v1/admin/photos", {"type": "image/jpeg"}),
]


@pytest.mark.parametrize(("method", "path", "body"), EVERY)
def test_without_a_staff_token_nothing_opens(room: Room, post_id: str, method: str, path: str, body: object) -> None:
    for who in (room.api, room.api.as_("쓰레기".encode().hex()), room.api.as_("a.b.c"), room.citizen()):
        with refused(401, "staff_sign_in_needed"):
            who.call(method, path.format(post_id), body)
    assert read(room.api, post_id)["status"] == "transferred"


@pytest.mark.parametrize(("method", "path", "body"), EVERY)
def test_a_token_of_another_pool_opens_nothing(
    room: Room, post_id: str, foreigner: Client, method: str, path: str, body: object
) -> None:
    with refused(401, "staff_sign_in_needed"):
        foreigner.call(method, path.format(post_id), body)


@pytest.fixture(scope="module")
def foreigner(room: Room) -> Client:
    """Signed in properly, with the right group, in a pool that is not ours."""
    cognito = room.stage.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="somebody-elses")["UserPool"]["Id"]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="page", ExplicitAuthFlows=flows)
    cognito.admin_create_user(UserPoolId=pool, Username="clerk", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="clerk", Password="Room-Test-1234", Permanent=True)
    cognito.create_group(UserPoolId=pool, GroupName="minwon")
    cognito.admin_add_user_to_group(UserPoolId=pool, Username="clerk", GroupName="minwon")
    client_id = client["UserPoolClient"]["ClientId"]
    return room.api.as_(sign_in(room.told["cognito"], client_id, "clerk", "Room-Test-1234"))


@pytest.mark.parametrize(("method", "path", "body"), EVERY)
def test_an_account_of_no_department_may_nothing(
    room: Room, post_id: str, method: str, path: str, body: object
) -> None:
    with refused(403, "no_group"):
        room.api.as_(room.staff_token()).call(method, path.format(post_id), body)


def test_a_staff_token_is_no_members_token(room: Room) -> None:
    with refused(401, "bad_token"):
        talk(room.clerk())

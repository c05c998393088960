"""Who is let in to the staff's side, and what each department sees of it."""

import json

import pytest

from app import app
from chalicelib.api import edge
from chalicelib.domain.clerk import RIGHTS
from infra.client import Client, send, sign_in, wait_for
from tests.api.steps import JSON, TEXT, ids, refused, talk, together
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


DESK = sorted((key, route.action) for key, route in edge.ROUTES.items() if route.action)
ROLES = {"department": "environment", "minwon": "minwon", "admin": "admin"}
UNREAL = {
    "post_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "comment_id": "01ARZ3NDEKTSV4RRFFQ69G5FAW",
    "photo_id": "01ARZ3NDEKTSV4RRFFQ69G5FAX",
    "key_id": "01ARZ3NDEKTSV4RRFFQ69G5FAY",
}


def called(who: Client, route: tuple[str, str]) -> tuple[int, str]:
    """Status and code of a request that no right makes good: its post does not exist, and its body says nothing."""
    method, path = route
    body = b"{}" if method in edge.WITH_BODY else None
    headers = JSON | ({"Authorization": f"Bearer {who.token}"} if who.token else {})
    status, text = send(method, who.base + path.format_map(UNREAL), body, headers)
    return status, json.loads(text).get("code", "") if text.startswith("{") else ""


def everywhere(who: Client) -> dict[tuple[str, str], tuple[int, str]]:
    found = together(len(DESK), lambda at: called(who, DESK[at][0]))
    return {route: answer for (route, _), answer in zip(DESK, found, strict=True)}


def test_every_route_of_the_desk_asks_for_a_right() -> None:
    deployed = {
        (method, path) for path, methods in app.routes.items() for method in methods if path.startswith("/v1/admin")
    }
    assert deployed == {key for key, _ in DESK}
    assert all(app.routes[path][method].authorizer is edge.staff for method, path in deployed)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_table_says_and_nothing_else(room: Room, role: str) -> None:
    answers = everywhere(room.clerk(ROLES[role]))
    refused_for_the_role = {route for route, answer in answers.items() if answer == (403, "not_for_your_group")}
    assert refused_for_the_role == {route for route, action in DESK if role not in RIGHTS[action]}
    assert {status for status, _ in answers.values()} <= {200, 400, 403, 404}


def test_without_a_staff_token_nothing_opens(room: Room) -> None:
    for who in (room.api, room.api.as_("쓰레기".encode().hex()), room.api.as_("a.b.c"), room.citizen()):
        assert set(everywhere(who).values()) == {(401, "staff_sign_in_needed")}


def test_a_token_of_another_pool_opens_nothing(room: Room) -> None:
    """Signed in properly, with the right group, in a pool that is not ours."""
    cognito = room.stage.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="somebody-elses")["UserPool"]["Id"]
    cognito.admin_create_user(UserPoolId=pool, Username="clerk", MessageAction="SUPPRESS")
    cognito.admin_set_user_password(UserPoolId=pool, Username="clerk", Password="Room-Test-1234", Permanent=True)
    cognito.create_group(UserPoolId=pool, GroupName="minwon")
    cognito.admin_add_user_to_group(UserPoolId=pool, Username="clerk", GroupName="minwon")
    foreigner = room.api.as_(token_of(room, pool, "clerk"))
    assert set(everywhere(foreigner).values()) == {(401, "staff_sign_in_needed")}


def test_an_expired_token_opens_nothing(room: Room) -> None:
    room.staff_token("minwon")  # the account
    late = room.api.as_(token_of(room, room.outputs["StaffPoolId"], "minwon@staff.example", seconds=1))
    wait_for(lambda: called(late, ("GET", "/v1/admin/me"))[0] == 401, "the token's end", 10)
    assert set(everywhere(late).values()) == {(401, "staff_sign_in_needed")}


def token_of(room: Room, pool: str, username: str, seconds: int = 3600) -> str:
    """By a client of its own; the local cloud lets a token live shorter than AWS's five minutes."""
    cognito = room.stage.client("cognito-idp")
    client = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="page",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        IdTokenValidity=seconds,
        TokenValidityUnits={"IdToken": "seconds"},
    )
    return sign_in(room.told["cognito"], client["UserPoolClient"]["ClientId"], username, "Room-Test-1234")


def test_an_account_of_no_department_may_nothing(room: Room) -> None:
    assert set(everywhere(room.api.as_(room.staff_token())).values()) == {(403, "no_group")}


def test_a_staff_token_is_no_members_token(room: Room) -> None:
    with refused(401, "bad_token"):
        talk(room.clerk())

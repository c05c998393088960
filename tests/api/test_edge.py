"""Where HTTP ends: one shape for every error, in the language asked for, whatever was sent."""

import urllib.request

import pytest

from chalicelib.api.edge import PRIVATE, SHARED
from infra.client import Client, send
from tests.api.steps import raw, talk, told
from tests.conftest import Room

# Languages


@pytest.mark.parametrize(
    ("asked", "begins"),
    [
        (None, "그런 글"),
        ("", "그런 글"),
        ("ko-KR,ko;q=0.9,en-US;q=0.8", "그런 글"),
        ("en", "There is"),
        ("en;q=0.9", "There is"),
        ("EN-gb", "There is"),
        ("fr, en;q=0.1", "There is"),
        ("ko;q=0.5,en;q=0.9", "There is"),
        ("ko; q=0.5, en; q=0.9", "There is"),
        ("ko;q=0,en;q=0.1", "There is"),
        ("zh-Hans,ja", "그런 글"),
        ("*", "그런 글"),
        ("eng", "그런 글"),
        ("en;q=much, ko;q=0.1", "그런 글"),
        (";;q=,=;q=1,", "그런 글"),
    ],
)
def test_errors_are_korean_unless_another_language_is_liked_better(room: Room, asked: str | None, begins: str) -> None:
    headers = {} if asked is None else {"Accept_Language": asked}
    _, problem = raw(room.api, "GET", "/v1/posts/1", **headers)
    assert problem["message"].startswith(begins)


# What is not there


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/nothing"), ("GET", "/v1/"), ("DELETE", "/v1/posts"), ("PUT", "/v1/members"), ("POST", "/v1/city"),
     ("PATCH", "/v1/posts"), ("GET", "/v1/unsubscribe"), ("GET", "/v1/posts/1/2/3")],
)  # fmt: skip
def test_there_is_no_such_address(room: Room, method: str, path: str) -> None:
    body = None if method in ("GET", "DELETE") else b"{}"
    for way in (room.api, room.site):
        assert told(raw(way, method, path, body)) == (404, "no_such_route", None)


def test_a_city_needs_no_sign_in_and_may_be_kept_a_minute(room: Room, citizen: Client) -> None:
    assert cached(f"{room.api.base}/v1/city") == "public, max-age=60"
    assert cached(f"{room.api.base}/v1/members/me", citizen.token) == "private, no-store"


def test_what_all_may_read_is_shared_for_seconds_and_what_a_token_or_a_code_opens_by_nobody(
    room: Room, citizen: Client
) -> None:
    told = citizen.post(text="밤길이 어둡습니다.", tag="시민대화")
    post = f"{room.api.base}/v1/posts/{told['id']}"
    for url in (
        f"{room.api.base}/v1/posts",
        post,
        f"{post}/comments",
        f"{room.api.base}/v1/search?q=%EB%B0%A4%EA%B8%B8",
    ):
        assert cached(url) == SHARED
        assert cached(url, citizen.token) == PRIVATE
    assert cached(f"{post}?code={told['lookup_code']}") == PRIVATE


def cached(url: str, token: str | None = None) -> str | None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        found: str | None = answer.headers["Cache-Control"]
        return found


def test_a_token_comes_as_a_bearer(room: Room, citizen: Client) -> None:
    url = f"{room.api.base}/v1/members/me"
    for header in (f"Basic {citizen.token}", str(citizen.token), "Bearer", "Bearer ", ""):
        assert send("GET", url, None, {"Authorization": header})[0] == 401
    assert send("GET", url, None, {"Authorization": f"bearer  {citizen.token} "})[0] == 200


def test_both_addresses_answer_alike(room: Room, citizen: Client) -> None:
    post_id = talk(citizen)
    assert room.site.call("GET", f"/v1/posts/{post_id}") == room.api.call("GET", f"/v1/posts/{post_id}")

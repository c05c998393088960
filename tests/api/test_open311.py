"""Open311 as its clients meet it: through the CDN and at the API's own address, in both formats."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.message import Message
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from georeport import GeoReport

from app import app
from infra.client import Client, wait_for
from tests import pictures
from tests.api.hostile import TEXTS
from tests.api.steps import complain, refused, routed, talk, together
from tests.api.test_formats import SENT, STANDARD, TOKEN, needs_schemas, sparked, valid
from tests.conftest import Room

HERE = {"lat": "36.240100", "long": "127.210100"}  # where no other test writes
NEAR = HERE | {"radius": "60"}
FORM = "application/x-www-form-urlencoded; charset=utf-8"
PARKED = "아파트 앞 길가에 차가 석 달째 서 있습니다."


@pytest.fixture(scope="module")
def key(room: Room) -> str:
    told: dict[str, str] = room.clerk("admin").call("POST", "/v1/admin/keys", {"name": "고쳐줘 앱"})
    return told["api_key"]


class Answer:
    def __init__(self, status: int, headers: Message, text: str) -> None:
        self.status, self.headers, self.text = status, headers, text

    def rows(self, table: Any) -> Any:
        """As JSON has it, whichever format it came in."""
        if "json" in self.headers["Content-Type"]:
            return json.loads(self.text)
        root = ElementTree.fromstring(self.text.encode())
        return sparked(root, table[root.tag])


def ask(url: str, form: Mapping[str, Any] | None = None, method: str | None = None, **headers: str) -> Answer:
    data = None if form is None else urlencode(form, doseq=True).encode()
    sent = ({"Content-Type": FORM} if form is not None else {}) | {n.replace("_", "-"): v for n, v in headers.items()}
    request = urllib.request.Request(url, data, sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.status, answer.headers, answer.read().decode())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read().decode())


def asked(room: Room, path: str, **question: str) -> Any:
    return ask(f"{room.told['api']}/open311/v2/{path}?{urlencode(question)}").rows(STANDARD)


def send(room: Room, key: str, **form: Any) -> str:
    sent = {"api_key": key, "service_code": "noise"} | HERE | form
    answer = ask(f"{room.told['api']}/open311/v2/requests.json", sent)
    assert answer.status == 201, answer.text
    return str(answer.rows(SENT)[0]["service_request_id"])


# The whole way, both ways in


@pytest.mark.parametrize(("way", "form"), [("site", "xml"), ("api", "json")])
def test_a_report_goes_in_is_worked_on_and_comes_out(room: Room, key: str, way: str, form: str) -> None:
    began, base = datetime.now(UTC) - timedelta(minutes=1), f"{room.told[way]}/open311/v2"
    photo = Client(room.told["api"], key).upload(pictures.jpeg(64, 48))
    sent = {
        "api_key": key, "service_code": "abandoned-vehicle", "description": f"{PARKED} {way}", "email": "me@citizen.example",
        "attribute[vehicle]": "truck", "attribute[colour]": "흰색", "first_name": "길동", "last_name": "홍",
        "media_url": f"{room.told['site']}/media/{photo}/1280.webp", "jurisdiction_id": "gyeryong.go.kr",
    } | HERE  # fmt: skip
    posted = ask(f"{base}/requests.{form}", sent)
    assert (posted.status, posted.headers.get_content_charset()) == (201, "utf-8")
    assert posted.headers.get_content_type() == {"xml": "text/xml", "json": "application/json"}[form]
    request_id = posted.rows(SENT)[0]["service_request_id"]
    assert ask(f"{base}/requests.{form}", sent).rows(SENT)[0]["service_request_id"] == request_id  # the same again

    routed(room.api, request_id)
    wait_for(lambda: asked(room, f"requests/{request_id}.json")[0]["media_url"], "the photo", 90)
    found = ask(f"{base}/requests/{request_id}.{form}").rows(STANDARD)[0]
    assert found["description"] == f"{PARKED} {way}\n\n차량 종류: 화물차\n색: 흰색"
    assert (found["status"], found["status_notes"], found["lat"]) == ("open", "이관", 36.2401)
    assert found["media_url"] == sent["media_url"]
    assert datetime.fromisoformat(found["expected_datetime"]) > datetime.now(UTC)
    assert not re.search("홍|길동|citizen", json.dumps(found, ensure_ascii=False))

    (extended,) = asked(room, f"requests/{request_id}.json", extensions="true")
    assert (extended["extended_attributes"]["source"], extended["attributes"][1]["value"]) == ("고쳐줘 앱", "흰색")
    number = extended["extended_attributes"]["receipt_number"]
    assert number in posted.rows(SENT)[0]["service_notice"]
    assert ask(f"{base}/tokens/{number}.{form}").rows(TOKEN) == [{"service_request_id": request_id, "token": number}]

    update = {
        "api_key": key,
        "service_request_id": request_id,
        "update_id": f"77-{way}",
        "description": "아직 그대로입니다.",
    }
    first, again = (
        ask(f"{base}/servicerequestupdates.{form}", update).rows(
            {"service_request_updates": [("", {"update_id": str})]}
        )
        for _ in range(2)
    )
    assert first == again
    thread = room.api.call("GET", f"/v1/posts/{request_id}")["thread"]
    said = [one for one in thread if one["by"] == "citizen"]
    assert [(one["id"], one["author"]["nickname"]) for one in said] == [(first[0]["update_id"], "고쳐줘 앱")]

    room.clerk().call("POST", f"/v1/admin/posts/{request_id}/comments", {"text": "견인했습니다.", "status": "resolved"})
    span = urlencode({"start_date": began.isoformat()})
    updates = ask(f"{base}/servicerequestupdates.{form}?{span}").rows(STANDARD)
    mine = [one for one in updates if one["service_request_id"] == request_id]
    assert [(one["description"], one["status"]) for one in mine][-1] == ("견인했습니다.", "fixed")
    assert first[0]["update_id"] not in {one["update_id"] for one in mine}
    closed = ask(f"{base}/requests.{form}?service_request_id={request_id}&status=open").rows(STANDARD)
    assert [(one["status"], one["status_notes"]) for one in closed] == [("closed", "처리완료")]


def updated(room: Room, key: str, request_id: str, **form: str) -> str:
    sent = {"api_key": key, "service_request_id": request_id} | form
    answer = ask(f"{room.told['api']}/open311/v2/servicerequestupdates.json", sent)
    assert answer.status == 201, answer.text
    return str(json.loads(answer.text)[0]["update_id"])


def test_the_same_is_once_in_whatever_order_and_place_and_else_twice(room: Room, key: str) -> None:
    form = {"api_key": key, "service_code": "noise", "description": PARKED} | HERE
    base, back = f"{room.told['api']}/open311/v2/requests.json", dict(reversed(form.items()))
    apart = {name: value for name, value in form.items() if name != "description"}
    answers = [ask(base, form), ask(base, back), ask(f"{base}?{urlencode({'description': PARKED})}", apart),
               ask(f"{base}?{urlencode({'description': PARKED + ' 둘'})}", apart), ask(base, form | {"email": "b@city.example"})]  # fmt: skip
    one, again, moved, *others = (answer.rows(SENT)[0]["service_request_id"] for answer in answers)
    assert one == again == moved
    assert len({one, *others}) == 3


def test_a_number_of_an_update_is_one_of_its_request(room: Room, key: str) -> None:
    requests = [send(room, key, description=f"{n}번 골목에서 밤마다 소리가 납니다.") for n in (1, 2)]
    made = [
        updated(room, key, one, update_id="5", description="아직 그대로입니다.") for one in (*requests, requests[0])
    ]
    assert (made[0] == made[2], len(set(made))) == (True, 2)


def test_a_client_goes_on_with_what_waits_for_a_persons_eye(room: Room, key: str) -> None:
    request_id = send(room, key, description="씨발 왜 아직도 소리가 나는지 모르겠습니다.")
    assert updated(room, key, request_id, status="FIXED")
    other: dict[str, str] = room.clerk("admin").call("POST", "/v1/admin/keys", {"name": "다른 앱"})
    with pytest.raises(AssertionError, match="service_request_id"):
        updated(room, other["api_key"], request_id, description="남의 글입니다.")


# Lists


@pytest.fixture(scope="module")
def written(room: Room, key: str) -> dict[str, str]:
    """Within some metres of one another, by what they are; oldest first."""
    place = {"location": {"lat": 36.2401, "lon": 127.2101}}
    citizen = room.citizen("열린 시민")
    found = {
        "noise": send(room, key, description="밤마다 공사 소리가 들려 잠을 잘 수 없습니다."),
        "far": send(room, key, description="낮에도 공사 소리가 들려 쉴 수 없습니다.", lat="36.2409"),
        "light": complain(citizen, category="street-light", **place),
        "private": complain(citizen, category="noise", private_to_staff=True, **place),
        "withdrawn": complain(citizen, category="noise", **place),
        "talk": talk(citizen, **place),
        "closed": send(room, key, service_code="air", description="연기가 자욱해서 창을 열 수 없습니다."),
    }
    for name in ("noise", "light", "closed"):
        routed(room.api, found[name])
    citizen.call("POST", f"/v1/posts/{found['withdrawn']}/withdrawal", {})
    room.clerk().call(
        "POST", f"/v1/admin/posts/{found['closed']}/comments", {"text": "껐습니다.", "status": "resolved"}
    )
    return found


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (NEAR, ["closed", "light", "noise"]),
        (HERE | {"radius": "200"}, ["closed", "light", "far", "noise"]),
        (NEAR | {"status": "open"}, ["light", "noise"]),
        (NEAR | {"status": "closed"}, ["closed"]),
        (NEAR | {"status": "open,closed", "service_code": "noise,air"}, ["closed", "noise"]),
        (NEAR | {"page_size": "2"}, ["closed", "light"]),
        (NEAR | {"page_size": "2", "page": "2"}, ["noise"]),
        (NEAR | {"page_size": "2", "page": "3"}, []),
        (NEAR | {"end_date": "2026-01-01T00:00:00 09:00"}, []),
        (NEAR | {"updated_before": "2026-01-01T00:00:00Z"}, []),
    ],
    ids=str,
)
def test_a_filter_leaves_what_fits(
    room: Room, written: dict[str, str], question: dict[str, str], names: list[str]
) -> None:
    found = [one["service_request_id"] for one in asked(room, "requests.json", **question)]
    assert [one for one in found if one in written.values()] == [written[name] for name in names]


@pytest.mark.parametrize("question", [{"status": "closed"}, {}, {"updated_after": "1970-01-01T00:00:00Z"}], ids=str)
def test_who_follows_a_request_learns_that_it_was_withdrawn_and_no_more(
    room: Room, written: dict[str, str], question: dict[str, str]
) -> None:
    found = asked(room, "requests.json", service_code="noise", extensions="true", **question)
    (mine,) = [one for one in found if one["service_request_id"] == written["withdrawn"]]
    assert (mine["status"], mine["status_notes"]) == ("closed", "취하")
    assert {mine[name] for name in ("description", "address", "lat", "long", "media_url")} == {None}
    assert "열린 시민" not in json.dumps(mine, ensure_ascii=False)
    assert written["private"] not in {one["service_request_id"] for one in found}


def test_what_changed_last_comes_first(room: Room, written: dict[str, str]) -> None:
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    found = [one["service_request_id"] for one in asked(room, "requests.json", updated_after=since, **NEAR)]
    mine = [one for one in found if one in written.values()]
    assert mine[0] == written["closed"]
    assert set(mine) == {written[name] for name in ("closed", "light", "noise")}


def test_ids_override_all_else_and_show_no_more_than_all_may_read(room: Room, written: dict[str, str]) -> None:
    ids = ",".join((*written.values(), "nothing"))
    found = asked(room, "requests.json", service_request_id=ids, status="closed", service_code="none", start_date="x")
    names = {one["service_request_id"]: one["status"] for one in found}
    expected = {"noise": "open", "far": "open", "light": "open", "withdrawn": "closed", "closed": "closed"}
    assert names == {written[name]: status for name, status in expected.items()}


@pytest.mark.parametrize("name", ["private", "talk"])
def test_what_the_public_does_not_read_is_not_found(room: Room, written: dict[str, str], name: str) -> None:
    for place in ("requests", "tokens"):
        answer = ask(f"{room.told['api']}/open311/v2/{place}/{written[name]}.json")
        assert (answer.status, json.loads(answer.text)[0]["code"]) == (404, "404")


def test_a_hidden_request_is_gone_from_lists_and_by_its_id(room: Room, key: str) -> None:
    request_id = send(room, key, description="이 씨발 소리 좀 어떻게 해 주십시오.")
    assert ask(f"{room.told['api']}/open311/v2/requests/{request_id}.xml").status == 404
    assert asked(room, "requests.json", service_request_id=request_id) == []


@needs_schemas
def test_the_schemas_hold_what_the_deployed_room_answers(room: Room, written: dict[str, str]) -> None:
    base = f"{room.told['site']}/open311/v2"
    for path, name in (
        ("services.json", "services"), ("services/abandoned-vehicle.json", "service-definition"),
        ("requests.json?page_size=100", "requests"), (f"requests/{written['light']}.json?extensions=true", "requests"),
    ):  # fmt: skip
        valid(name, json.loads(ask(f"{base}/{path}").text))


@pytest.mark.parametrize("way", ["site", "api"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_of_others_reads_the_room(room: Room, written: dict[str, str], way: str, form: str) -> None:
    client = GeoReport(f"{room.told[way]}/open311/v2", jurisdiction="gyeryong.go.kr", output_format=form)
    services = {one["service_code"]: one for one in client.get_service_list()}
    assert services["abandoned-vehicle"]["metadata"] in (True, "true")
    assert client.get_service_definition("abandoned-vehicle")["service_code"] == "abandoned-vehicle"
    found = client.get_service_requests(service_code="noise,street-light", status="open")
    assert {written["noise"], written["light"]} <= {one["service_request_id"] for one in found}
    assert client.get_service_request(written["light"])["service_name"] == "가로등·보안등"


# Errors


@pytest.mark.parametrize("form", ["xml", "json"])
@pytest.mark.parametrize(
    ("status", "code", "path"),
    [
        (404, "404", "services.{}?jurisdiction_id=sfgov.org"),
        (404, "404", "services/none.{}"),
        (404, "404", "requests/none.{}"),
        (404, "404", "tokens/GR-2026-999999.{}"),
        (400, "400", "requests.{}?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z"),
        (400, "400", "requests.{}?page_size=1001"),
    ],
)
def test_an_error_is_a_list_in_the_format_that_was_asked_for(
    room: Room, form: str, status: int, code: str, path: str
) -> None:
    for language, words in (("ko", "[가-힣]"), ("en", "[a-z]{3}")):
        answer = ask(f"{room.told['api']}/open311/v2/{path.format(form)}", Accept_Language=language)
        (error,) = answer.rows(STANDARD)
        assert (answer.status, error["code"]) == (status, code)
        assert re.search(words, error["description"])


@pytest.mark.parametrize("path", ["services/noise.yaml", "requests.yaml", "requests", "nothing.xml"])
def test_what_there_is_not_is_told_in_the_format_that_must_be(room: Room, path: str) -> None:
    answer = ask(f"{room.told['api']}/open311/v2/{path}")
    assert (answer.status, answer.headers.get_content_type()) == (404, "text/xml")


@pytest.mark.parametrize(
    ("status", "field", "form"),
    [
        (403, "api_key", {"api_key": ""}),
        (403, "api_key", {"api_key": "nonsense"}),
        (403, "api_key", {"api_key": "01M86D4XK07P16YNJNDDQVFGDA.secret"}),
        (404, "jurisdiction_id", {"jurisdiction_id": "sfgov.org"}),
        (404, "service_code", {"service_code": "none"}),
        (400, "service_code", {"service_code": ""}),
        (400, "lat", {"lat": "", "long": ""}),
        (400, "long", {"long": ""}),
        (400, "lat", {"lat": "37.56", "long": "126.97"}),
        (400, "address_string", {"address_string": "가" * 201}),
        (400, "media_url", {"media_url": ["https://room.example/media/none"] * 6}),
        (400, "attribute[vehicle]", {"service_code": "abandoned-vehicle", "attribute[vehicle]": "tank"}),
        (400, "attribute[colour]", {"attribute[colour]": "흰색"}),
        (400, "media_url", {"media_url": "file:///etc/passwd"}),
        (400, "description", {"description": "가" * 4001}),
        (400, "description", {"description": "\ufffd" * 20}),
    ],
)
def test_what_is_wrong_with_a_report_is_named(
    room: Room, key: str, status: int, field: str, form: dict[str, Any]
) -> None:
    sent = {"api_key": key, "service_code": "noise", "description": PARKED} | HERE | form
    answer = ask(f"{room.told['api']}/open311/v2/requests.json", sent)
    (error,) = json.loads(answer.text)
    assert answer.status == status
    assert error["description"].startswith(f"{field}:")


def test_a_citizens_token_is_no_api_key(room: Room) -> None:
    answer = ask(f"{room.told['api']}/open311/v2/requests.json", {"api_key": room.citizen().token} | HERE)
    assert answer.status == 403


def test_a_body_that_is_no_form_is_refused_in_the_standards_shape(room: Room) -> None:
    for kind in ("application/json", "multipart/form-data; boundary=x"):
        answer = ask(f"{room.told['api']}/open311/v2/requests.xml", {"a": "b"}, Content_Type=kind)
        assert (answer.status, ElementTree.fromstring(answer.text)[0].findtext("code")) == (400, "415")


# Keys


def test_a_key_is_told_once_and_good_until_it_is_taken_back(room: Room) -> None:
    admin = room.clerk("admin")
    issued = admin.call("POST", "/v1/admin/keys", {"name": "잠깐 쓰는 앱"})
    (listed,) = [one for one in admin.call("GET", "/v1/admin/keys")["keys"] if one["id"] == issued["id"]]
    assert listed == {name: issued[name] for name in ("id", "name", "issued_at", "revoked_at")}
    request_id = send(room, issued["api_key"], description="한 번만 보내는 소음 신고입니다.")
    admin.call("DELETE", f"/v1/admin/keys/{issued['id']}")
    with pytest.raises(AssertionError, match="api_key"):
        send(room, issued["api_key"], description="더는 보낼 수 없는 소음 신고입니다.")
    revoked = {one["id"]: one["revoked_at"] for one in admin.call("GET", "/v1/admin/keys")["keys"]}
    assert revoked[issued["id"]]
    assert room.api.call("GET", f"/v1/posts/{request_id}")["author"]["nickname"] == "잠깐 쓰는 앱"


def test_a_key_opens_open311_and_photos_alone(room: Room, key: str) -> None:
    client = Client(room.told["api"], key)
    for method, path in (("GET", "/v1/members/me"), ("PATCH", "/v1/members/me"), ("POST", "/v1/posts")):
        with refused(403, "open311_alone"):
            client.call(method, path, None if method == "GET" else {"nickname": "새 이름"})
    assert client.call("GET", "/v1/posts?limit=1")["posts"]


def test_no_member_is_taken_for_a_key(room: Room) -> None:
    member = room.citizen()
    with refused(404, "no_such_key"):
        room.clerk("admin").call("DELETE", f"/v1/admin/keys/{member.call('GET', '/v1/members/me')['id']}")
    member.call("GET", "/v1/members/me")


# What browsers and caches read


def test_programs_on_other_sites_may_read_it_and_the_cdn_keeps_it_some_seconds(room: Room) -> None:
    for method in ("GET", "HEAD"):
        found = ask(f"{room.told['api']}/open311/v2/services.xml", method=method)
        assert (found.status, found.headers["Access-Control-Allow-Origin"]) == (200, "*")
        assert "s-maxage" in found.headers["Cache-Control"]
    assert "no-store" in ask(f"{room.told['api']}/open311/v2/requests/none.xml").headers["Cache-Control"]


# Whatever is sent where

NAMES = (
    "service_request_id",
    "service_code",
    "status",
    "start_date",
    "lat",
    "jurisdiction_id",
)  # the rules are tried on their own
PARTS = ("requests", "services", "tokens")


def called(path: str, **more: Any) -> dict[str, Any]:
    event = {
        "requestContext": {"httpMethod": "GET", "resourcePath": path, "identity": {"sourceIp": "127.0.0.1"}},
        "headers": {}, "pathParameters": None, "multiValueQueryStringParameters": None, "stageVariables": None,
        "body": None, "isBase64Encoded": False,
    }  # fmt: skip
    answer: dict[str, Any] = app(event | more, None)
    return answer


def ours(answer: dict[str, Any]) -> bool:
    told = json.loads(answer["body"])
    return answer["statusCode"] == 200 or (
        answer["statusCode"] in (400, 403, 404) and set(told[0]) == {"code", "description"}
    )


@pytest.mark.usefixtures("stage_settings")
@pytest.mark.parametrize("name", NAMES)
def test_no_value_in_a_question_is_our_fault(name: str) -> None:
    path = f"/open311/v2/{'servicerequestupdates' if name == 'start_date' else 'requests'}.json"
    wrong = [
        v for v in TEXTS if not ours(called(path, multiValueQueryStringParameters={name: [v], "page_size": ["1"]}))
    ]
    assert wrong == []


@pytest.mark.usefixtures("stage_settings")
@pytest.mark.parametrize("place", PARTS)
def test_no_id_is_our_fault(place: str) -> None:
    parts = [{"part": f"{v}.json"} for v in TEXTS]
    assert [part for part in parts if not ours(called(f"/open311/v2/{place}/{{part}}", pathParameters=part))] == []


def test_no_value_in_a_report_is_our_fault(room: Room, key: str) -> None:
    """In the room, where each that is taken is worked on, so these are a few."""
    names = ("description", "address_string", "attribute[colour]", "media_url", "lat", "attribute[]", "account_id")
    forms = [
        {"api_key": key, "service_code": "abandoned-vehicle" if "attribute" in name else "none", name: text}
        for name, text in zip(names * 4, TEXTS[::4], strict=False)
    ]
    answers = together(len(forms), lambda n: ask(f"{room.told['api']}/open311/v2/requests.json", HERE | forms[n]))
    wrong = [form for form, one in zip(forms, answers, strict=True) if one.status not in (201, 400, 404)]
    assert wrong == []

"""Public posts as others take them away: a layer for a map, a feed, months in bulk, and the manner of data.go.kr."""

import csv
import io
import json
import re
import secrets
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree

import feedparser
import msgspec
import pytest

from chalicelib.api import bulk, export, feed, geojson, open311_views, opendata, portal
from chalicelib.api.edge import SHARED
from chalicelib.api.opendata import Filter, Part, record
from chalicelib.city import city
from chalicelib.domain import ids
from chalicelib.domain.figures import month_of
from chalicelib.domain.post import Location, Photo, Post
from chalicelib.errors import InvalidInput
from chalicelib.store import posts
from infra.client import send
from tests.api.steps import TEXT, complain, refused, talk
from tests.conftest import Room
from tests.store.rows import added

ID = "01KJSYQ4Z8M6T0V7C2B5N9XHDR"
AT = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
POST = Post(
    ID, "생활불편신고", "resolved", "가로등이 꺼져 있습니다.\n밤길이 어둡습니다.", "author", "밤길 걷는 이", AT, AT,
    receipt_number="GR-2026-000001", category="street-light", department="construction-traffic",
    location=Location(36.27, 127.24, "공영주차장 앞"), photos=(Photo(ID), Photo(ID, "ready")), closed_at=AT + timedelta(days=1),
)  # fmt: skip
TALK = Post(ID, "시민대화", "posted", "노을이 참 곱습니다.", "author", "밤길 걷는 이", AT, AT)
SITE = "https://room.example"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (opendata, open311_views):
        monkeypatch.setattr(module, "settings", lambda: SimpleNamespace(site_address=SITE, stage="prod"))


# A record


@pytest.mark.usefixtures("site")
def test_a_record_tells_codes_and_names_and_nothing_of_its_author() -> None:
    told = record(POST, city())
    assert (told.department, told.department_name) == ("construction-traffic", "건설교통실")
    assert (told.category_name, told.status_name, told.created_at) == (
        "가로등·보안등",
        "처리완료",
        "2026-11-24T09:30:00+09:00",
    )
    assert (told.photo, told.url) == (f"{SITE}/media/{ID}/1280.webp", f"{SITE}/posts/{ID}")
    assert not {"author", "밤길 걷는 이"} & set(map(str, msgspec.structs.astuple(told)))


# GeoJSON


@pytest.mark.usefixtures("site")
def test_a_point_is_longitude_then_latitude() -> None:
    told = msgspec.to_builtins(geojson.feature(record(POST, city())))
    assert (told["type"], told["geometry"]) == ("Feature", {"type": "Point", "coordinates": (127.24, 36.27)})


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("place", [None, Location(address="천마산")])
def test_what_lies_nowhere_has_no_geometry_and_says_so(place: Location | None) -> None:
    told = msgspec.to_builtins(geojson.feature(record(replace(POST, location=place), city())))
    assert (told["geometry"], told["properties"]["lat"]) == (None, None)


@pytest.mark.parametrize("bbox", ["127.3,36.2,127.2,36.3", "127.2,36.3,127.3,36.2"])
def test_a_box_runs_from_south_west_to_north_east(bbox: str) -> None:
    assert Filter(bbox="127.2,36.1,127.3,36.3").wanted().bounds == (36.1, 127.2, 36.3, 127.3)
    with pytest.raises(InvalidInput, match="bad_bbox"):
        Filter(bbox=bbox).wanted()


# Atom


@pytest.mark.usefixtures("site")
def test_a_feed_is_named_by_what_is_asked_for_and_not_by_its_page() -> None:
    first, second = (feed.feed(Filter(tag="시정문의", cursor=at), Part((POST,), "x"), city()) for at in (None, "y"))
    assert first.id == second.id == f"tag:www.gyeryong.go.kr,2026:posts?tag={quote('시정문의')}"
    assert first.title.endswith("· #시정문의")
    assert [link.rel for link in first.links] == ["alternate", "self", "next"]
    assert [link.href for link in second.links if link.rel == "self"] == [
        f"{SITE}{feed.PATH}?tag={quote('시정문의')}&cursor=y"
    ]


@pytest.mark.usefixtures("site")
def test_an_entry_keeps_its_name_and_has_its_first_line_for_a_title() -> None:
    told = feed.entry(POST, city())
    assert (told.id, told.title) == (f"tag:www.gyeryong.go.kr,2026:posts/{ID}", "가로등이 꺼져 있습니다.")
    assert [link.rel for link in told.links] == ["alternate", "enclosure"]
    assert [one.label for one in told.categories] == ["#생활불편신고", "건설교통실"]


# GeoReport Bulk

COLUMNS = ["service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description", "status_notes", "source", "service_name", "service_subtype", "description", "agency_responsible", "address", "lat", "long"]  # fmt: skip


@pytest.mark.usefixtures("site")
def test_a_row_has_the_columns_of_the_standard_and_times_with_their_offset() -> None:
    row = msgspec.structs.asdict(bulk.request(POST, city()))
    assert list(row) == COLUMNS
    assert (row["requested_datetime"], row["closed_date"]) == ("2026-11-24T09:30:00+09:00", "2026-11-25T09:30:00+09:00")
    assert (row["status_description"], row["agency_responsible"]) == ("closed", "건설교통실")
    assert bulk.request(replace(POST, status="in_progress"), city()).closed_date is None


# In the manner of data.go.kr


def written(answer: portal.Answer, form: str) -> str:
    return str(portal._response(answer, form, 200, "").body)


@pytest.mark.usefixtures("site")
def test_both_forms_have_the_same_frame() -> None:
    found = [record(POST, city()), record(TALK, city())]
    answer = portal.page(portal.Asked(numOfRows=1), found[:1], 2)
    told = json.loads(written(answer, "json"))["response"]
    assert told["header"] == {"resultCode": "00", "resultMsg": "NORMAL SERVICE."}
    assert [told["body"][name] for name in ("numOfRows", "pageNo", "totalCount")] == [1, 1, 2]
    root = ElementTree.fromstring(written(answer, "xml"))
    assert (root.tag, root.findtext("header/resultCode"), root.findtext("body/totalCount")) == ("response", "00", "2")
    (item,) = root.findall("body/items/item")
    assert {node.tag: node.text for node in item} == {
        name: None if value is None else str(value) for name, value in told["body"]["items"][0].items()
    }


@pytest.mark.usefixtures("site")
def test_a_page_that_is_more_than_one_answer_holds_is_refused() -> None:
    found = [record(replace(POST, text="가" * 5000), city())] * 300
    with pytest.raises(InvalidInput, match="answer_too_large: numOfRows"):
        written(portal.page(portal.Asked(numOfRows=1000), found, 300), "json")


@pytest.mark.parametrize(
    ("begins", "ends", "days"),
    [
        (None, None, ("2026-10-25", "2026-11-24")),
        ("20261101", None, ("2026-11-01", "2026-12-01")),
        (None, "20260131", ("2026-01-01", "2026-01-31")),
        ("20260101", "20261231", ("2026-01-01", "2026-12-31")),
    ],
)
def test_of_a_period_one_end_or_none_is_enough(begins: str | None, ends: str | None, days: tuple[str, str]) -> None:
    assert tuple(map(str, portal.period(begins, ends, date(2026, 11, 24)))) == days


@pytest.mark.parametrize(("begins", "ends", "field"), [("20260230", None, "bgnde"), ("20261124", "20261123", "endde")])
def test_a_period_that_is_none_names_its_part(begins: str, ends: str | None, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        portal.period(begins, ends, date(2026, 11, 24))
    assert caught.value.field == field


# The deployed room

MONTH = month_of(datetime.now(UTC), city().zone)
TOPIC = "library"  # that no other test writes of
FORMS = {
    f"/v1/posts.geojson?category={TOPIC}": "application/geo+json",
    "/v1/posts.geojson?bbox=127.23,36.27,127.232,36.272": "application/geo+json",
    f"/v1/posts.atom?category={TOPIC}": "application/atom+xml",
    f"/v1/requests.csv?month={MONTH}": "text/csv",
    f"/v1/requests.json?month={MONTH}": "application/json",
    f"/v1/data/posts?category={TOPIC}&numOfRows=100": "text/xml",
    f"/v1/data/posts?category={TOPIC}&numOfRows=100&resultType=json&serviceKey=any": "application/json",
}


@pytest.fixture(scope="module")
def marks(room: Room) -> dict[str, str]:
    """A word of each post, by what became of it."""
    author, clerk = room.citizen("자료 쓰는 시민"), room.clerk()
    words = {name: f"표식{secrets.token_hex(6)}" for name in ("open", "private", "hidden", "withdrawn")}

    def told(name: str, **more: Any) -> str:
        place = {"lat": 36.271, "lon": 127.231, "address": words[name]}
        return complain(
            author, title=f"=글 {words[name]}", text=f"{TEXT} <b>&{words[name]}", category=TOPIC, location=place, **more
        )

    told("open")
    told("private", private_to_staff=True)
    clerk.call("POST", f"/v1/admin/posts/{told('hidden')}/hiding", {"kind": "rule", "reason": "지킬 것을 어긴 글"})
    author.call("POST", f"/v1/posts/{told('withdrawn')}/withdrawal", {})
    return words


def fetched(address: str) -> Iterator[tuple[Message, str]]:
    """Each part of it, by its Link header."""
    while address:
        with urllib.request.urlopen(quote(address, safe=":/?&=%#,+")) as answer:
            yield answer.headers, answer.read().decode()
            found = re.fullmatch(r'<(.*)>; rel="next"', answer.headers["Link"] or "")
            address = found[1] if found else ""


@pytest.mark.parametrize("path", FORMS)
def test_what_is_open_is_in_every_form_and_nothing_else(room: Room, marks: dict[str, str], path: str) -> None:
    for reader in (room.site, room.api):
        parts = list(fetched(reader.base + path))
        text = "".join(text for _, text in parts)
        assert {name for name, word in marks.items() if word in text} == {"open"}
        assert ("자료 쓰는 시민" in text) == (".atom" in path)
        for headers, _ in parts:
            assert headers["Content-Type"] == f"{FORMS[path]}; charset=utf-8"
            assert (headers["Cache-Control"], headers["Access-Control-Allow-Origin"]) == (SHARED, "*")


def test_a_feed_is_read_by_a_reader_of_news(room: Room, marks: dict[str, str]) -> None:
    found = feedparser.parse(next(fetched(f"{room.site.base}/v1/posts.atom?category={TOPIC}"))[1].encode())
    (entry,) = [one for one in found.entries if one.content[0].value == f"{TEXT} <b>&{marks['open']}"]
    assert (found.bozo, entry.author) == (False, "자료 쓰는 시민")
    assert entry.link == f"{room.site.base}/posts/{entry.id.rpartition('/')[2]}"


def test_a_table_is_read_by_excel_and_starts_no_formula(room: Room, marks: dict[str, str]) -> None:
    text = "".join(text for _, text in fetched(f"{room.api.base}/v1/requests.csv?month={MONTH}"))
    assert text.startswith(export.MARK)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(export.MARK))))
    (row,) = [row for row in rows if row["address"].startswith(marks["open"])]
    assert (row["description"], row["lat"], row["long"]) == (
        f"'=글 {marks['open']}\n{TEXT} <b>&{marks['open']}",
        "36.271",
        "127.231",
    )


def test_a_list_goes_on_at_its_link(room: Room) -> None:
    author = room.citizen()
    written = {talk(author, location={"lat": 36.262, "lon": 127.202}) for _ in range(3)}
    seen, address = list[str](), f"{room.site.base}/v1/posts.geojson?bbox=127.2019,36.2619,127.2021,36.2621&limit=2"
    while address:
        page = json.loads(next(fetched(address))[1])
        assert page["type"] == "FeatureCollection"
        seen += [feature["id"] for feature in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert (set(seen), len(seen)) == (written, 3)


@pytest.fixture(scope="module")
def old(stage_settings: None) -> list[str]:
    """Three complaints of June 2020 in Korea, newest first; one before and one after."""
    began = datetime(2020, 5, 31, 15, tzinfo=UTC)
    written = [
        added(post_id=ids.ulid(at, secrets.token_bytes(10)), created_at=at, status="resolved", closed_at=at).post_id
        for days in (-0.01, 0, 1, 29.9, 30) for at in (began + timedelta(days=days),)
    ]  # fmt: skip
    return written[3:0:-1]


def test_the_parts_of_a_month_make_one_file(old: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "ROWS", 2)
    text, rows, cursors = "", list[str](), [None]
    while cursors:
        asked = bulk.Asked("2020-06", cursors.pop())
        part, listed = bulk.export_requests.__wrapped__(None, asked), bulk.list_requests.__wrapped__(None, asked)
        text, rows = text + part.text, rows + [row.service_request_id for row in listed.told]
        assert (part.more or "").replace(".csv", ".json") == (listed.more or "")
        cursors += parse_qs(urlsplit(part.more or "").query).get("cursor", [])
    assert text.count(export.MARK) == 1
    found = [row["service_request_id"] for row in csv.DictReader(io.StringIO(text.removeprefix(export.MARK)))]
    assert rows == found == old


def test_a_period_is_counted_to_its_end_and_refused_where_it_holds_too_much(
    old: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    june = {"bgnde": "20200601", "endde": "20200630"}
    monkeypatch.setattr(posts, "READ_AHEAD", 1)  # then 2 and 4: three turns
    pages = [portal._read(portal.Asked(**june, pageNo=at, numOfRows=2)) for at in (1, 2, 3)]
    assert [([one.id for one in found], total) for found, total in pages] == [(old[:2], 3), (old[2:], 3), ([], 3)]
    monkeypatch.setattr(posts, "QUERIES_MOST", 1)
    with pytest.raises(InvalidInput, match="too_much_to_look_through"):
        portal._read(portal.Asked(**june))


def test_who_has_it_already_is_told_so(room: Room, marks: dict[str, str]) -> None:
    address = f"{room.site.base}/v1/posts.atom?category={TOPIC}"
    headers, _ = next(fetched(address))
    status, text = send("GET", address, None, {"If-None-Match": f"W/{headers['ETag']}"})
    assert (status, text) == (304, "")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("pageNo=0", "pageNo"),
        ("numOfRows=1001", "numOfRows"),
        ("numOfRows=many", "numOfRows"),
        ("bgnde=2026-11-24", "bgnde"),
        ("endde=20260230", "endde"),
        ("resultType=csv", "resultType"),
        (f"resultType={'x' * 300}", "resultType"),
        ("q=1", "q"),
    ],
)
def test_the_errors_of_data_go_kr_have_its_frame_too(room: Room, asked: str, field: str) -> None:
    status, text = send("GET", f"{room.api.base}/v1/data/posts?{asked}")
    root = ElementTree.fromstring(text)
    assert (status, root.findtext("header/resultCode"), root.find("body")) == (400, "10", None)
    assert re.match(f"INVALID_REQUEST_PARAMETER_ERROR {field}: .*[가-힣]", root.findtext("header/resultMsg") or "")
    told = json.loads(send("GET", f"{room.api.base}/v1/data/posts?resultType=json&pageNo=0")[1])
    assert set(told["response"]) == {"header"}


@pytest.mark.parametrize(
    ("path", "code", "field"),
    [
        ("/v1/posts.geojson?bbox=1,2,3", "bad_bbox", "bbox"),
        ("/v1/posts.geojson?limit=501", "bad_limit", "limit"),
        ("/v1/posts.atom?cursor=x", "bad_cursor", "cursor"),
        ("/v1/requests.csv?month=2026-13", "bad_month", "month"),
        ("/v1/requests.json", "bad_month", "month"),
    ],
)
def test_a_question_that_makes_no_sense_names_its_part(room: Room, path: str, code: str, field: str) -> None:
    with refused(400, code, field):
        room.api.call("GET", path)

"""GET /v1/stats, the desk's figures, its file for a spreadsheet program, and the profile checked."""

import csv
import io
import secrets
import urllib.request
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.api import export, profile
from chalicelib.api.export import defused, rows
from chalicelib.city import city
from chalicelib.domain import ids
from chalicelib.domain.clerk import Clerk
from chalicelib.domain.figures import month_of
from infra.client import Client, wait_for
from tests.api.steps import complain, refused, routed, talk
from tests.conftest import Room
from tests.store.rows import added

MONTH = month_of(datetime.now(UTC), city().zone)
OFFICE = "tax"


def stats(reader: Client, **asked: object) -> dict[str, Any]:
    path = "/v1/admin/stats" if reader.token else "/v1/stats"
    told: dict[str, Any] = reader.call("GET", f"{path}?{'&'.join(f'{k}={quote(str(v))}' for k, v in asked.items())}")
    return told


# Figures


def test_a_complaint_moves_the_figures_of_its_month(room: Room) -> None:
    before = stats(room.api, months=1)["total"]
    citizen = room.citizen()
    post_id = complain(citizen)
    routed(citizen, post_id)
    room.clerk().call("PATCH", f"/v1/admin/posts/{post_id}", {"status": "resolved", "reason": "전구를 바꾸었습니다."})

    def moved() -> Any:
        now = stats(room.api, months=1)
        return (
            now["total"]["resolved"] > before["resolved"]
            and now["total"]["transferred"] > before["transferred"]
            and now
        )

    told = wait_for(moved, "the figures")
    month, total = told["months"][-1], told["total"]
    assert month["month"] == MONTH
    assert month | {"month": None} == total | {"month": None}
    assert total["complaints"] > before["complaints"]
    assert total["by_tag"]["생활불편신고"] > before["by_tag"].get("생활불편신고", 0)
    assert "construction-traffic" in total["by_department"]
    assert total["median_hours_to_transfer"] < 1
    assert total["median_hours_to_resolution"] is not None
    assert 0 < total["within_deadline"] <= 1


def test_each_month_is_told_if_nothing_happened_in_it_too(room: Room) -> None:
    months = [row["month"] for row in stats(room.api)["months"]]
    assert (len(months), months[-1], sorted(months)) == (12, MONTH, months)
    assert len(stats(room.api, months=36)["months"]) == 36
    empty = stats(room.api, months=36)["months"][0]
    assert (empty["posts"], empty["by_tag"], empty["within_deadline"]) == (0, {}, None)


def test_members_are_those_who_are_there(room: Room) -> None:
    before = stats(room.api)["members"]
    stays, leaves = room.citizen(), room.citizen()
    leaves.call("DELETE", "/v1/members/me")
    assert stats(room.api)["members"] == before + 1
    assert stays.call("GET", "/v1/members/me")


def test_figures_may_be_kept_for_five_minutes(room: Room) -> None:
    with urllib.request.urlopen(f"{room.api.base}/v1/stats") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("months", ["0", "37", "-1", "한달", "1.5", "9" * 30, "²"])
def test_a_wrong_number_of_months_is_refused(room: Room, months: str) -> None:
    for reader in (room.api, room.clerk()):
        with refused(400, "bad_months", "months"):
            stats(reader, months=months)


def test_what_is_not_asked_for_here_is_refused(room: Room) -> None:
    with refused(400, "unknown_field", "department"):
        stats(room.api, department=OFFICE)
    with refused(400, "unknown_department", "department"):
        stats(room.clerk(), department="없는과")
    with refused(400, "unknown_tag", "tag"):
        stats(room.clerk(), tag="없는태그")


def test_the_desk_sees_the_figures_of_a_department_and_of_a_tag(room: Room) -> None:
    citizen = room.citizen()
    post_id = complain(citizen, tag="행정상담", text="자동차세를 나누어 낼 수 있는지 궁금합니다.")
    routed(citizen, post_id)
    before = stats(room.clerk(), department=OFFICE, tag="행정상담", months=1)["total"]
    wanted = {"department": OFFICE, "reason": "세무과 일입니다."}
    if routed(citizen, post_id)["department"] != OFFICE:
        room.clerk().call("PATCH", f"/v1/admin/posts/{post_id}", wanted)
    room.clerk(OFFICE).call(
        "PATCH", f"/v1/admin/posts/{post_id}", {"status": "declined", "reason": "국세는 세무서 일입니다."}
    )

    def told(**asked: object) -> Any:
        found = stats(room.clerk(OFFICE), months=1, **asked)["total"]
        return found["declined"] > before["declined"] and found

    both = wait_for(lambda: told(department=OFFICE, tag="#행정상담"), "the figures")
    assert set(both["by_tag"]) == {"행정상담"}
    assert wait_for(lambda: told(department=OFFICE), "the department's")["by_department"][OFFICE] >= 1
    assert wait_for(lambda: told(tag="행정상담"), "the tag's")["by_department"][OFFICE] >= 1


def test_the_public_reads_no_categories(room: Room) -> None:
    """Of a few private posts they would tell too much."""
    assert "by_category" not in stats(room.api)["total"]
    assert "by_category" in stats(room.clerk())["total"]


# The file


def fetched(clerk: Client, **asked: str) -> tuple[str, Any]:
    address = f"{clerk.base}/v1/admin/export.csv?{'&'.join(f'{k}={v}' for k, v in asked.items())}"
    request = urllib.request.Request(
        address, headers={"Authorization": f"Bearer {clerk.token}", "Accept-Language": clerk.language}
    )
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode("utf-8"), answer.headers


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_file_has_one_row_a_complaint_and_opens_in_a_spreadsheet_program(room: Room) -> None:
    citizen = room.citizen("이름이 실리지 않는 이")
    spoken = talk(citizen, title="실리지 않는 이야기")
    place = {"lat": 36.28, "lon": 127.24, "address": "엄사네거리"}
    post = routed(citizen, complain(citizen, title="=SUM(1+1)*cmd", location=place))
    text, headers = fetched(room.clerk("admin"), month=MONTH)
    assert text.startswith("\ufeff접수번호,태그,")
    assert "\n" not in text.replace("\r\n", "")
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="complaints-{MONTH}.csv"' in headers["Content-Disposition"]
    assert headers["Cache-Control"] == "private, no-store"
    row = next(row for row in table(text) if row["접수번호"] == post["receipt_number"])
    assert row["제목"] == "'=SUM(1+1)*cmd"
    assert (row["태그"], row["담당부서"], row["상태"]) == ("생활불편신고", "건설교통실", "이관")
    assert (row["위치"], row["공감"], row["종료"]) == ("엄사네거리", "0", "")
    assert row["처리기한"] > row["작성"] > "2026"
    assert "이름이 실리지 않는 이" not in text
    assert "실리지 않는 이야기" not in text
    assert spoken not in text


def test_the_file_holds_no_words_of_what_is_not_public(room: Room) -> None:
    citizen = room.citizen()
    post_id = complain(citizen, title="이웃집 다툼", location={"address": "별빛아파트 앞"}, private_to_staff=True)
    number = room.clerk().call("GET", f"/v1/admin/posts/{post_id}")["receipt_number"]
    text, _ = fetched(room.clerk("admin"), month=MONTH)
    row = next(row for row in table(text) if row["접수번호"] == number)
    assert (row["공개"], row["제목"], row["위치"]) == ("비공개", "", "")
    assert "이웃집 다툼" not in text


def test_the_file_can_be_of_one_department_and_in_english(room: Room) -> None:
    admin = room.clerk("admin")
    text, _ = fetched(Client(admin.base, admin.token, "en"), month=MONTH, department="environment")
    assert text.startswith("\ufeffReceipt number,Tag,")
    assert {row["Department"] for row in table(text)} <= {city().department("environment").name.en}  # type: ignore[union-attr]


def test_a_month_without_posts_is_a_heading(room: Room) -> None:
    text, headers = fetched(room.clerk("admin"), month="2019-02")
    assert text.count("\r\n") == 1
    assert headers["Link"] is None


@pytest.mark.usefixtures("stage_settings")
def test_parts_in_their_order_make_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "ROWS", 2)
    began = datetime(2021, 5, 31, 14, tzinfo=UTC)
    for minute in (-90_000, 0, 1, 2, 58, 60):  # the first and the last are of other months in Korea
        at = began + timedelta(minutes=minute)
        number = f"GR-2021-{minute + 100_000:06d}"
        added(post_id=ids.ulid(at, secrets.token_bytes(10)), created_at=at, receipt_number=number, tag="생활불편신고")
    korean, clerk = SimpleNamespace(language="ko"), Clerk("admin", frozenset({"admin"}))
    text, more = "", "cursor="
    while more:
        asked = export.Asked("2021-05", cursor=more.partition("cursor=")[2] or None)
        part = export.export_month.__wrapped__(korean, clerk, asked)
        text, more = text + part.text, part.more or ""
    assert text.count("\ufeff") == 1
    assert [row["접수번호"][-6:] for row in table(text)] == ["100058", "100002", "100001", "100000"]


@pytest.mark.parametrize("month", ["", "2026-13", "2026-1", "26-11", "2026-11-01", "2026-11%0A", "١٢٣٤-11"])
def test_a_wrong_month_is_refused(room: Room, month: str) -> None:
    with refused(400, "bad_month", "month"):
        room.clerk("admin").call("GET", f"/v1/admin/export.csv?month={quote(month, safe='%')}")


def test_a_cursor_of_another_file_is_refused(room: Room) -> None:
    with refused(400, "bad_cursor", "cursor"):
        room.clerk("admin").call("GET", f"/v1/admin/export.csv?month={MONTH}&cursor=x")


def test_the_file_and_the_profile_are_for_admins(room: Room) -> None:
    for path in (f"/v1/admin/export.csv?month={MONTH}", "/v1/admin/profile"):
        for group in ("minwon", "environment"):
            with refused(403, "not_for_your_group"):
                room.clerk(group).call("GET", path)


@pytest.mark.parametrize("begins", [*"=+-@\t\r\n＝＋－＠"])
def test_no_cell_is_a_formula(begins: str) -> None:
    assert defused(f"{begins}1+1") == f"'{begins}1+1"
    assert defused(f"1{begins}1") == f"1{begins}1"


def test_a_cell_comes_back_as_it_was() -> None:
    cells = ["가, 나", '큰 "따옴표"', "두\r\n줄", "", "7"]
    assert next(csv.reader(io.StringIO(rows([cells]), newline=""))) == cells


def test_what_follows_is_named_by_its_address() -> None:
    assert export._more("2026-11", "tax", "abc") == "/v1/admin/export.csv?month=2026-11&department=tax&cursor=abc"
    assert export._more("2026-11", None, None) is None


def test_a_month_is_the_citys() -> None:
    wanted = export._wanted("2026-12", None)
    assert (str(wanted.since), str(wanted.until)) == ("2026-12-01 00:00:00+09:00", "2026-12-31 23:59:59.999000+09:00")


# The profile


def test_an_admin_reads_the_profile_in_use_and_what_is_odd_in_it(room: Room) -> None:
    told = room.clerk("admin").call("GET", "/v1/admin/profile")
    assert {row["code"] for row in told["departments"]} == {d.code for d in city().departments}
    assert all(row["words"] for row in told["categories"] if row["code"] != "other")
    assert told["deadlines"]["inconvenience"]["days"] == 7
    assert isinstance(told["problems"], list)


def test_what_is_odd_is_named() -> None:
    import msgspec

    lonely = msgspec.structs.replace(city(), categories=city().categories[-1:])
    assert any(line.startswith("departments:") and "environment" in line for line in profile._odd(lonely, "ko"))
    twice = msgspec.structs.replace(city().categories[0], department="tax")
    shared = msgspec.structs.replace(city(), categories=(city().categories[0], twice))
    assert any(city().categories[0].words[0] in line for line in profile._odd(shared, "en"))

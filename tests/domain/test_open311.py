"""Open311's rules, and its traps one by one."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.city import Attribute, Choice, Words, city
from chalicelib.domain import handling, open311, posting
from chalicelib.domain.member import Member
from chalicelib.domain.open311 import CLOSED, Circle, Fields
from chalicelib.domain.post import Comment, Given, Hiding, Location, Post
from chalicelib.domain.status import OPEN, STATUSES
from chalicelib.errors import InvalidInput, NotFound, RoomError

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
DAY = timedelta(days=1)
HIDDEN = Hiding("rule", "지킬 것을 어긴 글", NOW)
SITE = "https://room.example"
CLIENT = Member("A" * 26, "고쳐줘", "", NOW - timedelta(days=9), level="verified", kind="client")
PHOTO = "01M86D4XK07P16YNJNDDQVFGDA"


def fields(**sent: str | list[str]) -> Fields:
    return Fields({name: [value] if isinstance(value, str) else value for name, value in sent.items()})


def wish(**sent: str | list[str]) -> open311.Wish:
    return open311.wish(fields(**sent), city(), NOW)


def refused(code: str, field: str | None, **sent: str | list[str]) -> None:
    with pytest.raises(RoomError) as caught:
        wish(**sent)
    assert (caught.value.code, caught.value.field) == (code, field)


# What may be asked


def test_an_empty_parameter_is_an_absent_one() -> None:
    assert wish(service_request_id="", status=" ", start_date="", lat="", page="") == wish()


def test_ids_override_all_else_and_no_period_applies() -> None:
    asked = wish(service_request_id="a, b,,a", status="nonsense", start_date="1999", page="0")
    assert asked == open311.Wish(ids=("a", "b"))


def test_lists_are_parted_by_commas_or_sent_several_times() -> None:
    assert wish(service_code=["noise,air", "park"]).services == ("noise", "air", "park")


def test_more_ids_than_one_answer_holds_are_refused() -> None:
    refused("too_many_posts", "service_request_id", service_request_id=",".join(map(str, range(101))))


def test_without_dates_the_last_ninety_days_are_meant() -> None:
    asked = wish()
    assert (asked.since, asked.until) == (NOW - 90 * DAY, NOW)


@pytest.mark.parametrize(
    ("sent", "since", "until"),
    [
        ({"start_date": "2026-01-01T00:00:00Z"}, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)),
        ({"end_date": "2026-04-01T00:00:00Z"}, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)),
        (
            {"start_date": "2026-01-01T09:00:00+09:00", "end_date": "2026-01-02T09:00:00 09:00"},
            datetime(2026, 1, 1, tzinfo=UTC),
            datetime(2026, 1, 2, tzinfo=UTC),
        ),
        (
            {"start_date": "2026-01-01T00:00:00-05:00", "end_date": "2026-04-01T00:00:00-05:00"},
            datetime(2026, 1, 1, 5, tzinfo=UTC),
            datetime(2026, 4, 1, 5, tzinfo=UTC),
        ),
    ],
)
def test_one_date_alone_still_spans_ninety_days_and_a_blank_is_a_plus(
    sent: dict[str, str], since: datetime, until: datetime
) -> None:
    asked = wish(**sent)
    assert (asked.since, asked.until) == (since, until)


@pytest.mark.parametrize(
    ("code", "field", "sent"),
    [
        ("period_too_long", "end_date", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-04-01T00:00:01Z"}),
        (
            "ends_before_it_begins",
            "end_date",
            {"start_date": "2026-01-02T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        ),
        ("bad_time", "start_date", {"start_date": "2026-01-01"}),
        ("bad_time", "start_date", {"start_date": "2026-01-01T00:00:00"}),
        ("bad_time", "end_date", {"end_date": "어제"}),
        ("bad_time", "end_date", {"end_date": "0001-01-01T00:00:00+14:00"}),
        ("bad_time", "updated_after", {"updated_after": "9999-12-31T23:59:59-12:00"}),
        (
            "ends_before_it_begins",
            "updated_before",
            {"updated_after": "2026-01-02T00:00:00Z", "updated_before": "2026-01-01T00:00:00Z"},
        ),
        ("unknown_status", "status", {"status": "open,opened"}),
        ("unknown_service", "service_code", {"service_code": "noise,none"}),
        ("missing_field", "radius", {"lat": "36.27", "long": "127.24"}),
        ("missing_field", "lat", {"radius": "100"}),
        ("bad_number", "lat", {"lat": "91", "long": "127", "radius": "5"}),
        ("bad_number", "long", {"lat": "36", "long": "nan", "radius": "5"}),
        ("bad_number", "lat", {"lat": "٣٦", "long": "127", "radius": "5"}),
        ("bad_radius", "radius", {"lat": "36", "long": "127", "radius": "0"}),
        ("bad_radius", "radius", {"lat": "36", "long": "127", "radius": "20001"}),
        ("bad_page_size", "page_size", {"page_size": "1001"}),
        ("bad_number", "page", {"page": "0"}),
        ("bad_number", "page_size", {"page_size": "-1"}),
        ("page_too_deep", "page", {"page": "6"}),
        ("page_too_deep", "page", {"page": "51", "page_size": "100"}),
    ],
)
def test_what_cannot_be_meant_is_refused_and_named(code: str, field: str, sent: dict[str, str]) -> None:
    refused(code, field, **sent)


def test_a_page_begins_where_the_one_before_ends() -> None:
    assert [(wish(page=page, page_size="100").skipped) for page in ("1", "2", "50")] == [0, 100, 4900]
    assert wish(page="2").skipped == 1000


def test_who_asks_what_changed_gets_it_however_old_it_is() -> None:
    asked = wish(updated_after="2026-11-28T00:00:00Z")
    assert (asked.since, asked.until, asked.updated_since) == (None, None, datetime(2026, 11, 28, tzinfo=UTC))
    both = wish(updated_after="2026-11-28T00:00:00Z", start_date="2026-11-01T00:00:00Z")
    assert (both.since, both.updated_since) == (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC))


def test_closed_is_what_has_ended_and_open_all_else() -> None:
    assert wish(status="open").statuses == OPEN
    assert wish(status="closed").statuses == CLOSED
    assert wish(status="open,closed").statuses == wish().statuses == ()
    assert {*OPEN, *CLOSED, "withdrawn", "posted"} == set(STATUSES)


def test_what_has_no_category_yet_belongs_to_the_service_of_the_rest() -> None:
    assert wish(service_code="noise,other").services == ("noise", "other", None)


def test_a_circle_holds_what_lies_within_it_and_its_box_all_of_that() -> None:
    circle = Circle(36.27, 127.24, 1000)
    south, west, north, east = circle.box
    assert (round((north - south) * 111.195), round((east - west) * 89.64)) == (2, 2)  # kilometres
    assert circle.holds(Location(36.2789, 127.24))
    assert not circle.holds(Location(36.2791, 127.24))
    assert not circle.holds(Location(36.2785, 127.2485))  # in a corner of the box
    assert not circle.holds(Location(address="금암동"))
    assert not circle.holds(None)


def test_all_times_since_the_first_may_be_asked_for() -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    for told in ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00+09:00"):
        assert wish(updated_after=told).updated_since == epoch


# A form


def print_of(kind: str = "request", **sent: str | list[str]) -> str:
    return fields(**sent).print_of(kind)


def test_the_same_sent_again_is_known_in_whatever_order_and_with_whatever_key() -> None:
    assert print_of(a="1", b=["2", "3"], api_key="x") == print_of(b=["2", "3"], a="1", c=" ", api_key="y")
    assert (
        len({print_of(a="1"), print_of(a="2"), print_of(b="1"), print_of("update", a="1"), print_of(a=["1", "2"])}) == 5
    )


def test_what_stands_in_the_query_is_a_part_of_what_was_sent() -> None:
    first, second = (Fields.form({"description": [text]}, {"api_key": ["x"]}) for text in ("차", "소음"))
    assert first.print_of("request") != second.print_of("request")
    assert Fields.form({"api_key": ["x"]}, {"description": ["차"]}).print_of("request") == first.print_of("request")


def test_a_program_need_not_mend_what_its_people_typed() -> None:
    sent = Fields.form({}, {"description": [f"\x00{WORDS}\x1b\u202e\uffff\r\n둘째 줄"], "attribute[NOTE]": ["\x07문"]})
    draft, given = open311.new_post(
        replace(sent, sent={**sent.sent, **fields(service_code=ASKING.code, **PLACE, **attributes(PLATE="흰색")).sent}),
        "고쳐줘", (), (), TOWN,
    )  # fmt: skip
    assert draft.text == f"{WORDS}\n둘째 줄\n\n색: 흰색\n설명: 문"
    assert given[1] == Given("NOTE", ("문",))


def test_a_report_of_a_wrong_encoding_is_refused() -> None:
    sent = Fields.form(
        {}, {"service_code": ["noise"], "lat": ["36.27"], "long": ["127.24"], "description": ["\ufffd" * 9]}
    )
    with pytest.raises(InvalidInput, match="broken_unicode"):
        open311.new_post(sent, "고쳐줘", (), (), city())


# The jurisdiction


@pytest.mark.parametrize("asked", [None, "", "gyeryong.go.kr", "www.gyeryong.go.kr", "GYERYONG.go.kr"])
def test_the_own_jurisdiction_or_none_is_good(asked: str | None) -> None:
    open311.check_jurisdiction(asked, city())


def test_another_is_not_found() -> None:
    with pytest.raises(NotFound, match="unknown_jurisdiction"):
        open311.check_jurisdiction("sfgov.org", city())


def test_a_city_without_a_site_takes_any() -> None:
    open311.check_jurisdiction("sfgov.org", msgspec.structs.replace(city(), website=None))


# What is sent

ATTRIBUTES = (
    Attribute("PLATE", Words("색", "Colour"), Words("무슨 색?", "Which?"), "string", required=True),
    Attribute("COUNT", Words("대수", "Number"), Words("몇 대?", "How many?"), "number"),
    Attribute("SINCE", Words("언제부터", "Since"), Words("언제부터?", "Since when?"), "datetime"),
    Attribute("NOTE", Words("설명", "Note"), Words("더 하실 말씀", "More"), "text"),
    Attribute(
        "KIND",
        Words("종류", "Kind"),
        Words("무엇?", "What?"),
        "singlevaluelist",
        values=(Choice("car", Words("승용차", "Car")), Choice("van", Words("승합차", "Van"))),
    ),
    Attribute(
        "PARTS",
        Words("없는 것", "Missing"),
        Words("무엇이 없나요?", "What is missing?"),
        "multivaluelist",
        values=(Choice("w", Words("바퀴", "Wheels")), Choice("p", Words("번호판", "Plate"))),
    ),
    Attribute(
        "TOLD", Words("안내", "Note"), Words("견인에는 보름이 걸립니다.", "It takes weeks."), "text", variable=False
    ),
)
ASKING = msgspec.structs.replace(city().categories[0], attributes=ATTRIBUTES)
TOWN = msgspec.structs.replace(city(), categories=(ASKING, *city().categories[1:]))
PLACE = {"lat": "36.27", "long": "127.24"}
WORDS = "차가 석 달째 서 있습니다."


def drafted(town: Any = TOWN, client: str = "고쳐줘", **sent: str | list[str]) -> tuple[Any, tuple[Given, ...]]:
    return open311.new_post(fields(service_code=ASKING.code, **sent), client, (), (), town)


def attributes(**more: str | list[str]) -> dict[str, str | list[str]]:
    return {f"attribute[{name.removesuffix('_')}]{'[]' if name.endswith('_') else ''}": v for name, v in more.items()}


def test_attributes_of_every_kind_are_taken_and_stand_in_the_text_by_their_names() -> None:
    draft, given = drafted(
        **PLACE,
        description=WORDS,
        **attributes(
            PLATE="흰색", COUNT="2", SINCE="2026-08-28T00:00:00Z", NOTE="문이\n열려", KIND="car", PARTS_=["p", "w", "p"]
        ),
    )
    assert given == (
        Given("PLATE", ("흰색",)),
        Given("COUNT", ("2",)),
        Given("SINCE", ("2026-08-28T00:00:00+00:00",)),
        Given("NOTE", ("문이\n열려",)),
        Given("KIND", ("car",)),
        Given("PARTS", ("p", "w")),
    )
    assert draft.text.startswith(f"{WORDS}\n\n색: 흰색\n대수: 2\n")
    assert draft.text.endswith("종류: 승용차\n없는 것: 번호판, 바퀴")
    assert (draft.category, draft.location, draft.tag) == (ASKING.code, Location(36.27, 127.24, None), "생활불편신고")


@pytest.mark.parametrize(
    ("code", "field", "sent"),
    [
        ("missing_field", "attribute[PLATE]", {}),
        ("missing_field", "attribute[PLATE]", attributes(PLATE=" ")),
        ("unknown_attribute", "attribute[NONE]", attributes(PLATE="흰색", NONE="1")),
        ("unknown_attribute", "attribute[TOLD]", attributes(PLATE="흰색", TOLD="1")),
        ("unknown_attribute", "attribute[", {"attribute[": "1"}),
        ("unknown_attribute", "attribute[a][b]", {"attribute[a][b]": "1"}),
        ("bad_number", "attribute[COUNT]", attributes(PLATE="흰색", COUNT="1e3")),
        ("bad_time", "attribute[SINCE]", attributes(PLATE="흰색", SINCE="어제")),
        ("unknown_value", "attribute[KIND]", attributes(PLATE="흰색", KIND="tank")),
        ("unknown_value", "attribute[PARTS]", attributes(PLATE="흰색", PARTS_=["w", "x"])),
        ("one_value_only", "attribute[KIND]", attributes(PLATE="흰색", KIND_=["car", "van"])),
        ("text_too_long", "attribute[PLATE]", attributes(PLATE="흰" * 201)),
        ("control_character", "attribute[NOTE]", attributes(PLATE="흰색", NOTE="\x00")),
    ],
)
def test_an_attribute_that_does_not_fit_is_named(code: str, field: str, sent: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        drafted(**PLACE, description=WORDS, **sent)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_key_with_brackets_behind_it_is_good_for_one_value_too() -> None:
    assert drafted(**PLACE, **attributes(PLATE_="흰색"))[1] == (Given("PLATE", ("흰색",)),)


def test_a_place_is_degrees_or_words() -> None:
    plate = attributes(PLATE="흰색")
    assert drafted(address_string="금암동", **plate)[0].location == Location(None, None, "금암동")
    with pytest.raises(InvalidInput, match="place_needed"):
        drafted(address_id="12", **plate)


def test_what_says_too_little_says_what_it_is_and_whose() -> None:
    text = drafted(city(), "고쳐줘 앱", **PLACE, description="꺼짐")[0].text
    assert text == f"{ASKING.name.ko} 신고\n꺼짐\n(고쳐줘 앱에서 보낸 글)"
    assert len(drafted(city(), **PLACE)[0].text) >= city().limits.text_least


def composed(text: str) -> Post:
    draft, _ = drafted(city(), **PLACE, description=text)
    return posting.compose(draft, CLIENT, city(), post_id=PHOTO, lookup_hash="", now=NOW)


@pytest.mark.parametrize(
    ("tags", "chosen"),
    [("#시정문의", "시정문의"), ("#시민대화", "생활불편신고"), ("#시정문의 #행정상담 #시민대화", "시정문의")],
)
def test_a_hashtag_in_the_text_chooses_among_complaints_and_never_keeps_a_report_away(tags: str, chosen: str) -> None:
    assert composed(f"여쭤 봅니다. {tags} 입니다.").tag == chosen


def test_a_description_ends_at_four_thousand_characters() -> None:
    assert drafted(city(), **PLACE, description="가" * 4000)[0].text == "가" * 4000
    with pytest.raises(InvalidInput, match="text_too_long"):
        drafted(city(), **PLACE, description="가" * 4001)


def test_an_unknown_service_is_not_found_and_none_is_missing() -> None:
    for code, sent in (("unknown_service", {"service_code": "none"}), ("missing_field", {})):
        with pytest.raises(RoomError, match=code):
            open311.new_post(fields(**sent, **PLACE), "고쳐줘", (), (), city())


def test_personal_data_in_an_attribute_is_masked() -> None:
    assert open311.public((Given("PLATE", ("12가3456",)),), "생활불편신고", city()) == (Given("PLATE", ("12가****",)),)


def media(*urls: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return open311.media(fields(media_url=list(urls)), SITE, city())


def test_the_rooms_own_photos_are_attached_and_no_other_address_is_called() -> None:
    elsewhere = "http://169.254.169.254/latest/meta-data"
    assert media(f"{SITE}/media/{PHOTO}/1280.webp", elsewhere) == ((PHOTO,), (f"사진: {elsewhere}",))
    assert media(f"{SITE}/media/{PHOTO}", "") == ((PHOTO,), ())
    assert media(f"{SITE}.evil.example/media/{PHOTO}")[0] == ()


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://x", "그림", "http://", "http://a b", f"http://{'a' * 2001}"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match="bad_media_url"):
        media(url)


def test_photos_are_no_more_than_a_post_may_have() -> None:
    with pytest.raises(InvalidInput, match="too_many_photos"):
        media(*(f"https://a.example/{number}.jpg" for number in range(6)))


def test_a_link_is_left_out_where_the_words_leave_no_room_for_it() -> None:
    links = media(*(f"https://a.example/{number}?{'x' * 1900}" for number in range(5)))[1]
    text = open311.new_post(
        fields(service_code="noise", **PLACE, description="가" * 3000), "고쳐줘", (), links, city()
    )[0].text
    assert text == f"{'가' * 3000}\n\n{links[0]}"


# Updates that are sent


def update_text(photos: tuple[str, ...] = (), links: tuple[str, ...] = (), **sent: str) -> str:
    return posting.check_comment(open311.update_text(fields(**sent), photos, links, city()), city())


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"description": WORDS, "status": "OPEN"}, WORDS),
        ({"description": "가" * 5000}, "가" * 1999 + "…"),
        ({"description": "각" * 3000}, "각" * 1999 + "…"),
        ({"description": "\ufffd차\ufffd"}, "차"),
        ({"description": WORDS, "links": ("사진: https://a.example/1",)}, f"{WORDS}\n사진: https://a.example/1"),
        ({"links": ("사진: https://a.example/1",), "status": "OPEN"}, "사진: https://a.example/1"),
        ({"description": "가" * 1990, "links": ("사진: https://a.example/1",)}, "가" * 1990),
        ({"photos": (PHOTO,), "status": "OPEN"}, "사진을 보냅니다."),
        ({"status": "FIXED"}, "상태: 해결됨"),
        ({"status": "lost\ufffd"}, "상태: lost"),
    ],
    ids=str,
)
def test_an_update_is_taken_as_it_can_be(sent: dict[str, Any], told: str) -> None:
    assert update_text(**sent) == told


def test_an_update_that_tells_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="missing_field: description"):
        update_text(description="\u200b")


def test_a_client_writes_on_its_own_though_a_person_is_still_to_look_at_it() -> None:
    own = post(hiding=HIDDEN)
    assert open311.may_update(CLIENT, own)
    assert not open311.may_update(replace(CLIENT, member_id="B" * 26), own)
    assert handling.comment(own, CLIENT, WORDS, (), city(), NOW, PHOTO).comments[0].text == WORDS


def test_the_same_words_at_another_place_are_another_report() -> None:
    told = [open311.words_and_place(post(location=place)) for place in (
        Location(36.27, 127.24), Location(36.28, 127.24), Location(address="금암동"), None)]  # fmt: skip
    assert len(set(told)) == 4
    assert open311.words_and_place(post()) == open311.words_and_place(post(post_id="B" * 26))


NASTY = st.text(st.characters(exclude_categories=[]), max_size=40)
NAMES = st.sampled_from(
    ["service_code", "lat", "long", "address_string", "description", "media_url", "attribute[PLATE]", "attribute[KIND][]",
     "service_request_id", "status", "start_date", "end_date", "updated_after", "radius", "page", "page_size"]
)  # fmt: skip


@given(st.dictionaries(NAMES | NASTY, st.lists(NASTY, max_size=3)))
def test_whatever_is_sent_is_taken_or_refused_by_a_rule(sent: dict[str, list[str]]) -> None:
    for work in (
        lambda: open311.wish(Fields(sent), city(), NOW),
        lambda: open311.new_post(Fields(sent | {"service_code": [ASKING.code]}), "앱", (), (), TOWN),
        lambda: open311.media(Fields(sent), SITE, city()),
        lambda: Fields(sent).print_of("request"),
        lambda: posting.check_comment(open311.update_text(Fields.form({}, sent), (), (), city()), city()),
    ):
        with suppress(RoomError):
            work()


# What is read


def post(**more: Any) -> Post:
    found = Post(
        PHOTO, "생활불편신고", "transferred", "가로등이 꺼져 있습니다.", "A" * 26, "앱", NOW, NOW, receipt_number="GR-2026-000001",
        category="street-light", department="construction-traffic", location=Location(36.27, 127.24, "금암동 공영주차장 앞"),
    )  # fmt: skip
    return replace(found, **more)


@pytest.mark.parametrize(
    ("more", "there"),
    [
        ({}, True),
        ({"status": "merged"}, True),
        ({"status": "withdrawn"}, True),
        ({"status": "withdrawn", "receipt_number": None}, False),  # talk
        ({"status": "withdrawn", "hiding": HIDDEN}, False),
        ({"status": "withdrawn", "private_to_staff": True}, False),
        ({"private_to_staff": True}, False),
        ({"hiding": HIDDEN}, False),
        ({"status": "posted"}, False),
    ],
)
def test_what_the_public_does_not_read_is_not_there(more: dict[str, Any], there: bool) -> None:
    assert open311.is_request(post(**more)) is there


def test_updates_are_what_the_city_says_of_what_all_may_read() -> None:
    said = Comment(PHOTO, PHOTO, NOW, "staff", "고쳤습니다.")
    assert open311.is_told(said, post())
    assert not open311.is_told(replace(said, by="citizen"), post())
    assert not open311.is_told(replace(said, hiding=HIDDEN), post())
    assert not open311.is_told(said, post(hiding=HIDDEN))
    assert not open311.is_told(said, post(status="withdrawn"))


def test_an_update_tells_the_status_that_was_not_the_one_that_is() -> None:
    said = Comment(PHOTO, PHOTO, NOW, "system", "담당부서로 이관했습니다.")
    assert open311.status_then(said, post(status="in_progress")) == "in_progress"
    assert open311.status_then(said, post(status="resolved", closed_at=NOW + DAY)) is None
    assert open311.status_then(said, post(status="resolved", closed_at=NOW)) == "resolved"
    assert (
        open311.status_then(replace(said, status="transferred"), post(status="resolved", closed_at=NOW + DAY))
        == "transferred"
    )


@pytest.mark.parametrize("status", [code for code in STATUSES if code != "posted"])
def test_a_request_is_open_until_it_has_ended(status: str) -> None:
    assert open311.state(post(status=status)) == ("open" if status in OPEN else "closed")


def test_a_notice_tells_who_works_on_it_while_somebody_does() -> None:
    assert open311.notice(post(), city(), "ko") == "접수번호 GR-2026-000001. 담당부서인 건설교통실에서 처리합니다."
    waiting = post(department="minwon", receipt_number=None)
    assert open311.notice(waiting, city(), "en") == "Complaint team is choosing the department in charge."
    assert open311.notice(post(status="resolved"), city(), "ko") is None


def test_an_address_goes_from_the_place_to_the_city() -> None:
    assert open311.address(post(), city()) == "금암동 공영주차장 앞, 계룡시"
    assert open311.address(post(location=Location(address="계룡시 금암동")), city()) == "계룡시 금암동"
    assert open311.address(post(location=None), city()) is None


def test_a_description_is_no_longer_than_the_standard_allows() -> None:
    assert len(open311.description(post(title="제목", text="가" * 5000)) or "") == 4000


def test_a_category_that_the_profile_knows_no_more_keeps_its_code() -> None:
    assert open311.service_of(post(category="gone"), city())[0] == "gone"
    assert open311.service_of(post(category=None), city())[0] == "other"

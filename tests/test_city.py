"""The profile of 계룡시, and what is said of a wrong one."""

import re
from pathlib import Path

import pytest

from chalicelib.city import PROFILE, Words, city, load
from chalicelib.errors import ProfileError


def changed(folder: Path, old: str, new: str) -> Path:
    """The profile with every `old` replaced, as a file of its own."""
    text = PROFILE.read_text("utf-8")
    assert old in text
    path = folder / "changed.toml"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def complaint(path: Path) -> str:
    with pytest.raises(ProfileError) as caught:
        load(path)
    return str(caught.value)


def test_the_days_that_citizens_are_told_are_those_that_the_room_keeps():
    kept, limits = city().retention, city().limits
    days = (kept.original_texts, kept.original_photos, kept.marks, limits.block_days, limits.verdict_days)
    for language, unit in (("ko", "일"), ("en", " days")):
        told = " ".join(getattr(line, language) for line in (*city().rules, *city().privacy))
        assert [day for day in days if f"{day}{unit}" not in told] == []


def test_five_tags_of_which_three_are_complaints():
    tags = {tag.name: tag.complaint for tag in city().tags}
    assert [name for name, complaint in tags.items() if complaint] == ["생활불편신고", "행정상담", "시정문의"]
    assert [name for name, complaint in tags.items() if not complaint] == ["행사안내", "시민대화"]


@pytest.mark.parametrize(
    ("code", "days", "hours"),
    [
        ("inconvenience", 7, None),
        ("grievance", 7, None),
        ("query_procedure", 7, None),
        ("query_law", 14, None),
        ("suggestion", 14, None),
        ("other", None, 3),
    ],
)
def test_deadlines_are_those_of_the_decree(code: str, days: int | None, hours: int | None):
    deadline = city().deadlines[code]
    assert (deadline.days, deadline.hours) == (days, hours)
    assert "시행령" in deadline.source


def test_the_map_holds_the_four_dongs_and_not_the_next_city():
    hold = city().map.bounds.hold
    assert hold(36.231874, 127.196379)  # the outline's corners
    assert hold(36.350265, 127.291944)
    assert not hold(36.3504, 127.3845)  # Daejeon


def test_the_page_may_load_pictures_from_the_maps_server_alone():
    assert city().map.tiles.origin == "https://tile.openstreetmap.org"


def test_the_other_tile_server_named_in_the_profile_can_be_taken(tmp_path: Path):
    taken = re.sub(r"(?m)^(url|attribution|max_zoom)( = .*openstreetmap)", r"# \1\2", PROFILE.read_text("utf-8"))
    taken = re.sub(r"(?m)^# (url|attribution)( = .*vworld)", r"\1\2", taken)
    path = tmp_path / "vworld.toml"
    path.write_text(taken, "utf-8")
    assert load(path).map.tiles.origin == "https://api.vworld.kr"


@pytest.mark.parametrize("words", [*city().rules, *city().privacy], ids=lambda words: words.en)
def test_rules_are_told_in_both_languages_as_plain_text(words: Words):
    assert re.search("[가-힣]", words.ko)
    assert not re.search("[가-힣]", words.en)
    assert not re.search("[<>&]", words.ko + words.en)


def test_every_department_but_the_offices_of_the_dongs_can_be_reached_by_a_category():
    reached = {category.department for category in city().categories}
    unreached = {department.code for department in city().departments} - reached
    assert unreached == {"accounting", "geumam", "duma", "eomsa", "sindoan"}


def test_lookups_find_by_name_and_code_or_answer_none():
    assert city().tag("행정상담").label.en == "Ask for advice"
    assert city().department("water").name.ko == "상하수도과"
    assert city().category("boardwalk").department == "farming-forest"
    assert city().tag("없음") is city().department("x") is city().category("x") is None


def test_what_nobody_claims_is_the_complaint_teams():
    assert (city().unclaimed.code, city().unclaimed.department) == ("other", "minwon")


def test_words_are_given_in_the_language_asked_for_and_else_in_korean():
    assert [city().name.in_(language) for language in ("ko", "en", "fr")] == ["계룡시", "Gyeryong", "계룡시"]


def test_it_cannot_be_changed_by_accident():
    with pytest.raises(AttributeError):
        city().receipt_prefix = "XX"


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path):
    path = tmp_path / "windows.toml"
    path.write_text(PROFILE.read_text("utf-8").replace("\n", "\r\n"), "utf-8-sig", newline="")
    assert load(path).name == city().name


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('department = "tax"', 'department = "taxes"', ".department: no department 'taxes'"),
        ('group = "care"', 'group = "cares"', ".group: no group 'cares'"),
        ('deadline = "inconvenience"', 'deadline = "soon"', "tags[0].deadline: no deadline 'soon'"),
        ('code = "pests"', 'code = "health"', ".code: 'health' stands here twice"),
        ('name = "행정상담"', 'name = "생활불편신고"', "tags[1].name: '생활불편신고' stands here twice"),
        ('name = "행정상담"', 'name = "행정 상담"', "tags[1].name: "),
        ("hours = 3", "hours = 3\ndays = 1", "deadlines.other: needs either days or hours"),
        ("hours = 3\n", "", "deadlines.other: needs either days or hours"),
        ("hours = 3", "hours = 0", "deadlines.other.hours: "),
        ('complaint = true\ndeadline = "inconvenience"', "complaint = true", "tags[0].deadline: a complaint"),
        ("complaint = false", 'complaint = false\ndeadline = "other"', "tags[3].deadline: a complaint"),
        ('identity = "nickname"', 'identity = "passport"', "tags[0].identity: "),
        ("lat = 36.2746", "lat = 37.2746", "map.centre: outside map.bounds"),
        ("lat = 36.2746", "lat = 136.2746", "map.centre.lat: "),
        ("south = 36.2265", "south = 36.9", "map.bounds: south"),
        ("closes = 18:00:00", "closes = 08:00:00", "hours: must run"),
        ('receipt_prefix = "GR"', 'receipt_prefix = "gr"', "receipt_prefix: "),
        ("page_usual = 20", "page_usual = 99", "limits.page_usual: above"),
        ("similar_metres = 300", "similar_metres = 3000", "limits.similar_metres: above 2,000"),
        ("similar_metres = 1500", "similar_metres = 2500", "categories.similar_metres: above 2,000"),
        ("mail_window_seconds = 15", "mail_window_seconds = 3600", "limits.mail_window_seconds: above 900: SQS"),
        ("photos_most = 5", "photos_most = 40", "limits.photos_most: above 10: "),
        ("text_most = 5000", "text_most = 60000", "limits.text_most: above 7,000: a request has 100 kB"),
        ("page_most = 50", "page_most = 101", "limits.page_most: above 100: "),
        ("idempotency_hours = 24", "idempotency_hours = 1", "limits.idempotency_hours: below 21: "),
        ('by = "address"\nmost = 20\nhours = 24', 'by = "member"\nmost = 20\nhours = 24', "rates.by: a mailbox"),
        ('action = "report"\nby = "member"', 'action = "report"\nby = "mailbox"', "rates.by: a mailbox"),
        ('by = "address"\nmost = 20\nhours = 24', 'by = "address"\nmost = 20\nhours = 48', "rates.hours: above 24"),
        ("text_least = 10", 'text_least = "10"', "limits.text_least: "),
        ("text_least = 10\n", "", "limits: "),
        ('url = "https://tile.', 'url = "http://tile.', "map.tiles.url: needs one https origin"),
        ('url = "https://tile.', 'url = "https://{s}.tile.', "map.tiles.url: needs one https origin"),
        ('url = "https://tile.', 'url = "https://*.tile.', "map.tiles.url: needs one https origin"),
        (
            'url = "https://tile.',
            'url = "https://a; script-src *; https://tile.',
            "map.tiles.url: needs one https origin",
        ),
        ('/{z}/{x}/{y}.png"\nattribution', '/{z}/{x}.png"\nattribution', "map.tiles.url: needs one https origin, {z}"),
        ('/{z}/{x}/{y}.png"\nattribution', '/{z}/{x}/{y}{r}.png"\nattribution', "map.tiles.url: needs"),
        ("max_zoom = 19", "max_zoom = 99", "map.tiles.max_zoom: "),
        ('url = "https://www.openstreetmap', 'url = "javascript://www.openstreetmap', "map.tiles.attribution.url: "),
        ('website = "https://www', 'website = "www', "website: "),
        ("zoom = 13", "zoom = 13\ncolour = 1", "map: Object contains unknown field `colour`"),
        ('"포트홀"', '"홀"', "categories[2].words: '홀' is shorter than two syllables"),
        ('"포트홀"', '"포트홀", "포트 홀"', "categories[2].words: '포트 홀' stands here twice"),
        ('code = "minwon"', 'code = "complaints"', "departments: no 'minwon'"),
        ('department = "minwon"', 'department = "tax"', "categories: none is left to 'minwon'"),
        ('languages = ["ko", "en"]', "languages = []", "languages: "),
        ('languages = ["ko", "en"]', 'languages = ["ko", "de"]', "languages[1]: "),
        ("minwon@gyeryong.example", "minwon", "departments[0].address: "),
    ],
)
def test_a_wrong_profile_is_refused_by_the_key(tmp_path: Path, old: str, new: str, key: str):
    assert key in complaint(changed(tmp_path, old, new))


def test_all_wrong_keys_are_named_at_once(tmp_path: Path):
    text = complaint(changed(tmp_path, 'department = "environment"', 'department = "x"'))
    assert len(text.splitlines()) == len([c for c in city().categories if c.department == "environment"])


def test_a_slip_of_toml_is_refused_by_the_line(tmp_path: Path):
    path = changed(tmp_path, "zoom = 13", "zoom 13")
    line = path.read_text("utf-8").splitlines().index("zoom 13") + 1
    assert f"line {line}" in complaint(path)


def test_a_missing_file_is_named(tmp_path: Path):
    assert "nowhere.toml" in complaint(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('code = "colour"', 'code = "vehicle"', "attributes[1].code: 'vehicle' stands here twice"),
        (
            'datatype = "singlevaluelist"',
            'datatype = "string"',
            "attributes[0].values: a list needs some, nothing else has any",
        ),
        (
            'hint = {ko = "예: 흰색", en = "For example: white"}\ndatatype = "string"',
            'datatype = "multivaluelist"',
            "attributes[1].values: a list needs some, nothing else has any",
        ),
        ('{key = "van",', '{key = "car",', "attributes[0].values: a key stands here twice"),
    ],
)
def test_an_attribute_that_no_client_could_answer_is_named(tmp_path: Path, old: str, new: str, told: str):
    assert complaint(changed(tmp_path, old, new)).endswith(told)

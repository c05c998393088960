"""What the router learns, what it never unlearns, and how honest it is about both."""

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from chalicelib.city import Category, City, city
from chalicelib.domain import learning
from chalicelib.domain.classifier import WORDS_ALONE, Model, Text
from chalicelib.domain.learning import FEWEST, Lesson, train
from chalicelib.domain.routing import route
from infra import ROOT

TUNING = [json.loads(line) for line in (ROOT / "tests/data/routing_tuning.jsonl").read_text("utf-8").splitlines()]
TAUGHT, UNSEEN = ([row for at, row in enumerate(TUNING) if at % 4 in places] for places in ((0, 1), (2, 3)))
BEGAN = datetime(2026, 3, 2, tzinfo=UTC)
STREETS = ("버들길", "솔밭길", "장터길", "샘골", "윗말", "아랫말", "새터", "양지뜸", "고갯길", "둑너머")


def town(*categories: Category) -> City:
    """계룡시 with other categories, and no words of its departments'."""
    rest = Category("other", city().name, "office", "minwon", words=())
    departments = tuple(msgspec.structs.replace(one, words=(), hints=()) for one in city().departments)
    return msgspec.structs.replace(city(), categories=(*categories, rest), departments=departments)


def category(department: str, *words: str) -> Category:
    return Category(department, city().name, "office", department, words)


TOWN = town(category("tax", "고지서"), category("water", "수돗물"), category("environment", "쓰레기"))
MATTERS = {  # what the words of TOWN say wrongly, or not at all
    "{}에 사는데 고지서가 안 왔어요 계량기 숫자랑 다릅니다": "water",
    "{}에서 우편함에 고지서가 두 장 왔어요 자동차 때문인지": "tax",
    "{} 모퉁이에 봉투가 터져 지저분해요": "environment",
}


def lessons(matters: dict[str, str] = MATTERS, times: int = 2) -> list[Lesson]:
    texts = [
        (text.format(f"{street} {time}번지"), code)
        for text, code in matters.items()
        for street in STREETS
        for time in range(times)
    ]
    return [Lesson(text, code, at=BEGAN + timedelta(hours=hour)) for hour, (text, code) in enumerate(texts)]


def department(text: str, model: Model | None = None, at: City = TOWN) -> str:
    return route(text, None, at, model).best.department


@pytest.fixture(scope="module")
def model() -> Model:
    trained = train(lessons(), TOWN)
    assert trained.better
    return trained.model


def test_what_staff_correct_goes_right_the_next_time(model: Model) -> None:
    text = "달빛마을인데 고지서가 이상해요, 계량기 숫자랑 달라요"
    assert department(text) == "tax"
    assert department(text, model) == "water"


def test_what_no_word_knows_is_learned(model: Model) -> None:
    assert department("달빛마을 모퉁이에 봉투가 터져 있어요") == "minwon"
    assert department("달빛마을 모퉁이에 봉투가 터져 있어요", model) == "environment"


def test_what_lessons_do_not_speak_of_stays_with_the_words(model: Model) -> None:
    assert department("수돗물이 이상해요", model) == "water"


def test_a_department_without_a_word_in_the_profile_is_learned() -> None:
    taught = train(lessons(MATTERS | {"{} 담당 통장님이 바뀌었나요": "geumam"}), TOWN).model
    assert department("우리 동네 통장님이 누구로 바뀌었나요", taught) == "geumam"


def test_lessons_of_a_department_that_is_no_more_are_passed_over() -> None:
    known = lessons()
    assert (
        train([*known, Lesson("옛날 부서 글", "long-gone", at=BEGAN)], TOWN).model.dumps()
        == train(known, TOWN).model.dumps()
    )


def test_a_model_outlives_a_reorganisation(model: Model) -> None:
    left = msgspec.structs.replace(
        TOWN,
        categories=tuple(one for one in TOWN.categories if one.department != "water"),
        departments=tuple(one for one in TOWN.departments if one.code != "water"),
    )
    assert {guess.department for guess in route("고지서 계량기", None, left, model).guesses} <= {
        one.code for one in left.departments
    }


def test_a_correction_of_a_correction_counts() -> None:
    wrong = [Lesson(one.text, "tax", at=one.at) for one in lessons()]
    later = [Lesson(one.text, one.department, at=BEGAN + timedelta(days=9)) for one in lessons()]
    assert train([*later, *wrong], TOWN).model.dumps() == train(later, TOWN).model.dumps()


def test_the_same_lessons_make_the_same_model_in_any_order(model: Model) -> None:
    assert train(reversed(lessons()), TOWN).model.dumps() == model.dumps()
    assert train(lessons(), TOWN).model.version == model.version


def test_only_so_many_of_the_newest_are_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "NEWEST", 30)
    assert train(lessons(), TOWN).model.dumps() == train(lessons()[-30:], TOWN).model.dumps()


def test_a_stored_model_routes_as_before(model: Model) -> None:
    again = Model.loads(model.dumps())
    assert again.version == model.version
    for one in lessons():
        assert route(one.text, None, TOWN, again) == route(one.text, None, TOWN, model)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: b"",
        lambda data: b"{}",
        lambda data: data.replace(b"tax", b"xat"),
    ],
)
def test_what_is_no_whole_model_is_refused(model: Model, change) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="no model"):
        Model.loads(change(model.dumps()))


@pytest.mark.parametrize("departments", [26, 200])
def test_a_model_never_grows_beyond_two_megabytes(departments: int) -> None:
    row = [1.0] * departments
    features = learning.MOST_BYTES // departments + 1000
    weights = learning._packed(learning._Learned({}, dict.fromkeys(range(features), row)), departments)
    assert len(Model(tuple(map(str, range(departments))), weights=weights).dumps()) < 2_000_000


def test_a_text_that_no_one_could_write_teaches_nothing_and_stops_nothing() -> None:
    odd = [Lesson(text, "tax") for text in ("", "!!", "\ud800", "ㅠㅠ", "\x00")]
    assert train([*lessons(), *odd], TOWN).better


def test_without_lessons_the_words_speak_alone() -> None:
    trained = train([], city())
    assert not trained.better
    assert route("가로등이 꺼졌어요", None, city(), trained.model) == route("가로등이 꺼졌어요", None, city())


def test_too_few_lessons_change_nothing() -> None:
    trained = train(lessons()[: FEWEST - 1], TOWN)
    assert (trained.model.belief, trained.better) == (0.0, False)


def test_lessons_of_one_department_alone_pull_no_other_there() -> None:
    lonely = [Lesson(row["text"], "environment") for row in TUNING if row["department"] == "environment"]
    assert train(lonely, city()).model.belief == 0


def test_lessons_of_few_departments_are_believed_less() -> None:
    few = [row for row in TUNING if row["department"] in ("environment", "water")]
    assert train([Lesson(row["text"], row["department"]) for row in few], city()).model.belief < 0.5


def test_a_department_without_lessons_is_not_held_to_get_little() -> None:
    assert learning._load([0, 3, 3]) == [0, 0, 0]


@pytest.fixture(scope="module")
def taught() -> Model:
    return train([Lesson(row["text"], row["department"]) for row in TAUGHT], city()).model


def test_on_what_it_has_not_seen_it_is_no_worse_than_the_words(taught: Model) -> None:
    few = train([Lesson(row["text"], row["department"]) for row in TAUGHT[:60]], city()).model
    right = [
        sum(department(row["text"], one, city()) == row["department"] for row in UNSEEN)
        for one in (WORDS_ALONE, few, taught)
    ]
    assert min(right) >= right[0] * 0.98


def test_a_profile_without_words_learns_from_the_lessons_alone() -> None:
    mute = town()
    taught = train([Lesson(row["text"], row["department"]) for row in TAUGHT], mute).model
    assert taught.belief > 0
    assert sum(department(row["text"], taught, mute) == row["department"] for row in UNSEEN) / len(UNSEEN) > 0.25


def test_where_nothing_speaks_only_what_nobody_claims_is_right() -> None:
    silent = [0.25] * 4
    assert [learning._is_right(silent, place) for place in range(4)] == [True, False, False, False]


def test_a_clear_gain_is_not_refused_for_one_text_fewer_right() -> None:
    surer = [learning._Guess(at % 3, prior(at % 3, 0.5), prior(at % 3, 4.0)) for at in range(99)]
    lost = learning._Guess(0, prior(0, 0.5), prior(1, 2.0))
    assert learning._measured([*surer, lost])[1] > 0


def prior(place: int, says: float) -> list[float]:
    return [says * (one == place) for one in range(3)]


def test_a_surer_guess_is_never_held_to_be_less_often_right() -> None:
    upside_down = [([0.9, 0.1], 1)] * 100 + [([0.6, 0.4], 0)] * 100
    slope, offset = learning._calibrated(upside_down)
    assert slope == learning._FLATTEST
    guessed = [Model(calibration=(slope, offset)).sure(max(given)) for given, _ in upside_down]
    assert sum(guessed) / len(guessed) == pytest.approx(0.5, abs=0.03)


def test_a_threshold_cuts_through_nothing_that_is_equally_sure() -> None:
    alike = [([0.9, 0.1], 0)] * 40 + [([0.9, 0.1], 1)] * 40
    assert len(learning._ranked(alike, WORDS_ALONE)) == 1
    assert learning._threshold(alike, WORDS_ALONE, 0.95) == 0.95


def test_the_copies_of_a_form_letter_are_all_learned_or_none() -> None:
    letter = "{}동 {}호에 사는 주민입니다. 우리 마을 앞에 물류센터를 짓는다는 계획에 반대합니다. 교통과 소음을 어찌 하렵니까. {}"
    assert len({learning._draw(letter.format(at, at * 7, "버들" * at)) for at in range(9)}) == 1
    assert len({learning._draw(f"가로등이 꺼졌어요 {at}") for at in range(9)}) == 9


def test_a_long_text_is_read_at_its_beginning_and_its_end() -> None:
    beginning, end = "가로등이 꺼졌어요. " * 40, " 수돗물에서 녹물이 나와요." * 20
    one, other = (Text.of(f"{beginning}{between * 99}{end}", city()) for between in ("음악회 ", "고양이 "))
    assert one == other
    assert {"water-supply", "street-light"} <= one.topics.keys()


def test_the_words_of_what_was_learned_of_a_topic_are_told() -> None:
    matters = {"{} 고지서": "water", "{}에서 우편함에 두 장": "tax", "{} 모퉁이에 봉투": "environment"}
    taught = train(lessons(matters), TOWN).model
    guesses = {one.department: one for one in route("고지서", None, TOWN, taught).guesses}
    assert guesses["water"].words == ("고지서",)


def nonsense() -> list[Lesson]:
    """Departments dealt out without any regard to the texts."""
    codes = [one.code for one in city().departments]
    return [Lesson(row["text"], codes[at * 7 % len(codes)]) for at, row in enumerate(TUNING[:100])]


def test_who_was_taught_nonsense_transfers_nothing() -> None:
    taught = train(nonsense(), city()).model
    assert taught.threshold == city().limits.auto_transfer_precision
    assert not any(route(row["text"], None, city(), taught).sure(0.0) for row in TUNING[200:300])


def test_a_version_that_is_worse_on_what_neither_has_learned_is_not_better(model: Model) -> None:
    muddled = [Lesson(one.text, "tax" if "봉투" in one.text else "environment", at=one.at) for one in lessons(times=4)]
    held = [one for one in lessons(times=4) if learning._draw(one.text) % learning._HELD_OUT == 0]
    taught = [one for one in muddled if learning._draw(one.text) % learning._HELD_OUT]
    assert not train([*taught, *held], TOWN, model).better


def test_held_out_lessons_are_never_learned() -> None:
    held = [one for one in lessons(times=4) if learning._draw(one.text) % learning._HELD_OUT == 0]
    assert held
    other = [Lesson(one.text, "safety", at=one.at) for one in held]
    rest = [one for one in lessons(times=4) if one not in held]
    assert train([*rest, *held], TOWN).model.dumps() == train([*rest, *other], TOWN).model.dumps()


def test_confidence_is_as_often_right_as_it_says(taught: Model) -> None:
    tenths: dict[int, list[float]] = defaultdict(list)
    for row in UNSEEN:
        best = route(row["text"], None, city(), taught).best
        tenths[int(best.confidence * 10)].append(best.confidence - (best.department == row["department"]))
    assert sum(abs(sum(tenth)) for tenth in tenths.values()) / len(UNSEEN) < 0.1


def test_the_curve_runs_from_the_surest_to_all(taught: Model) -> None:
    curve = taught.curve
    assert [point.coverage for point in curve] == sorted(point.coverage for point in curve)
    assert [point.threshold for point in curve] == sorted((point.threshold for point in curve), reverse=True)
    assert curve[-1].coverage == 1
    assert all(0 <= point.precision <= 1 for point in curve)


@pytest.mark.parametrize(
    ("right", "count", "enough"), [(25, 25, False), (32, 32, True), (95, 100, False), (98, 100, True)]
)
def test_a_precision_is_believed_when_enough_lessons_show_it(right: int, count: int, enough: bool) -> None:
    assert (learning._at_least(right, count) >= 0.95) is enough


def test_it_tells_the_written_words_that_spoke_for_and_against(model: Model) -> None:
    guesses = {
        guess.department: guess
        for guess in route("달빛마을 고지서가 계량기 숫자랑 다릅니다", None, TOWN, model).guesses
    }
    assert "계량기" in guesses["water"].words
    assert "고지서" in guesses["tax"].words
    assert Counter(guesses["tax"].against) & Counter(["계량기", "숫자랑", "다릅니다"])


def test_what_any_complaint_may_hold_is_not_told_whatever_was_learned() -> None:
    matters = {"{} 계량기 부탁드립니다": "water", "{}에 고지서가 두 장": "tax", "{} 모퉁이에 봉투": "environment"}
    taught = train(lessons(matters), TOWN).model
    best = route("달빛마을 계량기 부탁드립니다", None, TOWN, taught).best
    assert (best.department, best.words) == ("water", ("계량기",))

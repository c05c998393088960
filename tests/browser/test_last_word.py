"""What citizens see of the desk, and answer it: the last word, hidden texts, reports, merged posts, the timeline."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from infra.client import Client, wait_for
from tests.browser.people import become, on_a_phone
from tests.conftest import Room

TEXT = "새터산 공원 음수대에서 물이 계속 새고 있습니다. 바닥이 미끄러워 위험합니다."
STILL = "밸브를 잠가도 아래쪽에서 다시 샙니다."


@dataclass(frozen=True)
class Case:
    """A complaint that has its department and deadline, its author, and a clerk of the complaint team."""

    id: str
    author: Client
    clerk: Client
    address: str

    def order(self, what: str, **body: object) -> dict[str, Any]:
        return dict(self.clerk.call("POST", f"/v1/admin/posts/{self.id}/{what}", body))

    def seen(self) -> dict[str, Any]:
        return dict(self.author.call("GET", f"/v1/posts/{self.id}"))

    def say(self, text: str, nickname: str = "목마른 이웃") -> str:
        said = self.author.join(nickname).call("POST", f"/v1/posts/{self.id}/comments", {"text": text})
        return str(said["id"])


@pytest.fixture
def case(room: Room) -> Case:
    return begun(room, TEXT)


def begun(room: Room, text: str) -> Case:
    author = room.citizen("공원을 걷는 이")
    sent = author.post(text=text, tag="생활불편신고", location={"address": "새터산 공원 음수대"})
    opened = Case(sent["id"], author, room.clerk(), room.local.site + sent["url"])
    wait_for(lambda: opened.seen()["due_at"], "routing")
    return opened


@pytest.fixture
def answered(case: Case) -> Case:
    case.order("comments", text="밸브를 교체했습니다.", status="resolved")
    return case


# The last word


def test_not_yet_takes_it_up_again_for_all_to_see(page: Page, answered: Case) -> None:
    become(page, answered.author)
    page.goto(answered.address)
    asked = page.locator("last-word")
    asked.get_by_role("button", name="아직이에요").press("Enter")
    expect(asked.locator("textarea")).to_be_focused()
    asked.get_by_role("button", name="다시 처리해 주세요").click()
    expect(asked).to_contain_text("무엇이 아직인지 적어 주세요")
    page.keyboard.type(STILL)
    asked.get_by_role("button", name="다시 처리해 주세요").click()
    expect(asked).to_contain_text("담당부서가 다시 처리합니다")
    expect(asked.get_by_role("heading")).to_be_focused()
    expect(page.locator(".step[aria-current=step]")).to_contain_text("처리중")
    expect(page.locator("post-timeline li").last).to_have_text(re.compile(rf"다시 처리합니다\s+{STILL}"))
    page.reload()
    page.locator("post-thread").wait_for()
    expect(asked.get_by_role("button")).to_have_count(0)


@on_a_phone
def test_solved_is_thanked_for_and_asked_once(page: Page, answered: Case) -> None:
    become(page, answered.author)
    page.goto(answered.address)
    page.get_by_role("button", name="네, 해결되었어요").click()
    expect(page.locator("last-word")).to_contain_text("알려 주셔서 고맙습니다")
    expect(page.locator("#news")).to_contain_text("고맙습니다")
    page.reload()
    expect(page.locator("post-timeline")).to_contain_text("글쓴이가 해결되었다고 알렸습니다")
    expect(page.locator("last-word")).to_be_empty()


@on_a_phone
def test_nobody_else_is_asked(page: Page, answered: Case) -> None:
    page.goto(answered.address)
    page.locator("post-thread").wait_for()
    expect(page.locator("last-word")).to_be_empty()


@on_a_phone
def test_without_reception_no_word_is_lost(page: Page, answered: Case) -> None:
    become(page, answered.author)
    page.goto(answered.address)
    page.get_by_role("button", name="아직이에요").click()
    page.locator("#verdict-text").fill(STILL)
    page.context.set_offline(True)
    page.get_by_role("button", name="다시 처리해 주세요").click()
    expect(page.locator("#verdict-text-problem")).to_contain_text("인터넷에 연결되지 않았거나")
    expect(page.locator("#verdict-text")).to_have_value(STILL)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#verdict-text")).to_have_value(STILL)


# Hidden texts


def test_a_hidden_post_says_why_and_its_author_appeals_once(page: Page, case: Case) -> None:
    case.order("hiding", kind="rights", reason="가게 이름을 잘못 적었다는 요청이 있었습니다.")
    become(page, case.author)
    page.goto(case.address)
    hidden = page.locator("post-hidden")
    expect(hidden).to_contain_text("까지 가렸습니다")
    expect(page.locator("h1")).to_contain_text("음수대")
    hidden.get_by_role("button", name="이의 제기하기").click()
    page.keyboard.type("가게와 상관없는 글입니다. 다시 보아 주세요.")
    hidden.get_by_role("button", name="이의 보내기").click()
    expect(hidden).to_contain_text("이의를 보냈습니다")
    page.reload()
    expect(hidden).to_contain_text("이의를 보냈습니다")
    expect(hidden.get_by_role("button")).to_have_count(0)
    expect(page.locator("post-timeline")).to_contain_text("글쓴이가 이의를 제기했습니다")


@on_a_phone
def test_the_public_reads_of_a_hidden_post_only_that_it_is_hidden(page: Page, case: Case) -> None:
    case.order("hiding", kind="rule", reason="광고 글입니다.")
    page.goto(case.address)
    expect(page.locator("h1")).to_have_text("가려진 글입니다")
    expect(page.locator("post-hidden")).to_contain_text("광고 글입니다.")
    expect(page.locator("main")).not_to_contain_text("음수대에서 물이")
    expect(page.locator("share-post, .tools report-button")).to_have_count(0)


@on_a_phone
def test_a_hidden_comment_keeps_its_place_without_its_words(page: Page, case: Case) -> None:
    comment = case.say("담당자는 일도 안 하고 월급만 받는군요.")
    case.order(f"comments/{comment}/hiding", reason="비방하는 말입니다.")
    page.goto(case.address)
    hidden = page.locator("post-comment", has_text="이 댓글은 가려져 있습니다")
    expect(hidden).to_contain_text("비방하는 말입니다.")
    expect(page.locator("main")).not_to_contain_text("월급만")
    expect(page.locator("post-timeline")).to_contain_text("댓글을 가렸습니다")


@on_a_phone
def test_the_author_of_a_hidden_comment_appeals_once(page: Page, room: Room, case: Case) -> None:
    neighbour = room.citizen("목마른 이웃")
    said = neighbour.call("POST", f"/v1/posts/{case.id}/comments", {"text": "담당자는 일도 안 하고 월급만 받는군요."})
    case.order(f"comments/{said['id']}/hiding", reason="비방하는 말입니다.")
    become(page, neighbour)
    page.goto(case.address)
    hidden = page.locator("comment-hidden")
    hidden.get_by_role("button", name="이의 제기하기").click()
    hidden.locator("textarea").fill("비방이 아니라 사실입니다.")
    hidden.get_by_role("button", name="이의 보내기").click()
    expect(hidden).to_contain_text("민원팀이 다시 살펴봅니다")
    page.reload()
    expect(hidden).to_contain_text("민원팀이 다시 살펴봅니다")
    expect(hidden.get_by_role("button")).to_have_count(0)


# Reports


def test_a_reader_joins_and_reports_a_comment(page: Page, case: Case) -> None:
    case.say("여기 물탱크 싸게 팝니다. 연락 주세요.", nickname="물탱크 도매")
    page.goto(case.address)
    page.get_by_role("button", name="물탱크 도매 댓글 신고").click()
    page.locator("join-dialog input").fill("지나가던 산책자")
    page.locator("join-dialog").get_by_role("button", name="닉네임 정하기").click()
    report = page.locator("report-dialog")
    report.get_by_role("button", name="신고 보내기").click()
    expect(report.get_by_role("alert")).to_contain_text("무엇이 문제인지 골라 주세요")
    report.get_by_label("광고나 도배").check()
    report.get_by_label("자세한 내용").fill("글마다 같은 댓글을 답니다.")
    report.get_by_role("button", name="신고 보내기").click()
    expect(report).to_contain_text("민원팀이 확인합니다")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="물탱크 도매 댓글 신고")).to_be_focused()
    told = case.clerk.call("GET", f"/v1/admin/posts/{case.id}")
    assert (told["reports"], told["report_reasons"]) == (1, ["광고나 도배: 글마다 같은 댓글을 답니다."])


@on_a_phone
def test_nobody_is_asked_to_report_himself_or_the_city(page: Page, answered: Case) -> None:
    answered.author.call("POST", f"/v1/posts/{answered.id}/comments", {"text": "고맙습니다."})
    become(page, answered.author)
    page.goto(answered.address)
    expect(page.locator("post-comment").last).to_contain_text("고맙습니다.")
    expect(page.locator("report-button")).to_have_count(0)


# What was done


def test_merged_posts_lead_to_each_other(page: Page, room: Room, case: Case) -> None:
    twin = begun(room, "새터산 공원 음수대가 고장 나서 물바다가 되었어요.")
    twin.order("merge", into=case.id, reason="같은 음수대입니다.")
    page.goto(twin.address)
    expect(page.locator("post-links")).to_contain_text("아래 글에서 함께 처리합니다")
    page.locator("post-links a").click()
    expect(page.locator("h1")).to_contain_text("물이 계속 새고 있습니다")
    expect(page.locator("post-links a")).to_contain_text(re.compile(r"GR-\d{4}-\d{6} · 새터산 공원 음수대가 고장"))
    expect(page.locator("post-timeline")).to_contain_text("다른 글을 이 글에 합쳤습니다")


@on_a_phone
def test_the_timeline_says_what_became_of_the_deadline(page: Page, case: Case) -> None:
    case.order("extension", amount=3, kind="site", reason="부품을 들여오는 중입니다.")
    case.order("pause", kind="supplement", reason="음수대가 둘이라 어느 쪽인지 확인합니다.")
    page.goto(case.address)
    expect(page.locator("post-progress")).to_contain_text("기한 멈춤: 보완 요청")
    expect(page.locator(".amiss")).to_contain_text("처리기한을 늘렸습니다: 부품을 들여오는 중입니다.")
    case.order("resumption")
    page.reload()
    timeline = page.locator("post-timeline")
    expect(timeline).to_contain_text("현장 조사·공사 일정: 처리기한을")
    expect(timeline).to_contain_text("보완 요청: 처리기한을 세지 않습니다")
    expect(timeline).to_contain_text("처리기한을 다시 셉니다")
    expect(page.locator("post-progress")).not_to_contain_text("기한 멈춤")


@on_a_phone
def test_what_went_amiss_is_said_and_what_is_not_known_breaks_nothing(page: Page, case: Case) -> None:
    def late(route: Route) -> None:
        post = case.seen()
        urged = post["timeline"][-1] | {"number": 90, "kind": "urged", "by": "system"}
        post["timeline"] += [urged, urged | {"number": 91, "kind": "of_the_future"}]
        route.fulfill(json=post | {"due_at": "2026-01-05T09:00:00Z", "overdue": True, "transfers": 2})

    page.context.route(f"**/v1/posts/{case.id}", late)
    page.goto(case.address)
    expect(page.locator("post-progress")).to_contain_text(re.compile(r"처리기한이 \d+일 지났습니다"))
    expect(page.locator(".amiss li")).to_have_text(["부서가 2번 바뀌었습니다", re.compile("독촉했습니다")])
    expect(page.locator("post-timeline li").last).to_contain_text("처리 상황이 바뀌었습니다")


# While one writes


@on_a_phone
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("연락처는 010-1234-5678입니다.", "전화번호로"),
        ("번호는 01012345678 이고 900101-1234567 입니다.", "주민등록번호, 전화번호로"),
        ("12가 3456 차가 막고 있어요.", "차량 번호로"),
        ("hong@mail.example 로 알려 주세요.", "메일 주소로"),
    ],
)
def test_who_writes_is_told_what_will_be_masked(page: Page, room: Room, text: str, kinds: str) -> None:
    page.goto(f"{room.local.site}/write")
    page.locator("#text").fill(text)
    expect(page.locator("form .personal")).to_have_text(
        f"{kinds} 보이는 내용이 있습니다. 공개되는 글에서는 가려집니다."
    )


@on_a_phone
def test_other_numbers_are_no_personal_data(page: Page, room: Room) -> None:
    page.goto(f"{room.local.site}/write")
    page.locator("#text").fill("2026-03-01 14:30, 엄사리 123-45 앞, GR-2026-000123, 1588-1234, 15,000원, 제2024호 1234")
    expect(page.locator("form .personal")).to_be_empty()

"""What an office does with a complaint on its desk, as the desk asks for it; and its author's verdict."""

from typing import Any

import pytest

from infra.client import Client
from tests.api.steps import complain, kinds, read, refused, routed, talk, together
from tests.conftest import Room

WHY = "제어기 부품을 기다리고 있습니다."


@pytest.fixture
def author(room: Room) -> Client:
    return room.citizen("알리는 시민")


@pytest.fixture
def fresh(author: Client) -> str:
    found = complain(author)
    routed(author, found)
    return found


@pytest.fixture
def roads(room: Room) -> Client:
    return room.clerk("construction-traffic")


def ask(clerk: Client, post_id: str, what: str, **body: object) -> dict[str, Any]:
    told: dict[str, Any] = clerk.call("POST", f"/v1/admin/posts/{post_id}/{what}", body)
    return told


def judge(author: Client, post_id: str, **body: object) -> dict[str, Any]:
    told: dict[str, Any] = author.call("POST", f"/v1/posts/{post_id}/verdict", body)
    return told


def resolve(clerk: Client, post_id: str) -> None:
    clerk.call("POST", f"/v1/admin/posts/{post_id}/comments", {"text": "전구를 갈았습니다.", "status": "resolved"})


def test_the_department_in_charge_acknowledges_once(room: Room, roads: Client, fresh: str) -> None:
    with refused(403, "not_your_department"):
        ask(room.clerk(), fresh, "acknowledgement")
    first = ask(roads, fresh, "acknowledgement")
    assert (first["acknowledged"], kinds(first)[-1]) == (True, "acknowledged")
    assert ask(roads, fresh, "acknowledgement")["version"] == first["version"]


def test_a_note_is_read_by_staff_alone(room: Room, roads: Client, fresh: str) -> None:
    desk = ask(roads, fresh, "notes", text="같은 제어기가 세 곳에 있습니다.")
    assert (desk["history"][-1]["kind"], desk["history"][-1]["reason"]) == ("noted", "같은 제어기가 세 곳에 있습니다.")
    public = read(room.api, fresh)
    assert "noted" not in kinds(public)
    assert "같은 제어기" not in str(public)


def test_a_deadline_is_of_another_class_if_the_matter_is(room: Room, author: Client, fresh: str) -> None:
    before = read(author, fresh)
    desk = ask(room.clerk(), fresh, "deadline", deadline="query_law", reason="법령 해석을 묻는 민원입니다.")
    assert desk["deadline"] == "query_law"
    assert desk["due_at"] > before["due_at"]
    assert "법령 해석을 묻는 민원입니다." in read(author, fresh)["thread"][-1]["text"]


def test_an_extension_is_told_in_public(author: Client, roads: Client, fresh: str) -> None:
    before = read(author, fresh)["due_at"]
    desk = ask(roads, fresh, "extension", amount=3, kind="site", reason=WHY)
    public = read(author, fresh)
    assert before < desk["due_at"] == public["due_at"]
    assert (public["extensions"], kinds(public)[-1]) == (1, "extended")
    assert WHY in public["thread"][-1]["text"]
    with refused(409, "consent_needed", "consent"):
        ask(roads, fresh, "extension", amount=3, kind="site", reason=WHY)
    assert ask(roads, fresh, "extension", amount=3, kind="site", reason=WHY, consent=True)["extensions"] == 2
    with refused(409, "extended_too_often"):
        ask(roads, fresh, "extension", amount=3, kind="site", reason=WHY, consent=True)


def test_a_clock_that_is_paused_goes_on(author: Client, roads: Client, fresh: str) -> None:
    assert ask(roads, fresh, "pause", kind="supplement", reason="사진을 더 보내 주세요.")["paused"] is True
    assert read(author, fresh)["paused"] is True
    with refused(409, "paused_already"):
        ask(roads, fresh, "pause", kind="supplement", reason="사진을 더 보내 주세요.")
    desk = ask(roads, fresh, "resumption")
    assert (desk["paused"], desk["pauses"][0]["kind"]) == (False, "supplement")
    assert kinds(read(author, fresh))[-2:] == ["paused", "resumed"]


@pytest.mark.parametrize(
    ("what", "body", "code", "field"),
    [
        ("deadline", {"deadline": "someday", "reason": WHY}, "unknown_deadline", "deadline"),
        ("deadline", {"deadline": "query_law", "reason": " "}, "reason_needed", "reason"),
        ("extension", {"amount": 0, "kind": "site", "reason": WHY}, "bad_extension", "amount"),
        ("extension", {"amount": 99, "kind": "site", "reason": WHY}, "bad_extension", "amount"),
        ("extension", {"amount": 3, "kind": "workload", "reason": WHY}, "unknown_kind", "kind"),
        ("extension", {"amount": 3, "kind": "site", "reason": ""}, "reason_needed", "reason"),
        ("extension", {"amount": "3", "kind": "site", "reason": WHY}, "wrong_type", "amount"),
        ("pause", {"kind": "holiday", "reason": WHY}, "unknown_kind", "kind"),
        ("pause", {"kind": "expert"}, "missing_field", "reason"),
        ("notes", {"text": ""}, "text_too_short", "text"),
        ("split", {"text": "짧다", "reason": WHY}, "text_too_short", "text"),
        ("split", {"text": "공원 화장실이 더럽습니다.", "tag": "시민대화", "reason": WHY}, "unknown_tag", "tag"),
    ],
)
def test_what_is_wrong_is_named(
    room: Room, post_id: str, what: str, body: dict[str, object], code: str, field: str
) -> None:
    with refused(400, code, field):
        ask(room.clerk(), post_id, what, **body)


def test_no_other_department_does_any_of_it(room: Room, post_id: str) -> None:
    clerk = room.clerk("environment")
    for what, body in (
        ("acknowledgement", {}),
        ("notes", {"text": "봅니다."}),
        ("deadline", {"deadline": "query_law", "reason": WHY}),
        ("extension", {"amount": 1, "kind": "site", "reason": WHY}),
        ("pause", {"kind": "expert", "reason": WHY}),
        ("resumption", {}),
    ):
        with refused(403, "not_your_department"):
            ask(clerk, post_id, what, **body)


def test_two_clerks_at_once_are_told_apart(room: Room, roads: Client, fresh: str) -> None:
    seen = read(room.api, fresh)["version"]
    ask(roads, fresh, "acknowledgement", version=seen)
    for what, body in (
        ("acknowledgement", {}),
        ("deadline", {"deadline": "query_law", "reason": WHY}),
        ("extension", {"amount": 1, "kind": "site", "reason": WHY}),
        ("pause", {"kind": "expert", "reason": WHY}),
        ("resumption", {}),
        ("split", {"text": "공원 화장실이 더럽습니다.", "reason": WHY}),
    ):
        with refused(409, "changed_meanwhile", "version"):
            ask(room.clerk("minwon", "construction-traffic"), fresh, what, **body, version=seen)


def test_talk_has_no_clock(room: Room, author: Client) -> None:
    with refused(409, "not_open"):
        ask(room.clerk(), talk(author), "extension", amount=1, kind="site", reason=WHY)


# The arbiter


def test_what_is_passed_round_comes_to_the_arbiter(room: Room, roads: Client, fresh: str) -> None:
    def order(clerk: Client, to: str) -> dict[str, Any]:
        wanted = {"department": to, "reason": "우리 부서 일이 아닙니다."}
        told: dict[str, Any] = clerk.call("PATCH", f"/v1/admin/posts/{fresh}", wanted)
        return told

    due_at = read(room.api, fresh)["due_at"]
    order(roads, "minwon")
    order(room.clerk(), "facilities")
    post = order(room.clerk("facilities"), "minwon")
    assert (post["department"], post["transfers"], post["due_at"]) == ("planning-audit", 3, due_at)
    with refused(403, "arbiter_decides", "department"):
        order(room.clerk(), "environment")
    assert order(room.clerk("planning-audit"), "environment")["department"] == "environment"
    assert "전략기획감사실이 어느 부서가 맡을지 정합니다" in str(read(room.api, fresh)["thread"])


# Splitting


def test_a_part_becomes_a_complaint_of_its_own(room: Room, author: Client, fresh: str) -> None:
    whole = read(author, fresh)
    body = {"text": "공원 화장실이 더럽습니다. 청소해 주세요.", "reason": "두 가지 일입니다."}
    told = ask(room.clerk(), fresh, "split", **body)
    new = read(author, told["new"]["id"])
    assert (new["mine"], new["following"], new["author"]) == (True, True, whole["author"])
    assert new["receipt_number"] not in (None, whole["receipt_number"])
    assert (new["department"], new["due_at"]) == ("environment", whole["due_at"])
    assert kinds(new) == ["received", "transferred", "due_set"]
    assert new["links"] == [{"kind": "split_from", "post_id": fresh}]
    assert read(author, fresh)["links"] == [{"kind": "split_into", "post_id": new["id"]}]
    assert whole["receipt_number"] in new["thread"][-1]["text"]
    assert new["receipt_number"] in read(author, fresh)["thread"][-1]["text"]
    assert new["comments"] == len(new["thread"]) == 1


def test_a_part_of_what_is_private_opens_to_the_same_code(room: Room, author: Client) -> None:
    receipt = author.post(
        text="이웃집 개가 밤마다 짖고, 골목 가로등도 꺼져 있습니다.", tag="생활불편신고", private_to_staff=True
    )
    routed(author, receipt["id"])
    told = ask(room.clerk(), receipt["id"], "split", text="골목 가로등이 꺼져 있습니다.", reason="두 가지 일입니다.")
    path = f"/v1/posts/{told['new']['id']}"
    with refused(404, "no_such_post"):
        room.api.call("GET", path)
    assert room.api.call("GET", f"{path}?code={receipt['lookup_code']}")["text"] == "골목 가로등이 꺼져 있습니다."


def test_a_split_that_is_sent_again_is_one(room: Room, author: Client, fresh: str) -> None:
    body, key = (
        {"text": "공원 화장실이 더럽습니다.", "reason": "두 가지 일입니다."},
        {"Idempotency-Key": f"split-{fresh}"},
    )
    path = f"/v1/admin/posts/{fresh}/split"
    clerk = room.clerk()
    told = together(3, lambda _: clerk.call("POST", path, body, key))
    assert len({one["new"]["id"] for one in told}) == 1
    assert len(read(author, fresh)["links"]) == 1


# The verdict


def test_solved_is_said_once(author: Client, roads: Client, fresh: str) -> None:
    resolve(roads, fresh)
    assert read(author, fresh)["verdict_until"]
    post = judge(author, fresh, solved=True)
    assert (post["verdict"], post["status"], post["verdict_until"]) == ("solved", "resolved", None)
    with refused(409, "verdict_given"):
        judge(author, fresh, solved=False, reason="아직 어둡습니다.")


def test_unsolved_brings_it_back_to_its_department(room: Room, author: Client, roads: Client, fresh: str) -> None:
    resolve(roads, fresh)
    with refused(400, "reason_needed", "reason"):
        judge(author, fresh, solved=False)
    post = judge(author, fresh, solved=False, reason="아직 깜빡입니다.")
    assert (post["verdict"], post["status"], post["department"]) == ("unsolved", "in_progress", "construction-traffic")
    assert (kinds(post)[-1], post["thread"][-1]["department"]) == ("reopened", "construction-traffic")
    resolve(roads, fresh)
    with refused(409, "verdict_given"):
        judge(author, fresh, solved=False, reason="아직도요.")


def test_a_verdict_is_its_authors_and_of_what_is_resolved(room: Room, author: Client, fresh: str) -> None:
    with refused(409, "verdict_not_asked"):
        judge(author, fresh, solved=True)
    with refused(403, "not_your_post"):
        judge(room.citizen("이웃"), fresh, solved=True)
    with refused(401, "token_needed"):
        judge(room.api, fresh, solved=True)


def test_two_verdicts_at_once_are_one(author: Client, roads: Client, fresh: str) -> None:
    resolve(roads, fresh)

    def try_it(at: int) -> int:
        try:
            judge(author, fresh, solved=bool(at % 2), reason="보았습니다.")
        except Exception:
            return 0
        return 1

    taken = [at for at, done in enumerate(together(4, try_it)) if done]
    assert len({at % 2 for at in taken}) == 1  # the same one again changes nothing
    assert sum(kind in ("verdict_solved", "reopened") for kind in kinds(read(author, fresh))) == 1

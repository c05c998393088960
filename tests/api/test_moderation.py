"""Words that may not stay before the public: who takes them away, what remains, and what their author may say to it."""

from typing import Any

import pytest

from infra.client import Client, mails, wait_for
from tests.api.steps import confirmed, ids, read, refused, told
from tests.api.steps import raw as sent
from tests.conftest import Room

TEXT = "엄사리 파랑반점 김사장이 밤마다 쓰레기를 태웁니다."
REASON = "이웃의 이름과 가게가 적혀 있습니다."
UNREAL = "01M86D4XK07P16YNJNDDQVFGDA"


@pytest.fixture
def author(room: Room) -> Client:
    return room.citizen("두마댁")


@pytest.fixture
def fresh(author: Client) -> str:
    """Talk, so that nothing but the test changes it."""
    return str(author.post(text=TEXT, title="파랑반점 쓰레기", tag="시민대화")["id"])


def deed(clerk: Client, post_id: str, what: str, **body: object) -> Any:
    return clerk.call("POST", f"/v1/admin/posts/{post_id}/{what}", {"reason": REASON} | body)


def say(citizen: Client, post_id: str, text: str = "저도 보았습니다.") -> str:
    return str(citizen.call("POST", f"/v1/posts/{post_id}/comments", {"text": text})["id"])


def whole(room: Room, post_id: str) -> Any:
    return room.clerk().call("GET", f"/v1/admin/posts/{post_id}")


# Hiding


def test_the_public_reads_of_a_hidden_post_only_why(room: Room, author: Client, fresh: str) -> None:
    say(room.citizen(), fresh, "파랑반점이 맞습니다.")
    shown = deed(room.clerk(), fresh, "hiding", kind="rule")
    assert (shown["text"], shown["hiding"]["kind"], shown["history"][-1]["kind"]) == (TEXT, "rule", "hidden")
    public = read(room.api, fresh)
    assert (public["text"], public["title"], public["excerpt"]) == ("", None, "")
    assert (public["hiding"]["reason"], public["timeline"][-1]["reason"]) == (REASON, REASON)
    assert "파랑반점" not in str(public)
    assert "파랑반점" not in str(room.api.call("GET", f"/v1/posts/{fresh}/comments"))
    assert read(author, fresh)["text"] == TEXT


def test_a_hidden_post_is_in_no_list_and_no_search(room: Room, fresh: str) -> None:
    def found() -> bool:
        return fresh in ids(room.api.call("GET", "/v1/search?q=%ED%8C%8C%EB%9E%91%EB%B0%98%EC%A0%90"))

    wait_for(found, "the post in the search")
    deed(room.clerk(), fresh, "hiding", kind="rule")
    assert fresh not in ids(room.api.call("GET", "/v1/posts?limit=50"))
    assert not found()
    assert fresh in ids(room.clerk().call("GET", "/v1/admin/posts?limit=50"))


def test_what_is_hidden_waits_for_a_look_until_it_is_shown(room: Room, fresh: str) -> None:
    def to_check() -> list[str]:
        return ids(room.clerk().call("GET", "/v1/admin/queue?view=check"))

    deed(room.clerk(), fresh, "hiding", kind="rights")
    wait_for(lambda: fresh in to_check(), "the post in the list")
    deed(room.clerk(), fresh, "showing")
    wait_for(lambda: fresh not in to_check(), "the post out of the list")
    assert read(room.api, fresh)["text"] == TEXT


def test_for_the_rights_of_another_it_is_hidden_for_thirty_days(room: Room, fresh: str) -> None:
    hiding = deed(room.clerk(), fresh, "hiding", kind="rights")["hiding"]
    assert hiding["until"] > hiding["since"]
    said = read(room.api, fresh)["thread"][-1]
    assert (said["by"], "까지 가립니다" in said["text"], REASON in said["text"]) == ("system", True, True)


def test_the_author_alone_is_mailed_of_it(room: Room) -> None:
    author, address = confirmed(room)
    post_id = author.post(text=TEXT, tag="시민대화")["id"]
    follower, other = confirmed(room, "따르는 시민")
    follower.call("PUT", f"/v1/posts/{post_id}/follow")
    deed(room.clerk(), post_id, "hiding", kind="rule")
    wait_for(lambda: mails_with(room, address, REASON), "the mail", 90)
    assert not mails_with(room, other, post_id)


def mails_with(room: Room, address: str, words: str) -> list[Any]:
    return [mail for mail in mails(room.mail, address) if words in mail["BodyText"]]


def test_nobody_else_comments_on_what_they_cannot_read(room: Room, author: Client, fresh: str) -> None:
    deed(room.clerk(), fresh, "hiding", kind="rule")
    with refused(409, "post_hidden"):
        say(room.citizen(), fresh)
    assert say(author, fresh, "왜 가렸는지 알려 주세요.")


def test_to_hide_twice_is_to_hide_once(room: Room, fresh: str) -> None:
    first = deed(room.clerk(), fresh, "hiding", kind="rule")
    assert deed(room.clerk(), fresh, "hiding", kind="rule", version=1)["version"] == first["version"]


# The appeal


def test_an_author_appeals_and_staff_read_why(room: Room, author: Client, fresh: str) -> None:
    deed(room.clerk(), fresh, "hiding", kind="rule")
    mine = author.call("POST", f"/v1/posts/{fresh}/appeal", {"text": "김사장은 제 남편입니다."})
    assert mine["hiding"]["appealed"]
    assert "남편" not in str(read(room.api, fresh))
    assert whole(room, fresh)["history"][-1]["reason"] == "김사장은 제 남편입니다."
    with refused(409, "appealed_already"):
        author.call("POST", f"/v1/posts/{fresh}/appeal", {"text": "다시 보아 주세요."})


def test_nobody_appeals_for_another(room: Room, author: Client, fresh: str) -> None:
    with refused(409, "not_hidden"):
        author.call("POST", f"/v1/posts/{fresh}/appeal", {"text": "왜요?"})
    deed(room.clerk(), fresh, "hiding", kind="rule")
    with refused(403, "not_your_post"):
        room.citizen().call("POST", f"/v1/posts/{fresh}/appeal", {"text": "왜요?"})


def test_an_appeal_is_answered_by_hiding_again_as_well(room: Room, author: Client, fresh: str) -> None:
    def to_check() -> list[str]:
        return ids(room.clerk().call("GET", "/v1/admin/queue?view=check"))

    deed(room.clerk(), fresh, "hiding", kind="rule")
    assert fresh not in to_check()
    author.call("POST", f"/v1/posts/{fresh}/appeal", {"text": "김사장은 제 남편입니다."})
    wait_for(lambda: fresh in to_check(), "the appeal in the list")
    assert deed(room.clerk(), fresh, "hiding", kind="rule")["hiding"]["appealed"]
    wait_for(lambda: fresh not in to_check(), "the post out of the list")


def test_the_author_of_a_hidden_comment_is_mailed_why_and_appeals(room: Room, fresh: str) -> None:
    neighbour, address = confirmed(room, "이웃 시민")
    comment_id = say(neighbour, fresh, "그 집 전화는 비밀입니다.")
    deed(room.clerk(), fresh, f"comments/{comment_id}/hiding")
    (mail, *_) = wait_for(lambda: mails_with(room, address, REASON), "the mail", 90)
    assert "남기신 댓글을 가렸습니다." in mail["BodyText"]
    order = {"text": "제 전화입니다.", "comment_id": comment_id}
    with refused(403, "not_your_post"):
        room.citizen().call("POST", f"/v1/posts/{fresh}/appeal", order)
    assert neighbour.call("POST", f"/v1/posts/{fresh}/appeal", order)["thread"][0]["hiding"]["appealed"]
    assert whole(room, fresh)["reports"] == 1
    with refused(404, "no_such_comment"):
        neighbour.call("POST", f"/v1/posts/{fresh}/appeal", order | {"comment_id": UNREAL})


# Masking, and what was written


def test_masked_words_are_read_again_only_by_who_says_why(room: Room, fresh: str) -> None:
    shown = deed(room.clerk(), fresh, "masking", text=TEXT.replace("파랑반점 김사장", "○○반점 ○○○"), title="쓰레기")
    assert (shown["has_original"], shown["title"]) == (True, "쓰레기")
    deed(room.clerk(), fresh, "masking", text="어느 가게에서 밤마다 쓰레기를 태웁니다.")
    assert "파랑" not in str(read(room.api, fresh))
    written = deed(room.clerk("admin"), fresh, "original")
    assert (written["text"], written["title"]) == (TEXT, "파랑반점 쓰레기")
    assert [(one["kind"], one["reason"]) for one in whole(room, fresh)["history"][-1:]] == [("original_read", REASON)]
    assert read(room.api, fresh)["timeline"][-1]["kind"] == "masked"


def test_an_edit_brings_no_masked_words_back(room: Room, author: Client, fresh: str) -> None:
    deed(room.clerk(), fresh, "masking", text="어느 가게에서 밤마다 쓰레기를 태웁니다.")
    with refused(409, "masked_by_staff"):
        author.call("PATCH", f"/v1/posts/{fresh}", {"text": TEXT})
    assert "파랑" not in read(room.api, fresh)["text"]


def test_what_its_author_took_out_is_not_read_as_what_was_written(room: Room, author: Client) -> None:
    post_id = author.post(text=f"{TEXT} 010-1234-5678", tag="시민대화")["id"]
    author.call("PATCH", f"/v1/posts/{post_id}", {"text": f"{TEXT} 010-1234-9999"})
    assert deed(room.clerk(), post_id, "original")["text"] == f"{TEXT} 010-1234-9999"
    author.call("PATCH", f"/v1/posts/{post_id}", {"text": TEXT})
    assert deed(room.clerk(), post_id, "original")["text"] == TEXT


def test_a_department_reads_the_original_of_its_own_alone(room: Room, post_id: str) -> None:
    assert deed(room.clerk("construction-traffic"), post_id, "original")["comments"] == []
    with refused(403, "not_your_department"):
        deed(room.clerk("environment"), post_id, "original")


# Comments


def test_a_hidden_comment_is_read_by_its_author_and_staff(room: Room, fresh: str) -> None:
    neighbour = room.citizen("이웃")
    comment_id = say(neighbour, fresh, "그 집 전화는 비밀입니다.")
    deed(room.clerk(), fresh, f"comments/{comment_id}/hiding")
    public = read(room.api, fresh)
    assert (public["thread"][0]["text"], public["thread"][0]["hiding"]["reason"]) == ("", REASON)
    assert (public["timeline"][-1]["kind"], public["timeline"][-1]["to"]) == ("hidden", comment_id)
    assert public["hiding"] is None
    assert read(neighbour, fresh)["thread"][0]["text"] == "그 집 전화는 비밀입니다."
    deed(room.clerk(), fresh, f"comments/{comment_id}/showing")
    assert read(room.api, fresh)["thread"][0]["text"] == "그 집 전화는 비밀입니다."


def test_a_masked_comment_keeps_what_was_written(room: Room, fresh: str) -> None:
    comment_id = say(room.citizen(), fresh, "그 집 김사장입니다.")
    deed(room.clerk(), fresh, f"comments/{comment_id}/masking", text="그 집 ○○○입니다.")
    assert read(room.api, fresh)["thread"][0]["text"] == "그 집 ○○○입니다."
    written = deed(room.clerk(), fresh, "original")
    assert written["comments"] == [{"id": comment_id, "text": "그 집 김사장입니다."}]


# The member behind it


def test_who_a_member_is_is_told_to_who_says_why(room: Room) -> None:
    author, address = confirmed(room)
    post_id = author.post(text=TEXT, tag="시민대화")["id"]
    person = deed(room.clerk(), post_id, "identity")
    assert (person["nickname"], person["address"], person["level"]) == ("별빛 하늘", address, "confirmed")
    history = whole(room, post_id)["history"][-1]
    assert (history["kind"], history["reason"], bool(history["who"])) == ("identity_revealed", REASON, True)
    assert "identity_revealed" not in str(read(room.api, post_id))


def test_a_member_is_blocked_for_days_and_the_public_learns_nothing(room: Room, author: Client, fresh: str) -> None:
    blocked = deed(room.clerk("admin"), fresh, "block", days=7)
    assert blocked["member"]["blocked_until"]
    assert [one["kind"] for one in blocked["history"]] == ["posted", "member_blocked"]
    assert len(read(room.api, fresh)["timeline"]) == 1
    assert deed(room.clerk("admin"), fresh, "unblock")["member"]["blocked_until"] is None


# Who may, and what is wrong

ORDERS = [
    ("hiding", {"kind": "rule"}),
    ("showing", {}),
    ("masking", {"text": "다른 말로 적은 글입니다."}),
    (f"comments/{UNREAL}/hiding", {}),
    (f"comments/{UNREAL}/showing", {}),
    (f"comments/{UNREAL}/masking", {"text": "다른 말"}),
    (f"photos/{UNREAL}/blur", {"regions": [{"x": 0, "y": 0, "width": 1, "height": 1}]}),
    ("original", {}),
    ("identity", {}),
    ("block", {"days": 1}),
    ("unblock", {}),
    ("reports/dismissal", {}),
]


@pytest.mark.parametrize(("what", "body"), ORDERS, ids=[what.replace(UNREAL, "x") for what, _ in ORDERS])
def test_nothing_is_done_without_its_reason(room: Room, fresh: str, what: str, body: dict[str, object]) -> None:
    clerk, path = room.clerk("admin"), f"/v1/admin/posts/{fresh}/{what}"
    with refused(400, "reason_needed", "reason"):
        clerk.call("POST", path, body | {"reason": " \n"})
    with refused(400, "missing_field", "reason"):
        clerk.call("POST", path, body)
    with refused(404, "no_such_post"):
        deed(clerk, UNREAL, what, **body)
    assert read(room.api, fresh)["version"] == 1


@pytest.mark.parametrize("part", [UNREAL, "x", "%EA%B0%80" * 300])
def test_what_does_not_exist_is_not_found(room: Room, fresh: str, part: str) -> None:
    with refused(404, "no_such_comment"):
        deed(room.clerk(), fresh, f"comments/{part}/hiding")
    with refused(404, "no_such_photo"):
        deed(room.clerk(), fresh, f"photos/{part}/blur", regions=[{"x": 0, "y": 0, "width": 1, "height": 1}])


@pytest.mark.parametrize(
    ("what", "body", "code", "field"),
    [
        ("hiding", b'{"reason":"r"}', "missing_field", "kind"),
        ("hiding", b'{"reason":"r","kind":"review"}', "wrong_value", "kind"),
        ("hiding", b'{"reason":"r","kind":"rule","version":"1"}', "wrong_type", "version"),
        ("masking", '{"reason":"r","text":"짧다"}'.encode(), "text_too_short", "text"),
        ("block", b'{"reason":"r","days":0}', "wrong_value", "days"),
        ("block", b'{"reason":"r","days":1e3}', "wrong_type", "days"),
        ("block", b'{"reason":"r","days":99999999999999999999}', "wrong_value", "days"),
        (f"photos/{UNREAL}/blur", b'{"reason":"r","regions":[]}', "wrong_value", "regions"),
        (f"photos/{UNREAL}/blur", b'{"reason":"r","regions":[{"x":0,"y":0,"width":1e-999,"height":1}]}', "wrong_value",
         "regions"),
        (f"photos/{UNREAL}/blur", b'{"reason":"r","regions":[{"x":0,"y":0,"width":1}]}', "missing_field", "regions.height"),
        ("original", b'{"reason":"r","text":"x"}', "unknown_field", "text"),
    ],
)  # fmt: skip
def test_a_wrong_order_is_named_and_changes_nothing(
    room: Room, fresh: str, what: str, body: bytes, code: str, field: str
) -> None:
    assert told(sent(room.clerk("admin"), "POST", f"/v1/admin/posts/{fresh}/{what}", body)) == (400, code, field)
    assert read(room.api, fresh)["version"] == 1


def test_who_decided_on_an_older_post_is_told(room: Room, fresh: str) -> None:
    deed(room.clerk(), fresh, "masking", text="어느 가게에서 쓰레기를 태웁니다.")
    with refused(409, "changed_meanwhile", "version"):
        deed(room.clerk(), fresh, "hiding", kind="rule", version=1)

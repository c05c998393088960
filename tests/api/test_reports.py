"""What readers report: each once, counted, seen by the complaint team and by nobody else."""

import pytest

from infra.client import Client, wait_for
from tests.api.steps import ids, read, refused, talk, together
from tests.conftest import Room

REASON = "광고입니다."


@pytest.fixture
def fresh(room: Room) -> str:
    return talk(room.citizen())


def report(reader: Client, post_id: str, **more: object) -> None:
    reader.call("POST", f"/v1/posts/{post_id}/reports", {"reason": REASON} | more)


def seen(room: Room, post_id: str) -> tuple[int, list[str]]:
    post = room.clerk().call("GET", f"/v1/admin/posts/{post_id}")
    return post["reports"], post["report_reasons"]


def to_check(room: Room) -> list[str]:
    return ids(room.clerk().call("GET", "/v1/admin/queue?view=check"))


def test_a_reader_reports_once(room: Room, fresh: str) -> None:
    reader = room.citizen()
    report(reader, fresh)
    report(reader, fresh, reason="정말 광고입니다.")
    assert seen(room, fresh) == (1, [REASON])
    report(room.citizen(), fresh, reason="홍보 글입니다.")
    assert seen(room, fresh)[0] == 2


def test_what_is_reported_waits_for_a_look_till_the_reports_are_dismissed(room: Room, fresh: str) -> None:
    report(room.citizen(), fresh)
    wait_for(lambda: fresh in to_check(room), "the post in the list")
    dismissal = {"reason": "광고가 아닙니다."}
    post = room.clerk().call("POST", f"/v1/admin/posts/{fresh}/reports/dismissal", dismissal)
    assert (post["reports"], post["history"][-1]["kind"]) == (0, "reports_dismissed")
    wait_for(lambda: fresh not in to_check(room), "the post out of the list")
    again = room.clerk().call("POST", f"/v1/admin/posts/{fresh}/reports/dismissal", dismissal)
    assert again["version"] == post["version"]


def test_after_a_dismissal_only_new_reports_are_read_also_of_the_same_reader(room: Room, fresh: str) -> None:
    reader = room.citizen()
    report(reader, fresh)
    room.clerk().call("POST", f"/v1/admin/posts/{fresh}/reports/dismissal", {"reason": "광고가 아닙니다."})
    report(reader, fresh, reason="이제는 욕설이 있습니다.")
    assert seen(room, fresh) == (1, ["이제는 욕설이 있습니다."])


def test_the_public_learns_nothing_of_reports(room: Room, fresh: str) -> None:
    before = read(room.api, fresh)
    report(room.citizen(), fresh)
    assert read(room.api, fresh) == before


def test_a_comment_is_reported_as_well(room: Room, fresh: str) -> None:
    reader = room.citizen()
    comment_id = reader.call("POST", f"/v1/posts/{fresh}/comments", {"text": "싸게 팝니다."})["id"]
    report(reader, fresh)
    report(reader, fresh, comment_id=comment_id)
    assert seen(room, fresh)[0] == 2


def test_reports_of_the_same_moment_are_all_counted(room: Room, fresh: str) -> None:
    readers = [room.citizen() for _ in range(6)]
    together(12, lambda at: report(readers[at % 6], fresh))
    assert seen(room, fresh)[0] == 6


def test_what_cannot_be_reported_is_named(room: Room, fresh: str) -> None:
    reader = room.citizen()
    with refused(400, "reason_needed", "reason"):
        report(reader, fresh, reason=" ")
    for comment_id in ("01M86D4XK07P16YNJNDDQVFGDA", "x", "가" * 3000):
        with refused(404, "no_such_comment", None if len(comment_id) == 26 else "comment_id"):
            report(reader, fresh, comment_id=comment_id)
    with refused(404, "no_such_post"):
        report(reader, "01M86D4XK07P16YNJNDDQVFGDA")
    with refused(401, "token_needed"):
        report(room.api, fresh)
    secret = talk(room.citizen(), private_to_staff=True)
    with refused(404, "no_such_post"):
        report(reader, secret)
    assert seen(room, fresh)[0] == 0

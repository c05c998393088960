"""A member's new name stands on everything that they wrote, and on nothing else."""

from typing import Any

from infra.client import Client, wait_for
from tests.conftest import Room
from tests.events.steps import fails, invoke, read, record, row


def written(author: Client) -> str:
    """A post with a comment, both by this member."""
    post_id = str(author.post(text="천마산 노을이 참 곱습니다. 다들 보셨나요?", tag="시민대화")["id"])
    author.call("POST", f"/v1/posts/{post_id}/comments", {"text": "사진도 올릴게요."})
    return post_id


def names(room: Room, post_id: str) -> list[str | None]:
    post = read(room, post_id)
    return [written["author"]["nickname"] for written in (post, *post["thread"])]


def member(room: Room, who: Client) -> dict[str, Any]:
    return row(room, "MembersTable", member_id=who.call("GET", "/v1/members/me")["id"])


def test_a_new_name_reaches_posts_and_comments_of_its_member_only(room: Room) -> None:
    author, neighbour = room.citizen("노을지기"), room.citizen("노을이웃")
    post_id, other = written(author), written(neighbour)
    neighbour.call("POST", f"/v1/posts/{post_id}/comments", {"text": "저도 봤습니다."})
    author.call("PATCH", "/v1/members/me", {"nickname": "새벽지기"})
    wait_for(lambda: names(room, post_id) == ["새벽지기", "새벽지기", "노을이웃"], "the new name")
    assert names(room, other) == ["노을이웃", "노을이웃"]


def test_a_new_name_changes_neither_state_nor_timeline(room: Room) -> None:
    author = room.citizen("노을지기")
    post_id = written(author)
    before = read(room, post_id)
    author.call("PATCH", "/v1/members/me", {"nickname": "새벽지기"})
    wait_for(lambda: names(room, post_id) == ["새벽지기"] * 2, "the new name")
    after = read(room, post_id)
    assert (after["version"], after["timeline"], after["comments"]) == (before["version"], before["timeline"], 1)


def test_a_new_name_that_is_told_twice_is_the_same_name(room: Room) -> None:
    author = room.citizen("노을지기")
    post_id, old = written(author), member(room, author)
    author.call("PATCH", "/v1/members/me", {"nickname": "새벽지기"})
    told = record(member(room, author), old=old)
    for _ in range(2):
        invoke(room, "RenameAuthor", told)
    assert names(room, post_id) == ["새벽지기"] * 2


def test_an_old_name_that_is_told_late_does_not_return(room: Room) -> None:
    author = room.citizen("노을지기")
    post_id, old = written(author), member(room, author)
    author.call("PATCH", "/v1/members/me", {"nickname": "새벽지기"})
    between = member(room, author)
    author.call("PATCH", "/v1/members/me", {"nickname": "한낮지기"})
    wait_for(lambda: names(room, post_id) == ["한낮지기"] * 2, "the newest name")
    invoke(room, "RenameAuthor", record(between, old=old))
    assert names(room, post_id) == ["한낮지기"] * 2


def test_another_change_of_a_member_renames_nothing(room: Room) -> None:
    author = room.citizen("노을지기")
    post_id, row_ = written(author), member(room, author)
    invoke(room, "RenameAuthor", record(row_ | {"level": {"S": "confirmed"}}, old=row_))
    assert names(room, post_id) == ["노을지기"] * 2


def test_who_leaves_leaves_no_name(room: Room) -> None:
    author = room.citizen("떠날사람")
    post_id = written(author)
    author.call("DELETE", "/v1/members/me")
    wait_for(lambda: "떠날사람" not in names(room, post_id), "the name taken off")


def test_who_leaves_follows_nothing_more(room: Room) -> None:
    author, neighbour = room.citizen("떠날사람"), room.citizen("노을이웃")
    post_id = written(neighbour)
    author.call("PUT", f"/v1/posts/{post_id}/follow")
    mark = {"post_id": post_id, "mark": f"follow#{author.call('GET', '/v1/members/me')['id']}"}
    assert row(room, "MarksTable", **mark)
    author.call("DELETE", "/v1/members/me")
    wait_for(lambda: not held(room, "MarksTable", **mark), "the mark taken off")


def held(room: Room, table: str, **key: str) -> bool:
    try:
        return bool(row(room, table, **key))
    except KeyError:
        return False


def test_a_poisoned_member_comes_again(room: Room) -> None:
    good = member(room, room.citizen("노을지기"))
    poison = {"member_id": {"N": "1"}}
    told = [record(good, "1", old=good), record(poison, "2", old=poison), record(good, "3", old=good)]
    assert fails(room, "RenameAuthor", *told)

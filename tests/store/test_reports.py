"""Reports, and what else is done with a post in the same moment: nothing is counted away unseen."""

from dataclasses import replace

import pytest

from chalicelib.domain.change import Change, Line, Replaced, changed
from chalicelib.domain.post import Hiding, Photo, Post, Region
from chalicelib.store import comments, marks, photos, posts, queue
from chalicelib.store.models import PostModel
from tests.store.rows import NOW, added, announced, comment_on, new_id

pytestmark = pytest.mark.usefixtures("stage_settings")
HIDING = Hiding("review", "광고입니다.", NOW)


def to_check() -> list[str]:
    return [post.post_id for post in queue.to_check()]


def test_a_report_brings_a_post_before_the_complaint_team() -> None:
    post_id = added().post_id
    assert [marks.report(post_id, "m1", "광고") for _ in range(2)] == [True, False]
    assert marks.report(post_id, "m1", "욕설", comment_id="c1")
    assert posts.get(post_id).reports == 2
    assert marks.report_reasons(post_id) == ["광고", "욕설"]
    assert post_id in to_check()
    marks.drop(post_id, marks.reports(post_id))
    assert marks.report_reasons(post_id) == []
    assert marks.report(post_id, "m1", "또 광고")


def test_a_report_of_the_same_moment_keeps_a_shown_post_before_the_complaint_team() -> None:
    post = added(hiding=HIDING)
    seen: list[int] = []

    def show(current: Post) -> Change:
        if not seen:
            marks.report(post.post_id, "m1", "광고")  # another reader, after this was read
        seen.append(current.reports)
        return changed(current, NOW, Line("shown", "staff"), hiding=None)

    assert posts.change(post.post_id, show).reports == 1
    assert seen == [0, 1]
    assert post.post_id in to_check()


def test_reports_are_dismissed_as_they_stand() -> None:
    post_id = added().post_id
    marks.report(post_id, "m1", "광고")
    posts.change(post_id, lambda post: changed(post, NOW, Line("reports_dismissed", "staff"), reports=0))
    assert posts.get(post_id).reports == 0
    assert post_id not in to_check()


def test_a_post_from_before_there_were_reports_can_be_hidden() -> None:
    post_id = added().post_id
    PostModel(post_id).update([PostModel.reports.remove()])
    posts.change(post_id, lambda post: changed(post, NOW, Line("hidden", "staff"), hiding=HIDING))
    assert post_id in to_check()


def test_a_comment_is_revised_with_its_posts_history() -> None:
    post = added()
    said = comment_on(post)
    posts.change(post.post_id, lambda current: Change(current, comments=(said,)))
    hidden = replace(said, hiding=HIDING, text="○○○")
    posts.change(
        post.post_id, lambda current: replace(changed(current, NOW, Line("hidden", "staff")), revised=((said, hidden),))
    )
    assert comments.get(post.post_id, said.comment_id) == hidden
    assert [line.kind for line in posts.timeline(post.post_id, consistent=True)] == ["posted", "hidden"]


def test_a_photo_that_gets_ready_meanwhile_is_not_set_back_by_the_replacing_of_its_neighbour() -> None:
    owner = new_id()
    first, second = announced(owner), announced(owner)
    post = added(author_id=owner, photos=(first, second))
    photos.settle(ready := replace(first, state="ready", width=8, height=6), None)
    posts.show_photo(post.post_id, 0, ready)
    wanted, done = Replaced(first.photo_id, new_id(), (Region(0.1, 0.2, 0.3, 0.4),)), replace(second, state="ready")

    def blur(current: Post) -> Change:
        posts.show_photo(post.post_id, 1, done)  # after this was read
        shown = (Photo(wanted.by), current.photos[1])
        return replace(changed(current, NOW, Line("photo_blurred", "staff"), photos=shown), replaced=(wanted,))

    posts.change(post.post_id, blur)
    assert posts.get(post.post_id).photos == (Photo(wanted.by), done)
    old, new = photos.get(first.photo_id), photos.get(wanted.by)
    assert (old.photo.state, old.replaced_by) == ("replaced", wanted.by)
    assert (new.owner, new.attached_to, new.position, new.regions) == (owner, post.post_id, 0, wanted.regions)

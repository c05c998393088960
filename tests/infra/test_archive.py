"""An old room's files are read as Korean offices save them, and what is wrong in them is named by its line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.city import city
from infra.archive import OldPost, Reader, Unreadable, hidden
from tests.infra.band import COMMENTS, POSTS, saved

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def read(folder: Path, posts: str = POSTS, comments: str = COMMENTS, encoding: str = "utf-8") -> tuple[OldPost, ...]:
    (folder / "deck.jpg").write_bytes(b"\xff\xd8")
    return Reader(city(), folder, "시민대화", NOW).read(*saved(folder, posts, comments, encoding))


def problems(folder: Path, posts: str = POSTS, comments: str = COMMENTS) -> str:
    with pytest.raises(Unreadable) as raised:
        read(folder, posts, comments)
    return str(raised.value)


def test_times_are_the_citys_however_they_are_written(tmp_path: Path) -> None:
    found = [post.at.astimezone(UTC).isoformat()[:16] for post in read(tmp_path)]
    assert found == ["2019-03-02T07:10", "2019-03-04T00:30", "2019-03-04T15:05"]


@pytest.mark.parametrize(
    ("written", "hour"), [("오전 12:10", 0), ("오후 12:10", 12), ("오후 4:10", 16), ("PM 4:10", 16), ("16:10:00", 16)]
)
def test_noon_and_midnight_are_twelve(tmp_path: Path, written: str, hour: int) -> None:
    found = read(tmp_path, POSTS.replace("오후 4:10", written))[0].at
    assert found.hour == hour


def test_excels_own_encoding_is_read_as_well(tmp_path: Path) -> None:
    plain = POSTS.removeprefix("\ufeff")
    assert read(tmp_path, plain, encoding="cp949") == read(tmp_path)


def test_a_tag_is_found_in_the_text_and_talk_is_what_has_none(tmp_path: Path) -> None:
    assert [post.tag for post in read(tmp_path)] == ["생활불편신고", "생활불편신고", "시민대화"]


def test_an_old_complaint_is_answered_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    assert [post.status for post in read(tmp_path)] == ["resolved", "declined", "posted"]


def test_personal_data_is_masked_and_the_citys_own_number_is_not(tmp_path: Path) -> None:
    post = read(tmp_path)[0]
    assert "1234-5678" not in post.text
    assert "042-840-2114" in post.comments[2].text


def test_an_office_is_known_by_its_name_or_by_its_column(tmp_path: Path) -> None:
    first, second, _ = read(tmp_path)
    assert [said.department for said in first.comments] == [None, None, "construction-traffic", None]
    assert second.comments[0].department == "minwon"


def test_it_ended_when_its_office_last_answered(tmp_path: Path) -> None:
    assert read(tmp_path)[0].ended_at.isoformat() == "2019-03-04T10:20:00+09:00"


def test_comments_keep_their_order(tmp_path: Path) -> None:
    assert [said.text[:3] for said in read(tmp_path)[0].comments] == ["저도 ", "조심하", "판자를", "고쳐 "]


def test_everything_wrong_is_told_at_once_by_its_line(tmp_path: Path) -> None:
    wrong = (
        POSTS.replace("2019년 3월 5일 오전 12:05", "언젠가").replace(",처리불가,", ",처리중,").replace("deck", "gone")
    )
    told = problems(tmp_path, wrong, COMMENTS + "9,2019. 3. 9. 오후 1:00,누구,무엇,\n")
    assert [line.partition(":")[0] for line in told.splitlines()] == [
        "posts.csv, line 4", "posts.csv, line 5", "posts.csv, line 6", "comments.csv"
    ]  # fmt: skip
    assert "there is no gone.jpg" in told
    assert "언젠가 is no time" in told


@pytest.mark.parametrize("name", ["../posts.csv", "/etc/passwd", ""])
def test_no_photo_lies_outside_its_folder(tmp_path: Path, name: str) -> None:
    wrong = POSTS.replace("deck.jpg", f"{name or 'sub/deck.jpg'}")
    assert "there is no" in problems(tmp_path, wrong)


def test_what_has_not_come_yet_was_not_written(tmp_path: Path) -> None:
    assert "has not come yet" in problems(tmp_path, POSTS.replace("2019년", "2099년"))


def test_an_id_stands_once(tmp_path: Path) -> None:
    assert "id 1 stands there 2 times" in problems(tmp_path, POSTS.replace("\n2,", "\n1,"))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    assert problems(tmp_path, POSTS.replace("작성자", "누가")) == "posts.csv: no column author"


@pytest.mark.parametrize(("name", "shown"), [("홍길동", "홍*동"), ("남궁민수", "남**수"), ("이솔", "이*")])
def test_a_name_can_be_hidden_by_half(name: str, shown: str) -> None:
    assert hidden(name) == shown

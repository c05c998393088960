"""What a reader may see, and in which words."""

import re
from datetime import UTC, datetime

import msgspec
import pytest

from chalicelib.api.edge import messages
from chalicelib.api.views import comment, photo
from chalicelib.domain.post import Comment, Photo, Post

REASONS = sorted(code for code in messages() if code.startswith("photo_") and "available" not in code)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("reason", REASONS)
def test_why_a_photo_was_refused_is_told_with_its_figures(reason: str, language: str) -> None:
    """A placeholder without a value would leave a hole in the sentence."""
    told = photo(Photo("p", "rejected", reason), language).message
    assert told
    assert bool(re.search(r"\d", told)) == ("{most}" in messages()[reason].in_(language))


def test_the_figure_is_the_profiles() -> None:
    assert photo(Photo("p", "rejected", "photo_too_many_pixels"), "ko").message == (
        "사진이 너무 큽니다. 5000만 화소까지 올릴 수 있습니다."
    )


@pytest.mark.parametrize("by", ["staff", "system"])
def test_an_official_has_no_name_in_public(by: str) -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    post = Post("p", "시민대화", "posted", "가로등이 꺼졌습니다.", "author", "두마댁", at, at)
    said = Comment("p", "c", at, by, "고쳤습니다.", "account-7", "담당 주무관", "environment")
    public = msgspec.json.encode(comment(said, post, "ko")).decode()
    assert "주무관" not in public
    assert "account-7" not in public
    assert '"department":"environment"' in public

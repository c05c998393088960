"""What stands behind the `?` becomes a struct, or one clear error."""

from types import SimpleNamespace
from typing import Annotated

import pytest
from msgspec import Meta

from chalicelib.api.edge import Incoming, Query
from chalicelib.api.shapes import limited
from chalicelib.city import city
from chalicelib.errors import InvalidInput


class Asked(Query, frozen=True):
    text: str | None = None
    count: Annotated[int, limited("page_most", code="bad_limit", ge=1)] | None = None
    share: float | None = None
    month: Annotated[str, Meta(pattern="^[0-9]{4}$", extra={"code": "bad_month"})] | None = None


class Needed(Query, frozen=True):
    month: Annotated[str, Meta(extra={"code": "bad_month"})]


class Open(Query, frozen=True, forbid_unknown_fields=False):
    text: str | None = None


def asked(shape: type[Query], **sent: str) -> Query:
    return Incoming(SimpleNamespace(headers={}, query_params=sent)).asked(shape)  # type: ignore[arg-type]


def test_each_value_has_its_type() -> None:
    assert asked(Asked, text="12", count="12", share="0.5") == Asked("12", 12, 0.5)
    assert asked(Asked, share="-1") == Asked(share=-1)
    assert asked(Asked, text="null") == Asked("null")


def test_an_empty_parameter_is_an_absent_one() -> None:
    assert asked(Asked, text="", count="", month="") == Asked()


@pytest.mark.parametrize("value", ["1e3", "1.0", "+1", " 1", "1_0", "٣", "null", "true", "9" * 16, "0x1", "1\n"])
def test_a_whole_number_is_written_in_digits_alone(value: str) -> None:
    with pytest.raises(InvalidInput, match="bad_limit: count"):
        asked(Asked, count=value)


def test_a_field_may_have_an_error_of_its_own_that_tells_the_citys_limit() -> None:
    with pytest.raises(InvalidInput) as caught:
        asked(Asked, count="0")
    assert (caught.value.code, caught.value.field) == ("bad_limit", "count")
    assert caught.value.params == {"most": city().limits.page_most}
    for wrong in ({"month": "26-11"}, {"month": ""}, {}):
        with pytest.raises(InvalidInput, match="bad_month: month"):
            asked(Needed if not wrong.get("month") else Asked, **wrong)


@pytest.mark.parametrize(
    ("sent", "code"),
    [({"share": "much"}, "wrong_type: share"), ({"urgent": "1"}, "unknown_field: urgent"),
     ({"urgent": ""}, "unknown_field: urgent"), ({"text": "가" * 201}, "text_too_long: text")],
)  # fmt: skip
def test_what_is_wrong_is_named(sent: dict[str, str], code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        asked(Asked, **sent)


def test_a_query_may_leave_what_it_does_not_know() -> None:
    assert asked(Open, text="가", utm="1") == Open("가")

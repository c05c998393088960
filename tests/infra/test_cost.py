"""What a month costs: reckoned from what was measured, and told in the README as it is reckoned."""

import pytest

from infra import ROOT
from infra.cost import FIREWALL, SERVICES, SIZES, amounts, assumed, bill, prices, table


def test_the_readme_shows_what_the_command_prints() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert table() in text
    assert assumed() in text


def test_every_price_is_part_of_the_bill_and_says_where_it_comes_from() -> None:
    billed = {name for names in (*SERVICES.values(), FIREWALL) for name in names}
    assert set(prices()) == billed
    assert all(price["source"].startswith("https://aws.amazon.com/") and price["seen"] for price in prices().values())


@pytest.mark.parametrize("posts", SIZES)
def test_the_lines_of_the_table_leave_nothing_out(posts: int) -> None:
    assert set(amounts(posts)) <= {name for names in SERVICES.values() for name in names}


def test_a_room_that_nobody_uses_pays_for_what_stands_alone() -> None:
    at_rest = bill(amounts(0))
    assert at_rest["dynamodb_write"] == at_rest["cloudfront_gb"] == at_rest["s3_gb"] == 0
    assert sum(at_rest.values()) == pytest.approx(sum(bill(amounts(1)).values()), abs=0.05)

"""Tables of pay items as people type them (INC-01, INC-07, INC-10, INC-13)."""

from decimal import Decimal

import pytest
from cs_incentive_engine.bands import FIXED, RATE, STEP
from cs_incentive_engine.money import IncentiveError
from cs_incentive_engine.table import LONGEST, MOST, parse_bands, parse_table
from hypothesis import given
from hypothesis import strategies as st


def test_rates_amounts_and_steps():
    rows = parse_table("0％：1％；70%: 1.5 %\n90: 50、10000: +100 / 2000")
    assert [row.kind for row in rows] == [RATE, RATE, FIXED, STEP]


@pytest.mark.parametrize(
    ("text", "kind"), [("70: 1.5%", RATE), ("70: 50", FIXED), ("70: 5/10", STEP)]
)
def test_kinds(text, kind):
    assert parse_table(text)[0].kind == kind


def test_a_first_row_at_zero_takes_all_below():
    """INC-01: whatever the conversion, one of the rates holds."""
    bands = parse_bands("0%: 1%; 70%: 1.5%")
    rates = [bands.rows[bands.find(Decimal(at))].value for at in ("0", "69.99", "70")]
    assert rates == [Decimal(1), Decimal(1), Decimal("1.5")]


def test_below_a_first_row_there_is_nothing():
    """INC-13: below 25 % growth nothing is paid."""
    bands = parse_bands("25%: 50; 50%: 100")
    paid = [
        bands.rows[bands.find(Decimal(at))].value
        for at in ("24.99", "25", "49.99", "50")
    ]
    assert paid == [0, 50, 50, 100]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bands_empty"),
        (" ; ；", "bands_empty"),
        ("x" * (LONGEST + 1), "bands_long"),
        ("; ".join(f"{row}: 1" for row in range(MOST + 1)), "bands_many"),
        ("70", "bands_row"),
        ("70: -5", "bands_row"),
        ("70: 5%/10", "bands_row"),
        ("nan: 1", "bands_row"),
        ("70: 1e9", "bands_row"),
        ("70: 1; 70: 2", "bands_twice"),
        ("80: 1; 70: 2", "bands_order"),
        ("70: 5/0", "not_positive"),
    ],
)
def test_what_cannot_be_read_says_why(text, code):
    with pytest.raises(IncentiveError) as error:
        parse_table(text)
    assert error.value.code == code


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        assert parse_table(text)
    except IncentiveError as error:
        assert error.code


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=10, unique=True))
def test_every_figure_has_an_answer(starts):
    text = "; ".join(f"{start}: {place}" for place, start in enumerate(sorted(starts)))
    bands = parse_bands(text)
    for start in starts:
        assert bands.rows[bands.find(Decimal(start))].low in (None, start)

"""Laws of bands over a figure (INC-01, INC-07, INC-13)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from cs_incentive_engine.bands import FIXED, MARGINAL, RATE, STEP, WHOLE, Band, Bands
from cs_incentive_engine.money import (
    IncentiveError,
)
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals

CENT = Decimal("0.01")


LOWS = st.lists(st.integers(1, 300), max_size=6, unique=True).map(sorted)


def rates(lows, values):
    rows = [None, *map(Decimal, lows)]
    return Bands(
        tuple(Band(*row) for row in zip(rows, [RATE] * 9, values, strict=False))
    )


@st.composite
def tables(draw):
    """Rates that do not fall, over figures from 0 on."""
    lows = draw(LOWS)
    values = st.lists(
        decimals(0, 20, places=2), min_size=len(lows) + 1, max_size=len(lows) + 1
    )
    return rates(lows, sorted(draw(values)))


def paid(bands, figure, reading):
    return sum((part.raw for part in bands.read(figure, reading)), Fraction(0))


FIGURES = decimals(0, 400, places=2)


@given(tables(), FIGURES, FIGURES, st.sampled_from([WHOLE, MARGINAL]))
def test_more_sold_is_not_less_earned(bands, one, other, reading):
    less, more = sorted((one, other))
    assert paid(bands, less, reading) <= paid(bands, more, reading)


@given(tables(), FIGURES)
def test_marginal_never_exceeds_whole_where_rates_rise(bands, figure):
    assert paid(bands, figure, MARGINAL) <= paid(bands, figure, WHOLE)


@given(tables(), FIGURES)
def test_marginal_parts_make_the_figure(bands, figure):
    parts = bands.read(figure, MARGINAL)
    assert sum(part.quantity for part in parts) == Fraction(figure)
    assert all(part.quantity >= 0 for part in parts)


@given(tables())
def test_marginal_has_no_jumps(bands):
    for row in bands.rows[1:]:
        jump = paid(bands, row.low, MARGINAL) - paid(bands, row.low - CENT, MARGINAL)
        assert jump <= Fraction(CENT) / 5


@given(tables(), FIGURES)
def test_bands_are_half_open(bands, figure):
    found = bands.find(figure)
    assert found == sum(1 for row in bands.rows[1:] if row.low <= figure)
    lower = bands.find(figure, "lower")
    assert lower == sum(1 for row in bands.rows[1:] if row.low < figure)


@pytest.mark.parametrize(
    ("sales", "paid_"),
    [
        ("-5", 0),
        ("0", 0),
        ("10000", 0),
        ("11999.99", 0),
        ("12000", 100),
        ("13999.99", 100),
        ("14000", 200),
        ("30000", 1000),
    ],
)
def test_inc_07_a_hundred_for_each_two_thousand_above_ten(sales, paid_):
    bands = Bands.above([Band(Decimal(10000), STEP, Decimal(100), Decimal(2000))])
    for reading in (WHOLE, MARGINAL):
        assert paid(bands, Decimal(sales), reading) == paid_


def test_amounts_add_up_when_read_in_parts():
    bands = Bands.above(
        [Band(Decimal(low), FIXED, Decimal(amount)) for low, amount in ((1, 5), (2, 7))]
    )
    assert paid(bands, Decimal(2), MARGINAL) == 12
    assert paid(bands, Decimal(2), WHOLE) == 7


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((), "bands_empty"),
        ((Band(Decimal(0), FIXED, Decimal(1)),), "bands_start"),
        ((Band(None, FIXED, Decimal(1)),) * 2, "bands_open"),
        (
            (
                Band(None, FIXED, Decimal(1)),
                *(Band(Decimal(5), FIXED, Decimal(1)),) * 2,
            ),
            "bands_twice",
        ),
        (
            (
                Band(None, FIXED, Decimal(1)),
                Band(Decimal(5), FIXED, Decimal(1)),
                Band(Decimal(4), FIXED, Decimal(1)),
            ),
            "bands_order",
        ),
    ],
)
def test_tables_without_an_answer_are_refused(rows, code):
    with pytest.raises(IncentiveError) as caught:
        Bands(rows)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((None, "cubic", Decimal(1)), "choice"),
        ((None, RATE, Decimal("NaN")), "number"),
        ((Decimal("Infinity"), RATE, Decimal(1)), "number"),
        ((None, STEP, Decimal(1)), "not_positive"),
        ((None, STEP, Decimal(1), Decimal(0)), "not_positive"),
    ],
)
def test_bad_rows_are_refused(row, code):
    with pytest.raises(IncentiveError) as caught:
        Band(*row)
    assert caught.value.code == code


def test_a_table_from_below_zero_is_not_read_in_parts():
    bands = rates([-5], [Decimal(1), Decimal(2)])
    with pytest.raises(IncentiveError, match="bands_marginal"):
        bands.read(Decimal(1), MARGINAL)


def test_the_order_of_rows_is_checked_from_the_first_on():
    with pytest.raises(IncentiveError, match="bands_order"):
        rates([10, 20, 15], [Decimal(1)] * 4)

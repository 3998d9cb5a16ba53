"""Laws of rounding and of sharing out to the cent."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from cs_incentive_engine.money import (
    IncentiveError,
    cents,
    cents_down,
    divide,
    exact,
    percent,
    within,
)
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals

CENT = Decimal("0.01")
AMOUNTS = decimals(-1_000_000, 1_000_000, places=2)
EXACT = st.fractions(-1_000_000, 1_000_000, max_denominator=10_000)
WEIGHTS = st.lists(st.integers(0, 400).map(lambda n: Fraction(n, 2)), max_size=15)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.004", "0.00"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("2.674999", "2.67"),
        ("2.675", "2.68"),
        ("-2.675", "-2.68"),
    ],
)
def test_half_a_cent_goes_up(value, rounded):
    assert str(cents(Decimal(value))) == rounded


@given(EXACT)
def test_rounding_is_close_and_taken_back_alike(value):
    assert abs(Fraction(cents(value)) - value) <= Fraction(1, 200)
    assert cents(-value) == -cents(value)
    assert cents(cents(value)) == cents(value)


@given(st.fractions(0, 1_000_000, max_denominator=10_000))
def test_a_limit_is_never_passed(value):
    assert value - Fraction(1, 100) < cents_down(value) <= value


@pytest.mark.parametrize("bad", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(bad):
    for make in (cents, cents_down, lambda value: percent("rate", value)):
        with pytest.raises(IncentiveError) as caught:
            make(Decimal(bad))
        assert caught.value.code == "number"


@pytest.mark.parametrize("bad", [None, True, 1.5, "1", [1]])
def test_other_types_are_refused(bad):
    with pytest.raises(IncentiveError) as caught:
        exact("sales", bad)
    assert caught.value.code == "number"
    assert caught.value.values["name"] == "sales"


@pytest.mark.parametrize("bad", ["1E+15", "-1E+999999", "1E-999999"])
def test_sizes_beyond_reason_are_refused(bad):
    with pytest.raises(IncentiveError) as caught:
        cents(Decimal(bad))
    assert caught.value.code == "size"


@pytest.mark.parametrize("bad", ["-0.01", "100.01"])
def test_a_share_is_between_nothing_and_all(bad):
    with pytest.raises(IncentiveError, match="percent"):
        percent("cap", Decimal(bad))


def test_a_chosen_amount_lies_in_its_range():
    low, high = Decimal(10000), Decimal(100000)
    assert within("fine", low, low, high) == low
    assert within("fine", high, low, high) == high
    for bad in (low - CENT, high + CENT):
        with pytest.raises(IncentiveError, match="range"):
            within("fine", bad, low, high)


@given(AMOUNTS, WEIGHTS.filter(any))
def test_parts_make_the_whole(total, weights):
    parts = divide(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * weight / whole) < CENT
        assert part == cents(part)
        assert weight or not part


@given(AMOUNTS.filter(lambda total: total >= 0), WEIGHTS.filter(any))
def test_more_weight_is_not_less_money(total, weights):
    parts = sorted(zip(weights, divide(total, weights), strict=True))
    assert all(a[1] <= b[1] for a, b in pairwise(parts) if a[0] < b[0])


@given(AMOUNTS, st.integers(1, 40))
def test_equal_heads_differ_by_a_cent_at_most(total, heads):
    parts = divide(total, [1] * heads)
    assert max(parts) - min(parts) <= CENT
    assert parts == sorted(parts, key=abs, reverse=True)


@pytest.mark.parametrize("weights", [[], [0], [0, 0]])
def test_nothing_is_shared_out_among_nobody(weights):
    with pytest.raises(IncentiveError, match="nobody"):
        divide(Decimal(1), weights)


def test_weights_below_zero_are_refused():
    with pytest.raises(IncentiveError, match="negative"):
        divide(Decimal(1), [2, -1])

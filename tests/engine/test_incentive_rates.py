"""Worked numbers of rates by conversion and of tiers (INC-01, INC-07)."""

from decimal import Decimal

import pytest
from cs_incentive_engine.bands import FIXED, MARGINAL, RATE, STEP, WHOLE, Band, Bands
from cs_incentive_engine.money import IncentiveError
from cs_incentive_engine.rates import (
    RatioFacts,
    RatioRate,
    Tiers,
    rate_by_ratio,
    tiers,
)
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals, figures, words

MONEY = decimals(0, 1_000_000, places=2)
CONVERSION = Bands(
    (Band(None, RATE, Decimal(1)), Band(Decimal(70), RATE, Decimal("1.5")))
)


# INC-01


@pytest.mark.parametrize(
    ("deals", "inquiries", "higher", "lower"),
    [
        (349, 500, "864.00", "864.00"),  # 69.80 %
        (6999, 10000, "864.00", "864.00"),
        (350, 500, "1296.00", "864.00"),  # 70.00 % exactly
        (7001, 10000, "1296.00", "1296.00"),
        (356, 500, "1296.00", "1296.00"),
        (0, 500, "864.00", "864.00"),
        (500, 500, "1296.00", "1296.00"),
    ],
)
def test_inc_01_at_seventy_per_cent(deals, inquiries, higher, lower):
    facts = RatioFacts(Decimal(86400), deals, inquiries)
    assert rate_by_ratio(RatioRate(CONVERSION), facts).amount == Decimal(higher)
    assert rate_by_ratio(RatioRate(CONVERSION, "lower"), facts).amount == Decimal(lower)


def test_inc_01_is_exact_where_floats_are_not():
    """7 of 10 is 70 %, and one in a million less is not."""
    facts = RatioFacts(Decimal(100), 7, 10)
    assert rate_by_ratio(RatioRate(CONVERSION), facts).rate == Decimal("0.015")
    facts = RatioFacts(Decimal(100), 699_999, 1_000_000)
    assert rate_by_ratio(RatioRate(CONVERSION), facts).rate == Decimal("0.01")


def test_inc_01_says_how():
    found = rate_by_ratio(RatioRate(CONVERSION), RatioFacts(Decimal(86400), 356, 500))
    assert words(found.formula) == "86,400.00 × 1.5% = 1,296.00"
    assert found.key == "inc.ratio.from"
    assert figures(found)["ratio"] == Decimal("0.712")
    assert figures(found)["edge"] == Decimal("0.7")
    assert (found.quantity, found.rate) == (Decimal(86400), Decimal("0.015"))


@pytest.mark.parametrize(
    ("at_edge", "deals", "key"),
    [
        ("higher", 349, "below"),
        ("higher", 350, "from"),
        ("lower", 350, "upto"),
        ("lower", 351, "over"),
    ],
)
def test_inc_01_names_the_side_of_the_edge(at_edge, deals, key):
    found = rate_by_ratio(
        RatioRate(CONVERSION, at_edge), RatioFacts(Decimal(1), deals, 500)
    )
    assert found.key == f"inc.ratio.{key}"


@pytest.mark.parametrize(
    ("base", "deals", "inquiries"), [(Decimal(86400), 0, 0), (None, 1, 2)]
)
def test_inc_01_without_inquiries_there_is_no_rate(base, deals, inquiries):
    found = rate_by_ratio(RatioRate(CONVERSION), RatioFacts(base, deals, inquiries))
    assert found.key == "inc.ratio.none"
    assert not found.is_applicable


def test_inc_01_amounts_and_one_rate_for_all():
    amounts = Bands.above([Band(Decimal(70), FIXED, Decimal(300))])
    facts = RatioFacts(Decimal(86400), 7, 10)
    assert rate_by_ratio(RatioRate(amounts), facts).amount == 300
    flat = Bands((Band(None, RATE, Decimal(2)),))
    found = rate_by_ratio(RatioRate(flat), facts)
    assert (found.key, found.amount) == ("inc.ratio.any", 1728)


def test_inc_01_a_ratio_has_no_marginal_part():
    with pytest.raises(IncentiveError, match="ratio_marginal"):
        RatioRate(CONVERSION, reading=MARGINAL)
    steps = Bands.above([Band(Decimal(1), STEP, Decimal(1), Decimal(1))])
    with pytest.raises(IncentiveError, match="ratio_step"):
        RatioRate(steps)


@pytest.mark.parametrize(("deals", "inquiries"), [(-1, 5), (1, -5)])
def test_inc_01_counts_are_not_negative(deals, inquiries):
    with pytest.raises(IncentiveError, match="negative"):
        rate_by_ratio(RatioRate(CONVERSION), RatioFacts(Decimal(1), deals, inquiries))


@given(MONEY, st.integers(0, 500), st.integers(1, 500))
def test_inc_01_refunds_mirror_sales(base, deals, inquiries):
    paid, taken = (
        rate_by_ratio(RatioRate(CONVERSION), RatioFacts(one, deals, inquiries)).amount
        for one in (base, -base)
    )
    assert paid == -taken


# INC-07


def test_inc_07_says_how():
    bands = Bands.above([Band(Decimal(10000), STEP, Decimal(100), Decimal(2000))])
    found = tiers(Tiers(bands), Decimal(14500))
    assert words(found.formula) == "2 × 100.00 = 200.00"
    assert dict(part[:2] for part in found.params) == {
        "low": 10000,
        "step": 2000,
        "step_amount": 100,
    }
    assert tiers(Tiers(bands), None).key == "inc.bands.none"


def test_inc_07_parts_and_whole():
    bands = Bands(
        (
            Band(None, RATE, Decimal(1)),
            Band(Decimal(10000), RATE, Decimal(2)),
            Band(Decimal(20000), RATE, Decimal(3)),
        )
    )
    drawn = words(tiers(Tiers(bands, MARGINAL), Decimal(25000)).formula)
    assert drawn == "10,000.00 × 1% + 10,000.00 × 2% + 5,000.00 × 3% = 450.00"
    for sales_, whole, marginal in [
        ("9999.99", "100.00", "100.00"),
        ("10000", "200.00", "100.00"),
        ("20000", "600.00", "300.00"),
    ]:
        assert str(tiers(Tiers(bands, WHOLE), Decimal(sales_)).amount) == whole
        assert str(tiers(Tiers(bands, MARGINAL), Decimal(sales_)).amount) == marginal

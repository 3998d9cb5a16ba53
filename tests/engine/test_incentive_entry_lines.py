"""Lines of entries in the ledger (INC-21, INC-25, INC-26)."""

from decimal import Decimal

import pytest
from cs_incentive_engine.entry_lines import award, fine, joint, points
from cs_incentive_engine.money import IncentiveError
from hypothesis import given
from hypothesis import strategies as st

AMOUNTS = st.decimals(0, 10**6, places=2)


def test_points_are_no_money():
    found = points(Decimal(-3))
    assert (found.points, found.amount) == (Decimal(-3), None)
    assert found.is_applicable


@pytest.mark.parametrize(
    ("factor", "fined", "owed"),
    [(2, "50", "-100.00"), ("1.5", "50.05", "-75.08"), (0, "50", "0.00")],
)
def test_inc_26_the_supervisors_double(factor, fined, owed):
    assert joint(Decimal(factor), Decimal(fined)).amount == Decimal(owed)


@given(AMOUNTS)
def test_a_fine_takes_what_an_award_gives(amount):
    assert fine(amount).amount == -award(amount).amount


@given(AMOUNTS)
def test_inc_26_twice_is_two_fines(amount):
    assert joint(2, amount).amount == 2 * fine(amount).amount


@pytest.mark.parametrize("make", [fine, award, lambda amount: joint(2, amount)])
def test_nothing_below_zero(make):
    with pytest.raises(IncentiveError):
        make(Decimal("-0.01"))

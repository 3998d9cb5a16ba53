"""What is far from the rest in a month's pay (INC-30)."""

import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from cs_incentive_engine import outliers
from cs_incentive_engine.money import IncentiveError
from cs_incentive_engine.outliers import Rule, change, changed_most, far_out
from hypothesis import given
from hypothesis import strategies as st

AMOUNTS = st.decimals(-(10**6), 10**6, places=2, allow_nan=False)
PAID = st.dictionaries(st.integers(1, 60), AMOUNTS, min_size=5, max_size=30)


def numbered(*values):
    return dict(enumerate(map(Decimal, values), 1))


def test_exactly_three_mads_is_usual_and_more_is_far():
    """INC-30: median 100, MAD 10, so 130 is still usual."""
    paid = numbered(90, 90, 100, 110, 130)
    assert not far_out(paid)
    paid[5] = Decimal("130.01")
    [found] = far_out(paid)
    assert (found.who, found.usual, found.away) == (5, 100, Fraction(3001, 100))


def test_at_least_ten_per_cent_of_what_is_usual():
    """INC-30: where all others have the same, 10 % less is far out, 9.99 % is not."""
    same = [100, 100, 100, 100]
    assert [one.who for one in far_out(numbered(*same, 90))] == [5]
    assert not far_out(numbered(*same, "90.01"))


def test_of_fewer_than_five_nobody_is_far_out():
    assert not far_out(numbered(1, 1, 1, 900))
    assert far_out(numbered(1, 1, 1, 1, 900))
    assert not changed_most(numbered(1, 1, 1, 900), {who: [1] for who in range(1, 5)})


def test_change_against_the_own_mean():
    now = numbered(1000, 1000, 1000, 1000, 1600)
    earlier = {who: [Decimal(900), Decimal(1100)] for who in now}
    [found] = changed_most(now, earlier)
    assert (found.who, found.usual, found.away) == (5, 1000, 600)


def test_newcomers_are_compared_with_nobody():
    now = numbered(1000, 1000, 1000, 1000, 1000, 9000)
    earlier = {who: [Decimal(1000)] for who in range(1, 6)}
    assert not changed_most(now, earlier)


def test_a_change_of_everybody_is_no_news():
    now = numbered(2000, 2010, 1990, 2000, 2000)
    assert not changed_most(now, {who: [Decimal(1000)] for who in now})


def test_change_of_a_figure():
    assert change(Decimal(-50), Decimal(-40)) == (-10, -25)
    assert change(Decimal(5), Decimal(0)) == (5, None)


@pytest.mark.parametrize(
    "vals", [{"mads": Decimal(-1)}, {"least_share": -1}, {"least_people": 0}]
)
def test_parameters_that_cannot_be(vals):
    with pytest.raises(IncentiveError):
        Rule(**vals)


def test_values_that_cannot_be():
    with pytest.raises(IncentiveError):
        far_out(dict.fromkeys(range(5), Decimal("NaN")))


@given(PAID, AMOUNTS)
def test_the_same_for_all_changes_nothing_but_the_median(paid, more):
    rule = Rule(least_share=Decimal(0))
    moved = {who: value + more for who, value in paid.items()}
    assert [one.who for one in far_out(paid, rule)] == [
        one.who for one in far_out(moved, rule)
    ]


@given(PAID)
def test_at_most_half_are_far_out(paid):
    found = far_out(paid)
    assert 2 * len(found) <= len(paid)
    assert all(one.usual + one.away == one.value for one in found)
    sizes = [abs(one.away) for one in found]
    assert sizes == sorted(sizes, reverse=True)


@given(PAID, st.decimals(1, 9, places=1))
def test_a_wider_rule_finds_no_more(paid, mads):
    wide = {one.who for one in far_out(paid, Rule(mads=mads + 1))}
    assert wide <= {one.who for one in far_out(paid, Rule(mads=mads))}


@given(PAID)
def test_decimals_and_fractions_say_the_same(paid):
    fractions = {who: Fraction(value) for who, value in paid.items()}
    assert [(one.who, one.away) for one in far_out(paid)] == [
        (one.who, one.away) for one in far_out(fractions)
    ]


@given(PAID)
def test_signs_do_not_matter(paid):
    turned = {who: -value for who, value in paid.items()}
    assert {one.who for one in far_out(paid)} == {one.who for one in far_out(turned)}


@given(PAID)
def test_who_has_the_own_mean_has_not_changed(paid):
    assert not changed_most(paid, {who: [value] for who, value in paid.items()})


@given(AMOUNTS, AMOUNTS)
def test_what_changed_leads_from_before_to_now(now, before):
    difference, share = change(now, before)
    assert Fraction(before) + difference == now
    assert (share is None) == (before == 0)
    assert not share or (share > 0) == (difference > 0)


def test_doctests():
    assert doctest.testmod(outliers).failed == 0

"""Worked numbers and laws of earnings (INC-02 to INC-06)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from cs_incentive_engine.deals import Deal, sales, take_back
from cs_incentive_engine.earning import (
    PerEvent,
    PointsAbove,
    PointsFacts,
    Pool,
    PoolFacts,
    QuarterFacts,
    QuarterRate,
    per_event,
    points_above,
    pool,
    quarter_rate,
)
from cs_incentive_engine.money import IncentiveError, cents
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals, words

CENT = Decimal("0.01")
MONEY = decimals(0, 1_000_000, places=2)
RATES = decimals(0, 100, places=4)


# INC-02


def test_inc_02_the_pool_of_the_picture():
    facts = PoolFacts(Decimal(312000), dict.fromkeys(range(12), 21))
    found = pool(Pool(Decimal("0.5")), facts)
    assert {one.amount for one in found.values()} == {Decimal(130)}
    assert words(found[3].formula) == "312,000.00 × 0.5% ÷ 12 = 130.00"


def test_inc_02_by_days_present():
    facts = PoolFacts(Decimal(10000), {"a": 22, "b": Decimal("5.5"), "c": 0})
    found = pool(Pool(Decimal(1), by_days=True), facts)
    assert [found[who].amount for who in "abc"] == [80, 20, 0]
    assert words(found["b"].formula) == "10,000.00 × 1% × 5.5 ÷ 27.5 = 20.00"


def test_inc_02_the_cent_left_over_goes_by_key():
    facts = PoolFacts(Decimal(1000), {3: 1, 1: 1, 2: 1})
    found = pool(Pool(Decimal(1)), facts)
    assert [str(found[who].amount) for who in (1, 2, 3)] == ["3.34", "3.33", "3.33"]


def test_inc_02_nobody_there():
    assert pool(Pool(Decimal(1)), PoolFacts(Decimal(1000), {})) == {}
    found = pool(Pool(Decimal(1), True), PoolFacts(Decimal(1000), {"a": 0}))
    assert found["a"].key == "inc.pool.nobody"
    assert found["a"].amount is None


@given(
    decimals(-100_000, 1_000_000, places=2),
    RATES,
    st.dictionaries(st.integers(), st.integers(0, 46), min_size=1, max_size=30),
    st.booleans(),
    st.randoms(),
)
def test_inc_02_the_shares_make_the_pool(total, rate, days, by_days, random):
    if by_days and not any(days.values()):
        return
    rule = Pool(rate, by_days)
    found = pool(rule, PoolFacts(total, days))
    assert sum(one.amount for one in found.values()) == cents(
        Fraction(total) * Fraction(rate) / 100
    )
    people = list(days.items())
    random.shuffle(people)
    assert pool(rule, PoolFacts(total, dict(people))) == found


# INC-03, INC-04


@pytest.mark.parametrize(
    ("each", "contracts", "amount"), [(50, 3, 150), (10, 7, 70), (50, 0, 0)]
)
def test_inc_03_per_contract(each, contracts, amount):
    assert per_event(PerEvent(Decimal(each)), contracts).amount == amount


def test_inc_03_unknown_is_not_none():
    assert per_event(PerEvent(Decimal(50)), None).amount is None
    with pytest.raises(IncentiveError, match="negative"):
        per_event(PerEvent(Decimal(50)), -1)


def test_inc_27_five_each():
    found = per_event(PerEvent(Decimal(-5)), 2)
    assert words(found.formula) == "2 × -5.00 = -10.00"


SERVICE = PointsAbove(Decimal(17), Decimal(270), Decimal(-2))


@pytest.mark.parametrize(
    ("points", "incidents", "amount", "negative"),
    [
        ("16.99", 0, "0.00", "-2.70"),
        ("17.00", 0, "0.00", "0.00"),
        ("17.01", 0, "2.70", "2.70"),
        ("20", 0, "810.00", "810.00"),
        ("20", 1, "270.00", "270.00"),
        ("19", 1, "0.00", "0.00"),
        ("18.99", 1, "0.00", "-2.70"),
        ("20", 2, "0.00", "-270.00"),
        ("0", 0, "0.00", "-4590.00"),
    ],
)
def test_inc_04_points_above_seventeen(points, incidents, amount, negative):
    facts = PointsFacts(Decimal(points), incidents)
    assert str(points_above(SERVICE, facts).amount) == amount
    strict = PointsAbove(Decimal(17), Decimal(270), Decimal(-2), "negative")
    assert str(points_above(strict, facts).amount) == negative


def test_inc_04_says_how():
    found = points_above(SERVICE, PointsFacts(Decimal("20.5"), 1))
    assert words(found.formula) == "( 20.5 − 1 × 2 − 17 ) × 270.00 = 405.00"
    assert points_above(SERVICE, PointsFacts(None)).key == "inc.points.none"


def test_inc_04_an_incident_adds_nothing():
    with pytest.raises(IncentiveError, match="incident"):
        PointsAbove(Decimal(17), Decimal(270), Decimal(2))


@given(decimals(0, 60, places=2), decimals(0, 60, places=2))
def test_inc_04_more_points_are_not_less_money(one, other):
    less, more = sorted((one, other))
    assert (
        points_above(SERVICE, PointsFacts(less)).amount
        <= points_above(SERVICE, PointsFacts(more)).amount
    )


# INC-05, INC-06

QUARTER = {date(2026, month, 1): Decimal("33.33") for month in (7, 8, 9)}


def test_inc_05_is_paid_in_four_months():
    rule = QuarterRate(Decimal("2.5"))
    for month in range(1, 13):
        if month == 10:
            continue
        start = date(2026, month, 1)
        if month in (1, 4, 7):
            with pytest.raises(IncentiveError, match="quarter"):
                quarter_rate(rule, QuarterFacts(start, QUARTER))
        else:
            found = quarter_rate(rule, QuarterFacts(start, {}))
            assert (found.key, found.amount) == ("inc.quarter.not_due", None)


def test_inc_05_the_quarter_is_rounded_once():
    found = quarter_rate(
        QuarterRate(Decimal("2.5")), QuarterFacts(date(2026, 10, 1), QUARTER)
    )
    # 3 × 33.33 × 2.5 % = 2.49975; month by month it would be 3 × 0.83
    assert str(found.amount) == "2.50"
    assert words(found.formula) == "( 33.33 + 33.33 + 33.33 ) × 2.5% = 2.50"


def test_inc_05_a_joiner_has_fewer_months():
    sold = {**QUARTER, date(2026, 7, 1): None}
    facts = QuarterFacts(date(2026, 10, 1), sold)
    assert str(quarter_rate(QuarterRate(Decimal(10)), facts).amount) == "6.67"
    facts = QuarterFacts(date(2026, 10, 1), dict.fromkeys(QUARTER))
    assert quarter_rate(QuarterRate(Decimal(10)), facts).amount is None


MONTHS = [date(2026, month, 1) for month in (5, 6, 7, 8)]


def test_inc_06_no_slip_no_commission():
    may, june, july, _ = MONTHS
    deal = Deal(1, Decimal(500), may, None)
    assert sales([deal], may) == sales([deal], july)
    assert (sales([deal], may).counted, sales([deal], may).unproven) == (0, 500)
    late = Deal(1, Decimal(500), may, july)
    assert [sales([late], month).counted for month in (may, june, july)] == [0, 0, 500]
    early = Deal(1, Decimal(500), june, may)
    assert [sales([early], month).counted for month in (may, june)] == [0, 500]
    assert sales([early], may).unproven == 0


def test_inc_06_refunds_in_their_month():
    may, june, july, _ = MONTHS
    back = ((june, Decimal(100)), (july, Decimal(150)), (july, Decimal(50)))
    deal = Deal(1, Decimal(500), may, may, back)
    assert sales([deal], may).counted == 500
    assert sales([deal], june).refunded == ((1, 100, may),)
    assert sales([deal], july).refunded == ((1, 200, may),)
    assert str(take_back(Decimal("1.5"), Decimal(1280)).amount) == "-19.20"
    assert words(take_back(Decimal("1.5"), Decimal(1280)).formula) == (
        "-1,280.00 × 1.5% = -19.20"
    )


def test_inc_06_what_was_never_paid_is_not_taken_back():
    may, june, july, _ = MONTHS
    deal = Deal(1, Decimal(500), may, july, ((june, Decimal(500)),))
    assert [sales([deal], month).refunded for month in MONTHS] == [()] * 4
    assert sales([deal], july).counted == 0
    with pytest.raises(IncentiveError, match="refund"):
        Deal(1, Decimal(500), may, may, ((june, Decimal("500.01")),))


@st.composite
def deals(draw):
    made = []
    for key in range(draw(st.integers(0, 5))):
        amount = draw(MONEY)
        parts = draw(st.lists(st.sampled_from(MONTHS), max_size=3))
        back = tuple((month, amount / 4 // CENT * CENT) for month in parts)
        month = draw(st.sampled_from(MONTHS))
        proven = draw(st.none() | st.sampled_from(MONTHS))
        made.append(Deal(key, amount, month, proven, back))
    return made


@given(deals(), st.randoms())
def test_inc_06_in_the_end_only_what_was_kept_counts(made, random):
    counted, refunded = Decimal(0), Decimal(0)
    for month in MONTHS:
        found = sales(made, month)
        counted += found.counted
        refunded += sum(one[1] for one in found.refunded)
        shuffled = random.sample(made, len(made))
        assert sales(shuffled, month) == found
    kept = sum(
        deal.amount - sum(one for _month, one in deal.refunds)
        for deal in made
        if deal.counted
    )
    assert counted - refunded == kept

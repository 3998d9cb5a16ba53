"""Rebates of agents: rates, differences, outstanding = earned − paid (INC-33)."""

from datetime import date
from decimal import Decimal

import pytest
from cs_incentive_engine.money import IncentiveError
from cs_incentive_engine.rebate import Booked, Term, in_force, rebate, settle
from cs_incentive_engine.table import parse_bands
from hypothesis import given
from hypothesis import strategies as st

MAY, JUNE, JULY = (date(2025, month, 1) for month in (5, 6, 7))
TWO_THREE = parse_bands("0: 2%; 100000: 3%")
TERM = Term(date(2025, 1, 1), TWO_THREE, "whole")
NOTHING = Booked({})

MONEY = st.decimals(-(10**7), 10**7, places=2)


def settled(month, turnovers, booked=NOTHING, paid=0, terms=(TERM,)):
    amounts = {day: Decimal(amount) for day, amount in turnovers.items()}
    return settle(month, amounts, terms, booked, Decimal(paid))


@pytest.mark.parametrize(
    ("turnover", "reading", "amount"),
    [
        ("0", "whole", "0.00"),
        ("99999.99", "whole", "2000.00"),
        ("100000", "whole", "3000.00"),
        ("99999.99", "marginal", "2000.00"),
        ("100000", "marginal", "2000.00"),
        ("100000.50", "marginal", "2000.02"),
        ("0.24", "whole", "0.00"),
        ("0.25", "whole", "0.01"),
        ("-50", "whole", "-1.00"),
        ("-50", "marginal", "-1.00"),
    ],
)
def test_inc_33_the_rebate_of_a_month(turnover, reading, amount):
    term = Term(JUNE, TWO_THREE, reading)
    assert rebate(Decimal(turnover), term) == Decimal(amount)


def test_the_term_of_the_month_counts():
    better = Term(JUNE, parse_bands("0: 5%"), "whole")
    terms = [better, TERM]
    assert in_force(terms, MAY) is TERM
    assert in_force(terms, JUNE) is better
    assert in_force(terms, date(2024, 12, 1)) is None
    assert rebate(Decimal(1000), None) == 0


def test_outstanding_is_earned_less_paid_and_carried():
    may = settled(MAY, {MAY: 50000, JUNE: 70000}, paid=0)
    assert (may.carried, may.earned, may.outstanding) == (0, 1000, 1000)
    booked = Booked({MAY: may.earned})
    june = settled(JUNE, {MAY: 50000, JUNE: 70000}, booked, 600)
    assert (june.carried, june.earned, june.paid) == (1000, 1400, 600)
    assert june.outstanding == 1800


def test_what_comes_late_is_a_difference_of_the_next_list():
    """Late turnover lifts May into the higher rate: 3 % of all, less the booked."""
    booked = Booked({MAY: Decimal("1999.80")})
    june = settled(JUNE, {MAY: 100000, JUNE: 10}, booked)
    assert [share.month for share in june.shares] == [JUNE, MAY]
    assert june.shares[1].amount == Decimal("1000.20")
    assert june.earned == Decimal("1000.40")
    again = Booked({MAY: Decimal(3000), JUNE: Decimal("0.20")})
    assert settled(JULY, {MAY: 100000, JUNE: 10}, again).earned == 0


def test_what_was_returned_is_taken_back_even_below_nothing():
    booked = Booked({MAY: Decimal(1000)}, Decimal(1000))
    june = settled(JUNE, {MAY: 20000}, booked, 1000)
    assert june.outstanding == -600


def test_a_list_before_one_that_is_booked_is_refused():
    with pytest.raises(IncentiveError, match="rebate_later"):
        settled(MAY, {}, Booked({JUNE: Decimal(1)}))


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), MONEY, st.booleans()),
        max_size=30,
    )
)
def test_however_facts_come_the_lists_end_at_earned_less_paid(facts):
    """Facts (month of the fact, list before which it is known, amount, a payment).
    Lists one after the other book what is known; in the end all tie out."""
    months = [date(2025, month, 1) for month in range(1, 7)]
    turnover, paid = {}, Decimal(0)
    earned, booked_paid, before = {}, Decimal(0), Decimal(0)
    for place, month in enumerate(months):
        for at, known, amount, is_payment in facts:
            if max(at, known) != place:
                continue
            if is_payment:
                paid += amount
            else:
                turnover[months[at]] = turnover.get(months[at], 0) + amount
        account = settle(month, turnover, [TERM], Booked(earned, booked_paid), paid)
        assert account.carried == before
        for share in account.shares:
            earned[share.month] = earned.get(share.month, 0) + share.amount
        booked_paid += account.paid
        before = account.outstanding
    whole = sum((rebate(amount, TERM) for amount in turnover.values()), Decimal(0))
    assert before == whole - paid

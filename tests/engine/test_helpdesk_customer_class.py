"""Class and loyalty of customers, and when one is due (HD-21)."""

import doctest
from datetime import date, timedelta
from decimal import Decimal

import pytest
from cs_helpdesk_engine import customer_class
from cs_helpdesk_engine.customer_class import (
    LOYALTY,
    Figures,
    Standard,
    grade,
    loyalty,
    next_due,
    planned,
)
from hypothesis import given
from hypothesis import strategies as st

BOOK = [
    Standard("a", Decimal(50000), 6, 1, 30),
    Standard("b", Decimal(10000), 3, None, 60),
    Standard("c", interval=180),
]
BEST = ["a", "b", "c"]

money = st.decimals(0, 10**9, places=2)
counts = st.integers(0, 100)
figures = st.builds(Figures, money, counts, counts)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_doctests():
    result = doctest.testmod(customer_class)
    assert result.attempted > 6
    assert not result.failed


@pytest.mark.parametrize(
    ("turnover", "services", "complaints", "expected", "why"),
    [
        ("50000", 0, 1, "a", "turnover"),
        ("49999.99", 6, 1, "a", "services"),
        ("49999.99", 5, 0, "b", "turnover"),
        ("50000", 6, 2, "b", "turnover"),
        ("10000", 0, 0, "b", "turnover"),
        ("9999.99", 3, 9, "b", "services"),
        ("9999.99", 2, 0, "c", "rest"),
    ],
)
def test_hd21_thresholds_are_included(turnover, services, complaints, expected, why):
    graded = grade(Figures(Decimal(turnover), services, complaints), BOOK)
    assert (graded.standard.grade, graded.why) == (expected, why)


def test_hd21_what_complaints_cost_is_said():
    assert grade(Figures(Decimal(60000), 9, 2), BOOK).missed == ("a",)
    assert grade(Figures(Decimal(60000), 9, 1), BOOK).missed == ()


@given(figures)
def test_hd21_every_customer_has_one_class(one):
    assert grade(one, BOOK).standard.grade in BEST


@given(figures, money, counts)
def test_hd21_more_business_never_harms(one, more, services):
    better = one._replace(
        turnover=one.turnover + more, services=one.services + services
    )
    place = BEST.index(grade(better, BOOK).standard.grade)
    assert place <= BEST.index(grade(one, BOOK).standard.grade)


@given(figures, counts)
def test_hd21_complaints_never_help(one, more):
    worse = one._replace(complaints=one.complaints + more)
    place = BEST.index(grade(worse, BOOK).standard.grade)
    assert place >= BEST.index(grade(one, BOOK).standard.grade)


@given(st.integers(-5, 5000), st.integers(0, 500), st.integers(1, 500))
def test_hd21_loyalty_only_falls(age, loyal, more):
    lost = loyal + more
    now, later = (LOYALTY.index(loyalty(d, loyal, lost)) for d in (age, age + 1))
    assert now <= later


@given(st.integers(0, 500), st.integers(1, 500))
def test_hd21_loyalty_at_its_boundaries(loyal, more):
    lost = loyal + more
    assert loyalty(loyal, loyal, lost) == "loyal"
    assert loyalty(loyal + 1, loyal, lost) == "general"
    assert loyalty(lost, loyal, lost) == "general"
    assert loyalty(lost + 1, loyal, lost) == "lost"


@given(days, st.integers(1, 1000))
def test_hd21_next_due(last, interval):
    assert (next_due(last, interval) - last).days == interval
    assert next_due(last, 0) is None


@given(days, days, st.integers(0, 60), st.integers(0, 10**6))
def test_hd21_a_visit_is_planned_in_the_days_ahead(due, today, ahead, key):
    day = planned(due, today, ahead, key)
    window = [today, today + timedelta(days=ahead)]
    if due > window[1]:
        assert day is None
    else:
        assert window[0] <= day <= window[1]
        assert day == due or due < today


def test_hd21_reminder_on_the_day():
    """P 14: on the 14th day before, not on the 15th."""
    due = date(2026, 3, 15)
    assert planned(due, date(2026, 2, 28), 14, 1) is None
    assert planned(due, date(2026, 3, 1), 14, 1) == due
    assert planned(due, due, 14, 1) == due


def test_hd21_refused():
    for call in (
        lambda: grade(Figures(), []),
        lambda: grade(Figures(), BOOK[:1]),
        lambda: grade(Figures(), [BOOK[2], BOOK[2]]),
        lambda: loyalty(1, 90, 90),
        lambda: loyalty(1, -1, 90),
        lambda: next_due(date(2026, 1, 1), -1),
        lambda: planned(date(2026, 1, 1), date(2026, 1, 1), -1, 1),
    ):
        with pytest.raises(ValueError, match=r"\w"):
            call()

"""What if: differences of figures, day by day (ALL-03)."""

import doctest
from datetime import date, timedelta
from decimal import Decimal

from cs_appraisal_engine import figure_changes
from cs_appraisal_engine.figure_changes import FigureChanges
from cs_appraisal_engine.measure import Measure
from hypothesis import given
from hypothesis import strategies as st

FIRST = date(2026, 10, 1)
LAST = date(2026, 10, 31)
DAYS = st.integers(-5, 35).map(lambda days: FIRST + timedelta(days=days))
AMOUNTS = st.integers(-9, 9).map(lambda half: Decimal(half) / 2)


@given(st.lists(st.tuples(DAYS, AMOUNTS)), st.integers(0, 50).map(Decimal))
def test_the_days_of_the_period_are_added_and_no_others(entries, number):
    changes = FigureChanges()
    for day, amount in entries:
        changes.add("late_count", 7, day, amount)
    inside = sum(
        (amount for day, amount in entries if FIRST <= day <= LAST), Decimal(0)
    )
    found = changes.apply("late_count", 7, FIRST, LAST, Measure(number))
    assert found.numerator == number + inside
    assert found.denominator == 1


@given(st.lists(st.tuples(DAYS, AMOUNTS)))
def test_split_periods_add_up(entries):
    changes = FigureChanges()
    for day, amount in entries:
        changes.add("late_count", 7, day, amount)
    middle = date(2026, 10, 15)
    halves = changes.total("late_count", 7, FIRST, middle) + changes.total(
        "late_count", 7, middle + timedelta(days=1), LAST
    )
    assert halves == changes.total("late_count", 7, FIRST, LAST)


def test_both_ends_are_included():
    changes = FigureChanges()
    changes.add("late_count", 7, FIRST, Decimal(1))
    changes.add("late_count", 7, LAST, Decimal(2))
    assert changes.total("late_count", 7, FIRST, LAST) == 3


def test_others_stay_as_they_are():
    changes = FigureChanges()
    assert not changes
    changes.add("late_count", 7, FIRST, Decimal(0))
    assert not changes
    changes.add("late_count", 7, FIRST, Decimal(-1))
    assert changes
    three = Measure(Decimal(3))
    assert changes.apply("late_count", 8, FIRST, LAST, three) is three
    assert changes.apply("early_count", 7, FIRST, LAST, three) is three
    assert changes.apply("late_count", 7, FIRST, LAST, None) is None


def test_doctests():
    assert doctest.testmod(figure_changes).failed == 0

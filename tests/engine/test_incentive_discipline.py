"""Rule book: repetition, counts, cases, ranges (INC-20 to INC-29)."""

import doctest
from datetime import date, timedelta
from decimal import Decimal

import pytest
from cs_incentive_engine import discipline
from cs_incentive_engine.discipline import (
    DisciplineError,
    Effect,
    Event,
    Line,
    Step,
    joint_amount,
    judge,
    window,
)
from hypothesis import given
from hypothesis import strategies as st

CLASSES = {"a2": Decimal(10), "a1": Decimal(5), "b1": Decimal(3), "c1": Decimal(1)}


def points(line, **event):
    return judge(line, Event(**event), CLASSES).points


def of_class(name, *consequences):
    return Effect("points", name, consequences=consequences)


#: CA-04: 3 → C1, 5 → B1, more than 10 → A1; the highest only
SCANS = Line(
    "count",
    Effect("points"),
    (
        Step("three", 3, of_class("c1")),
        Step("five", 5, of_class("b1")),
        Step("eleven", 11, of_class("a1")),
    ),
)
#: SF-07: each −C1; more than 3 cost the full-attendance bonus
LATE = Line("each", of_class("c1"), (Step("four", 4, of_class("c1", "bonus")),))


def test_doctests():
    assert doctest.testmod(discipline).failed == 0


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, 0), (2, 0), (3, -1), (4, -1), (5, -3), (10, -3), (11, -5), (50, -5)],
)
def test_by_count_the_highest_only(count, expected):
    assert points(SCANS, count=count) == expected


def test_by_count_goes_on_in_the_period():
    """3 are booked, 2 more make 5: together B1, not C1 and B1."""
    booked = (Decimal(1), Decimal(0))
    assert points(SCANS, count=2, earlier=3, booked=booked) == -2
    assert points(SCANS, count=1, earlier=3, booked=booked) == 0


def test_more_than_three():
    """The third is like the others; the fourth has the consequence (ATT-16)."""
    assert judge(LATE, Event(earlier=2), CLASSES).consequences == ()
    fourth = judge(LATE, Event(earlier=3), CLASSES)
    assert (fourth.number, fourth.consequences, fourth.points) == (4, ("bonus",), -1)
    assert judge(LATE, Event(count=4), CLASSES).points == -4


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_split_count_comes_to_the_same(first, second):
    """Two entries of a period come to what one about all of it does."""
    one = judge(SCANS, Event(count=first), CLASSES)
    booked = (-one.points, one.amount)
    two = judge(SCANS, Event(count=second, earlier=first, booked=booked), CLASSES)
    assert one.points + two.points == points(SCANS, count=first + second)
    parts = points(LATE, count=first) + points(LATE, count=second, earlier=first)
    assert parts == points(LATE, count=first + second)


@given(st.integers(1, 40), st.integers(0, 40))
def test_more_events_are_never_cheaper(count, earlier):
    assert points(SCANS, count=count + 1) <= points(SCANS, count=count)
    assert points(LATE, count=1, earlier=earlier) < 0


def test_cases():
    """CA-09: cheating −A1, the second time a dismissal is proposed."""
    line = Line(
        "single",
        of_class("c1"),
        (
            Step("cheating", 1, of_class("a1"), "cheating"),
            Step("again", 2, of_class("a1", "dismissal"), "cheating"),
        ),
    )
    assert points(line) == points(line, earlier=7) == -1
    assert judge(line, Event(case="cheating"), CLASSES).consequences == ()
    again = judge(line, Event(case="cheating", earlier=1), CLASSES)
    assert (again.step, again.consequences) == ("again", ("dismissal",))
    with pytest.raises(DisciplineError, match="case"):
        points(line, case="other")


def test_by_place():
    """CA-12: last −B1, last but one −C1, others nothing."""
    line = Line(
        "place",
        Effect("points"),
        (Step(1, 1, of_class("b1")), Step(2, 2, of_class("c1"))),
    )
    assert [points(line, count=place) for place in (1, 2, 3)] == [-3, -1, 0]


def test_awards_give():
    line = Line("single", Effect("award", "a1", "fixed", Decimal(50)))
    verdict = judge(line, Event(), CLASSES)
    assert (verdict.points, verdict.amount) == (5, 50)


def test_unpaid_orders():
    """INC-27: 5 each."""
    line = Line("each", Effect("fine", amount_mode="fixed", low=Decimal(5)))
    assert judge(line, Event(count=7), CLASSES).amount == 35


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (None, "missing"),
        (Decimal(0), "missing"),
        (Decimal("9999.99"), "range"),
        (Decimal(10000), None),
        (Decimal(100000), None),
        (Decimal("100000.01"), "range"),
        (Decimal("NaN"), "number"),
        (Decimal("Infinity"), "number"),
        (Decimal(-1), "number"),
    ],
)
def test_range(amount, code):
    """INC-25: 10 000 to 100 000, both included."""
    effect = Effect("fine", "", "range", Decimal(10000), Decimal(100000))
    line = Line("single", effect)
    if code is None:
        assert judge(line, Event(amount=amount), CLASSES).amount == amount
        return
    with pytest.raises(DisciplineError) as caught:
        judge(line, Event(amount=amount), CLASSES)
    assert caught.value.code == code


def test_what_cannot_be():
    single = Line("single", of_class("c1"))
    for count, code in ((0, "count"), (1000, "count"), (2, "single")):
        with pytest.raises(DisciplineError) as caught:
            points(single, count=count)
        assert caught.value.code == code
    with pytest.raises(DisciplineError, match="no_amount"):
        points(single, amount=Decimal(5))
    with pytest.raises(DisciplineError, match="number"):
        joint_amount(Decimal("NaN"), Decimal(2))


def test_joint():
    """INC-26: double; rounded once."""
    assert joint_amount(Decimal(50), Decimal(2)) == 100
    assert joint_amount(Decimal("0.01"), Decimal("0.5")) == Decimal("0.01")


def test_windows():
    assert window(date(2026, 11, 1), "week") == (date(2026, 10, 26), date(2026, 11, 1))
    assert window(date(2026, 11, 2), "week")[0] == date(2026, 11, 2)
    assert window(date(2026, 2, 28), "month") == (date(2026, 2, 1), date(2026, 2, 28))
    first, _last = window(date(2026, 4, 15), "months", 3)
    assert first == date(2026, 1, 16)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 24))
def test_window_laws(day, months):
    for period in ("week", "month", "months", "ever"):
        first, last = window(day, period, months)
        assert first <= day <= last
        if period in ("week", "month"):
            assert window(last, period) == window(first, period) == (first, last)
            assert window(last + timedelta(days=1), period)[0] > last

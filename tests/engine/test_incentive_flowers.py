"""Red flowers: validity, spending, budgets, honours (INC-15)."""

from datetime import date, timedelta

import pytest
from cs_incentive_engine import flowers as engine
from cs_incentive_engine.flowers import Flower, FlowerError
from hypothesis import given
from hypothesis import strategies as st

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
TODAY = date(2025, 6, 20)


@st.composite
def gardens(draw):
    """Flowers of one person, given around a day."""
    ages = draw(st.lists(st.integers(-5, 120), max_size=12))
    days = [TODAY - timedelta(days=age) for age in ages]
    return [
        Flower(key, day, engine.last_day(day, 3)) for key, day in enumerate(days, 1)
    ]


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2025, 1, 15), 3, date(2025, 4, 15)),
        (date(2025, 1, 1), 3, date(2025, 4, 1)),
        (date(2025, 1, 31), 3, date(2025, 4, 30)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2025, 10, 5), 3, date(2026, 1, 5)),
        (date(2025, 9, 30), 3, date(2025, 12, 30)),
    ],
)
def test_inc_15_the_last_valid_day_and_the_next(day, months, last):
    assert engine.last_day(day, months) == last
    flower = Flower(1, day, last)
    assert engine.valid([flower], last) == [flower]
    assert engine.valid([flower], last + timedelta(days=1)) == []
    assert engine.days_left(last, last) == 1
    assert engine.days_left(last, last + timedelta(days=1)) == 0


def test_a_validity_of_no_month_is_refused():
    with pytest.raises(FlowerError):
        engine.last_day(TODAY, 0)


@given(DAYS, DAYS, st.integers(1, 24))
def test_who_is_given_later_is_not_valid_for_less(one, other, months):
    first, second = sorted((one, other))
    assert engine.last_day(first, months) <= engine.last_day(second, months)
    assert engine.last_day(first, months) > first


@given(gardens(), st.integers(0, 3))
def test_the_oldest_are_spent_first(garden, count):
    good = engine.valid(garden, TODAY)
    if count > len(good):
        with pytest.raises(FlowerError, match="few"):
            engine.spent(garden, count, TODAY)
        return
    gone = engine.spent(garden, count, TODAY)
    assert len(gone) == len(set(gone)) == count
    kept = [one for one in good if one not in gone]
    assert all(a.given <= b.given for a in gone for b in kept)
    assert engine.spent(list(reversed(garden)), count, TODAY) == gone


@given(gardens())
def test_ages_add_up(garden):
    ages = engine.by_age(garden, TODAY)
    assert sum(count for _left, count in ages) == len(engine.valid(garden, TODAY))
    assert all(left > 0 for left, _count in ages)
    assert ages == sorted(ages)


def test_inc_15_combinations():
    assert engine.choices(1) == [(1,)]
    assert engine.choices(2) == [(2,), (1, 1)]
    assert engine.choices(3) == [(3,), (2, 1), (1, 1, 1)]
    assert engine.choices(0) == engine.choices(4) == []


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ((), "none"),
        ((0,), "level"),
        ((4,), "level"),
        ((-1, 2), "level"),
        ((2, 2), "many"),
        ((3, 1), "many"),
        ((1, 1, 1, 1), "many"),
    ],
)
def test_what_cannot_be_redeemed(levels, code):
    with pytest.raises(FlowerError) as found:
        engine.cost(levels)
    assert found.value.code == code


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_what_costs_no_more_than_three_is_a_choice(levels):
    if sum(levels) <= 3:
        assert tuple(sorted(levels, reverse=True)) in engine.choices(
            engine.cost(levels)
        )
    else:
        with pytest.raises(FlowerError):
            engine.cost(levels)


@pytest.mark.parametrize(
    ("is_manager", "heads", "budget"),
    [
        (False, 100, 2),
        (True, 0, 2),
        (True, 10, 2),
        (True, 11, 3),
        (True, 15, 3),
        (True, 16, 4),
    ],
)
def test_inc_15_budgets(is_manager, heads, budget):
    assert engine.giver_budget(is_manager, heads, 2, 5) == budget


def test_budgets_by_nothing():
    assert engine.giver_budget(True, 50, 2, 0) == 2
    with pytest.raises(FlowerError):
        engine.giver_budget(True, -1, 2, 5)


@given(st.integers(0, 500), st.integers(0, 9), st.integers(0, 50))
def test_more_people_never_mean_less(heads, leader, per):
    now = engine.giver_budget(True, heads, leader, per)
    assert leader <= now <= engine.giver_budget(True, heads + 1, leader, per)


def test_inc_15_top_three_with_ties():
    assert engine.top({1: 5, 2: 5, 3: 4, 4: 3, 5: 0}, 3) == {1: 1, 2: 1, 3: 3}
    assert engine.top({1: 2, 2: 1, 3: 1, 4: 1}, 3) == {1: 1, 2: 2, 3: 2, 4: 2}
    assert engine.top({1: 0}, 3) == engine.top({}, 3) == {}


@given(st.dictionaries(st.integers(1, 30), st.integers(0, 6)), st.integers(0, 5))
def test_nobody_honoured_has_less_than_who_is_not(counts, places):
    found = engine.top(counts, places)
    others = [count for person, count in counts.items() if person not in found]
    assert all(counts[person] > max(others, default=0) for person in found)
    assert all(counts[person] > 0 for person in found)

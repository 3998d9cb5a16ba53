"""Draws of inspections (HD-30)."""

import doctest
from datetime import date, timedelta
from decimal import Decimal

import pytest
from cs_quality_engine import inspection
from cs_quality_engine.inspection import FEWEST, Lists, RoundError, days, draw
from cs_quality_engine.scorecard import Item, MarkError, judge
from hypothesis import given
from hypothesis import strategies as st

MONDAY = date(2025, 6, 2)
people = st.frozensets(st.integers(1, 30), max_size=20)
seeds = st.text(max_size=8)


@st.composite
def lists(draw):
    everybody, inspectors = draw(people), draw(st.frozensets(st.integers(1, 30)))
    barred = {one: draw(st.lists(st.integers(1, 30), max_size=3)) for one in inspectors}
    load = {one: draw(st.integers(0, 3)) for one in inspectors}
    newcomers = frozenset(one for one in everybody if draw(st.booleans()))
    return Lists(everybody, newcomers, inspectors, barred, load)


def enough(one):
    return len(one.inspectors) >= FEWEST


def test_doctests():
    result = doctest.testmod(inspection)
    assert result.attempted > 1
    assert not result.failed


@given(lists().filter(enough), st.integers(2, 3), st.integers(0, 9), seeds)
def test_hd30_nobody_inspects_oneself_or_a_superior(one, named, count, seed):
    drawn = draw(one, named, count, seed)
    assert FEWEST <= len(drawn.inspectors) <= named
    assert set(drawn.inspectors) <= one.inspectors
    for inspector in drawn.inspectors:
        assert inspector not in drawn.people
        assert not set(one.barred[inspector]) & set(drawn.people)


@given(lists().filter(enough), st.integers(2, 3), st.integers(0, 9), seeds)
def test_hd30_newcomers_on_top_of_those_drawn(one, named, count, seed):
    drawn = draw(one, named, count, seed)
    free = one.people - set(drawn.inspectors)
    free -= set().union(*(one.barred[each] for each in drawn.inspectors))
    assert len(set(drawn.people)) == len(drawn.people)
    assert one.newcomers & free <= set(drawn.people)
    others = set(drawn.people) - one.newcomers
    assert len(others) == min(count, len(free - one.newcomers))


@given(lists().filter(enough), seeds)
def test_hd30_the_same_again(one, seed):
    other = Lists(
        frozenset(sorted(one.people, reverse=True)),
        frozenset(sorted(one.newcomers, reverse=True)),
        frozenset(sorted(one.inspectors, reverse=True)),
        one.barred,
        one.load,
    )
    assert draw(one, 3, 4, seed) == draw(other, 3, 4, seed)


@given(lists().filter(enough), seeds)
def test_hd30_who_has_fewest_rounds_comes_first(one, seed):
    named = set(draw(one, 2, 1, seed).inspectors)
    rest = one.inspectors - named
    most = max(one.load[each] for each in named)
    assert all(one.load[each] >= most for each in rest)


def test_hd30_fewer_than_two_inspect_nobody():
    for inspectors in ((), (1,)):
        with pytest.raises(RoundError):
            draw(
                Lists(frozenset({9}), frozenset(), frozenset(inspectors), {}, {}),
                3,
                1,
                "",
            )
    drawn = draw(
        Lists(frozenset({9}), frozenset(), frozenset({1, 2}), {}, {}), 3, 1, ""
    )
    assert drawn.people == (9,)


@given(st.frozensets(st.integers(0, 6)), st.integers(0, 7), seeds)
def test_hd30_days_are_working_days_once_each(offsets, count, seed):
    working = [MONDAY + timedelta(days=one) for one in offsets]
    some = days(working, count, seed)
    assert len(some) == len(set(some)) == min(count, len(working))
    assert set(some) <= set(working)
    assert some == days(sorted(working, reverse=True), count, seed)


def test_hd30_chance_reaches_everybody_and_every_day():
    one = Lists(frozenset(range(1, 9)), frozenset(), frozenset({20, 21, 22}), {}, {})
    drawn = [draw(one, 2, 1, str(seed)) for seed in range(200)]
    assert {each.people for each in drawn} == {(who,) for who in range(1, 9)}
    assert len({frozenset(each.inspectors) for each in drawn}) == 3
    week = [MONDAY + timedelta(days=offset) for offset in range(5)]
    found = {day for seed in range(100) for day in days(week, 2, str(seed))}
    assert found == set(week)


# Points of an item with a maximum of its own


@given(st.integers(1, 100), st.data())
def test_hd30_points_of_the_items_own_maximum(full, data):
    points = data.draw(st.integers(0, full))
    score = judge([Item(1, Decimal(100), points, full=full)]).score
    assert score == judge([Item(1, Decimal(100), points * 2, full=full * 2)]).score
    assert (score == 100) == (points == full)


def test_hd30_bounds_of_points():
    assert judge([Item(1, Decimal(100), 10, full=10)]).score == 100
    assert judge([Item(1, Decimal(100), 1, full=3)]).score == Decimal("33.33")
    for points, full in ((11, 10), (-1, 10), (0, 0)):
        with pytest.raises(MarkError):
            Item(1, Decimal(10), points, full=full)

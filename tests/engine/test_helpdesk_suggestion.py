"""Marks and grades of suggestions (HD-08)."""

import doctest
from datetime import date
from decimal import Decimal

import pytest
from cs_helpdesk_engine import suggestion
from cs_helpdesk_engine.suggestion import Grade, grade_of, held_until, mean, total
from hypothesis import given
from hypothesis import strategies as st

TABLE = [Grade("A", Decimal(90)), Grade("B", Decimal(80)), Grade("D", Decimal(0))]

marks = st.integers(0, 100)
members = st.lists(st.tuples(marks, marks, marks), min_size=1, max_size=9)
weights = st.tuples(marks, marks).filter(lambda pair: sum(pair) <= 100)
weights = weights.map(lambda pair: (*pair, 100 - sum(pair)))


def test_doctests():
    result = doctest.testmod(suggestion)
    assert result.attempted > 3
    assert not result.failed


@given(members, weights)
def test_hd08_mark_lies_between_the_marks(scores, shares):
    every = [mark for own in scores for mark in own]
    assert min(every) <= total(scores, shares) <= max(every)


@given(members, weights)
def test_hd08_order_of_members_does_not_matter(scores, shares):
    assert total(scores, shares) == total(scores[::-1], shares)


@given(members, weights, st.integers(0, 2))
def test_hd08_a_better_mark_never_harms(scores, shares, which):
    first = list(scores[0])
    first[which] = 100
    assert total([tuple(first), *scores[1:]], shares) >= total(scores, shares)


@given(st.decimals(0, 100, places=2))
def test_hd08_every_mark_has_one_grade(mark):
    grade = grade_of(mark, TABLE)
    better = [row for row in TABLE if row.mark_from > grade.mark_from]
    assert grade.mark_from <= mark
    assert all(mark < row.mark_from for row in better)


def test_hd08_refused():
    for call in (
        lambda: total([], (30, 30, 40)),
        lambda: total([(1, 2, 3)], (30, 30, 41)),
        lambda: total([(1, 2)], (30, 30, 40)),
        lambda: mean([]),
        lambda: grade_of(Decimal(1), TABLE[:1]),
    ):
        with pytest.raises(ValueError):
            call()


def test_hd08_half_a_cent_goes_up():
    assert mean([0, 0, 0, 0, 0, 0, 0, 1]) == Decimal("0.13")
    assert total([(1, 0, 0)] + [(0, 0, 0)] * 7, (100, 0, 0)) == Decimal("0.13")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_hd08_a_hold_keeps_its_day_or_the_last_of_the_month(day, months):
    end = held_until(day, months)
    assert end.day <= day.day
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months

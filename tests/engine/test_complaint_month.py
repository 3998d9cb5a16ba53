"""Figures of complaints by responsible unit (HD-06)."""

import doctest
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from cs_helpdesk_engine import complaint_month
from cs_helpdesk_engine.complaint_month import (
    WHOLE,
    Tally,
    figures,
    merge,
    moments,
    month_span,
    number_of,
    rank,
    ratio_of,
    week_span,
)
from hypothesis import given
from hypothesis import strategies as st

POINTS = st.integers(0, 50 * WHOLE)


@st.composite
def tally(draw, unit):
    points = draw(POINTS)
    closed = draw(st.integers(0, points))
    judged = draw(st.integers(closed, points))
    repeat = draw(st.integers(0, points))
    return Tally(
        unit,
        volume=draw(st.integers(0, 300)),
        points=points,
        repeat=repeat,
        severe=draw(st.integers(0, points - repeat)),
        closed=closed,
        judged=judged,
        in_time=draw(st.integers(0, closed)),
        weight=closed * draw(st.integers(0, 10**6)),
        worst=draw(st.integers(0, 10**6)) if closed else None,
    )


TALLIES = st.lists(st.integers(1, 30), unique=True, max_size=8).flatmap(
    lambda units: st.tuples(*map(tally, units)).map(list)
)


def test_doctests():
    assert doctest.testmod(complaint_month).failed == 0


def test_nothing_to_divide_by():
    """Zero volume, nothing judged, nothing closed: not applicable, no crash."""
    [row] = figures([Tally(1, 0, 2 * WHOLE)])
    assert row.ratio is row.rank is row.in_time_ratio is None
    assert row.average_days is row.worst_days is None
    assert row.number == 2
    assert figures([]) == []


def test_ties_share_a_rank_and_the_next_counts_them():
    rows = [Tally(1, 200, 4 * WHOLE), Tally(2, 50, WHOLE), Tally(3, 10, 0)]
    rows += [Tally(4, 100, 3 * WHOLE)]
    assert rank(rows) == {4: 1, 1: 2, 2: 2, 3: 4}
    assert [row.unit for row in figures(rows)] == [4, 1, 2, 3]


def test_a_third_is_compared_exactly():
    """Ratios that look the same in six decimals are not the same."""
    near = Tally(1, 3_000_000, 1_000_000 * WHOLE)
    above = Tally(2, 3_000_000, 1_000_000 * WHOLE + 1)
    assert rank([near, above]) == {2: 1, 1: 2}


def test_what_nobody_is_named_for_comes_last():
    rows = figures([Tally(None, 90, WHOLE), Tally(5, 0, WHOLE), Tally(6, 9, 0)])
    assert [(row.unit, row.rank) for row in rows] == [(6, 1), (5, None), (None, None)]
    assert rows[-1].ratio is None


@given(TALLIES)
def test_the_order_of_units_does_not_matter(tallies):
    assert figures(tallies) == figures(tallies[::-1])


@given(TALLIES)
def test_ranks_follow_the_ratios(tallies):
    ranks = rank(tallies)
    by_unit = {one.unit: one for one in tallies}
    assert ranks.keys() == {one.unit for one in tallies if one.volume}
    for unit, place in ranks.items():
        one = by_unit[unit]
        ahead = sum(
            by_unit[other].points * one.volume > one.points * by_unit[other].volume
            for other in ranks
        )
        assert place == ahead + 1


@given(TALLIES)
def test_classes_add_up_and_shares_stay_shares(tallies):
    for row in figures(tallies):
        assert row.general + row.repeat + row.severe == row.number
        assert row.in_time <= row.closed <= row.judged <= row.number
        assert row.in_time_ratio is None or 0 <= row.in_time_ratio <= 1
        if row.worst_days is not None:
            assert row.average_days >= 0


@given(st.lists(tally(1), min_size=1, max_size=5))
def test_parts_of_a_unit_add_up(parts):
    whole = merge(parts)
    assert number_of(whole.points) == sum(number_of(one.points) for one in parts)
    assert whole.volume == sum(one.volume for one in parts)
    known = [one.worst for one in parts if one.worst is not None]
    assert whole.worst == (max(known) if known else None)


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_ratio_is_off_by_half_a_millionth_at_most(part, whole):
    off = abs(ratio_of(part, whole) - Decimal(part) / whole)
    assert off <= Decimal("0.0000005000001")


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_spans_cover_their_day_and_touch(day):
    for span in (month_span, week_span):
        first, following = span(day)
        assert first <= day < following
        assert span(following)[0] == following
    assert week_span(day)[0].isoweekday() == 1
    assert month_span(day)[0].day == 1


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Asia/Shanghai", datetime(2025, 2, 28, 16)),
        ("UTC", datetime(2025, 3, 1)),
        ("America/New_York", datetime(2025, 3, 1, 5)),
    ],
)
def test_a_month_begins_where_the_company_works(zone, start):
    first, stop = moments(month_span(date(2025, 3, 9)), ZoneInfo(zone))
    assert first == start
    # New York loses an hour in March.
    lost = timedelta(hours=1) if zone == "America/New_York" else timedelta(0)
    assert stop - first == timedelta(days=31) - lost

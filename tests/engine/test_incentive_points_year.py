"""Points of a person through a year (INC-21)."""

import doctest
from decimal import Decimal

import pytest
from cs_incentive_engine import points_year
from cs_incentive_engine.money import IncentiveError
from cs_incentive_engine.points_year import Booked, year_of
from hypothesis import given
from hypothesis import strategies as st

ROWS = st.lists(
    st.builds(
        Booked,
        st.integers(1, 12),
        st.sampled_from(["", "c1", "b1", "a1", "a2"]),
        st.decimals(-500, 500, places=2),
        st.integers(1, 9),
    ),
    max_size=40,
)


def test_year():
    """INC-21: A1 given in April, C1 and B1 taken in February."""
    year = year_of(
        [
            Booked(2, "c1", Decimal(-1)),
            Booked(2, "b1", Decimal(-3), 1),
            Booked(4, "a1", Decimal(5)),
        ]
    )
    assert year.months[1:4] == (-4, 0, 5)
    assert year.counts[1:4] == (2, 0, 1)
    assert year.balances[0:5] == (0, -4, -4, 1, 1)
    assert (year.given, year.taken, year.balance) == (5, -4, 1)
    assert year.classes == {"c1": (0, 1), "b1": (0, 1), "a1": (1, 0)}


def test_nothing():
    year = year_of([])
    assert year.balance == 0
    assert len(year.balances) == 12
    assert not year.classes


@pytest.mark.parametrize("month", [0, 13])
def test_a_year_has_twelve_months(month):
    with pytest.raises(IncentiveError):
        Booked(month, "c1", Decimal(1))


def test_points_are_numbers():
    with pytest.raises(IncentiveError):
        Booked(1, "c1", Decimal("NaN"))


@given(ROWS)
def test_all_adds_up(rows):
    year = year_of(rows)
    assert year.balance == sum(row.points for row in rows) == year.given + year.taken
    assert year.given >= 0 >= year.taken
    assert sum(year.counts) == sum(row.count for row in rows)
    classed = [row.count for row in rows if row.points_class]
    assert sum(map(sum, year.classes.values())) == sum(classed)


@given(ROWS, st.randoms())
def test_order_does_not_matter(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert year_of(mixed) == year_of(rows)


@given(ROWS, ROWS)
def test_two_halves_make_the_whole(some, others):
    whole = year_of([*some, *others]).months
    parts = zip(year_of(some).months, year_of(others).months, strict=True)
    assert whole == tuple(one + other for one, other in parts)


def test_doctests():
    assert doctest.testmod(points_year).failed == 0

"""Laws of parts of periods, anniversaries and quarters (INC-05, INC-08)."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from cs_incentive_engine.money import (
    IncentiveError,
)
from cs_incentive_engine.months import (
    Share,
    anniversary,
    prorated,
    settled_quarter,
    split,
    together,
)
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals

CENT = Decimal("0.01")
AMOUNTS = decimals(-1_000_000, 1_000_000, places=2)


DAYS = st.integers(0, 46).map(lambda n: Fraction(n, 2))


@given(AMOUNTS, st.lists(DAYS, min_size=1, max_size=5), DAYS)
def test_splitting_a_period_loses_nothing(amount, days, rest):
    of = sum(days) + rest
    if not of:
        with pytest.raises(IncentiveError, match="share"):
            split(amount, days, of)
        return
    parts = split(amount, days, of)
    assert sum(parts) == prorated(amount, Share(sum(days), of))
    for part, own in zip(parts, days, strict=True):
        assert abs(part - prorated(amount, Share(own, of))) <= CENT


@given(st.lists(st.builds(lambda a, b: Share(a, a + b), DAYS, DAYS), max_size=6))
def test_months_make_a_quarter(shares):
    whole = together(shares)
    values = [share.value for share in shares if share.of]
    if values:
        assert min(values) <= whole.value <= max(values)
    else:
        assert whole.value is None


def test_a_period_without_working_days_has_no_parts():
    assert prorated(Decimal(100), Share(0, 0)) is None


def test_more_days_than_there_are_is_refused():
    with pytest.raises(IncentiveError, match="share"):
        Share(23, 22)


@pytest.mark.parametrize(
    ("hired", "years", "full"),
    [
        (date(2025, 3, 1), 1, date(2026, 3, 1)),
        (date(2024, 2, 28), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 3, 1), 1, date(2025, 3, 1)),
        (date(2024, 12, 31), 1, date(2025, 12, 31)),
        (date(2025, 5, 5), 0, date(2025, 5, 5)),
    ],
)
def test_anniversaries(hired, years, full):
    assert anniversary(hired, years) == full


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(0, 40))
def test_who_comes_later_has_the_year_full_not_earlier(hired, years):
    assert anniversary(hired, years) <= anniversary(hired + timedelta(days=1), years)


def test_quarters_are_settled_in_the_month_after():
    due = {month: settled_quarter(date(2026, month, 1)) for month in range(1, 13)}
    assert [month for month, months in due.items() if months] == [1, 4, 7, 10]
    assert due[1] == (date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1))
    assert due[10] == (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))

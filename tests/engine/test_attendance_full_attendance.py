"""Laws and limits of full attendance (ATT-16)."""

import doctest

import pytest
from cs_attendance_engine import full_attendance as module
from cs_attendance_engine.full_attendance import REASONS, Month, full_attendance
from hypothesis import given
from hypothesis import strategies as st

counts = st.integers(0, 9)
shares = st.sampled_from([0, 0.5, 1, 2.5])
months = st.builds(
    Month,
    due_days=st.sampled_from([0, 0.5, 22]),
    absent_days=shares,
    unpaid_days=shares,
    late_count=counts,
    early_count=counts,
    missed_count=counts,
)
rules = st.sampled_from(["clean", "count"])
limits = st.integers(0, 9)


def test_doctests():
    assert not doctest.testmod(module).failed


@pytest.mark.parametrize("name", ["late_count", "early_count", "missed_count"])
@pytest.mark.parametrize(
    ("times", "limit", "reason"),
    [(3, 3, ""), (4, 3, "count"), (0, 0, ""), (1, 0, "count")],
)
def test_limit(name, times, limit, reason):
    assert (
        full_attendance(Month(due_days=22, **{name: times}), "count", limit) == reason
    )


def test_the_three_are_counted_together():
    month = Month(due_days=22, late_count=1, early_count=1, missed_count=2)
    assert full_attendance(month, "count", 3) == "count"


@pytest.mark.parametrize("rule", ["clean", "count"])
@pytest.mark.parametrize("reason", ["absent", "unpaid"])
def test_absence_and_unpaid_leave_end_it_in_any_case(rule, reason):
    month = Month(due_days=22, **{f"{reason}_days": 0.5})
    assert full_attendance(month, rule, 9) == reason


def test_whoever_had_nothing_to_do():
    assert full_attendance(Month(), "clean", 3) == "idle"


def test_unknown_rule():
    with pytest.raises(ValueError, match="generous"):
        full_attendance(Month(due_days=1), "generous", 3)


@given(months, rules, limits)
def test_a_reason_is_one_that_is_known(month, rule, limit):
    assert full_attendance(month, rule, limit) in {"", *REASONS}


@given(months, limits)
def test_clean_is_never_more_generous_than_count(month, limit):
    if not full_attendance(month, "clean", limit):
        assert not full_attendance(month, "count", limit)


@given(months, rules, limits)
def test_a_higher_limit_never_takes_it_away(month, rule, limit):
    if not full_attendance(month, rule, limit):
        assert not full_attendance(month, rule, limit + 1)

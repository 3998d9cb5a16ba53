"""Days on which people are reminded: boundaries by hand, laws by hypothesis."""

from datetime import date, timedelta

import pytest
from cs_base_engine import reminder
from hypothesis import given
from hypothesis import strategies as st

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WORKING = st.sets(st.integers(0, 6), min_size=1)
#: October 2026 in China: 1st to 7th off, Saturday 10 October is a make-up day.
OFF = {date(2026, 10, n) for n in range(1, 8)}
MAKEUP = {date(2026, 10, 10)}


def china(day):
    return day in MAKEUP or (day.weekday() < 5 and day not in OFF)


@pytest.mark.parametrize(
    ("nominal", "shift", "expected"),
    [
        (date(2026, 10, 5), "next", date(2026, 10, 8)),  # a holiday
        (date(2026, 10, 5), "previous", date(2026, 9, 30)),
        (date(2026, 10, 5), "none", date(2026, 10, 5)),
        (date(2026, 10, 10), "next", date(2026, 10, 10)),  # a make-up Saturday
        (date(2026, 10, 11), "next", date(2026, 10, 12)),  # the Sunday after it
        (date(2026, 10, 11), "previous", date(2026, 10, 10)),
        (date(2026, 10, 31), "next", date(2026, 11, 2)),  # over the end of the month
        (date(2026, 11, 1), "previous", date(2026, 10, 30)),
    ],
)
def test_shift_over_holidays_makeup_days_and_the_end_of_the_month(
    nominal, shift, expected
):
    assert reminder.shifted(nominal, china, shift) == expected


def test_ahead_counts_working_days():
    # Monday the 12th: the make-up Saturday lies one working day before it.
    assert reminder.ahead(date(2026, 10, 12), 1, china) == date(2026, 10, 10)
    assert reminder.ahead(date(2026, 10, 12), 3, china) == date(2026, 10, 8)
    assert reminder.ahead(date(2026, 10, 12), 4, china) == date(2026, 9, 30)
    assert reminder.ahead(date(2026, 10, 12), 0, china) == date(2026, 10, 12)


def test_short_months_end_with_their_last_day():
    assert reminder.in_month(date(2026, 2, 10), 31) == date(2026, 2, 28)
    assert reminder.in_month(date(2028, 2, 1), 31) == date(2028, 2, 29)
    assert reminder.in_month(date(2026, 4, 30), 30) == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 7), None),  # the day before it is sent
        (date(2026, 10, 8), date(2026, 10, 5)),
        (date(2026, 10, 11), date(2026, 10, 5)),  # three days late, the last
        (date(2026, 10, 12), None),
    ],
)
def test_told_from_the_day_until_three_days_later(today, expected):
    nominals = reminder.around(today, "month", 5, 0)
    send = lambda day: reminder.shifted(day, china, "next")  # noqa: E731
    assert reminder.due(nominals, today, 3, send) == expected


def test_of_two_occasions_the_later_is_told():
    nominals = [date(2026, 10, 30), date(2026, 11, 1)]
    assert reminder.due(nominals, date(2026, 11, 1), 3, lambda day: day) == nominals[1]


def test_unknown_words_and_negative_days_are_refused():
    with pytest.raises(ValueError, match="unknown shift"):
        reminder.shifted(date(2026, 10, 5), china, "later")
    with pytest.raises(ValueError, match="negative"):
        reminder.ahead(date(2026, 10, 5), -1, china)


@given(DAYS, WORKING, st.sampled_from(["next", "previous"]))
def test_a_shifted_day_is_a_working_day_and_near(day, weekdays, shift):
    found = reminder.shifted(day, lambda one: one.weekday() in weekdays, shift)
    assert found.weekday() in weekdays
    assert abs((found - day).days) <= 6
    assert (found >= day) if shift == "next" else (found <= day)


@given(DAYS, WORKING, st.integers(0, 8))
def test_ahead_leaves_so_many_working_days_between(day, weekdays, count):
    def is_working(one):
        return one.weekday() in weekdays

    start = reminder.shifted(day, is_working, "next")
    found = reminder.ahead(start, count, is_working)
    between = [found + timedelta(days=n) for n in range((start - found).days)]
    assert sum(map(is_working, between)) == count


@given(DAYS, st.integers(1, 31), st.integers(0, 6))
def test_every_month_and_week_has_its_day(today, day, weekday):
    months = reminder.around(today, "month", day, weekday)
    assert [one.month for one in months][1] == today.month
    assert months == sorted(months)
    weeks = reminder.around(today, "week", day, weekday)
    assert {one.weekday() for one in weeks} == {weekday}
    assert abs((weeks[1] - today).days) <= 6


@given(DAYS, WORKING)
def test_without_working_days_in_reach_the_day_stays(day, _weekdays):
    assert reminder.shifted(day, lambda one: False, "next") == day

"""Windows of slots (ATT-10, ATT-32): which punch belongs to which day."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from cs_attendance_engine.month import judge_days, month_of
from cs_attendance_engine.rules import Rules
from cs_attendance_engine.slot import Slot, windows
from hypothesis import given
from hypothesis import strategies as st

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = date(2025, 6, 9)
UTC = ZoneInfo("UTC")


def utc(day, hours, zone=UTC):
    """A local hour of a date, perhaps of the next one, in naive UTC."""
    day, hours = day + timedelta(days=hours // 24), hours % 24
    local = datetime.combine(day, datetime.min.time(), zone)
    local = local.replace(hour=int(hours), minute=round(hours % 1 * 60))
    return local.astimezone(UTC).replace(tzinfo=None)


def plan(*hours, first=MONDAY, zone=UTC, open_end=False):
    """Slots of consecutive days: (start, stop) in local hours, or None for a rest."""
    slots = []
    for number, own in enumerate(hours):
        day = first + number * DAY
        start, stop = (utc(day, hour, zone) for hour in own) if own else (None, None)
        kind = "work" if own else "rest"
        slots.append(
            Slot(
                day, kind, start, stop, midnight=utc(day, 0, zone), is_open_end=open_end
            )
        )
    windows(slots)
    return slots


def owner(slots, moment):
    found = [one.date for one in slots if one.window[0] <= moment < one.window[1]]
    assert len(found) <= 1
    return found[0] if found else None


DAYTIME, NIGHT, ROUND = (8.5, 17.5), (17.5, 24), (8, 32)


@pytest.mark.parametrize(
    ("hours", "number", "hour", "expected"),
    [
        # a late customer after midnight belongs to the night before
        ([NIGHT, NIGHT], 0, 24 + 10 / 60, 0),
        ([NIGHT, NIGHT], 0, 24 + 3, 0),
        ([NIGHT, NIGHT], 0, 24 + 11.9, 0),
        ([NIGHT, NIGHT], 1, 12, 1),
        ([NIGHT, DAYTIME], 0, 24 + 4, 0),
        ([NIGHT, DAYTIME], 1, 7, 1),
        ([NIGHT, None], 0, 24 + 2, 0),
        ([DAYTIME, NIGHT], 0, 18, 0),
        ([DAYTIME, NIGHT], 1, 17, 1),
        ([DAYTIME, DAYTIME], 0, 24.5, 0),
        ([DAYTIME, DAYTIME], 1, 1.5, 1),
        # long overtime before a free day, and coming in on that day
        ([DAYTIME, None], 0, 24.9, 0),
        ([DAYTIME, None], 1, 9, 1),
        ([None, DAYTIME], 1, 7, 1),
        ([None, DAYTIME], 0, 12, 0),
        # twenty-four hours, then a free day
        ([ROUND, None], 0, 32 + 1, 0),
        ([ROUND, None, ROUND], 2, 7, 2),
        ([ROUND, ROUND], 1, 7.9, 0),
    ],
)
def test_att_10_whose_punch(hours, number, hour, expected):
    slots = plan(*hours)
    moment = utc(MONDAY + number * DAY, hour)
    if hours == [ROUND, ROUND]:
        # one after the other without a pause: the border is the change of shift
        assert owner(slots, moment) == MONDAY
        return
    assert owner(slots, moment) == MONDAY + expected * DAY


day_hours = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 23), st.integers(1, 26)).map(
        lambda p: (p[0], p[0] + p[1])
    ),
)


@given(st.lists(day_hours, min_size=1, max_size=9), st.booleans())
def test_windows_touch_and_never_overlap(hours, open_end):
    slots = plan(*hours, open_end=open_end)
    for before, after in pairwise(slots):
        assert before.window[0] <= before.window[1] <= after.window[0]
        assert after.window[0] <= after.window[1]
        assert before.window[1] == after.window[0]


@given(
    st.lists(
        st.one_of(st.none(), st.sampled_from([DAYTIME, NIGHT, (22, 30), (6, 14)])),
        min_size=1,
        max_size=9,
    )
)
def test_start_and_end_are_one_s_own(hours):
    """Punching on at the start and off at the end always belongs to the slot."""
    slots = plan(*hours)
    for before, after in pairwise(slots):
        if before.stop and after.start and before.stop >= after.start:
            return
    for one in slots:
        if one.start:
            assert one.window[0] < one.start and one.stop < one.window[1]


@given(st.lists(day_hours, min_size=3, max_size=12), st.integers(1, 8))
def test_a_window_depends_on_what_is_around(hours, number):
    """The same days seen as part of more days have the same windows."""
    number = min(number, len(hours) - 2)
    whole = plan(*hours)[number]
    few = plan(*hours[number - 1 : number + 2], first=MONDAY + (number - 1) * DAY)[1]
    around = [h for h in hours[max(number - 2, 0) : number + 3] if h]
    if all(own[1] <= 24 for own in around) and all(
        a and b for a, b in pairwise(hours[max(number - 2, 0) : number + 3])
    ):
        assert few.window == whole.window


# ATT-32: changes of clocks


@pytest.mark.parametrize(
    ("zone", "first", "expected"),
    [
        ("Asia/Shanghai", date(2025, 3, 29), [8, 8, 8]),
        ("UTC", date(2025, 3, 29), [8, 8, 8]),
        # clocks go forward in the night to March 9, back in that to November 2
        ("America/New_York", date(2025, 3, 7), [8, 7, 8]),
        ("America/New_York", date(2025, 10, 31), [8, 9, 8]),
    ],
)
def test_att_32_nights_of_dst(zone, first, expected):
    """A night from 22:00 to 06:00 is as long as it is, and who works it is in time."""
    zone = ZoneInfo(zone)
    slots = plan(*[(22, 30)] * 3, first=first, zone=zone)
    assert [one.seconds / 3600 for one in slots] == expected
    found = []
    for one in slots:
        punches = [(one.start, 1), (one.stop + 10 * timedelta(minutes=1), 2)]
        found += [v for *_x, v in judge_days([(one, punches, None, Rules())])]
    assert [verdict.verdict for verdict in found] == ["ok"] * 3


# Months

verdict_days = st.lists(
    st.lists(st.integers(-3 * 3600, 26 * 3600), max_size=4), min_size=2, max_size=40
)


@given(verdict_days)
def test_att_08_months_judged_apart_are_the_whole(seconds):
    first = date(2025, 6, 20)
    slots = plan(*[DAYTIME] * len(seconds), first=first)
    days = [
        (slot, [(slot.midnight + timedelta(seconds=s), s + 20000) for s in own])
        for slot, own in zip(slots, seconds, strict=True)
    ]
    rows = [(slot, punches, None, Rules()) for slot, punches in days]
    found = [verdict for *_x, verdict in judge_days(rows)]
    by_month = []
    for month in (6, 7):
        part = [row for row in rows if row[0].date.month == month]
        by_month += [verdict for *_x, verdict in judge_days(part)]
    assert by_month == found


def test_month_of():
    assert month_of(date(2025, 12, 31)) == (date(2025, 12, 1), date(2025, 12, 31))
    assert month_of(date(2024, 2, 10)) == (date(2024, 2, 1), date(2024, 2, 29))

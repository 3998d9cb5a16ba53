"""When a customer may be called (HD-07)."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from cs_helpdesk_engine.quiet_hours import QuietHours, end_of_day
from hypothesis import given
from hypothesis import strategies as st

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
REGULATIONS = QuietHours.of_hours(12, 14, 20, 9)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"]
).map(ZoneInfo)


@st.composite
def rests(draw):
    """What the policy allows: in order, in quarters of an hour."""
    marks = sorted(draw(st.lists(st.integers(0, 96), min_size=4, max_size=4)))
    night_to, noon_from, noon_to, night_from = (mark / 4 for mark in marks)
    return QuietHours.of_hours(noon_from, noon_to, night_from, night_to)


def test_whole_hours_are_half_open():
    def quiet(*local):
        return REGULATIONS.is_quiet(datetime(2025, 3, 3, *local))

    assert [quiet(8, 59, 59), quiet(9)] == [True, False]
    assert [quiet(11, 59, 59), quiet(12)] == [False, True]
    assert [quiet(13, 59, 59), quiet(14)] == [True, False]
    assert [quiet(19, 59, 59), quiet(20)] == [False, True]
    assert quiet(0)
    assert quiet(23, 59, 59)


@pytest.mark.parametrize(
    ("asked", "free"),
    [
        ((2025, 3, 3, 3, 59, 59), (2025, 3, 3, 3, 59, 59)),
        ((2025, 3, 3, 4), (2025, 3, 3, 6)),
        ((2025, 3, 3, 12), (2025, 3, 4, 1)),
        ((2025, 12, 31, 15, 59, 59), (2026, 1, 1, 1)),
        ((2025, 3, 3, 0, 59, 59), (2025, 3, 3, 1)),
    ],
)
def test_the_end_of_the_rest_in_shanghai(asked, free):
    assert REGULATIONS.next_call(datetime(*asked), SHANGHAI) == datetime(*free)


def test_the_night_when_clocks_are_put_forward():
    """Berlin rests from 20:00 on 29 March 2025 to 09:00 of the day of 23 hours."""
    asked = datetime(2025, 3, 29, 19)
    assert REGULATIONS.next_call(asked, BERLIN) == datetime(2025, 3, 30, 7)


def test_an_end_that_does_not_exist():
    """02:30 does not exist in Berlin on 30 March 2025; 01:30 UTC is 03:30 there."""
    rest = QuietHours.of_hours(12, 14, 20, 2.5)
    asked = datetime(2025, 3, 30, 0, 30)
    assert rest.next_call(asked, BERLIN) == datetime(2025, 3, 30, 1, 30)


def test_rest_all_day_long():
    assert (
        QuietHours.of_hours(9, 20, 20, 9).next_call(datetime(2025, 3, 3), SHANGHAI)
        is None
    )
    assert not QuietHours.of_hours(12, 12, 24, 0).never


@given(rests(), MOMENTS, ZONES)
def test_laws(rest, moment, zone):
    free = rest.next_call(moment, zone)
    if rest.never:
        assert free is None
        return
    local = free.replace(tzinfo=timezone.utc).astimezone(zone)
    assert not rest.is_quiet(local.replace(tzinfo=None))
    assert rest.next_call(free, zone) == free
    here = moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)
    assert (free == moment) == (not rest.is_quiet(here))
    assert free - moment <= timedelta(hours=26)


@given(rests())
def test_never_is_what_no_minute_escapes(rest):
    day = datetime(2025, 3, 3)
    minutes = (day + timedelta(minutes=15 * step) for step in range(96))
    assert rest.never == all(rest.is_quiet(minute) for minute in minutes)


@given(MOMENTS, ZONES)
def test_end_of_day(moment, zone):
    end = end_of_day(moment, zone)
    local = end.replace(tzinfo=timezone.utc).astimezone(zone)
    here = moment.replace(tzinfo=timezone.utc).astimezone(zone)
    assert end >= moment
    assert local.date() == here.date()
    assert (local + timedelta(seconds=1)).time().isoformat() == "00:00:00"

"""Working time (ATT-18, ATT-32, HD-03) against counting minute by minute."""

from datetime import date, datetime, timedelta

import pytest
import pytz
from cs_base_engine.working_calendar import (
    CLOSED,
    HOLIDAY,
    MAKEUP,
    REST,
    WORK,
    CalendarFacts,
    Closure,
    Holiday,
    Line,
    MakeupDay,
)
from cs_base_engine.working_time import HorizonError, build_clock
from hypothesis import given, reject, settings
from hypothesis import strategies as st

MINUTE = timedelta(minutes=1)
# Around changes of clocks, the turn of a year, and an ordinary week.
MOMENTS = {
    "Europe/Berlin": (datetime(2025, 3, 28), datetime(2025, 10, 24)),
    "America/New_York": (datetime(2025, 3, 7), datetime(2025, 10, 31)),
    "Asia/Shanghai": (datetime(2025, 9, 26), datetime(2025, 12, 29)),
    "UTC": (datetime(2025, 6, 2),),
}
DAYS = 6


@st.composite
def line_lists(draw):
    """Lines of one or two weeks; no edge lies in an hour that clocks repeat or skip."""
    two_weeks = draw(st.booleans())
    lines = []
    for week in (0, 1) if two_weeks else (None,):
        for weekday in draw(st.sets(st.integers(0, 6), max_size=7)):
            edges = draw(
                st.lists(
                    st.one_of(st.just(0), st.integers(180, 1440), st.just(1440)),
                    min_size=2,
                    max_size=4,
                    unique=True,
                )
            )
            edges = sorted(edges)
            for start, end in zip(edges[::2], edges[1::2], strict=False):
                lines.append(Line(week, weekday, start, end))
    return tuple(lines)


@st.composite
def cases(draw):
    """Facts, and a moment from which some days are looked at."""
    zone = draw(st.sampled_from(sorted(MOMENTS)))
    start = draw(st.sampled_from(MOMENTS[zone]))
    near = st.integers(-1, DAYS + 1).map(lambda n: start.date() + timedelta(days=n))
    minutes = st.integers(0, DAYS * 1440)
    facts = CalendarFacts(
        zone=zone,
        lines=draw(line_lists()),
        holidays=tuple(Holiday(day, "h") for day in draw(st.sets(near, max_size=2))),
        makeup_days=tuple(
            MakeupDay(day, draw(st.integers(0, 6)), "m")
            for day in draw(st.sets(near, max_size=2))
        ),
        closures=tuple(
            Closure(start + first * MINUTE, start + (first + length) * MINUTE, "c")
            for first, length in draw(
                st.lists(st.tuples(minutes, st.integers(1, 3000)), max_size=2)
            )
        ),
    )
    return facts, start


def works(facts, moment):
    """Whether the minute from ``moment`` on is working time, read off the facts."""
    if any(closure.start <= moment < closure.end for closure in facts.closures):
        return False
    local = pytz.utc.localize(moment).astimezone(pytz.timezone(facts.zone))
    minute = local.hour * 60 + local.minute
    day = local.date()
    week = ((day - date(1, 1, 1)).days // 7) % 2

    def on(weekday):
        return [
            line
            for line in facts.lines
            if line.weekday == weekday and line.week in (None, week)
        ]

    lines = on(day.weekday())
    makeups = [makeup for makeup in facts.makeup_days if makeup.day == day]
    if makeups and not lines:
        lines = on(makeups[0].weekday)
    elif not makeups and any(holiday.day == day for holiday in facts.holidays):
        lines = []
    return any(line.start <= minute < line.end for line in lines)


def minutes_of(facts, start):
    return [works(facts, start + n * MINUTE) for n in range(DAYS * 1440)]


@settings(max_examples=50, deadline=None)
@given(cases(), st.data())
def test_counting_minutes(case, data):
    facts, start = case
    clock = build_clock(facts, 2025, 2026)
    worked = minutes_of(facts, start)
    a, b = sorted(data.draw(st.integers(0, len(worked))) for _ in "ab")
    count = sum(worked[a:b])
    first, last = start + a * MINUTE, start + b * MINUTE
    assert clock.seconds_between(first, last) == count * 60
    for n in {a, b, (a + b) // 2} - {len(worked)}:
        assert clock.is_working(start + n * MINUTE) == worked[n]
    wanted = data.draw(st.integers(1, 600))
    total, n = 0, a
    while n < len(worked) and total < wanted:
        total += worked[n]
        n += 1
    if total == wanted:
        assert clock.add_seconds(first, wanted * 60) == start + n * MINUTE


@settings(max_examples=50, deadline=None)
# From the second minute on: a closing at the very start is not among those counted.
@given(cases(), st.integers(0, 4), st.integers(1, DAYS * 1440 - 1))
def test_counting_days(case, days, minute):
    facts, start = case
    worked = minutes_of(facts, start)
    zone = pytz.timezone(facts.zone)
    closings = {}
    for n, working in enumerate(worked):
        if working:
            moment = start + n * MINUTE
            closings[pytz.utc.localize(moment).astimezone(zone).date()] = (
                moment + MINUTE
            )
    closings.pop(max(closings, default=None), None)  # may go on after what we counted
    moment = start + minute * MINUTE
    today = pytz.utc.localize(moment).astimezone(zone).date()
    assert facts.local_date(moment) == today
    if days:
        ends = [end for day, end in sorted(closings.items()) if day > today]
    else:
        ends = [end for day, end in sorted(closings.items()) if end >= moment]
    if len(ends) >= max(days, 1):
        clock = build_clock(facts, 2025, 2026)
        assert clock.add_days(moment, days, today) == ends[max(days, 1) - 1]


moments = st.integers(0, 300 * 86400).map(
    lambda n: datetime(2025, 1, 5) + timedelta(seconds=n)
)


@settings(max_examples=100, deadline=None)
@given(cases().filter(lambda case: case[0].lines), moments, moments, moments)
def test_between_is_additive(case, a, b, c):
    clock = build_clock(case[0], 2025, 2026)
    between = clock.seconds_between
    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)
    assert abs(between(a, b)) <= abs((b - a).total_seconds())


@settings(max_examples=100, deadline=None)
@given(
    cases().filter(lambda case: case[0].lines),
    moments,
    moments,
    st.integers(-40_000, 40_000),
    st.integers(0, 40_000),
)
def test_adding_is_the_inverse_of_between(case, moment, other, seconds, more):
    clock = build_clock(case[0], 2025, 2026)
    try:
        end = clock.add_seconds(moment, seconds)
        more_end = clock.add_seconds(moment, seconds + more)
        other_end = clock.add_seconds(other, seconds)
    except HorizonError:
        reject()  # too little working time in two years
    assert clock.seconds_between(moment, end) == seconds
    assert (end >= moment) == (seconds >= 0)
    # Monotone in the amount and in the moment; the nearest such moment.
    assert more_end >= end
    assert other_end >= end or other < moment
    if seconds > 0:
        assert clock.is_working(end - timedelta(seconds=1))
    elif seconds < 0:
        assert clock.is_working(end)


@settings(max_examples=100, deadline=None)
@given(cases().filter(lambda case: case[0].lines), moments)
def test_next_working(case, moment):
    clock = build_clock(case[0], 2025, 2026)
    opening = clock.next_working(moment)
    assert clock.is_working(opening)
    assert clock.seconds_between(moment, opening) == 0
    assert (opening == moment) == clock.is_working(moment)


OFFICE = tuple(
    Line(None, weekday, start, end)
    for weekday in range(5)
    for start, end in ((540, 720), (780, 1080))
)
SHANGHAI = CalendarFacts(
    zone="Asia/Shanghai",
    lines=OFFICE,
    # National Day 2025: 1-8 October off, Saturday the 11th worked
    holidays=tuple(
        Holiday(date(2025, 10, day), "National Day") for day in (1, 2, 3, 6, 7, 8)
    ),
    makeup_days=(MakeupDay(date(2025, 10, 11), 2, "National Day"),),
)


def local(zone, *args):
    return (
        pytz.timezone(zone)
        .localize(datetime(*args))
        .astimezone(pytz.utc)
        .replace(tzinfo=None)
    )


def shanghai(*args):
    return local("Asia/Shanghai", *args)


def test_closing_time_stays_at_closing_time():
    clock = build_clock(SHANGHAI, 2025, 2026)
    monday = shanghai(2025, 9, 22, 9)
    assert clock.add_seconds(monday, 8 * 3600) == shanghai(2025, 9, 22, 18)
    assert clock.add_seconds(monday, 8 * 3600 + 1) == shanghai(2025, 9, 23, 9, 0, 1)
    assert clock.add_seconds(monday, 3 * 3600) == shanghai(2025, 9, 22, 12)
    evening = shanghai(2025, 9, 22, 20)
    assert clock.add_seconds(evening, 0) == evening
    assert clock.add_seconds(evening, 1) == shanghai(2025, 9, 23, 9, 0, 1)
    assert clock.next_working(evening) == shanghai(2025, 9, 23, 9)


def test_going_back_stays_at_opening_time():
    clock = build_clock(SHANGHAI, 2025, 2026)
    evening = shanghai(2025, 9, 22, 20)
    assert clock.add_seconds(evening, -8 * 3600) == shanghai(2025, 9, 22, 9)
    assert clock.add_seconds(evening, -8 * 3600 - 1) == shanghai(
        2025, 9, 19, 17, 59, 59
    )


@pytest.mark.parametrize(
    "days, expected",
    [(0, (2025, 9, 30)), (1, (2025, 10, 9)), (3, (2025, 10, 11)), (4, (2025, 10, 13))],
)
def test_national_day(days, expected):
    clock = build_clock(SHANGHAI, 2025, 2026)
    answer = clock.add_days(shanghai(2025, 9, 30, 17), days, date(2025, 9, 30))
    assert answer == shanghai(*expected, 18)


def test_no_days_after_closing_time_is_the_next_working_day():
    clock = build_clock(SHANGHAI, 2025, 2026)
    closing = shanghai(2025, 9, 30, 18)
    today = date(2025, 9, 30)
    assert clock.add_days(closing, 0, today) == closing
    assert clock.add_days(closing + MINUTE, 0, today) == shanghai(2025, 10, 9, 18)
    with pytest.raises(ValueError, match="negative"):
        clock.add_days(closing, -1, today)


def test_midnight_in_shanghai_starts_another_day():
    clock = build_clock(SHANGHAI, 2025, 2026)
    before = shanghai(2025, 9, 22, 23, 59, 59)
    for moment, closing_day in (
        (before, 23),
        (before + timedelta(seconds=1), 24),
    ):
        today = SHANGHAI.local_date(moment)
        assert clock.add_days(moment, 1, today) == shanghai(2025, 9, closing_day, 18)


NIGHT = tuple(
    Line(None, weekday, start, end)
    for weekday in range(7)
    for start, end in ((0, 360), (1320, 1440))
)


def test_night_runs_through_midnight():
    clock = build_clock(CalendarFacts("Asia/Shanghai", NIGHT), 2025, 2025)
    assert clock.is_working(shanghai(2025, 9, 23, 0))
    assert clock.add_seconds(shanghai(2025, 9, 22, 22), 8 * 3600) == shanghai(
        2025, 9, 23, 6
    )


@pytest.mark.parametrize(
    "zone, evening, hours",
    [
        ("Europe/Berlin", (2025, 3, 29), 7),
        ("Europe/Berlin", (2025, 10, 25), 9),
        ("America/New_York", (2025, 3, 8), 7),
        ("America/New_York", (2025, 11, 1), 9),
        ("Asia/Shanghai", (2025, 3, 29), 8),
    ],
)
def test_night_of_changing_clocks(zone, evening, hours):
    clock = build_clock(CalendarFacts(zone, NIGHT), 2025, 2025)
    start = local(zone, *evening, 22)
    morning = local(zone, *evening[:2], evening[2], 22) + timedelta(hours=hours)
    assert clock.seconds_between(start, morning) == hours * 3600
    assert clock.add_seconds(start, hours * 3600) == morning
    assert not clock.is_working(morning)


def test_a_day_long_closure_closes_the_last_second():
    day_end = datetime(2025, 9, 23, 15, 59, 59)  # 23:59:59 in Shanghai
    closure = Closure(datetime(2025, 9, 22, 16), day_end, "Stocktaking")
    facts = CalendarFacts("Asia/Shanghai", NIGHT, closures=(closure,))
    clock = build_clock(facts, 2025, 2025)
    assert not clock.is_working(day_end)
    assert clock.is_working(day_end + timedelta(seconds=1))
    assert clock.seconds_between(closure.start, shanghai(2025, 9, 24)) == 0


def test_day_plans_say_why():
    closure = Closure(shanghai(2025, 9, 29), shanghai(2025, 9, 30), "Stocktaking")
    facts = CalendarFacts(
        SHANGHAI.zone, OFFICE, SHANGHAI.holidays, SHANGHAI.makeup_days, (closure,)
    )
    plans = facts.plans(date(2025, 9, 29), date(2025, 10, 12))
    assert [(plan.day.day, plan.kind, plan.name) for plan in plans] == [
        (29, CLOSED, "Stocktaking"),
        (30, WORK, ""),
        (1, HOLIDAY, "National Day"),
        (2, HOLIDAY, "National Day"),
        (3, HOLIDAY, "National Day"),
        (4, REST, ""),
        (5, REST, ""),
        (6, HOLIDAY, "National Day"),
        (7, HOLIDAY, "National Day"),
        (8, HOLIDAY, "National Day"),
        (9, WORK, ""),
        (10, WORK, ""),
        (11, MAKEUP, "National Day"),
        (12, REST, ""),
    ]


def test_make_up_day_of_hours_that_work_on_it_anyway():
    saturdays = (Line(None, 5, 600, 660), *OFFICE)
    facts = CalendarFacts("UTC", saturdays, (), SHANGHAI.makeup_days)
    assert facts.plan(date(2025, 10, 11)).lines == (Line(None, 5, 600, 660),)


def test_make_up_day_beats_a_holiday_on_the_same_date():
    day = date(2025, 10, 11)
    facts = CalendarFacts(
        "UTC", OFFICE, (Holiday(day, "h"),), (MakeupDay(day, 0, "m"),)
    )
    assert facts.plan(day).kind == MAKEUP


def test_outside_the_horizon_no_answer_is_given():
    clock = build_clock(SHANGHAI, 2025, 2025)
    inside = shanghai(2025, 6, 2, 9)
    for ask, later in (
        (lambda: clock.is_working(shanghai(2026, 1, 1)), True),
        (lambda: clock.is_working(shanghai(2025, 1, 1) - MINUTE), False),
        (lambda: clock.seconds_between(inside, shanghai(2026, 1, 1)), True),
        (lambda: clock.add_seconds(inside, 10**7), True),
        (lambda: clock.add_seconds(inside, -(10**7)), False),
        (lambda: clock.add_days(inside, 300, inside.date()), True),
        (lambda: clock.next_working(shanghai(2025, 12, 31, 18)), True),
    ):
        with pytest.raises(HorizonError) as error:
            ask()
        assert error.value.later is later
    assert clock.is_working(shanghai(2025, 1, 1)) is False

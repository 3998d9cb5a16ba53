"""Laws of rotating patterns (ATT-10, ATT-18)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from cs_attendance_engine.rotation import (
    Cycle,
    Turn,
    place,
    rotate,
    stagger,
    stints,
)
from hypothesis import given
from hypothesis import strategies as st

DAY = timedelta(days=1)
DAYTIME, NIGHT = 1, 2
REST = Turn("rest")
SIX_ON = Cycle((*[Turn("work", DAYTIME)] * 6, REST))
OFFICE = Cycle((*[Turn("work", DAYTIME)] * 5, REST, REST), True, True)
#: Spring Festival 2026: nine days off, two Saturdays and Sundays worked for them.
HOLIDAYS = {date(2026, 2, day) for day in range(15, 24)}
MAKEUP = {date(2026, 2, 14): 0, date(2026, 2, 28): 4}

turns = st.one_of(
    st.just(REST), st.integers(1, 3).map(lambda shift: Turn("work", shift))
)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def cycles(draw):
    weekly = draw(st.booleans())
    length = draw(st.sampled_from([7, 14, 21])) if weekly else draw(st.integers(1, 12))
    own = draw(st.lists(turns, min_size=length, max_size=length))
    return Cycle(tuple(own), weekly, draw(st.booleans()))


def calendar(first, last):
    """China's working calendar around Spring Festival 2026."""
    found = {}
    for number in range((last - first).days + 1):
        day = first + number * DAY
        kind = "work" if day.weekday() < 5 else "rest"
        kind = "holiday" if day in HOLIDAYS else "makeup" if day in MAKEUP else kind
        found[day] = kind, MAKEUP.get(day, day.weekday())
    return found


def plan(cycle, joined, offset, first, last):
    start = place(cycle, joined, offset, first)
    return rotate(cycle, start, first, last, calendar(first, last))


@given(cycles(), days, st.integers(-9, 30), days, st.integers(0, 60), st.data())
def test_ranges_concatenate(cycle, joined, offset, first, length, data):
    last = first + length * DAY
    cut = first + data.draw(st.integers(0, length)) * DAY
    whole = plan(cycle, joined, offset, first, last)
    parts = plan(cycle, joined, offset, first, cut)
    parts += plan(cycle, joined, offset, cut + DAY, last) if cut < last else []
    assert whole == parts
    assert [day for day, *_turn in whole] == [
        first + n * DAY for n in range(length + 1)
    ]


@given(cycles(), days, st.integers(0, 30), days, st.integers(0, 60))
def test_work_has_a_shift_and_rest_has_none(cycle, joined, offset, first, length):
    for _day, kind, shift in plan(cycle, joined, offset, first, first + length * DAY):
        assert (kind in ("work", "makeup")) == (shift is not None)


@given(cycles(), days, days)
def test_staggered_people_cover_every_turn_every_day(cycle, joined, first):
    """As many people as places: each day has every turn of the cycle once."""
    cycle = cycle._replace(skips_holidays=False)
    unit = 7 if cycle.is_weekly else 1
    length = len(cycle.turns) // unit
    planned = [
        plan(cycle, joined, offset, first, first + 20 * DAY)
        for offset in stagger(length, length)
    ]
    for number in range(21):
        found = Counter(own[number][2] for own in planned)
        weekday = (first + number * DAY).weekday()
        due = cycle.turns[weekday::7] if cycle.is_weekly else cycle.turns
        assert found == Counter(turn.shift for turn in due)


def test_att_10_seven_agents_over_ten_weeks():
    """One rest in seven days and six at work a day, Spring Festival or not."""
    first = date(2026, 1, 5)
    last = first + 69 * DAY
    assert first < min(HOLIDAYS) < max(MAKEUP) < last
    planned = [plan(SIX_ON, first, offset, first, last) for offset in stagger(7, 7)]
    for own in planned:
        kinds = [kind for _day, kind, _shift in own]
        for number in range(len(kinds) - 6):
            assert kinds[number : number + 7].count("rest") == 1
    for turns_of_day in zip(*planned, strict=True):
        assert sum(kind == "work" for _day, kind, _shift in turns_of_day) == 6


def test_att_18_holidays_and_makeup_days_in_a_week_plan():
    first, last = date(2026, 2, 2), date(2026, 3, 8)
    own = {day: kind for day, kind, _shift in plan(OFFICE, first, 0, first, last)}
    assert all(own[day] == "holiday" for day in HOLIDAYS)
    assert all(own[day] == "makeup" for day in MAKEUP)
    assert own[date(2026, 2, 7)] == "rest"
    assert own[date(2026, 2, 24)] == "work"


def test_att_18_rest_stays_where_no_makeup_day_takes_it():
    """A cycle that skips holidays: a week has its rest unless a make-up day took it."""
    cycle = SIX_ON._replace(skips_holidays=True)
    first = date(2026, 1, 5)
    for offset in stagger(7, 7):
        own = plan(cycle, first, offset, first, first + 69 * DAY)
        for number in range(len(own) - 6):
            week = [kind for _day, kind, _shift in own[number : number + 7]]
            assert {"rest", "holiday", "makeup"} & set(week)


def test_att_18_makeup_day_has_the_hours_of_its_weekday():
    week = [Turn("work", shift) for shift in (11, 12, 13, 14, 15)]
    cycle = Cycle((*week, REST, REST), True, True)
    own = {day: shift for day, _kind, shift in plan(cycle, *_february())}
    # Saturday 14 February stands for a Monday, the 28th for a Friday.
    assert (own[date(2026, 2, 14)], own[date(2026, 2, 28)]) == (11, 15)
    # Without weekdays it is the working day before in the cycle.
    cycle = Cycle((Turn("work", 11), Turn("work", 12), REST), False, True)
    own = plan(cycle, date(2026, 2, 12), 0, date(2026, 2, 14), date(2026, 2, 14))
    assert own == [(date(2026, 2, 14), "makeup", 12)]
    own = plan(Cycle((REST,), False, True), *_february())
    assert {kind for _day, kind, _shift in own} == {"rest", "holiday"}


def _february():
    return date(2026, 2, 2), 0, date(2026, 2, 1), date(2026, 2, 28)


@pytest.mark.parametrize(
    ("joined", "offset", "day", "expected"),
    [
        # joined on a Wednesday: the week began on Monday
        (date(2026, 6, 3), 0, date(2026, 6, 3), 2),
        (date(2026, 6, 3), 0, date(2026, 6, 8), 7),
        (date(2026, 6, 3), 0, date(2026, 6, 15), 0),
        (date(2026, 6, 3), 1, date(2026, 6, 3), 9),
        (date(2026, 6, 3), 2, date(2026, 6, 3), 2),
    ],
)
def test_week_plans_count_from_monday(joined, offset, day, expected):
    cycle = Cycle((Turn("work", 1),) * 14, True)
    assert place(cycle, joined, offset, day) == expected


starts = st.lists(
    st.tuples(days, st.none() | st.integers(0, 400)),
    unique_by=lambda line: line[0],
    max_size=6,
)


@given(starts, days, st.integers(0, 800))
def test_no_day_has_two_lines(lines, first, length):
    last = first + length * DAY
    lines = [
        (start, None if long is None else start + long * DAY, key)
        for key, (start, long) in enumerate(lines)
    ]
    found = stints(lines, first, last)
    for low, high, key in found:
        assert first <= low <= high <= last
        start, end, _key = lines[key]
        assert start <= low and (end is None or high <= end)
    for before, after in zip(found, found[1:], strict=False):
        assert before[1] < after[0]
    held = {key: (low, high) for low, high, key in found}
    for start, _end, key in lines:
        # the newest line that has begun decides
        if first <= start <= last:
            assert held[key][0] == start


def test_stagger():
    assert stagger(7, 9) == [0, 1, 2, 3, 4, 5, 6, 0, 1]
    assert stagger(8, 4, 2) == [0, 2, 4, 6]

"""Exchanging shifts (ATT-11): each limit at its boundary, and laws that always hold."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from cs_attendance_engine.swap import (
    COLLEAGUE,
    REQUESTER,
    Duty,
    Refusal,
    Side,
    Terms,
    begin,
    exchanged,
    refusals,
)
from hypothesis import given, settings
from hypothesis import strategies as st

DAY = timedelta(days=1)
MONDAY = date(2026, 3, 9)
BEFORE = datetime(2026, 3, 1)
HOURS = {"D": (8.5, 17.5), "N": (17.5, 24), "M": (9, 16)}


def duty(number, letter, **more):
    day = MONDAY + number * DAY
    if letter == ".":
        return Duty(day, **more)
    midnight = datetime.combine(day, time.min)
    start, stop = (midnight + timedelta(hours=hour) for hour in HOURS[letter])
    return Duty(day, start, stop, **more)


def side(letters, used=0, **terms):
    """Days from Monday on: D day, N night, M middle shift, . rest."""
    duties = [duty(number, letter) for number, letter in enumerate(letters)]
    days = {one.day: one for one in duties}
    return Side(days, used, {day: Terms(**terms) for day in days})


def marked(one, number, **more):
    day = MONDAY + number * DAY
    return replace(one, duties=one.duties | {day: replace(one.duties[day], **more)})


def keys(first, second, given_day=2, returned=2, now=BEFORE):
    found = refusals(
        MONDAY + given_day * DAY, MONDAY + returned * DAY, (first, second), now
    )
    return [(one.key, one.who) for one in found]


def test_two_exchange_the_shifts_of_a_day():
    assert keys(side("D.D.D"), side("N.N.N")) == []


def test_given_on_one_day_returned_on_another():
    assert keys(side("..D...."), side("....D.."), 2, 4) == []


def test_before_the_first_of_the_shifts():
    first = datetime(2026, 3, 11, 8, 30)
    second = timedelta(seconds=1)
    people = side("..D.."), side("..N..")
    assert keys(*people, now=first - second) == []
    assert keys(*people, now=first) == [("begun", None)]
    assert keys(side("....D.."), side("..D...."), 4, 2, first) == [("begun", None)]


@pytest.mark.parametrize(
    ("used", "limit", "is_over"), [(2, 3, 0), (3, 3, 1), (1, 2, 0), (2, 2, 1)]
)
def test_the_limit_of_the_month(used, limit, is_over):
    one = side("..D..", used=used, limit=limit)
    two = side("..N..")
    assert keys(one, two) == [("limit", REQUESTER)] * is_over
    assert keys(two, one) == [("limit", COLLEAGUE)] * is_over


def test_not_next_to_another_swap():
    for number in (1, 3):
        assert keys(marked(side(".DDD."), number, is_swapped=True), side("..N..")) == [
            ("in_a_row", REQUESTER)
        ]
    # over a rest day it is still the next shift
    assert keys(marked(side("..D.D"), 4, is_swapped=True), side("..N..")) == [
        ("in_a_row", REQUESTER)
    ]
    assert keys(marked(side("D.D.D"), 0, is_swapped=True), side("..N..")) == [
        ("in_a_row", REQUESTER)
    ]
    # with a shift between it is not
    assert keys(marked(side("DDD.."), 0, is_swapped=True), side("..N..")) == []


def test_a_shift_is_swapped_once():
    assert keys(side("..D.."), marked(side("..N.."), 2, is_swapped=True)) == [
        ("swapped", COLLEAGUE)
    ]


def test_a_return_on_the_next_day_is_the_same_swap():
    assert keys(side("..D...."), side("...D..."), 2, 3) == []


def test_nobody_works_two_shifts_in_a_row():
    # the night of the day before would touch nothing: 8:30 hours of rest
    assert keys(side(".ND.."), side("..N..")) == []
    # taking the day shift after a night, with 8:29 hours asked for, and more
    for minutes, is_refused in ((510, 0), (511, 1)):
        one = side(".NN..", rest=timedelta(minutes=minutes))
        assert keys(one, side("..D..")) == [("double", REQUESTER)] * is_refused
    # without any rest asked for, touching shifts are still two in a row
    touching = marked(
        side("..D..", rest=timedelta(0)),
        2,
        extra=((datetime(2026, 3, 11, 16), datetime(2026, 3, 11, 17, 30)),),
    )
    assert keys(touching, side("..N..")) == [("double", REQUESTER)]


def test_the_return_counts_too():
    one = side("..D.N..", rest=timedelta(hours=9))
    two = side(".....D.", rest=timedelta(hours=9))
    assert keys(one, two, 2, 5) == [("double", REQUESTER)]


@pytest.mark.parametrize("mark", ["is_holiday", "is_draft"])
def test_days_that_cannot_be_swapped(mark):
    key = mark.removeprefix("is_")
    for who in (REQUESTER, COLLEAGUE):
        people = [side("..D.."), side("..N..")]
        people[who] = marked(people[who], 2, **{mark: True})
        assert keys(*people) == [(key, who)]


def test_each_day_has_the_terms_of_its_policy():
    """The limit is that of the first day, the others are those of the day itself."""
    holidays = marked(side("..D.."), 2, is_holiday=True)
    free = replace(
        holidays, terms=holidays.terms | {MONDAY + 2 * DAY: Terms(no_holiday=False)}
    )
    assert keys(free, side("..N..")) == []
    elsewhere = replace(
        holidays, terms=holidays.terms | {MONDAY + 3 * DAY: Terms(no_holiday=False)}
    )
    assert keys(elsewhere, side("..N..")) == [("holiday", REQUESTER)]
    row = marked(side(".DDD.", no_row=False), 1, is_swapped=True)
    assert keys(row, side("..N..")) == []
    # no policy makes a shift swapped twice
    again = marked(side("..D..", no_row=False), 2, is_swapped=True)
    assert keys(again, side("..N..")) == [("swapped", REQUESTER)]
    two = side("..D....", used=2)
    first, last = MONDAY + 2 * DAY, MONDAY + 4 * DAY
    for day, is_over in ((first, 1), (last, 0)):
        strict = replace(two, terms=two.terms | {day: Terms(limit=2)})
        assert keys(strict, side("....D.."), 2, 4) == [("limit", REQUESTER)] * is_over


def test_who_takes_a_shift_is_free_on_that_day():
    """Else the person would work two shifts of a day, by the swap or its return."""
    assert keys(side("..D.."), side("..N.D"), 2, 4) == [("double_day", COLLEAGUE)]
    assert keys(side("..D.N"), side("....D"), 2, 4) == [("double_day", REQUESTER)]
    assert keys(side("..D.N"), side("..N.D"), 2, 4) == [
        ("double_day", COLLEAGUE),
        ("double_day", REQUESTER),
    ]


def test_nobody_takes_a_shift_while_on_leave():
    assert keys(side("..D.."), marked(side("....D"), 2, on_leave=True), 2, 4) == [
        ("leave", COLLEAGUE)
    ]
    # but who is free after it may have leave
    assert keys(marked(side("..D.."), 2, on_leave=True), side("....D"), 2, 4) == []


def test_there_has_to_be_a_shift():
    assert keys(side("....."), side("..N..")) == [("no_shift", REQUESTER)]
    assert keys(side("..D.."), side(".....")) == [("no_shift", COLLEAGUE)]
    assert keys(side("..D.."), side("..D..")) == [("same", None)]
    calendar = marked(side("..D.."), 2, is_rostered=False)
    assert keys(calendar, side("..N..")) == [("not_rostered", REQUESTER)]
    assert keys(side("D"), side("..N..")) == [("not_employed", REQUESTER)]


letters = st.text("DNM.", min_size=10, max_size=10)
marks = st.sets(st.integers(0, 9), max_size=3)


@st.composite
def sides(draw):
    one = side(
        draw(letters),
        used=draw(st.integers(0, 4)),
        rest=timedelta(hours=draw(st.integers(0, 12))),
        no_row=draw(st.booleans()),
    )
    for number in draw(marks):
        one = marked(one, number, is_swapped=True)
    return one


numbers = st.integers(0, 9).map(lambda number: MONDAY + number * DAY)


@settings(max_examples=300)
@given(sides(), sides(), numbers, numbers)
def test_laws(first, second, given_day, returned):
    people, days = (first, second), {given_day, returned}
    found = refusals(given_day, returned, people, BEFORE)
    # who asks whom makes no difference
    turned = refusals(returned, given_day, (second, first), BEFORE)
    mirror = {None: None, REQUESTER: COLLEAGUE, COLLEAGUE: REQUESTER}
    assert {Refusal(r.key, mirror[r.who], r.day, r.other) for r in turned} == set(found)
    # exchanging twice is doing nothing
    after = exchanged(people, days)
    twice = [replace(one, duties=own) for one, own in zip(people, after, strict=True)]
    assert exchanged(twice, days) == tuple(one.duties for one in people)
    # nobody's work is lost or made, day by day
    for day in first.duties:
        before = sorted(str(one.duties[day].hours) for one in people)
        assert sorted(str(own[day].hours) for own in after) == before
    if found:
        return
    assert begin(given_day, returned, people) > BEFORE
    first_day = min(days)
    assert all(one.used < one.on(first_day).limit for one in people)
    for one, own in zip(people, after, strict=True):
        worked = sorted(d.hours for d in own.values() if d.is_work)
        for (_s, stop), (start, _e) in zip(worked, worked[1:], strict=False):
            if any(own[d].hours in ((_s, stop), (start, _e)) for d in days):
                touched = [d for d in days if own[d].hours != one.duties[d].hours]
                assert start - stop >= one.on(first_day).rest or not touched


@settings(max_examples=100)
@given(sides(), sides(), numbers, numbers)
def test_a_stricter_limit_never_allows_more(first, second, given_day, returned):
    loose = refusals(given_day, returned, (first, second), BEFORE)
    strict = [
        replace(
            one, terms={day: replace(its, limit=2) for day, its in one.terms.items()}
        )
        for one in (first, second)
    ]
    assert set(loose) <= set(refusals(given_day, returned, strict, BEFORE))

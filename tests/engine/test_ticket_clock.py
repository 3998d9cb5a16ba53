"""The clock of tickets (HD-02, HD-03)."""

import json
from datetime import date, datetime, timedelta

import pytest
from cs_base_engine.working_calendar import CalendarFacts, Holiday, Line, MakeupDay
from cs_base_engine.working_time import build_clock
from cs_helpdesk_engine.ticket_clock import (
    METRICS,
    ClockTime,
    Limit,
    Situation,
    State,
    Timer,
    advance,
    begins,
    changes,
    play,
    retime,
)
from hypothesis import given
from hypothesis import strategies as st

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
#: 8:30 to 12:00 and 13:30 to 18:00 in Shanghai, Monday to Friday.
FACTS = CalendarFacts(
    zone="Asia/Shanghai",
    lines=tuple(
        Line(None, day, *hours)
        for day in range(5)
        for hours in ((510, 720), (810, 1080))
    ),
    # Spring Festival 2025, with its two make-up days (a Sunday and a Saturday).
    holidays=tuple(
        Holiday(date(2025, 1, 28) + number * DAY, "Spring Festival")
        for number in range(8)
    ),
    makeup_days=(
        MakeupDay(date(2025, 1, 26), 0, "Spring Festival"),
        MakeupDay(date(2025, 2, 8), 0, "Spring Festival"),
    ),
    closures=(),
)
WORKING = build_clock(FACTS, 2024, 2026)
CLOCKS = {"working": WORKING, "clock": ClockTime()}


def local(text):
    """Shanghai time as naive UTC."""
    return datetime.fromisoformat(text) - timedelta(hours=8)


def due(limit, start, events=()):
    """When a ticket received at a moment is due, after these events."""
    events = [(start, Situation()), *events]
    today = (start + timedelta(hours=8)).date()
    return play(events, {"resolve": limit}, CLOCKS, today)[0].get("resolve").timer.due


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # over a weekend
        ("2025-06-05 10:00", "2025-06-10 18:00"),
        ("2025-06-06 08:29:59", "2025-06-11 18:00"),
        ("2025-06-06 23:59:59", "2025-06-11 18:00"),
        ("2025-06-07 00:00:00", "2025-06-11 18:00"),
        # before Spring Festival: Sunday the 26th is worked, then Monday, then
        # the 5th of February
        ("2025-01-24 15:00", "2025-02-05 18:00"),
        # and Saturday the 8th is worked too
        ("2025-02-05 09:00", "2025-02-08 18:00"),
    ],
)
def test_three_working_days(start, expected):
    """HD-03: to the end of the third working day after receipt."""
    assert due(Limit("working", days=3), local(start)) == local(expected)


def test_three_days_by_the_clock():
    limit = Limit("clock", days=3)
    start = local("2025-01-27 17:59:59")
    assert due(limit, start) == local("2025-01-30 17:59:59")


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ("2025-06-06 16:59:59", "2025-06-06 17:59:59"),
        # what ends at closing time stays there
        ("2025-06-06 17:00:00", "2025-06-06 18:00:00"),
        ("2025-06-06 17:00:01", "2025-06-09 08:30:01"),
        ("2025-06-06 11:30:00", "2025-06-06 14:00:00"),
    ],
)
def test_one_working_hour(placed, expected):
    """HD-03: an unpaid order is followed up within one hour."""
    assert due(Limit("working", seconds=3600), local(placed)) == local(expected)


def test_late_begins_a_second_after_due():
    timer = Timer.of(Limit("clock", seconds=60), 60)
    start = datetime(2025, 6, 5)
    timer = timer.start(start, ClockTime())
    assert not timer.is_late(start + 60 * SECOND)
    assert timer.is_late(start + 61 * SECOND)


def test_closed_out_of_a_long_pause_is_in_time():
    start = local("2025-06-02 09:00")
    state, segments = play(
        [
            (start, Situation()),
            (start + 3600 * SECOND, Situation(pause=7)),
            (start + 20 * DAY, Situation(is_closed=True)),
        ],
        {"resolve": Limit("working", days=3)},
        CLOCKS,
        date(2025, 6, 2),
    )
    timer = state.get("resolve").timer
    assert timer.used == 3600
    assert not timer.is_late(start + 20 * DAY)
    assert [segment.pause for segment in segments if segment.metric == "resolve"] == [
        None,
        7,
    ]


def test_reopening_counts_on():
    start = local("2025-06-02 09:00")
    limit = Limit("working", seconds=4 * 3600)
    closed = (start + 3600 * SECOND, Situation(is_closed=True))
    reopened = (start + DAY, Situation())
    # three hours are left of the four: from 9 o'clock to noon
    assert due(limit, start, [closed, reopened]) == local("2025-06-03 12:00")


def test_what_was_overdue_stays_overdue():
    start = local("2025-06-02 09:00")
    limit = Limit("working", seconds=3600)
    later = [
        (start + 3601 * SECOND, Situation(is_closed=True)),
        (start + 9 * DAY, Situation()),
        (start + 10 * DAY, Situation(pause=1)),
    ]
    assert due(limit, start, later) == start + 3600 * SECOND


def test_only_what_was_answered_can_wait_for_the_customer():
    """The time to the first reply cannot be paused away."""
    start = local("2025-06-02 09:00")
    state, _segments = play(
        [(start, Situation()), (start + SECOND, Situation(pause=3))],
        {"first_reply": Limit("working", seconds=60)},
        CLOCKS,
    )
    assert state.get("first_reply").timer.due == start + 60 * SECOND
    assert state.get("first_reply").stretch.pause is None
    assert state.get("resolve").stretch.pause == 3


def test_an_unpaid_order_counts_from_when_it_was_placed():
    placed = local("2025-06-02 09:00")
    situation = Situation(unit=1, is_unpaid=True)
    state, segments = play(
        [
            (placed, situation),
            (
                placed + 600 * SECOND,
                Situation(unit=1, is_unpaid=True, is_followed_up=True, is_replied=True),
            ),
        ],
        {"follow_up": Limit("working", seconds=3600)},
        CLOCKS,
    )
    assert {segment.metric for segment in segments} == {"first_reply", "follow_up"}
    assert state.get("follow_up").stretch is None
    assert state.get("follow_up").timer.used == 600


def test_a_clock_that_went_back():
    """Two servers: the later event may carry the earlier moment."""
    start = datetime(2025, 6, 2)
    state, segments = play(
        [(start, Situation()), (start - SECOND, Situation(unit=1))], {}, CLOCKS
    )
    assert segments == []
    assert state.get("resolve").stretch.since == start


# Laws

moments = st.integers(0, 120 * 86400).map(
    lambda seconds: datetime(2025, 1, 6) + timedelta(seconds=seconds)
)
situations = st.builds(
    Situation,
    unit=st.sampled_from([None, 1, 2]),
    person=st.sampled_from([None, 1, 2]),
    pause=st.sampled_from([None, None, 5, 6]),
    is_closed=st.booleans(),
    is_replied=st.booleans(),
    is_unpaid=st.booleans(),
    is_followed_up=st.booleans(),
)
histories = st.lists(st.tuples(moments, situations), min_size=1, max_size=12).map(
    lambda events: sorted(events, key=lambda event: event[0])
)
limits_of = st.fixed_dictionaries(
    {
        name: st.builds(
            Limit,
            time=st.sampled_from(["working", "clock"]),
            days=st.integers(0, 5),
            seconds=st.sampled_from([0, 60, 3600, 100_000]),
            warn_percent=st.integers(0, 100),
        )
        for name in METRICS
    }
)
#: Only for days by the working clock; the same for live and replay.
TODAY = date(2025, 1, 6)


def own(segments, metric):
    return [segment for segment in segments if segment.metric == metric]


@given(histories, limits_of)
def test_segments_never_overlap_nor_are_empty(events, limits):
    state, segments = play(events, limits, CLOCKS, TODAY)
    for metric in METRICS:
        mine = own(segments, metric)
        assert all(segment.start < segment.stop for segment in mine)
        ends = [segment.stop for segment in mine]
        begins = [segment.start for segment in mine[1:]]
        stretch = state.get(metric).stretch
        begins += [stretch.since] if stretch else []
        assert all(end <= begin for end, begin in zip(ends, begins, strict=False))


@given(histories, limits_of)
def test_segments_add_up(events, limits):
    """Sum = elapsed, and what is not paused = elapsed - paused, for each metric."""
    last = events[-1][0]
    state, segments = play(events, limits, CLOCKS, TODAY)
    spans = list(zip(events, [*events[1:], (last, None)], strict=True))
    for metric in METRICS:
        elapsed = paused = timedelta()
        has_run = False
        for (start, situation), (stop, _next) in spans:
            if not situation.runs(metric) and has_run and metric == "first_reply":
                break
            if situation.runs(metric):
                has_run = True
                elapsed += stop - start
                if metric == "resolve" and situation.pause:
                    paused += stop - start
        stretch = state.get(metric).stretch
        mine = [(one.start, one.stop, one.pause) for one in own(segments, metric)]
        mine += [(stretch.since, last, stretch.pause)] if stretch else []
        total = sum((stop - start for start, stop, _p in mine), timedelta())
        running = sum((stop - start for start, stop, p in mine if not p), timedelta())
        assert (total, running) == (elapsed, elapsed - paused)


@given(histories, limits_of)
def test_kept_between_events_equals_replay(events, limits):
    """Live: each event finds the state as it was stored; what announces no change
    makes none, and only what begins asks for limits."""
    state, segments = State(), []
    for moment, situation in events:
        state = State.from_json(json.loads(json.dumps(state.to_json())))
        if not changes(state, situation):
            assert advance(state, moment, situation, {}, {}) == (state, [])
            continue
        known = limits if begins(state, situation) else {}
        state, ended = advance(state, moment, situation, known, CLOCKS, TODAY)
        segments += ended
    assert (state, segments) == play(events, limits, CLOCKS, TODAY)


@given(histories, limits_of)
def test_timers_follow_from_the_segments(events, limits):
    """What a changed policy replays is what would have been counted live."""
    state, segments = play(events, limits, CLOCKS, TODAY)
    for metric in METRICS:
        where = state.get(metric)
        if where.begin is None:
            continue
        limit, timer = limits[metric], where.timer
        clock = CLOCKS[limit.time]
        again = retime(metric, where, segments, limit, clock, TODAY)
        assert (again.due, again.warn) == (timer.due, timer.warn)
        # handing over splits segments, not the count
        assert (again.budget, again.warn_after) == (timer.budget, timer.warn_after)
        if where.is_counting:
            now = events[-1][0] + DAY
            again, timer = again.stop(now, clock), timer.stop(now, clock)
        assert again == timer


@given(histories, limits_of)
def test_due_is_when_the_budget_is_used_up(events, limits):
    """Against a count from the segments alone."""
    state, segments = play(events, limits, CLOCKS, TODAY)
    far = events[-1][0] + 60 * DAY
    for metric in METRICS:
        timer = state.get(metric).timer
        if timer is None:
            continue
        clock, stretch = CLOCKS[timer.time], state.get(metric).stretch
        spans = [
            (one.start, one.stop) for one in own(segments, metric) if not one.pause
        ]
        if stretch and not stretch.pause:
            spans.append((stretch.since, far))

        def used(until, spans=spans, clock=clock):
            return sum(
                clock.seconds_between(start, min(stop, until))
                for start, stop in spans
                if start < until
            )

        if timer.due is None:
            assert used(far) < timer.budget
        else:
            assert used(timer.due) == timer.budget
            assert used(timer.due - SECOND) < timer.budget


@given(histories, limits_of, st.sampled_from([None, 1, 2]))
def test_handing_over_moves_no_limit(events, limits, unit):
    def dues(history):
        state = play(history, limits, CLOCKS, TODAY)[0]
        return [
            (timer.due, timer.warn, timer.since is None)
            for timer in (state.get(name).timer for name in METRICS)
            if timer
        ]

    moved = [(at, Situation(**{**_fields(one), "unit": unit})) for at, one in events]
    assert dues(events) == dues(moved)


def _fields(situation):
    return {name: getattr(situation, name) for name in situation.__slots__}


@given(moments, st.integers(0, 3000), st.integers(0, 10 * 86400), limits_of)
def test_a_pause_moves_due_by_its_length(start, before, length, limits):
    limit = limits["resolve"]
    clock = CLOCKS[limit.time]
    paused = start + before * SECOND
    resumed = paused + length * SECOND
    plain = due(limit, start)
    if plain <= paused:
        return
    history = [(paused, Situation(pause=1)), (resumed, Situation())]
    later = due(limit, start, history)
    assert clock.seconds_between(plain, later) == clock.seconds_between(paused, resumed)


@given(moments, limits_of)
def test_a_warning_comes_no_later_than_due(start, limits):
    state, _segments = play([(start, Situation())], limits, CLOCKS, TODAY)
    for metric in ("first_reply", "resolve"):
        timer = state.get(metric).timer
        assert start <= timer.warn <= timer.due

"""What happened to a ticket elsewhere, as the clock sees it (HD-02, HD-03)."""

from datetime import datetime, timedelta

import pytest
from cs_helpdesk_engine.ticket_clock import play
from cs_helpdesk_engine.ticket_history import MEANINGS, Happening, course
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2025, 3, 3, 1)


def at(minute, meaning, person=None, **more):
    moment = START + timedelta(minutes=minute)
    names = person is not None
    return Happening(moment, meaning, person or None, names, **more)


def minute(moment):
    return moment and (moment - START) // timedelta(minutes=1)


@pytest.mark.parametrize(
    ("happened", "closed", "reopened"),
    [
        ("note0", None, 0),
        ("resolve0", 0, 0),
        ("note0 resolve5", 5, 0),
        ("note0 resolve5 close9", 9, 0),
        ("note0 resolve5 close9 close12", 9, 0),
        ("note0 close5 resolve9", 5, 0),
        ("note0 resolve5 resolve9", 5, 0),
        ("note0 resolve5 note9", 5, 0),
        ("note0 resolve5 reopen9", None, 1),
        ("note0 resolve5 pause9", None, 1),
        ("note0 resolve5 assign9 resolve12", 12, 1),
        ("note0 close5 assign9 resolve12 close15", 15, 1),
        ("note0 reopen5", None, 0),
        ("note0 close5 reopen9 close9 reopen9 close12", 12, 2),
    ],
)
def test_closing_and_reopening(happened, closed, reopened):
    words = [(word.rstrip("0123456789"), word) for word in happened.split()]
    whole = course([at(int(word[len(m) :]), m) for m, word in words], None)
    assert (minute(whole.closed), whole.reopened) == (closed, reopened)


def test_people_units_and_pauses():
    whole = course(
        [
            at(0, "note", 9, unit=2, names_unit=True),
            at(5, "assign", 7),
            at(6, "assign", 8),
            at(7, "pause", 9, pause=4),
            at(8, "note", unit=None, names_unit=True),
            at(9, "assign", 7),
            at(10, "assign", 0),
        ],
        1,
    )
    assert whole.people == (7, 8), "who takes it in charge, and nobody else"
    assert [(s.unit, s.person, s.pause) for _moment, s in whole.events] == [
        (2, None, None),
        (2, 7, None),
        (2, 8, None),
        (2, 8, 4),
        (None, 8, 4),
        (None, 7, None),
        (None, None, None),
    ]
    assert (minute(whole.taken), minute(whole.moved)) == (5, 10)


HAPPENINGS = st.lists(
    st.tuples(st.integers(0, 50), st.sampled_from(MEANINGS), st.integers(0, 2)),
    min_size=1,
    max_size=12,
).map(sorted)


@given(HAPPENINGS)
def test_the_clock_ran_while_it_was_open(drawn):
    happenings = [at(m, meaning, who, pause=5) for m, meaning, who in drawn]
    whole = course(happenings, 1)
    state, segments = play(whole.events, {}, {})
    open_minutes, is_open = set(), True
    for (now, meaning, _who), (then, *_rest) in zip(drawn, drawn[1:], strict=False):
        if meaning in ("resolve", "close"):
            is_open = False
        elif meaning != "note":
            is_open = True
        if is_open:
            open_minutes.update(range(now, then))
    spent = [m for one in segments for m in range(minute(one.start), minute(one.stop))]
    running = state.get("resolve").stretch
    if running:
        spent += range(minute(running.since), drawn[-1][0])
    assert sorted(spent) == sorted(open_minutes), "each open minute once"
    assert {one.metric for one in segments} <= {"resolve"}
    assert (whole.closed is None) == (not whole.last.is_closed)
    assert (running is not None) == (not whole.last.is_closed)

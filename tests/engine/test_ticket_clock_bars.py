"""HD-02, HD-03: the time of a ticket as bars."""

import itertools
from datetime import datetime, time, timedelta

from cs_helpdesk_engine.clock_bars import (
    Axis,
    Piece,
    by_row,
    merged,
    midnights,
    readable,
)
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2025, 6, 9, 1, 42)


@st.composite
def histories(draw):
    """Stretches one after the other, as a clock makes them."""
    moment, pieces = START, []
    for minutes in draw(st.lists(st.integers(1, 5000), min_size=1, max_size=12)):
        stop = moment + timedelta(minutes=minutes)
        row = draw(st.sampled_from([1, 2, 3, False]))
        pieces.append(Piece(moment, stop, row, draw(st.booleans())))
        moment = stop
    return pieces


def length(pieces):
    return sum((one.stop - one.start for one in pieces), timedelta())


@given(histories(), st.integers(-5000, 50000))
def test_spans_lie_on_the_bar_in_order(pieces, minutes):
    axis = Axis.of(pieces, START + timedelta(minutes=minutes), None)
    end = 0
    for piece in pieces:
        span = axis.span(piece.start, piece.stop)
        assert span["left"] >= end - 0.002
        assert span["width"] >= 0
        end = span["left"] + span["width"]
    assert end <= 100.002


@given(histories())
def test_rows_and_total_are_the_same_time(pieces):
    assert length(merged(pieces)) == length(pieces)
    assert sum(map(length, by_row(pieces).values()), timedelta()) == length(pieces)
    paused = [one for one in pieces if one.is_paused]
    assert length([one for one in merged(pieces) if one.is_paused]) == length(paused)


@given(histories())
def test_the_total_has_no_neighbours_alike(pieces):
    total = merged(pieces)
    for before, after in zip(total, total[1:], strict=False):
        assert before.stop == after.start
        assert before.is_paused != after.is_paused


def test_rows_stand_in_the_order_of_their_first_turn():
    hour = timedelta(hours=1)
    pieces = [
        Piece(START + 2 * hour, START + 3 * hour, 7),
        Piece(START, START + hour, 9),
        Piece(START + hour, START + 2 * hour, 7),
    ]
    assert list(by_row(pieces)) == [9, 7]
    assert [one.start for one in by_row(pieces)[7]] == [START + hour, START + 2 * hour]


def test_the_limit_ends_the_bar_unless_it_has_passed():
    pieces = [Piece(START, START + timedelta(days=1), 1)]
    due, now = START + timedelta(days=4), START + timedelta(days=1)
    assert Axis.of(pieces, due, now).end == due
    assert Axis.of(pieces, due, now).at(now) == 25
    late = due + timedelta(days=4)
    axis = Axis.of(pieces, due, late)
    assert axis.end == late
    assert axis.at(due) == 50
    assert axis.at(late + timedelta(days=9)) == 100


def test_a_moment_is_a_bar_too():
    axis = Axis.of([Piece(START, START, 1)], None)
    assert axis.end > axis.start
    assert axis.span(START, START) == {"left": 0, "width": 0}


@given(st.integers(0, 700), st.integers(1, 8))
def test_days_are_marked_at_midnight_and_thinned_out(days, most):
    def next_midnight(moment):
        return datetime.combine(moment.date() + timedelta(days=1), time.min)

    axis = Axis(START, START + timedelta(days=days, minutes=1))
    found = midnights(axis, next_midnight, most)
    assert len(found) <= most
    assert all(moment.time() == time.min for moment in found)
    assert found == sorted(set(found))


@given(
    st.lists(st.floats(0, 100), max_size=12).map(sorted),
    st.floats(1, 40),
    st.floats(1, 40),
)
def test_labels_do_not_touch_and_the_ends_stay(places, gap, ends):
    ticks = [(place, str(place)) for place in places]
    kept = readable(ticks, gap, ends)
    if len(ticks) < 2:
        assert kept == ticks
        return
    assert (kept[0], kept[-1]) == (ticks[0], ticks[-1])
    inner = [place for place, _text in kept[1:-1]]
    assert all(b - a >= gap for a, b in itertools.pairwise(inner))
    if inner:
        assert inner[0] - kept[0][0] >= ends
        assert kept[-1][0] - inner[-1] >= ends

"""Laws of the month close (ALL-05): order, transitions, progress, months."""

import doctest
from datetime import date, timedelta

import pytest
from cs_base_engine import period
from cs_base_engine.period import Step
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
actions = st.sampled_from(sorted(period.TRANSITIONS))
BEGUN = set(period.STATES) - period.UNTOUCHED - {period.LOCKED}


class MonthClose(RuleBasedStateMachine):
    """Everybody tries everything, all the time, with any number of open items."""

    @initialize(computes=st.lists(st.booleans(), max_size=6))
    def begin(self, computes):
        self.steps = period.settle([Step(period.WAITING, each) for each in computes])
        self.closed = False
        self.open = [0] * len(self.steps)

    @precondition(lambda self: self.steps and not self.closed)
    @rule(action=actions, data=st.data(), count=st.integers(0, 2), over=st.booleans())
    def act(self, action, data, count, over):
        index = data.draw(st.integers(0, len(self.steps) - 1))
        before = list(self.steps)
        if period.obstacle(action, self.steps, index, count, over):
            if period.obstacle(action, self.steps, index):
                with pytest.raises(ValueError):
                    period.apply(action, self.steps, index)
            return
        self.steps = period.apply(action, self.steps, index)
        assert self.steps[:index] == before[:index]
        if action in ("seal", "lock"):
            assert count == 0 and over
        locked_now = self.locked() - sum(s.state == period.LOCKED for s in before)
        assert locked_now == (action == "lock")

    @precondition(lambda self: not self.closed)
    @rule(over=st.booleans(), earlier=st.booleans())
    def close(self, over, earlier):
        if period.close_obstacle(self.steps, over, earlier) is None:
            assert over and not earlier
            self.closed = True

    @precondition(lambda self: not self.closed)
    @rule(data=st.data(), computes=st.booleans())
    def addon_joins(self, data, computes):
        begun = [
            index
            for index, step in enumerate(self.steps)
            if step.state not in period.UNTOUCHED
        ]
        wanted = data.draw(st.integers(0, len(self.steps)))
        at = period.place([index + 1 for index in begun], wanted)
        self.steps.insert(at, Step(period.WAITING, computes))
        self.steps = period.settle(self.steps)

    @precondition(lambda self: not self.closed)
    @rule(data=st.data())
    def addon_leaves(self, data):
        free = [i for i, s in enumerate(self.steps) if s.state != period.LOCKED]
        if free:
            del self.steps[data.draw(st.sampled_from(free))]
            self.steps = period.settle(self.steps)

    def locked(self):
        return sum(step.state == period.LOCKED for step in self.steps)

    @invariant()
    def locked_steps_come_first(self):
        states = [step.state for step in self.steps]
        assert states[: self.locked()] == [period.LOCKED] * self.locked()

    @invariant()
    def at_most_one_has_begun_and_it_follows_the_locked(self):
        begun = [i for i, step in enumerate(self.steps) if step.state in BEGUN]
        assert begun in ([], [self.locked()])

    @invariant()
    def somebody_can_always_go_on(self):
        if self.locked() < len(self.steps):
            assert any(
                period.obstacle(action, self.steps, self.locked()) is None
                for action in period.TRANSITIONS
            )

    @invariant()
    def closed_means_every_step_locked(self):
        if self.closed:
            assert self.steps and self.locked() == len(self.steps)


TestMonthClose = MonthClose.TestCase


def test_an_empty_month_is_never_closed():
    assert period.close_obstacle([]) == "empty"


def test_what_hinders_closing_is_named_in_this_order():
    done, locked = Step(period.DONE), Step(period.LOCKED)
    assert period.close_obstacle([locked, done], False, True) == "steps"
    assert period.close_obstacle([locked], False, True) == "month_running"
    assert period.close_obstacle([locked], True, True) == "earlier"
    assert period.close_obstacle([locked], True, False) is None


@pytest.mark.parametrize(
    ("state", "computes", "expected"),
    [
        (period.READY, True, "state"),
        (period.READY, False, None),
        (period.DONE, True, None),
        (period.RUNNING, True, "state"),
        (period.PAUSED, True, "state"),
        (period.ERROR, True, "state"),
        (period.LOCKED, True, "state"),
    ],
)
def test_what_may_be_sealed(state, computes, expected):
    assert period.obstacle("seal", [Step(state, computes)], 0) == expected


def test_a_refused_lock_returns_to_where_it_came_from():
    for computes, state in ((True, period.DONE), (False, period.READY)):
        [after] = period.apply("unseal", [Step(period.LOCKING, computes)], 0)
        assert after.state == state


def test_later_steps_wait_for_the_previous_lock():
    steps = [Step(period.DONE), Step(period.WAITING)]
    assert period.obstacle("start", steps, 1) == "order"
    assert period.obstacle("seal", steps, 0, open_count=1) == "open_items"
    assert period.obstacle("seal", steps, 0, month_over=False) == "month_running"


@given(st.sampled_from(period.STATES), st.integers(-5, 50), st.integers(-5, 50))
def test_progress_is_a_share(state, done, total):
    assert 0 <= period.progress(Step(state), done, total) <= 1


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_progress_never_falls_while_working(done, total):
    running = Step(period.RUNNING)
    now = period.progress(running, done, total)
    assert now <= period.progress(running, done + 1, total)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.floats(0.01, 10**5))
def test_estimate_never_falls_short_of_the_pace(done, left, spent):
    seconds = period.seconds_left(done, done + left, spent)
    assert left * spent / done <= seconds < left * spent / done + 1


def test_estimate_is_unknown_before_the_first_batch():
    assert period.seconds_left(0, 100, 0) is None
    assert period.seconds_left(0, 100, 3) is None


@given(days)
def test_months_are_whole_and_adjacent(day):
    first, last = period.month_start(day), period.month_end(day)
    assert first <= day <= last
    assert first.day == 1
    assert last + timedelta(days=1) == period.next_month(day)


@given(days, st.none() | days.map(period.month_start))
def test_next_open_is_the_first_open_month(day, through):
    month = period.next_open(day, through)
    assert month >= period.month_start(day)
    assert through is None or month > through
    assert (
        month == period.month_start(day)
        or through
        and (month == period.next_month(through))
    )


@given(st.lists(st.tuples(days.map(period.month_start), st.booleans())), days, days)
def test_closed_months_are_those_up_to_the_last_closed(rows, first, last):
    closed = period.closed_months(rows, first, last)
    slow = {
        month
        for month in period.months_between(first, last)
        if any(other >= month and shut for other, shut in rows)
    }
    assert closed == slow


@given(days, st.none() | days.map(period.month_start))
def test_months_due_are_over_new_and_leave_no_gap(today, last):
    due = period.months_due(last, today)
    assert all(period.month_end(month) < today for month in due)
    if last is not None:
        assert all(month > last for month in due)
        assert not due or due[0] == period.next_month(last)
    else:
        assert [period.next_month(month) for month in due] == [
            period.month_start(today)
        ]


@pytest.mark.parametrize(
    ("month", "first", "through", "expected"),
    [
        (date(2026, 12, 1), None, None, "future"),
        (date(2026, 11, 1), None, None, None),
        (date(2025, 11, 1), None, None, None),
        (date(2025, 10, 1), None, None, "too_old"),
        (date(2026, 9, 1), date(2026, 10, 1), None, "before_first"),
        (date(2025, 1, 1), date(2024, 1, 1), None, None),
        (date(2026, 10, 1), date(2026, 9, 1), date(2026, 10, 1), "closed"),
        (date(2026, 11, 1), date(2026, 9, 1), date(2026, 10, 1), None),
    ],
)
def test_which_month_may_be_opened(month, first, through, expected):
    today = date(2026, 11, 6)
    assert period.open_obstacle(month, today, first, through) == expected


def test_the_examples_in_the_docstrings_hold():
    results = doctest.testmod(period)
    assert results.attempted > 5
    assert results.failed == 0

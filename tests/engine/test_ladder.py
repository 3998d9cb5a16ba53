"""Laws of the decision ladder (ATT-09 in numbers, and for any ladder)."""

import doctest
import math
from decimal import Decimal

import pytest
from cs_base_engine import ladder
from cs_base_engine.ladder import (
    LIMIT,
    NOBODY,
    BadMeasure,
    LadderError,
    NoDecider,
    NoRung,
    Rung,
    check,
    select,
    to_measure,
)
from hypothesis import given
from hypothesis import strategies as st

#: ATT-09: up to one day the department head, more the general manager.
LEAVE = (Rung(1, Decimal(1), "department_head"), Rung(1, None, "general_manager"))

limits = st.one_of(
    st.none(), st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False)
)
measures = st.decimals(min_value=0, max_value=10**10, places=4, allow_nan=False)
rungs = st.lists(
    st.builds(
        Rung,
        step=st.integers(1, 3),
        up_to=limits,
        decider=st.sampled_from(["supervisor", "general_manager", NOBODY]),
    ),
    unique_by=lambda rung: (rung.step, rung.up_to),
)


def test_doctests():
    result = doctest.testmod(ladder)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("measure", "decider"),
    [
        (0, "department_head"),
        (0.5, "department_head"),
        (1, "department_head"),
        (1.00004, "department_head"),
        (1.0001, "general_manager"),
        (1.01, "general_manager"),
        (2, "general_manager"),
    ],
)
def test_leave_boundaries(measure, decider):
    assert [r.decider for r in select(LEAVE, to_measure(measure))] == [decider]


def test_float_noise_does_not_climb():
    tenth = Rung(1, Decimal("0.3"), "supervisor")
    assert select([tenth], to_measure(0.1 + 0.2)) == (tenth,)


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        -0.01,
        1e308,
        LIMIT,
        Decimal("NaN"),
        Decimal("sNaN"),
        True,
        "1",
        None,
        [1],
    ],
)
def test_bad_measures_are_refused(value):
    with pytest.raises(BadMeasure):
        to_measure(value)


def test_negative_zero_is_zero():
    assert to_measure(-0.0) == 0


def test_an_empty_ladder_decides_nothing():
    with pytest.raises(NoDecider):
        select([], Decimal(1))
    with pytest.raises(NoDecider):
        check([])


def test_a_step_without_end_is_a_gap():
    with pytest.raises(NoRung) as caught:
        check([*LEAVE, Rung(2, Decimal(5), "hr_officer")])
    assert caught.value.step == 2


def obvious(ladder_rungs, measure):
    """Walk the limits upwards, step by step."""
    chosen = []
    for step in sorted({rung.step for rung in ladder_rungs}):
        own = [rung for rung in ladder_rungs if rung.step == step]
        own.sort(key=lambda r: Decimal("Infinity") if r.up_to is None else r.up_to)
        for rung in own:
            if rung.up_to is None or measure <= rung.up_to:
                chosen.append(rung)
                break
        else:
            return NoRung
    return [rung for rung in chosen if rung.decider != NOBODY] or NoDecider


@given(rungs, measures)
def test_selection_is_the_obvious_one(ladder_rungs, measure):
    expected = obvious(ladder_rungs, measure)
    if isinstance(expected, list):
        assert list(select(ladder_rungs, measure)) == expected
    else:
        with pytest.raises(expected):
            select(ladder_rungs, measure)


@given(rungs, measures, st.randoms())
def test_order_of_rungs_does_not_matter(ladder_rungs, measure, random):
    shuffled = list(ladder_rungs)
    random.shuffle(shuffled)

    def outcome(some):
        try:
            return select(some, measure)
        except LadderError as error:
            return type(error)

    assert outcome(ladder_rungs) == outcome(shuffled)


@given(rungs, measures)
def test_a_checked_ladder_answers_every_measure(ladder_rungs, measure):
    try:
        check(ladder_rungs)
    except LadderError:
        return
    assert select(ladder_rungs, measure)


@given(rungs, measures, measures)
def test_limits_rise_with_the_measure(ladder_rungs, one, other):
    """Who decides more decides no less: limits chosen never fall."""
    low, high = sorted([one, other])
    every = [Rung(r.step, r.up_to, "supervisor") for r in ladder_rungs]
    try:
        below, above = select(every, low), select(every, high)
    except LadderError:
        return
    for under, over in zip(below, above, strict=True):
        assert over.up_to is None or (
            under.up_to is not None and under.up_to <= over.up_to
        )

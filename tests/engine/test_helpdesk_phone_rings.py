"""Answered within 3 rings (HD-03)."""

import doctest
from decimal import Decimal

import pytest
from cs_helpdesk_engine import phone_rings
from cs_helpdesk_engine.phone_rings import COUNTED, STATES, BadCall, Limit, judge
from hypothesis import given
from hypothesis import strategies as st

LIMIT = Limit()
LIMITS = st.builds(
    Limit, st.integers(0, 20), st.decimals("0.001", 60, places=3, allow_nan=False)
)
SECONDS = st.decimals(0, 3600, places=3, allow_nan=False)


@pytest.mark.parametrize(
    ("rings", "verdict"), [(0, "in_time"), (3, "in_time"), (4, "late")]
)
def test_the_third_ring_is_in_time(rings, verdict):
    assert judge("answered", rings, None, LIMIT) == verdict


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [("0", "in_time"), ("15", "in_time"), ("15.001", "late"), ("16", "late")],
)
def test_fifteen_seconds_are_three_rings(seconds, verdict):
    assert judge("answered", None, Decimal(seconds), LIMIT) == verdict


@pytest.mark.parametrize(
    ("rings", "seconds", "verdict"),
    [(3, None, "gave_up"), (4, None, "missed"), (None, "15", "gave_up")]
    + [(None, "15.001", "missed")],
)
def test_who_hangs_up_in_time_is_nobodys_fault(rings, seconds, verdict):
    seconds = seconds and Decimal(seconds)
    assert judge("abandoned", rings, seconds, LIMIT) == verdict


def test_counted_rings_go_before_seconds():
    assert judge("answered", 3, Decimal(17), LIMIT) == "in_time"


def test_a_missed_call_needs_no_rings():
    assert judge("missed", None, None, LIMIT) == "missed"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (("answered", None, None), "not_measured"),
        (("abandoned", None, None), "not_measured"),
        (("answered", -1, None), "negative_ring"),
        (("missed", None, Decimal(-1)), "negative_ring"),
        (("transferred", 1, None), "unknown_state"),
    ],
)
def test_what_cannot_be(call, code):
    with pytest.raises(BadCall) as caught:
        judge(*call, LIMIT)
    assert caught.value.code == code


@pytest.mark.parametrize(("rings", "ring"), [(-1, 5), (3, 0), (3, -5)])
def test_limits_that_cannot_be(rings, ring):
    with pytest.raises(ValueError, match="limit"):
        Limit(rings, Decimal(ring))


@given(LIMITS, SECONDS, SECONDS)
def test_ringing_longer_is_never_better(limit, one, other):
    early, late = sorted((one, other))
    order = {"in_time": 0, "late": 1}
    verdicts = [judge("answered", None, it, limit) for it in (early, late)]
    assert order[verdicts[0]] <= order[verdicts[1]]


@given(LIMITS, SECONDS)
def test_missed_by_who_hung_up_when_an_answer_was_late(limit, seconds):
    answered = judge("answered", None, seconds, limit)
    abandoned = judge("abandoned", None, seconds, limit)
    assert (answered == "late") == (abandoned == "missed")


@given(LIMITS, st.integers(0, 40))
def test_rings_and_their_seconds_agree(limit, rings):
    seconds = rings * limit.ring_seconds
    for state in STATES:
        assert judge(state, rings, None, limit) == judge(state, None, seconds, limit)


@given(LIMITS, st.sampled_from(STATES), SECONDS)
def test_only_giving_up_counts_nowhere(limit, state, seconds):
    verdict = judge(state, None, seconds, limit)
    assert verdict in COUNTED or state == "abandoned"


def test_doctests():
    assert doctest.testmod(phone_rings).failed == 0

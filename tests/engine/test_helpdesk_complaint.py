"""Classes of complaints and their closing gate (HD-04, HD-05)."""

from dataclasses import replace

import pytest
from cs_helpdesk_engine.complaint import (
    CLASSES,
    Evidence,
    Limits,
    Share,
    Standing,
    closing_gate,
    is_worse,
    judge_class,
)
from hypothesis import given
from hypothesis import strategies as st

COUNTS = st.integers(0, 8)
STANDINGS = st.builds(
    Standing,
    unresolved=COUNTS,
    days_since_last=st.none() | st.integers(0, 60),
    risk=st.booleans(),
    marked=st.booleans(),
)


@st.composite
def limits(draw):
    repeat, more = draw(st.integers(1, 5)), draw(st.integers(0, 4))
    return Limits(repeat, draw(st.integers(0, 60)), repeat + more)


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(), ("general", "")),
        (Standing(unresolved=1), ("general", "")),
        (Standing(unresolved=2), ("repeat", "callbacks")),
        (Standing(unresolved=3), ("repeat", "callbacks")),
        (Standing(unresolved=4), ("severe", "callbacks")),
        (Standing(days_since_last=0), ("repeat", "again")),
        (Standing(days_since_last=30), ("repeat", "again")),
        (Standing(days_since_last=31), ("general", "")),
        (Standing(risk=True), ("severe", "risk")),
        (Standing(marked=True), ("severe", "marked")),
    ],
)
def test_limits_of_the_regulations(standing, expected):
    assert judge_class(standing, Limits()) == expected


@given(STANDINGS, limits())
def test_more_trouble_is_never_milder(standing, terms):
    before = judge_class(standing, terms)[0]
    for worse in (
        replace(standing, unresolved=standing.unresolved + 1),
        replace(standing, risk=True),
        replace(standing, marked=True),
        replace(standing, days_since_last=0),
    ):
        assert not is_worse(judge_class(worse, terms)[0], before)


@given(STANDINGS, limits())
def test_every_class_but_the_mildest_has_a_ground(standing, terms):
    judged, ground = judge_class(standing, terms)
    assert judged in CLASSES
    assert bool(ground) == (judged != "general")


SHARES = st.lists(
    st.builds(Share, st.integers(0, 10_000), st.booleans()), max_size=4
).map(tuple)
EVIDENCES = st.builds(Evidence, SHARES, *(st.booleans() for _number in range(5)))


@given(EVIDENCES)
def test_closing_needs_everything(evidence):
    """HD-05 stated over again, as one sentence."""
    shares = evidence.shares
    complete = (
        len(shares) > 0
        and sum(one.percent for one in shares) == 10_000
        and not [one for one in shares if not one.reported]
        and evidence.cause
        and evidence.handling
        and evidence.result
        and evidence.outcome
        and evidence.agreed
    )
    assert all(closing_gate(evidence).values()) == complete


def test_a_cent_of_a_share_is_missing():
    evidence = Evidence((Share(9_999, True),), True, True, True, True, True)
    gate = closing_gate(evidence)
    assert [name for name, holds in gate.items() if not holds] == ["units"]
    full = replace(evidence, shares=(Share(7_000, True), Share(3_000, True)))
    assert all(closing_gate(full).values())


def test_agreement_before_the_reports_does_not_count():
    evidence = Evidence((Share(10_000, False),), True, True, True, True, True)
    gate = closing_gate(evidence)
    assert not gate["reports"]
    assert not gate["agreement"]

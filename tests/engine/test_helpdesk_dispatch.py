"""Laws of the dispatcher (HD-23)."""

import doctest
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from cs_helpdesk_engine import dispatch
from cs_helpdesk_engine.dispatch import (
    LEVELS,
    Band,
    Candidate,
    Caps,
    DayInYear,
    DispatchError,
    Peak,
    check_bands,
    choose,
    exempt_days,
    force,
    is_peak,
    level_of,
    money,
    season_of,
)
from hypothesis import given
from hypothesis import strategies as st

BANDS = [
    Band("chief", Decimal("50000.01")),
    Band("junior", Decimal(0)),
    Band("director", Decimal(30000)),
]
CAPS = Caps(pending=2, day=2, week=6)
START = datetime(2026, 11, 30, 9)

counts = st.integers(0, 8)
facts = st.builds(
    Candidate,
    key=st.integers(1, 50),
    level=st.sampled_from(LEVELS),
    pending=counts,
    today=counts,
    week=counts,
    season=counts,
    last=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
    is_champion=st.booleans(),
    away=st.sampled_from(["", "", "", "leave"]),
    has_refused=st.booleans(),
)
groups = st.lists(facts, max_size=12, unique_by=lambda one: one.key)
levels = st.sampled_from(LEVELS)
caps = st.builds(Caps, *[st.integers(0, 6)] * 3)


def test_examples():
    assert doctest.testmod(dispatch).failed == 0


@pytest.mark.parametrize(
    ("amount", "level"),
    [
        ("0.01", "junior"),
        ("29999.99", "junior"),
        ("29999.994", "junior"),
        ("29999.995", "director"),
        ("30000", "director"),
        ("50000.00", "director"),
        ("50000.004", "director"),
        ("50000.01", "chief"),
        ("999999999999.99", "chief"),
    ],
)
def test_boundaries(amount, level):
    assert level_of(Decimal(amount), BANDS) == level


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "-Infinity", "1e12"])
def test_what_is_no_amount(amount):
    with pytest.raises(DispatchError):
        money(Decimal(amount))


@pytest.mark.parametrize(
    "bands",
    [
        [],
        BANDS[:1],
        [*BANDS, Band("junior", Decimal(9))],
        [*BANDS[1:], Band("chief", Decimal(0))],
        [Band("boss", Decimal(0))],
    ],
)
def test_bands_that_leave_a_gap(bands):
    with pytest.raises(DispatchError):
        check_bands(bands)


@given(*[st.decimals("0.01", "999999", places=2)] * 2)
def test_a_larger_order_never_needs_a_lower_level(one, other):
    low, high = sorted([one, other])
    place = LEVELS.index
    assert place(level_of(low, BANDS)) <= place(level_of(high, BANDS))


@given(levels, groups, caps)
def test_who_is_chosen_may_take_it(level, people, limits):
    found = choose(level, people, limits)
    assert [one.key for one in found.verdicts] == [one.key for one in people]
    if found.chosen is None:
        assert all(one.turn == 0 for one in found.verdicts)
        return
    [one] = [one for one in people if one.key == found.chosen]
    assert one.level == level and not one.away and not one.has_refused
    within = (
        one.pending < limits.pending
        and one.today < limits.day
        and one.week < limits.week
    )
    assert within or one.is_champion


@given(levels, groups, caps, st.randoms())
def test_the_order_of_the_list_decides_nothing(level, people, limits, random):
    first = choose(level, people, limits)
    mixed = list(people)
    random.shuffle(mixed)
    second = choose(level, mixed, limits)
    assert first.chosen == second.chosen
    assert set(first.verdicts) == set(second.verdicts)


@given(levels, groups, caps)
def test_largest_deficit_first(level, people, limits):
    found = choose(level, people, limits)
    turns = {one.key: one.turn for one in found.verdicts if one.turn}
    queue = sorted(
        (one for one in people if one.key in turns), key=lambda x: turns[x.key]
    )
    assert [turns[one.key] for one in queue] == list(range(1, len(queue) + 1))
    for one, after in pairwise(queue):
        assert one.season <= after.season
        if one.season == after.season:
            assert (one.last or datetime.min) <= (after.last or datetime.min)


@given(levels, groups, caps)
def test_forced_only_when_nobody_is_free(level, people, limits):
    free = choose(level, people, limits).chosen is not None
    for one in people:
        if free:
            with pytest.raises(DispatchError):
                force(level, people, limits, one.key)
        else:
            found = force(level, people, limits, one.key)
            assert found.chosen == one.key
            assert [x.key for x in found.verdicts if x.outcome == "forced"] == [one.key]
    with pytest.raises(DispatchError):
        force(level, people, limits, 99)


@given(st.integers(1, 6), st.integers(1, 40))
def test_counts_of_a_level_differ_by_one_at_most(size, orders):
    """All free: rotation is fair at every moment (HD-23)."""
    people = {key: Candidate(key, "junior") for key in range(size)}
    shares = Counter(dict.fromkeys(people, 0))
    for number in range(orders):
        key = choose("junior", list(people.values()), Caps(99, 99, 99)).chosen
        shares[key] += 1
        at = START + timedelta(minutes=number)
        people[key] = replace(people[key], season=shares[key], last=at)
        assert max(shares.values()) - min(shares.values()) <= 1


@given(st.integers(1, 4), st.integers(1, 60), caps)
def test_a_day_never_exceeds_the_caps(size, orders, limits):
    people = {key: Candidate(key, "chief") for key in range(size)}
    for number in range(orders):
        key = choose("chief", list(people.values()), limits).chosen
        if key is None:
            continue
        one = people[key]
        people[key] = replace(
            one,
            pending=one.pending + 1,
            today=one.today + 1,
            week=one.week + 1,
            season=one.season + 1,
            last=START + timedelta(minutes=number),
        )
    for one in people.values():
        assert one.pending <= limits.pending
        assert one.today <= limits.day and one.week <= limits.week


@pytest.mark.parametrize(
    ("vals", "outcome"),
    [
        ({"pending": 1, "today": 1, "week": 5}, "chosen"),
        ({"pending": 2}, "pending"),
        ({"today": 2}, "day"),
        ({"week": 6}, "week"),
        ({"pending": 9, "today": 9, "week": 9, "is_champion": True}, "chosen"),
        ({"is_champion": True, "away": "leave"}, "leave"),
        ({"is_champion": True, "has_refused": True}, "refused"),
        ({"level": "chief"}, "level"),
    ],
)
def test_caps_exactly(vals, outcome):
    one = Candidate(**{"key": 1, "level": "junior", **vals})
    assert [x.outcome for x in choose("junior", [one], CAPS).verdicts] == [outcome]


def test_the_same_candidate_twice():
    with pytest.raises(DispatchError):
        choose("junior", [Candidate(1, "junior"), Candidate(1, "junior")], CAPS)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_seasons_follow_each_other(day):
    first, following = season_of(day)
    assert first <= day < following
    assert season_of(following - timedelta(days=1))[0] == first
    begins, ends = exempt_days("season", day)
    assert (begins, ends) == season_of(following)
    begins, ends = exempt_days("year", day)
    assert begins.year == day.year + 1 and ends == begins.replace(year=day.year + 2)


def test_no_such_champion():
    with pytest.raises(DispatchError):
        exempt_days("month", date(2026, 1, 1))


def test_peak_includes_both_ends():
    spring = Peak(DayInYear(3, 1), DayInYear(5, 31))
    ends = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [is_peak(day, [spring]) for day in ends] == [False, True, True, False]
    assert not is_peak(date(2026, 3, 1), [])

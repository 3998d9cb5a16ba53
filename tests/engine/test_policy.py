"""Policy in force (ARCHITECTURE.md idea 2) against a day-by-day implementation."""

from datetime import date, timedelta

import pytest
from cs_base_engine.policy import Placement, Policy, Stay, resolve
from hypothesis import given
from hypothesis import strategies as st

D0 = date(2025, 1, 1)
# department 3 is below 2, which is below 1; 4 is a root of its own
PATHS = {None: (), 1: (1,), 2: (2, 1), 3: (3, 2, 1), 4: (4,)}


def day(n):
    return D0 + timedelta(days=n)


days = st.integers(-20, 60)
spans = st.tuples(days, st.integers(0, 40))


@st.composite
def policies(draw):
    found = []
    for number in range(draw(st.integers(0, 12))):
        start, length = draw(spans)
        found.append(
            Policy(
                id=number + 1,
                company=draw(st.sampled_from([1, 1, 1, 2])),
                department=draw(st.sampled_from([None, 1, 2, 3, 4])),
                job=draw(st.sampled_from([None, None, 7, 8])),
                first=day(start),
                last=draw(st.sampled_from([None, day(start + length)])),
                draft=draw(st.booleans()),
            )
        )
    return found


@st.composite
def stays(draw):
    """Stays in order, with gaps; two neighbours may be the same placement."""
    found, start = [], draw(days)
    for _number in range(draw(st.integers(0, 4))):
        start += draw(st.integers(0, 10))
        length = draw(st.integers(0, 25))
        placement = Placement(
            company=draw(st.sampled_from([1, 2])),
            departments=PATHS[draw(st.sampled_from(list(PATHS)))],
            job=draw(st.sampled_from([None, 7, 8])),
        )
        found.append(Stay(day(start), day(start + length), placement))
        start += length + 1
    return found


def slow(policies, stays, today):
    """One person, one day, straight from the words of the rule."""
    here = [s.placement for s in stays if s.first <= today <= s.last]
    if not here:
        return None
    (place,) = here
    found = []
    for p in policies:
        in_time = p.first <= today and (p.last is None or today <= p.last)
        in_scope = (
            p.company == place.company
            and (p.department is None or p.department in place.departments)
            and (p.job is None or p.job == place.job)
        )
        if in_time and in_scope:
            distance = (
                len(place.departments)
                if p.department is None
                else place.departments.index(p.department)
            )
            found.append(
                (p.job is None, distance, not p.draft, -p.first.toordinal(), -p.id)
            )
    return -min(found)[-1] if found else None


def expand(spans):
    return {
        start + timedelta(days=n): policy
        for start, stop, policy in spans
        for n in range((stop - start).days + 1)
    }


@given(policies(), st.lists(stays(), max_size=4), spans)
def test_same_as_day_by_day(policies, people, window):
    first, last = day(window[0]), day(window[0] + window[1])
    people = dict(enumerate(people))
    found = resolve(policies, people, first, last)
    assert found.keys() == people.keys()
    for person, person_stays in people.items():
        assert expand(found[person]) == {
            first + timedelta(days=n): slow(
                policies, person_stays, first + timedelta(days=n)
            )
            for n in range((last - first).days + 1)
        }


@given(policies(), stays(), spans)
def test_spans_cover_the_window_once_and_neighbours_differ(policies, stays, window):
    first, last = day(window[0]), day(window[0] + window[1])
    found = resolve(policies, {1: stays}, first, last)[1]
    assert (found[0][0], found[-1][1]) == (first, last)
    for (_start, stop, policy), (start, _stop, after) in zip(
        found, found[1:], strict=False
    ):
        assert start == stop + timedelta(days=1)
        assert policy != after


@given(policies(), stays(), spans, st.randoms())
def test_order_of_policies_does_not_matter(policies, stays, window, random):
    first, last = day(window[0]), day(window[0] + window[1])
    shuffled = random.sample(policies, len(policies))
    assert resolve(policies, {1: stays}, first, last) == resolve(
        shuffled, {1: stays}, first, last
    )


@given(policies(), stays(), spans, st.integers(0, 40))
def test_additive_over_a_split_window(policies, stays, window, cut):
    first, last = day(window[0]), day(window[0] + window[1])
    middle = min(last, first + timedelta(days=cut))
    whole = expand(resolve(policies, {1: stays}, first, last)[1])
    parts = expand(resolve(policies, {1: stays}, first, middle)[1])
    if middle < last:
        after = middle + timedelta(days=1)
        parts |= expand(resolve(policies, {1: stays}, after, last)[1])
    assert parts == whole


@given(policies(), stays(), spans)
def test_a_policy_of_another_company_changes_nothing(policies, stays, window):
    first, last = day(window[0]), day(window[0] + window[1])
    stranger = Policy(id=99, company=3, first=date.min, draft=True)
    assert resolve(policies, {1: stays}, first, last) == resolve(
        [*policies, stranger], {1: stays}, first, last
    )


AGENT = Placement(company=1, departments=(3, 2, 1), job=7)
LADDER = [
    Policy(id=1, company=1, first=D0),
    Policy(id=2, company=1, department=1, first=D0),
    Policy(id=3, company=1, department=3, first=D0),
    Policy(id=4, company=1, job=7, first=D0),
    Policy(id=5, company=1, department=1, job=7, first=D0),
    Policy(id=6, company=1, department=3, job=7, first=D0),
]


@pytest.mark.parametrize("count", range(1, 7))
def test_most_specific_scope_wins(count):
    stay = Stay(D0, day(9), AGENT)
    found = resolve(LADDER[:count], {1: [stay]}, D0, day(9))
    assert found == {1: ((D0, day(9), count),)}


def test_first_and_last_day_are_included():
    policy = Policy(id=1, company=1, first=day(2), last=day(4))
    found = resolve([policy], {1: [Stay(D0, day(9), AGENT)]}, D0, day(9))
    assert found[1] == (
        (D0, day(1), None),
        (day(2), day(4), 1),
        (day(5), day(9), None),
    )


def test_move_of_department_in_the_month():
    people = {
        1: [
            Stay(D0, day(9), Placement(1, (3, 2, 1))),
            Stay(day(10), day(30), Placement(1, (4,))),
        ]
    }
    found = resolve(LADDER, people, D0, day(30))
    assert found[1] == ((D0, day(9), 3), (day(10), day(30), 1))


def test_draft_rules_instead_of_the_approved_one_of_its_scope_only():
    draft = Policy(id=9, company=1, first=day(5), draft=True)
    at_root, in_group = Placement(1), Placement(1, (1,))
    people = {1: [Stay(D0, day(9), at_root)], 2: [Stay(D0, day(9), in_group)]}
    found = resolve([*LADDER[:2], draft], people, D0, day(9))
    assert found[1] == ((D0, day(4), 1), (day(5), day(9), 9))
    assert found[2] == ((D0, day(9), 2),)


def test_the_ends_of_time():
    stay = Stay(date.min, date.max, AGENT)
    policy = Policy(id=1, company=1, first=date.min, last=date.max)
    found = resolve([policy], {1: [stay], 2: []}, date.min, date.max)
    assert found == {
        1: ((date.min, date.max, 1),),
        2: ((date.min, date.max, None),),
    }


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="before first day"):
        resolve([], {}, day(1), D0)
    twice = [Stay(D0, day(5), AGENT), Stay(day(5), day(6), AGENT)]
    with pytest.raises(ValueError, match="overlap"):
        resolve([], {1: twice}, D0, D0)
    with pytest.raises(ValueError, match="ends before"):
        resolve([], {1: [Stay(day(1), D0, AGENT)]}, D0, D0)

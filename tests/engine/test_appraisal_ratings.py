"""Ratings from all sides and the anonymity of who rates (APP-04, APP-05)."""

import doctest
from collections import Counter
from decimal import Decimal

import pytest
from cs_appraisal_engine import ratings
from cs_appraisal_engine.ratings import (
    CONFIDENTIAL,
    GROUPS,
    Tally,
    blend,
    blend_tallies,
    colleagues,
    draw,
    least,
    parts_of,
)
from hypothesis import given
from hypothesis import strategies as st

SCORES = st.integers(1, 5)
ANSWERS = st.fixed_dictionaries(
    {}, optional={group: st.lists(SCORES, max_size=6) for group in GROUPS}
)
WEIGHTS = st.fixed_dictionaries(
    {group: st.integers(0, 10000).map(lambda n: Decimal(n) / 100) for group in GROUPS}
)
MINIMUM = st.integers(0, 4)


def used(answers, weights, minimum):
    """Answers that may count, said once more and in other words."""
    return {
        group: told
        for group, told in answers.items()
        if told
        and weights[group]
        and (group not in CONFIDENTIAL or len(told) >= max(2, minimum))
    }


def test_doctests():
    assert doctest.testmod(ratings).failed == 0


@given(ANSWERS, WEIGHTS, MINIMUM)
def test_bounded_by_what_is_used(answers, weights, minimum):
    counted = [one for told in used(answers, weights, minimum).values() for one in told]
    result = blend(answers, weights, minimum)
    if not counted:
        assert result is None
    else:
        assert min(counted) <= result.score <= max(counted)


@given(ANSWERS, WEIGHTS, MINIMUM, st.randoms())
def test_the_order_of_raters_and_groups_is_irrelevant(answers, weights, minimum, dice):
    shuffled = [
        (group, dice.sample(told, len(told))) for group, told in answers.items()
    ]
    dice.shuffle(shuffled)
    assert blend(answers, weights, minimum) == blend(dict(shuffled), weights, minimum)


@given(ANSWERS, WEIGHTS, MINIMUM)
def test_weights_given_make_exactly_100(answers, weights, minimum):
    tallies = {group: Tally.of(told) for group, told in answers.items()}
    parts = parts_of(tallies, weights, minimum)
    given_weights = {group: part.weight_given for group, part in parts.items()}
    counted = used(answers, weights, minimum)
    assert sum(given_weights.values()) == (100 if counted else 0)
    assert not any(given_weights[group] for group in parts if group not in counted)


def test_equal_rests_go_to_the_first_group():
    answers = {group: [5] for group in ("customer", "self", "superior")}
    found = blend(answers, dict.fromkeys(answers, Decimal(20)))
    assert {group: str(part.weight_given) for group, part in found.parts.items()} == {
        "superior": "33.34",
        "self": "33.33",
        "customer": "33.33",
    }


@given(ANSWERS, WEIGHTS, MINIMUM, SCORES, st.sampled_from(sorted(CONFIDENTIAL)))
def test_a_hidden_group_says_nothing(answers, weights, minimum, score, group):
    """None, one or more answers below the minimum: the very same result."""
    without = blend({**answers, group: []}, weights, minimum)
    for count in range(1, least(minimum)):
        assert blend({**answers, group: [score] * count}, weights, minimum) == without
    if without:
        part = without.parts.get(group)
        assert part is None or (part.count, part.average) == (0, None)


@given(ANSWERS, WEIGHTS, MINIMUM)
def test_only_too_few_peers_and_subordinates_are_hidden(answers, weights, minimum):
    result = blend(answers, weights, minimum)
    counted = used(answers, weights, minimum)
    for group, part in result.parts.items() if result else ():
        assert part.is_hidden == (group in CONFIDENTIAL and group not in counted)
        assert bool(part.weight_given) <= (group in counted)


@given(st.lists(SCORES, min_size=1), WEIGHTS)
def test_taken_together_is_the_same(answers, weights):
    kept = {"superior": Tally.of(answers)}
    assert blend_tallies(kept, weights) == blend({"superior": answers}, weights)


@pytest.mark.parametrize(
    ("peers", "score", "hidden"),
    [([], "4.00", True), ([1], "4.00", True), ([1, 1], "2.80", False)],
)
def test_at_the_minimum_of_two(peers, score, hidden):
    weights = {"superior": Decimal(60), "peer": Decimal(40)}
    result = blend({"superior": [4], "peer": peers}, weights)
    assert result.score == Decimal(score)
    assert result.parts["peer"].is_hidden == hidden


@pytest.mark.parametrize(
    ("answers", "score"), [([4, 4, 5], "4.33"), ([4, 5, 5], "4.67")]
)
def test_two_decimals(answers, score):
    assert blend({"self": answers}, {"self": Decimal(1)}).score == Decimal(score)


def test_half_up():
    weights = {"superior": Decimal("0.5"), "self": Decimal("99.5")}
    # 0.005 * 5 + 0.995 * 4 = 4.005
    assert blend({"superior": [5], "self": [4]}, weights).score == Decimal("4.01")


@given(ANSWERS, WEIGHTS, MINIMUM)
def test_the_person_is_told_one_figure_of_both(answers, weights, minimum):
    result = blend(answers, weights, minimum)
    counted = used(answers, weights, minimum)
    told = [one for group in CONFIDENTIAL for one in counted.get(group, ())]
    figure = colleagues(result.parts) if result else None
    assert (figure is None) == (not told)
    if told:
        assert min(told) <= figure <= max(told)


PEOPLE = st.sets(st.integers(1, 500), max_size=30)


@given(PEOPLE, st.integers(-1, 40), st.text(max_size=8), st.randoms())
def test_the_draw_is_stable(people, count, seed, dice):
    drawn = draw(people, count, seed)
    shuffled = dice.sample(sorted(people), len(people))
    assert drawn == draw(shuffled, count, seed)
    assert len(drawn) == len(set(drawn)) == min(max(count, 0), len(people))
    assert set(drawn) <= people
    assert drawn == draw(people, len(people), seed)[: max(count, 0)]


def test_the_draw_is_fair():
    times = Counter(
        who for seed in range(2000) for who in draw(range(10), 3, str(seed))
    )
    assert all(500 < times[who] < 700 for who in range(10))


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-1"])
def test_no_figure(bad):
    with pytest.raises(ValueError, match=r"finite|negative"):
        Tally(Decimal(1), Decimal(bad))

"""Ranks with ties, months in a row, growth, thresholds (INC-10 to INC-14)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from cs_incentive_engine.awards import (
    Growth,
    Held,
    Threshold,
    growth,
    held,
    running,
    threshold,
)
from cs_incentive_engine.bands import FIXED, RATE, Band, Bands
from cs_incentive_engine.money import IncentiveError
from cs_incentive_engine.ranks import (
    EACH,
    SPLIT,
    Prize,
    RankFacts,
    RankPrizes,
    most_of,
    rank_prizes,
    ranks,
)
from hypothesis import given
from hypothesis import strategies as st

BEST = (Prize(1, 1, (Decimal(50), Decimal(100), Decimal(200))),)
QUARTER = (Prize(1, 3, (Decimal(1500),)), Prize(4, 8, (Decimal(1000),)))
SCORES = st.dictionaries(
    st.integers(1, 40), st.none() | st.integers(0, 12), max_size=20
)
MARKS = st.lists(st.sampled_from([True, False, None]), max_size=18)


def paid(params, scores, months=None):
    found = rank_prizes(params, RankFacts(scores, months or {}))
    return {who: str(one.amount) for who, one in found.items()}


@pytest.mark.parametrize(
    ("months", "amount"), [(1, "50.00"), (2, "100.00"), (3, "200.00"), (4, "200.00")]
)
def test_inc_10_the_streak(months, amount):
    found = paid(RankPrizes(BEST), {"a": 9, "b": 8}, {"a": months})
    assert found == {"a": amount, "b": "0.00"}


def test_inc_10_ties_each():
    found = paid(RankPrizes(BEST), {"a": 9, "b": 9, "c": 8}, {"a": 3})
    assert found == {"a": "200.00", "b": "50.00", "c": "0.00"}


def test_inc_10_ties_split_to_the_cent():
    found = paid(RankPrizes(BEST, SPLIT), {"c": 9, "b": 9, "a": 9})
    assert found == {"c": "16.66", "b": "16.67", "a": "16.67"}


def test_inc_10_ties_split_with_own_months():
    """200 for the third month and 50 for the first: each has half of the own one."""
    found = paid(RankPrizes(BEST, SPLIT), {"a": 9, "b": 9}, {"a": 3})
    assert found == {"a": "100.00", "b": "25.00"}


def test_inc_10_who_has_no_figure_is_left_out():
    found = rank_prizes(RankPrizes(BEST), RankFacts({"a": None, "b": 1}, {}))
    assert found["a"].key == "inc.rank.none"
    assert found["b"].key == "inc.rank.alone"
    values = {name: value for name, value, _unit in found["b"].values}
    assert (values["rank"], values["of"], values["running"]) == (1, 1, 1)


def test_inc_10_a_run_begins_with_one():
    with pytest.raises(IncentiveError, match="running"):
        rank_prizes(RankPrizes(BEST), RankFacts({"a": 1}, {"a": 0}))


NINE = dict(zip("abcdefghi", range(9, 0, -1), strict=True))


def test_inc_12_three_and_five():
    found = paid(RankPrizes(QUARTER), NINE)
    assert list(found.values()) == ["1500.00"] * 3 + ["1000.00"] * 5 + ["0.00"]
    told = [
        [value for _name, value, _unit in one.params]
        for one in rank_prizes(RankPrizes(QUARTER), RankFacts(NINE, {})).values()
    ]
    assert told == [[1, 3, 1500]] * 3 + [[4, 8, 1000]] * 5 + [[]]


@pytest.mark.parametrize(
    ("tie", "third", "eighth"),
    [(EACH, "1500.00", "1000.00"), (SPLIT, "1250.00", "500.00")],
)
def test_inc_12_ties_at_the_third_and_the_eighth(tie, third, eighth):
    found = paid(RankPrizes(QUARTER, tie), {**NINE, "d": NINE["c"]})
    assert (found["c"], found["d"], found["e"]) == (third, third, "1000.00")
    found = paid(RankPrizes(QUARTER, tie), {**NINE, "i": NINE["h"]})
    assert (found["g"], found["h"], found["i"]) == ("1000.00", eighth, eighth)


def test_inc_12_after_a_tie_the_next_rank_counts_both():
    """Two at the second: the next is fourth, and has the second prize."""
    found = paid(RankPrizes(QUARTER), {"a": 9, "b": 8, "c": 8, "d": 7})
    assert list(found.values()) == ["1500.00"] * 3 + ["1000.00"]


def test_the_split_says_how():
    found = rank_prizes(
        RankPrizes(QUARTER, SPLIT), RankFacts({**NINE, "d": NINE["c"]}, {})
    )["c"]
    assert [part if isinstance(part, str) else part[1] for part in found.formula] == [
        2500,
        "÷",
        2,
        "=",
        1250,
    ]


@given(SCORES)
def test_ranks_count_those_who_are_better(scores):
    known = [score for score in scores.values() if score is not None]
    for who, rank in ranks(scores).items():
        assert rank == 1 + sum(1 for score in known if score > scores[who])
    for who, rank in ranks(scores, is_lowest_first=True).items():
        assert rank == 1 + sum(1 for score in known if score < scores[who])


@given(SCORES, st.sampled_from([EACH, SPLIT]), st.randoms())
def test_the_order_of_people_is_irrelevant(scores, tie, random):
    people = list(scores.items())
    random.shuffle(people)
    params = RankPrizes(QUARTER, tie)
    assert paid(params, dict(people)) == paid(params, scores)


@given(SCORES)
def test_splitting_pays_out_exactly_the_prizes(scores):
    found = rank_prizes(RankPrizes(QUARTER, SPLIT), RankFacts(scores, {}))
    places = sum(1 for score in scores.values() if score is not None)
    prizes = ([1500] * 3 + [1000] * 5)[:places]
    assert sum(one.amount or 0 for one in found.values()) == sum(prizes)


@given(SCORES, st.sampled_from([EACH, SPLIT]))
def test_a_better_score_has_no_smaller_prize(scores, tie):
    found = rank_prizes(RankPrizes(QUARTER, tie), RankFacts(scores, {}))
    order = sorted(
        (who for who in scores if scores[who] is not None), key=lambda who: scores[who]
    )
    for less, more in zip(order, order[1:], strict=False):
        if scores[less] < scores[more]:
            assert found[less].amount <= found[more].amount


@pytest.mark.parametrize("prizes", [(), (Prize(1, 3, (Decimal(1),)),) * 2])
def test_prizes_that_overlap_are_refused(prizes):
    with pytest.raises(IncentiveError, match="prizes"):
        RankPrizes(prizes)


@pytest.mark.parametrize(("first", "last"), [(0, 1), (3, 2)])
def test_prizes_for_ranks_that_do_not_exist_are_refused(first, last):
    with pytest.raises(IncentiveError, match="prize"):
        Prize(first, last, (Decimal(1),))


# INC-11 and the standard held of INC-14


@pytest.mark.parametrize(
    ("months", "once", "again"),
    [
        (1, 0, 0),
        (2, 0, 0),
        (3, 200, 200),
        (4, 0, 0),
        (5, 0, 0),
        (6, 0, 200),
        (7, 0, 0),
    ],
)
def test_inc_11_the_third_month_first_and_the_fourth(months, once, again):
    marks = [True] * months
    assert held(Held(3, Decimal(200)), marks).amount == once
    assert held(Held(3, Decimal(200), repeats=True), marks).amount == again


@pytest.mark.parametrize(
    ("marks", "key", "amount"),
    [
        ([True, None, True, True], "reached", 200),
        ([True, True, None], "left_out", None),
        ([True, True, True, None], "left_out", None),
        ([True, True, True, None, True], "paid", 0),
        ([True, True, False], "broken", 0),
        ([True, True, False, True], "running", 0),
        ([True] * 3 + [False] + [True] * 3, "reached", 200),
        ([], "left_out", None),
    ],
)
def test_inc_11_months_left_out_neither_break_nor_extend(marks, key, amount):
    found = held(Held(3, Decimal(200)), marks)
    assert (found.key, found.amount) == (f"inc.held.{key}", amount)


@given(MARKS, st.integers(1, 4), st.booleans())
def test_a_run_has_its_award_once_or_each_so_many_months(marks, months, repeats):
    """Month by month, as it is paid."""
    rule = Held(months, Decimal(1), repeats)
    total = sum(
        held(rule, marks[:upto]).amount or 0 for upto in range(1, len(marks) + 1)
    )
    runs = "".join("x" if one else "-" for one in marks if one is not None).split("-")
    each = [len(run) // months for run in runs]
    assert total == sum(each if repeats else (min(count, 1) for count in each))


@given(MARKS)
def test_months_left_out_change_nothing(marks):
    assert running(marks) == running([mark for mark in marks if mark is not None])


@pytest.mark.parametrize("months", [0, -1, None])
def test_no_run_is_shorter_than_a_month(months):
    with pytest.raises(IncentiveError, match="months"):
        Held(months, Decimal(1))


# INC-13

STEPS = Growth(
    Bands.above(
        [Band(Decimal(25), FIXED, Decimal(50)), Band(Decimal(50), FIXED, Decimal(100))]
    )
)


@pytest.mark.parametrize(
    ("now", "amount", "edge"),
    [
        ("12499", 0, "0.25"),  # 24.99 %
        ("12500", 50, "0.25"),
        ("14999", 50, "0.25"),  # 49.99 %
        ("15000", 100, "0.5"),
        ("30000", 100, "0.5"),
        ("5000", 0, "0.25"),
        ("-5000", 0, "0.25"),
    ],
)
def test_inc_13_growth(now, amount, edge):
    found = growth(STEPS, Decimal(now), Decimal(10000))
    assert found.amount == amount
    values = {name: value for name, value, _unit in found.values}
    assert values["edge"] == Decimal(edge)


@pytest.mark.parametrize(
    ("now", "before"), [(5, 0), (5, -3), (None, 3), (3, None), (0, 0)]
)
def test_inc_13_from_nothing_there_is_no_growth(now, before):
    assert growth(STEPS, now, before).key == "inc.growth.none"


def test_inc_13_growth_is_exact():
    assert growth(STEPS, Decimal("0.15"), Decimal("0.12")).amount == 50
    third = growth(STEPS, Fraction(5, 3), Fraction(4, 3))
    assert third.amount == 50


def test_inc_13_pays_amounts_only():
    with pytest.raises(IncentiveError, match="growth_amounts"):
        Growth(Bands((Band(None, RATE, Decimal(1)),)))


# INC-14


@pytest.mark.parametrize(
    ("part", "whole", "amount"),
    [
        (899, 1000, 0),
        (9, 10, 100),
        (900, 1000, 100),
        (0, 0, None),
        (4, 4, None),
        (5, 5, 100),
    ],
)
def test_inc_14_best_service(part, whole, amount):
    rule = Threshold(Decimal(90), Decimal(100), least_count=5)
    assert threshold(rule, part, whole).amount == amount


def test_inc_14_most_orders_and_most_improved():
    orders = most_of(Decimal(100), {"a": 0, "b": 0}, at_least=1)
    assert [one.amount for one in orders.values()] == [None, None]
    orders = most_of(Decimal(100), {"a": 0, "b": 1}, at_least=1)
    assert [one.amount for one in orders.values()] == [None, 100]
    improved = most_of(Decimal(100), {"a": Fraction(1, 3), "b": Fraction(-1, 2)})
    assert [one.amount for one in improved.values()] == [100, 0]

"""Scores, words and draws of conversation QA (HD-32)."""

import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from cs_quality_engine import sampling, scorecard, words
from cs_quality_engine.scorecard import FULL, Item, MarkError, judge, rounded
from hypothesis import given
from hypothesis import strategies as st

marks = st.one_of(st.none(), st.integers(0, FULL))
percents = st.integers(1, 10_000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def cards(draw):
    rows = draw(st.lists(st.tuples(percents, marks, st.booleans()), min_size=1))
    return [Item(key, *row) for key, row in enumerate(rows)]


def applying(items):
    return any(item.points is not None for item in items)


@pytest.mark.parametrize("module", [sampling, scorecard, words])
def test_doctests(module):
    result = doctest.testmod(module)
    assert result.attempted > 1
    assert not result.failed


@given(cards().filter(applying))
def test_hd32_score_runs_from_0_to_100(items):
    verdict = judge(items)
    assert 0 <= verdict.score <= 100
    assert sum(verdict.given.values()) == 100


@given(cards().filter(applying), st.randoms())
def test_hd32_order_of_items_does_not_matter(items, random):
    other = items[:]
    random.shuffle(other)
    assert judge(other) == judge(items)


@given(cards().filter(applying))
def test_hd32_one_knock_out_is_enough(items):
    lost = [i.key for i in items if i.is_knock_out and i.points == 0]
    verdict = judge(items)
    assert list(verdict.knocked_out) == lost
    assert verdict.score == (0 if lost else rounded(sum(verdict.gained.values())))


@given(cards().filter(applying), st.data())
def test_hd32_a_better_mark_never_harms(items, data):
    place = data.draw(st.sampled_from([i for i, x in enumerate(items)]))
    one = items[place]
    if one.points is None:
        return
    better = Item(one.key, one.weight, FULL, one.is_knock_out)
    assert (
        judge([*items[:place], better, *items[place + 1 :]]).score >= judge(items).score
    )


@given(percents, percents, st.integers(0, FULL))
def test_hd32_what_does_not_apply_leaves_its_weight(mine, other, points):
    alone = judge([Item(1, mine, points)]).score
    assert judge([Item(1, mine, points), Item(2, other, None)]).score == alone


def test_hd32_boundaries():
    for points, score in ((0, 0), (1, 20), (4, 80), (5, 100)):
        assert judge([Item(1, Decimal(100), points)]).score == score
    third = [Item(key, Decimal(100) / 3, 5 if key else 0) for key in range(3)]
    assert judge(third).score == Decimal("66.67")
    for bad in (-1, 6):
        with pytest.raises(MarkError):
            Item(1, Decimal(10), bad)
    for weight in ("-0.01", "100.01"):
        with pytest.raises(MarkError):
            Item(1, Decimal(weight), 1)


def test_hd32_nothing_applies():
    for items in ([], [Item(1, Decimal(100), None)], [Item(1, Decimal(0), 5, True)]):
        with pytest.raises(MarkError):
            judge(items)


def test_hd32_rounds_half_up_once():
    assert rounded(Fraction("79.995")) == Decimal("80.00")
    assert rounded(Fraction("79.9949999")) == Decimal("79.99")


# Words


@given(st.lists(st.text(max_size=6)), st.text(max_size=80))
def test_hd32_places_are_in_the_text(known, text):
    for hit in words.find(known, text):
        assert text[hit.start : hit.stop] == hit.found
        assert words.plain(hit.found) == words.plain(hit.word.strip())
        assert (hit.before + hit.found + hit.after) in text


@given(st.permutations(["不知道", "知道", "道", "不归我管"]))
def test_hd32_order_of_words_does_not_matter(known):
    text = "这事不归我管，我不知道"
    assert [hit.word for hit in words.find(known, text)] == ["不归我管", "不知道"]


def test_hd32_width_and_case():
    [hit] = words.find(["not my job"], "Well, that is ＮＯＴ My Job!")
    assert hit.found == "ＮＯＴ My Job"
    assert words.find(["  "], "   ") == []


# The draw

tickets = st.sets(st.integers(1, 500), max_size=12)
seeds = st.text("0123456789abcdef", min_size=8, max_size=8)


@st.composite
def pools(draw):
    whole = sorted(draw(tickets))
    owner = {one: draw(st.integers(1, 4)) for one in whole}
    return {
        who: [one for one in whole if owner[one] == who] for who in set(owner.values())
    }


@given(pools(), st.integers(0, 5), seeds)
def test_hd32_draw_is_reproducible_and_without_replacement(listed, count, seed):
    counts = dict.fromkeys(listed, count)
    drawn = sampling.draw(listed, counts, seed)
    again = {who: mine[::-1] for who, mine in reversed(listed.items())}
    assert sampling.draw(again, counts, seed) == drawn
    every = [one for mine in drawn.values() for one in mine]
    assert len(every) == len(set(every))
    for who, mine in listed.items():
        assert len(drawn.get(who, [])) == min(count, len(mine))
        assert set(drawn.get(who, [])) <= set(mine)


def test_hd32_each_ticket_is_as_likely():
    """2 of 10, 3 000 seeds: each about 600 times (4 standard deviations: 88)."""
    times = dict.fromkeys(range(10), 0)
    for seed in range(3000):
        for one in sampling.draw({1: range(10)}, {1: 2}, str(seed))[1]:
            times[one] += 1
    assert all(abs(count - 600) < 88 for count in times.values()), times


@given(tickets, st.integers(0, 100), seeds)
def test_hd32_share_that_is_scored_twice(every, percent, seed):
    chosen = sampling.doubled(every, Decimal(percent), seed)
    assert chosen <= every
    assert abs(len(chosen) - len(every) * percent / 100) <= 0.5


@given(tickets, st.sets(st.integers(1, 9), min_size=1), seeds)
def test_hd32_reviewers_have_fair_shares(every, reviewers, seed):
    given_to = sampling.assign(dict.fromkeys(every, reviewers), seed)
    load = [list(given_to.values()).count(who) for who in reviewers]
    assert set(given_to) == every
    assert max(load) - min(load) <= 1


@given(st.dictionaries(st.integers(1, 50), st.sets(st.integers(1, 6))), seeds)
def test_hd32_nobody_gets_what_is_not_allowed(allowed, seed):
    given_to = sampling.assign(allowed, seed)
    assert all(who in allowed[one] for one, who in given_to.items())
    assert set(given_to) == {one for one, whom in allowed.items() if whom}
    other = {one: sorted(whom)[::-1] for one, whom in reversed(allowed.items())}
    assert sampling.assign(other, seed) == given_to

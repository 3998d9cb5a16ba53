"""Totals, comparison and recomputing of statements (INC-30)."""

from decimal import Decimal

import pytest
from cs_incentive_engine.money import IncentiveError
from cs_incentive_engine.statement import (
    AWARD,
    CARRY,
    DEDUCTION,
    EARNING,
    SECTIONS,
    Item,
    Line,
    compare,
    difference,
    totals,
)
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals

MONEY = decimals(-100_000, 100_000, places=2)
LINES = st.lists(
    st.builds(Line, st.sampled_from(SECTIONS), st.sampled_from("abcde"), MONEY),
    max_size=20,
)
CONTENTS = st.dictionaries(st.integers(1, 12), st.integers(0, 3), max_size=10)

OCTOBER = [
    Line(EARNING, "base", Decimal(3800)),
    Line(EARNING, "commission", Decimal("1296.00")),
    Line(EARNING, "pool", Decimal(130)),
    Line(EARNING, "seniority", Decimal(100)),
    Line(AWARD, "best", Decimal(100)),
    Line(AWARD, "service", Decimal(100)),
    Line(AWARD, "full_attendance", Decimal(0)),
    Line(DEDUCTION, "refund", Decimal("-19.20")),
    Line(DEDUCTION, "late", Decimal("-10.00")),
    Line(DEDUCTION, "unfollowed", Decimal("-10.00")),
]
SEPTEMBER = [
    Line(EARNING, "base", Decimal(3800)),
    Line(EARNING, "commission", Decimal("1086.30")),
    Line(EARNING, "pool", Decimal(116)),
    Line(EARNING, "seniority", Decimal(100)),
    Line(AWARD, "best", Decimal(50)),
    Line(AWARD, "service", Decimal(100)),
    Line(AWARD, "full_attendance", Decimal(0)),
    Line(DEDUCTION, "refund", Decimal("-18.00")),
    Line(DEDUCTION, "late", Decimal("-10.00")),
    Line(DEDUCTION, "unfollowed", Decimal("-10.00")),
]


def test_the_statement_of_the_picture():
    found = totals(OCTOBER)
    assert [str(found.sections[section]) for section in SECTIONS] == [
        "5326.00",
        "200.00",
        "-39.20",
        "0.00",
    ]
    assert (str(found.pay), str(found.total)) == ("5526.00", "5486.80")
    changes = {row.code: row.change for row in compare(OCTOBER, SEPTEMBER)}
    assert changes["commission"] == Decimal("209.70")
    assert changes["refund"] == Decimal("-1.20")
    assert changes["base"] == 0
    assert sum(changes.values()) == Decimal("272.50")


@given(LINES, st.randoms())
def test_the_lines_make_the_total_in_any_order(lines, random):
    found = totals(lines)
    assert found.total == sum((line.amount for line in lines), Decimal(0))
    assert sum(found.sections.values()) == found.total
    random.shuffle(lines)
    assert totals(lines) == found


@given(LINES, LINES)
def test_changes_add_up(now, before):
    rows = compare(now, before)
    assert sum(row.change for row in rows) == totals(now).total - totals(before).total
    assert [(row.section, row.code) for row in rows] == [
        (row.section, row.code) for row in compare(before, now)
    ]
    assert all(row.change == 0 for row in compare(now, now))


@given(LINES, LINES)
def test_a_statement_in_two_parts_is_the_same(one, other):
    assert totals(one + other).total == totals(one).total + totals(other).total


def test_what_nobody_rounded_is_refused():
    with pytest.raises(IncentiveError, match="not_cents"):
        totals([Line(AWARD, "best", Decimal("0.001"))])
    with pytest.raises(IncentiveError, match="number"):
        totals([Line(CARRY, "best", Decimal("NaN"))])
    with pytest.raises(IncentiveError, match="choice"):
        totals([Line("points", "late", Decimal(1))])


# Recomputing


def book(existing, computed):
    """The ledger after a computation."""
    change = difference(existing, computed)
    kept = [item for item in existing if item.id not in change.reverse]
    new = max((item.id for item in existing), default=0)
    added = [Item(key, new + at, computed[key]) for at, key in enumerate(change.add, 1)]
    return kept + added


def items(contents):
    return [Item(key, 100 + key, content) for key, content in contents.items()]


@given(CONTENTS, CONTENTS)
def test_computing_again_changes_nothing(before, computed):
    existing = book(items(before), computed)
    assert {item.key: item.content for item in existing} == computed
    assert not difference(existing, computed)


@given(CONTENTS, CONTENTS, st.randoms())
def test_the_order_of_items_is_irrelevant(before, computed, random):
    existing = items(before)
    found = difference(existing, computed)
    random.shuffle(existing)
    shuffled = dict(random.sample(list(computed.items()), len(computed)))
    assert difference(existing, shuffled) == found


@given(CONTENTS, CONTENTS)
def test_only_what_changed_is_touched(before, computed):
    found = difference(items(before), computed)
    same = {key for key in before if before[key] == computed.get(key)}
    assert not same & set(found.add)
    assert not same & {reversed_ - 100 for reversed_ in found.reverse}


def test_a_line_that_is_gone_is_reversed():
    found = difference([Item("a", 7, 1)], {})
    assert found == ((7,), ())
    assert found


def test_a_line_that_is_new_is_booked():
    found = difference([Item("a", 7, 1)], {"a": 1, "b": 2})
    assert found == ((), ("b",))
    assert found


def test_two_items_for_one_thing_are_an_error():
    items_ = [Item("a", 3, 1), Item("b", 1, 1), Item("b", 2, 1)]
    with pytest.raises(IncentiveError, match="twice") as caught:
        difference(items_, {"a": 1})
    assert caught.value.values == {"key": "b"}

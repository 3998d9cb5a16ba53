"""Worked numbers and laws of payslips (INC-31, ATT-05, ATT-09)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from cs_incentive_engine.money import IncentiveError, cents
from cs_incentive_engine.payslip import (
    ABSENT,
    DUE,
    FIXED,
    LEAVE,
    UNPAID,
    Base,
    Facts,
    Input,
    Missed,
    Rule,
    Span,
    lines,
    missed,
    unplaced,
    wages,
)
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals, words

ALL = Decimal(100)
MONEY = decimals(0, 100_000)


def amounts(found):
    return [str(outcome.amount) for _time, outcome in found]


# The wage


def test_inc_31_a_whole_month_is_the_wage():
    [whole] = wages([Span(1, Decimal("5000"), 22)], 22)
    assert (str(whole.amount), whole.key) == ("5000.00", "pay.wage.whole")


@pytest.mark.parametrize(
    ("days", "amount"), [(0, None), (1, "227.27"), (11, "2500.00"), (21, "4772.73")]
)
def test_inc_31_joiners_and_leavers_by_working_days(days, amount):
    [part] = wages([Span(1, Decimal(5000), days)], 22)
    assert part.amount == (amount and Decimal(amount))


def test_inc_31_a_raise_within_the_month():
    before, after = wages([Span(1, Decimal(5000), 10), Span(2, Decimal(6000), 13)], 23)
    assert words(before.formula) == "5,000.00 × 10 ÷ 23 = 2,173.91"
    assert words(after.formula) == "6,000.00 × 13 ÷ 23 = 3,391.31"
    assert before.amount + after.amount == cents(Fraction(50000 + 78000, 23))


def test_inc_31_a_month_without_working_days():
    [none] = wages([Span(1, Decimal(5000), 0)], 0)
    assert none.amount is None


@given(st.lists(st.tuples(MONEY, st.integers(0, 8)), min_size=1, max_size=4))
def test_inc_31_splitting_the_month_loses_no_cent(parts):
    of = 32
    spans = [Span(at, wage, days) for at, (wage, days) in enumerate(parts)]
    exactly = sum(Fraction(wage) * days for wage, days in parts) / of
    total = sum(part.amount or 0 for part in wages(spans, of))
    assert total == cents(exactly)


@given(MONEY, st.lists(st.integers(0, 6), min_size=1, max_size=4))
def test_inc_31_a_new_version_with_the_same_wage_changes_nothing(wage, days):
    [whole] = wages([Span(1, wage, sum(days))], 30)
    parts = wages([Span(at, wage, one) for at, one in enumerate(days)], 30)
    assert sum(part.amount or 0 for part in parts) == (whole.amount or 0)


# Days missed


def test_att_05_a_day_missed_is_a_part_of_the_days_due():
    pay = Base(Decimal(4400), 22, Decimal(4400))
    assert amounts(missed(pay, [Missed(ABSENT, 1, ALL)])) == ["-200.00"]
    assert amounts(missed(pay, [Missed(ABSENT, Decimal("0.5"), ALL)])) == ["-100.00"]
    assert amounts(missed(pay, [Missed(ABSENT, 22, ALL)])) == ["-4400.00"]


def test_att_09_of_sick_leave_a_fifth_is_taken_off():
    pay = Base(Decimal(4400), 22, Decimal(4400))
    [(time, outcome)] = missed(pay, [Missed(LEAVE, 2, Decimal(20))])
    assert (time, str(outcome.amount)) == (LEAVE, "-80.00")
    assert words(outcome.formula) == "− 4,400.00 × 2 ÷ 22 × 20% = -80.00"


def test_inc_31_by_a_fixed_number_of_days():
    pay = Base(Decimal(4400), 22, Decimal(4400))
    found = missed(pay, [Missed(UNPAID, 3, ALL)], FIXED, Decimal("21.75"))
    assert amounts(found) == ["-606.90"]


def test_inc_31_never_more_than_the_base_pay():
    """23 days due and 21.75 paid ones: what is left is taken off, not more."""
    pay = Base(Decimal(4400), 23, Decimal(4400))
    days = [Missed(UNPAID, 2, ALL), Missed(ABSENT, 21, ALL)]
    found = missed(pay, days, FIXED, Decimal("21.75"))
    assert [time for time, _ in found] == [ABSENT, UNPAID]
    assert amounts(found) == ["-4248.28", "-151.72"]
    assert found[1][1].key == "pay.missed.limited"


def test_att_08_what_was_wrong_in_an_earlier_month_is_given_back():
    earlier = Base(Decimal(0), 22, Decimal(4400), is_past=True)
    [(_, outcome)] = missed(earlier, [Missed(ABSENT, -1, ALL)])
    assert (outcome.key, str(outcome.amount)) == ("pay.missed.back", "200.00")


def test_no_days_no_lines():
    pay = Base(Decimal(4400), 22, Decimal(4400))
    assert missed(pay, [Missed(ABSENT, 0, ALL), Missed(LEAVE, 3, Decimal(0))]) == []
    assert missed(Base(Decimal(0), 0, Decimal(0)), [Missed(ABSENT, 1, ALL)]) == []


@pytest.mark.parametrize(
    ("days", "basis", "code"),
    [
        ([Missed("holiday", 1, ALL)], DUE, "choice"),
        ([Missed(ABSENT, 1, Decimal(101))], DUE, "percent"),
        ([Missed(ABSENT, Decimal("NaN"), ALL)], DUE, "number"),
        ([Missed(ABSENT, 1, ALL)], "month", "choice"),
    ],
)
def test_what_cannot_be(days, basis, code):
    with pytest.raises(IncentiveError) as refused:
        missed(Base(Decimal(4400), 22, Decimal(4400)), days, basis)
    assert refused.value.code == code


@given(MONEY, st.lists(st.integers(0, 10), min_size=3, max_size=3), st.booleans())
def test_inc_31_base_pay_never_goes_below_nothing(paid, days, is_fixed):
    base = Base(paid, 30, paid)
    times = zip((ABSENT, UNPAID, LEAVE), days, strict=True)
    basis = (FIXED, Decimal("21.75")) if is_fixed else (DUE,)
    found = missed(base, [Missed(time, one, ALL) for time, one in times], *basis)
    assert -paid <= sum(outcome.amount for _time, outcome in found) <= 0


# Where each amount stands

RULES = [
    Rule(1, "WAGE", "wage", counts="gross"),
    Rule(2, "BASE", "input", counts="gross"),
    Rule(3, "REST", "rest", "award", "gross"),
    Rule(4, "ABSENT", "time", ABSENT, "gross"),
    Rule(5, "GROSS", "total", "gross"),
    Rule(6, "TAX", "input", counts="net"),
    Rule(7, "NET", "total", "net"),
    Rule(8, "EMPLOYER", "input"),
]


def facts(**amounts):
    sections = {
        "BASE": "earning",
        "STAR": "award",
        "MOON": "award",
        "FINE": "deduction",
    }
    return Facts(
        9,
        [(8, wages([Span(8, Decimal(1000), 22)], 22)[0])],
        [
            (
                ABSENT,
                9,
                missed(Base(Decimal(1000), 10, 1000), [Missed(ABSENT, 1, ALL)])[0][1],
            )
        ],
        {
            code: Input(code, sections.get(code, ""), code.title(), Decimal(amount))
            for code, amount in amounts.items()
        },
    )


def test_inc_31_a_slip():
    found = lines(RULES, facts(BASE=3800, STAR=50, MOON=20, TAX=-45, EMPLOYER=900))
    assert [(line.code, line.version, str(line.amount)) for line in found] == [
        ("WAGE", 8, "1000.00"),
        ("BASE", 9, "3800"),
        ("MOON", 9, "20"),
        ("STAR", 9, "50"),
        ("ABSENT", 9, "-100.00"),
        ("GROSS", 9, "4770.00"),
        ("TAX", 9, "-45"),
        ("NET", 9, "4725.00"),
        ("EMPLOYER", 9, "900"),
    ]


def test_inc_31_nothing_gets_lost_unseen():
    assert [one.code for one in unplaced(RULES, facts(FINE=-20, STAR=1))] == ["FINE"]


@given(st.dictionaries(st.sampled_from(["BASE", "STAR", "MOON", "TAX"]), MONEY))
def test_inc_31_the_lines_make_the_totals(given_amounts):
    found = lines(RULES, facts(**given_amounts))
    by_code = {line.code: line.amount for line in found}
    gross = sum(line.amount for line in found if line.rule.counts == "gross")
    assert by_code["GROSS"] == gross
    assert by_code["NET"] == gross + by_code.get("TAX", 0)
    placed = {line.code for line in found}
    assert all(code in placed for code, amount in given_amounts.items() if amount)


@given(st.permutations(["BASE", "STAR", "MOON", "TAX"]))
def test_inc_31_the_order_of_the_inputs_does_not_matter(order):
    amounts = {code: 10 for code in order}
    assert lines(RULES, facts(**amounts)) == lines(
        RULES, facts(**dict(sorted(amounts.items())))
    )

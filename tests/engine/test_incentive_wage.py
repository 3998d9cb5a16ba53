"""Worked numbers and laws of the wage and of merit pay (INC-08, INC-09)."""

from datetime import date
from decimal import Decimal

import pytest
from cs_incentive_engine.merit import FORFEIT, Merit, MeritFacts, merit_split, settle
from cs_incentive_engine.money import IncentiveError
from cs_incentive_engine.months import Share, later
from cs_incentive_engine.wage import (
    PRORATED,
    Seniority,
    SeniorityFacts,
    YearEnd,
    YearEndFacts,
    birthday,
    fixed,
    full_attendance,
    seniority,
    year_end,
)
from cs_incentive_engine.wage import (
    WHOLE as WHOLE_MONTH,
)
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals, figures, words

MONEY = decimals(0, 1_000_000, places=2)
RATES = decimals(0, 100, places=4)


# INC-08


@pytest.mark.parametrize(
    ("days", "of", "amount"),
    [(22, 22, "1200.00"), (11, 22, "600.00"), (10, 22, "545.45"), (0, 22, "0.00")],
)
def test_inc_08_base_by_working_days(days, of, amount):
    assert str(fixed(Decimal(1200), Share(days, of)).amount) == amount


def test_inc_08_says_how():
    assert words(fixed(Decimal(800)).formula) == "800.00"
    part = fixed(Decimal(800), Share(Decimal("7.5"), 22))
    assert words(part.formula) == "800.00 × 7.5 ÷ 22 = 272.73"
    assert fixed(Decimal(800), Share(0, 0)).amount is None


@pytest.mark.parametrize(
    ("hired", "begins", "first"),
    [
        (date(2025, 3, 1), "next", date(2026, 3, 1)),
        (date(2025, 3, 2), "next", date(2026, 4, 1)),
        (date(2025, 3, 2), WHOLE_MONTH, date(2026, 3, 1)),
        (date(2025, 3, 2), PRORATED, date(2026, 3, 2)),
        (date(2024, 2, 29), "next", date(2025, 3, 1)),
        (date(2024, 2, 29), WHOLE_MONTH, date(2025, 3, 1)),
        (date(2025, 12, 15), "next", date(2027, 1, 1)),
    ],
)
def test_inc_08_seniority_after_a_full_year(hired, begins, first):
    rule = Seniority(Decimal(100), 1, begins)
    assert rule.paid_from(hired) == first
    month = first.replace(day=1)
    found = seniority(rule, SeniorityFacts(hired, later(month, -1)))
    assert (found.key, found.amount) == ("inc.seniority.not_yet", None)
    assert seniority(rule, SeniorityFacts(hired, month)).amount == 100


def test_inc_08_seniority_for_part_of_a_month():
    rule = Seniority(Decimal(100), 1, PRORATED)
    facts = SeniorityFacts(date(2025, 3, 16), date(2026, 3, 1), Share(12, 22))
    found = seniority(rule, facts)
    assert (found.key, str(found.amount)) == ("inc.seniority.part", "54.55")


@pytest.mark.parametrize(
    ("reason", "amount"),
    [("", 200), ("late", 0), ("absent", 0), ("idle", None), (None, None)],
)
def test_inc_08_full_attendance(reason, amount):
    assert full_attendance(Decimal(200), reason).amount == amount


def test_inc_08_an_unknown_reason_is_refused():
    with pytest.raises(IncentiveError, match="choice"):
        full_attendance(Decimal(200), "sleepy")


def test_inc_08_birthdays():
    paid = [
        birthday(Decimal(100), date(1996, 2, 29), date(2026, month, 1)).amount
        for month in range(1, 13)
    ]
    assert paid == [None, 100, *[None] * 10]
    assert birthday(Decimal(100), None, date(2026, 1, 1)).amount is None


@pytest.mark.parametrize(
    ("month", "demerit", "chosen", "days", "amount"),
    [
        (12, False, None, 250, "1000.00"),
        (12, False, "2000", 250, "2000.00"),
        (12, False, "1500", 125, "750.00"),
        (12, True, "2000", 250, "0.00"),
        (11, False, "2000", 250, "None"),
    ],
)
def test_inc_08_year_end(month, demerit, chosen, days, amount):
    facts = YearEndFacts(
        date(2026, month, 1), demerit, chosen and Decimal(chosen), Share(days, 250)
    )
    rule = YearEnd(Decimal(1000), Decimal(2000))
    assert str(year_end(rule, facts).amount) == amount


@pytest.mark.parametrize("chosen", ["999.99", "2000.01"])
def test_inc_08_year_end_within_its_range(chosen):
    facts = YearEndFacts(date(2026, 12, 1), False, Decimal(chosen))
    with pytest.raises(IncentiveError, match="range"):
        year_end(YearEnd(Decimal(1000), Decimal(2000)), facts)


# INC-09


def amounts(split):
    return [
        one and str(one.amount) for one in (split.basic, split.merit, split.withheld)
    ]


@pytest.mark.parametrize(
    ("coefficient", "disciplinary", "expected"),
    [
        ("1", False, ["2100.00", "900.00", None]),
        ("1.2", False, ["2100.00", "1080.00", None]),
        ("0", False, ["2100.00", "0.00", None]),
        ("1", True, ["2100.00", "900.00", "-270.00"]),
        ("0.8", True, ["2100.00", "720.00", "-216.00"]),
    ],
)
def test_inc_09_seventy_and_thirty(coefficient, disciplinary, expected):
    facts = MeritFacts(Decimal(3000), Decimal(coefficient), disciplinary)
    assert amounts(merit_split(Merit(), facts)) == expected


def test_inc_09_without_a_grade_the_basic_part_is_paid():
    split = merit_split(Merit(), MeritFacts(Decimal(3000), None, True))
    assert amounts(split) == ["2100.00", "None", None]


def test_inc_09_what_was_withheld_is_released():
    kept = [(date(2026, 6, 1), Decimal(216)), (date(2026, 5, 1), Decimal(270))]
    assert settle([]) == {}
    found = settle(kept)
    assert [month.month for month in found] == [5, 6]
    may, june = found.values()
    assert words(may.formula) == "270.00 × 100% = 270.00"
    assert (june.amount, june.key) == (216, "inc.merit.released")
    assert {"withheld_total": 486, "months": 2}.items() <= figures(june).items()
    assert figures(june)["first_month"] == date(2026, 5, 1)
    assert settle(kept, has_left=True)[date(2026, 5, 1)].key.endswith("_left")


def test_inc_09_what_the_scheme_lets_lapse_is_told():
    (line,) = settle([(date(2026, 6, 1), Decimal(216))], FORFEIT).values()
    assert (str(line.amount), line.quantity) == ("0.00", 216)
    assert words(line.formula) == "216.00 × 0% = 0.00"


@pytest.mark.parametrize(
    ("kept", "after", "code"),
    [
        ([(date(2026, 5, 1), Decimal(-1))], "release", "negative"),
        ([(date(2026, 5, 1), Decimal(1))], "perhaps", "choice"),
        ([(date(2026, 5, 1), Decimal(1))] * 2, "release", "twice"),
    ],
)
def test_inc_09_what_cannot_be_released(kept, after, code):
    with pytest.raises(IncentiveError, match=code):
        settle(kept, after)


MONTHS = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(
    lambda day: day.replace(day=1)
)


@given(st.dictionaries(MONTHS, MONEY, max_size=12), st.booleans(), st.randoms())
def test_inc_09_each_month_is_settled_once_and_in_full(kept, has_left, random):
    """What is released is what was withheld, month by month, in any order."""
    parts = list(kept.items())
    random.shuffle(parts)
    found = settle(parts, has_left=has_left)
    assert {month: one.amount for month, one in found.items()} == kept
    assert list(found) == sorted(kept)
    lapsed = settle(parts, FORFEIT, has_left)
    assert not any(one.amount for one in lapsed.values())
    assert {month: one.quantity for month, one in lapsed.items()} == kept


@given(MONEY, RATES, RATES, decimals(0, 2, places=2))
def test_inc_09_nothing_is_lost(pay, merit_share, withheld_share, coefficient):
    rule = Merit(merit_share, withheld_share)
    plain = merit_split(rule, MeritFacts(pay, Decimal(1)))
    assert plain.basic.amount + plain.merit.amount == pay
    split = merit_split(rule, MeritFacts(pay, coefficient, True))
    assert -split.merit.amount <= split.withheld.amount <= 0
    month = date(2026, 5, 1)
    assert settle([(month, -split.withheld.amount)])[month].amount == (
        -split.withheld.amount
    )

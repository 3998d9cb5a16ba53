"""Fines within the month's pay, the rest carried, pay never below zero (INC-28)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from cs_incentive_engine.cap import (
    MOST_MONTHS,
    Cap,
    Owed,
    brought,
    carry,
    instalments,
    months_left,
    shortfall,
    take,
)
from cs_incentive_engine.money import IncentiveError
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import decimals

JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (6, 7, 8))
MONEY = decimals(0, 5000, places=2)


@st.composite
def open_deductions(draw):
    return [
        Owed(
            key,
            draw(MONEY),
            draw(st.sampled_from([JUNE, JULY, AUGUST])),
            draw(st.booleans()),
            draw(st.none() | decimals("0.01", 500, places=2)),
        )
        for key in range(draw(st.integers(0, 6)))
    ]


CAPS = st.builds(Cap, decimals(0, 100, places=2), st.just(Decimal(0)) | MONEY)


@given(CAPS, MONEY, open_deductions())
def test_nothing_is_lost_and_nobody_pays_to_work(cap, pay, owed):
    found = take(cap, pay, owed)
    assert found.taken + found.carried == sum((one.amount for one in owed), Decimal(0))
    assert found.left == pay - found.taken >= 0
    assert all(0 <= line.taken <= line.owed.due for line in found.lines)
    assert {line.owed.key for line in found.lines} == {one.key for one in owed}


@given(CAPS, MONEY, open_deductions())
def test_the_cap_is_never_passed(cap, pay, owed):
    found = take(cap, pay, owed)
    fines = sum(line.taken for line in found.lines if line.owed.is_capped)
    assert Fraction(fines) <= Fraction(pay) * Fraction(cap.percent) / 100
    assert not fines or found.left >= cap.least_pay


@given(CAPS, MONEY, open_deductions(), st.randoms())
def test_the_order_of_deductions_is_irrelevant(cap, pay, owed, random):
    found = take(cap, pay, owed)
    random.shuffle(owed)
    assert take(cap, pay, owed) == found


@given(CAPS, MONEY, MONEY, open_deductions())
def test_who_earns_more_pays_not_less(cap, one, other, owed):
    less, more = sorted((one, other))
    assert take(cap, less, owed).taken <= take(cap, more, owed).taken


@given(CAPS, st.lists(MONEY, min_size=1, max_size=6), open_deductions())
def test_over_months_the_books_balance(cap, pays, owed):
    """What is open shrinks by exactly what was taken, month by month."""
    start, taken = sum((one.amount for one in owed), Decimal(0)), Decimal(0)
    for pay in pays:
        found = take(cap, pay, owed)
        taken, owed = taken + found.taken, found.open()
        assert taken + sum((one.amount for one in owed), Decimal(0)) == start


@given(CAPS, MONEY.map(lambda pay: pay - 2500), open_deductions())
def test_the_lines_of_the_statement_make_what_is_paid(cap, pay, owed):
    """Deductions in full, what is carried added again: never below zero."""
    found = take(cap, pay, owed)
    lines = [pay, *(-one.amount for one in owed)]
    lines += [carry(cap, found, line).amount for line in found.lines]
    below = shortfall(found)
    lines += [below.amount] if below else []
    assert sum(lines) == found.left >= 0


def test_three_months_of_carrying():
    """1 500 of fines at 5 000 a month and 20 %: 1 000, then 500 less what is new."""
    first = take(Cap(), Decimal(5000), [Owed(1, Decimal(1500), JUNE)])
    assert (first.limit, first.taken, first.carried) == (1000, 1000, 500)
    line = carry(Cap(), first, first.lines[0])
    assert line.amount == 500
    assert ("cap", Decimal("0.2"), "ratio") in line.params
    assert {("pay", 5000, "money"), ("limit", 1000, "money")} <= set(line.values)
    fresh = Owed(2, Decimal(800), JULY)
    assert brought(first.open()[0]).amount == -500
    second = take(Cap(), Decimal(4500), [fresh, *first.open()])
    assert second.limit == 900
    assert [(line.owed.key, line.taken, line.carried) for line in second.lines] == [
        (1, 500, 0),
        (2, 400, 400),
    ]
    third = take(Cap(), Decimal(5000), second.open())
    assert [(line.owed.key, line.owed.month, line.taken) for line in third.lines] == [
        (2, JULY, 400)
    ]
    assert third.open() == ()
    assert first.taken + second.taken + third.taken == 1500 + 800


def test_the_statement_of_the_picture():
    """5 526 earned, 20 % are 1 105.20; 20 of fines and 19.20 taken back."""
    owed = [
        Owed(1, Decimal("19.20"), JUNE, is_capped=False),
        Owed(2, Decimal(10), JUNE),
        Owed(3, Decimal(10), JUNE),
    ]
    found = take(Cap(), Decimal(5526), owed)
    assert (str(found.limit), str(found.left)) == ("1105.20", "5486.80")
    assert not found.open()


@pytest.mark.parametrize(
    ("fine", "taken", "carried"),
    [
        ("999.99", "999.99", "0.00"),
        ("1000", "1000", "0.00"),
        ("1000.01", "1000", "0.01"),
    ],
)
def test_exactly_at_the_cap(fine, taken, carried):
    (line,) = take(Cap(), Decimal(5000), [Owed(1, Decimal(fine), JUNE)]).lines
    assert (line.taken, line.carried) == (Decimal(taken), Decimal(carried))


def test_a_limit_between_two_cents_is_the_lower_one():
    found = take(Cap(), Decimal("1234.58"), [Owed(1, Decimal(999), JUNE)])
    assert str(found.taken) == "246.91"


def test_the_oldest_is_taken_first_then_the_lower_key():
    owed = [
        Owed(9, Decimal(100), JUNE),
        Owed(1, Decimal(100), JULY),
        Owed(2, Decimal(100), JULY),
    ]
    found = take(Cap(), Decimal(750), owed)
    assert [(line.owed.key, line.taken) for line in found.lines] == [
        (9, 100),
        (1, 50),
        (2, 0),
    ]


def test_instalments_until_paid():
    """1 000 in instalments of 300, as far as the cap allows."""
    owed, months = (Owed(1, Decimal(1000), JUNE, instalment=Decimal(300)),), []
    while owed:
        found = take(Cap(), Decimal(5000), owed)
        months.append(found.taken)
        key = carry(Cap(), found, found.lines[0]).key
        assert key == ("inc.cap.instalment" if found.carried else "inc.cap.within")
        owed = found.open()
    assert months == [300, 300, 300, 100]


def paid_off(pay, owed):
    """Amounts taken month by month, by key."""
    months, owed = [], tuple(owed)
    while owed:
        found = take(Cap(), Decimal(pay), owed)
        months.append({line.owed.key: line.taken for line in found.lines})
        owed = found.open()
    return months


def test_ten_thousand_in_instalments_of_eight_hundred():
    """Of a pay of 5 000 the cap gives 1 000, the instalment 800: 12 × 800 + 400."""
    debt = Owed(1, Decimal(10000), JUNE, instalment=Decimal(800))
    assert months_left(Cap(), Decimal(5000), [debt]) == {1: 13}
    taken = [month[1] for month in paid_off(5000, [debt])]
    assert taken == [800] * 12 + [400]
    found = take(Cap(), Decimal(5000), [debt])
    line = carry(Cap(), found, found.lines[0])
    assert (line.key, line.amount) == ("inc.cap.instalment", 9200)
    assert ("instalment", 800, "money") in line.values


def test_a_cap_below_the_instalment_takes_less():
    """Of a pay of 3 000 the cap gives 600."""
    debt = Owed(1, Decimal(1000), JUNE, instalment=Decimal(800))
    found = take(Cap(), Decimal(3000), [debt])
    line = carry(Cap(), found, found.lines[0])
    assert (found.taken, line.key) == (600, "inc.cap.carried")
    assert months_left(Cap(), Decimal(3000), [debt]) == {1: 2}


def test_two_debts_are_served_oldest_first():
    """The older one has its instalment, the younger what the cap leaves."""
    debts = [
        Owed("entry:10", Decimal(500), JUNE, order=(JUNE, 10)),
        Owed("entry:9", Decimal(2000), JUNE, True, Decimal(800), (JUNE, 9)),
    ]
    assert paid_off(5000, debts) == [
        {"entry:9": 800, "entry:10": 200},
        {"entry:9": 800, "entry:10": 200},
        {"entry:9": 400, "entry:10": 100},
    ]
    assert months_left(Cap(), Decimal(5000), debts) == {"entry:9": 3, "entry:10": 3}


@pytest.mark.parametrize(
    ("pay", "amount", "months"),
    [
        ("0", "10", None),
        ("5000", "0", 0),
        ("5000", "1000", 1),
        ("5000", "1000.01", 2),
        ("5000", str(1000 * MOST_MONTHS), MOST_MONTHS),
        ("5000", f"{1000 * MOST_MONTHS}.01", None),
    ],
)
def test_how_many_months_are_left(pay, amount, months):
    owed = [Owed(1, Decimal(amount), JUNE)]
    assert months_left(Cap(), Decimal(pay), owed) == {1: months}


@given(decimals("0.01", 5000), decimals(10, 5000), decimals("0.01", 2000))
def test_a_plan_needs_as_many_months_as_its_instalments(amount, pay, instalment):
    each = min(instalment, take(Cap(), pay, []).limit)
    months = -int(-Fraction(amount) // Fraction(each)) if each else None
    owed = [Owed(1, amount, JUNE, instalment=instalment)]
    expected = months if months and months <= MOST_MONTHS else None
    assert months_left(Cap(), pay, owed) == {1: expected}


@given(decimals("0.01", 50000), decimals("0.01", 5000))
def test_the_last_instalment_is_the_rest(amount, each):
    number, last = instalments(amount, each)
    assert (number - 1) * each + last == amount
    assert 0 < last <= each


@pytest.mark.parametrize(
    ("amount", "each", "expected"),
    [
        ("1600", "800", (2, 800)),
        ("1600.01", "800", (3, Decimal("0.01"))),
        ("799.99", "800", (1, Decimal("799.99"))),
        ("0", "800", (0, 0)),
    ],
)
def test_how_many_instalments(amount, each, expected):
    assert instalments(Decimal(amount), Decimal(each)) == expected


@pytest.mark.parametrize("each", ["0", "-1"])
def test_an_instalment_takes_something(each):
    with pytest.raises(IncentiveError, match="instalment"):
        instalments(Decimal(10), Decimal(each))


@given(CAPS, MONEY, open_deductions())
def test_a_plan_ends_when_it_says(cap, pay, owed):
    """Paid month by month, each is paid in the month that was told before."""
    told, month = months_left(cap, pay, owed), 0
    while month < 12:
        month += 1
        found = take(cap, pay, owed)
        for line in found.lines:
            if line.owed.amount:
                assert (told[line.owed.key] == month) == (not line.carried)
        owed = found.open()


def test_refunds_know_no_cap_yet_leave_no_debt_to_work_off():
    owed = [Owed(1, Decimal(900), JUNE, is_capped=False), Owed(2, Decimal(500), JUNE)]
    found = take(Cap(), Decimal(1000), owed)
    assert [line.taken for line in found.lines] == [900, 100]
    assert found.limit == 100
    refund = Owed(1, Decimal(1200), JUNE, is_capped=False)
    found = take(Cap(), Decimal(1000), [refund])
    assert (found.taken, found.carried, found.left) == (1000, 200, 0)
    assert carry(Cap(), found, found.lines[0]).key == "inc.cap.refund_carried"


def test_fines_leave_the_least_pay():
    found = take(
        Cap(Decimal(20), Decimal(2690)), Decimal(3000), [Owed(1, Decimal(600), JUNE)]
    )
    assert (found.limit, found.left) == (310, 2690)


@pytest.mark.parametrize("pay", ["0", "-40"])
def test_without_pay_nothing_is_taken(pay):
    found = take(Cap(), Decimal(pay), [Owed(1, Decimal(50), JUNE)])
    assert (found.taken, found.carried, found.left) == (0, 50, 0)
    assert found.shortfall == -Decimal(pay)


@pytest.mark.parametrize("bad", ["-1", "100.5", "NaN", "Infinity"])
def test_impossible_caps_are_refused(bad):
    with pytest.raises(IncentiveError):
        take(Cap(Decimal(bad)), Decimal(1), [])


@pytest.mark.parametrize("bad", ["NaN", "Infinity", "-Infinity"])
def test_impossible_pay_is_refused(bad):
    with pytest.raises(IncentiveError, match="number"):
        take(Cap(), Decimal(bad), [])


@pytest.mark.parametrize(
    ("amount", "instalment"), [("-1", None), ("NaN", None), ("1", "0"), ("1", "-5")]
)
def test_impossible_deductions_are_refused(amount, instalment):
    instalment = instalment and Decimal(instalment)
    with pytest.raises(IncentiveError):
        Owed(1, Decimal(amount), JUNE, instalment=instalment)


def test_a_deduction_is_taken_once():
    with pytest.raises(IncentiveError, match="twice"):
        take(Cap(), Decimal(100), [Owed(1, Decimal(5), JUNE)] * 2)

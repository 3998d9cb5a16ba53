"""Every outcome can be explained, drawn and booked (ALL-01, INC-30)."""

import doctest
import importlib
import pkgutil
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import cs_incentive_engine
import pytest
from cs_base_engine.explanation import Explanation, Param, Reason
from cs_incentive_engine import (
    awards,
    cap,
    deals,
    earning,
    entry_lines,
    merit,
    payslip,
    ranks,
    rates,
    wage,
)
from cs_incentive_engine.bands import FIXED, MARGINAL, RATE, STEP, Band, Bands
from cs_incentive_engine.keys import ERRORS, KEYS, NAMES, TERMS
from cs_incentive_engine.money import IncentiveError, cents
from cs_incentive_engine.months import Share
from cs_incentive_engine.outcome import Outcome, shown, with_currency
from hypothesis import given
from hypothesis import strategies as st
from incentive_words import calculated, decimals

FOLDER = Path(cs_incentive_engine.__file__).parent
MODULES = sorted(one.name for one in pkgutil.iter_modules([str(FOLDER)]))
JUNE, OCTOBER = date(2026, 6, 1), date(2026, 10, 1)


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name):
    module = importlib.import_module(f"cs_incentive_engine.{name}")
    assert doctest.testmod(module).failed == 0


# One of each


def _ratio():
    table = Bands((Band(None, RATE, Decimal(1)), Band(Decimal(70), RATE, Decimal(2))))
    for at_edge in ("higher", "lower"):
        for won in (1, 7, 9):
            facts = rates.RatioFacts(Decimal("864.33"), won, 10)
            yield rates.rate_by_ratio(rates.RatioRate(table, at_edge), facts)
    facts = rates.RatioFacts(Decimal(5), Fraction(1, 3), Fraction(3, 7))
    yield rates.rate_by_ratio(rates.RatioRate(Bands(table.rows[:1])), facts)
    facts = rates.RatioFacts(Decimal(5), 0, 0)
    yield rates.rate_by_ratio(rates.RatioRate(table), facts)


def _tiers():
    table = Bands(
        (
            Band(None, RATE, Decimal(1)),
            Band(Decimal(100), FIXED, Decimal("5.55")),
            Band(Decimal(200), STEP, Decimal(7), Decimal(30)),
        )
    )
    for reading in ("whole", MARGINAL):
        for amount in (None, Decimal("50.50"), Decimal(150), Decimal(275)):
            yield rates.tiers(rates.Tiers(table, reading), amount)
    nothing = Bands.above([Band(Decimal(1), FIXED, Decimal(0))])
    yield rates.tiers(rates.Tiers(nothing, MARGINAL), Decimal(5))


def _pool():
    for by_days in (False, True):
        facts = earning.PoolFacts(Decimal("1000.10"), {"a": Decimal("7.5"), "b": 20})
        yield from earning.pool(earning.Pool(Decimal("0.5"), by_days), facts).values()
    facts = earning.PoolFacts(Decimal(1), {"a": 0})
    yield from earning.pool(earning.Pool(Decimal(1), True), facts).values()


def _done():
    yield earning.per_event(earning.PerEvent(Decimal("12.55")), Fraction(3, 2))
    yield earning.per_event(earning.PerEvent(Decimal(5)), None)
    rule = earning.PointsAbove(Decimal(17), Decimal(270), Decimal(-2), earning.NEGATIVE)
    for points in (None, "16.5", "17", "17.01", "19.25"):
        points = points and Decimal(points)
        for incidents in (0, 1):
            yield earning.points_above(rule, earning.PointsFacts(points, incidents))
    sold = {date(2026, month, 1): Decimal("33.33") for month in (7, 8, 9)}
    rule = earning.QuarterRate(Decimal("2.5"))
    for month, amounts in [
        (OCTOBER, sold),
        (OCTOBER, dict.fromkeys(sold)),
        (JUNE, {}),
    ]:
        yield earning.quarter_rate(rule, earning.QuarterFacts(month, amounts))
    yield deals.take_back(Decimal("1.5"), Decimal("1280.33"))


def _wage():
    for share in (Share(1, 1), Share(Decimal("7.5"), 22), Share(0, 0)):
        yield wage.fixed(Decimal(1200), share)
        rule = wage.Seniority(Decimal(100))
        yield wage.seniority(rule, wage.SeniorityFacts(date(2024, 2, 29), JUNE, share))
        rule = wage.YearEnd(Decimal(1000), Decimal(2000), 6)
        yield wage.year_end(rule, wage.YearEndFacts(JUNE, False, of=share))
    yield wage.year_end(rule, wage.YearEndFacts(JUNE, True))
    yield wage.year_end(rule, wage.YearEndFacts(OCTOBER, True))
    yield wage.seniority(wage.Seniority(Decimal(1)), wage.SeniorityFacts(JUNE, JUNE))
    for reason in (None, "", *wage.REASONS):
        yield wage.full_attendance(Decimal(200), reason)
    for born in (None, date(1990, 6, 30)):
        yield wage.birthday(Decimal(100), born, JUNE)


def _merit():
    for coefficient in (None, Decimal("1.2")):
        facts = merit.MeritFacts(Decimal("3333.33"), coefficient, True)
        split = merit.merit_split(merit.Merit(), facts)
        yield from (one for one in (split.basic, split.merit, split.withheld) if one)
    kept = [(JUNE, Decimal("270.55")), (OCTOBER, Decimal(1))]
    for after, has_left in ((merit.RELEASE, False), (merit.RELEASE, True)):
        yield from merit.settle(kept, after, has_left).values()
    yield from merit.settle(kept, merit.FORFEIT).values()


def _awards():
    scores = {"a": 9, "b": Fraction(25, 3), "c": Fraction(25, 3), "d": None, "e": 1}
    prizes = (ranks.Prize(1, 3, (Decimal(100), Decimal(200))),)
    for tie in (ranks.EACH, ranks.SPLIT):
        facts = ranks.RankFacts(scores, {"a": 2})
        yield from ranks.rank_prizes(ranks.RankPrizes(prizes, tie), facts).values()
    for marks in ([], [True], [True] * 3, [True] * 4, [False]):
        yield awards.held(awards.Held(3, Decimal(300)), marks)
    steps = Bands.above([Band(Decimal(25), FIXED, Decimal(50))])
    for now in (None, Decimal(110), Decimal("133.33")):
        yield awards.growth(awards.Growth(steps), now, Decimal(100))
    for part, whole in ((0, 0), (1, 3), (3, 3)):
        rule = awards.Threshold(Decimal(90), Decimal(100))
        yield awards.threshold(rule, part, whole)
    for value in (Decimal("4.79"), Decimal("4.8")):
        yield awards.figure_reached(Decimal("4.8"), Decimal(100), value)


def _entries():
    yield entry_lines.points(Decimal(-3))
    yield entry_lines.fine(Decimal(50))
    yield entry_lines.award(Decimal(100))
    yield entry_lines.joint(Decimal("1.5"), Decimal("50.05"))
    yield entry_lines.paid_back(Decimal(6000), JUNE, OCTOBER, JUNE, 4)


def _cap():
    rule = cap.Cap()
    owed = [
        cap.Owed(1, Decimal(50), JUNE),
        cap.Owed(2, Decimal(100), JUNE, instalment=Decimal(30)),
        cap.Owed(3, Decimal(5000), JUNE),
        cap.Owed(4, Decimal(2000), JUNE, is_capped=False),
    ]
    for some in (owed[:3], owed[3:]):
        found = cap.take(rule, Decimal(1000), some)
        yield from (cap.carry(rule, found, line) for line in found.lines)
        yield from map(cap.brought, found.open())
    yield cap.shortfall(cap.take(rule, Decimal(-5), []))
    assert cap.shortfall(cap.take(rule, Decimal(5), [])) is None


def _payslips():
    rise = [payslip.Span(1, Decimal(5000), 10), payslip.Span(2, Decimal(6000), 13)]
    yield from payslip.wages(rise, 23)
    yield from payslip.wages(rise[:1], 10)
    yield from payslip.wages(rise[:1], 0)
    pay = payslip.Base(Decimal(4400), 22, Decimal(4400))
    for basis in ("due", "fixed"):
        for days in (Decimal("1.5"), 40):
            one = payslip.Missed("absent", days, Decimal(80))
            yield from (
                outcome
                for _time, outcome in payslip.missed(pay, [one], basis, Decimal(21))
            )
    past = payslip.Base(Decimal(0), 22, Decimal(4400), is_past=True)
    back = payslip.Missed("unpaid", -1, Decimal(100))
    yield from (outcome for _time, outcome in payslip.missed(past, [back]))


MAKERS = (
    *(_ratio, _tiers, _pool, _done, _wage, _merit, _awards, _entries, _cap),
    _payslips,
)
OUTCOMES = [outcome for make in MAKERS for outcome in make()]
each_maker = pytest.mark.parametrize("make", MAKERS)


def test_every_key_is_used():
    made_elsewhere = {"inc.formula.value"}
    assert {outcome.key for outcome in OUTCOMES} == KEYS - made_elsewhere


def test_every_figure_has_a_name_and_a_unit():
    figures = {
        figure
        for outcome in OUTCOMES
        for figure in (*outcome.params, *outcome.values, *outcome.formula)
        if not isinstance(figure, str)
    }
    assert {name for name, _value, _unit in figures} == NAMES
    terms = {value for _name, value, unit in figures if unit == "term"}
    assert terms == TERMS
    assert {unit for *_, unit in figures} == {"", "money", "ratio", "day", "term"}


def test_every_error_is_known():
    found = set()
    for path in FOLDER.glob("*.py"):
        found |= set(re.findall(r'IncentiveError\(\s*"(\w+)"', path.read_text()))
    assert found == ERRORS


@each_maker
def test_every_outcome_can_be_explained(make):
    for outcome in make():
        params, values = (
            [Param(*figure) for figure in with_currency(figures, "CNY")]
            for figures in (outcome.params, outcome.values)
        )
        why = Explanation([Reason("INC-01", outcome.key, (), params, values)])
        assert Explanation.from_json(why.to_json()) == why


@each_maker
def test_every_amount_is_in_cents(make):
    for outcome in make():
        numbers = outcome.amount, outcome.quantity, outcome.rate, outcome.points
        assert all(one is None or type(one) is Decimal for one in numbers)
        if outcome.amount is not None:
            assert str(outcome.amount) == str(cents(outcome.amount))


@each_maker
def test_quantity_times_rate_is_the_amount(make):
    for outcome in make():
        if None not in (outcome.amount, outcome.quantity, outcome.rate):
            product = Fraction(outcome.quantity) * Fraction(outcome.rate)
            assert cents(product) == outcome.amount


@each_maker
def test_every_formula_comes_to_its_amount(make):
    """The screen draws figures and operators; calculated by them alone, it is right
    to the cent (a pool or a shared prize gives the cent left over to one)."""
    for outcome in make():
        assert bool(outcome.formula) == outcome.is_applicable, outcome.key
        if outcome.formula:
            made = outcome.points if outcome.amount is None else outcome.amount
            found, told = calculated(outcome.formula)
            assert told == made
            assert abs(found - made) <= Decimal("0.01"), outcome.key


def test_an_unknown_key_is_refused():
    with pytest.raises(IncentiveError, match="key"):
        Outcome(key="inc.nowhere")


@given(decimals(-(10**9), 10**9, places=6))
def test_what_ends_is_shown_exactly(number):
    assert shown(number) == number


@given(st.fractions(-1000, 1000))
def test_what_does_not_end_is_shown_closely(number):
    assert abs(Fraction(shown(number)) - number) <= Fraction(1, 2 * 10**8)


def test_engines_import_no_odoo():
    for path in FOLDER.glob("*.py"):
        assert not re.search(r"^\s*(import|from) odoo", path.read_text(), re.M)

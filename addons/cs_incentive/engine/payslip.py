"""Payslips: the wage by days, what missed days cost, where each amount stands (INC-31).

Amounts are in the company's currency, what is taken off below 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from .money import Number, cents, divide, exact, not_negative, one_of, percent, positive
from .outcome import DIVIDED, MINUS, TIMES, Outcome, money, number, result, share
from .statement import NOTHING

#: a day's pay: of what the days due are paid; of the month's by a fixed number of days
DUE, FIXED = "due", "fixed"
ABSENT, UNPAID, LEAVE = "absent", "unpaid", "leave"
#: in the order in which they take from the pay
TIMES_MISSED = (ABSENT, UNPAID, LEAVE)


# The wage


class Span(NamedTuple):
    """A part of the month with one wage.

    :param version: id of what the wage stands in
    :param monthly: wage of a whole month
    :param days: working days of the span
    """

    version: int
    monthly: Decimal
    days: Number


def wages(spans: Sequence[Span], of: Number) -> list[Outcome]:
    """The wage of each span by its working days; together exactly what they make.

    >>> rise = [Span(1, Decimal(5000), 10), Span(2, Decimal(6000), 13)]
    >>> [str(part.amount) for part in wages(rise, 23)]
    ['2173.91', '3391.31']

    :param of: working days of the month; none: nothing can be a part of it
    :raise IncentiveError: ``negative``
    """
    not_negative("of", of)
    weights = [
        not_negative("monthly", span.monthly) * not_negative("days", span.days)
        for span in spans
    ]
    if not of or not any(weights):
        return [Outcome(key="pay.wage.none") for _span in spans]
    parts = divide(sum(weights, Fraction(0)) / exact("of", of), weights)
    return [_wage(span, of, part) for span, part in zip(spans, parts, strict=True)]


def _wage(span, of, paid):
    each, amount = money("monthly", span.monthly), money("amount", paid)
    if span.days == of:
        return Outcome(
            key="pay.wage.whole", amount=paid, values=(amount,), formula=(amount,)
        )
    days, all_days = number("days", span.days, "day"), number("of", of, "day")
    return Outcome(
        key="pay.wage.part",
        amount=paid,
        values=(each, days, all_days, amount),
        formula=(each, TIMES, days, DIVIDED, all_days, *result(paid)),
    )


# Days missed


@dataclass(frozen=True, slots=True)
class Base:
    """What a missed day is a part of.

    :param paid: base pay of the days due, to the cent
    :param due: days due, missed ones among them
    :param monthly: base pay of a whole month
    :param is_past: of a month that was paid before; then nothing limits what is taken
    """

    paid: Decimal
    due: Number
    monthly: Decimal
    is_past: bool = False


class Missed(NamedTuple):
    """:param time: one of :data:`TIMES_MISSED`
    :param days: below 0: they were taken off before and are given back
    :param taken: per cent of a day's pay
    """

    time: str
    days: Number
    taken: Decimal


def missed(
    base: Base, days: Iterable[Missed], basis: str = DUE, of: Number = 1
) -> list[tuple[str, Outcome]]:
    """What missed days cost, in the order of :data:`TIMES_MISSED`; together never more
    than the base pay of the month.

    >>> pay = Base(Decimal(4400), 22, Decimal(4400))
    >>> [(time, outcome)] = missed(pay, [Missed(ABSENT, Decimal("1.5"), Decimal(100))])
    >>> str(outcome.amount)
    '-300.00'
    >>> [(_, outcome)] = missed(
    ...     pay, [Missed(ABSENT, 1, Decimal(100))], FIXED, Decimal("21.75"))
    >>> str(outcome.amount)
    '-202.30'

    :param of: for a fixed number: the paid days of a month
    :raise IncentiveError: ``choice``; ``negative``; ``percent``; ``not_positive``
    """
    one_of("basis", basis, (DUE, FIXED))
    not_negative("paid", base.paid)
    left, found = base.paid, []
    ordered = sorted(days, key=lambda one: TIMES_MISSED.index(_checked(one).time))
    for one in ordered:
        outcome = _taken(base, one, basis, of, left)
        if outcome is not None:
            found.append((one.time, outcome))
            left += outcome.amount
    return found


def _checked(one):
    one_of("time", one.time, TIMES_MISSED)
    percent("taken", one.taken)
    return one


def _taken(base, one, basis, of, left):
    whole, parts, unit = (
        (base.monthly, of, "paid_days")
        if basis == FIXED
        else (base.monthly if base.is_past else base.paid, base.due, "due")
    )
    if not exact("days", one.days) or not one.taken or not exact("due", parts):
        return None
    cost = (
        not_negative("base", whole)
        * exact("days", one.days)
        * percent("taken", one.taken)
        / positive(unit, parts)
    )
    amount = cents(-cost)
    is_limited = not base.is_past and -amount > left
    if is_limited:
        amount = cents(-left)
    figures = (
        money("base", whole),
        number("missed", one.days, "day"),
        number(unit, parts, "day"),
        share("taken_rate", percent("taken", one.taken)),
    )
    if is_limited:
        return Outcome(
            key="pay.missed.limited",
            amount=amount,
            values=(*figures, money("amount", amount)),
            formula=(money("amount", amount),),
        )
    each, days, all_days, rate = figures
    return Outcome(
        key="pay.missed.back" if one.days < 0 else f"pay.missed.{basis}",
        amount=amount,
        values=(*figures, money("amount", amount)),
        formula=(
            *(MINUS, each, TIMES, days, DIVIDED, all_days, TIMES, rate),
            *result(amount),
        ),
    )


# Where each amount stands


class Input(NamedTuple):
    """An amount that arrives under a code.

    :param section: of the statement; "": entered by payroll
    """

    code: str
    section: str
    name: str
    amount: Decimal
    count: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that places amounts.

    :param kind: ``wage``, ``time``, ``input``, ``rest`` or ``total``
    :param of: which time, section or total
    :param counts: ``gross``, ``net`` (withheld from it) or ``none``
    """

    id: int
    code: str
    kind: str
    of: str = ""
    counts: str = "none"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person's slip is made of.

    :param version: id of the contract that lines without an own one belong to
    :param wages: (version, outcome)
    :param missed: (time, version, outcome)
    :param inputs: code -> Input
    """

    version: int
    wages: Sequence[tuple[int, Outcome]] = ()
    missed: Sequence[tuple[str, int, Outcome]] = ()
    inputs: Mapping[str, Input] = field(default_factory=dict)


class Line(NamedTuple):
    """:param name: None: that of the rule
    :param outcome: why; None: the inputs of the code say it
    """

    rule: Rule
    code: str
    name: str | None
    version: int
    amount: Decimal
    outcome: Outcome | None = None


def lines(rules: Sequence[Rule], facts: Facts) -> list[Line]:
    """The lines of a slip in the order of its rules; no amount is lost or placed twice.

    >>> rules = [Rule(1, "BASE", "input", counts="gross"),
    ...          Rule(2, "REST", "rest", "award", "gross"),
    ...          Rule(3, "TAX", "input", counts="net"), Rule(4, "NET", "total", "net")]
    >>> found = lines(rules, Facts(7, inputs={
    ...     "BASE": Input("BASE", "earning", "Base", Decimal(3800)),
    ...     "STAR": Input("STAR", "award", "Star", Decimal(50)),
    ...     "TAX": Input("TAX", "", "Tax", Decimal(-45))}))
    >>> [(line.code, str(line.amount)) for line in found]
    [('BASE', '3800'), ('STAR', '50'), ('TAX', '-45'), ('NET', '3805.00')]
    """
    placed, found = placed_codes(rules), []
    for rule in rules:
        if rule.kind == "total":
            found.append(total_line(rule, found, facts))
        else:
            found += lines_of(rule, facts, placed)
    return found


def placed_codes(rules: Iterable[Rule]) -> set[str]:
    """Codes that have a rule of their own."""
    return {rule.code for rule in rules if rule.kind == "input"}


def lines_of(rule: Rule, facts: Facts, placed: set[str]) -> list[Line]:
    """What a rule, but for a total, brings to the slip; lines of nothing are left out.

    :param placed: see :func:`placed_codes`
    """
    if rule.kind == "wage":
        found = [(rule.code, None, *one) for one in facts.wages]
    elif rule.kind == "time":
        found = [
            (rule.code, None, *one[1:]) for one in facts.missed if one[0] == rule.of
        ]
    else:
        return _input_lines(rule, facts, placed)
    return [
        Line(rule, code, name, version, outcome.amount, outcome)
        for code, name, version, outcome in found
        if outcome.amount
    ]


def _input_lines(rule, facts, placed):
    if rule.kind == "input":
        one = facts.inputs.get(rule.code)
        found = [(one, None)] if one else []
    else:
        found = [
            (one, one.name)
            for code, one in sorted(facts.inputs.items())
            if one.section == rule.of and code not in placed
        ]
    return [
        Line(rule, one.code, name, facts.version, one.amount)
        for one, name in found
        if one.amount
    ]


def total_line(rule: Rule, before: Iterable[Line], facts: Facts) -> Line:
    """Gross: all that counts to it; net: gross and what is withheld from it."""
    counted = ("gross",) if rule.of == "gross" else ("gross", "net")
    amount = sum(
        (line.amount for line in before if line.rule.counts in counted), NOTHING
    )
    return Line(rule, rule.code, None, facts.version, amount)


def unplaced(rules: Iterable[Rule], facts: Facts) -> list[Input]:
    """Amounts that no rule of the structure brings to the slip."""
    rules = list(rules)
    placed = placed_codes(rules)
    rest = {rule.of for rule in rules if rule.kind == "rest"}
    return [
        one
        for code, one in sorted(facts.inputs.items())
        if one.amount and code not in placed and one.section not in rest
    ]

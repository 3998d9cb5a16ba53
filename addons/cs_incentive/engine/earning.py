"""Earnings: public pool, events, service points, quarters (INC-02 to INC-05)."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

from .money import (
    IncentiveError,
    Number,
    cents,
    divide,
    exact,
    not_negative,
    one_of,
    percent,
)
from .months import settled_quarter
from .outcome import (
    CLOSE,
    DIVIDED,
    MINUS,
    OPEN,
    PLUS,
    TIMES,
    Outcome,
    count,
    money,
    number,
    result,
    share,
    shown,
)

NOTHING, NEGATIVE = "nothing", "negative"


@dataclass(frozen=True, slots=True)
class Pool:
    """INC-02.

    :param rate: per cent of the public sales
    :param by_days: shares by days present; else the same for every head
    """

    rate: Decimal
    by_days: bool = False


@dataclass(frozen=True, slots=True)
class PoolFacts:
    """:param days: person -> days present, in the month, of all in the group"""

    total: Decimal
    days: Mapping[Hashable, Number]


def pool(params: Pool, facts: PoolFacts) -> dict[Hashable, Outcome]:
    """INC-02: public sales × rate, divided among the group to the cent.

    >>> facts = PoolFacts(Decimal(312000), {who: 21 for who in range(12)})
    >>> pool(Pool(Decimal("0.5")), facts)[0].amount
    Decimal('130.00')

    :param facts: whose people can be put in order, so that a cent left over always
        goes to the same one
    """
    rate = percent("rate", params.rate)
    people = sorted(facts.days)
    weights = [
        not_negative("days", facts.days[who] if params.by_days else 1) for who in people
    ]
    whole = sum(weights, Fraction(0))
    if not whole:
        return {who: Outcome(key="inc.pool.nobody") for who in people}
    amounts = divide(exact("total", facts.total) * rate, weights)
    # Who has the same days, or the same head, gets the same but for a cent left over.
    outcome = cache(partial(_pool_share, params, facts.total, len(people), whole))
    shares = zip(people, weights, amounts, strict=True)
    return {who: outcome(weight, amount) for who, weight, amount in shares}


def _pool_share(params, total, people, weights, weight, amount):
    base, rate = money("base", total), share("rate", Fraction(params.rate) / 100)
    start = (base, TIMES, rate)
    if params.by_days:
        own, all_days = number("days", weight, "day"), number("of", weights, "day")
        shared, formula = (own, all_days), (*start, TIMES, own, DIVIDED, all_days)
    else:
        shared = (count("people", people),)
        formula = (*start, DIVIDED, *shared)
    return Outcome(
        key="inc.pool.days" if params.by_days else "inc.pool.equal",
        amount=amount,
        quantity=shown(weight),
        params=(rate,),
        values=(base, rate, *shared, money("amount", amount)),
        formula=(*formula, *result(amount)),
    )


@dataclass(frozen=True, slots=True)
class PerEvent:
    """INC-03, INC-27: an amount for each; negative for a deduction."""

    each: Decimal


def per_event(params: PerEvent, events: Number | None) -> Outcome:
    """INC-03: so much for each contract.

    >>> per_event(PerEvent(Decimal(50)), 3).amount
    Decimal('150.00')
    """
    if events is None:
        return Outcome(key="inc.event.none")
    number_of = not_negative("events", events)
    each = money("each", params.each)
    amount = cents(number_of * exact("each", params.each))
    events = number("events", number_of)
    return Outcome(
        key="inc.event.count",
        amount=amount,
        quantity=shown(number_of),
        rate=shown(params.each),
        params=(each,),
        values=(events, each, money("amount", amount)),
        formula=(events, TIMES, each, *result(amount)),
    )


@dataclass(frozen=True, slots=True)
class PointsAbove:
    """INC-04.

    :param base: points that are part of the wage
    :param each: for each point above
    :param incident: points for a safety incident, 0 or less
    :param below: ``nothing`` or ``negative`` (a deduction) for points that are missing
    """

    base: Decimal
    each: Decimal
    incident: Decimal = Decimal(0)
    below: str = NOTHING

    def __post_init__(self):
        one_of("below", self.below, (NOTHING, NEGATIVE))
        not_negative("base", self.base)
        not_negative("each", self.each)
        if exact("incident", self.incident) > 0:
            raise IncentiveError("incident", value=self.incident)


@dataclass(frozen=True, slots=True)
class PointsFacts:
    """:param points: service points of the month; None: no figure"""

    points: Number | None
    incidents: int = 0


def points_above(params: PointsAbove, facts: PointsFacts) -> Outcome:
    """INC-04: points above the base, incidents taken off before.

    >>> rule = PointsAbove(Decimal(17), Decimal(270), Decimal(-2))
    >>> [str(points_above(rule, PointsFacts(Decimal(points))).amount)
    ...  for points in ("16.99", "17.00", "17.01", "20")]
    ['0.00', '0.00', '2.70', '810.00']
    >>> points_above(rule, PointsFacts(Decimal(20), 1)).amount
    Decimal('270.00')
    """
    if facts.points is None:
        return Outcome(key="inc.points.none")
    incidents = not_negative("incidents", facts.incidents)
    total = exact("points", facts.points) + incidents * Fraction(params.incident)
    above = total - Fraction(params.base)
    where = "above" if above > 0 else "base"
    if above < 0 and params.below == NEGATIVE:
        where = "below"
    paid = Fraction(0) if where == "base" else above
    amount = cents(paid * Fraction(params.each))
    base, each = number("base_points", params.base), money("each", params.each)
    incident = number("incident_points", params.incident)
    return Outcome(
        key=f"inc.points.{where}",
        amount=amount,
        quantity=shown(paid),
        rate=shown(params.each),
        params=(base, each, incident),
        values=(
            number("points", facts.points),
            number("incidents", incidents),
            number("points_total", total),
            number("points_paid", paid),
            base,
            each,
            money("amount", amount),
        ),
        formula=_points_formula(params, facts, where, amount),
    )


def _points_formula(params, facts, where, amount):
    if where == "base":
        return (money("amount", amount),)
    off = ()
    if facts.incidents:
        incident = number("incident_points", -params.incident)
        off = (MINUS, number("incidents", facts.incidents), TIMES, incident)
    rest = (MINUS, number("base_points", params.base), CLOSE, TIMES)
    each = money("each", params.each)
    points = number("points", facts.points)
    return (OPEN, points, *off, *rest, each, *result(amount))


@dataclass(frozen=True, slots=True)
class QuarterRate:
    """INC-05: :param rate: per cent of what was sold in a quarter"""

    rate: Decimal


@dataclass(frozen=True, slots=True)
class QuarterFacts:
    """:param month: the month of the statement
    :param sold: month -> sold, of the quarter before; None: nothing of this person
    """

    month: date
    sold: Mapping[date, Decimal | None]


def quarter_rate(params: QuarterRate, facts: QuarterFacts) -> Outcome:
    """INC-05: paid in January, April, July and October for the three months before.

    >>> sold = {date(2026, month, 1): Decimal(1000) for month in (7, 8, 9)}
    >>> rule = QuarterRate(Decimal(3))
    >>> quarter_rate(rule, QuarterFacts(date(2026, 10, 1), sold)).amount
    Decimal('90.00')
    >>> quarter_rate(rule, QuarterFacts(date(2026, 11, 1), {})).key
    'inc.quarter.not_due'

    :raise IncentiveError: ``quarter``: not told of exactly these months
    """
    rate = percent("rate", params.rate)
    months = settled_quarter(facts.month)
    if not months:
        return Outcome(key="inc.quarter.not_due")
    if set(facts.sold) != set(months):
        raise IncentiveError("quarter", month=facts.month)
    sold = [facts.sold[month] for month in months]
    if all(amount is None for amount in sold):
        return Outcome(key="inc.quarter.none")
    parts = [exact("sold", amount or 0) for amount in sold]
    amount = cents(sum(parts) * rate)
    figures = [money(f"sold_{place}", part) for place, part in enumerate(parts, 1)]
    total, rate = money("base", sum(parts)), share("rate", rate)
    one, two, three = figures
    return Outcome(
        key="inc.quarter.paid",
        amount=amount,
        quantity=shown(sum(parts)),
        rate=shown(rate[1]),
        params=(rate,),
        values=(
            *figures,
            total,
            rate,
            ("first_month", months[0], ""),
            ("last_month", months[-1], ""),
            money("amount", amount),
        ),
        formula=(
            *(OPEN, one, PLUS, two, PLUS, three, CLOSE),
            *(TIMES, rate),
            *result(amount),
        ),
    )

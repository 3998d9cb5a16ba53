"""Rates by a ratio, and bands over an amount (INC-01, INC-07)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from .bands import FIXED, RATE, STEP, WHOLE, Bands
from .money import IncentiveError, Number, cents, exact, not_negative, one_of
from .outcome import PLUS, TIMES, Outcome, money, number, result, share, shown, term


@dataclass(frozen=True, slots=True)
class RatioRate:
    """INC-01.

    :param bands: over the ratio in per cent; ``rate`` or ``fixed``
    :param at_edge: the band of a ratio exactly at an edge: ``higher`` or ``lower``
    :param reading: only ``whole``: what lies above a ratio is no part of the sales
    """

    bands: Bands
    at_edge: str = "higher"
    reading: str = WHOLE

    def __post_init__(self):
        one_of("at_edge", self.at_edge, ("higher", "lower"))
        if self.reading != WHOLE:
            raise IncentiveError("ratio_marginal")
        if any(row.kind == STEP for row in self.bands.rows):
            raise IncentiveError("ratio_step")


@dataclass(frozen=True, slots=True)
class RatioFacts:
    """:param base: own sales; None: no figure
    :param part: deals
    :param whole: inquiries
    """

    base: Decimal | None
    part: Number
    whole: Number


def rate_by_ratio(params: RatioRate, facts: RatioFacts) -> Outcome:
    """INC-01: the conversion decides the rate of all own sales.

    >>> from .bands import Band
    >>> one, more = Decimal(1), Decimal("1.5")
    >>> bands = Bands((Band(None, RATE, one), Band(Decimal(70), RATE, more)))
    >>> sales = Decimal(86400)
    >>> rate_by_ratio(RatioRate(bands), RatioFacts(sales, 356, 500)).amount
    Decimal('1296.00')
    >>> rate_by_ratio(RatioRate(bands, "lower"), RatioFacts(sales, 350, 500)).amount
    Decimal('864.00')

    :raise IncentiveError: ``negative``: deals or inquiries
    """
    part = not_negative("part", facts.part)
    whole = not_negative("whole", facts.whole)
    counted = (number("part", part), number("whole", whole))
    if facts.base is None or not whole:
        return Outcome(key="inc.ratio.none", values=counted)
    found = params.bands.find(100 * part / whole, params.at_edge)
    read = params.bands.rows[found].read(exact("base", facts.base), Fraction(0))
    where, edge = _edge(params, found)
    return _paid(
        f"inc.ratio.{where}",
        read,
        params=(*edge, term("at_edge", f"inc.at_edge.{params.at_edge}")),
        values=(*counted, share("ratio", part / whole), *edge),
    )


def _edge(params, found):
    """Which edge the sentence speaks of: the one that was reached, or missed."""
    rows = params.bands.rows
    if len(rows) == 1:
        return "any", ()
    words = {"higher": ("below", "from"), "lower": ("upto", "over")}[params.at_edge]
    edge = Fraction(rows[max(found, 1)].low) / 100
    return words[bool(found)], (share("edge", edge),)


def _paid(key, read, params=(), values=()):
    """An outcome of one band, with its formula."""
    band, amount = read.band, cents(read.raw)
    if band.kind == FIXED:
        return Outcome(
            key=key,
            amount=amount,
            params=(*params, money("fixed", band.value)),
            values=(*values, money("amount", amount)),
            formula=(money("amount", amount),),
        )
    is_rate = band.kind == RATE
    each, rate, size = _each(band)
    base = money("base", read.quantity) if is_rate else number("steps", read.quantity)
    return Outcome(
        key=key,
        amount=amount,
        quantity=shown(read.quantity),
        rate=each,
        params=(*params, *size, rate),
        values=(*values, base, rate, money("amount", amount)),
        formula=(base, TIMES, rate, *result(amount)),
    )


@lru_cache(maxsize=256)
def _each(band):
    """What a band gives for each; few bands, many people.

    :return: rate, its figure, figures of the size of a step
    """
    if band.kind == RATE:
        each = Fraction(band.value) / 100
        return shown(each), share("rate", each), ()
    size = (money("step", band.step),)
    return shown(band.value), money("step_amount", band.value), size


@dataclass(frozen=True, slots=True)
class Tiers:
    """INC-07: bands over an amount, read ``whole`` or ``marginal``."""

    bands: Bands
    reading: str = WHOLE


def tiers(params: Tiers, amount: Decimal | None) -> Outcome:
    """INC-07: bands over an amount. Marginal, as taxes are: 1 % to 10 000, then 2 %:

    >>> from .bands import MARGINAL, Band
    >>> one, two = Decimal(1), Decimal(2)
    >>> bands = Bands((Band(None, RATE, one), Band(Decimal(10000), RATE, two)))
    >>> tiers(Tiers(bands, MARGINAL), Decimal(15000)).amount
    Decimal('200.00')
    >>> tiers(Tiers(bands), Decimal(15000)).amount
    Decimal('300.00')
    """
    if amount is None:
        return Outcome(key="inc.bands.none")
    parts = params.bands.read(amount, params.reading)
    base = money("base", amount)
    if len(parts) == 1:
        (read,) = parts
        from_ = ("low", read.band.low and cents(read.band.low), "money")
        return _paid(
            f"inc.bands.{read.band.kind}",
            read,
            (from_,),
            (base,) if read.band.kind != RATE else (),
        )
    total = cents(sum((read.raw for read in parts), Fraction(0)))
    pieces = [_piece(read) for read in parts if read.raw]
    formula = [mark for piece in pieces for mark in (PLUS, *piece)][1:]
    return Outcome(
        key="inc.bands.marginal",
        amount=total,
        values=(base, money("amount", total)),
        formula=(*formula, *result(total)) if formula else (money("amount", total),),
    )


def _piece(read):
    if read.band.kind == FIXED:
        return (money("fixed", read.raw),)
    if read.band.kind == RATE:
        rate = Fraction(read.band.value) / 100
        return money("base_part", read.quantity), TIMES, share("rate", rate)
    steps = number("steps", read.quantity)
    return steps, TIMES, money("step_amount", read.band.value)

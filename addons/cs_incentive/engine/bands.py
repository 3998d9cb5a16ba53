"""Tables of bands over a figure (INC-01, INC-07, INC-13).

Bands are half open: one holds from its ``low`` up to, but without, the next.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from .money import IncentiveError, Number, exact, one_of, positive

RATE, FIXED, STEP = "rate", "fixed", "step"
KINDS = (RATE, FIXED, STEP)
WHOLE, MARGINAL = "whole", "marginal"
READINGS = (WHOLE, MARGINAL)


@dataclass(frozen=True, slots=True)
class Band:
    """One row of a table.

    :param low: where it begins; None: from below, only for the first
    :param kind: ``rate``: per cent of the figure; ``fixed``: an amount; ``step``: an
        amount for each full step above ``low``
    :param value: per cent or amount
    :param step: size of a step
    """

    low: Decimal | None
    kind: str
    value: Decimal
    step: Decimal | None = None

    def __post_init__(self):
        one_of("kind", self.kind, KINDS)
        exact("value", self.value)
        if self.low is not None:
            exact("low", self.low)
        if self.kind == STEP:
            positive("step", 0 if self.step is None else self.step)

    def read(self, figure: Fraction, above: Fraction) -> "Part":
        """:param above: how far the figure is above ``low``"""
        if self.kind == RATE:
            return Part(self, figure, figure * Fraction(self.value) / 100)
        if self.kind == FIXED:
            return Part(self, Fraction(1), Fraction(self.value))
        steps = Fraction(max(above // Fraction(self.step), 0))
        return Part(self, steps, steps * Fraction(self.value))


@dataclass(frozen=True, slots=True)
class Part:
    """What one band adds; not yet rounded.

    :param quantity: the figure (``rate``), the steps (``step``), or 1
    """

    band: Band
    quantity: Fraction
    raw: Fraction


@dataclass(frozen=True, slots=True)
class Bands:
    """A whole table, with an answer for every figure.

    INC-07, 100 for each 2 000 above 10 000:

    >>> table = Bands.above([Band(Decimal(10000), STEP, Decimal(100), Decimal(2000))])
    >>> [int(sum(part.raw for part in table.read(Decimal(sales))))
    ...  for sales in ("9999", "10000", "11999.99", "12000", "14000")]
    [0, 0, 0, 100, 200]

    :raise IncentiveError: ``bands_empty``; ``bands_start``: the first band has a
        ``low``, so figures below it have no answer; ``bands_open``: another has none;
        ``bands_twice``, ``bands_order``: two begin at the same, or go down
    """

    rows: tuple[Band, ...]
    #: where the bands after the first begin
    lows: tuple[Fraction, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        if not self.rows:
            raise IncentiveError("bands_empty")
        if self.rows[0].low is not None:
            raise IncentiveError("bands_start", low=self.rows[0].low)
        if any(row.low is None for row in self.rows[1:]):
            raise IncentiveError("bands_open")
        for before, after in pairwise(self.rows[1:]):
            if after.low == before.low:
                raise IncentiveError("bands_twice", low=after.low)
            if after.low < before.low:
                raise IncentiveError("bands_order", low=after.low)
        lows = tuple(Fraction(row.low) for row in self.rows[1:])
        object.__setattr__(self, "lows", lows)

    @classmethod
    def above(cls, rows: Iterable[Band]) -> "Bands":
        """The table that says: nothing below the first row."""
        return cls((Band(None, FIXED, Decimal(0)), *rows))

    def find(self, figure: Number, at_edge: str = "higher") -> int:
        """Index of the band of a figure.

        :param at_edge: to which band a figure exactly at ``low`` belongs: ``higher``
            (half open, as everywhere) or ``lower``
        """
        one_of("at_edge", at_edge, ("higher", "lower"))
        bisect = bisect_right if at_edge == "higher" else bisect_left
        return bisect(self.lows, exact("figure", figure))

    def read(self, figure: Number, reading: str = WHOLE) -> tuple[Part, ...]:
        """What the table gives for a figure.

        :param reading: ``whole``: the band of the figure counts for all of it;
            ``marginal``: each band for the part of the figure that lies in it, amounts
            (``fixed``) from the band's beginning on
        :raise IncentiveError: ``bands_marginal``: read in parts, yet a band begins
            below 0
        """
        one_of("reading", reading, READINGS)
        figure = exact("figure", figure)
        found = self.find(figure)
        if reading == WHOLE:
            row = self.rows[found]
            return (row.read(figure, figure - Fraction(row.low or 0)),)
        lows = [Fraction(row.low or 0) for row in self.rows]
        if min(lows) < 0:
            raise IncentiveError("bands_marginal", low=self.rows[1].low)
        ends = [*lows[1 : found + 1], figure]
        parts = zip(self.rows, lows, ends, strict=False)
        return tuple(row.read(end - low, end - low) for row, low, end in parts)

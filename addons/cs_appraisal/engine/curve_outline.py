"""A curve as a line to draw."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil

from .curve import LINEAR, STEP, Curve, points


@dataclass(frozen=True, slots=True)
class Outline:
    """:param line: (figure, points) from left to right
    :param low, high: first and last figure shown
    :param top: highest points shown
    """

    line: tuple[tuple[Fraction, Decimal], ...]
    low: Fraction
    high: Fraction
    top: Decimal


def outline(curve: Curve, sample: Fraction | None = None) -> Outline:
    """The part of a curve that says something, the sample included.

    >>> line = Curve(kind="linear", full=Decimal(10), target=Fraction(8))
    >>> [(str(x), str(y)) for x, y in outline(line).line]
    [('0', '0.00'), ('8', '10.00'), ('10', '10.00')]
    """
    turns = _turns(curve)
    margin = Fraction(turns[-1] - turns[0]) / 4
    # Most figures are never negative; below 0 only where the curve says something.
    low, high = min(max(turns[0] - margin, 0), turns[0]), turns[-1] + margin
    if sample is not None:
        low, high = min(low, sample), max(high, sample)
    figures = sorted({low, *turns, high})
    if curve.kind == STEP:
        line = _stairs(curve, figures)
    else:
        line = [(value, points(curve, value)) for value in figures]
    top = max([curve.full, *(got for _value, got in line)])
    return Outline(tuple(line), low, high, top)


def _turns(curve):
    """Figures at which the curve changes, ascending, two at least."""
    if curve.kind == STEP:
        turns = [step.value for step in curve.steps]
    elif curve.kind == LINEAR:
        turns = sorted((curve.start, curve.target))
    else:
        turns = [0, ceil(abs(Fraction(curve.full) / Fraction(curve.each or 1)))]
        turns = [Fraction(turn) for turn in turns]
    return turns if len(turns) > 1 else [turns[0], turns[0] + 1]


def _stairs(curve, figures):
    line = [(figures[0], points(curve, figures[0]))]
    for before, value in pairwise(figures):
        line.append((value, points(curve, before)))
        line.append((value, points(curve, value)))
    return line

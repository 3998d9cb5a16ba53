"""How a figure becomes points (APP-03). Figures are Fractions, points Decimals."""

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .steps import Step

STEP, LINEAR, UNIT = "step", "linear", "unit"


def rounded(value: Fraction) -> Decimal:
    """Two decimals, half up: the one place where points are rounded.

    >>> rounded(Fraction(1, 8)), rounded(Fraction(1, 3)), rounded(Fraction(13))
    (Decimal('0.13'), Decimal('0.33'), Decimal('13.00'))
    """
    above, below = value.numerator, value.denominator
    return Decimal((200 * above + below) // (2 * below)).scaleb(-2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """From figures to points; never below 0, and at most ``full`` where it is capped.

    :param kind: ``step``: a table of half-open bands; ``linear``: straight from
        (``start``, ``start_points``) to (``target``, ``full``), flat outside; less is
        better where the target is below the start; ``unit``: ``each`` point a unit,
        counted down from the full score where it is negative
    :param full: full score of the item
    """

    kind: str
    full: Decimal
    steps: tuple[Step, ...] = ()
    start: Fraction = Fraction(0)
    start_points: Decimal = Decimal(0)
    target: Fraction = Fraction(0)
    each: Decimal = Decimal(0)
    is_capped: bool = True

    def __post_init__(self):
        if self.kind not in (STEP, LINEAR, UNIT):
            raise ValueError(f"unknown curve {self.kind!r}")
        if not self.full > 0:
            raise ValueError("the full score is above 0")
        if self.kind == STEP and not self.steps:
            raise ValueError("no steps")
        if self.kind == LINEAR and self.start == self.target:
            raise ValueError("a line needs two figures")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a curve says about a figure, for the explanation.

    :param raw: points before the limits and before rounding
    :param step: index of the step that holds; None for other curves
    :param limit: ``full``: cut at the full score; ``zero``: raised to 0; or empty
    """

    points: Decimal
    raw: Fraction
    step: int | None = None
    limit: str = ""


def read(curve: Curve, value: Fraction) -> Reading:
    """The points for a figure, and how they came about."""
    step = None
    if curve.kind == STEP:
        starts = [one.value for one in curve.steps]
        step = max(bisect_right(starts, value) - 1, 0)
        raw = Fraction(curve.steps[step].points)
    elif curve.kind == LINEAR:
        raw = _on_line(curve, value)
    else:
        base = curve.full if curve.each < 0 else 0
        raw = Fraction(base) + Fraction(curve.each) * value
    limit = ""
    if raw < 0:
        limit = "zero"
    elif curve.is_capped and raw > curve.full:
        limit = "full"
    within = {"zero": Fraction(0), "full": Fraction(curve.full)}.get(limit, raw)
    return Reading(rounded(within), raw, step, limit)


def points(curve: Curve, value: Fraction) -> Decimal:
    """The points for a figure.

    APP-03: target 10 sets in the month, one point each, not capped; 13 sold:

    >>> sets = Curve(kind=UNIT, full=Decimal(10), each=Decimal(1), is_capped=False)
    >>> points(sets, Fraction(13))
    Decimal('13.00')

    The first reply after 20 minutes, 5 or less being the target and 60 nothing:

    >>> reply = Curve(
    ...     kind=LINEAR, full=Decimal(10), start=Fraction(60), target=Fraction(5)
    ... )
    >>> [str(points(reply, Fraction(minutes))) for minutes in (5, 20, 90)]
    ['10.00', '7.27', '0.00']
    """
    return read(curve, value).points


def _on_line(curve, value):
    low, high = sorted((curve.start, curve.target))
    value = min(max(value, low), high)
    first, last = Fraction(curve.start_points), Fraction(curve.full)
    rise = (last - first) / (curve.target - curve.start)
    return first + (value - curve.start) * rise

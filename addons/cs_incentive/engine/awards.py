"""Awards: months in a row, growth, thresholds (INC-11, INC-13, INC-14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .bands import FIXED, Bands
from .money import IncentiveError, Number, exact, not_negative, percent
from .outcome import (
    Outcome,
    count,
    money,
    number,
    share,
)


def running(marks: Iterable[bool | None]) -> int:
    """Months in a row up to the last one; a month left out (None) neither breaks nor
    extends.

    >>> running([True, None, True]), running([True, False, True])
    (2, 1)
    """
    months = 0
    for mark in marks:
        if mark is not None:
            months = months + 1 if mark else 0
    return months


@dataclass(frozen=True, slots=True)
class Held:
    """INC-11, INC-14.

    :param months: months in a row
    :param repeats: again after as many more months; else once in a run
    """

    months: int
    amount: Decimal
    repeats: bool = False

    def __post_init__(self):
        not_negative("award", self.amount)
        if not isinstance(self.months, int) or self.months < 1:
            raise IncentiveError("months", value=self.months)


def held(params: Held, marks: Iterable[bool | None]) -> Outcome:
    """Once for so many months in a row: three months first running, or the service
    standard held (INC-11, INC-14).

    >>> rule = Held(3, Decimal(200))
    >>> [str(held(rule, [True] * months).amount) for months in (2, 3, 4, 6)]
    ['0.00', '200.00', '0.00', '0.00']

    :param marks: a month each, oldest first, this one last
    """
    marks = list(marks)
    months = running(marks)
    award, needed = money("award", params.amount), count("months", params.months)
    told = (award, needed)
    if not marks or marks[-1] is None:
        return Outcome(key="inc.held.left_out", params=told)
    full, rest = divmod(months, params.months)
    is_due = bool(full) and not rest and (full == 1 or params.repeats)
    key = "reached" if is_due else "broken" if not months else "running"
    if full and not is_due and not params.repeats:
        key = "paid"
    end = money("amount", params.amount if is_due else 0)
    return Outcome(
        key=f"inc.held.{key}",
        amount=end[1],
        params=told,
        values=(count("running", months), needed, end),
        formula=(end,),
    )


@dataclass(frozen=True, slots=True)
class Growth:
    """INC-13: :param bands: over the growth in per cent; amounts only"""

    bands: Bands

    def __post_init__(self):
        if any(row.kind != FIXED for row in self.bands.rows):
            raise IncentiveError("growth_amounts")


def growth(params: Growth, now: Number | None, before: Number | None) -> Outcome:
    """INC-13: growth of the team against the month before; for each of the team.

    >>> from .bands import Band
    >>> steps = ((25, 50), (50, 100))
    >>> rule = Growth(Bands.above(
    ...     Band(Decimal(low), FIXED, Decimal(amount)) for low, amount in steps
    ... ))
    >>> [str(growth(rule, Decimal(now), 10000).amount)
    ...  for now in ("12499", "12500", "14999", "15000")]
    ['0.00', '50.00', '50.00', '100.00']
    >>> growth(rule, Decimal(5000), 0).amount is None
    True
    """
    if now is None or before is None or exact("before", before) <= 0:
        return Outcome(key="inc.growth.none")
    rise = exact("now", now) / Fraction(before) - 1
    rows = params.bands.rows
    found = params.bands.find(100 * rise)
    end = money("amount", rows[found].value)
    # Below the first step the sentence names the step that was missed.
    row = rows[min(max(found, 1), len(rows) - 1)]
    edge = share("edge", Fraction(row.low or 0) / 100)
    return Outcome(
        key="inc.growth.reached" if end[1] else "inc.growth.below",
        amount=end[1],
        params=(edge, money("award", row.value)),
        values=(
            money("sales", now),
            money("sales_before", before),
            share("growth", rise),
            edge,
            end,
        ),
        formula=(end,),
    )


@dataclass(frozen=True, slots=True)
class Threshold:
    """INC-14.

    :param at_least: share needed, in per cent
    :param least_count: of fewer (ratings) no share is taken
    """

    at_least: Decimal
    amount: Decimal
    least_count: int = 1


def threshold(params: Threshold, part: Number, whole: Number) -> Outcome:
    """INC-14: best service for who reaches the satisfaction.

    >>> rule = Threshold(Decimal(90), Decimal(100))
    >>> [str(threshold(rule, good, 1000).amount) for good in (899, 900)]
    ['0.00', '100.00']
    """
    needed = percent("at_least", params.at_least)
    not_negative("award", params.amount)
    part, whole = not_negative("part", part), not_negative("whole", whole)
    told = (share("at_least", needed), money("award", params.amount))
    if not whole or whole < params.least_count:
        return Outcome(key="inc.threshold.none", params=told)
    has_reached = part / whole >= needed
    end = money("amount", params.amount if has_reached else 0)
    return Outcome(
        key="inc.threshold." + ("reached" if has_reached else "below"),
        amount=end[1],
        params=told,
        values=(
            number("part", part),
            number("whole", whole),
            share("ratio", part / whole),
            told[0],
            end,
        ),
        formula=(end,),
    )


def figure_reached(needed: Number, amount: Decimal, value: Number) -> Outcome:
    """INC-14: an award from a figure on, an average say, that is no share.

    >>> paid = [figure_reached(Decimal("4.8"), Decimal(100), Decimal(value)).amount
    ...         for value in ("4.79", "4.8")]
    >>> [str(amount) for amount in paid]
    ['0.00', '100.00']
    """
    not_negative("award", amount)
    has_reached = exact("value", value) >= exact("needed", needed)
    end = money("amount", amount if has_reached else 0)
    least = number("needed", needed)
    return Outcome(
        key="inc.figure." + ("reached" if has_reached else "below"),
        amount=end[1],
        params=(least, money("award", amount)),
        values=(number("value", value), least, end),
        formula=(end,),
    )

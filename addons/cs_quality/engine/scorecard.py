"""What a reviewed conversation (HD-32) or an inspected person (HD-30) is worth.

Items are met or not, or scored from 0 to so many points; their weights make 100. What
does not apply leaves its weight to the others. A knock-out item (一票否决) that is not
met makes the whole score 0, whatever the rest is worth. Rounded once, at the end of
:func:`judge`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

#: points that stand for the whole weight of an item, where it says nothing else
FULL = 5
HUNDRED = 100
CENT = Decimal("0.01")


class MarkError(ValueError):
    """An item that cannot be judged: a mark that is missing, or out of bounds."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item and how it was marked.

    :param key: its identity
    :param weight: percent of the whole, from 0 to 100
    :param points: from 0 to ``full``; met is all of them, not met 0. None: does not
        apply
    :param is_knock_out: not met, it makes the whole score 0
    :param full: points that stand for the whole weight
    """

    key: int
    weight: Decimal
    points: int | None
    is_knock_out: bool = False
    full: int = FULL

    def __post_init__(self):
        if self.full < 1:
            raise MarkError(f"{self.full!r} points for the whole weight")
        if self.points is not None and not 0 <= self.points <= self.full:
            raise MarkError(f"{self.points!r} points of {self.full}")
        if not 0 <= self.weight <= HUNDRED:
            raise MarkError(f"a weight of {self.weight} %")


@dataclass(frozen=True, slots=True)
class Verdict:
    """:param score: from 0 to 100, two decimals
    :param gained: item key -> what it adds to the score, in per cent, not rounded
    :param given: item key -> its weight, with its part of what did not apply
    :param knocked_out: keys of the knock-out items that were not met
    """

    score: Decimal
    gained: dict
    given: dict
    knocked_out: tuple


def judge(items: Iterable[Item]) -> Verdict:
    """The score of all items; their order does not matter.

    >>> met, half = Item(1, Decimal(60), 5), Item(2, Decimal(40), 3)
    >>> judge([met, half]).score
    Decimal('84.00')
    >>> judge([met, Item(2, Decimal(40), None)]).score
    Decimal('100.00')
    >>> judge([met, half, Item(3, Decimal(0), 0, True)]).score
    Decimal('0.00')

    :raise MarkError: nothing that has a weight applies
    """
    items = list(items)
    applies = [item for item in items if item.points is not None]
    whole = sum((Fraction(item.weight) for item in applies), Fraction(0))
    if not whole:
        raise MarkError("no item with a weight applies")
    given = {item.key: Fraction(item.weight) * HUNDRED / whole for item in applies}
    gained = {item.key: given[item.key] * item.points / item.full for item in applies}
    lost = tuple(
        sorted(item.key for item in applies if item.is_knock_out and not item.points)
    )
    score = Fraction(0) if lost else sum(gained.values(), Fraction(0))
    return Verdict(rounded(score), gained, given, lost)


def rounded(number: Fraction) -> Decimal:
    """Two decimals, half up.

    >>> rounded(Fraction(200, 3))
    Decimal('66.67')
    >>> rounded(Fraction("0.005"))
    Decimal('0.01')
    """
    exact = Fraction(number) * HUNDRED
    whole, rest = divmod(exact.numerator, exact.denominator)
    up = 2 * rest >= exact.denominator
    return (Decimal(whole + up) / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def is_passed(score: Decimal, limit: Decimal) -> bool:
    """Whether a score reaches the limit; the limit itself passes.

    >>> [is_passed(Decimal(score), Decimal(80)) for score in ("80.00", "79.99")]
    [True, False]
    """
    return score >= limit

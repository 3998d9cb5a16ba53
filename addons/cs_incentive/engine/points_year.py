"""Points of a person through a year (INC-21): months, running balance, classes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .money import IncentiveError, exact

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Booked:
    """Points of one class that a person was given or taken in a month.

    :param month: 1 to 12
    :param points: signed
    :param count: of the entries
    """

    month: int
    points_class: str
    points: Decimal
    count: int = 1

    def __post_init__(self):
        exact("points", self.points)
        if self.month not in MONTHS:
            raise IncentiveError("months", value=self.month)


@dataclass(frozen=True, slots=True)
class Year:
    """:ivar months: points of each month, signed; ``counts``: its entries
    :ivar balances: from January to the end of each month
    :ivar classes: class -> entries; ``given`` and ``taken``: points, signed
    """

    months: tuple[Decimal, ...]
    counts: tuple[int, ...]
    balances: tuple[Decimal, ...]
    classes: dict[str, int]
    given: Decimal
    taken: Decimal

    @property
    def balance(self) -> Decimal:
        return self.balances[-1]


def year_of(booked: Iterable[Booked]) -> Year:
    """Points add up from January on; nothing comes over from the year before.

    >>> rows = [Booked(2, "b1", Decimal(-3)), Booked(4, "a1", Decimal(5))]
    >>> [int(points) for points in year_of(rows).balances[:5]]
    [0, -3, -3, 2, 2]
    """
    points, counts, classes = Counter(), Counter(), Counter()
    given = taken = Decimal(0)
    for row in booked:
        amount = row.points
        points[row.month] += amount
        counts[row.month] += row.count
        if row.points_class:
            classes[row.points_class] += row.count
        if amount > 0:
            given += amount
        else:
            taken += amount
    months = tuple(points[month] or Decimal(0) for month in MONTHS)
    return Year(
        months=months,
        counts=tuple(counts[month] for month in MONTHS),
        balances=_running(months),
        classes=dict(classes),
        given=given,
        taken=taken,
    )


def _running(months):
    total, found = Decimal(0), []
    for points in months:
        total += points
        found.append(total)
    return tuple(found)

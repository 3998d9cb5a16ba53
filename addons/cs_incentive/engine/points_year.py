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
    :ivar classes: class -> (entries that gave, entries that took)
    :ivar given, taken: points of the year, signed
    """

    months: tuple[Decimal, ...]
    counts: tuple[int, ...]
    balances: tuple[Decimal, ...]
    classes: dict[str, tuple[int, int]]
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
    points, counts, classes = Counter(), Counter(), {}
    given = taken = Decimal(0)
    for row in booked:
        points[row.month] += row.points
        counts[row.month] += row.count
        gives = row.points > 0
        if row.points_class:
            gave, took = classes.get(row.points_class, (0, 0))
            more = (row.count, 0) if gives else (0, row.count)
            classes[row.points_class] = gave + more[0], took + more[1]
        if gives:
            given += row.points
        else:
            taken += row.points
    months = tuple(points[month] or Decimal(0) for month in MONTHS)
    return Year(
        months=months,
        counts=tuple(counts[month] for month in MONTHS),
        balances=_running(months),
        classes=classes,
        given=given,
        taken=taken,
    )


def _running(months):
    total, found = Decimal(0), []
    for points in months:
        total += points
        found.append(total)
    return tuple(found)

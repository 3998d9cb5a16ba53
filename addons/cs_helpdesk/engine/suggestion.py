"""Marks of a suggestion, its grade and the end of a hold (HD-08); plain values only."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

CENT = Decimal("0.01")


class Grade(NamedTuple):
    """A row of the reward table: a grade begins at its mark, half open upwards."""

    name: str
    mark_from: Decimal


def mean(marks):
    """The mean of whole marks, to two decimals, half up.

    >>> mean([80, 85, 85])
    Decimal('83.33')
    """
    if not marks:
        raise ValueError("no marks")
    return (Decimal(sum(marks)) / len(marks)).quantize(CENT, ROUND_HALF_UP)


def total(scores, weights):
    """The weighted mark of a committee; rounded once, at the end, half up.

    :param scores: per member a tuple of whole marks, in the order of the weights
    :param weights: percent per criterion, 100 in all

    >>> total([(90, 60, 80), (80, 70, 90)], (30, 30, 40))
    Decimal('79.00')
    """
    if sum(weights) != 100:
        raise ValueError(f"weights make {sum(weights)} %")
    if not scores:
        raise ValueError("no marks")
    weighted = sum(
        Decimal(mark) * weight
        for marks in scores
        for mark, weight in zip(marks, weights, strict=True)
    )
    return (weighted / (100 * len(scores))).quantize(CENT, ROUND_HALF_UP)


def grade_of(mark, grades):
    """The best grade that the mark reaches; bands are [from, next).

    >>> table = [Grade("A", Decimal(90)), Grade("B", Decimal(0))]
    >>> grade_of(Decimal("89.99"), table).name, grade_of(Decimal(90), table).name
    ('B', 'A')
    """
    reached = [grade for grade in grades if grade.mark_from <= mark]
    if not reached:
        raise ValueError(f"no grade for {mark}")
    return max(reached, key=lambda grade: grade.mark_from)


def held_until(day: date, months: int) -> date:
    """The last day on which a suggestion held from ``day`` may still be held.

    >>> held_until(date(2025, 12, 31), 2)
    datetime.date(2026, 2, 28)
    """
    return day + relativedelta(months=months)

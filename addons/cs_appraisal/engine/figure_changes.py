"""What if: figures that would be others, day by day (ALL-03)."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

from .measure import Measure


class FigureChanges:
    """Differences of plain figures, such as lates, on people's days.

    >>> changes = FigureChanges()
    >>> changes.add("late_count", 7, date(2026, 10, 5), Decimal(-1))
    >>> october = date(2026, 10, 1), date(2026, 10, 31)
    >>> changes.apply("late_count", 7, *october, Measure(Decimal(3))).value
    Fraction(2, 1)
    >>> changes.apply("late_count", 8, *october, None) is None
    True
    """

    def __init__(self):
        self._days = defaultdict(list)

    def __bool__(self):
        return bool(self._days)

    def add(self, code: str, person: int, day: date, difference: Decimal) -> None:
        """:param difference: what the figure of that day would be more, or less"""
        if difference:
            self._days[code, person].append((day, difference))

    def total(self, code: str, person: int, first: date, last: date) -> Decimal:
        """The difference over a period, both ends included."""
        days = self._days.get((code, person), ())
        own = (difference for day, difference in days if first <= day <= last)
        return sum(own, Decimal(0))

    def apply(
        self, code: str, person: int, first: date, last: date, measure: Measure | None
    ) -> Measure | None:
        """The measure as it would be; one that nobody knows stays unknown."""
        difference = self.total(code, person, first, last)
        if measure is None or not difference:
            return measure
        return replace(measure, numerator=measure.numerator + difference)

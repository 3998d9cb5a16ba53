"""What the people of the real punches earn, from the words of the rules alone.

It knows one case: the assistant's set for a call centre, everybody employed for all of
the year, nobody on leave, no complaint, no rating. Its numbers are those of the ready
card, scheme and policies, written down once more; none of the product's code is used.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
#: APP-06: lowest score, grade, coefficient; the coefficients are those of HR
GRADES = (
    (90, "A", Decimal("1.2")),
    (80, "B", Decimal("1.1")),
    (70, "C", Decimal("1.0")),
    (60, "D", Decimal("0.8")),
    (0, "E", Decimal("0.6")),
)
#: full number of tickets, APP-03
TICKETS = 120
BASE, MERIT, FULL, SENIORITY, YEAR_END = map(Decimal, (800, 3000, 200, 100, 1000))
#: INC-10: first of the group for the first, the second, any further month in a row
BEST = (Decimal(50), Decimal(100), Decimal(200))
#: INC-11: for the third month in a row, once
THIRD = Decimal(200)


def rounded(value):
    """A fraction with two decimals, halves upwards."""
    value = Fraction(value)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, ROUND_HALF_UP)


def is_left_out(sheet):
    """APP-02: away for more than half of the days due."""
    return 2 * sheet["absent_days"] > sheet["due_days"]


def score(sheet, tickets):
    """APP-03, APP-09: what applies of the card is tickets (15 of 100), three kinds of
    complaints (25, all points) and attendance (10); those 50 share the 100 points."""
    of_tickets = rounded(Fraction(10 * min(tickets, TICKETS), TICKETS))
    off = Fraction(sheet["late_count"] + sheet["early_count"], 2)
    of_days = rounded(max(10 - off - 5 * sheet["absent_days"], 0))
    return rounded(3 * of_tickets) + 50 + rounded(2 * of_days)


def grade(points):
    """(name, coefficient)"""
    return next((name, factor) for least, name, factor in GRADES if points >= least)


class Pay:
    """Month after month, as streaks go on.

    :param data: ``RealData``
    :param groups: pin -> any key of the group in which ranks are given
    """

    def __init__(self, data, groups):
        self.data, self.groups = data, groups
        self.running = defaultdict(int)

    def month(self, month):
        """:return: dict pin -> dict of score (None: left out) and lines by code"""
        sheets = {pin: self.data.sheet(pin, month) for pin in self.data.pins}
        closed = self.data.closed
        scores = {
            pin: score(sheet, closed[f"Value {pin}", month])
            for pin, sheet in sheets.items()
            if not is_left_out(sheet)
        }
        first = self._first(scores)
        return {
            pin: {
                "score": scores.get(pin),
                "lines": self._lines(pin, month, sheet, scores.get(pin), pin in first),
                "sheet": sheet,
            }
            for pin, sheet in sheets.items()
        }

    def _first(self, scores):
        """INC-10, APP-07: ties share the rank; nobody is first of one."""
        groups = defaultdict(dict)
        for pin, points in scores.items():
            groups[self.groups[pin]][pin] = points
        first = {
            pin
            for own in groups.values()
            for pin, points in own.items()
            if len(own) > 1 and points == max(own.values())
        }
        for pin in scores:
            self.running[pin] = self.running[pin] + 1 if pin in first else 0
        return first

    def _lines(self, pin, month, sheet, points, is_first):
        lines = {
            "BASE": BASE,
            "MERIT": MERIT * 70 / 100,
            "SENIORITY": SENIORITY,
            "FULL": FULL if sheet["is_full_attendance"] else Decimal(0),
        }
        if points is not None:
            lines["MERIT_MERIT"] = MERIT * 30 / 100 * grade(points)[1]
        if is_first:
            lines["BEST"] = BEST[min(self.running[pin], 3) - 1]
            if self.running[pin] == 3:
                lines["THREE_FIRST"] = THIRD
        if month.month == 12:
            lines["YEAR_END"] = YEAR_END
        return {code: amount for code, amount in lines.items() if amount}


def missed(lines, sheet):
    """ATT-05: what days of absence take, of the pay that goes by days; 0 or less."""
    by_days = sum(lines.get(code, 0) for code in ("BASE", "MERIT", "MERIT_MERIT"))
    return -rounded(Fraction(by_days) * sheet["absent_days"] / sheet["due_days"])

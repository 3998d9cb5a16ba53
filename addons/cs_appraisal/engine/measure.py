"""What was measured of one person over a period."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure as a fraction, so that shares and averages are exact.

    :param numerator: what was counted, or the sum that is averaged
    :param denominator: of how many; 1 for a plain number. 0: not applicable

    >>> Measure(Decimal(3), Decimal(4)).value
    Fraction(3, 4)
    >>> Measure(Decimal(0), Decimal(0)).value is None
    True
    """

    numerator: Decimal
    denominator: Decimal = Decimal(1)

    def __post_init__(self):
        for number in (self.numerator, self.denominator):
            if type(number) is not Decimal or not number.is_finite():
                raise ValueError(f"{number!r} is not a finite Decimal")
        if self.denominator < 0:
            raise ValueError(f"of {self.denominator} nothing can be a share")

    @property
    def value(self) -> Fraction | None:
        """The figure; None: there is nothing to divide by, so it does not apply."""
        if not self.denominator:
            return None
        above = Fraction(*self.numerator.as_integer_ratio())
        return above if self.denominator == 1 else above / Fraction(self.denominator)


def together(measures: Iterable[Measure | None], is_average: bool) -> Measure | None:
    """The figure of several people taken together; their order is irrelevant.

    :param is_average: a share or an average: sums are divided by sums. Else plain
        numbers are added up
    :return: None where there is no figure of anybody; not applicable for nobody

    >>> together([Measure(Decimal(3)), None, Measure(Decimal(4))], False).value
    Fraction(7, 1)
    >>> shares = [Measure(Decimal(1), Decimal(2)), Measure(Decimal(0), Decimal(0))]
    >>> together(shares, True).value
    Fraction(1, 2)
    """
    measures = list(measures)
    known = [measure for measure in measures if measure is not None]
    if not measures:
        return Measure(Decimal(0), Decimal(0))
    if not known:
        return None
    total = sum((measure.numerator for measure in known), Decimal(0))
    if not is_average:
        return Measure(total)
    return Measure(total, sum((measure.denominator for measure in known), Decimal(0)))

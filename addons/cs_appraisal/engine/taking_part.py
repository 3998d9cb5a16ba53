"""Who is left out of an appraisal for having been away (APP-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Month:
    """Working days of one month of the period, for one person; halves count.

    :param due: days due while employed
    :param away: of these, days of leave and absence
    :param outside: working days before or after the employment
    """

    due: Fraction
    away: Fraction
    outside: Fraction = Fraction(0)

    @property
    def share(self) -> Fraction:
        """The part of the month that the person was away; 0 when no day was due.

        >>> Month(Fraction(11), Fraction(0), Fraction(11)).share
        Fraction(1, 2)
        """
        whole = self.due + self.outside
        return Fraction(self.away + self.outside) / whole if whole else Fraction(0)


@dataclass(frozen=True, slots=True)
class Absence:
    """How long somebody was away, and whether that is too long.

    :param months: away in months, each month counted by its own working days
    :param limit: more than this is too long, in months
    """

    months: Fraction
    limit: Fraction

    @property
    def is_left_out(self) -> bool:
        return self.months > self.limit


def absence(
    months: Sequence[Month], left_out_months: Fraction, left_out_share: Fraction
) -> Absence:
    """Months away of a period; a period of one month has a limit of its own.

    :param left_out_months: limit in months for periods longer than a month
    :param left_out_share: limit in percent of the month for a monthly appraisal

    Two whole months of a quarter are not too long, one day more is:

    >>> due = Fraction(22)
    >>> gone, there = Month(due, due), Month(due, Fraction(0))
    >>> absence([gone, gone, there], Fraction(2), Fraction(50)).is_left_out
    False
    >>> day = Month(Fraction(22), Fraction(1))
    >>> absence([gone, gone, day], Fraction(2), Fraction(50)).is_left_out
    True
    """
    away = sum((month.share for month in months), Fraction(0))
    if len(months) == 1:
        return Absence(away, Fraction(left_out_share) / 100)
    return Absence(away, Fraction(left_out_months))

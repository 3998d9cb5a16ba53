"""Months, quarters, anniversaries and parts of periods."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from .money import IncentiveError, Number, cents, divide, exact, not_negative


def first_of(day: date) -> date:
    return day.replace(day=1)


def later(month: date, months: int) -> date:
    """First day of the month so many months later.

    >>> later(date(2026, 1, 31), -2)
    datetime.date(2025, 11, 1)
    """
    return first_of(month) + relativedelta(months=months)


def anniversary(day: date, years: int) -> date:
    """First day after so many full years, counted from and with ``day``.

    Who began on 29 February has the year full on 28 February, as the one who began on
    1 March has.

    >>> anniversary(date(2024, 2, 29), 1), anniversary(date(2024, 2, 29), 4)
    (datetime.date(2025, 3, 1), datetime.date(2028, 2, 29))
    """
    found = day + relativedelta(years=years)
    return found if found.day == day.day else found + timedelta(days=1)


def settled_quarter(month: date) -> tuple[date, ...]:
    """INC-05: the three months that are paid in ``month``; none but in January, April,
    July and October.

    >>> [day.month for day in settled_quarter(date(2026, 1, 1))]
    [10, 11, 12]
    >>> settled_quarter(date(2026, 2, 1))
    ()
    """
    if month.month % 3 != 1:
        return ()
    return tuple(later(month, back) for back in (-3, -2, -1))


@dataclass(frozen=True, slots=True)
class Share:
    """Working days of somebody, of those of a period; halves count.

    A joiner or a leaver has fewer than the period. Where it has none at all, nothing
    can be a part of it.

    :raise IncentiveError: ``negative``; ``share``: more than there are
    """

    days: Number
    of: Number

    def __post_init__(self):
        if not_negative("days", self.days) > not_negative("of", self.of):
            raise IncentiveError("share", days=self.days, of=self.of)

    @property
    def value(self) -> Fraction | None:
        return Fraction(self.days) / Fraction(self.of) if self.of else None

    @property
    def is_whole(self) -> bool:
        return bool(self.of) and self.days == self.of


#: somebody who was there all the time
ALL = Share(1, 1)


def together(shares: Iterable[Share]) -> Share:
    """The share of a longer period, e.g. of a quarter from its months.

    >>> together([Share(0, 21), Share(11, 22), Share(23, 23)])
    Share(days=Fraction(34, 1), of=Fraction(66, 1))
    """
    shares = list(shares)
    days = sum((Fraction(share.days) for share in shares), Fraction(0))
    return Share(days, sum((Fraction(share.of) for share in shares), Fraction(0)))


def prorated(amount: Decimal, share: Share) -> Decimal | None:
    """The part of an amount, rounded once; None for a period without working days.

    >>> prorated(Decimal(3800), Share(11, 21))
    Decimal('1990.48')
    """
    return None if share.value is None else cents(exact("amount", amount) * share.value)


def split(amount: Decimal, days: Sequence[Number], of: Number) -> list[Decimal]:
    """The parts of a period that make exactly what it makes as a whole.

    >>> [str(part) for part in split(Decimal(100), [7, 7, 7], 21)]
    ['33.34', '33.33', '33.33']

    :param days: working days of each part
    :param of: working days of the period, more than none
    """
    parts = [not_negative("days", part) for part in days]
    whole = Share(sum(parts, Fraction(0)), of)
    if whole.value is None:
        raise IncentiveError("share", days=whole.days, of=of)
    if not whole.days:
        return [cents(0) for _part in parts]
    return divide(exact("amount", amount) * whole.value, parts)

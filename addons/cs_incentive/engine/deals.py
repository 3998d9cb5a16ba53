"""Which deals count, and what refunds take back (INC-06)."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .money import IncentiveError, cents, not_negative, percent
from .outcome import TIMES, Outcome, money, result, share, shown


@dataclass(frozen=True, slots=True)
class Deal:
    """A sale, and what came of it.

    :param month: first day of the month of the sale
    :param proven: month of its transfer slip; None: there is none
    :param refunds: (month, amount) of what was given back
    """

    key: Hashable
    amount: Decimal
    month: date
    proven: date | None
    refunds: tuple[tuple[date, Decimal], ...] = ()

    def __post_init__(self):
        back = sum((not_negative("refund", one) for _, one in self.refunds), Fraction())
        if back > not_negative("amount", self.amount):
            raise IncentiveError("refund", key=self.key, amount=self.amount)

    @property
    def counted(self) -> date | None:
        """The month in which it counts: once it is both made and proven."""
        return self.proven and max(self.month, self.proven)


@dataclass(frozen=True, slots=True)
class Sales:
    """A month's deals of one person.

    :param counted: sum of the deals that count in this month, for the commission
    :param unproven: sum of those made up to now that have no slip yet
    :param refunded: (key, amount, month in which it had counted), in order of key;
        each to be taken back now, at the rate of that month
    """

    counted: Decimal
    unproven: Decimal
    refunded: tuple[tuple[Hashable, Decimal, date], ...]


def sales(deals: Iterable[Deal], month: date) -> Sales:
    """INC-06: nothing without proof; refunds in the month of the refund.

    A refund up to the month in which the deal counts lowers what counts: nothing had
    been paid for it.

    >>> june, july = date(2026, 6, 1), date(2026, 7, 1)
    >>> deals = [
    ...     Deal(1, Decimal(500), june, june, ((july, Decimal(200)),)),
    ...     Deal(2, Decimal(300), june, None),
    ...     Deal(3, Decimal(900), june, july, ((july, Decimal(100)),)),
    ... ]
    >>> str(sales(deals, june).counted), str(sales(deals, july).counted)
    ('500.00', '800.00')
    >>> sales(deals, july).refunded
    ((1, Decimal('200.00'), datetime.date(2026, 6, 1)),)
    """
    counted, unproven, refunded = Fraction(0), Fraction(0), []
    for deal in sorted(deals, key=lambda one: one.key):
        if deal.counted is None or deal.counted > month:
            unproven += Fraction(deal.amount) if deal.month <= month else 0
        elif deal.counted == month:
            counted += _net(deal)
        else:
            back = _back(deal, month)
            refunded += [(deal.key, cents(back), deal.counted)] if back else []
    return Sales(cents(counted), cents(unproven), tuple(refunded))


def _net(deal):
    off = (Fraction(one) for when, one in deal.refunds if when <= deal.counted)
    return Fraction(deal.amount) - sum(off, Fraction(0))


def _back(deal, month):
    back = (Fraction(one) for when, one in deal.refunds if when == month)
    return sum(back, Fraction(0))


def take_back(rate: Decimal, refunded: Decimal) -> Outcome:
    """INC-06: what was paid for a deal is taken back, at the rate it was paid at.

    >>> take_back(Decimal("1.5"), Decimal(1280)).amount
    Decimal('-19.20')

    :param rate: per cent
    """
    paid_at = percent("rate", rate)
    amount = cents(-not_negative("refunded", refunded) * paid_at)
    base, rate = money("refunded", -Fraction(refunded)), share("rate", paid_at)
    return Outcome(
        key="inc.refund.taken_back",
        amount=amount,
        quantity=shown(-Fraction(refunded)),
        rate=shown(paid_at),
        params=(rate,),
        values=(money("refunded", refunded), rate, money("amount", amount)),
        formula=(base, TIMES, rate, *result(amount)),
    )

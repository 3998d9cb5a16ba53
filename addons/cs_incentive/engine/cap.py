"""Deductions within the month's pay; the rest is carried (INC-28)."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .money import IncentiveError, cents, cents_down, exact, not_negative, percent
from .outcome import MINUS, Outcome, money, result, share

NOTHING = Decimal("0.00")
#: the least instalment: a tenth of a cent a month would never be paid
_CENT = Decimal("0.01")
#: a plan is told for so many months at most
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Cap:
    """:param percent: of the month's pay that fines and compensations may take
    :param least_pay: fines never leave less than this, e.g. the minimum wage
    """

    percent: Decimal = Decimal(20)
    least_pay: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Owed:
    """An open deduction.

    :param amount: what is still to be taken, 0 or more
    :param month: first day of the month it comes from
    :param is_capped: a fine or compensation; else a refund, which is taken back as far
        as there is pay
    :param instalment: at most so much a month, until paid; None: at once
    :param order: what is served first of one month
    """

    key: Hashable
    amount: Decimal
    month: date
    is_capped: bool = True
    instalment: Decimal | None = None
    order: tuple = ()

    def __post_init__(self):
        not_negative("owed", self.amount)
        if self.instalment is not None and exact("instalment", self.instalment) <= 0:
            raise IncentiveError("instalment", key=self.key, value=self.instalment)

    @property
    def due(self) -> Decimal:
        """What this month asks for at most."""
        amount = cents(self.amount)
        return amount if self.instalment is None else min(amount, self._instalment)

    @property
    def _instalment(self):
        return max(cents(self.instalment), _CENT)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of one deduction now, and what is carried to the next month."""

    owed: Owed
    taken: Decimal

    @property
    def carried(self) -> Decimal:
        return cents(self.owed.amount) - self.taken


@dataclass(frozen=True, slots=True)
class Taking:
    """:param pay: of the month, before deductions; never below 0
    :param limit: what fines and compensations could take
    :param lines: in the order in which they are served
    :param shortfall: what the pay was below 0, to be owed next month like a refund
    """

    pay: Decimal
    limit: Decimal
    lines: tuple[Taken, ...]
    shortfall: Decimal = NOTHING

    @property
    def taken(self) -> Decimal:
        return sum((line.taken for line in self.lines), NOTHING)

    @property
    def carried(self) -> Decimal:
        return sum((line.carried for line in self.lines), NOTHING)

    @property
    def left(self) -> Decimal:
        """What is paid out."""
        return self.pay - self.taken

    def open(self) -> tuple[Owed, ...]:
        """What the next month begins with."""
        return tuple(
            replace(line.owed, amount=line.carried)
            for line in self.lines
            if line.carried
        )


def instalments(amount: Decimal, each: Decimal) -> tuple[int, Decimal]:
    """INC-28: how many instalments there are, and the last one, which is the rest.

    >>> instalments(Decimal(10000), Decimal(800))
    (13, Decimal('400.00'))

    :raise IncentiveError: ``instalment``, and as :func:`exact`
    """
    if exact("instalment", each) <= 0:
        raise IncentiveError("instalment", value=each)
    amount, each = cents(not_negative("owed", amount)), cents(each)
    number = -int(-Fraction(amount) // Fraction(max(each, _CENT)))
    return number, amount - max(number - 1, 0) * max(each, _CENT)


def take(params: Cap, pay: Decimal, owed: Iterable[Owed]) -> Taking:
    """INC-28: what is taken this month: refunds first, then the oldest: by month,
    order and key.

    The limit is cut to the cent, not rounded, so that it is never passed.

    >>> june = date(2026, 6, 1)
    >>> fines = [Owed(1, Decimal(700), june), Owed(2, Decimal(400), june)]
    >>> found = take(Cap(), Decimal(5000), fines)
    >>> [(str(line.taken), str(line.carried)) for line in found.lines]
    [('700.00', '0.00'), ('300.00', '100.00')]

    :param owed: all that is open, this month's and what was carried
    :raise IncentiveError: ``percent``, ``negative``, ``number``; ``twice``: a key
    """
    rate, least = percent("cap", params.percent), cents(params.least_pay)
    not_negative("least_pay", least)
    full = cents(pay)
    pay = max(full, NOTHING)
    queue = sorted(owed, key=_place)
    if len({one.key for one in queue}) != len(queue):
        raise IncentiveError("twice")
    lines, room = _serve([one for one in queue if not one.is_capped], pay)
    limit = min(cents_down(Fraction(pay) * rate), max(room - least, NOTHING))
    fines, _room = _serve([one for one in queue if one.is_capped], limit)
    return Taking(pay, limit, (*lines, *fines), pay - full)


def _place(one):
    return one.is_capped, one.month, one.order, one.key


def _serve(queue, room):
    lines = []
    for one in queue:
        taken = min(one.due, room)
        lines.append(Taken(one, taken))
        room -= taken
    return lines, room


def months_left(
    params: Cap, pay: Decimal, owed: Iterable[Owed]
) -> dict[Hashable, int | None]:
    """INC-28: after how many months of the same pay each is paid.

    >>> june = date(2026, 6, 1)
    >>> months_left(Cap(), Decimal(5000), [
    ...     Owed(1, Decimal(10000), june, instalment=Decimal(800)),
    ...     Owed(2, Decimal(500), june),
    ... ])
    {1: 13, 2: 3}

    :param owed: what is open now
    :return: key -> months; None: more than :data:`MOST_MONTHS`, or never
    """
    owed = tuple(owed)
    found = {one.key: None if one.amount else 0 for one in owed}
    for month in range(1, MOST_MONTHS + 1):
        taking = take(params, pay, owed)
        if not taking.taken:
            break
        for line in taking.lines:
            if line.owed.amount and not line.carried:
                found[line.owed.key] = month
        owed = taking.open()
    return found


def carry(params: Cap, taking: Taking, line: Taken) -> Outcome:
    """The line of a statement that shows what is carried to the next month (INC-28).

    >>> june = date(2026, 6, 1)
    >>> found = take(Cap(), Decimal(1000), [Owed(1, Decimal(500), june)])
    >>> carry(Cap(), found, found.lines[0]).amount
    Decimal('300.00')

    :return: the amount carried, added in this month (and owed in the next)
    """
    owed, taken = money("owed", line.owed.amount), money("taken", line.taken)
    key = "within"
    if line.carried and line.taken == line.owed.due:
        key = "instalment"
    elif line.carried:
        key = "carried" if line.owed.is_capped else "refund_carried"
    return Outcome(
        key=f"inc.cap.{key}",
        amount=line.carried,
        params=(
            share("cap", Fraction(params.percent) / 100),
            money("least_pay", params.least_pay),
        ),
        values=(
            money("pay", taking.pay),
            money("limit", taking.limit),
            owed,
            taken,
            money("carried", line.carried),
            ("since", line.owed.month, ""),
            *_instalments(line.owed),
        ),
        formula=(owed, MINUS, taken, *result(line.carried)),
    )


def _instalments(owed):
    return () if owed.instalment is None else (money("instalment", owed.instalment),)


def brought(owed: Owed) -> Outcome:
    """The line that shows in the next month what was carried to it.

    >>> str(brought(Owed(1, Decimal(300), date(2026, 6, 1))).amount)
    '-300.00'
    """
    end = money("amount", -owed.amount)
    return Outcome(
        key="inc.cap.brought",
        amount=end[1],
        values=(("since", owed.month, ""), end),
        formula=(end,),
    )


def shortfall(taking: Taking) -> Outcome | None:
    """What a pay below 0 leaves to the next month, so that none is paid below 0.

    >>> str(shortfall(take(Cap(), Decimal(-40), [])).amount)
    '40.00'
    """
    if not taking.shortfall:
        return None
    end = money("amount", taking.shortfall)
    return Outcome(
        key="inc.cap.shortfall", amount=end[1], values=(end,), formula=(end,)
    )

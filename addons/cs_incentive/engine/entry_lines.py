"""What an entry in the rule book puts on the statement (INC-21, INC-25, INC-26), and
a course fee that is paid back (APP-11).

What it comes to is judged in ``discipline``; these are its lines in the ledger.
"""

from datetime import date
from decimal import Decimal

from .money import Number, cents, exact, not_negative
from .outcome import TIMES, Outcome, count, money, number, result, shown


def points(total: Number) -> Outcome:
    """INC-21: points of an entry, signed.

    >>> points(Decimal(-3)).points
    Decimal('-3')
    """
    end = number("points", exact("points", total))
    return Outcome(
        key="inc.discipline.points", points=end[1], values=(end,), formula=(end,)
    )


def fine(amount: Decimal) -> Outcome:
    """A fine or compensation (INC-25, INC-27).

    >>> fine(Decimal(10)).amount
    Decimal('-10.00')
    """
    end = money("amount", -not_negative("fine", amount))
    return Outcome(
        key="inc.discipline.fine",
        amount=end[1],
        values=(money("fine", amount), end),
        formula=(end,),
    )


def award(amount: Decimal) -> Outcome:
    """An award that people decided, e.g. for the best suggestion (INC-14).

    >>> award(Decimal(100)).amount
    Decimal('100.00')
    """
    not_negative("award", amount)
    end = money("amount", amount)
    return Outcome(
        key="inc.discipline.award", amount=end[1], values=(end,), formula=(end,)
    )


def paid_back(
    fee: Decimal, ended: date, until: date, leaving: date, years: int
) -> Outcome:
    """The course fee of who leaves too early, due with the last pay (APP-11).

    :param until: last day on which leaving makes the fee be paid back
    :param years: in which it is

    >>> day = date(2026, 6, 30)
    >>> paid_back(Decimal(6000), day, date(2030, 6, 30), day, 4).amount
    Decimal('-6000.00')

    :raise IncentiveError: ``negative``, ``number``
    """
    end = money("amount", -not_negative("fee", fee))
    return Outcome(
        key="inc.training.paid_back",
        amount=end[1],
        params=(count("repay_years", years),),
        values=(
            money("fee", fee),
            ("ended", ended, ""),
            ("until", until, ""),
            ("leaving", leaving, ""),
            end,
        ),
        formula=(end,),
    )


def joint(factor: Number, fined: Decimal) -> Outcome:
    """INC-26: the direct supervisor of who is fined pays double.

    >>> joint(2, Decimal(50)).amount
    Decimal('-100.00')
    """
    times = not_negative("joint_factor", factor)
    fined = not_negative("fine", fined)
    total, own = cents(-fined * times), money("fine", -fined)
    told = number("joint_factor", times)
    return Outcome(
        key="inc.discipline.joint",
        amount=total,
        quantity=shown(-fined),
        rate=shown(times),
        params=(told,),
        values=(money("fine", fined), told, money("amount", total)),
        formula=(own, TIMES, told, *result(total)),
    )

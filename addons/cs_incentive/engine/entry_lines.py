"""What an entry in the rule book puts on the statement (INC-21, INC-25, INC-26).

What it comes to is judged in ``discipline``; these are its lines in the ledger.
"""

from decimal import Decimal

from .money import Number, cents, exact, not_negative
from .outcome import TIMES, Outcome, money, number, result, shown


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

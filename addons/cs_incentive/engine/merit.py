"""Merit pay: basic part, part by appraisal, withheld and released (INC-09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .money import (
    IncentiveError,
    Number,
    cents,
    not_negative,
    one_of,
    percent,
)
from .outcome import (
    TIMES,
    Outcome,
    count,
    money,
    number,
    result,
    share,
    shown,
)

#: what becomes of what was withheld, when the disciplinary period is over
RELEASE, FORFEIT = "release", "forfeit"
AFTER = (RELEASE, FORFEIT)


@dataclass(frozen=True, slots=True)
class Merit:
    """INC-09.

    :param merit_share: per cent of the pay that goes by appraisal
    :param withheld_share: per cent of the merit part, in a disciplinary period
    """

    merit_share: Decimal = Decimal(30)
    withheld_share: Decimal = Decimal(30)


@dataclass(frozen=True, slots=True)
class MeritFacts:
    """:param pay: of the month, joiners' and leavers' already by days
    :param coefficient: of the grade; None: not appraised
    """

    pay: Decimal
    coefficient: Number | None
    is_disciplinary: bool = False


@dataclass(frozen=True, slots=True)
class MeritSplit:
    """:param withheld: 0 or less; None outside a disciplinary period"""

    basic: Outcome
    merit: Outcome
    withheld: Outcome | None


def merit_split(params: Merit, facts: MeritFacts) -> MeritSplit:
    """INC-09: 70 % basic, 30 % by appraisal, of which 30 % may be withheld.

    With coefficient 1, basic and merit part make exactly the pay.

    >>> split = merit_split(Merit(), MeritFacts(Decimal(3000), Decimal("1.2"), True))
    >>> [str(one.amount) for one in (split.basic, split.merit, split.withheld)]
    ['2100.00', '1080.00', '-324.00']
    """
    pay = cents(not_negative("pay", facts.pay))
    of_merit = percent("merit_share", params.merit_share)
    basic = cents(Fraction(pay) * (1 - of_merit))
    base, basic_share = money("pay", pay), share("basic_share", 1 - of_merit)
    outcome = Outcome(
        key="inc.merit.basic",
        amount=basic,
        params=(basic_share,),
        values=(base, basic_share, money("amount", basic)),
        formula=(base, TIMES, basic_share, *result(basic)),
    )
    part, merit_share = pay - basic, share("merit_share", of_merit)
    if facts.coefficient is None:
        ungraded = Outcome(key="inc.merit.ungraded", params=(merit_share,))
        return MeritSplit(outcome, ungraded, None)
    merit = _graded(base, part, merit_share, facts.coefficient)
    withheld = _withheld(params, merit) if facts.is_disciplinary else None
    return MeritSplit(outcome, merit, withheld)


def _graded(base, part, merit_share, coefficient):
    amount = cents(Fraction(part) * not_negative("coefficient", coefficient))
    own, grade = money("part", part), number("coefficient", coefficient)
    return Outcome(
        key="inc.merit.graded",
        amount=amount,
        quantity=part,
        rate=shown(coefficient),
        params=(merit_share,),
        values=(base, merit_share, own, grade, money("amount", amount)),
        formula=(own, TIMES, grade, *result(amount)),
    )


def _withheld(params, merit):
    of_it = percent("withheld_share", params.withheld_share)
    amount = cents(-Fraction(merit.amount) * of_it)
    part, rate = money("merit", -merit.amount), share("withheld_share", of_it)
    return Outcome(
        key="inc.merit.withheld",
        amount=amount,
        quantity=-merit.amount,
        rate=shown(of_it),
        params=(rate,),
        values=(money("merit", merit.amount), rate, money("amount", amount)),
        formula=(part, TIMES, rate, *result(amount)),
    )


def settle(
    withheld: Sequence[tuple[date, Decimal]],
    after: str = RELEASE,
    has_left: bool = False,
) -> dict[date, Outcome]:
    """INC-09: after the disciplinary period what was withheld is paid, or lapses.

    >>> kept = [(date(2026, 5, 1), Decimal(324)), (date(2026, 6, 1), Decimal(300))]
    >>> [str(one.amount) for one in settle(kept).values()]
    ['324.00', '300.00']
    >>> [str(one.amount) for one in settle(kept, FORFEIT).values()]
    ['0.00', '0.00']

    :param withheld: (month, what is still withheld of it, 0 or more)
    :param after: what the scheme says: ``release`` or ``forfeit``
    :param has_left: the employment ends, not the period
    :return: month in which it was withheld -> its line; each tells of all of them
    :raise IncentiveError: ``choice``, ``negative``, ``number``; ``twice``: a month
    """
    rate = one_of("after", after, AFTER) == RELEASE
    parts = sorted((month, cents(_kept(amount))) for month, amount in withheld)
    if len({month for month, _amount in parts}) != len(parts):
        raise IncentiveError("twice")
    key = "inc.merit.forfeited"
    if rate:
        key = "inc.merit.released_left" if has_left else "inc.merit.released"
    return {
        month: _settled(key, month, amount, (int(rate), parts))
        for month, amount in parts
    }


def _kept(amount):
    return not_negative("withheld", amount)


def _settled(key, month, withheld, of):
    rate, parts = of
    amount = cents(withheld * rate)
    kept, part = money("withheld", withheld), share("released_share", rate)
    return Outcome(
        key=key,
        amount=amount,
        quantity=withheld,
        rate=shown(rate),
        values=(
            ("withheld_in", month, ""),
            kept,
            count("months", len(parts)),
            ("first_month", parts[0][0], ""),
            ("last_month", parts[-1][0], ""),
            money("withheld_total", sum(one for _month, one in parts)),
            money("amount", amount),
        ),
        formula=(kept, TIMES, part, *result(amount)),
    )

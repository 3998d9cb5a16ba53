"""Parts of the wage (INC-08)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .money import not_negative, one_of, within
from .months import ALL, Share, anniversary, first_of, later, prorated
from .outcome import (
    DIVIDED,
    TIMES,
    Outcome,
    count,
    money,
    number,
    result,
    shown,
    term,
)

#: why a month is no full attendance (ATT-16)
REASONS = ("idle", "absent", "unpaid", "late", "early", "missed", "count")

#: seniority in the month in which the years become full
NEXT, WHOLE, PRORATED = "next", "whole", "prorated"


def _part(key, name, amount, of, values=()):
    """An amount for those who were there; a part for a part of the working days."""
    not_negative(name, amount)
    paid, each = prorated(amount, of), money(name, amount)
    if paid is None:
        return Outcome(key="inc.fixed.none", params=(each,))
    if of.is_whole:
        end = money("amount", paid)
        return Outcome(
            key=f"{key}.whole",
            amount=paid,
            params=(each,),
            values=(*values, end),
            formula=(end,),
        )
    days, all_days = number("days", of.days, "day"), number("of", of.of, "day")
    return Outcome(
        key=f"{key}.part",
        amount=paid,
        quantity=shown(of.days),
        params=(each,),
        values=(*values, each, days, all_days, money("amount", paid)),
        formula=(each, TIMES, days, DIVIDED, all_days, *result(paid)),
    )


def fixed(amount: Decimal, of: Share = ALL) -> Outcome:
    """INC-08: base by post, housing; joiners and leavers by working days.

    >>> fixed(Decimal(1200)).amount, fixed(Decimal(1200), Share(10, 22)).amount
    (Decimal('1200.00'), Decimal('545.45'))
    """
    return _part("inc.fixed", "monthly", amount, of)


@dataclass(frozen=True, slots=True)
class Seniority:
    """INC-08.

    :param amount: a month
    :param years: full years of service after which it is paid
    :param begins: what the month brings in which the years become full: ``next``:
        nothing, the next one is the first; ``whole``; ``prorated``: by working days
    """

    amount: Decimal
    years: int = 1
    begins: str = NEXT

    def __post_init__(self):
        not_negative("monthly", self.amount)
        not_negative("years", self.years)
        one_of("begins", self.begins, (NEXT, WHOLE, PRORATED))

    def paid_from(self, hired: date) -> date:
        """First day that is paid for.

        >>> Seniority(Decimal(100)).paid_from(date(2025, 3, 10))
        datetime.date(2026, 4, 1)
        >>> Seniority(Decimal(100), 1, PRORATED).paid_from(date(2025, 3, 10))
        datetime.date(2026, 3, 10)
        """
        full = anniversary(hired, self.years)
        if self.begins == PRORATED or full.day == 1:
            return full
        return first_of(full) if self.begins == WHOLE else later(full, 1)


@dataclass(frozen=True, slots=True)
class SeniorityFacts:
    """:param month: first day of the month
    :param of: working days from ``Seniority.paid_from`` on, as employed, of all of the
        month
    """

    hired: date
    month: date
    of: Share = ALL


def seniority(params: Seniority, facts: SeniorityFacts) -> Outcome:
    """INC-08: 100 a month after one full year.

    >>> rule, hired = Seniority(Decimal(100)), date(2025, 3, 1)
    >>> seniority(rule, SeniorityFacts(hired, date(2026, 2, 1))).key
    'inc.seniority.not_yet'
    >>> seniority(rule, SeniorityFacts(hired, date(2026, 3, 1))).amount
    Decimal('100.00')
    """
    values = (
        ("hired", facts.hired, ""),
        ("full_on", anniversary(facts.hired, params.years), ""),
        count("years", params.years),
    )
    if later(facts.month, 1) <= params.paid_from(facts.hired):
        return Outcome(key="inc.seniority.not_yet", values=values)
    return _part("inc.seniority", "monthly", params.amount, facts.of, values)


def full_attendance(amount: Decimal, reason: str | None) -> Outcome:
    """INC-08: the bonus of ATT-16.

    :param reason: why the month is no full attendance; "": it is; None: not known

    >>> full_attendance(Decimal(200), "").amount
    Decimal('200.00')
    >>> full_attendance(Decimal(200), "late").amount
    Decimal('0.00')
    """
    not_negative("bonus", amount)
    bonus = (money("bonus", amount),)
    # Nothing to do in the month: there is no attendance to be full.
    one_of("reason", reason or "", ("", *REASONS))
    if reason is None or reason == "idle":
        return Outcome(key="inc.full_attendance.none", params=bonus)
    paid = money("amount", 0 if reason else amount)
    why = (term("reason", f"inc.attendance.{reason}"),) if reason else ()
    return Outcome(
        key="inc.full_attendance." + ("lost" if reason else "has"),
        amount=paid[1],
        params=bonus,
        values=(*why, paid),
        formula=(paid,),
    )


def birthday(amount: Decimal, born: date | None, month: date) -> Outcome:
    """INC-08: in the month of the birthday.

    >>> birthday(Decimal(100), date(1996, 2, 29), date(2026, 2, 1)).amount
    Decimal('100.00')
    """
    not_negative("gift", amount)
    gift = (money("gift", amount),)
    if born is None or born.month != month.month:
        return Outcome(key="inc.birthday.none", params=gift)
    paid = money("amount", amount)
    return Outcome(
        key="inc.birthday.month",
        amount=paid[1],
        params=gift,
        values=(count("month", month.month), paid),
        formula=(paid,),
    )


@dataclass(frozen=True, slots=True)
class YearEnd:
    """INC-08: :param month: number of the month in which it is paid"""

    low: Decimal
    high: Decimal
    month: int = 12


@dataclass(frozen=True, slots=True)
class YearEndFacts:
    """:param chosen: from low to high; None: the low end
    :param of: working days as employed, of those of the year
    """

    month: date
    has_major_demerit: bool
    chosen: Decimal | None = None
    of: Share = ALL


def year_end(params: YearEnd, facts: YearEndFacts) -> Outcome:
    """INC-08: 1 000 to 2 000 unless there is a major demerit in the year.

    >>> rule = YearEnd(Decimal(1000), Decimal(2000))
    >>> year_end(rule, YearEndFacts(date(2026, 12, 1), False, Decimal(1500))).amount
    Decimal('1500.00')
    >>> year_end(rule, YearEndFacts(date(2026, 12, 1), True)).amount
    Decimal('0.00')

    :raise IncentiveError: ``range``: the amount chosen is outside
    """
    low, high = money("low", params.low), money("high", params.high)
    chosen = params.low if facts.chosen is None else facts.chosen
    chosen = within("chosen", chosen, params.low, params.high)
    if facts.month.month != params.month:
        return Outcome(key="inc.year_end.not_due", params=(low, high))
    if facts.has_major_demerit:
        nothing = money("amount", 0)
        return Outcome(
            key="inc.year_end.demerit",
            amount=nothing[1],
            params=(low, high),
            values=(nothing,),
            formula=(nothing,),
        )
    return _part("inc.year_end", "chosen", chosen, facts.of, (low, high))

"""What a course comes to, who is due for one, and what is paid back (APP-11)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

PASSED, FAILED, ABSENT, OPEN = "passed", "failed", "absent", "open"


class TrainingError(ValueError):
    """Figures that no course can have; the message is for developers."""


def took_part(planned: int, missed: int, part: int) -> bool:
    """Whether somebody took part who missed so many minutes of the course.

    :param planned: minutes of all sessions, more than 0
    :param missed: minutes away, from 0 to ``planned``
    :param part: who misses one part in so many did not take part; 3 for a third

    Exactly a third is too much, a minute less is not:

    >>> took_part(480, 160, 3), took_part(480, 159, 3)
    (False, True)
    """
    if planned <= 0 or part <= 0 or not 0 <= missed <= planned:
        raise TrainingError(f"{missed} of {planned} minutes, one part in {part}")
    return missed * part < planned


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a course comes to for one person.

    :param result: PASSED, FAILED, ABSENT (did not take part) or OPEN (no exam yet)
    :param retrain: whether the course is to be taken again
    """

    result: str
    retrain: bool


def judge(
    planned: int, missed: int, part: int, score: Decimal | None, pass_mark: Decimal
) -> Outcome:
    """The result of one person: taking part first, then the exam.

    :param score: of the exam; None while there is none
    :param pass_mark: from this score on, itself included, the exam is passed

    >>> judge(480, 0, 3, Decimal(60), Decimal(60)).result
    'passed'
    >>> judge(480, 0, 3, Decimal("59.99"), Decimal(60))
    Outcome(result='failed', retrain=True)
    >>> judge(480, 160, 3, Decimal(100), Decimal(60)).result
    'absent'
    """
    for mark in (score, pass_mark):
        if mark is not None and not (mark.is_finite() and mark >= 0):
            raise TrainingError(f"{mark} is no mark")
    if not took_part(planned, missed, part):
        return Outcome(ABSENT, True)
    if score is None:
        return Outcome(OPEN, False)
    passed = score >= pass_mark
    return Outcome(PASSED if passed else FAILED, not passed)


def newcomer_due(joined: date, days: int) -> date:
    """The last day on which a newcomer is trained in time.

    >>> newcomer_due(date(2026, 11, 2), 7)
    datetime.date(2026, 11, 9)
    """
    if days < 0:
        raise TrainingError(f"{days} days")
    return joined + timedelta(days=days)


def manager_due(since: date, months: int) -> date:
    """The last day of the next training of who leads.

    :param since: of the last training passed, else the day the count begins
    """
    if months <= 0:
        raise TrainingError(f"{months} months")
    return since + relativedelta(months=months)


def is_overdue(due: date, today: date) -> bool:
    """Whether a training is late; on its last day it is in time.

    >>> is_overdue(date(2026, 7, 31), date(2026, 7, 31))
    False
    >>> is_overdue(date(2026, 7, 31), date(2026, 8, 1))
    True
    """
    return due < today


@dataclass(frozen=True, slots=True)
class Repayment:
    """:param until: last day on which leaving makes the course be paid back"""

    amount: Decimal
    until: date

    @property
    def is_owed(self) -> bool:
        return self.amount > 0


def repayment(fee: Decimal, ended: date, leaving: date, years: int) -> Repayment:
    """What somebody who leaves pays back of a qualification paid by the company.

    All of it up to the same day so many years after the end, that day included;
    nothing after. A 29 February counts as the 28th where there is none.

    >>> repayment(Decimal(6000), date(2022, 6, 30), date(2026, 6, 30), 4).amount
    Decimal('6000')
    >>> repayment(Decimal(6000), date(2022, 6, 30), date(2026, 7, 1), 4).amount
    Decimal('0')
    """
    if years < 0 or not fee.is_finite() or fee < 0:
        raise TrainingError(f"{fee} for {years} years")
    until = ended + relativedelta(years=years)
    return Repayment(fee if leaving <= until else Decimal(0), until)


def reimbursed(paid: Decimal, approved: Decimal) -> Decimal:
    """What the company gives back of a course fee: never more than was approved.

    >>> reimbursed(Decimal(1280), Decimal(1200))
    Decimal('1200')
    >>> reimbursed(Decimal(900), Decimal(1200))
    Decimal('900')
    """
    for amount in (paid, approved):
        if not (amount.is_finite() and amount >= 0):
            raise TrainingError(f"{amount} is no amount")
    return min(paid, approved)

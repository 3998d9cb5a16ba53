"""Class and loyalty of a customer, and when one is due next (HD-21); plain values."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

LOYALTY = ("loyal", "general", "lost")


class Standard(NamedTuple):
    """What a customer of a class reaches; the class of the last one takes the rest.

    :param grade: the class, such as ``a``
    :param turnover: at least so much in the window, company currency; None: not asked
    :param services: or at least so many finished services; None: not asked
    :param complaints: and at most so many complaints; None: any number
    :param interval: days from one visit or service to the next; 0: none is planned
    """

    grade: str
    turnover: Decimal | None = None
    services: int | None = None
    complaints: int | None = None
    interval: int = 0


class Figures(NamedTuple):
    """A customer in the window.

    :param turnover: of finished orders, company currency
    :param services: finished orders and repairs
    :param complaints: received
    """

    turnover: Decimal = Decimal(0)
    services: int = 0
    complaints: int = 0


class Graded(NamedTuple):
    """A class and what made it: ``turnover``, ``services`` or ``rest``.

    :param missed: better classes that were reached but for the number of complaints
    """

    standard: Standard
    why: str
    missed: tuple[str, ...] = ()


def grade(figures: Figures, standards) -> Graded:
    """The first class, from the best on, whose standard is reached.

    A standard is reached by turnover or by number of services, each included, unless
    there were more complaints than it allows.

    >>> book = [Standard("a", Decimal(50000), 6, 1), Standard("c")]
    >>> grade(Figures(Decimal("49999.99"), 5, 0), book).standard.grade
    'c'
    >>> grade(Figures(Decimal(50000), 0, 1), book).why
    'turnover'
    """
    *asked, rest = standards or [None]
    if rest is None or not _is_rest(rest):
        raise ValueError("the last class takes the rest and asks for nothing")
    missed = []
    for standard in asked:
        if _is_rest(standard):
            raise ValueError(f"class {standard.grade} asks for nothing")
        why = _reached(figures, standard)
        if why and _bears(figures, standard):
            return Graded(standard, why, tuple(missed))
        if why:
            missed.append(standard.grade)
    return Graded(rest, "rest", tuple(missed))


def _is_rest(standard):
    return standard.turnover is None and standard.services is None


def _reached(figures, standard):
    if standard.turnover is not None and figures.turnover >= standard.turnover:
        return "turnover"
    if standard.services is not None and figures.services >= standard.services:
        return "services"
    return ""


def _bears(figures, standard):
    return standard.complaints is None or figures.complaints <= standard.complaints


def loyalty(days: int, loyal_days: int, lost_days: int) -> str:
    """Loyal up to so many days after the last activity, lost after so many, both
    days included.

    >>> [loyalty(days, 90, 365) for days in (90, 91, 365, 366)]
    ['loyal', 'general', 'general', 'lost']
    """
    if not 0 <= loyal_days < lost_days:
        raise ValueError(f"loyal {loyal_days}, lost {lost_days} days")
    if days <= loyal_days:
        return "loyal"
    return "general" if days <= lost_days else "lost"


def next_due(last: date, interval: int) -> date | None:
    """The day of the next visit or service; None where the class has none.

    >>> next_due(date(2026, 1, 31), 30)
    datetime.date(2026, 3, 2)
    """
    if interval < 0:
        raise ValueError(f"interval of {interval} days")
    return last + timedelta(days=interval) if interval else None


def planned(due: date, today: date, ahead: int, key: int) -> date | None:
    """The day for which a visit is planned today, or None while it is too early.

    It is planned P days ahead. What is overdue already is spread over the next P days
    by the customer's number, so that nobody has everything on the first day.

    :param ahead: days of the reminder (HD-21: P 14)

    >>> planned(date(2026, 1, 15), date(2026, 1, 1), 14, 7)
    datetime.date(2026, 1, 15)
    >>> planned(date(2026, 1, 16), date(2026, 1, 1), 14, 7) is None
    True
    """
    if ahead < 0:
        raise ValueError(f"{ahead} days ahead")
    if due > today + timedelta(days=ahead):
        return None
    if due >= today:
        return due
    return today + timedelta(days=key % ahead if ahead else 0)

"""Days on which people are reminded (ALL-05, APP-01, ATT-07, INC-33), apart from Odoo.

A reminder has a nominal day (the 5th, Friday, the planned hand-over), which names the
occasion, and a day on which it is sent: shifted to a working day, or so many working
days ahead.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from .period import month_end, month_start, next_month, previous_month

NEXT, PREVIOUS, NONE = "next", "previous", "none"
#: A working day is looked for so many days away; longer holidays there are none.
REACH = 31
_DAY = timedelta(days=1)


def in_month(month: date, day: int) -> date:
    """The ``day`` of a month, its last day where the month is shorter.

    >>> in_month(date(2026, 2, 1), 31), in_month(date(2026, 12, 1), 5)
    (datetime.date(2026, 2, 28), datetime.date(2026, 12, 5))
    """
    return min(month_start(month) + (day - 1) * _DAY, month_end(month))


def in_week(day: date, weekday: int) -> date:
    """The weekday (0 is Monday) of the week in which ``day`` lies.

    >>> in_week(date(2026, 11, 29), 4)
    datetime.date(2026, 11, 27)
    """
    return day + (weekday - day.weekday()) * _DAY


def around(today: date, basis: str, day: int, weekday: int) -> list[date]:
    """Nominal days before, in and after the running month or week, in order.

    :param basis: ``week``, or ``month`` for a ``day`` of the month
    """
    if basis == "week":
        week = 7 * _DAY
        return [in_week(today + n * week, weekday) for n in (-1, 0, 1)]
    months = (previous_month(today), month_start(today), next_month(today))
    return [in_month(month, day) for month in months]


def shifted(day: date, is_working: Callable[[date], bool], shift: str) -> date:
    """``day``, or the next or previous working day where it is none.

    Where there is no working day within reach it stays as it is.

    :param shift: ``next``, ``previous`` or ``none``
    :raises ValueError: for another shift
    """
    if shift not in (NEXT, PREVIOUS, NONE):
        raise ValueError(f"unknown shift {shift!r}")
    if shift == NONE:
        return day
    step = _DAY if shift == NEXT else -_DAY
    found = (day + n * step for n in range(REACH + 1))
    return next((one for one in found if is_working(one)), day)


def ahead(day: date, count: int, is_working: Callable[[date], bool]) -> date:
    """The working day that lies ``count`` working days before ``day``.

    :raises ValueError: for a negative count
    """
    if count < 0:
        raise ValueError("working days ahead cannot be negative")
    for _n in range(count):
        day = shifted(day - _DAY, is_working, PREVIOUS)
    return day


def send_day(
    nominal: date, count: int, is_working: Callable[[date], bool], shift: str
) -> date:
    """When an occasion is told of: shifted first, then ``count`` working days ahead."""
    return ahead(shifted(nominal, is_working, shift), count, is_working)


def due(
    nominals: Iterable[date],
    today: date,
    kept: int,
    send: Callable[[date], date],
) -> date | None:
    """The occasion to be told of today, the latest; None if there is none.

    What a stopped server left out is told up to ``kept`` days late, then no more: an
    old reminder helps nobody.

    :param send: nominal day -> day on which it is told of
    """
    wanted = [one for one in nominals if send(one) <= today <= send(one) + kept * _DAY]
    return max(wanted, default=None)

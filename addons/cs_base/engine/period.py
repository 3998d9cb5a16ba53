"""Month close (ALL-05): order, transitions and progress, apart from Odoo.

A period is a row of steps. At every moment it reads ``locked… active? waiting…``:
the locked steps come first, at most one step after them has begun, and all later
ones wait. Everything here keeps that shape; the models only store it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

WAITING, READY, RUNNING, PAUSED = "waiting", "ready", "running", "paused"
DONE, ERROR, LOCKING, LOCKED = "done", "error", "locking", "locked"
STATES = (WAITING, READY, RUNNING, PAUSED, DONE, ERROR, LOCKING, LOCKED)
#: nothing has happened yet; such steps follow the others automatically
UNTOUCHED = frozenset({WAITING, READY})
#: the step's facts may not change any more
SEALED = frozenset({LOCKING, LOCKED})

#: action -> (states it may start from, state it leads to)
TRANSITIONS = {
    "start": (frozenset({READY, PAUSED, ERROR, DONE}), RUNNING),
    "pause": (frozenset({RUNNING}), PAUSED),
    "fail": (frozenset({RUNNING}), ERROR),
    "finish": (frozenset({RUNNING}), DONE),
    "seal": (frozenset({DONE}), LOCKING),
    "unseal": (frozenset({LOCKING}), DONE),
    "lock": (frozenset({LOCKING}), LOCKED),
}


class Step(NamedTuple):
    """State of one step; ``computes`` is False for a step that is only checked."""

    state: str
    computes: bool = True


def settle(steps: Sequence[Step]) -> list[Step]:
    """The first step that is not locked becomes ready, untouched later ones wait.

    >>> [step.state for step in settle([Step(LOCKED), Step(WAITING), Step(READY)])]
    ['locked', 'ready', 'waiting']
    """
    active = active_index(steps)
    return [
        step._replace(state=READY if index == active else WAITING)
        if step.state in UNTOUCHED
        else step
        for index, step in enumerate(steps)
    ]


def active_index(steps: Sequence[Step]) -> int:
    """Index of the first step that is not locked; ``len(steps)`` if all are."""
    return next(
        (index for index, step in enumerate(steps) if step.state != LOCKED),
        len(steps),
    )


def obstacle(
    action: str,
    steps: Sequence[Step],
    index: int,
    open_count: int = 0,
    month_over: bool = True,
    earlier_open: bool = False,
) -> str | None:
    """Why ``action`` is not possible on ``steps[index]``, or None if it is.

    :param open_count: number of open items of the step
    :param month_over: whether the month's last day has passed
    :param earlier_open: whether the same step of an earlier month is not locked
    :return: ``order``, ``state``, ``nothing_to_run``, ``open_items``,
        ``month_running``, ``earlier``
    """
    step = steps[index]
    allowed, _target = TRANSITIONS[action]
    if action in ("seal", "unseal") and not step.computes:
        allowed = allowed | {READY}
    if any(earlier.state != LOCKED for earlier in steps[:index]):
        return "order"
    if action == "start" and not step.computes:
        return "nothing_to_run"
    if step.state not in allowed:
        return "state"
    if action not in ("seal", "lock"):
        return None
    if open_count:
        return "open_items"
    if not month_over:
        return "month_running"
    return "earlier" if earlier_open else None


def apply(action: str, steps: Sequence[Step], index: int) -> list[Step]:
    """The steps after ``action``, settled.

    :raises ValueError: when :func:`obstacle` names a reason against it
    """
    reason = obstacle(action, steps, index)
    if reason:
        raise ValueError(f"{action} on {steps[index].state}: {reason}")
    target = TRANSITIONS[action][1]
    if action == "unseal" and not steps[index].computes:
        target = READY
    changed = list(steps)
    changed[index] = changed[index]._replace(state=target)
    return settle(changed)


def close_obstacle(
    steps: Sequence[Step], month_over: bool = True, earlier_open: bool = False
) -> str | None:
    """Why the period cannot be closed, or None.

    An empty period is never closed: nobody would know what was settled.

    :return: ``empty``, ``steps``, ``month_running``,
        ``earlier``
    """
    if not steps:
        return "empty"
    if any(step.state != LOCKED for step in steps):
        return "steps"
    if not month_over:
        return "month_running"
    if earlier_open:
        return "earlier"
    return None


def place(begun: Sequence[int], wanted: int) -> int:
    """Sequence for a step that joins an open period: never before one that began.

    >>> place([10, 20], 15), place([10, 20], 30), place([], 5)
    (20, 30, 5)
    """
    return max([wanted, *begun])


def progress(step: Step, done: int, total: int) -> Decimal:
    """Share of one step that is finished, 0 to 1.

    >>> progress(Step(RUNNING), 14, 24)
    Decimal('0.5833')
    """
    if step.state in (LOCKED, LOCKING, DONE):
        return Decimal(1)
    if step.state in UNTOUCHED or total <= 0:
        return Decimal(0)
    share = Decimal(min(max(done, 0), total)) / Decimal(total)
    return share.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def seconds_left(done: int, total: int, spent: float) -> int | None:
    """Estimated seconds to the end at the pace so far; None while unknown.

    :param spent: seconds of work in batches, waiting and pauses not counted

    >>> seconds_left(25, 100, 10)
    30
    """
    if done <= 0 or spent <= 0:
        return None
    left = max(total - done, 0) * spent / done
    return int(left) + (left > int(left))


def month_start(day: date) -> date:
    """First day of the month of ``day``."""
    return date(day.year, day.month, 1)


def next_month(month: date) -> date:
    """First day of the month after that of ``month``.

    >>> next_month(date(2026, 12, 31))
    datetime.date(2027, 1, 1)
    """
    return month_start(month_start(month) + timedelta(days=31))


def previous_month(day: date) -> date:
    """First day of the month before that of ``day``."""
    return month_start(month_start(day) - timedelta(days=1))


def month_end(month: date) -> date:
    """Last day of the month of ``month``."""
    return next_month(month) - timedelta(days=1)


def next_open(day: date, closed_through: date | None) -> date:
    """First month, not before that of ``day``, that is not closed.

    Months are closed in order, so all up to ``closed_through`` are closed.

    >>> next_open(date(2026, 9, 30), date(2026, 10, 1))
    datetime.date(2026, 11, 1)
    """
    month = month_start(day)
    if closed_through and month <= closed_through:
        return next_month(closed_through)
    return month


def months_between(first: date, last: date) -> list[date]:
    """First days of all months from that of ``first`` to that of ``last``."""
    months, month = [], month_start(first)
    while month <= month_start(last):
        months.append(month)
        month = next_month(month)
    return months


def open_obstacle(
    month: date, today: date, first: date | None, closed_through: date | None
) -> str | None:
    """Why a period cannot be opened for ``month``, or None.

    Months are closed in order: one before the first ever opened would block all
    later ones. The very first may lie up to twelve months back.

    :return: ``future``, ``closed``, ``before_first``, ``too_old``
    """
    if month > month_start(today):
        return "future"
    if closed_through and month <= closed_through:
        return "closed"
    if first and month < first:
        return "before_first"
    if not first and (today.year - month.year) * 12 + today.month - month.month > 12:
        return "too_old"
    return None


def months_due(last: date | None, today: date) -> list[date]:
    """Months to open by themselves: those over and after ``last``.

    Without ``last`` only the previous month: a suite installed today does not
    reach back further by itself.

    >>> months_due(date(2026, 8, 1), date(2026, 11, 1))
    [datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)]
    """
    previous = previous_month(today)
    return months_between(next_month(last), previous) if last else [previous]


def closed_months(
    rows: Sequence[tuple[date, bool]], first: date, last: date
) -> set[date]:
    """Which months from ``first`` to ``last`` are closed.

    :param rows: (month, closed) of periods from ``first`` on
    """
    through = max((month for month, closed in rows if closed), default=None)
    if through is None:
        return set()
    return {month for month in months_between(first, last) if month <= through}

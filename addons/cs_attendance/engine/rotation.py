"""Which shift a person has on which day by a repeating pattern (ATT-10, ATT-18).

A cycle of days runs on regardless of weekdays, or is a plan of whole weeks whose
first day is a Monday. Where somebody is in the cycle follows from a day and a place
alone, never from what was planned before: planning twice is planning once, and two
ranges side by side give what one range over both gives.
"""

from datetime import timedelta
from typing import NamedTuple

from .slot import HOLIDAY, MAKEUP, REST, WORK

DAY = timedelta(days=1)
WEEK = 7
#: What a working calendar calls a day nobody works on though it is a weekday.
CLOSED = "closed"


class Turn(NamedTuple):
    """One day of a cycle: ``shift`` is that of a working day, else None."""

    kind: str
    shift: int | None = None


class Cycle(NamedTuple):
    """Days that repeat.

    :param turns: the days in order, at least one
    :param is_weekly: the first day is a Monday
    :param skips_holidays: public holidays are off and make-up days are worked
    """

    turns: tuple[Turn, ...]
    is_weekly: bool = False
    skips_holidays: bool = False


def place(cycle, joined, offset, day):
    """Index of the turn that somebody has on a day.

    :param joined: day on which the person began, with ``offset`` days of the cycle
        behind; in a week plan the week of that day is moved by ``offset`` weeks
    """
    if cycle.is_weekly:
        joined, offset = joined - joined.weekday() * DAY, offset * WEEK
    return ((day - joined).days + offset) % len(cycle.turns)


def rotate(cycle, start, first, last, calendar=None):
    """What is planned on each day.

    :param start: index of the turn on the day ``first``
    :param calendar: date -> (kind, weekday) of the working calendar, read only by
        cycles that skip holidays; ``weekday`` is that whose hours a make-up day has
    :return: list of (date, kind, shift id or None), one a day, in order
    """
    result = []
    for number in range((last - first).days + 1):
        day, index = first + number * DAY, (start + number) % len(cycle.turns)
        turn = cycle.turns[index]
        if cycle.skips_holidays and calendar:
            turn = _by_calendar(cycle, index, day, *calendar[day])
        result.append((day, turn.kind, turn.shift))
    return result


def _by_calendar(cycle, index, day, kind, weekday):
    """ATT-18: holidays are off; a make-up day has the hours of the weekday it stands
    for in a week plan, else those of the working day before it in the cycle."""
    turn = cycle.turns[index]
    if kind in (HOLIDAY, CLOSED):
        return Turn(HOLIDAY)
    if kind != MAKEUP:
        return turn
    if turn.kind != WORK and cycle.is_weekly:
        monday = index - day.weekday()
        turn = cycle.turns[(monday + weekday) % len(cycle.turns)]
    number = 0
    while turn.kind != WORK and number < len(cycle.turns):
        number += 1
        turn = cycle.turns[(index - number) % len(cycle.turns)]
    return Turn(MAKEUP, turn.shift) if turn.kind == WORK else Turn(REST)


def stints(lines, first, last):
    """Which of a person's lines holds from which day to which day.

    A line holds from its start until its end, and no longer than until the next one
    starts: no day has two.

    :param lines: (start, end or None, key), in any order, starts all different
    :return: list of (first, last, key) in order, clipped to the days asked for
    """
    ordered = sorted(lines, key=lambda line: line[0])
    result = []
    for number, (start, end, key) in enumerate(ordered):
        border = ordered[number + 1][0] - DAY if ordered[number + 1 :] else last
        low, high = max(start, first), min(end or last, border, last)
        if low <= high:
            result.append((low, high, key))
    return result


def stagger(length, people, step=1):
    """Offsets that spread people over a cycle.

    :param step: places from one person to the next
    :return: list of offsets, one a person
    """
    return [number * step % length for number in range(people)]

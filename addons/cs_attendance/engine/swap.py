"""Whether two people may exchange shifts (ATT-11).

One gives a shift away on a day on which the other is free, and takes a shift of the
other on another day, on which the first is free. On one day only, they exchange the
shifts of that day. Nobody ever has two shifts on a day by it. Everything that speaks
against it is said at once.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

REQUESTER, COLLEAGUE = 0, 1
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Duty:
    """What one person has to do on a day.

    :param start, stop: naive UTC, both None on a day without work
    :param extra: (start, stop) of overtime, which is never exchanged
    :param is_holiday: a public holiday
    :param is_swapped: exchanged by an approved swap already
    :param is_draft: planned, but not published
    :param is_rostered: a shift, not just the hours of the working calendar
    :param on_leave: leave is approved or asked for
    """

    day: date
    start: datetime | None = None
    stop: datetime | None = None
    extra: tuple[tuple[datetime, datetime], ...] = ()
    is_holiday: bool = False
    is_swapped: bool = False
    is_draft: bool = False
    is_rostered: bool = True
    on_leave: bool = False

    @property
    def hours(self):
        return self.start, self.stop

    @property
    def is_work(self):
        return self.start is not None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the policy of a day says of swaps (P).

    :param limit: swaps a month allowed
    :param rest: the least time between two shifts
    :param no_row: no two swaps in a row
    :param no_holiday: no swaps on public holidays
    """

    limit: int = 3
    rest: timedelta = timedelta(hours=8)
    no_row: bool = True
    no_holiday: bool = True


#: What holds where no policy is in force: the regulations.
REGULATIONS = Terms()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two people.

    :param duties: dict date -> Duty, in order, some days around the swap too
    :param used: swaps of the month that were approved
    :param terms: dict date -> Terms of the days of the swap
    """

    duties: dict
    used: int = 0
    terms: dict = field(default_factory=dict)

    def on(self, day):
        return self.terms.get(day, REGULATIONS)


class Refusal(NamedTuple):
    """What speaks against a swap.

    :param who: REQUESTER, COLLEAGUE, or None when it is about both
    :param other: the other day that is involved, or None
    """

    key: str
    who: int | None = None
    day: date | None = None
    other: date | None = None


def exchanged(sides, days):
    """The duties of both people with those of these days exchanged."""
    first, second = (dict(side.duties) for side in sides)
    for day in days:
        one, two = first[day], second[day]
        first[day] = replace(one, start=two.start, stop=two.stop)
        second[day] = replace(two, start=one.start, stop=one.stop)
    return first, second


def begin(given, returned, sides):
    """When the first of the shifts begins that would be exchanged, or None."""
    starts = [
        side.duties[day].start
        for side in sides
        for day in {given, returned}
        if day in side.duties and side.duties[day].is_work
    ]
    return min(starts, default=None)


def refusals(given, returned, sides, now):
    """Everything that speaks against a swap (ATT-11), in order; empty: it may be.

    :param given: day of the shift that the requester gives away
    :param returned: day of the colleague's shift that the requester takes
    :param sides: (Side of the requester, Side of the colleague)
    :param now: naive UTC
    """
    days = sorted({given, returned})
    unemployed = [
        Refusal("not_employed", who, day)
        for day in days
        for who, side in enumerate(sides)
        if day not in side.duties
    ]
    if unemployed:
        return unemployed
    found = _nothing_to_swap(given, returned, sides)
    if found:
        return found
    if begin(given, returned, sides) <= now:
        found.append(Refusal("begun", None, min(days)))
    if given != returned:
        found += _two_on_a_day(given, returned, sides)
    after = exchanged(sides, days)
    for who, side in enumerate(sides):
        if side.used >= side.on(min(days)).limit:
            found.append(Refusal("limit", who, min(days)))
        found += _on_the_days(who, side, days, after[who])
        found += _in_a_row(who, side, days, after[who])
        found += _double(who, side, days, after[who])
    return found


def _nothing_to_swap(given, returned, sides):
    found = []
    for who, day in ((REQUESTER, given), (COLLEAGUE, returned)):
        duty = sides[who].duties[day]
        if not duty.is_work:
            found.append(Refusal("no_shift", who, day))
        elif not duty.is_rostered:
            found.append(Refusal("not_rostered", who, day))
    if not found and given == returned:
        one, two = (side.duties[given] for side in sides)
        if one.hours == two.hours:
            found.append(Refusal("same", None, given))
    return found


def _two_on_a_day(given, returned, sides):
    """Who takes a shift has none of the own on that day, or would work two."""
    for who, day in ((COLLEAGUE, given), (REQUESTER, returned)):
        if sides[who].duties[day].is_work:
            yield Refusal("double_day", who, day)


def _on_the_days(who, side, days, after):
    for day in days:
        duty = side.duties[day]
        if duty.is_holiday and side.on(day).no_holiday:
            yield Refusal("holiday", who, day)
        if duty.is_draft:
            yield Refusal("draft", who, day)
        if duty.on_leave and after[day].is_work:
            yield Refusal("leave", who, day)
        if duty.is_work and not duty.is_rostered:
            yield Refusal("not_rostered", who, day)


def _in_a_row(who, side, days, after):
    """No two swaps in a row: the shift before or after is of another swap."""
    for day in days:
        if side.duties[day].is_swapped:
            yield Refusal("swapped", who, day)
    order = [
        day
        for day, duty in side.duties.items()
        if day in days or duty.is_swapped or after[day].is_work
    ]
    for one, two in pairwise(order):
        for day, other in ((one, two), (two, one)):
            is_new = day in days and other not in days and side.on(day).no_row
            if is_new and side.duties[other].is_swapped:
                yield Refusal("in_a_row", who, day, other)


def _double(who, side, days, after):
    """Nobody works two shifts in a row because of a swap or its return."""
    shifts = []
    for day, duty in after.items():
        is_new = day in days and duty.hours != side.duties[day].hours
        if duty.is_work:
            shifts.append((duty.start, duty.stop, day, is_new))
        shifts += [(start, stop, day, False) for start, stop in duty.extra]
    shifts.sort()
    for before, following in pairwise(shifts):
        if not (before[3] or following[3]):
            continue
        new, old = (before, following) if before[3] else (following, before)
        gap = following[0] - before[1]
        if gap <= NOTHING or gap < side.on(new[2]).rest:
            yield Refusal("double", who, new[2], old[2])

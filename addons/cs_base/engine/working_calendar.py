"""What a working calendar says of each day, and the working spans it gives.

Facts in, spans out: weekly lines, public holidays, make-up working days (调休)
and closures of one calendar (ATT-18, ATT-32). Local hours become UTC the way
stock Odoo does it (``pytz`` ``localize``): a local hour that occurs twice means
its second occurrence, one that does not exist is read as standard time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import pytz

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
MINUTES_A_DAY = 24 * 60

WORK, REST, HOLIDAY, MAKEUP, CLOSED = "work", "rest", "holiday", "makeup", "closed"


class Line(NamedTuple):
    """Working hours of a weekday (0 = Monday), in minutes after local midnight.

    ``week`` is 0 or 1 in a calendar of two alternating weeks, else None.
    """

    week: int | None
    weekday: int
    start: int
    end: int


class Holiday(NamedTuple):
    day: date
    name: str


class MakeupDay(NamedTuple):
    """A day worked with the hours of ``weekday`` instead of its own."""

    day: date
    weekday: int
    name: str


class Closure(NamedTuple):
    """Nobody works from ``start`` to ``end`` (naive UTC)."""

    start: datetime
    end: datetime
    name: str


class Span(NamedTuple):
    """Working time of the local date ``day``: [start, end) in naive UTC."""

    day: date
    start: datetime
    end: datetime


class DayPlan(NamedTuple):
    """What the calendar says of a day; ``name`` is that of the holiday, make-up
    day or closure that decides it, else empty."""

    day: date
    kind: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class CalendarFacts:
    """Everything that decides the working time of one calendar; hashable."""

    zone: str
    lines: tuple[Line, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    makeup_days: tuple[MakeupDay, ...] = ()
    closures: tuple[Closure, ...] = ()

    @cached_property
    def tzinfo(self):
        return pytz.timezone(self.zone)

    @cached_property
    def _lines_by_weekday(self):
        result = {}
        for line in sorted(self.lines):
            weeks = (0, 1) if line.week is None else (line.week,)
            for week in weeks:
                result.setdefault((week, line.weekday), []).append(line)
        return {key: tuple(lines) for key, lines in result.items()}

    @cached_property
    def _closures(self):
        """Stock day-long closures end at 23:59:59: their last second is closed too."""
        return sorted(
            closure._replace(end=closure.end.replace(microsecond=0) + SECOND)
            if closure.end.second == 59
            else closure
            for closure in self.closures
        )

    @cached_property
    def _holidays(self):
        return {holiday.day: holiday for holiday in reversed(self.holidays)}

    @cached_property
    def _makeup_days(self):
        return {makeup.day: makeup for makeup in reversed(self.makeup_days)}

    def lines_of(self, day, weekday=None):
        """Lines of a date, or of another weekday in the week of that date."""
        weekday = day.weekday() if weekday is None else weekday
        return self._lines_by_weekday.get((week_of(day), weekday), ())

    def plan(self, day):
        """The plan of a local date, closures aside.

        A make-up day beats a holiday. A calendar that works that weekday anyway
        keeps its own hours, so that nobody works a make-up day twice.

        :rtype: DayPlan
        """
        own = self.lines_of(day)
        if makeup := self._makeup_days.get(day):
            lines = own or self.lines_of(day, makeup.weekday)
            return DayPlan(day, MAKEUP if lines else REST, makeup.name, lines)
        if holiday := self._holidays.get(day):
            return DayPlan(day, HOLIDAY, holiday.name, ())
        return DayPlan(day, WORK if own else REST, "", own)

    def plans(self, first, last):
        """Plans of all dates from ``first`` to ``last``; a day that loses all its
        working time to closures is ``closed`` by the first of them."""
        result = []
        for offset in range((last - first).days + 1):
            plan = self.plan(first + offset * DAY)
            if plan.lines and not any(True for _ in self._spans_of(plan)):
                plan = DayPlan(plan.day, CLOSED, self._closing(plan), ())
            result.append(plan)
        return result

    def spans(self, first, last):
        """Working spans of all dates from ``first`` to ``last``, in order.

        :rtype: list of Span
        """
        plans = (self.plan(first + n * DAY) for n in range((last - first).days + 1))
        return list(chain.from_iterable(map(self._spans_of, plans)))

    @cached_property
    def _moments(self):
        """Many people have the same hours: each moment is converted once."""
        return {}

    def utc(self, day, minutes):
        """Naive UTC of a number of minutes after the midnight that starts ``day``."""
        key = day, minutes
        if key not in self._moments:
            later, minute = divmod(minutes, MINUTES_A_DAY)
            hours = time(minute // 60, minute % 60)
            local = datetime.combine(day + later * DAY, hours)
            moment = self.tzinfo.localize(local).astimezone(pytz.utc)
            self._moments[key] = moment.replace(tzinfo=None)
        return self._moments[key]

    def local_date(self, moment):
        """The calendar's date at a moment in naive UTC."""
        return pytz.utc.localize(moment).astimezone(self.tzinfo).date()

    def _spans_of(self, plan):
        for line in plan.lines:
            span = (self.utc(plan.day, line.start), self.utc(plan.day, line.end))
            for start, end in _minus(span, self._closures):
                if start < end:
                    yield Span(plan.day, start, end)

    def _closing(self, plan):
        start = self.utc(plan.day, plan.lines[0].start)
        end = self.utc(plan.day, plan.lines[-1].end)
        return next(
            (c.name for c in self._closures if c.start < end and c.end > start), ""
        )


def week_of(day):
    """Which of two alternating weeks a date is in, as stock Odoo counts: 0 or 1."""
    return (day.toordinal() - 1) // 7 % 2


def _minus(span, closures):
    """The parts of a (start, end) outside all closures, in order."""
    parts = [span]
    for closure in closures:
        if closure.start < span[1] and closure.end > span[0]:
            parts = [
                piece
                for start, end in parts
                for piece in (
                    (start, min(end, closure.start)),
                    (max(start, closure.end), end),
                )
                if piece[0] < piece[1]
            ]
    return parts

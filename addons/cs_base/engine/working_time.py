"""A clock that only runs in working time (ATT-18, ATT-32, HD-03).

All moments are naive UTC and count in whole seconds (fractions are dropped);
working time is [opening, closing).
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta
from functools import lru_cache

from .working_calendar import DAY, CalendarFacts, Span

_EPOCH = datetime(1970, 1, 1)
_SECOND = timedelta(seconds=1)


class HorizonError(Exception):
    """The answer lies outside the dates the clock was built for.

    ``later`` tells which end to extend.
    """

    def __init__(self, later: bool):
        super().__init__("later" if later else "earlier")
        self.later = later


class WorkingClock:
    """Answers about working time between ``first`` and ``last`` (naive UTC).

    :param spans: Span, sorted by start
    """

    def __init__(self, spans: list[Span], first: datetime, last: datetime):
        self._first, self._last = _seconds(first), _seconds(last)
        self._starts, self._ends = [], []
        closing = {}
        for span in spans:
            start, end = _seconds(span.start), _seconds(span.end)
            closing[span.day] = max(end, closing.get(span.day, end))
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)
        # Working seconds before each opening, and up to each closing.
        self._before, self._upto, total = [], [], 0
        for start, end in zip(self._starts, self._ends, strict=True):
            self._before.append(total)
            total += end - start
            self._upto.append(total)
        self._days = sorted(closing)
        self._closings = [closing[day] for day in self._days]

    def is_working(self, moment: datetime) -> bool:
        second = self._covered(moment)
        index = bisect_right(self._starts, second) - 1
        return index >= 0 and second < self._ends[index]

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Working seconds from ``start`` to ``end``; negative when end is earlier.

        Additive: between(a, b) + between(b, c) = between(a, c).
        """
        return self._worked(self._covered(end)) - self._worked(self._covered(start))

    def add_seconds(self, moment: datetime, seconds: int) -> datetime:
        """When ``seconds`` of working time after ``moment`` have passed.

        The earliest such moment: what falls on closing time stays there instead of
        moving to the next opening, and 0 seconds give the moment itself. Negative
        seconds go back, to the latest such moment (opening time stays).
        """
        second = self._covered(moment)
        if not seconds:
            return _moment(second)
        target = self._worked(second) + seconds
        if seconds > 0:
            index = bisect_left(self._upto, target)
            if index == len(self._upto):
                raise HorizonError(later=True)
            return _moment(self._ends[index] - self._upto[index] + target)
        if target < 0:
            raise HorizonError(later=False)
        index = bisect_right(self._before, target) - 1
        return _moment(self._starts[index] - self._before[index] + target)

    def add_days(self, moment: datetime, days: int, today: date) -> datetime:
        """Closing time of the ``days``-th working day after the date ``today``.

        A working day is a local date with any working time. 0 days mean the first
        closing time that is not before ``moment``.

        :param today: the local date of ``moment``
        """
        if days < 0:
            raise ValueError("days must not be negative")
        second = self._covered(moment)
        if days:
            index = bisect_right(self._days, today) + days - 1
        else:
            index = bisect_left(self._closings, second)
        if index >= len(self._days):
            raise HorizonError(later=True)
        return _moment(self._closings[index])

    def next_working(self, moment: datetime) -> datetime:
        """The moment itself in working time, else the next opening."""
        if self.is_working(moment):
            return moment
        index = bisect_right(self._starts, _seconds(moment))
        if index == len(self._starts):
            raise HorizonError(later=True)
        return _moment(self._starts[index])

    def _covered(self, moment):
        second = _seconds(moment)
        if not self._first <= second < self._last:
            raise HorizonError(later=second >= self._last)
        return second

    def _worked(self, second):
        index = bisect_right(self._starts, second) - 1
        if index < 0:
            return 0
        return (
            self._before[index] + min(second, self._ends[index]) - self._starts[index]
        )


def _seconds(moment):
    return (moment - _EPOCH) // _SECOND


def _moment(second):
    return _EPOCH + timedelta(seconds=second)


@lru_cache(maxsize=128)
def build_clock(facts: CalendarFacts, first_year: int, last_year: int) -> WorkingClock:
    """The clock of whole local years.

    Pure, hence safe to remember in the process: other facts are another key.
    """
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    return WorkingClock(
        facts.spans(first, last), facts.utc(first, 0), facts.utc(last + DAY, 0)
    )

"""The clock of a ticket (HD-02, HD-03): who had it for how long, and until when.

A ticket is in a :class:`Situation` from one moment to the next. Each metric that runs
in it makes stretches of time of one unit and one person, and a metric with a limit has
a :class:`Timer` that only counts what is not paused:

- ``first_reply`` from receipt to the first reply, or to closing without one;
- ``follow_up`` from placing an unpaid order to the first contact about it;
- ``resolve`` while the ticket is not closed. Only this one can be paused: what waits
  for the customer has been answered before. Reopening counts on.

Moments are naive UTC in whole seconds. What a second counts is told by a clock that is
passed in, with ``seconds_between``, ``add_seconds`` and ``add_days``.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta

METRICS = ("first_reply", "follow_up", "resolve")
PAUSABLE = frozenset({"resolve"})
#: These never run again once they have ended.
ONCE = frozenset({"first_reply"})


class ClockTime:
    """Every second counts; a day is 24 hours.

    >>> ClockTime().add_days(datetime(2025, 1, 31, 9), 3, None)
    datetime.datetime(2025, 2, 3, 9, 0)
    """

    def seconds_between(self, start: datetime, end: datetime) -> int:
        return (end - start) // timedelta(seconds=1)

    def add_seconds(self, moment: datetime, seconds: int) -> datetime:
        return moment + timedelta(seconds=seconds)

    def add_days(self, moment: datetime, days: int, today: date | None) -> datetime:
        return moment + timedelta(days=days)

    def next_working(self, moment: datetime) -> datetime:
        return moment


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds from one moment to the next.

    :param unit: who works on it, an id
    :param person: who works on it, an id
    :param pause: id of what explains that the customer is waited for, else None
    """

    unit: int | None = None
    person: int | None = None
    pause: int | None = None
    is_closed: bool = False
    is_replied: bool = False
    is_unpaid: bool = False
    is_followed_up: bool = False

    def runs(self, metric: str) -> bool:
        if self.is_closed:
            return False
        if metric == "first_reply":
            return not self.is_replied
        if metric == "follow_up":
            return self.is_unpaid and not self.is_followed_up
        return True


@dataclass(frozen=True, slots=True)
class Stretch:
    """Since when a metric is with one unit and person, running or paused."""

    since: datetime
    unit: int | None = None
    person: int | None = None
    pause: int | None = None

    def is_same(self, other: "Stretch") -> bool:
        return replace(other, since=self.since) == self


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that has ended: [start, stop), never empty."""

    metric: str
    start: datetime
    stop: datetime
    unit: int | None = None
    person: int | None = None
    pause: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """How much time a metric has (HD-03).

    :param time: ``working`` or ``clock``
    :param days: to the end of the n-th day, by the clock's reckoning; else
    :param seconds: so many
    :param warn_percent: share of the time after which a warning is due
    """

    time: str
    days: int = 0
    seconds: int = 0
    warn_percent: int = 75

    def budget(self, start: datetime, clock, today: date | None) -> int:
        if self.seconds:
            return self.seconds
        return clock.seconds_between(start, clock.add_days(start, self.days, today))


@dataclass(frozen=True, slots=True)
class Timer:
    """Counts towards a limit.

    ``due`` is the earliest moment at which the budget is used up: that of the running
    stretch, or one that has been reached and stays whatever follows. While it is
    stopped before that, there is none. Ending at that moment is in time.
    """

    time: str
    budget: int
    warn_after: int
    used: int = 0
    since: datetime | None = None
    due: datetime | None = None
    warn: datetime | None = None

    @classmethod
    def of(cls, limit: Limit, budget: int) -> "Timer":
        # A second at least: a ticket of no duration has reached nothing.
        warn_after = budget * limit.warn_percent // 100
        return cls(limit.time, max(budget, 1), max(warn_after, 1))

    def start(self, moment: datetime, clock) -> "Timer":
        def reach(known, after):
            if known:
                return known
            return clock.add_seconds(moment, max(after - self.used, 0))

        return replace(
            self,
            since=moment,
            due=reach(self.due, self.budget),
            warn=reach(self.warn, self.warn_after),
        )

    def stop(self, moment: datetime, clock) -> "Timer":
        return replace(
            self,
            since=None,
            used=self.used + clock.seconds_between(self.since, moment),
            due=self.due if self.due <= moment else None,
            warn=self.warn if self.warn <= moment else None,
        )

    def is_late(self, moment: datetime) -> bool:
        return self.due is not None and moment > self.due


@dataclass(frozen=True, slots=True)
class Metric:
    """Where a metric stands; without a stretch it does not run now.

    :param begin: when it began for the first time
    """

    begin: datetime | None = None
    stretch: Stretch | None = None
    timer: Timer | None = None

    @property
    def is_counting(self) -> bool:
        return self.stretch is not None and self.stretch.pause is None


@dataclass(frozen=True, slots=True)
class State:
    """Where all metrics of a ticket stand; only those that ever ran are there."""

    metrics: Mapping[str, Metric] = field(default_factory=dict)

    def get(self, metric: str) -> Metric:
        return self.metrics.get(metric) or Metric()

    def to_json(self) -> dict:
        return {
            name: {
                "begin": metric.begin.isoformat(),
                "stretch": metric.stretch and _dump(metric.stretch),
                "timer": metric.timer and _dump(metric.timer),
            }
            for name, metric in self.metrics.items()
        }

    @classmethod
    def from_json(cls, data: dict | None) -> "State":
        return cls(
            {
                name: Metric(
                    datetime.fromisoformat(item["begin"]),
                    _load(Stretch, item["stretch"]),
                    _load(Timer, item["timer"]),
                )
                for name, item in (data or {}).items()
            }
        )


_MOMENTS = frozenset({"since", "due", "warn"})


def _dump(record):
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(record).items()
    }


def _load(cls, data):
    if not data:
        return None
    return cls(
        **{
            name: datetime.fromisoformat(value) if name in _MOMENTS and value else value
            for name, value in data.items()
        }
    )


def _wanted(metric, state, moment, situation):
    known = state.get(metric)
    has_ended = known.begin is not None and known.stretch is None
    if not situation.runs(metric) or (has_ended and metric in ONCE):
        return None
    pause = situation.pause if metric in PAUSABLE else None
    return Stretch(moment, situation.unit, situation.person, pause)


def begins(state: State, situation: Situation) -> bool:
    """Whether a metric would run for the first time, so that limits are needed."""
    return any(
        state.get(name).begin is None and situation.runs(name) for name in METRICS
    )


def changes(state: State, situation: Situation) -> bool:
    """Whether :func:`advance` would do anything."""
    for name in METRICS:
        before = state.get(name).stretch
        after = _wanted(name, state, datetime.min, situation)
        if (before or after) and not (before and after and before.is_same(after)):
            return True
    return False


def advance(state, moment, situation, limits, clocks, today=None):
    """The state from this moment on, and the segments that end with it.

    A moment before the beginning of the present stretch counts as that beginning:
    clocks of two servers may differ.

    :param limits: dict metric -> Limit, for metrics that begin
    :param clocks: dict kind of time -> clock
    :param today: local date of the moment
    :return: (State, list of Segment)
    """
    metrics, segments = dict(state.metrics), []
    for name in METRICS:
        before = state.get(name)
        after = _wanted(name, state, moment, situation)
        if before.stretch is None and after is None:
            continue
        if before.stretch and after and before.stretch.is_same(after):
            continue
        at = max(moment, before.stretch.since) if before.stretch else moment
        if before.stretch and before.stretch.since < at:
            segments.append(_segment(name, before.stretch, at))
        timer = before.timer
        if before.begin is None and name in limits:
            limit = limits[name]
            budget = limit.budget(at, clocks[limit.time], today)
            timer = Timer.of(limit, budget)
        begin = before.begin or at
        metric = Metric(begin, after and replace(after, since=at), timer)
        metrics[name] = replace(metric, timer=_switch(before, metric, at, clocks))
    return State(metrics), segments


def _segment(name, stretch, stop):
    return Segment(
        name, stretch.since, stop, stretch.unit, stretch.person, stretch.pause
    )


def _switch(before, after, moment, clocks):
    """The timer after the change; handing over neither starts nor stops it."""
    timer = after.timer
    if timer is None or before.is_counting == after.is_counting:
        return timer
    clock = clocks[timer.time]
    return (
        timer.start(moment, clock) if after.is_counting else timer.stop(moment, clock)
    )


def retime(name, metric, segments, limit, clock, today=None):
    """The timer that a metric would have if this limit had held from its beginning.

    :param segments: of the ticket, sorted by start
    :param today: local date of the beginning
    """
    timer = Timer.of(limit, limit.budget(metric.begin, clock, today))
    for segment in segments:
        if segment.metric == name and segment.pause is None:
            timer = timer.start(segment.start, clock).stop(segment.stop, clock)
    if metric.is_counting:
        timer = timer.start(metric.stretch.since, clock)
    return timer


def play(events, limits, clocks, today=None):
    """A whole history at once.

    :param events: list of (moment, Situation), sorted by moment
    :return: (State, list of Segment)
    """
    state, segments = State(), []
    for moment, situation in events:
        state, ended = advance(state, moment, situation, limits, clocks, today)
        segments += ended
    return state, segments

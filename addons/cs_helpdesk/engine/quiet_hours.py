"""When a customer may be called (HD-07).

Rest hours are half-open: at the first second of one nobody calls any more, at its end
one may call again. They are the same hours of every day, where the customer is.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Rest at noon and at night, in seconds since local midnight.

    The night ends in the morning of the next day.

    >>> rest = QuietHours.of_hours(12, 14, 20, 9)
    >>> rest.is_quiet(datetime(2025, 3, 3, 11, 59, 59))
    False
    >>> rest.is_quiet(datetime(2025, 3, 3, 12))
    True
    """

    noon_from: int
    noon_to: int
    night_from: int
    night_to: int

    @classmethod
    def of_hours(cls, *hours: float) -> "QuietHours":
        """:param hours: noon from and to, night from and to, as hours of the day"""
        return cls(*(round(hour * 3600) for hour in hours))

    @property
    def never(self) -> bool:
        """Whether rest hours fill the whole day, so that nobody can ever be called."""
        return all(self._covers(second) for second in (self.night_to, self.noon_to))

    def is_quiet(self, local: datetime) -> bool:
        return self._covers((local.hour * 60 + local.minute) * 60 + local.second)

    def next_call(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """The moment itself when one may call then, else the end of the rest.

        :param moment: naive UTC
        :return: naive UTC; None when rest hours fill the whole day
        """
        if self.never:
            return None
        local = _local(moment, zone)
        while self.is_quiet(local):
            # By way of UTC: where clocks are put forward, the end may not exist.
            moment = _utc(self._end(local), zone)
            local = _local(moment, zone)
        return moment

    def _covers(self, second: int) -> bool:
        return (
            self.noon_from <= second < self.noon_to
            or second >= self.night_from
            or second < self.night_to
        )

    def _end(self, local: datetime) -> datetime:
        second = (local.hour * 60 + local.minute) * 60 + local.second
        if second >= self.night_from:
            return _at(local + timedelta(days=1), self.night_to)
        return _at(local, self.night_to if second < self.night_to else self.noon_to)


def end_of_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """The last second of the local day of a moment, both naive UTC."""
    following = _local(moment, zone).date() + timedelta(days=1)
    return _utc(datetime.combine(following, time.min), zone) - timedelta(seconds=1)


def _at(local: datetime, second: int) -> datetime:
    return datetime.combine(local.date(), time.min) + timedelta(seconds=second)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)

"""Figures of complaints by responsible unit: ratios, ranks, times (HD-06).

A complaint is worth 10 000 points, which the units named in it share, so that sums are
exact: hundredths of a percent, as shares are entered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

#: points of one complaint
WHOLE = 10_000
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted for one unit; points, but for volume and seconds.

    :param unit: id; None: complaints, or parts of them, for which no unit is named
    :param volume: tickets of all kinds that the unit took in
    :param judged: closed, or past the limit
    :param in_time: of the judged ones, those closed within the limit
    :param weight: seconds until closed times points, summed
    :param worst: the longest seconds until closed; None: nothing was closed
    """

    unit: int | None
    volume: int = 0
    points: int = 0
    repeat: int = 0
    severe: int = 0
    closed: int = 0
    judged: int = 0
    in_time: int = 0
    weight: int = 0
    worst: int | None = None


def merge(tallies: Iterable[Tally]) -> Tally:
    """Tallies of parts of one unit's complaints as that of all of them.

    >>> whole = merge([Tally(1, points=5_000, worst=60), Tally(1, points=10_000)])
    >>> whole.points, whole.worst
    (15000, 60)
    """
    tallies = list(tallies)
    added = [one.name for one in fields(Tally) if one.name not in ("unit", "worst")]
    return Tally(
        unit=tallies[0].unit,
        worst=max((t.worst for t in tallies if t.worst is not None), default=None),
        **{name: sum(getattr(tally, name) for tally in tallies) for name in added},
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one unit; None stands for "not applicable".

    Numbers are complaints, a shared one in parts; ratios are of 1; days have 24 hours.
    """

    unit: int | None
    volume: int
    number: Decimal
    ratio: Decimal | None
    rank: int | None
    general: Decimal
    repeat: Decimal
    severe: Decimal
    closed: Decimal
    judged: Decimal
    in_time: Decimal
    in_time_ratio: Decimal | None
    average_days: Decimal | None
    worst_days: Decimal | None


def number_of(points: int) -> Decimal:
    """Points as a number of complaints, exact.

    >>> number_of(15_000)
    Decimal('1.5000')
    """
    return (Decimal(points) / WHOLE).quantize(Decimal("0.0001"))


def ratio_of(part: int, whole: int) -> Decimal | None:
    """A share of 1 in six decimals; None when there is nothing to divide by.

    >>> ratio_of(1, 3), ratio_of(0, 5), ratio_of(1, 0)
    (Decimal('0.333333'), Decimal('0.000000'), None)
    """
    if not whole:
        return None
    return (Decimal(part) / whole).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def days_of(seconds: int, points: int = 1) -> Decimal:
    """Days in two decimals, half up.

    >>> days_of(129_600), days_of(86_400 * 30_000, 20_000)
    (Decimal('1.50'), Decimal('1.50'))
    """
    exact = Decimal(seconds) / points / DAY
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def rank(tallies: Iterable[Tally]) -> dict[int, int]:
    """Ranks by complaints to volume, the most complaints first; equal ratios share a
    rank, and the next one counts them all. A unit that took nothing in has no ratio,
    so it has no rank; nor have complaints without a unit.

    :return: unit -> rank from 1

    >>> rank([Tally(1, 100, 20_000), Tally(2, 50, 10_000), Tally(3, 9, 0), Tally(4)])
    {1: 1, 2: 1, 3: 3}
    """
    ratios = {
        tally.unit: Fraction(tally.points, tally.volume)
        for tally in tallies
        if tally.unit is not None and tally.volume
    }
    above = sorted(ratios.values(), reverse=True)
    first = {}
    for place, ratio in enumerate(above, 1):
        first.setdefault(ratio, place)
    return {unit: first[ratio] for unit, ratio in ratios.items()}


def figures(tallies: Iterable[Tally]) -> list[Figures]:
    """The figures of all units, in the order of the list: ranked ones first.

    >>> [one.ratio for one in figures([Tally(7, 0, 10_000), Tally(8, 40, 5_000)])]
    [Decimal('0.012500'), None]
    """
    tallies = list(tallies)
    ranks = rank(tallies)
    rows = [_figures(tally, ranks.get(tally.unit)) for tally in tallies]
    return sorted(rows, key=_order)


def _order(row: Figures):
    last = row.unit is None
    return last, row.rank is None, row.rank or 0, -row.number, row.unit or 0


def _figures(tally: Tally, place: int | None) -> Figures:
    general = tally.points - tally.repeat - tally.severe
    has_volume = tally.volume and tally.unit is not None
    return Figures(
        unit=tally.unit,
        volume=tally.volume,
        number=number_of(tally.points),
        ratio=ratio_of(tally.points, tally.volume * WHOLE) if has_volume else None,
        rank=place,
        general=number_of(general),
        repeat=number_of(tally.repeat),
        severe=number_of(tally.severe),
        closed=number_of(tally.closed),
        judged=number_of(tally.judged),
        in_time=number_of(tally.in_time),
        in_time_ratio=ratio_of(tally.in_time, tally.judged),
        average_days=days_of(tally.weight, tally.closed) if tally.closed else None,
        worst_days=None if tally.worst is None else days_of(tally.worst),
    )


def month_span(month: date) -> tuple[date, date]:
    """First day of the month, and of the next one.

    >>> month_span(date(2025, 12, 31))
    (datetime.date(2025, 12, 1), datetime.date(2026, 1, 1))
    """
    first = month.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def week_span(day: date) -> tuple[date, date]:
    """Monday of the ISO week, and the next Monday.

    >>> week_span(date(2025, 6, 8))
    (datetime.date(2025, 6, 2), datetime.date(2025, 6, 9))
    """
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def moments(span: tuple[date, date], zone) -> tuple[datetime, datetime]:
    """Where a span of local days begins and ends, in UTC without a time zone.

    >>> from zoneinfo import ZoneInfo
    >>> shanghai = ZoneInfo("Asia/Shanghai")
    >>> moments((date(2025, 6, 1), date(2025, 7, 1)), shanghai)[0]
    datetime.datetime(2025, 5, 31, 16, 0)
    """
    first, last = (
        datetime.combine(day, time(), zone)
        .astimezone(timezone.utc)
        .replace(tzinfo=None)
        for day in span
    )
    return first, last

"""Who gets an order (派单, HD-23).

The amount decides the band, the band the level; inside the level the largest deficit
comes first. Nothing here knows today or who asks: facts come as plain values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

LEVELS = ("junior", "director", "chief")
CENT = Decimal("0.01")
#: above any order; what is beyond is no amount of money
LIMIT = Decimal("1e12")


class DispatchError(ValueError):
    """Facts or parameters from which nobody can be chosen."""


class Band(NamedTuple):
    """Orders from this amount on, up to the next band, are for this level."""

    level: str
    amount_from: Decimal


class Caps(NamedTuple):
    """Orders a person takes at most: pending ones of the week, a day, a week."""

    pending: int
    day: int
    week: int


class DayInYear(NamedTuple):
    """A day of every year."""

    month: int
    day: int


class Peak(NamedTuple):
    """A peak season of every year, both days included; it may cross the new year."""

    first: DayInYear
    last: DayInYear


@dataclass(frozen=True)
class Candidate:
    """A person, and the facts on the day of dispatch.

    :param key: stable, the last to decide between equals
    :param pending: orders dispatched this week and not finished
    :param today: orders dispatched today, finished or not
    :param week: orders dispatched this week
    :param season: orders dispatched in this level in this season
    :param last: when the last one was; None: never
    :param is_champion: whether an exemption from the caps is in force
    :param away: why not at work, a code; empty: at work
    :param has_refused: whether this order has been refused by the person
    """

    key: int
    level: str
    pending: int = 0
    today: int = 0
    week: int = 0
    season: int = 0
    last: datetime | None = None
    is_champion: bool = False
    away: str = ""
    has_refused: bool = False


class Verdict(NamedTuple):
    """Why a candidate gets the order or not.

    ``outcome`` is one of: chosen, forced, later (free, but others come first), level,
    refused, leave or another code of ``away``, day, week, pending. ``turn`` is the
    place among those who are free, from 1; 0 for the others.
    """

    key: int
    outcome: str
    turn: int = 0


class Choice(NamedTuple):
    """Who gets it, or None, and one verdict a candidate in the order given."""

    chosen: int | None
    verdicts: tuple[Verdict, ...]


def money(amount: Decimal) -> Decimal:
    """The amount to the cent, half up; the only place that rounds.

    :raise DispatchError: no amount above 0 that money can be

    >>> money(Decimal("50000.005"))
    Decimal('50000.01')
    """
    if not amount.is_finite() or not 0 < amount < LIMIT:
        raise DispatchError(f"no amount of an order: {amount}")
    return amount.quantize(CENT, ROUND_HALF_UP)


def check_bands(bands: Iterable[Band]) -> list[Band]:
    """The bands in order.

    :raise DispatchError: they do not begin at 0, or a level or a beginning is there
        twice
    """
    rows = sorted(bands, key=lambda band: band.amount_from)
    begins = [band.amount_from for band in rows]
    levels = [band.level for band in rows]
    if not rows or begins[0] != 0 or not set(levels) <= set(LEVELS):
        raise DispatchError("bands begin at 0 and name levels")
    if len(set(begins)) != len(rows) or len(set(levels)) != len(rows):
        raise DispatchError("each level has one band, and each band a beginning")
    return rows


def level_of(amount: Decimal, bands: Iterable[Band]) -> str:
    """The level that takes an order (HD-23): 30 000 and 50 000 are medium.

    >>> bands = [Band("junior", Decimal(0)), Band("director", Decimal(30000)),
    ...          Band("chief", Decimal("50000.01"))]
    >>> amounts = ("29999.99", "30000", "50000", "50000.01")
    >>> [level_of(Decimal(amount), bands) for amount in amounts]
    ['junior', 'director', 'director', 'chief']
    """
    exact = money(amount)
    rows = check_bands(bands)
    return next(band.level for band in reversed(rows) if band.amount_from <= exact)


def is_peak(day: date, peaks: Iterable[Peak]) -> bool:
    """Whether a day lies in a peak season.

    >>> winter = Peak(DayInYear(11, 15), DayInYear(1, 31))
    >>> [is_peak(date(2026, m, d), [winter]) for m, d in ((1, 31), (2, 1), (11, 15))]
    [True, False, True]
    """
    here = DayInYear(day.month, day.day)
    return any(
        first <= here <= last if first <= last else here >= first or here <= last
        for first, last in peaks
    )


def season_of(day: date) -> tuple[date, date]:
    """The first day of the season of a day, a quarter, and of the one after it.

    >>> season_of(date(2026, 11, 30))
    (datetime.date(2026, 10, 1), datetime.date(2027, 1, 1))
    """
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, _months_on(first, 3)


def exempt_days(kind: str, won_on: date) -> tuple[date, date]:
    """From when a champion is exempt from the caps, and from when no more (HD-23).

    The champion of a season all of the next season, that of a year all of next year.

    >>> exempt_days("season", date(2026, 11, 30))
    (datetime.date(2027, 1, 1), datetime.date(2027, 4, 1))
    >>> exempt_days("year", date(2026, 2, 1))
    (datetime.date(2027, 1, 1), datetime.date(2028, 1, 1))
    """
    if kind == "year":
        return date(won_on.year + 1, 1, 1), date(won_on.year + 2, 1, 1)
    if kind != "season":
        raise DispatchError(f"no kind of champion: {kind}")
    first = season_of(won_on)[1]
    return first, _months_on(first, 3)


def choose(level: str, candidates: Sequence[Candidate], caps: Caps) -> Choice:
    """Who gets an order of a level: of those who are free, the largest deficit first.

    That is: fewest of the level this season, then whose last one is longest ago, then
    the smallest key.
    """
    bars = _bars(level, candidates, caps)
    free = sorted((one for one in candidates if not bars[one.key]), key=_turn)
    turns = {one.key: turn for turn, one in enumerate(free, 1)}
    chosen = free[0].key if free else None
    return Choice(
        chosen,
        tuple(_verdict(one.key, bars[one.key], turns, chosen) for one in candidates),
    )


def force(level: str, candidates: Sequence[Candidate], caps: Caps, key: int) -> Choice:
    """The person has to take it, because nobody is free (HD-23).

    :raise DispatchError: somebody is free, or the person is no candidate
    """
    found = choose(level, candidates, caps)
    if found.chosen is not None:
        raise DispatchError("somebody is free")
    if key not in {one.key for one in candidates}:
        raise DispatchError("no candidate")
    forced = Verdict(key, "forced")
    return Choice(
        key, tuple(forced if one.key == key else one for one in found.verdicts)
    )


def _bars(level, candidates, caps):
    bars = {one.key: _bar(level, one, caps) for one in candidates}
    if len(bars) != len(candidates):
        raise DispatchError("the same candidate twice")
    return bars


def _bar(level, one, caps):
    """What keeps a person from the order, a code; empty: nothing."""
    if one.level != level:
        return "level"
    if one.has_refused:
        return "refused"
    if one.away:
        return one.away
    if one.is_champion:
        return ""
    if one.today >= caps.day:
        return "day"
    if one.week >= caps.week:
        return "week"
    return "pending" if one.pending >= caps.pending else ""


def _turn(one):
    return one.season, one.last or datetime.min, one.key


def _verdict(key, bar, turns, chosen):
    if bar:
        return Verdict(key, bar)
    return Verdict(key, "chosen" if key == chosen else "later", turns[key])


def _months_on(first, months):
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)

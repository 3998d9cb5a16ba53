"""Red flowers and red flags: validity, spending, budgets, honours (INC-15)."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from .ranks import ranks

#: A gift of level n costs n flowers, and nobody redeems more than this at a time.
MOST = 3


class FlowerError(ValueError):
    """What was asked for is not possible. ``code`` says what stands against it."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Flower(NamedTuple):
    """:param key: serial, increasing; ``given``: day; ``last``: last valid day"""

    key: int
    given: date
    last: date


def last_day(given, months):
    """The last day on which a flower is valid: the same day of a later month, and the
    last of that month where it has no such day.

    >>> last_day(date(2025, 1, 15), 3), last_day(date(2024, 11, 30), 3)
    (datetime.date(2025, 4, 15), datetime.date(2025, 2, 28))
    """
    if months < 1:
        raise FlowerError("months")
    year, month = divmod(given.year * 12 + given.month - 1 + months, 12)
    return date(year, month + 1, min(given.day, monthrange(year, month + 1)[1]))


def days_left(last, today):
    """Days on which the flower can still be used, today included; 0: expired.

    >>> days_left(date(2025, 4, 15), date(2025, 4, 15))
    1
    """
    return max((last - today).days + 1, 0)


def valid(flowers, today):
    """Those that can be used today, oldest first.

    :param flowers: iterable of ``Flower``
    """
    found = (one for one in flowers if one.given <= today <= one.last)
    return sorted(found, key=lambda one: (one.given, one.key))


def spent(flowers, count, today):
    """Which flowers pay for something: the oldest of those that are valid.

    :raise FlowerError: there are too few (``few``)
    """
    found = valid(flowers, today)
    if count > len(found):
        raise FlowerError("few")
    return found[:count]


def by_age(flowers, today):
    """How many valid flowers there are by days left.

    :return: list of (days left, count), soonest first
    """
    counts = {}
    for one in valid(flowers, today):
        left = days_left(one.last, today)
        counts[left] = counts.get(left, 0) + 1
    return sorted(counts.items())


def cost(levels):
    """Flowers that gifts of these levels cost.

    :raise FlowerError: nothing chosen (``none``), no such level (``level``), more than
        can be redeemed at a time (``many``)
    """
    if not levels:
        raise FlowerError("none")
    if not all(1 <= level <= MOST for level in levels):
        raise FlowerError("level")
    if sum(levels) > MOST:
        raise FlowerError("many")
    return sum(levels)


def choices(count):
    """What exactly so many flowers are redeemed for, highest level first.

    >>> choices(3)
    [(3,), (2, 1), (1, 1, 1)]
    """
    return list(_parts(count, count)) if 0 < count <= MOST else []


def _parts(rest, most):
    if not rest:
        yield ()
    for level in range(min(rest, most), 0, -1):
        for others in _parts(rest - level, level):
            yield (level, *others)


def giver_budget(is_manager, heads, leader, per):
    """Flowers that somebody may give in a month.

    :param heads: people whom a manager leads; ``leader``: flowers of a leader
    :param per: people for each flower of a manager; 0: as a leader
    :return: int; a manager has no less than a leader

    >>> giver_budget(True, 11, 2, 5), giver_budget(False, 11, 2, 5)
    (3, 2)
    """
    if min(heads, leader, per) < 0:
        raise FlowerError("budget")
    if not is_manager or not per:
        return leader
    return max(leader, -(-heads // per))


def top(counts, places):
    """Who is honoured: the first places of a year; whoever shares a place has it.

    :param counts: dict person -> flowers received
    :return: dict person -> place, of the first ``places`` places

    >>> top({"a": 5, "b": 3, "c": 3, "d": 1}, 3)
    {'a': 1, 'b': 2, 'c': 2}
    """
    received = {person: count for person, count in counts.items() if count > 0}
    return {
        person: place for person, place in ranks(received).items() if place <= places
    }

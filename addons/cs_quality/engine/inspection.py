"""Who is inspected, by whom and on which days (HD-30).

Lots are drawn by a seed that is made and kept at the draw, as in :mod:`.sampling`: who
has the seed and the lists draws the same again, and nobody could know it before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .sampling import lot

#: with fewer nobody is inspected: the rule wants two or three
FEWEST = 2


class RoundError(ValueError):
    """A round that cannot be drawn: too few inspectors."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What a round is drawn from.

    :param people: those whom the plan rules and who were not drawn in this week yet
    :param newcomers: those of them who are inspected every week
    :param inspectors: who may be named
    :param barred: inspector -> people whom this one does not inspect: oneself and the
        superiors
    :param load: inspector -> rounds of this week
    """

    people: frozenset
    newcomers: frozenset
    inspectors: frozenset
    barred: Mapping
    load: Mapping


@dataclass(frozen=True, slots=True)
class Drawn:
    """:param inspectors, people: in the order of their lots"""

    inspectors: tuple
    people: tuple


def days(working: Iterable[date], count: int, seed: str) -> list[date]:
    """So many of the working days, by lot; all of them where there are fewer.

    >>> week = [date(2025, 6, day) for day in (2, 3, 4)]
    >>> some = days(week, 2, "seed")
    >>> len(some), some == days(reversed(week), 2, "seed")
    (2, True)
    """
    lots = sorted(set(working), key=lambda day: (lot(seed, "day", day), day))
    return lots[: max(0, count)]


def draw(lists: Lists, inspector_count: int, people_count: int, seed: str) -> Drawn:
    """Inspectors and people of a round.

    Inspectors with the fewest rounds of the week come first, by lot among equals.
    Whom one of them does not inspect is left out. Newcomers are all in it, on top of
    the people who are drawn by lot.

    >>> lists = Lists(frozenset({1, 2, 3}), frozenset({3}), frozenset({1, 2}), {}, {})
    >>> draw(lists, 2, 1, "seed").people
    (3,)

    :raise RoundError: fewer than :data:`FEWEST` inspectors
    """
    load = lists.load
    named = sorted(
        lists.inspectors,
        key=lambda one: (load.get(one, 0), lot(seed, "inspector", one), one),
    )[:inspector_count]
    if len(named) < FEWEST:
        raise RoundError(f"{len(named)} inspectors")
    left_out = set(named).union(*(lists.barred.get(one, ()) for one in named))
    free = sorted(
        lists.people - left_out, key=lambda one: (lot(seed, "person", one), one)
    )
    newcomers = [one for one in free if one in lists.newcomers]
    others = [one for one in free if one not in lists.newcomers]
    return Drawn(tuple(named), (*newcomers, *others[: max(0, people_count)]))

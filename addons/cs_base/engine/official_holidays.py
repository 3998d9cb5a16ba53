"""Official holidays and make-up working days (ATT-18) from the library `holidays`,
and what filling them into a year changes.

What a person entered or changed is never touched; what an earlier filling wrote is
corrected.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import holidays

ADD, CHANGE, REMOVE, KEEP, BLOCKED = "add", "change", "remove", "keep", "blocked"
HOLIDAY, MAKEUP = "holiday", "makeup"
#: Countries that announce make-up days every year.
ALWAYS_SWAPPING = {"CN"}


class OfficialDay(NamedTuple):
    """A holiday, or a make-up day worked for the day off ``replaced`` (may be
    unknown). ``states``: subdivision codes it holds in, empty for the whole country;
    ``name`` is empty for make-up days, which the library does not name."""

    kind: str
    day: date
    name: str
    states: frozenset
    replaced: date | None = None


@dataclass(frozen=True)
class OfficialYear:
    """``announced`` is False when the country shifts working days but the library
    does not know how for this year, so that make-up days and bridging days are
    missing. ``not_in``: (holiday, subdivision) pairs where a national holiday does
    not hold."""

    days: tuple[OfficialDay, ...]
    announced: bool
    not_in: tuple[tuple[OfficialDay, str], ...] = ()


class Existing(NamedTuple):
    """A line of the year as it is; ``filled`` when nobody touched it since filling."""

    key: object
    official: OfficialDay
    filled: bool


class Change(NamedTuple):
    """``official`` as it will be (as it is for REMOVE and KEEP by hand), ``key`` of
    the existing line concerned, if any. BLOCKED: a hand-made line of the other kind
    stands on that date."""

    action: str
    official: OfficialDay
    key: object = None


def known_subdivisions():
    """:return: dict country code (ISO alpha-2) -> list of subdivision codes"""
    return holidays.list_supported_countries(include_aliases=False)


def library_version():
    return holidays.__version__


def official_year(country, year, subdivisions=(), language=None):
    """Holidays and make-up days of a country and some of its subdivisions.

    :param language: of the names, e.g. "zh_CN"; the nearest the library has
    :rtype: OfficialYear
    """
    # Make-up days may belong to a day off of the year before or after.
    national = _load(country, None, (year - 1, year, year + 1), language)
    names = {day: name for day, name in national.items() if day.year == year}
    replaced = _replaced(national, year)
    if country in ALWAYS_SWAPPING:
        names |= _weekends_within(names, national)
    days = [OfficialDay(HOLIDAY, day, names[day], frozenset()) for day in names]
    days += [
        OfficialDay(MAKEUP, day, "", frozenset(), replaced.get(day))
        for day in national.weekend_workdays
        if day.year == year
    ]
    regional, not_in = {}, []
    for code in subdivisions:
        local = _load(country, code, (year,), language)
        for day, name in local.items():
            if day not in names:
                regional.setdefault((day, name), set()).add(code)
        not_in += [
            (official, code)
            for official in days
            if official.kind == HOLIDAY and official.day not in local
        ]
    days += [
        OfficialDay(HOLIDAY, day, name, frozenset(codes))
        for (day, name), codes in regional.items()
    ]
    return OfficialYear(
        tuple(sorted(days, key=_order)), _announced(country, national, year), (*not_in,)
    )


def plan_filling(official, existing):
    """What filling changes, so that filling twice changes nothing.

    :param official: OfficialYear
    :param existing: Existing lines of that year
    :return: list of Change, by date
    """
    by_hand = [line for line in existing if not line.filled]
    filled = {_slot(line.official): line for line in existing if line.filled}
    changes = [Change(KEEP, line.official, line.key) for line in by_hand]
    for wanted in official.days:
        there = [line.official for line in by_hand if _overlap(line.official, wanted)]
        if any(other.kind != wanted.kind for other in there):
            changes.append(Change(BLOCKED, wanted))
            continue
        wanted = _not_covered(wanted, there)
        if not wanted:
            continue
        line = filled.pop(_slot(wanted), None)
        if not line:
            changes.append(Change(ADD, wanted))
        elif line.official != wanted:
            changes.append(Change(CHANGE, wanted, line.key))
    changes += [Change(REMOVE, line.official, line.key) for line in filled.values()]
    return sorted(changes, key=lambda change: (_order(change.official), change.action))


def _load(country, subdivision, years, language):
    # Without a language the names depend on the locale of the server.
    language = _nearest_language(holidays.country_holidays(country), language)
    return holidays.country_holidays(
        country, subdiv=subdivision, years=years, expand=False, language=language
    )


def _nearest_language(entity, language):
    supported = entity.supported_languages or ()
    wanted = (language or "").replace("-", "_")
    for candidate in (wanted, wanted.split("_")[0]):
        if candidate and candidate in supported:
            return candidate
    same = [code for code in supported if wanted and code[:2] == wanted[:2]]
    return (same or [entity.default_language])[0]


def _substitutions(entity):
    """(day off, day worked for it) of all years the library knows."""
    for year, entries in getattr(entity, "special_public_holidays", {}).items():
        if entries and not isinstance(entries[0], tuple):
            entries = (entries,)
        for entry in entries:
            if len(entry) >= 4:
                month, day, from_month, from_day, *from_year = entry
                worked = date(from_year[0] if from_year else year, from_month, from_day)
                yield date(year, month, day), worked


def _replaced(entity, year):
    return {
        worked: off for off, worked in _substitutions(entity) if worked.year == year
    }


def _weekends_within(names, entity):
    """Saturdays and Sundays between two days off, named like the holiday before.

    The notices count them in, the library leaves them out; who works six or seven
    days a week has them off by the notice only.
    """
    bridging = {off for off, _worked in _substitutions(entity)}
    found, festival = {}, ""
    for before, after in pairwise(sorted(names)):
        if before not in bridging:
            festival = names[before]
        days = [before + timedelta(n) for n in range(1, (after - before).days)]
        if all(day.weekday() >= 5 for day in days):
            found |= {
                day: festival or names[before]
                for day in days
                if day not in entity.weekend_workdays
            }
    return found


def _announced(country, entity, year):
    """Whether shifted working days of the year are known, or not to be expected."""
    known = {off.year for off, _worked in _substitutions(entity)}
    if not known or year in known:
        return True
    last = max(known)
    expected = country in ALWAYS_SWAPPING or year - last <= 2
    return not (year > last and expected)


def _slot(official):
    return official.kind, official.day, official.states


def _overlap(one, other):
    return one.day == other.day and (
        not one.states or not other.states or bool(one.states & other.states)
    )


def _not_covered(wanted, by_hand):
    """``wanted`` where no hand-made line of its date and kind holds, or None."""
    states = wanted.states.difference(*(other.states for other in by_hand))
    everywhere = any(not other.states for other in by_hand)
    if everywhere or (wanted.states and not states):
        return None
    return wanted._replace(states=states)


def _order(official):
    return official.day, official.kind, sorted(official.states), official.name

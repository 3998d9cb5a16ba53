"""What happened to a ticket in an earlier system, as the clock sees it (HD-02, HD-03).

A ticket is received with its first event. Taking in charge sets the person and ends a
pause; pausing says that the customer is waited for; resolving and closing stop the
clock, whichever comes first. Whatever goes on after that has reopened the ticket, and
the clock counts on. A note changes nothing but the unit it names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .ticket_clock import Situation

MEANINGS = ("note", "assign", "pause", "resolve", "close", "reopen")
_CLOSING = frozenset({"resolve", "close"})
_OPENING = frozenset({"assign", "pause", "reopen"})


@dataclass(frozen=True, slots=True)
class Happening:
    """An event: moment in naive UTC, and what it means for us.

    :param names_person: whether it names somebody, known (``person``) or not (None)
    :param pause: id of what explains a pause
    """

    moment: datetime
    meaning: str
    person: int | None = None
    names_person: bool = False
    unit: int | None = None
    names_unit: bool = False
    pause: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A whole history.

    :param taken: when it was first taken in charge
    :param closed: when it was closed, or resolved and never closed; None while open
    :param moved: when it last came to where it is
    :param people: ids of those who took it in charge, each once, in order
    :param events: for ``ticket_clock.play``
    """

    received: datetime
    taken: datetime | None
    closed: datetime | None
    moved: datetime
    reopened: int
    people: tuple[int, ...]
    last: Situation
    events: list[tuple[datetime, Situation]]


def course(happenings: Sequence[Happening], unit: int | None) -> Course:
    """Follow a ticket through its events.

    :param happenings: at least one, sorted by moment
    :param unit: where it is received
    """
    situation = Situation(unit=unit, is_replied=True)
    events, people = [], {}
    taken = closed = None
    is_resolved_only, reopened = False, 0
    moved = happenings[0].moment
    for one in happenings:
        before, situation = situation, _after(situation, one)
        events.append((one.moment, situation))
        if one.meaning == "assign":
            taken = taken or one.moment
            if one.person:
                people.setdefault(one.person)
        if before.is_closed and not situation.is_closed:
            reopened, closed = reopened + 1, None
        is_first_close = is_resolved_only and one.meaning == "close"
        if one.meaning in _CLOSING and (not before.is_closed or is_first_close):
            closed = one.moment
            is_resolved_only = one.meaning == "resolve"
        if _place(before) != _place(situation):
            moved = one.moment
    received = happenings[0].moment
    return Course(
        received, taken, closed, moved, reopened, tuple(people), situation, events
    )


def _after(situation: Situation, one: Happening) -> Situation:
    if one.names_unit:
        situation = replace(situation, unit=one.unit)
    if one.meaning == "assign" and one.names_person:
        situation = replace(situation, person=one.person)
    if one.meaning in _CLOSING:
        return replace(situation, is_closed=True, pause=None)
    if one.meaning in _OPENING:
        pause = one.pause if one.meaning == "pause" else None
        return replace(situation, is_closed=False, pause=pause)
    return situation


def _place(situation: Situation) -> tuple:
    """What a stage stands for."""
    return situation.is_closed, situation.pause is not None, bool(situation.person)

"""What follows from an entry in the rule book (INC-20 to INC-29).

A line of the book has an effect and, perhaps, steps: in a named case, or from the n-th
time on, another effect takes its place (INC-29).

>>> light = Effect("points", "c1")
>>> chats = Line("single", Effect("spoken"), (Step(1, 2, light),))
>>> classes = {"c1": Decimal(1)}
>>> judge(chats, Event(), classes).points
Decimal('0')
>>> judge(chats, Event(earlier=1), classes).points
Decimal('-1')

Amounts are in the company's currency and not rounded, but for :func:`joint_amount`;
points are signed, amounts are not: what takes from a person is told by the kind.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from .money import IncentiveError, cents

#: an entry about more than this many events is a mistake
MOST = 999
NOTHING = Decimal(0)


class DisciplineError(IncentiveError):
    """A fact of an entry that cannot be."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows.

    :param kind: of INC-20, ``points``, or ``award``, which gives instead of taking
    :param points_class: ``a2`` … ``c1``, or "" for no points
    :param amount_mode: ``none``; ``fixed``: ``low`` for every event; ``range``: what
        people choose from ``low`` to ``high``, both included; ``free``: what they enter
    :param consequences: keys of what is proposed besides
    """

    kind: str
    points_class: str = ""
    amount_mode: str = "none"
    low: Decimal = NOTHING
    high: Decimal = NOTHING
    consequences: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Another effect from the ``number``-th time on, in the case of that name.

    :param case: "" for what happens without a special case
    """

    key: Hashable
    number: int
    effect: Effect
    case: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the book.

    :param counting: ``single``: one event an entry; ``each``: every event of an entry
        counts; ``count``: what the events of the period come to, the highest step only;
        ``place``: the step of exactly that place in a ranking
    """

    counting: str
    effect: Effect
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What happened.

    :param count: events of this entry; the place by ``place``
    :param earlier: events of the same case before it in the period
    :param booked: points and amount, without sign, that those led to (``count``)
    :param amount: what people chose or entered; None for nothing
    """

    count: int = 1
    earlier: int = 0
    case: str = ""
    booked: tuple[Decimal, Decimal] = (NOTHING, NOTHING)
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an entry comes to.

    :param number: the how-manieth event the last one was
    :param step: key of the step reached; None: the line's own effect
    """

    number: int
    step: Hashable | None
    effect: Effect
    points: Decimal
    amount: Decimal
    consequences: tuple[Hashable, ...]


def judge(line: Line, event: Event, classes: Mapping[str, Decimal]) -> Verdict:
    """What an event comes to.

    :param classes: points of each class, positive (INC-21)
    :raise DisciplineError: ``count``, ``case``, and of the amount: ``no_amount``,
        ``missing``, ``range``, ``number``
    """
    _check(line, event)
    numbers = _numbers(line, event)
    steps = [reached(line, event.case, number) for number in numbers]
    effects = [step.effect if step else line.effect for step in steps]
    points = sum((_points(one, classes) for one in effects), NOTHING)
    amount = _amount(effects, event)
    before = None
    if line.counting == "count":
        points = max(points - event.booked[0], NOTHING)
        amount = max(amount - event.booked[1], NOTHING)
        before = reached(line, event.case, event.earlier)
    last = effects[-1]
    is_new = before is None or before != steps[-1]
    return Verdict(
        number=numbers[-1],
        step=steps[-1].key if steps[-1] else None,
        effect=last,
        points=points if last.kind == "award" else NOTHING - points,
        amount=amount,
        consequences=_all_consequences(effects) if is_new else (),
    )


def reached(line: Line, case: str, number: int) -> Step | None:
    """The step that a number of events reaches: the highest up to it, by place the one
    of exactly that place."""
    same = [step for step in line.steps if step.case == case]
    if line.counting == "place":
        return next((step for step in same if step.number == number), None)
    up_to = [step for step in same if step.number <= number]
    return max(up_to, key=lambda step: step.number, default=None)


def _check(line, event):
    if not 1 <= event.count <= MOST or event.earlier < 0:
        raise DisciplineError("count", count=event.count)
    if line.counting == "single" and event.count != 1:
        raise DisciplineError("single", count=event.count)
    if event.case and event.case not in {step.case for step in line.steps}:
        raise DisciplineError("case", case=event.case)


def _numbers(line, event):
    """The how-manieth events of this entry are judged."""
    last = event.earlier + event.count
    return {
        "single": [last],
        "each": range(event.earlier + 1, last + 1),
        "count": [last],
        "place": [event.count],
    }[line.counting]


def _points(effect, classes):
    return classes[effect.points_class] if effect.points_class else NOTHING


def _amount(effects, event):
    """Fixed amounts of every event; else what was chosen, once for the entry."""
    last = effects[-1]
    if last.amount_mode in ("none", "fixed"):
        if event.amount:
            raise DisciplineError("no_amount")
        fixed = (one.low for one in effects if one.amount_mode == "fixed")
        return sum(fixed, NOTHING)
    if event.amount is None or event.amount == 0:
        raise DisciplineError("missing")
    if not event.amount.is_finite() or event.amount < 0:
        raise DisciplineError("number")
    if last.amount_mode == "range" and not last.low <= event.amount <= last.high:
        raise DisciplineError("range", low=last.low, high=last.high)
    return event.amount


def _all_consequences(effects):
    return tuple(dict.fromkeys(one for e in effects for one in e.consequences))


def window(day: date, period: str, months: int = 0) -> tuple[date, date]:
    """The days in which events count together with one of that day (INC-29).

    :param period: ``week`` (from Monday), ``month``, ``months`` (so many back: exactly
        so many months later no longer counts), ``ever``

    >>> window(date(2026, 5, 31), "months", 3)
    (datetime.date(2026, 3, 1), datetime.date(2026, 5, 31))
    """
    if period == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    if period == "month":
        first = day.replace(day=1)
        return first, first + relativedelta(months=1, days=-1)
    if period == "months":
        return day - relativedelta(months=months) + timedelta(days=1), day
    return date.min, day


def joint_amount(amount: Decimal, factor: Decimal) -> Decimal:
    """What the direct supervisor of who is fined pays (INC-26), to the cent.

    >>> joint_amount(Decimal("33.335"), Decimal(2))
    Decimal('66.67')
    """
    if not amount.is_finite() or not factor.is_finite() or amount < 0 or factor < 0:
        raise DisciplineError("number")
    return cents(amount * factor)

"""Who decides at which size: pure selection on a ladder of rungs.

A ladder has one or more steps that are taken in order. Each step holds rungs;
a rung says up to which measure (days, amount, …; inclusive) its decider decides.

>>> one_day = Rung(1, Decimal(1), "department_head")
>>> more = Rung(1, None, "general_manager")
>>> [rung.decider for rung in select([more, one_day], to_measure(1))]
['department_head']
>>> [rung.decider for rung in select([more, one_day], to_measure(1.01))]
['general_manager']
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

#: Decider of a rung on which nobody has to decide: the step is passed over.
NOBODY = "nobody"

#: Measures are compared at four decimals, so that 0.1 + 0.2 is 0.3.
PRECISION = Decimal("0.0001")

#: What a measure column holds: sixteen digits, four of them decimals.
LIMIT = Decimal(10) ** 12


class LadderError(ValueError):
    """The ladder cannot answer; the message is for developers."""


class NoRung(LadderError):
    """A step has no rung for the measure."""

    def __init__(self, step: int):
        self.step = step
        super().__init__(f"step {step} has no rung for this measure")


class NoDecider(LadderError):
    """Every step of the ladder is passed over for the measure."""


class BadMeasure(ValueError):
    """Not a finite, non-negative number below LIMIT."""


@dataclass(frozen=True, slots=True)
class Rung:
    """``up_to`` is inclusive; None means without limit."""

    step: int
    up_to: Decimal | None
    decider: str
    ref: int | None = None


def to_measure(value) -> Decimal:
    """The measure as compared and stored: a Decimal at four decimals.

    :raise BadMeasure: for NaN, infinity, negative or huge numbers, and whatever
        is not a number
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise BadMeasure(value)
    try:
        number = Decimal(str(value))
        if not number.is_finite() or number < 0 or number >= LIMIT:
            raise BadMeasure(value)
        return number.quantize(PRECISION, rounding=ROUND_HALF_EVEN)
    except InvalidOperation as error:
        raise BadMeasure(value) from error


def format_size(number: float) -> str:
    """A measure as people read it, without trailing zeros.

    >>> format_size(1.0), format_size(12345.5), format_size(0.0001)
    ('1', '12,345.5', '0.0001')
    """
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def select(rungs: Iterable[Rung], measure: Decimal) -> tuple[Rung, ...]:
    """One rung per step, in order: the one with the smallest sufficient limit.

    Steps whose rung says NOBODY are left out.

    :raise NoRung: when a step has no rung that reaches the measure
    :raise NoDecider: when no step is left (also for an empty ladder)
    """
    steps: dict[int, list[Rung]] = {}
    for rung in rungs:
        steps.setdefault(rung.step, []).append(rung)
    chosen = []
    for step in sorted(steps):
        fitting = [r for r in steps[step] if r.up_to is None or r.up_to >= measure]
        if not fitting:
            raise NoRung(step)
        rung = min(fitting, key=lambda r: (r.up_to is None, r.up_to or 0))
        if rung.decider != NOBODY:
            chosen.append(rung)
    if not chosen:
        raise NoDecider("nobody decides for this measure")
    return tuple(chosen)


def check(rungs: Iterable[Rung]) -> None:
    """Whether the ladder answers for every measure from 0 on.

    It is enough to try each limit, and something beyond the highest.

    :raise NoRung, NoDecider: for the first measure without an answer
    """
    rungs = tuple(rungs)
    limits = sorted({rung.up_to for rung in rungs if rung.up_to is not None})
    beyond = (limits[-1] if limits else Decimal(0)) + 1
    for measure in (*limits, beyond):
        select(rungs, measure)

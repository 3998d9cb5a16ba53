"""Ratings from all sides: who is asked, and what they say together (APP-05).

What this protects, and what it cannot. Of peers and subordinates nobody is told a
single answer; of a group with fewer answers than the minimum nobody is told anything,
not even how many have answered, and it changes no score. From there on the average of
the group is told. An average that all agree on, 5.00 or 1.00, tells what all of them
said: that is no secret between them. Of exactly two answers, one who knows the own can
compute the other; so averages of a group are never told to those who are in it, nor,
by group, to the person rated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from hashlib import sha256

from .weights import spread

#: In the order in which they are shown, which also settles ties.
GROUPS = ("superior", "peer", "self", "subordinate", "customer")
#: Who of them has said what is told to nobody.
CONFIDENTIAL = frozenset({"peer", "subordinate"})
#: With one answer the average is the answer, whatever a policy says.
LEAST = 2
CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def _cents(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
        CENT, ROUND_HALF_UP
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers of a group taken together.

    :param count: how many answers
    :param total: their sum, on the scale of the item

    >>> Tally.of([5, 4]).average
    Fraction(9, 2)
    """

    count: Decimal
    total: Decimal

    @classmethod
    def of(cls, answers: Iterable) -> "Tally":
        values = [Decimal(answer) for answer in answers]
        return cls(Decimal(len(values)), sum(values, Decimal(0)))

    def __post_init__(self):
        for number in (self.count, self.total):
            if type(number) is not Decimal or not number.is_finite():
                raise ValueError(f"{number!r} is not a finite Decimal")
        if self.count < 0 or self.total < 0:
            raise ValueError("Neither answers nor their sum can be negative")

    @property
    def average(self) -> Fraction | None:
        return Fraction(self.total) / Fraction(self.count) if self.count else None


NOTHING = Tally(Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Part:
    """What a group adds to a blend.

    :param count: answers; 0 as well where hidden
    :param average: two decimals; None: no answers, or hidden
    :param weight: of the template, in percent
    :param weight_given: what it counted here, in percent; 0: not used
    :param is_hidden: too few peers or subordinates, none at all included
    """

    count: Decimal
    average: Decimal | None
    weight: Decimal
    weight_given: Decimal
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Blend:
    """:param score: on the scale of the item, two decimals, half up
    :param parts: by group, each group that has a weight
    """

    score: Decimal
    parts: Mapping[str, Part]


def least(minimum: int) -> int:
    """How many answers of peers or subordinates are needed, never fewer than two.

    >>> least(0), least(3)
    (2, 3)
    """
    return max(LEAST, minimum)


def seal(group: str, tally: Tally, minimum: int) -> Tally:
    """What may leave the group: of too few peers or subordinates nothing.

    >>> seal("peer", Tally.of([5]), 2) == NOTHING
    True
    """
    is_sealed = group in CONFIDENTIAL and tally.count < least(minimum)
    return NOTHING if is_sealed else tally


def blend(
    answers_by_group: Mapping[str, Iterable],
    weights: Mapping[str, Decimal],
    minimum: int = LEAST,
) -> Blend | None:
    """Averages of the groups by weight (APP-05); the order of the raters is irrelevant.

    >>> blend({"superior": [4], "peer": [5, 2], "self": [5]},
    ...       {"superior": Decimal(50), "peer": Decimal(30), "self": Decimal(20)}).score
    Decimal('4.05')
    >>> blend({"peer": [5]}, {"peer": Decimal(100)}) is None
    True
    """
    tallies = {group: Tally.of(told) for group, told in answers_by_group.items()}
    return blend_tallies(tallies, weights, minimum)


def blend_tallies(
    tallies: Mapping[str, Tally], weights: Mapping[str, Decimal], minimum: int = LEAST
) -> Blend | None:
    """As :func:`blend`, of answers already taken together.

    :param weights: group -> percent of the template; what is not in it does not count
    :param minimum: answers needed of peers and of subordinates, 2 at least
    :return: None where nobody whose answer counts has answered
    """
    known = seal_all(tallies, weights, minimum)
    used = [group for group, tally in known.items() if tally.count]
    if not used:
        return None
    whole = sum(Fraction(weights[group]) for group in used)
    score = sum(Fraction(weights[group]) * known[group].average for group in used)
    return Blend(_cents(score / whole), parts_of(tallies, weights, minimum))


def seal_all(tallies, weights, minimum) -> dict[str, Tally]:
    """What each group that has a weight says, in the order of :data:`GROUPS`."""
    return {
        group: seal(group, tallies.get(group, NOTHING), minimum)
        for group in GROUPS
        if weights.get(group, 0) > 0
    }


def parts_of(tallies, weights, minimum) -> dict[str, Part]:
    """What each group that has a weight adds, also where nobody's answer counts."""
    known = seal_all(tallies, weights, minimum)
    used = {group: weights[group] for group, tally in known.items() if tally.count}
    given = spread(used, GROUPS.index)
    return {
        group: _part(group, tally, weights[group], given.get(group, Decimal(0)))
        for group, tally in known.items()
    }


def _part(group, tally, weight, given):
    return Part(
        count=tally.count,
        average=None if tally.average is None else _cents(tally.average),
        weight=weight,
        weight_given=given,
        is_hidden=group in CONFIDENTIAL and not tally.count,
    )


def colleagues(parts: Mapping[str, Part]) -> Decimal | None:
    """What the person rated is told of peers and subordinates: one average of both
    by weight, one decimal, half up; None where both are hidden.

    >>> part = Part(Decimal(2), Decimal("3.50"), Decimal(30), Decimal(30), False)
    >>> colleagues({"peer": part})
    Decimal('3.5')
    """
    told = [
        part
        for group, part in parts.items()
        if group in CONFIDENTIAL and part.average is not None
    ]
    if not told:
        return None
    whole = sum(part.weight for part in told)
    average = sum(part.weight * part.average for part in told) / whole
    return average.quantize(Decimal("0.1"), ROUND_HALF_UP)


def draw(candidates: Iterable[int], count: int, seed: str) -> list[int]:
    """So many of the candidates: always the same ones for a seed, each as likely.

    Who knows the seed knows who is drawn, so it has to hold a secret.

    >>> draw([7, 8, 9], 2, "seed") == draw([9, 8, 7], 2, "seed")
    True
    """
    if count <= 0:
        return []

    def lot(candidate):
        return sha256(f"{seed}/{candidate}".encode()).digest(), candidate

    return sorted(set(candidates), key=lot)[:count]


def percent(number: float) -> Decimal:
    """A weight as the database keeps it, with two decimals.

    >>> percent(33.33)
    Decimal('33.33')
    """
    return Decimal(repr(number)).quantize(CENT, ROUND_HALF_UP)


def needs_reason(score) -> bool:
    """Whether a rating from 5 to 1 has to be explained (APP-04).

    >>> [score for score in (5, 4, 3, 2, 1) if needs_reason(score)]
    [5, 2, 1]
    """
    return score == 5 or score <= 2

"""Ranks, and the five grades by bands or by forced distribution (APP-06)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade: its band reaches from ``score_from`` up to, but without, the next.

    :param share: of the people, in percent, by forced distribution
    """

    key: Hashable
    score_from: Decimal
    share: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands, and the grade that follows.

    :param rank: from 1; equal scores share it, and the next one counts them all
    :param of: people ranked
    :param until: last rank of this grade by forced distribution; None by bands
    """

    grade: Hashable
    rank: int
    of: int
    until: int | None = None


class GradingError(ValueError):
    """Grades that do not cover every score, or do not share everybody out."""


def ranks(scores: Mapping[Hashable, Decimal]) -> dict[Hashable, int]:
    """Ranks by score, the best first; ties share a rank.

    >>> ranks({"a": Decimal(90), "b": Decimal(90), "c": Decimal(80)})
    {'a': 1, 'b': 1, 'c': 3}
    """
    first = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), 1):
        first.setdefault(score, place)
    return {key: first[score] for key, score in scores.items()}


def band(score: Decimal, grades: Sequence[Grade]) -> Hashable:
    """The grade of a score by half-open bands.

    >>> five = [Grade(k, Decimal(s)) for k, s in zip("ABCDE", (90, 80, 70, 60, 0))]
    >>> [band(Decimal(score), five) for score in ("90", "89.99", "60", "59.99", "0")]
    ['A', 'B', 'D', 'E', 'E']
    """
    for grade in sorted(grades, key=lambda one: one.score_from, reverse=True):
        if score >= grade.score_from:
            return grade.key
    raise GradingError(f"no grade begins at or below {score}")


def bounds(count: int, grades: Sequence[Grade]) -> list[tuple[Hashable, int]]:
    """Last rank of each grade, the best grade first: the shares added up, times the
    people, rounded half up. The last grade takes everybody who is left.

    >>> five = [Grade(k, Decimal(0), Decimal(20)) for k in "ABCDE"]
    >>> bounds(7, five)
    [('A', 1), ('B', 3), ('C', 4), ('D', 6), ('E', 7)]
    """
    if sum(grade.share for grade in grades) != 100:
        raise GradingError("the shares of the grades do not make 100 %")
    added, result = Fraction(0), []
    for grade in grades:
        added += Fraction(grade.share) * count / 100
        result.append((grade.key, int(added + Fraction(1, 2))))
    return result


def by_bands(
    scores: Mapping[Hashable, Decimal], grades: Sequence[Grade]
) -> dict[Hashable, Place]:
    """Grades by score; ranks are told beside."""
    place = ranks(scores)
    return {
        key: Place(band(score, grades), place[key], len(scores))
        for key, score in scores.items()
    }


def by_distribution(
    scores: Mapping[Hashable, Decimal], grades: Sequence[Grade]
) -> dict[Hashable, Place]:
    """Grades by forced distribution: a rank within a grade's bound has this grade.

    Who ties has one rank, so one grade: at the edge all of them get the better one,
    and the next grade has so many fewer.

    :param grades: in any order of bands; the higher ``score_from``, the better

    >>> fifty = Decimal(50)
    >>> half = [Grade("A", fifty, fifty), Grade("B", Decimal(0), fifty)]
    >>> found = by_distribution(
    ...     {1: Decimal(9), 2: Decimal(7), 3: Decimal(7), 4: Decimal(5)}, half
    ... )
    >>> [found[key].grade for key in (1, 2, 3, 4)]
    ['A', 'A', 'A', 'B']
    """
    ordered = sorted(grades, key=lambda one: one.score_from, reverse=True)
    if not scores:
        return {}
    limits = bounds(len(scores), ordered)
    result = {}
    for key, rank in ranks(scores).items():
        grade, until = next(limit for limit in limits if rank <= limit[1])
        result[key] = Place(grade, rank, len(scores), until)
    return result

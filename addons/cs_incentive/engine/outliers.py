"""What in a month's pay is far from the rest, and should be looked at (INC-30).

A robust rule: values are compared with their median, and distances with the median of
all distances (MAD), so that one wrong amount does not hide itself. It judges nothing;
it only says where to look first.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from .money import Number, exact, not_negative, positive


@dataclass(frozen=True, slots=True)
class Rule:
    """When a value is far out.

    :param mads: more than so many MADs from the median
    :param least_share: and at least so many per cent of what is usual, so that where
        everybody has the same, a few cents are no news
    :param least_people: of fewer, nobody is far out
    """

    mads: Decimal = Decimal(3)
    least_share: Decimal = Decimal(10)
    least_people: int = 5

    def __post_init__(self):
        not_negative("mads", self.mads)
        not_negative("least_share", self.least_share)
        positive("least_people", self.least_people)


#: What the screen of the month uses, and says.
USUAL = Rule()


@dataclass(frozen=True, slots=True)
class Outlier:
    """A value far from the others, in the unit of the values.

    :param usual: what it is compared with: the median of the group, or the person's
        own mean
    :param away: ``value - usual``
    """

    who: Hashable
    value: Number
    usual: Number
    away: Number


def change(now: Number, before: Number) -> tuple[Fraction, Fraction | None]:
    """How much a figure changed, and by how many per cent of what it was.

    >>> change(120, 100), change(-50, -40), change(5, 0)[1]
    ((Fraction(20, 1), Fraction(20, 1)), (Fraction(-10, 1), Fraction(-25, 1)), None)

    :return: (difference, per cent; None: there was nothing)
    """
    now, before = exact("now", now), exact("before", before)
    difference = now - before
    return difference, 100 * difference / abs(before) if before else None


def far_out(
    values: Mapping[Hashable, Number], rule: Rule = USUAL
) -> tuple[Outlier, ...]:
    """Who has an amount far from that of the others; the farthest first.

    >>> paid = {"a": 100, "b": 102, "c": 98, "d": 101, "e": 160}
    >>> [(one.who, int(one.usual), int(one.away)) for one in far_out(paid)]
    [('e', 101, 59)]

    Everybody has the same but one: the MAD is 0, and that one is far out.

    >>> [one.who for one in far_out({"a": 50, "b": 50, "c": 50, "d": 50, "e": 20})]
    ['e']
    """
    known = _exactly(values)
    if len(known) < rule.least_people:
        return ()
    middle = median(known.values())
    number = type(middle)
    reach = _reach(known.values(), middle, rule)
    least = abs(middle) * number(rule.least_share) / 100
    found = [
        Outlier(who, values[who], middle, value - middle)
        for who, value in known.items()
        if _is_far(value - middle, reach, least)
    ]
    return _farthest_first(found)


def changed_most(
    values: Mapping[Hashable, Number],
    earlier: Mapping[Hashable, Sequence[Number]],
    rule: Rule = USUAL,
) -> tuple[Outlier, ...]:
    """Whose amount differs most from the own mean of earlier months; those first.

    What changed for everybody (a good month) is no news: the difference is compared
    with the differences of the others.

    >>> now = {"a": 1100, "b": 1110, "c": 1090, "d": 1100, "e": 400}
    >>> before = dict.fromkeys(now, [990, 1010])
    >>> [(one.who, int(one.away)) for one in changed_most(now, before)]
    [('e', -600)]

    :param earlier: person -> amounts of earlier months; without one, nobody is judged
    """
    means, moved = {}, {}
    for who, value in values.items():
        amounts = [exact("earlier", one) for one in earlier.get(who, ())]
        if amounts:
            means[who] = sum(amounts) / len(amounts)
            moved[who] = exact("value", value) - means[who]
    if len(moved) < rule.least_people:
        return ()
    middle = median(moved.values())
    reach = _reach(moved.values(), middle, rule)
    share = Fraction(rule.least_share) / 100
    found = [
        Outlier(who, values[who], means[who], away)
        for who, away in moved.items()
        if _is_far(away - middle, reach, abs(means[who]) * share)
        and _is_far(away, 0, abs(means[who]) * share)
    ]
    return _farthest_first(found)


def _exactly(values):
    """Amounts stay Decimals: they are put in order ten times as fast as fractions."""
    exactly = {who: exact("value", value) for who, value in values.items()}
    is_money = all(type(value) is Decimal for value in values.values())
    return dict(values) if is_money else exactly


def _reach(values, middle, rule):
    """Distance from the median beyond which a value is far out."""
    number = type(middle)
    return number(rule.mads) * median(abs(value - middle) for value in values)


def _is_far(distance, reach, least):
    return abs(distance) > reach and abs(distance) >= least


def _farthest_first(found):
    return tuple(sorted(found, key=lambda one: (-abs(one.away), str(one.who))))

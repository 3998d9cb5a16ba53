"""Score cards: points of every item, weights, total (APP-03, APP-05, APP-09)."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .curve import Curve, Reading, points, read, rounded
from .steps import format_steps, parse_steps
from .weights import spread

__all__ = [
    "Card",
    "CardItem",
    "CardLine",
    "Curve",
    "Deduction",
    "deduct",
    "format_steps",
    "parse_steps",
    "points",
    "score_card",
]


@dataclass(frozen=True, slots=True)
class Deduction:
    """APP-09: points left of the full score.

    :param points: None when nothing at all is known, so that it does not apply
    :param parts: (key, points each, count, points off) in the order given; an unknown
        count is None and takes nothing off
    """

    points: Decimal | None
    parts: tuple[tuple[Hashable, Decimal, Fraction | None, Decimal], ...]


def deduct(
    full: Decimal, rows: Sequence[tuple[Hashable, Decimal, Fraction | None]]
) -> Deduction:
    """Take points off for each late, absence, demerit; never below 0 (APP-09).

    >>> deduct(Decimal(10), [("late", Decimal("0.5"), Fraction(3)),
    ...                      ("absent", Decimal(5), Fraction(1, 2))]).points
    Decimal('6.00')

    :param rows: (key, points off each, count; None: not known)
    """
    parts = tuple(
        (key, each, count, rounded(max(Fraction(each) * (count or 0), Fraction(0))))
        for key, each, count in rows
    )
    if all(count is None for _key, _each, count, _off in parts):
        return Deduction(None, parts)
    off = sum((part[-1] for part in parts), Decimal(0))
    return Deduction(rounded(max(Fraction(full - off), Fraction(0))), parts)


@dataclass(frozen=True, slots=True)
class CardItem:
    """An item of a card.

    :param key: tells items apart; keys can be put in order
    :param weight: per cent of the whole, as agreed
    :param curve: from figure to points; None: points are given
    """

    key: Hashable
    weight: Decimal
    full: Decimal
    curve: Curve | None = None


@dataclass(frozen=True, slots=True)
class CardLine:
    """What one item adds to the score.

    :param found: the figure, or the points given; None: not applicable
    :param reading: how the curve was read; None without curve or figure
    :param weight_given: weight after spreading that of items not applicable
    """

    item: CardItem
    found: Fraction | Decimal | None
    points: Decimal | None
    reading: Reading | None
    weight_given: Decimal
    contribution: Decimal | None


@dataclass(frozen=True, slots=True)
class Card:
    """:param total: the score; None when no item applies"""

    lines: tuple[CardLine, ...]
    total: Decimal | None


def score_card(
    items: Sequence[CardItem], found: Mapping[Hashable, Fraction | Decimal | None]
) -> Card:
    """Score a card. An item that does not apply leaves its weight to the others.

    APP-03: no inquiry, so no conversion; its weight goes to the other item.

    >>> unit = Curve(kind="unit", full=Decimal(10), each=Decimal(1), is_capped=False)
    >>> line = Curve(kind="linear", full=Decimal(10), target=Fraction(7, 10))
    >>> items = [CardItem("sets", Decimal("87.5"), Decimal(10), unit),
    ...          CardItem("conversion", Decimal("12.5"), Decimal(10), line)]
    >>> card = score_card(items, {"sets": Fraction(8), "conversion": None})
    >>> card.total, [line.weight_given for line in card.lines]
    (Decimal('80.00'), [Decimal('100.00'), Decimal('0.00')])

    :param found: key -> figure (items with a curve), points (without), or None
    :raise KeyError: when nothing is said about an item
    :raise ValueError: for points outside 0 and the full score
    """
    applying = {item.key: item.weight for item in items if found[item.key] is not None}
    weights = spread(applying)
    lines = tuple(
        _line(item, found[item.key], weights.get(item.key, Decimal("0.00")))
        for item in items
    )
    if not any(weights.values()):
        return Card(lines, None)
    parts = [line.contribution for line in lines if line.contribution is not None]
    return Card(lines, sum(parts, Decimal(0)))


def _line(item, found, weight):
    if found is None:
        return CardLine(item, None, None, None, weight, None)
    reading = read(item.curve, found) if item.curve else None
    got = reading.points if reading else _given(item, found)
    part = rounded(Fraction(got * weight) / Fraction(item.full))
    return CardLine(item, found, got, reading, weight, part)


def _given(item, found):
    """Points that people gave are between 0 and the full score, or an error."""
    is_sound = type(found) is Decimal and found.is_finite()
    if not (is_sound and 0 <= found <= item.full):
        raise ValueError(f"{found!r} points of {item.full} for {item.key!r}")
    return rounded(Fraction(found))

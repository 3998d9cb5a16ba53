"""Weights that make exactly 100 %: of items, of groups that rate (APP-03, APP-05)."""

from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor

#: hundredths of a per cent that the weights add up to
_WHOLE = 10_000


def _itself(key):
    return key


def spread(
    weights: Mapping[Hashable, Decimal], place: Callable = _itself
) -> dict[Hashable, Decimal]:
    """Weights in proportion, adding up to exactly 100 (largest remainder).

    >>> spread({"a": Decimal(30), "b": Decimal(30), "c": Decimal(30)})
    {'a': Decimal('33.34'), 'b': Decimal('33.33'), 'c': Decimal('33.33')}

    :param weights: key -> weight; where there is none at all, nothing is spread
    :param place: key -> where it stands; of equal remainders the first is raised, so
        that the order of ``weights`` changes no score
    """
    return dict(_spread(tuple(weights.items()), place))


@lru_cache(maxsize=1024)
def _spread(pairs, place):
    """Most people of a card have the same items that apply."""
    weights = dict(pairs)
    whole = sum(map(Fraction, weights.values()))
    if not whole:
        return dict.fromkeys(weights, Decimal("0.00"))
    exact = {key: Fraction(weight) * _WHOLE / whole for key, weight in weights.items()}
    parts = {key: floor(part) for key, part in exact.items()}
    largest = sorted(exact, key=lambda key: (parts[key] - exact[key], place(key)))
    for key in largest[: _WHOLE - sum(parts.values())]:
        parts[key] += 1
    return {key: Decimal(part).scaleb(-2) for key, part in parts.items()}

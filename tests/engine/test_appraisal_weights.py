"""Weights that make 100 % (APP-03, APP-05)."""

import doctest
from decimal import Decimal
from fractions import Fraction

from cs_appraisal_engine import weights as weights_module
from cs_appraisal_engine.weights import spread
from hypothesis import given
from hypothesis import strategies as st

WEIGHTS = st.dictionaries(
    st.integers(), st.decimals("0.01", 100, places=2), min_size=1, max_size=20
)


def test_examples():
    tried = doctest.testmod(weights_module)
    assert tried.attempted and not tried.failed


@given(WEIGHTS)
def test_weights_add_to_100_in_proportion(weights):
    given_ = spread(weights)
    assert sum(given_.values()) == 100
    assert spread(given_) == given_
    whole = Fraction(sum(weights.values()))
    for key, weight in weights.items():
        exact = Fraction(weight) * 100 / whole
        assert abs(Fraction(given_[key]) - exact) < Fraction(1, 100)


@given(WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(weights, chance):
    pairs = list(weights.items())
    chance.shuffle(pairs)
    assert spread(dict(pairs)) == spread(weights)


def test_the_place_settles_ties():
    thirds = dict.fromkeys("abc", Decimal(10))
    assert spread(thirds, "cab".index)["c"] == Decimal("33.34")


def test_without_weight_nothing_is_spread():
    assert spread({}) == {}
    assert spread({"a": Decimal(0)}) == {"a": Decimal("0.00")}

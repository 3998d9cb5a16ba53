"""Laws of the stored form of explanations (ALL-01)."""

import doctest
import json
from datetime import date, datetime, timezone
from decimal import Decimal

import cs_base_engine.explanation as module
import pytest
from cs_base_engine.explanation import (
    Explanation,
    ExplanationError,
    Fact,
    Param,
    Reason,
)
from hypothesis import given
from hypothesis import strategies as st

names = st.text("abz09_", max_size=6).map("n{}".format)
keys = st.lists(names, min_size=1, max_size=3).map(".".join)
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60
) | st.sampled_from(["<script>", "\u202eabc", "{a.b}", "=1+1", "x" * 10_000, "007"])
decimals = st.decimals(
    min_value=-(10**15), max_value=10**15, places=6, allow_nan=False
) | st.sampled_from([Decimal("1.50"), Decimal("-0"), Decimal("1E+3"), Decimal("1e-9")])
numbers = st.integers(-(10**30), 10**30) | decimals
facts = st.builds(Fact, model=keys, id=st.none() | st.integers(1, 2**31), role=names)
params = st.one_of(
    st.builds(
        Param,
        name=names,
        value=st.one_of(
            st.none(),
            texts,
            st.booleans(),
            numbers,
            st.dates(date(1900, 1, 1), date(2999, 12, 31)),
            st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31)),
        ),
    ),
    st.builds(
        Param,
        name=names,
        value=numbers,
        unit=st.sampled_from(["minute", "hour", "day", "ratio", "money:CNY"]),
    ),
    st.builds(Param, name=names, value=st.integers(), unit=st.just("second")).filter(
        lambda param: abs(param.value) < 10**30
    ),
    st.builds(Param, name=names, value=keys, unit=st.just("term")),
)
param_lists = st.lists(params, max_size=4, unique_by=lambda param: param.name)
reasons = st.builds(
    Reason,
    rule=st.sampled_from(["ALL-01", "ATT-04", "INC-033"]),
    key=keys,
    facts=st.lists(facts, max_size=5),
    params=param_lists,
    values=param_lists,
)
explanations = st.builds(
    Explanation, reasons=st.lists(reasons, max_size=3), verdict=st.just("") | keys
)


def test_doctest():
    assert doctest.testmod(module) == (0, 2)


@given(explanations)
def test_round_trip_through_text(explanation):
    stored = json.loads(json.dumps(explanation.to_json()))
    again = Explanation.from_json(stored)
    assert again == explanation
    assert hash(again) == hash(explanation)
    assert again.to_json() == stored


@given(explanations, explanations)
def test_equal_exactly_when_the_json_is(one, other):
    def dump(explanation):
        return json.dumps(explanation.to_json(), sort_keys=True)

    assert (one == other) == (dump(one) == dump(other))


@pytest.mark.parametrize("left, right", [(1, True), (1, Decimal(1)), ("1", 1)])
def test_values_of_different_kinds_differ(left, right):
    assert Param("x", left) != Param("x", right)


@pytest.mark.parametrize(
    "left, right", [("1.50", "1.5"), ("-0", "0"), ("1E+2", "100"), ("0E-9", "0")]
)
def test_equal_decimals_are_the_same(left, right):
    left, right = Param("x", Decimal(left)), Param("x", Decimal(right))
    assert left == right
    assert module._param_to_json(left) == module._param_to_json(right)


@given(numbers)
def test_numbers_are_kept_exactly(number):
    assert Param("x", number).value == number


@given(st.lists(params, max_size=5, unique_by=lambda param: param.name), st.randoms())
def test_order_of_values_does_not_matter(values, random):
    shuffled = random.sample(values, len(values))
    assert Reason("ALL-01", "x", values=values) == Reason(
        "ALL-01", "x", values=shuffled
    )


def test_repeated_facts_are_dropped_and_order_is_kept():
    one, two = Fact("cs.punch", 2, "check_in"), Fact("cs.punch", 1, "check_in")
    assert Reason("ALL-01", "x", facts=[one, two, one]).facts == (one, two)


def test_many_facts_stay_small():
    many = [Fact("sale.order", id_, "order") for id_ in range(1, 301)]
    data = Explanation([Reason("ALL-01", "x", facts=many)]).to_json()
    assert len(data["reasons"][0]["facts"]) == 1
    assert Explanation.from_json(data).reasons[0].facts == tuple(many)


@pytest.mark.parametrize(
    "value, unit",
    [
        (float("nan"), ""),
        (1.5, ""),
        (Decimal("NaN"), ""),
        (Decimal("sNaN"), "minute"),
        (Decimal("Infinity"), "money:CNY"),
        (Decimal("1E+1000000"), ""),
        (Decimal("1E-1000000"), ""),
        (Decimal("1" * 41), ""),
        (10**40, ""),
        ("a\x00b", ""),
        ("\ud800", ""),
        ("x" * 10_001, ""),
        (b"bytes", ""),
        (["list"], ""),
        (datetime(2026, 1, 1, tzinfo=timezone.utc), ""),
        (date(1899, 12, 31), ""),
        (datetime(3000, 1, 1), ""),
        (True, "minute"),
        ("12", "minute"),
        (Decimal("1.5"), "second"),
        ("no such key", "term"),
        (1, "percent"),
        (1, "money"),
        (1, "money:cny"),
        (1, "minute:CNY"),
        (1, None),
    ],
)
def test_hostile_values_are_refused(value, unit):
    with pytest.raises(ExplanationError):
        Param("x", value, unit)


@pytest.mark.parametrize(
    "value, unit",
    [
        ("x" * 10_000, ""),
        (10**40 - 1, ""),
        (Decimal("9" * 40), ""),
        (Decimal("1E-40"), "ratio"),
        (None, "minute"),
        (None, "term"),
        ("\u202e<script>{{7*7}}", ""),
        (date(1900, 1, 1), ""),
        (datetime(2999, 12, 31, 23, 59, 59, 999999), ""),
    ],
)
def test_values_at_the_edge_are_kept(value, unit):
    assert Param("x", value, unit).value == value


@pytest.mark.parametrize(
    "build",
    [
        lambda: Fact("cs.punch", 0, "check_in"),
        lambda: Fact("cs.punch", -1, "check_in"),
        lambda: Fact("cs.punch", True, "check_in"),
        lambda: Fact("cs.punch", "7", "check_in"),
        lambda: Fact("cs punch", 7, "check_in"),
        lambda: Fact("cs.punch", 7, "a.b"),
        lambda: Param("a b", 1),
        lambda: Param("__class__", 1),
        lambda: Reason("att-04", "x"),
        lambda: Reason("ATT-04\n", "x"),
        lambda: Reason("ATT-04", "x.{a}"),
        lambda: Reason("ATT-04", "x", params=[Param("a", 1), Param("a", 2)]),
        lambda: Reason("ATT-04", "x", values=[Param("a", 1), Param("a", 1)]),
        lambda: Reason("ATT-04", "x", facts=["cs.punch"]),
        lambda: Reason("ATT-04", "x", params=[Fact("cs.punch", 1, "a")]),
        lambda: Explanation([Fact("cs.punch", 1, "a")]),
        lambda: Explanation(verdict=None),
    ],
)
def test_malformed_parts_are_refused(build):
    with pytest.raises(ExplanationError):
        build()


def stored(**changes):
    data = Explanation(
        [
            Reason(
                "ALL-01",
                "x",
                facts=[Fact("cs.punch", 1, "a"), Fact("cs.punch", 2, "a")],
                params=[Param("a", Decimal("1.5"), "minute")],
                values=[Param("a", date(2026, 1, 1)), Param("b", 1)],
            )
        ]
    ).to_json()
    data["reasons"][0].update(changes)
    return data


def test_the_stored_sample_is_read():
    assert Explanation.from_json(stored()).to_json() == stored()


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {},
        {"v": 1},
        {"v": True, "verdict": "", "reasons": []},
        {"v": 0, "verdict": "", "reasons": []},
        {"v": 2, "verdict": "", "reasons": []},
        {"v": 1, "verdict": "", "reasons": [], "more": 1},
        {"v": 1, "verdict": "", "reasons": {}},
        {"v": 1, "verdict": None, "reasons": []},
        {"v": 1, "verdict": "", "reasons": [1]},
        stored(facts=[["cs.punch", "a", [1]], ["cs.punch", "a", [2]]]),
        stored(facts=[["cs.punch", "a", [1, 1]]]),
        stored(facts=[["cs.punch", "a", []]]),
        stored(facts=[["cs.punch", "a"]]),
        stored(facts=[["cs.punch", "a", [1.0]]]),
        stored(params=[["a", {"decimal": "1.50"}]]),
        stored(params=[["a", {"decimal": "NaN"}]]),
        stored(params=[["a", {"decimal": "one"}]]),
        stored(params=[["a", {"date": "2026-02-30"}]]),
        stored(params=[["a", {"float": "1"}]]),
        stored(params=[["a", {}]]),
        stored(params=[["a", {"date": "2026-01-01", "utc": "2026-01-01"}]]),
        stored(params=[["a", 1, ""]]),
        stored(params=[["a", 1.0]]),
        stored(params=[["a"]]),
        stored(values=[["b", 1], ["a", 1]]),
        stored(extra=1),
    ],
)
def test_foreign_json_is_refused(data):
    with pytest.raises(ExplanationError):
        Explanation.from_json(data)


def test_a_newer_version_says_so():
    with pytest.raises(ExplanationError, match="version 2; this program reads 1"):
        Explanation.from_json({"v": 2, "reasons": []})

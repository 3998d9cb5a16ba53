"""The formula evaluator: what it computes, what it refuses, and how it says so."""

import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from cs_base_engine import formula, formula_nodes
from cs_base_engine.formula import (
    BOOLEAN,
    NUMBER,
    FormulaError,
    FormulaNotApplicable,
    compile_formula,
)

NAMES = {"a": NUMBER, "b": NUMBER, "c": NUMBER, "ok": BOOLEAN, "积分": NUMBER}
FACTS = {
    "a": Decimal("7.5"),
    "b": Decimal(-3),
    "c": Decimal(0),
    "ok": True,
    "积分": Decimal(92),
}


def result(text, **facts):
    return compile_formula(text, NAMES).evaluate({**FACTS, **facts})


def refused(text, names=NAMES, kind=None):
    """Return the error that compiling ``text`` raises."""
    with pytest.raises(FormulaError) as caught:
        compile_formula(text, names, kind)
    return caught.value


def test_doctests():
    for module in (formula, formula_nodes):
        failed, tried = doctest.testmod(module)
        assert tried and not failed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("12 / 3 / 2", "2"),
        ("-a * 2", "-15"),
        ("- -a", "7.5"),
        ("+a", "7.5"),
        ("1.5%", "0.015"),
        ("70% + 0.3", "1"),
        ("min(a, b, 积分)", "-3"),
        ("MAX(a, b)", "7.5"),
        ("abs(b)", "3"),
        ("floor(a)", "7"),
        ("floor(-a)", "-8"),
        ("ceil(a)", "8"),
        ("ceil(-a)", "-7"),
        ("clamp(积分, 0, 80)", "80"),
        ("round(a)", "8"),
        ("round(-a)", "-8"),
        ("round(1.005, 2)", "1.01"),
        ("round(2 / 3, 4)", "0.6667"),
        ("if(a > 7, 1, 2)", "1"),
        ("1 if a < 7 else 2", "2"),
        ("1 if a < 0 else 2 if a < 5 else 3", "3"),
        ("0 if c = 0 else a / c", "0"),
        ("if(c = 0, 0, a / c)", "0"),
        ("1 if ok and not a < 7 else 0", "1"),
        ("1 if b <= c < a else 0", "1"),
        # what Chinese input methods and spreadsheets type
        ("（积分－80）×270", "3240"),
        ("max（1，2）", "2"),
        ("10÷4", "2.5"),
        ("５０％", "0.5"),
        ("1 if a ≥ 7.5 else 0", "1"),
        ("1 if a <> 7.5 else 0", "0"),
        ("1 if a == 7.5 and b ≠ 0 else 0", "1"),
    ],
)
def test_computes(text, expected):
    assert result(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > b", True),
        ("a > b > c", False),
        ("ok or a / c > 0", True),
        ("not ok and a / c > 0", False),
        ("not not ok", True),
        ("a >= 7.5 and a <= 7.5 and a = 7.5 and not a != 7.5", True),
    ],
)
def test_decides(text, expected):
    assert compile_formula(text, NAMES).kind == BOOLEAN
    assert result(text) is expected


def test_arithmetic_is_exact_where_decimals_have_no_end():
    assert result("10 / 3 * 3") == 10
    assert result("10 / 3 * 3 >= 10") is True
    assert result("1 / 3 + 1 / 3 + 1 / 3 = 1") is True
    # 0.5 exactly, although 1/3 is on the way: half is rounded up
    assert result("round(1 / 3 * 1.5)") == 1
    assert result("0.1 + 0.2 = 0.3") is True
    assert result("1 / 3") == Decimal("0.3333333333333333333333333333")


def test_the_exact_edge_of_a_band_belongs_to_the_upper_one():
    """INC-01: exactly 70 % is not below 70 %."""
    text = "sales * 1% if deals / inquiries < 70% else sales * 1.5%"
    commission = compile_formula(text, ["sales", "deals", "inquiries"])
    at = {"sales": Decimal(10000), "inquiries": Decimal(30)}
    assert commission.evaluate({**at, "deals": Decimal(21)}) == 150
    assert commission.evaluate({**at, "deals": Decimal("20.999999")}) == 100


def test_zero_is_never_negative():
    assert str(result("b * 0")) == "0"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("   \n\t ", "empty"),
        ("1 +", "unfinished"),
        ("not", "unfinished"),
        ("(1 + 2", "unclosed"),
        ("max(1, 2", "unclosed"),
        ("1 2", "unexpected"),
        ("1)", "unexpected"),
        ("()", "unexpected"),
        ("1, 2", "unexpected"),
        ("max(1,, 2)", "unexpected"),
        ("1 if ok", "unfinished"),
        ("1 if ok, 2", "unexpected"),
        ("else", "unexpected"),
        ("a = = b", "unexpected"),
        ("1.2.3", "bad_number"),
        (".5", "bad_number"),
        ("5.", "bad_number"),
        ("1e5", "bad_number"),
        ("0x10", "bad_number"),
        ("1_000", "bad_number"),
        ("007", "bad_number"),
        ("9" * 16, "bad_number"),
        ("0." + "1" * 16, "bad_number"),
        ("max(1,500)", "thousands"),
        ("min(12，500.5)", "thousands"),
        ("1 000", "unexpected"),
        ("d + 1", "unknown_name"),
        ("A", "unknown_name"),
        ("pow(2, 3)", "unknown_function"),
        ("a(1)", "unknown_function"),
        ("max(1)", "argument_range"),
        ("abs(1, 2)", "argument_count"),
        ("if(ok, 1)", "argument_count"),
        ("round()", "argument_range"),
        ("round(a, 7)", "places"),
        ("round(a, b)", "places"),
        ("round(a, 1.5)", "places"),
        ("round(a, -1)", "places"),
        ("ok + 1", "number_needed"),
        ("-ok", "number_needed"),
        ("(a > b) * 2", "number_needed"),
        ("a < (b < c)", "number_needed"),
        ("max(ok, 1)", "number_needed"),
        ("round(ok)", "number_needed"),
        ("1 if ok else ok", "number_needed"),
        ("ok if ok else 1", "boolean_needed"),
        ("1 if a else 2", "boolean_needed"),
        ("not a", "boolean_needed"),
        ("a and ok", "boolean_needed"),
        ("ok or 1", "boolean_needed"),
    ],
)
def test_mistakes_are_named(text, code):
    error = refused(text)
    assert error.code == code
    assert not isinstance(error, FormulaNotApplicable)


@pytest.mark.parametrize(
    ("text", "position"),
    [("a + q", 5), ("a +\n ？", 6), ("(a", 1), ("（a ＊ q）", 6), ("a + ok", 5)],
)
def test_mistakes_are_placed(text, position):
    assert refused(text).params["position"] == position


def test_a_near_name_is_suggested():
    error = refused("point * 2", ["points", "base"])
    assert error.params["suggestion"] == "points"
    assert error.params["known"] == "base, points"


def test_division_by_zero_is_not_a_mistake():
    with pytest.raises(FormulaNotApplicable) as caught:
        result("a / c")
    assert caught.value.code == "zero_division"
    with pytest.raises(FormulaNotApplicable):
        result("a / (1 / 3 - 1 / 3)")


def test_an_unknown_fact_is_no_zero():
    with pytest.raises(FormulaNotApplicable) as caught:
        result("a + b", b=None)
    assert caught.value.params == {"name": "b"}
    assert result("1 if ok else b", b=None) == 1
    with pytest.raises(FormulaError) as caught:
        compile_formula("a + b", NAMES).evaluate({"a": Decimal(1)})
    assert caught.value.code == "missing_fact"
    assert not isinstance(caught.value, FormulaNotApplicable)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "wrong_type"),
        (1.5, "wrong_type"),
        ("1", "wrong_type"),
        (Fraction(1, 3), "wrong_type"),
        (Decimal("NaN"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        (Decimal("Infinity"), "not_finite"),
        (Decimal("-Infinity"), "not_finite"),
        (Decimal("1E+999999"), "too_large"),
        (Decimal("-1E+999999"), "too_large"),
        (Decimal(10**15 + 1), "too_large"),
        (10**15 + 1, "too_large"),
        (-(10**5000), "too_large"),
        (Decimal("1E-61"), "too_many_decimals"),
        (Decimal("1E-999999"), "too_many_decimals"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_unusable_facts_are_refused(value, code):
    with pytest.raises(FormulaError) as caught:
        result("a", a=value)
    assert caught.value.code == code


@pytest.mark.parametrize("value", [Decimal(10**15), -(10**15), Decimal("1E-60"), 0])
def test_facts_at_the_limit_are_accepted(value):
    assert result("a", a=value) == value


def test_a_number_is_no_boolean():
    for value in (1, Decimal(1), "yes"):
        with pytest.raises(FormulaError) as caught:
            result("ok", ok=value)
        assert caught.value.params == {"name": "ok", "kind": BOOLEAN}


def test_huge_steps_are_refused_and_edges_are_not():
    million = Decimal(10**6)
    assert result("a * a * 1000", a=million) == 10**15
    with pytest.raises(FormulaError) as caught:
        result("a * a * 1000 + 1", a=million)
    assert caught.value.code == "result_too_large"
    with pytest.raises(FormulaError):
        result("min(a * a * a, 1)", a=million)


def test_the_result_kind_can_be_demanded():
    assert refused("a > b", kind=NUMBER).code == "number_result"
    assert refused("a + b", kind=BOOLEAN).code == "boolean_result"
    assert compile_formula("a + b", NAMES, NUMBER).kind == NUMBER


@pytest.mark.parametrize("name", ["if", "AND", "max", "a b", "", "1a", "a-b"])
def test_unusable_names_are_a_programming_error(name):
    with pytest.raises(ValueError, match="not usable"):
        compile_formula("1", [name])


def test_a_formula_knows_the_facts_it_needs():
    compiled = compile_formula("b + max(a, b) if ok else 积分", NAMES)
    assert compiled.used_names == ("ok", "b", "a", "积分")
    assert compiled.evaluate(FACTS) == Decimal("4.5")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(积分 - 80) * 270", "(92 − 80) × 270 = 3 240"),
        ("a - b", "7.5 − (−3) = 10.5"),
        ("b - a", "−3 − 7.5 = −10.5"),
        ("-b * a", "−(−3) × 7.5 = 22.5"),
        ("a * (1 + 50%)", "7.5 × (1 + 50%) = 11.25"),
        ("a / (积分 / 2)", "7.5 ÷ (92 ÷ 2) = 0.163043"),
        ("a - (b - 1)", "7.5 − (−3 − 1) = 11.5"),
        ("max(a, 积分) if ok else 0", "if(✓, max(7.5, 92), 0) = 92"),
        ("a >= 7 and not b > 0 or ok", "7.5 ≥ 7 and not −3 > 0 or ✓: ✓"),
        ("(ok or ok) and a < 1", "(✓ or ✓) and 7.5 < 1: ✗"),
    ],
)
def test_explains_with_numbers_filled_in(text, shown):
    """INC-30: the formula with numbers filled in, and the amount."""
    explained = compile_formula(text, NAMES).explain(FACTS)
    assert explained.replace("\N{NO-BREAK SPACE}", " ") == shown


def test_explains_what_is_not_known():
    compiled = compile_formula("if(ok, a, b)", NAMES)
    assert compiled.explain({**FACTS, "b": None}) == "if(✓, 7.5, ?) = 7.5"


def test_describes_with_labels():
    compiled = compile_formula("max(a - b, 0) * 270", NAMES)
    labels = {"a": "Service points", "b": "Base"}
    assert compiled.describe(labels) == "max(Service points − Base, 0) × 270"
    assert compiled.describe() == "max(a − b, 0) × 270"

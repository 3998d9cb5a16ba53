"""Laws of formulas for any input: exact, never a crash, nothing reaches Python."""

import string
from decimal import Decimal
from fractions import Fraction

import pytest
from cs_base_engine.formula import (
    BOOLEAN,
    NUMBER,
    FormulaError,
    FormulaNotApplicable,
    compile_formula,
)
from cs_base_engine.formula_error import FORMULA_CODES
from cs_base_engine.formula_parser import MAX_DEPTH, MAX_LENGTH, MAX_PARTS
from hypothesis import given, settings
from hypothesis import strategies as st

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


HOSTILE = [
    "__import__('os').system('true')",
    "().__class__.__bases__",
    "a.__class__",
    "employee.env",
    "self.sudo()",
    "env.cr.execute('select 1')",
    "open('/etc/passwd')",
    "exec(a)",
    "a.b",
    "a[0]",
    "[x for x in (1, 2)]",
    "{1: 2}",
    "{{7*7}}",
    "lambda: 1",
    "(a := 1)",
    "a ** b",
    "10**10**10",
    "a // b",
    "a @ b",
    "a << b",
    "~a",
    "f'{a}'",
    "'text'",
    '"text"',
    "b'x'",
    "`a`",
    "max(*a)",
    "max(key=a)",
    "round(a, ndigits=2)",
    "a; b",
    "a # b",
    "a\\\nb",
    "yield a",
    "await a",
    "a if b",
    "1j",
    "1e999",
    "nan",
    "inf",
    "True",
    "None",
    "...",
    "a\0",
    "\u202ea",
    "\ud800",
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "9" * 100_000,
    "9" * 999,
    "(" * 100_000,
    "(" * 400 + "a" + ")" * 400,
    "-" * 999,
    "not " * 249 + "ok",
    "a+" * 499 + "a",
    "a if ok else " * 70 + "a",
    "max(a," * 100 + "a" + ")" * 100,
    "if(ok,a," * 100 + "a" + ")" * 100,
    "a<" * 400 + "a",
    "x" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:30]))
def test_hostile_text_is_refused(text):
    """TRUST "Formulas": refused when saved, and nothing of it reaches Python."""
    error = refused(text)
    assert set(error.params) == set(FORMULA_CODES[error.code])
    assert len(str(error)) < 300
    str(error).encode()


def test_limits_are_reached_exactly():
    at_depth = "(" * (MAX_DEPTH - 1) + "a" + ")" * (MAX_DEPTH - 1)
    assert result(at_depth) == FACTS["a"]
    assert refused(f"({at_depth})").code == "too_deep"
    at_parts = "+".join("a" * (MAX_PARTS // 2))
    assert result(at_parts) == FACTS["a"] * (MAX_PARTS // 2)
    assert refused(at_parts + "+a").code == "too_complex"
    assert result("a" + " " * (MAX_LENGTH - 1)) == FACTS["a"]
    assert refused("a" + " " * MAX_LENGTH).code == "too_long"


amounts = st.decimals(-10_000, 10_000, allow_nan=False, places=2)
literals = st.decimals(0, 999, places=2).map(lambda value: f"{value:.2f}")


def reference(node):
    """Compute the tree with Python's own fractions; None where there is no result."""
    match node:
        case ("fact", name):
            return Fraction(FACTS_IN_TEST[name])
        case ("literal", text):
            return Fraction(text)
        case ("-", only):
            value = reference(only)
            return None if value is None else -value
        case ("if", low, high, yes, no):
            low, high = reference(low), reference(high)
            if low is None or high is None:
                return None
            return reference(yes if low < high else no)
        case (operator, left, right):
            left, right = reference(left), reference(right)
            if left is None or right is None or (operator == "/" and right == 0):
                return None
            return {
                "+": lambda: left + right,
                "*": lambda: left * right,
                "/": lambda: left / right,
                "min": lambda: min(left, right),
                "max": lambda: max(left, right),
                "sub": lambda: left - right,
            }[operator]()


def written(node):
    match node:
        case ("fact" | "literal", text):
            return text
        case ("-", only):
            return f"-({written(only)})"
        case ("if", *parts):
            low, high, yes, no = map(written, parts)
            return f"(({yes}) if {low} < {high} else ({no}))"
        case ("min" | "max" as function, left, right):
            return f"{function}({written(left)}, {written(right)})"
        case (operator, left, right):
            sign = "-" if operator == "sub" else operator
            return f"({written(left)}) {sign} ({written(right)})"


FACTS_IN_TEST = {}
trees = st.recursive(
    st.one_of(
        st.tuples(st.just("fact"), st.sampled_from(["a", "b"])),
        st.tuples(st.just("literal"), literals),
    ),
    lambda inner: st.one_of(
        st.tuples(st.just("-"), inner),
        st.tuples(st.sampled_from(["+", "*", "/", "sub", "min", "max"]), inner, inner),
        st.tuples(st.just("if"), inner, inner, inner, inner),
    ),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(trees, amounts, amounts)
def test_equals_a_slow_reference(tree, a, b):
    FACTS_IN_TEST.update(a=a, b=b)
    compiled = compile_formula(written(tree), ["a", "b"])
    expected = reference(tree)
    try:
        value = compiled.evaluate({"a": a, "b": b})
    except FormulaNotApplicable:
        assert expected is None
    except FormulaError as error:
        assert error.code == "result_too_large"
    else:
        assert abs(Fraction(value) - expected) <= abs(expected) / 10**27
        # whether decimals or fractions did the work, the order is the true one
        close = compile_formula(f"{written(tree)} >= limit", ["a", "b", "limit"])
        facts = {"a": a, "b": b, "limit": Decimal(round(expected))}
        assert close.evaluate(facts) is (expected >= round(expected))


@settings(deadline=None)
@given(amounts, st.integers(0, 6))
def test_rounding_is_the_nearest_and_half_goes_away_from_zero(value, places):
    rounded = compile_formula(f"round(a, {places})", ["a"]).evaluate({"a": value})
    step = Fraction(1, 10**places)
    assert Fraction(rounded) % step == 0
    assert abs(Fraction(rounded) - Fraction(value)) <= step / 2
    if abs(Fraction(rounded) - Fraction(value)) == step / 2:
        assert abs(rounded) > abs(value)


pieces = st.sampled_from(
    [*"+-*/()<>=,.%!^&|[]{}'\"×÷（），％ \n", "a", "b", "ok", "积分", "0", "7.5", "12"]
    + ["and", "or", "not", "if", "else", "max", "round", "if(", "<=", "**", "__"]
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(), st.text(string.printable), st.lists(pieces).map(" ".join)))
def test_nothing_but_a_formula_error_ever(text):
    """Any text either computes or is refused in words; it never crashes."""
    try:
        compiled = compile_formula(text, NAMES)
        compiled.describe()
        value = compiled.evaluate(FACTS)
        assert isinstance(value, bool if compiled.kind == BOOLEAN else Decimal)
        assert compiled.explain(FACTS)
    except FormulaError as error:
        assert set(error.params) == set(FORMULA_CODES[error.code])

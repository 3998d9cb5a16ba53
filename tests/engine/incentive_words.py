"""Amounts to draw, and outcomes of the incentive engine as a person reads them."""

from decimal import Decimal

from cs_base_engine.formula import NUMBER, compile_formula
from hypothesis import strategies as st

SIGNS = {"×": "*", "÷": "/", "−": "-"}


def decimals(low, high, places=2):
    """As the strategy of hypothesis, at a fraction of its time."""
    size = 10**places
    units = st.integers(int(Decimal(low) * size), int(Decimal(high) * size))
    return units.map(lambda number: Decimal(number).scaleb(-places))


def figures(outcome):
    return {name: value for name, value, _unit in outcome.values}


def words(formula):
    """A formula as the screen draws it, without its labels."""
    return " ".join(part if isinstance(part, str) else _word(*part) for part in formula)


def _word(_label, value, unit):
    if unit == "ratio":
        return f"{(value * 100).normalize():f}%"
    return f"{value:,}"


def calculated(formula):
    """What the drawn figures and signs come to, and what stands behind the ``=``."""
    left = formula[: formula.index("=")] if "=" in formula else formula
    facts = {
        f"f{at}": one[1] for at, one in enumerate(left) if not isinstance(one, str)
    }
    text = " ".join(
        f"f{at}" if f"f{at}" in facts else SIGNS.get(one, one)
        for at, one in enumerate(left)
    )
    found = compile_formula(text, dict.fromkeys(facts, NUMBER)).evaluate(facts)
    return found, formula[-1][1]

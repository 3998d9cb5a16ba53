"""Restricted formulas: arithmetic over declared facts, and nothing else.

A formula is what a rule may leave to the person who writes a policy::

    max(points - base, 0) * 270
    sales * 1% if rate < 70% else sales * 1.5%
    if(deals = 0, 0, round(deals / inquiries, 4))

Grammar: numbers (``270``, ``0.5``, ``70%``), declared names, ``+ - * /``,
``< <= > >= = != <>`` (chains allowed), ``and or not``, ``a if c else b`` and the
functions of ``FUNCTIONS``. No text is ever handed to Python's own parser, so there is
no attribute, item, call or loop to refuse. There are no loops either: every part is
computed at most once, hence ``MAX_PARTS`` limits steps as well as size.

Arithmetic is exact: decimals as long as every step is exact, fractions otherwise.
Rounding happens where the formula says ``round`` (half up, away from zero), and once,
to 28 digits, when a result such as 1/3 becomes a ``Decimal``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
    localcontext,
)
from fractions import Fraction
from functools import partial

from .formula_error import FormulaError, FormulaNotApplicable
from .formula_nodes import (
    BOOLEAN,
    FUNCTIONS,
    MAX_PLACES,
    MAX_VALUE,
    NUMBER,
    Node,
    round_half_up,
)
from .formula_parser import KEYWORDS, parse

__all__ = [
    "BOOLEAN",
    "FUNCTIONS",
    "NUMBER",
    "Formula",
    "FormulaError",
    "FormulaNotApplicable",
    "compile_formula",
    "round_half_up",
]

MAX_DECIMALS = 60
_EXACT = Context(
    prec=60,
    rounding=ROUND_HALF_UP,
    traps=[Inexact, InvalidOperation, DivisionByZero, Overflow],
)
_RESULT = Context(prec=28, rounding=ROUND_HALF_UP)


def compile_formula(
    text: str, names: Iterable[str] | Mapping[str, str], kind: str | None = None
) -> "Formula":
    """Check ``text`` and return it ready to be evaluated.

    :param names: the facts it may use; all numbers, or a mapping to ``NUMBER`` or
        ``BOOLEAN``. They are identifiers in any script and no keyword or function.
    :param kind: what it must yield, ``NUMBER`` or ``BOOLEAN``; None for either.
    :raises FormulaError: with a code, a position and what is allowed instead.
    :raises ValueError: a declared name is not usable as a name.

    >>> formula = compile_formula("(points - base) * 270", ["points", "base"])
    >>> formula.evaluate({"points": Decimal(92), "base": Decimal(80)})
    Decimal('3240')
    """
    kinds = _declared(names)
    root = parse(text, kinds)
    if kind is not None and root.kind != kind:
        raise FormulaError(f"{kind}_result", text=text)
    used = tuple(dict.fromkeys(root.names()))
    return Formula(text, root.kind, used, {name: kinds[name] for name in used}, root)


def _declared(names: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    kinds = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names, NUMBER)
    for name, kind in kinds.items():
        if not name.isidentifier() or name.lower() in KEYWORDS | FUNCTIONS.keys():
            raise ValueError(f"not usable as the name of a fact: {name!r}")
        if kind not in (NUMBER, BOOLEAN):
            raise ValueError(f"unknown kind of fact: {kind!r}")
    return kinds


@dataclass(frozen=True)
class Formula:
    """A checked formula; immutable, safe to keep and to share.

    ``kind`` is what it yields (``NUMBER`` or ``BOOLEAN``), ``used_names`` the facts it
    needs, each once.
    """

    text: str
    kind: str
    used_names: tuple[str, ...]
    _kinds: Mapping[str, str] = field(repr=False, compare=False)
    _root: Node = field(repr=False, compare=False)

    def evaluate(self, values: Mapping[str, Decimal | int | bool | None]):
        """Return a ``Decimal`` (at most 28 digits) or a ``bool``.

        A fact may be None, "not known": that only matters if it is needed.

        :raises FormulaNotApplicable: division by zero, or a needed fact is None.
        :raises FormulaError: a fact is absent, of the wrong type, not finite, or
            a step leaves ±10^15.
        """
        facts = {name: self._fact(name, values) for name in self.used_names}
        try:
            with localcontext(_EXACT):
                result = self._root.value(facts, Decimal)
        except Inexact:
            exact = {
                name: Fraction(fact) if isinstance(fact, Decimal) else fact
                for name, fact in facts.items()
            }
            result = self._root.value(exact, Fraction)
        return result if self.kind == BOOLEAN else _to_decimal(result)

    def explain(
        self,
        values: Mapping[str, Decimal | int | bool | None],
        number: Callable[[Decimal], str] | None = None,
    ) -> str:
        """Return the formula with its numbers filled in, and the result (INC-30).

        :param number: how to write a number; e.g. in the reader's language.
        :raises FormulaError: as ``evaluate``

        >>> formula = compile_formula("(points - base) * 270", ["points", "base"])
        >>> formula.explain({"points": Decimal(92), "base": Decimal(80)}, str)
        '(92 − 80) × 270 = 3240'
        """
        number = number or _plain_number
        facts = {name: self._fact(name, values) for name in self.used_names}
        filled = self._root.show(partial(_show_fact, facts, number), number)[0]
        result = self.evaluate(values)
        if self.kind == BOOLEAN:
            return f"{filled}: {_TICK[result]}"
        return f"{filled} = {number(result)}"

    def describe(self, labels: Mapping[str, str] | None = None) -> str:
        """Return the formula in mathematical writing, with labels for its facts."""
        labels = labels or {}
        return self._root.show(lambda name: labels.get(name, name), _plain_number)[0]

    def _fact(self, name: str, values: Mapping) -> Decimal | bool | None:
        if name not in values:
            raise FormulaError("missing_fact", name=name)
        value = values[name]
        if value is None:
            return None
        wants_boolean = self._kinds[name] == BOOLEAN
        if isinstance(value, bool) is not wants_boolean:
            raise FormulaError("wrong_type", name=name, kind=self._kinds[name])
        return value if wants_boolean else _checked_number(name, value)


_TICK = {True: "✓", False: "✗"}


def _checked_number(name: str, value) -> Decimal:
    """Refuse what is no plain, finite number: floats hide rounding, NaN hides errors.

    The exponent is looked at before anything is computed: ``Decimal("1E+999999")``
    would take gigabytes as a fraction.
    """
    if not isinstance(value, Decimal | int):
        raise FormulaError("wrong_type", name=name, kind=NUMBER)
    if isinstance(value, int):
        if abs(value) > MAX_VALUE:
            raise FormulaError("too_large", name=name, limit=MAX_VALUE)
        return Decimal(value)
    if not value.is_finite():
        raise FormulaError("not_finite", name=name)
    if value.adjusted() > 15 or abs(value) > MAX_VALUE:
        raise FormulaError("too_large", name=name, limit=MAX_VALUE)
    if value.as_tuple().exponent < -MAX_DECIMALS:
        raise FormulaError("too_many_decimals", name=name, limit=MAX_DECIMALS)
    return value


def _to_decimal(result: Decimal | Fraction) -> Decimal:
    """The one rounding of a result that has no end: 28 digits, half up."""
    if isinstance(result, Fraction):
        return _RESULT.divide(Decimal(result.numerator), Decimal(result.denominator))
    return _RESULT.plus(result)


def _show_fact(facts: Mapping, number: Callable[[Decimal], str], name: str) -> str:
    fact = facts[name]
    if fact is None:
        return "?"
    return _TICK[fact] if isinstance(fact, bool) else number(fact)


def _plain_number(value: Decimal) -> str:
    """3 240.5: groups of three, at most six decimals, a true minus sign."""
    text = f"{round_half_up(value, MAX_PLACES):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\N{NO-BREAK SPACE}").replace("-", "\N{MINUS SIGN}")

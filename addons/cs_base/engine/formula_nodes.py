"""The parts of a parsed formula: each can compute itself and write itself down.

``value(facts, number)`` computes in the type ``number``, ``Decimal`` or ``Fraction``.
``show(fact, number)`` returns the text and how tightly it binds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import add, ge, gt, le, lt, mul, sub, truediv
from operator import eq as equal
from operator import ne as unequal

from .formula_error import FormulaError, FormulaNotApplicable

NUMBER = "number"
BOOLEAN = "boolean"
MAX_VALUE = 10**15
MAX_PLACES = 6

Number = Decimal | Fraction
Facts = Mapping[str, Number | bool | None]
Shown = tuple[str, int]

#: how tightly a part binds when written down
OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, ATOM = range(8)


class Node:
    """A part of a formula; ``kind`` is NUMBER or BOOLEAN, ``position`` from 1."""

    kind = NUMBER
    parts: tuple["Node", ...] = ()

    def names(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.names()

    def value(self, facts: Facts, number: type) -> Number | bool:
        raise NotImplementedError

    def show(self, fact: Callable, number: Callable) -> Shown:
        raise NotImplementedError


def within(shown: Shown, strength: int) -> str:
    """Brackets around what binds less tightly than its surroundings."""
    text, own = shown
    return text if own >= strength else f"({text})"


def checked(result: Number) -> Number:
    if abs(result) > MAX_VALUE:
        raise FormulaError("result_too_large", limit=MAX_VALUE)
    return result


@dataclass(frozen=True)
class Literal(Node):
    position: int
    text: str
    amount: Decimal

    def value(self, facts, number):
        return number(self.amount)

    def show(self, fact, number):
        return (self.text if "%" in self.text else number(self.amount)), ATOM


@dataclass(frozen=True)
class Name(Node):
    position: int
    name: str
    kind: str

    def names(self):
        yield self.name

    def value(self, facts, number):
        fact = facts[self.name]
        if fact is None:
            raise FormulaNotApplicable("unknown_value", name=self.name)
        return fact

    def show(self, fact, number):
        text = fact(self.name)
        return text, (SIGN if text[:1] in "-\N{MINUS SIGN}" else ATOM)


@dataclass(frozen=True)
class Negation(Node):
    position: int
    parts: tuple[Node]

    def value(self, facts, number):
        return -self.parts[0].value(facts, number)

    def show(self, fact, number):
        return "\N{MINUS SIGN}" + within(self.parts[0].show(fact, number), ATOM), SIGN


@dataclass(frozen=True)
class Arithmetic(Node):
    position: int
    operator: str
    parts: tuple[Node, Node]

    def value(self, facts, number):
        left, right = (part.value(facts, number) for part in self.parts)
        if self.operator == "/" and not right:
            raise FormulaNotApplicable("zero_division")
        return checked(ARITHMETIC[self.operator](left, right))

    def show(self, fact, number):
        left, right = (part.show(fact, number) for part in self.parts)
        own = SUM if self.operator in "+-" else PRODUCT
        # a − (b + c), a ÷ (b × c) and a − (−5) need their brackets
        tight = ATOM if right[1] == SIGN else own + (self.operator in "-/")
        return f"{within(left, own)} {SIGNS[self.operator]} {within(right, tight)}", own


@dataclass(frozen=True)
class Comparison(Node):
    """``a < b <= c``: true when every neighbouring pair is."""

    kind = BOOLEAN
    position: int
    operators: tuple[str, ...]
    parts: tuple[Node, ...]

    def value(self, facts, number):
        left = self.parts[0].value(facts, number)
        for operator, part in zip(self.operators, self.parts[1:], strict=True):
            right = part.value(facts, number)
            if not COMPARISONS[operator](left, right):
                return False
            left = right
        return True

    def show(self, fact, number):
        sides = [within(part.show(fact, number), SUM) for part in self.parts]
        text = sides[0]
        for operator, side in zip(self.operators, sides[1:], strict=True):
            text += f" {SIGNS[operator]} {side}"
        return text, COMPARE


@dataclass(frozen=True)
class Logic(Node):
    """``and`` / ``or``: stops at the first part that decides."""

    kind = BOOLEAN
    position: int
    operator: str
    parts: tuple[Node, Node]

    def value(self, facts, number):
        deciding = self.operator == "or"
        if self.parts[0].value(facts, number) is deciding:
            return deciding
        return self.parts[1].value(facts, number)

    def show(self, fact, number):
        own = OR if self.operator == "or" else AND
        sides = (within(part.show(fact, number), own) for part in self.parts)
        return f" {self.operator} ".join(sides), own


@dataclass(frozen=True)
class Not(Node):
    kind = BOOLEAN
    position: int
    parts: tuple[Node]

    def value(self, facts, number):
        return not self.parts[0].value(facts, number)

    def show(self, fact, number):
        return "not " + within(self.parts[0].show(fact, number), NOT), NOT


@dataclass(frozen=True)
class Choice(Node):
    """``if(condition, yes, no)``: the branch not taken is not computed."""

    position: int
    kind: str
    parts: tuple[Node, Node, Node]

    def value(self, facts, number):
        condition, yes, no = self.parts
        return (yes if condition.value(facts, number) else no).value(facts, number)

    def show(self, fact, number):
        inner = (part.show(fact, number)[0] for part in self.parts)
        return f"if({', '.join(inner)})", ATOM


@dataclass(frozen=True)
class Call(Node):
    position: int
    function: str
    parts: tuple[Node, ...]

    def value(self, facts, number):
        compute = FUNCTIONS[self.function].compute
        return checked(compute(*(part.value(facts, number) for part in self.parts)))

    def show(self, fact, number):
        inner = (part.show(fact, number)[0] for part in self.parts)
        return f"{self.function}({', '.join(inner)})", ATOM


def round_half_up(value: Number, places: Number | int = 0) -> Number:
    """Round half away from zero to ``places`` decimals (0 to MAX_PLACES), exactly.

    >>> round_half_up(Decimal("2.5")), round_half_up(Decimal("-2.5"))
    (Decimal('3'), Decimal('-3'))
    >>> round_half_up(Decimal("1.005"), 2)
    Decimal('1.01')
    """
    scale = 10 ** int(places)
    top, bottom = value.as_integer_ratio()
    nearest = (2 * abs(top) * scale + bottom) // (2 * bottom)
    return type(value)(-nearest if value < 0 else nearest) / scale


def floor(value: Number) -> Number:
    top, bottom = value.as_integer_ratio()
    return type(value)(top // bottom)


def ceil(value: Number) -> Number:
    return -floor(-value)


def clamp(value: Number, low: Number, high: Number) -> Number:
    """Keep ``value`` between ``low`` and ``high``; ``high`` wins if they cross."""
    return min(max(value, low), high)


@dataclass(frozen=True)
class Function:
    """A function that formulas may call, with ``low`` to ``high`` numbers."""

    compute: Callable[..., Number]
    low: int
    high: int


MANY = 20
FUNCTIONS = {
    "abs": Function(abs, 1, 1),
    "ceil": Function(ceil, 1, 1),
    "clamp": Function(clamp, 3, 3),
    "floor": Function(floor, 1, 1),
    "max": Function(max, 2, MANY),
    "min": Function(min, 2, MANY),
    "round": Function(round_half_up, 1, 2),
}
ARITHMETIC = {"+": add, "-": sub, "*": mul, "/": truediv}
COMPARISONS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": equal, "!=": unequal}
SIGNS = {
    "+": "+",
    "-": "\N{MINUS SIGN}",
    "*": "×",
    "/": "÷",
    "<": "<",
    "<=": "≤",
    ">": ">",
    ">=": "≥",
    "=": "=",
    "!=": "≠",
}

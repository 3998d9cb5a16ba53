"""What a rule comes to, and all that is needed to explain it (ALL-01, INC-30).

Figures are ``(name, value, unit)``: name and unit as the ``Param`` of an explanation
takes them; money stands for the currency of the company, see :func:`with_currency`.
"""

from dataclasses import dataclass
from decimal import Decimal

from .keys import KEYS
from .money import IncentiveError, Number, cents, exact

Figure = tuple[str, object, str]

TIMES, DIVIDED, PLUS, MINUS, OPEN, CLOSE, EQUALS = "×÷+−()="

#: places of figures that are shown only, where they do not end by themselves
_SHOWN = 8
_SCALE = 10**_SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One line of a statement before it has a date and a person.

    :param key: one of ``keys.KEYS``
    :param amount: to the cent; None: not applicable
    :param quantity: what was counted, and
    :param rate: money or share of one for each; where both are there, the amount is
        ``cents(quantity * rate)``
    :param points: of the points book; None: has none
    :param params: figures of the scheme; shown in this order
    :param values: figures of the case
    :param formula: figures with operators between them, as the screen draws it
    """

    key: str
    amount: Decimal | None = None
    quantity: Decimal | None = None
    rate: Decimal | None = None
    points: Decimal | None = None
    params: tuple[Figure, ...] = ()
    values: tuple[Figure, ...] = ()
    formula: tuple[Figure | str, ...] = ()

    def __post_init__(self):
        if self.key not in KEYS:
            raise IncentiveError("key", key=self.key)

    @property
    def is_applicable(self) -> bool:
        return self.amount is not None or self.points is not None


def shown(value: Number) -> Decimal:
    """A figure to look at: exact where it ends within eight places.

    >>> from fractions import Fraction
    >>> shown(Fraction(356, 500)), shown(Fraction(2, 3)), shown(Decimal("1.50"))
    (Decimal('0.712'), Decimal('0.66666667'), Decimal('1.5'))
    """
    if type(value) is int:
        return Decimal(value)
    # In whole numbers: a Fraction costs ten times as much.
    above, below = value.as_integer_ratio()
    digits = (2 * abs(above) * _SCALE + below) // (2 * below)
    whole, rest = divmod(digits, _SCALE)
    text = f"{whole}.{rest:0{_SHOWN}}".rstrip("0") if rest else str(whole)
    return Decimal(text if above > 0 or not digits else "-" + text)


def money(name: str, value: Number) -> Figure:
    return name, cents(value), "money"


def share(name: str, value: Number) -> Figure:
    """A share of one, shown as per cent."""
    return name, shown(value), "ratio"


def number(name: str, value: Number, unit: str = "") -> Figure:
    return name, shown(exact(name, value)), unit


def count(name: str, value: int) -> Figure:
    return name, value, ""


def term(name: str, key: str) -> Figure:
    """A code that has words of its own."""
    return name, key, "term"


def result(amount: Decimal) -> tuple[str, Figure]:
    """The end of a formula."""
    return EQUALS, money("amount", amount)


def with_currency(figures, currency: str) -> tuple:
    """Figures, or a formula, with the currency that ``Param`` asks for.

    >>> with_currency((money("sales", 5), TIMES, count("people", 2)), "CNY")
    (('sales', Decimal('5.00'), 'money:CNY'), '×', ('people', 2, ''))
    """
    return tuple(
        (*part[:2], f"money:{currency}") if part[-1] == "money" else part
        for part in figures
    )

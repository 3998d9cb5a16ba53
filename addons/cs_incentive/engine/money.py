"""Numbers that can be trusted, and the one place where money is rounded.

Amounts are in the company's currency. Everything is exact until :func:`cents`.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction

#: no figure of this business reaches this size
_LIMIT = 10**15
_CENT = Decimal("0.01")
_NOTHING = Decimal("0.00")
#: digits after the point that a Decimal may have
_PLACES = 30


class IncentiveError(ValueError):
    """A parameter or a fact that cannot be.

    :param code: what is wrong; the caller has a text for it
    :param values: what goes into the text
    """

    def __init__(self, code: str, /, **values):
        details = ", ".join(f"{name}={value!r:.80}" for name, value in values.items())
        super().__init__(f"{code}: {details}" if details else code)
        self.code, self.values = code, values


def exact(name: str, value: Number) -> Fraction:
    """The value as an exact number.

    :raise IncentiveError: ``number``: none, or not finite; ``size``: beyond reason
    """
    if type(value) is Fraction and abs(value.numerator) < _LIMIT * value.denominator:
        return value
    if type(value) is int and -_LIMIT < value < _LIMIT:
        return Fraction(value)
    is_number = isinstance(value, int | Decimal | Fraction)
    if not is_number or isinstance(value, bool):
        raise IncentiveError("number", name=name, value=value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise IncentiveError("number", name=name, value=value)
        # Before it becomes a Fraction: 1E+999999999 would fill the memory.
        if value and (value.adjusted() > _PLACES or value.as_tuple()[2] < -_PLACES):
            raise IncentiveError("size", name=name, value=value)
    found = Fraction(*value.as_integer_ratio())
    if abs(found.numerator) >= _LIMIT * found.denominator:
        raise IncentiveError("size", name=name, value=found)
    return found


def not_negative(name: str, value: Number) -> Fraction:
    """:raise IncentiveError: ``negative``, and as :func:`exact`"""
    found = exact(name, value)
    if found.numerator < 0:
        raise IncentiveError("negative", name=name, value=value)
    return found


def positive(name: str, value: Number) -> Fraction:
    """:raise IncentiveError: ``not_positive``, and as :func:`exact`"""
    found = exact(name, value)
    if found.numerator <= 0:
        raise IncentiveError("not_positive", name=name, value=value)
    return found


def percent(name: str, value: Number) -> Fraction:
    """Per cent as a share of one, between 0 and 1.

    >>> percent("cap", Decimal(20))
    Fraction(1, 5)

    :raise IncentiveError: ``percent``, and as :func:`exact`
    """
    found = exact(name, value)
    if not 0 <= found <= 100:
        raise IncentiveError("percent", name=name, value=value)
    return found / 100


def one_of(name: str, value: str, choices: Sequence[str]) -> str:
    """:raise IncentiveError: ``choice``"""
    if value not in choices:
        raise IncentiveError("choice", name=name, value=value)
    return value


def within(name: str, value: Number, low: Number, high: Number) -> Decimal:
    """An amount that people chose from a range, ends included (INC-08, INC-25).

    >>> within("fine", Decimal(20000), Decimal(10000), Decimal(100000))
    Decimal('20000.00')

    :raise IncentiveError: ``range``, and as :func:`exact`
    """
    if not exact("low", low) <= exact(name, value) <= exact("high", high):
        raise IncentiveError("range", name=name, value=value, low=low, high=high)
    return cents(value)


def cents(value: Number) -> Decimal:
    """Rounded to the cent, halves away from zero: the one place where money is.

    A taking back is rounded as what was paid: ``cents(-x) == -cents(x)``.

    >>> cents(Fraction(1, 200)), cents(Fraction(-1, 200)), cents(Decimal("2.675"))
    (Decimal('0.01'), Decimal('-0.01'), Decimal('2.68'))

    :raise IncentiveError: as :func:`exact`
    """
    if type(value) is Decimal and value.is_finite() and abs(value) < _LIMIT:
        # Most amounts have been rounded before; a Fraction costs ten times as much.
        short = value.quantize(_CENT)
        if short == value:
            return short if short else _NOTHING
    value = exact("amount", value)
    above, below = abs(value.numerator), value.denominator
    rounded = (200 * above + below) // (2 * below)
    return Decimal(rounded if value.numerator > 0 else -rounded).scaleb(-2)


def cents_down(value: Number) -> Decimal:
    """Cut to the cent: only for limits, which are kept to the last cent (INC-28).

    >>> cents_down(Decimal("246.916"))
    Decimal('246.91')

    :raise IncentiveError: ``negative``, and as :func:`exact`
    """
    value = not_negative("limit", value)
    return Decimal(100 * value.numerator // value.denominator).scaleb(-2)


def divide(total: Number, weights: Sequence[Number]) -> list[Decimal]:
    """Share an amount out to the cent, so that the parts make exactly the whole.

    Cents left over go to those who lose most by rounding down; of those who lose the
    same, to the one who comes first. So put them in an order that means something.

    >>> divide(Decimal(100), [1, 1, 1])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]

    :raise IncentiveError: ``nobody``: the weights come to nothing; ``negative``: a
        weight; and as :func:`exact`
    """
    total = cents(total)
    shares = [not_negative("weight", weight) for weight in weights]
    whole = sum(shares, Fraction(0))
    if not whole:
        raise IncentiveError("nobody", amount=total)
    units = int(abs(total).scaleb(2))
    wanted = [units * share / whole for share in shares]
    parts = [part.numerator // part.denominator for part in wanted]
    order = sorted(range(len(parts)), key=lambda place: parts[place] - wanted[place])
    for place in order[: units - sum(parts)]:
        parts[place] += 1
    sign = -1 if total < 0 else 1
    return [Decimal(sign * part).scaleb(-2) for part in parts]

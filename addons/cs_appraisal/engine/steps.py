"""The step table of a curve, as people type it: ``0: 0; 60%: 4; 80%: 8``."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

#: longest text and most rows that are read
LONGEST = 400
MOST = 20

_SEPARATOR = re.compile("[;,、\n\r]+")
_FIGURE = r"(?P<value>[-+]?[0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(?P<share>%?)"
_ROW = re.compile(_FIGURE + r"\s*:\s*(?P<points>[0-9]{1,6}(?:\.[0-9]{1,2})?)")


class StepsError(ValueError):
    """Why a step table cannot be read.

    :param reason: ``empty``, ``long``, ``many``, ``row``, ``start``, ``order`` or
        ``twice``
    :param part: the part of the text it is about
    """

    def __init__(self, reason: str, part: str = ""):
        super().__init__(f"{reason}: {part}")
        self.reason, self.part = reason, part


@dataclass(frozen=True, slots=True)
class Step:
    """From this figure on there are so many points.

    :param is_share: written as per cent
    """

    value: Fraction
    points: Decimal
    is_share: bool = False

    def __str__(self):
        return f"{self.value_text}: {plain(self.points)}"

    @property
    def value_text(self) -> str:
        return plain(self.value * 100) + "%" if self.is_share else plain(self.value)


def plain(number: Fraction | Decimal) -> str:
    """A finite decimal number without needless zeros.

    >>> plain(Decimal("10.50")), plain(Fraction(-3, 4)), plain(Decimal(100))
    ('10.5', '-0.75', '100')
    """
    if isinstance(number, Fraction):
        number = Decimal(number.numerator) / number.denominator
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_steps(text: str) -> tuple[Step, ...]:
    """Read a step table; Chinese punctuation and new lines are welcome.

    Bands are half open: a step holds from its figure up to, but without, the next.
    The first one begins at 0 or below and takes everything under the second, so every
    figure has its points.

    >>> [str(step) for step in parse_steps("0：0；60％：4；80％：8.0")]
    ['0: 0', '60%: 4', '80%: 8']

    :raise StepsError: when it cannot be read; names the part
    """
    if len(text or "") > LONGEST:
        raise StepsError("long")
    text = _fold(text or "")
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    if not parts:
        raise StepsError("empty")
    if len(parts) > MOST:
        raise StepsError("many")
    steps = tuple(_parse_step(part) for part in parts)
    _check_order(steps)
    return steps


def parse_figure(text: str, is_share: bool = False) -> Fraction | None:
    """One figure as typed; None when nothing was. Shares are typed in per cent.

    >>> parse_figure("１３"), parse_figure("70 %", True), parse_figure("70", True)
    (Fraction(13, 1), Fraction(7, 10), Fraction(7, 10))
    >>> parse_figure("  ") is None
    True

    :raise StepsError: when it is no number
    """
    text = _fold(text[:LONGEST]).strip()
    if not text:
        return None
    found = re.fullmatch(_FIGURE, text)
    if not found or (found["share"] and not is_share):
        raise StepsError("row", text)
    return Fraction(found["value"]) / (100 if is_share else 1)


def format_steps(steps: Sequence[Step]) -> str:
    """The table in the one way in which it is kept."""
    return "; ".join(map(str, steps))


def _fold(text):
    """Full-width characters as ordinary ones."""
    return unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-")


def _parse_step(part):
    found = _ROW.fullmatch(part)
    if not found:
        raise StepsError("row", part)
    is_share = bool(found["share"])
    value = Fraction(found["value"]) / (100 if is_share else 1)
    return Step(value, Decimal(found["points"]), is_share)


def _check_order(steps):
    if steps[0].value > 0:
        raise StepsError("start", str(steps[0]))
    for before, after in pairwise(steps):
        if after.value == before.value:
            raise StepsError("twice", str(after))
        if after.value < before.value:
            raise StepsError("order", str(after))

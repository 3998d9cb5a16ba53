"""The table of a pay item, as people type it: ``0%: 1%; 70%: 1.5%`` (INC-07)."""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

from .bands import FIXED, RATE, STEP, Band, Bands
from .money import IncentiveError

#: longest text and most rows that are read
LONGEST = 400
MOST = 30

_SEPARATOR = re.compile("[;、\n\r]+")
_NUMBER = r"[0-9]{1,12}(?:\.[0-9]{1,4})?"
_ROW = re.compile(
    rf"(?P<low>-?{_NUMBER})\s*(?P<share>%?)\s*:\s*\+?(?P<value>{_NUMBER})\s*"
    rf"(?P<rate>%?)\s*(?:/\s*(?P<step>{_NUMBER}))?"
)


def parse_table(text: str) -> tuple[Band, ...]:
    """Rows of a table; Chinese punctuation and new lines are welcome.

    What is below the first row gives nothing. Figures that are shares are written in
    per cent, and stand for themselves: 70 % is 70.

    >>> [str(row.low) for row in parse_table("0％：1％；70％：1.5％")]
    ['0', '70']
    >>> parse_table("10000: +100/2000")[0].step
    Decimal('2000')

    :raise IncentiveError: ``bands_long``, ``bands_many``, ``bands_empty``;
        ``bands_row`` with the ``part`` that cannot be read; and as ``Bands``
    """
    if len(text or "") > LONGEST:
        raise IncentiveError("bands_long")
    folded = unicodedata.normalize("NFKC", text or "").replace("\N{MINUS SIGN}", "-")
    parts = [part.strip() for part in _SEPARATOR.split(folded) if part.strip()]
    if not parts:
        raise IncentiveError("bands_empty")
    if len(parts) > MOST:
        raise IncentiveError("bands_many")
    rows = tuple(_parse_row(part) for part in parts)
    Bands.above(rows)
    return rows


def parse_bands(text: str) -> Bands:
    """The table with an answer for every figure; a first row at 0 takes all below.

    >>> parse_bands("0: 1%; 70: 2%").rows[0].kind, parse_bands("70: 2%").rows[0].kind
    ('rate', 'fixed')
    >>> parse_bands("0: 1%; 70: 2%").find(Decimal("69.99"))
    0
    """
    first, *rest = parse_table(text)
    if first.low > 0:
        return Bands.above((first, *rest))
    return Bands((replace(first, low=None), *rest))


def _parse_row(part):
    found = _ROW.fullmatch(part)
    if not found or (found["rate"] and found["step"]):
        raise IncentiveError("bands_row", part=part)
    kind = RATE if found["rate"] else STEP if found["step"] else FIXED
    step = Decimal(found["step"]) if found["step"] else None
    return Band(Decimal(found["low"]), kind, Decimal(found["value"]), step)

"""What a sheet file holds, before anything is known of its columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from .sheet_error import CellError

Value = str | Decimal | bool | date | datetime | time | timedelta | CellError | None

#: rows above the header that do not count as data: titles, remarks
HEADER_ROWS = 20


@dataclass(frozen=True)
class Limits:
    """What is refused before it can cost time or memory; sizes in bytes.

    ``unfolded`` limits the rectangle around all cells, blank ones included, for a
    reader that fills it; ours does not.
    """

    size: int = 20 * 2**20
    unpacked: int = 160 * 2**20
    ratio: int = 200
    rows: int = 100_000
    columns: int = 256
    cells: int = 3_000_000
    unfolded: int | None = None


@dataclass(frozen=True)
class Row:
    """A row that holds something; ``number`` is the one a spreadsheet shows."""

    number: int
    cells: list[Value]


@dataclass(frozen=True)
class Table:
    """The rows of one sheet, in order; rows without anything are left out.

    ``encoding`` and ``delimiter`` say how a CSV was read, ``sheet`` names a sheet.
    """

    rows: Iterator[Row]
    is_csv: bool = False
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""


def column_index(letters: str) -> int:
    """Count columns from 0.

    >>> column_index("A"), column_index("XFD")
    (0, 16383)
    """
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(f"no column: {letters[:10]!r}")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """Undo ``column_index``.

    >>> column_letters(0), column_letters(16383)
    ('A', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""The plain description of a workbook; ``sheet_out`` writes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

TYPES = (
    "text",
    "integer",
    "decimal",
    "money",
    "percent",
    "date",
    "datetime",
    "duration",
)
SUMMED_TYPES = ("integer", "decimal", "money", "duration")


@dataclass(frozen=True)
class Column:
    """One column: what it shows and how.

    :param type: one of TYPES. money, decimal: ``Decimal``, int or float; percent: a
        ratio of 1; datetime: naive, in the reader's time; duration: ``timedelta``.
    :param digits: decimals shown; money is rounded to them, half up.
    :param width: in characters; None measures the header and the first rows.
    :param total: sum the column below the rows.
    """

    key: str
    header: str
    type: str = "text"
    digits: int = 2
    width: float | None = None
    total: bool = False

    def __post_init__(self):
        if self.type not in TYPES:
            raise ValueError(f"unknown type of column {self.key}: {self.type}")
        if self.total and self.type not in SUMMED_TYPES:
            raise ValueError(f"column {self.key} cannot be summed")
        if not 0 <= self.digits <= 10:
            raise ValueError(f"column {self.key}: 0 to 10 decimals")


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows are mappings by column key, or sequences in column order.

    ``title`` and ``subtitles`` stand above the header, ``notes`` below the rows;
    an empty ``total_label`` is "Total", in the user's language where there is one.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Mapping | Sequence]
    title: str = ""
    subtitles: Sequence[str] = ()
    notes: Sequence[str] = ()
    total_label: str = ""
    frozen_columns: int = 0


@dataclass(frozen=True)
class Book:
    """A workbook. ``streaming`` keeps memory flat, for tens of thousands of rows.

    ``footer`` is that of printed pages; ``&P`` and ``&N`` are page and pages.
    """

    sheets: Sequence[Sheet]
    title: str = ""
    author: str = ""
    created: datetime | None = None
    streaming: bool = False
    footer: str = "&P / &N"


def cells_of(columns: Sequence[Column], row: Mapping | Sequence) -> Sequence:
    """Return the values of ``row`` in the order of ``columns``."""
    return [row.get(col.key) for col in columns] if isinstance(row, Mapping) else row

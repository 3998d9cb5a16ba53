"""Understands the columns of a table: every good row, and every bad cell with reason.

Nothing is guessed: what a column's parser does not recognise makes the row bad, the
row keeps its number, and the other rows are read all the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from .sheet_error import WHOLE_ROW_CODES, CellError, SheetError
from .sheet_parse import PARSERS, as_text, folded, parse_choice, trimmed
from .sheet_table import HEADER_ROWS, Row, Table, Value
from .sheet_text import clean_text

MAX_SHOWN = 80


@dataclass(frozen=True)
class Field:
    """A column that is looked for.

    :param labels: the headers it may have, in any language; case, spaces, ``*``, ``:``
        and full-width forms do not matter.
    :param type: a key of PARSERS, or a function from a cell's value to a value that
        raises ``CellError``.
    :param required: the column must be there and its cells must not be blank;
        otherwise a blank is None.
    :param choices: for type ``choice``: value -> the words for it.
    """

    key: str
    labels: Sequence[str]
    type: str | Callable[[Value], object] = "text"
    required: bool = True
    choices: Mapping[object, Sequence[str]] = field(default_factory=dict)

    def parser(self) -> Callable[[Value], object]:
        if callable(self.type):
            return self.type
        if self.type == "choice":
            words = {
                word: value for value in self.choices for word in self.choices[value]
            }
            meanings = {folded(word): value for word, value in words.items()}
            return partial(parse_choice, meanings, ", ".join(words))
        return PARSERS[self.type]


@dataclass(frozen=True)
class GoodRow:
    number: int
    values: dict[str, object]


@dataclass(frozen=True)
class BadCell:
    """Why a row is not taken: ``code`` and ``params`` as in CELL_CODES.

    ``column`` is the header as the file has it, ``shown`` the start of what it holds.
    """

    number: int
    column: str
    code: str
    shown: str
    params: dict[str, object]


@dataclass(frozen=True)
class Result:
    """``unknown`` are headers nobody asked for; their cells were not read."""

    good: list[GoodRow]
    bad: list[BadCell]
    header_row: int
    unknown: list[str]

    @property
    def bad_row_count(self) -> int:
        return len({cell.number for cell in self.bad})


def read_rows(table: Table, fields: Sequence[Field]) -> Result:
    """Read ``table`` by ``fields``; the header is found below titles and remarks.

    :raises SheetError: no header with all required columns in the first rows, one
        column twice, no row below the header, or the file itself is refused
    """
    rows = iter(table.rows)
    header, columns = _find_header(rows, fields)
    reader = _RowReader(header, columns, table.is_csv)
    for row in rows:
        reader.read(row)
    if not reader.good and not reader.bad:
        raise SheetError("no_rows")
    unknown = [
        text
        for index, text in enumerate(map(_shown, header.cells))
        if text and index not in columns
    ]
    return Result(reader.good, reader.bad, header.number, unknown)


def _find_header(
    rows: Iterator[Row], fields: Sequence[Field]
) -> tuple[Row, dict[int, Field]]:
    """Return the row that names all required columns, and index -> field.

    If none does, the error is about the row that names most of them.
    """
    labels = {folded(label): each for each in fields for label in each.labels}
    needed = {each.key: each.labels[0] for each in fields if each.required}
    nearest, most = None, set()
    for row in islice(rows, HEADER_ROWS):
        headers = [folded(as_text(cell)) for cell in row.cells]
        found = {labels[text].key for text in headers if text in labels}
        if found and needed.keys() <= found:
            return row, _columns(row, headers, labels)
        if nearest is None or len(found) > len(most):
            nearest, most = row, found
    if nearest is None:
        raise SheetError("empty")
    missing = ", ".join(needed[key] for key in needed if key not in most)
    found = ", ".join(filter(None, map(_shown, nearest.cells)))
    raise SheetError("missing_columns", missing=missing, found=_cut(found, 200))


def _columns(row: Row, headers: list[str], labels: dict) -> dict[int, Field]:
    columns, indexes = {}, {}
    for index, text in enumerate(headers):
        wanted = labels.get(text)
        if not wanted:
            continue
        if wanted.key in indexes:
            both = (
                f"{_shown(row.cells[indexes[wanted.key]])}, {_shown(row.cells[index])}"
            )
            raise SheetError("duplicate_column", column=wanted.labels[0], headers=both)
        indexes[wanted.key] = index
        columns[index] = wanted
    return columns


class _RowReader:
    def __init__(self, header: Row, columns: dict[int, Field], is_csv: bool):
        self.width = len(header.cells) if is_csv else None
        self.columns = [
            (index, each, each.parser(), _shown(header.cells[index]))
            for index, each in columns.items()
        ]
        self.good, self.bad = [], []

    def read(self, row: Row) -> None:
        errors = len(self.bad)
        values = {
            each.key: self._value(row, index, each, parse, header)
            for index, each, parse, header in self.columns
        }
        self._check_whole_row(row, errors)
        if len(self.bad) == errors:
            self.good.append(GoodRow(row.number, values))

    def _value(self, row: Row, index: int, each: Field, parse: Callable, header: str):
        value = row.cells[index] if index < len(row.cells) else None
        try:
            if isinstance(value, CellError):
                raise value
            if (
                value is None
                or value == ""
                or isinstance(value, str)
                and not trimmed(value)
            ):
                if each.required:
                    raise CellError("required")
                return None
            return parse(value)
        except CellError as error:
            shown = _shown(value)
            self.bad.append(
                BadCell(row.number, header, error.code, shown, error.params)
            )

    def _check_whole_row(self, row: Row, errors: int) -> None:
        """In a CSV, a comma too many moves the cells after it into wrong columns."""
        first = row.cells[0]
        if isinstance(first, CellError) and first.code in WHOLE_ROW_CODES:
            self.bad[errors:] = [BadCell(row.number, "", first.code, "", {})]
        elif self.width and len(row.cells) > self.width:
            shown = _cut(", ".join(map(_shown, row.cells)), MAX_SHOWN)
            params = {"columns": self.width}
            self.bad[errors:] = [BadCell(row.number, "", "extra_cells", shown, params)]


def _shown(value: Value) -> str:
    return _cut(clean_text(as_text(value)), MAX_SHOWN)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"

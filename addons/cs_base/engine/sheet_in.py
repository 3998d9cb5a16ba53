"""Reads sheet files (XLSX, CSV): whatever they are, rows or an error in words.

``read_table`` opens a file, ``read_rows`` (sheet_rows) understands its columns.
"""

from .sheet_csv import ENCODINGS, read_csv
from .sheet_error import CELL_CODES, SHEET_CODES, CellError, SheetError
from .sheet_rows import BadCell, Field, GoodRow, Result, read_rows
from .sheet_table import Limits, Row, Table
from .sheet_xlsx import read_xlsx

__all__ = [
    "CELL_CODES",
    "ENCODINGS",
    "SHEET_CODES",
    "BadCell",
    "CellError",
    "Field",
    "GoodRow",
    "Limits",
    "Result",
    "Row",
    "SheetError",
    "Table",
    "read_rows",
    "read_table",
]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")
_BINARY = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf")


def read_table(
    data: bytes,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits | None = None,
) -> Table:
    """Open a file by what it is, not by what it is called.

    :param sheet: of an XLSX; None takes the first visible one
    :param encoding: of a CSV, a key of ENCODINGS; None finds it
    :param delimiter: of a CSV; None finds it
    :raises SheetError: with a code of SHEET_CODES; also while the rows are taken
    """
    limits = limits or Limits()
    if len(data) > limits.size:
        raise SheetError("too_big", limit=limits.size, size=len(data))
    if not data.strip(b"\0 \t\r\n"):
        raise SheetError("empty")
    if data.startswith(_ZIP):
        return read_xlsx(data, sheet, limits)
    _refuse_other_formats(data)
    return read_csv(data, encoding, delimiter, limits)


def _refuse_other_formats(data: bytes) -> None:
    """Say what to do with the formats that people take for a spreadsheet."""
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise SheetError("password" if locked else "old_format")
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_MARKUP):
        raise SheetError("web_page")
    if data.startswith((*_BINARY, b"PK")):
        raise SheetError("unknown_format")

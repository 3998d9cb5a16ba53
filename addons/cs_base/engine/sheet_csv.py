"""Reads CSV files of unknown origin: encoding and delimiter are found, or refused.

A wrong guess turns names into other names without anybody noticing, so a guess is only
taken when the bytes leave no reasonable doubt.
"""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from .sheet_error import CellError, SheetError
from .sheet_table import HEADER_ROWS, Limits, Row, Table, column_letters
from .sheet_text import csv_unescape

DELIMITERS = (",", ";", "\t", "|")
#: what a person may name: name -> Python's codec
ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "windows-1252": "cp1252",
    "windows-1256": "cp1256",
    "latin-1": "latin-1",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_RECORDS = 30


def read_csv(
    data: bytes, encoding: str | None, delimiter: str | None, limits: Limits
) -> Table:
    """Return the rows; the number of a row is the one a spreadsheet would show.

    :param encoding: a key of ENCODINGS; None finds UTF-8, UTF-16 or GB 18030
    :raises SheetError: also later, while the rows are taken
    """
    encoding, text = decode(data, encoding)
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        delimiter, text = first.strip()[4], rest  # Excel's own hint
    delimiter = delimiter or sniff(text)
    return Table(
        _rows(text, delimiter, limits),
        is_csv=True,
        encoding=encoding,
        delimiter=delimiter,
    )


def decode(data: bytes, wanted: str | None) -> tuple[str, str]:
    """Return the encoding's name and the text.

    :raises SheetError: unknown name, bytes that do not fit it, or a named encoding
        that the file plainly is not in (UTF-8 read as Latin-1 raises nothing, and
        every name is wrong)
    """
    found = _certain(data)
    if wanted is None:
        name = found or _guess(data)
    else:
        name = wanted.lower().replace("_", "-").replace("shift-jis", "shift_jis")
        if name not in ENCODINGS:
            raise SheetError("unknown_encoding", name=wanted)
        if found != name and (found or name == "utf-16"):
            raise SheetError("other_encoding", name=name, found=found or "utf-8")
    try:
        return name, data.decode(_codec(name, data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SheetError("encoding", name=name, line=line) from error


def _codec(name: str, data: bytes) -> str:
    if name == "utf-16" and not data.startswith(codecs.BOM_UTF16_LE):
        # without a BOM: text has far more zero bytes on the high side
        little = data[1::2].count(0) >= data[::2].count(0)
        is_marked = data.startswith(codecs.BOM_UTF16_BE)
        return "utf-16" if is_marked else "utf-16-le" if little else "utf-16-be"
    return ENCODINGS[name]


def _certain(data: bytes) -> str | None:
    """Return the encoding if the bytes prove it."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    high, low = sorted((data[:4096:2].count(0), data[1:4096:2].count(0)))
    if low > len(data[:4096]) // 8 and high * 8 <= low:
        return "utf-16"  # every second byte of plain letters and delimiters is 0
    if data.isascii():
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _guess(data: bytes) -> str:
    """What Chinese Excel writes, or refuse: other encodings cannot be told apart.

    Western and Arabic text often decodes as GB 18030 too, but then to characters
    outside GB 2312, which real Chinese text hardly ever uses.
    """
    if data.isascii():
        return "utf-8"
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SheetError("encoding", name="utf-8", line=line) from error
    foreign = [char for char in text if not char.isascii()]
    common = sum(len(char.encode("gb2312", "ignore")) == 2 for char in foreign)
    if common < 0.7 * len(foreign) or "\0" in text:
        raise SheetError("encoding", name="utf-8", line=1)
    return "gb18030"


def sniff(text: str) -> str:
    """Return the delimiter that cuts the first records most evenly.

    >>> sniff("pin;time\\n7;2025-03-31 08:30,5\\n")
    ';'
    """
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """Return in how many records the most frequent width (> 1) is seen, and it."""
    widths = Counter()
    for record in islice(_records(text, delimiter), _SAMPLE_RECORDS):
        if isinstance(record, list) and len(record) > 1:
            widths[len(record)] += 1
    width, count = max(widths.items(), key=lambda item: item[::-1], default=(0, 0))
    return count, width


def _records(text: str, delimiter: str) -> Iterator[list[str] | str]:
    """Yield records, or a code where there is none."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num
        try:
            record = next(reader, None)
        except csv.Error as error:
            yield _code(str(error), reader.line_num - line)
            continue
        if record is None:
            return
        yield record


def _code(message: str, lines: int) -> str:
    """A quote that swallowed the end of its line may have swallowed good rows too, so
    what follows it cannot be trusted; other mistakes concern one row.
    """
    if lines > 1 or "unexpected end" in message:
        return "unclosed_quote"
    return "too_long" if "field larger" in message else "broken_quotes"


def _rows(text: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    count = 0
    for number, record in enumerate(_records(text, delimiter), 1):
        if record == "unclosed_quote":
            raise SheetError(record, row=number)
        if isinstance(record, str):
            yield Row(number, [CellError(record)])
            continue
        cells = [csv_unescape(cell) if cell.strip() else None for cell in record]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            count += len(cells)
            _check_limits(number, len(cells), count, limits)
            yield Row(number, cells)


def _check_limits(number: int, width: int, count: int, limits: Limits) -> None:
    if number > limits.rows + HEADER_ROWS:
        raise SheetError("too_many_rows", limit=limits.rows, row=number)
    if width > limits.columns:
        cell = f"{column_letters(width - 1)}{number}"
        raise SheetError("too_many_columns", limit=limits.columns, cell=cell)
    if count > limits.cells:
        raise SheetError("too_many_cells", limit=limits.cells)

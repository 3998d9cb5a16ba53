"""Reads .xlsx files as a stream, with limits before anything is kept.

Only what is needed of the format: the values of one sheet, as they were typed. A
formula counts with its stored value; without one there is an error in place of the
value, never an empty cell.
"""

import posixpath
import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from .sheet_error import CellError, SheetError
from .sheet_table import (
    HEADER_ROWS,
    Limits,
    Row,
    Table,
    Value,
    column_index,
    column_letters,
)
from .sheet_xlsx_cell import kind_of_format, read_iso, read_number

_CHUNK = 1 << 16
_MAX_PARTS = 5_000
_RATIO_MATTERS = 16 * 2**20  # small files repeat themselves innocently
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    zlib.error,
    expat.ExpatError,
)


def read_xlsx(data: bytes, sheet: str | None, limits: Limits) -> Table:
    """Return the rows of the named or, by default, the first visible sheet.

    :raises SheetError: also later, while the rows are taken
    """
    try:
        package = _Package(data, limits)
        part, name = package.choose_sheet(sheet)
        rows = package.rows(part)
    except _BROKEN as error:
        raise SheetError("damaged") from error
    return Table(_guarded(rows), sheet=name)


def _guarded(rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except _BROKEN as error:
        raise SheetError("damaged") from error


class _Package:
    """The parts of the file: a zip of XML documents that name each other."""

    def __init__(self, data: bytes, limits: Limits):
        self.limits = limits
        self.zip = ZipFile(BytesIO(data))
        self._check_size(len(data))
        self.names = set(self.zip.namelist())
        self.workbook = self._find_workbook()
        self.relations = self._relations(self.workbook)

    def _check_size(self, size: int) -> None:
        """No part is unpacked beyond the size it declares (zipfile sees to that)."""
        parts = self.zip.infolist()
        unpacked = sum(part.file_size for part in parts)
        bomb = unpacked > _RATIO_MATTERS and unpacked > size * self.limits.ratio
        if len(parts) > _MAX_PARTS or unpacked > self.limits.unpacked or bomb:
            raise SheetError("unpacks_too_big", limit=self.limits.unpacked)

    def _find_workbook(self) -> str:
        """Other zip files (.docx, .ods, .xlsb) have none that we know."""
        if "_rels/.rels" in self.names:
            for kind, target in self._relations("").values():
                is_workbook = re.fullmatch(r"(.*/)?workbook[^/]*\.xml", target)
                if kind == "officeDocument" and is_workbook:
                    return target
        raise SheetError("unknown_format")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return id -> (kind, part) of what ``part`` names."""
        folder, base = posixpath.split(part)
        found = {}

        def start(name, attributes):
            if name == "Relationship":
                target = posixpath.join("/", folder, attributes["Target"])
                kind = attributes["Type"].rpartition("/")[2]
                found[attributes["Id"]] = (kind, posixpath.normpath(target)[1:])

        self._parse(posixpath.join(folder, "_rels", base + ".rels"), start)
        return found

    def choose_sheet(self, wanted: str | None) -> tuple[str, str]:
        """Return part and name of a worksheet."""
        names, visible = {}, []
        self.is_1904 = False

        def start(name, attributes):
            if name == "workbookPr":
                self.is_1904 = attributes.get("date1904") in ("1", "true")
            elif name == "sheet":
                links = [attributes[key] for key in attributes if key[-3:] == ":id"]
                kind, part = self.relations[links[0]]
                if kind == "worksheet":
                    names[attributes["name"]] = part
                    if attributes.get("state", "visible") == "visible":
                        visible.append(attributes["name"])

        self._parse(self.workbook, start)
        if wanted and wanted not in names:
            raise SheetError("unknown_sheet", name=wanted, known=", ".join(names))
        if not wanted and not visible:
            raise SheetError("no_sheet")
        chosen = wanted or visible[0]
        return names[chosen], chosen

    def rows(self, part: str) -> Iterator[Row]:
        reader = _SheetReader(self._strings(), self._kinds(), self.is_1904, self.limits)
        for _ in self._stream(part, reader.start, reader.end, reader.text):
            yield from reader.take()
            if reader.is_done:
                break

    def _part(self, kind: str) -> str | None:
        parts = (part for found, part in self.relations.values() if found == kind)
        return next((part for part in parts if part in self.names), None)

    def _strings(self) -> list[str]:
        part, reader = self._part("sharedStrings"), _StringReader()
        if part:
            self._parse(part, reader.start, reader.end, reader.text)
        return reader.strings

    def _kinds(self) -> list[str]:
        """Return for each cell style whether it shows a number, date, time, …"""
        part, codes, kinds, inside = self._part("styles"), {}, [], []

        def start(name, attributes):
            if name == "numFmt":
                codes[attributes["numFmtId"]] = attributes["formatCode"]
            elif name == "cellXfs":
                inside.append(name)
            elif name == "xf" and inside:
                identifier = attributes.get("numFmtId", "0")
                kinds.append(kind_of_format(identifier, codes.get(identifier)))

        def end(name):
            if name == "cellXfs":
                inside.clear()

        if part:
            self._parse(part, start, end)
        return kinds

    def _parse(self, part: str, start, end=None, text=None) -> None:
        for _ in self._stream(part, start, end, text):
            pass

    def _stream(self, part: str, start, end, text) -> Iterator[None]:
        """Parse ``part``, pausing after each piece; names come without prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def root(name, attributes):
            bare = _without_prefix if ":" in name else lambda handler: handler
            parser.StartElementHandler = bare(start)
            parser.EndElementHandler = bare(end) if end else None
            parser.StartElementHandler(name, attributes)

        parser.StartElementHandler = root
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.CharacterDataHandler = text
        with self.zip.open(part) as stream:
            while piece := stream.read(_CHUNK):
                parser.Parse(piece, False)
                yield
        parser.Parse(b"", True)
        yield


def _refuse_doctype(*_declaration) -> None:
    """No spreadsheet program writes one; entity bombs need one."""
    raise SheetError("damaged")


def _without_prefix(handler: Callable) -> Callable:
    return lambda name, *rest: handler(name.rpartition(":")[2], *rest)


def unescape(text: str) -> str:
    """Undo the format's own escapes: ``_x000D_`` is a carriage return."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


class _StringReader:
    """Collects the shared strings, without the readings printed above them."""

    def __init__(self):
        self.strings = []
        self.pieces = []
        self.is_text = self.is_reading_aid = False

    def start(self, name, _attributes):
        if name == "si":
            self.pieces = []
        elif name == "rPh":
            self.is_reading_aid = True
        elif name == "t":
            self.is_text = not self.is_reading_aid

    def text(self, text):
        if self.is_text:
            self.pieces.append(text)

    def end(self, name):
        if name == "t":
            self.is_text = False
        elif name == "rPh":
            self.is_reading_aid = False
        elif name == "si":
            self.strings.append(unescape("".join(self.pieces)))


class _SheetReader:
    """Turns the events of a sheet's XML into rows."""

    def __init__(self, strings: list, kinds: list, is_1904: bool, limits: Limits):
        self.strings, self.kinds, self.is_1904 = strings, kinds, is_1904
        self.limits = limits
        self.last_row = limits.rows + HEADER_ROWS
        self.columns = {}  # letters -> index
        self.finished = []
        self.number = self.count = self.widest = 0
        self.is_reading_aid = self.is_done = False
        self.index, self.cells = -1, []  # of the row
        self.kind, self.style = "n", 0  # of the cell
        self.value, self.has_value, self.has_formula = [], False, False
        self.pieces = None  # where text goes at the moment

    def take(self) -> list[Row]:
        rows, self.finished = self.finished, []
        return rows

    def start(self, name, attributes):
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or name == "t":
            if not self.is_reading_aid:
                self.pieces, self.has_value = self.value, True
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self.is_reading_aid = True

    def text(self, text):
        if self.pieces is not None:
            self.pieces.append(text)

    def end(self, name):
        if name == "v" or name == "t":
            self.pieces = None
        elif name == "c":
            self._end_cell()
        elif name == "row":
            if self.cells:
                self.finished.append(Row(self.number, self.cells))
                self.cells = []
        elif name == "rPh":
            self.is_reading_aid = False
        elif name == "sheetData":
            self.is_done = True

    def _start_row(self, attributes):
        number = int(attributes.get("r", self.number + 1))
        if number <= self.number:
            raise SheetError("damaged")
        self.number, self.index, self.cells = number, -1, []

    def _start_cell(self, attributes):
        self.count += 1
        if self.count > self.limits.cells:
            raise SheetError("too_many_cells", limit=self.limits.cells)
        self.index += 1
        if reference := attributes.get("r"):
            self._go_to(reference.rstrip("0123456789"))
        self.kind = attributes.get("t", "n")
        self.style = int(attributes.get("s", 0))
        self.value, self.has_value, self.has_formula = [], False, False

    def _go_to(self, letters: str) -> None:
        column = self.columns.get(letters)
        if column is None:
            column = self.columns[letters] = column_index(letters)
        if column < self.index:
            raise SheetError("damaged")
        self.index = column

    def _end_cell(self):
        value = self._cell_value()
        if value is not None and value != "":
            self._check_place()
            self.cells.extend([None] * (self.index - len(self.cells)))
            self.cells.append(value)
        self.widest = max(self.widest, self.index + 1)
        unfolded = self.limits.unfolded
        if unfolded is not None and self.widest * self.number > unfolded:
            raise SheetError("too_many_cells", limit=unfolded)

    def _check_place(self):
        if self.index >= self.limits.columns:
            cell = f"{column_letters(self.index)}{self.number}"
            raise SheetError("too_many_columns", limit=self.limits.columns, cell=cell)
        if self.number > self.last_row:
            limit = self.limits.rows
            raise SheetError("too_many_rows", limit=limit, row=self.number)

    def _cell_value(self) -> Value:
        if not self.has_value:
            return CellError("formula_without_value") if self.has_formula else None
        text = "".join(self.value)
        if self.kind in ("str", "inlineStr"):
            return unescape(text)
        if not text:
            return CellError("formula_without_value") if self.has_formula else None
        if self.kind == "s":
            return self.strings[int(text)]
        if self.kind == "b":
            return text.strip() in ("1", "true")
        if self.kind == "e":
            return CellError("error_value", shown=text)
        if self.kind == "d":
            return read_iso(text)
        kind = self.kinds[self.style] if self.style < len(self.kinds) else "number"
        return read_number(text, kind, self.is_1904)

"""Writes workbooks and CSV files from a plain description.

Text stays text, whatever it begins with; figures are figures; a total is a ``SUM`` that
carries its value, so Excel, WPS, LibreOffice and readers that compute nothing all show
the same amount (INC-32).
"""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import chain, islice

import xlsxwriter
from xlsxwriter.utility import xl_range

from .sheet_book import Book, Column, Sheet, cells_of
from .sheet_text import (
    clean_text,
    csv_escape,
    display_width,
    fit_cell,
    looks_active,
    sheet_name,
)
from .sheet_values import (
    clock,
    fits_number,
    is_blank,
    moment_of,
    number_as_text,
    number_of,
    seconds_of,
    text_of,
)

__all__ = ["Book", "Column", "INERT_OPTIONS", "Sheet", "write_csv", "write_xlsx"]

#: options that keep text from becoming a formula, a number or a link
INERT_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
#: Excel's limit, less room for the total and a few notes
MAX_ROW = 1_048_500
_A4 = 9
_OLDEST = date(1900, 3, 1)  # before it Excel's calendar holds a day that never was
_WIDTHS = {"date": 11, "datetime": 17, "duration": 9, "percent": 9}
_MEASURED_ROWS = 100
_WIDEST = 60
_LINE = 15  # points


def write_xlsx(book: Book) -> bytes:
    """Return ``book`` as the content of an .xlsx file.

    :raises ValueError: a value does not fit its column (named with its row), or there
        are more rows than a sheet holds.
    """
    target = BytesIO()
    mode = {"constant_memory": True} if book.streaming else {"in_memory": True}
    workbook = xlsxwriter.Workbook(target, {**INERT_OPTIONS, **mode})
    properties = {"title": clean_text(book.title), "author": clean_text(book.author)}
    if book.created:
        properties["created"] = book.created
    workbook.set_properties(properties)
    taken = set()
    for sheet in book.sheets:
        name = sheet_name(sheet.name, taken)
        taken.add(name.lower())
        _SheetWriter(workbook, workbook.add_worksheet(name), sheet).write(book.footer)
    workbook.close()
    return target.getvalue()


def write_csv(sheet: Sheet, delimiter: str = ",") -> bytes:
    """Return header and rows as CSV: UTF-8 with BOM, which Excel recognises.

    Text that a spreadsheet could run gets a leading ``'`` (``csv_escape``); our reader
    takes it off again. Figures are plain: no grouping, a ratio for percent.

    :raises ValueError: a value does not fit its column; names column and row.
    """
    target = StringIO()
    writer = csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow([csv_escape(clean_text(col.header)) for col in sheet.columns])
    for number, row in enumerate(sheet.rows, 2):
        cells = zip(sheet.columns, cells_of(sheet.columns, row), strict=True)
        writer.writerow([_csv_cell(col, value, number) for col, value in cells])
    return target.getvalue().encode("utf-8-sig")


def _csv_cell(column: Column, value, row: int) -> str:
    if column.type == "text":
        return csv_escape(clean_text(text_of(value)))
    if is_blank(column, value):
        return ""
    if column.type == "duration":
        return clock(seconds_of(column, value, row))
    if column.type in ("date", "datetime"):
        return str(moment_of(column, value, row))
    return f"{number_of(column, value, row):f}"


class _SheetWriter:
    """Writes one sheet, top to bottom, as streaming demands."""

    def __init__(self, workbook, worksheet, sheet: Sheet):
        self.worksheet = worksheet
        self.sheet = sheet
        self.columns = sheet.columns
        self.formats = _Formats(workbook, sheet.columns)
        self.totals = {
            index: Decimal(0) for index, col in enumerate(self.columns) if col.total
        }
        #: columns with figures that had to be written as text: SUM would miss them
        self.inexact = set()

    def write(self, footer: str) -> None:
        header_row = self._write_top()
        rows = iter(self.sheet.rows)
        sample = list(islice(rows, _MEASURED_ROWS))
        self._set_up(header_row, sample, footer)
        if self._header_lines() > 1:
            self.worksheet.set_row(header_row, _LINE * self._header_lines())
        for index, col in enumerate(self.columns):
            header = fit_cell(col.header)
            self.worksheet.write_string(header_row, index, header, self.formats.header)
        last = self._write_rows(header_row + 1, chain(sample, rows))
        self.worksheet.autofilter(header_row, 0, last, len(self.columns) - 1)
        if self.totals:
            self._write_totals(header_row + 1, last)
        for number, note in enumerate(self.sheet.notes, last + 3):
            self.worksheet.write_string(number, 0, fit_cell(note), self.formats.small)

    def _write_top(self) -> int:
        """Write what stands above the header and return the header's row."""
        lines = [(text, self.formats.small) for text in self.sheet.subtitles]
        if self.sheet.title:
            lines.insert(0, (self.sheet.title, self.formats.title))
        for row, (text, style) in enumerate(lines):
            self.worksheet.write_string(row, 0, fit_cell(text), style)
        return len(lines) + 1 if lines else 0

    def _set_up(self, header_row: int, sample: list, footer: str) -> None:
        """Widths, frozen header, and pages that print: A4, the header on each."""
        sheet = self.worksheet
        for index, col in enumerate(self.columns):
            sheet.set_column(index, index, col.width or self._measure(index, sample))
        sheet.freeze_panes(header_row + 1, self.sheet.frozen_columns)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header_row)
        sheet.set_footer(f"&C{clean_text(footer)}")

    def _header_lines(self) -> int:
        """Lines that headers of columns with a given width need; the measured ones
        are as wide as their headers. A word is never as short as its column."""
        lines = [
            -(-display_width(clean_text(col.header)) * 5 // int(col.width * 4))
            for col in self.columns
            if col.width
        ]
        return max(lines, default=1)

    def _measure(self, index: int, sample: list) -> int:
        col = self.columns[index]
        width = max(_WIDTHS.get(col.type, 8), display_width(clean_text(col.header)) + 3)
        if col.type not in _WIDTHS:
            room = 1 if col.type == "text" else 5  # grouping and decimals
            for row in sample:
                text = text_of(cells_of(self.columns, row)[index])[:_WIDEST]
                width = max(width, display_width(text) + room)
        return min(width, _WIDEST)

    def _write_rows(self, first: int, rows) -> int:
        """Write ``rows`` from row ``first`` on and return the last row used."""
        writers = [self._writer(index, col) for index, col in enumerate(self.columns)]
        last = first - 1
        for last, row in enumerate(rows, first):
            if last > MAX_ROW:
                raise ValueError(f"a sheet holds {MAX_ROW} rows; split the export")
            cells = cells_of(self.columns, row)
            for write, value in zip(writers, cells, strict=True):
                write(last, value)
        return last

    def _writer(self, index: int, column: Column) -> Callable[[int, object], None]:
        """Return the function that writes one cell of ``column``."""
        if column.type == "text":
            return self._text_writer(index)
        style, blank = self.formats.cells[index], self.worksheet.write_blank
        is_moment = column.type in ("date", "datetime")
        write = self._moment if is_moment else self._number

        def cell(row, value):
            if is_blank(column, value):
                blank(row, index, None, style)
            else:
                write(row, index, column, value)

        return cell

    def _text_writer(self, index: int) -> Callable[[int, object], None]:
        write, blank = self.worksheet.write_string, self.worksheet.write_blank
        plain, quoted = self.formats.cells[index], self.formats.quoted

        def text(row, value):
            value = fit_cell(text_of(value))
            if not value:
                blank(row, index, None, plain)
            elif len(value) > 255 or looks_active(value):
                write(row, index, value, quoted)
            else:
                write(row, index, value, plain)

        return text

    def _moment(self, row: int, index: int, column: Column, value) -> None:
        value, style = moment_of(column, value, row + 1), self.formats.cells[index]
        if value.timetuple()[:3] < _OLDEST.timetuple()[:3]:
            self.worksheet.write_string(row, index, str(value), style)
        else:
            self.worksheet.write_datetime(row, index, value, style)

    def _number(self, row: int, index: int, column: Column, value) -> None:
        number, style = number_of(column, value, row + 1), self.formats.cells[index]
        if index in self.totals:
            self.totals[index] += number
        if fits_number(column, number):
            self.worksheet.write_number(row, index, float(number), style)
        else:
            self.inexact.add(index)
            text = number_as_text(column, number)
            self.worksheet.write_string(row, index, text, style)

    def _write_totals(self, first: int, last: int) -> None:
        row, label = last + 1, self.sheet.total_label or "Total"
        for index, col in enumerate(self.columns):
            style, total = self.formats.totals[index], self.totals.get(index)
            if total is None:
                text = fit_cell(label) if index == 0 else ""
                self.worksheet.write(row, index, text, style)
            elif not fits_number(col, total):
                text = number_as_text(col, total)
                self.worksheet.write_string(row, index, text, style)
            elif index in self.inexact or last < first:
                self.worksheet.write_number(row, index, float(total), style)
            else:
                formula = f"=SUM({xl_range(first, index, last, index)})"
                value = float(total)
                self.worksheet.write_formula(row, index, formula, style, value)


class _Formats:
    """The cell formats of a sheet, made once."""

    def __init__(self, workbook, columns: Sequence[Column]):
        add = workbook.add_format
        line = {"border": 1, "border_color": "#D9D9D9", "valign": "top"}
        head = {"bold": True, "bg_color": "#E9ECEF", "text_wrap": True}
        numbers = [_number_format(col) for col in columns]
        self.title = add({"bold": True, "font_size": 14})
        self.small = add({"font_color": "#595959"})
        self.header = add({**line, **head, "valign": "vcenter"})
        self.cells = [add({**line, **number}) for number in numbers]
        self.totals = [add({**line, **number, "bold": True}) for number in numbers]
        # stays text when somebody edits the cell; "@" shows #### beyond 255 characters
        self.quoted = add({**line, "text_wrap": True, "quote_prefix": True})


def _number_format(column: Column) -> dict:
    places = "." + "0" * column.digits if column.digits else ""
    code = {
        "text": "@",
        "integer": "#,##0",
        "decimal": "#,##0" + places,
        "money": "#,##0" + places,
        "percent": "0" + places + "%",
        "date": "yyyy-mm-dd",
        "datetime": "yyyy-mm-dd hh:mm",
        "duration": "[h]:mm",
    }[column.type]
    return {"num_format": code, "text_wrap": column.type == "text"}

"""The stock pivot export, drawn anew with text that stays text.

Stock lets a column header such as ``=HYPERLINK(…)``, a customer's name for instance,
become a live formula, and offers no place to tell it otherwise.
"""

import json
from io import BytesIO

import xlsxwriter
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnprocessableEntity

from odoo.addons.web.controllers.pivot import TableExporter
from odoo.http import content_disposition, request, route
from odoo.tools import osutil

from ..engine.sheet_out import INERT_OPTIONS
from ..engine.sheet_text import fit_cell, sheet_name

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 16_000  # columns, below the limit of the format


class PivotExporter(TableExporter):
    @route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if not table:
            raise UnprocessableEntity(request.env._("No data to export"))
        name = request.env._(
            "Pivot %(title)s (%(model_name)s)",
            title=table["title"],
            model_name=table["model"],
        )
        disposition = content_disposition(osutil.clean_filename(name) + ".xlsx")
        return request.make_response(
            pivot_xlsx(table),
            headers=[("Content-Type", _XLSX), ("Content-Disposition", disposition)],
        )


def pivot_xlsx(table):
    """Return the workbook of a pivot ``table`` as the web client describes it."""
    target = BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True, **INERT_OPTIONS})
    _PivotWriter(workbook, table).write()
    workbook.close()
    return target.getvalue()


class _PivotWriter:
    def __init__(self, workbook, table):
        self.table = table
        self.sheet = workbook.add_worksheet(sheet_name(table["title"], set()))
        grey = {"pattern": 1, "bg_color": "#AAAAAA"}
        self.head = workbook.add_format(grey)
        self.bold_head = workbook.add_format({**grey, "bold": True})
        self.bold = workbook.add_format({"bold": True})

    def write(self):
        row = self._write_groups()
        row = self._write_measures(row)
        for number, line in enumerate(self.table["rows"], row):
            title = f"{line['indent'] * '     '}{line['title']}"
            self._cell(number, 0, title, self.head)
            for column, cell in enumerate(line["values"], 1):
                style = self.bold if cell.get("is_bold") else None
                self._cell(number, column, cell["value"], style)

    def _write_groups(self):
        """Write the column groups; a header fills the rectangle it spans."""
        taken, row = set(), -1
        for row, headers in enumerate(self.table["col_group_headers"]):
            self._cell(row, 0, "", self.head)
            column = 1
            for header in headers:
                while (row, column) in taken:
                    column += 1
                width = min(header["width"], _WIDEST - column)
                for down in range(min(header["height"], 100)):
                    for right in range(width):
                        place = (row + down, column + right)
                        taken.add(place)
                        first = not down and not right
                        self._cell(*place, header["title"] if first else "", self.head)
                column += width
        return row + 1

    def _write_measures(self, row):
        measures = self.table["measure_headers"]
        if not measures:
            return row
        self._cell(row, 0, "", self.head)
        for column, measure in enumerate(measures, 1):
            style = self.bold_head if measure["is_bold"] else self.head
            self._cell(row, column, measure["title"], style)
        self.sheet.set_column(0, len(measures), 16)
        return row + 1

    def _cell(self, row, column, value, style):
        value = fit_cell(value) if isinstance(value, str) else value
        self.sheet.write(row, column, value, style)

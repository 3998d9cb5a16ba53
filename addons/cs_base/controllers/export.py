"""The stock list export, with text that stays text."""

import csv
import json
from io import StringIO

from werkzeug.exceptions import InternalServerError

from odoo.addons.web.controllers import export as stock
from odoo.exceptions import UserError
from odoo.http import request, serialize_exception

from ..engine.sheet_text import clean_text, csv_escape


class _InertCells:
    """Writes every text as text; stock lets ``=…`` become a live formula."""

    def write(self, row, column, cell_value, style=None):
        if isinstance(cell_value, str):
            text = clean_text(cell_value)
            self.worksheet.write_string(row, column, text, style)
        else:
            super().write(row, column, cell_value, style)


class InertXlsxWriter(_InertCells, stock.ExportXlsxWriter):
    pass


class InertGroupXlsxWriter(_InertCells, stock.GroupExportXlsxWriter):
    pass


class _PlainRefusal:
    """What is refused is said to the user as by stock, without filling the log."""

    def base(self, data):
        try:
            return super().base(data)
        except UserError as error:
            payload = {
                "code": 0,
                "message": "Odoo Server Error",
                "data": serialize_exception(error),
            }
            refusal = InternalServerError(json.dumps(payload))
            return refusal.get_response(request.httprequest.environ)


class CSVExport(_PlainRefusal, stock.CSVExport):
    def from_data(self, fields, columns_headers, rows):
        """As stock, which lets ``@``, tab, line breaks and full-width signs through."""
        target = StringIO()
        writer = csv.writer(target, quoting=csv.QUOTE_ALL)
        for row in [columns_headers, *rows]:
            writer.writerow([_csv_cell(value) for value in row])
        return target.getvalue()


def _csv_cell(value):
    if value is None or value is False:
        return ""
    if isinstance(value, bytes):
        value = value.decode()
    return csv_escape(clean_text(value)) if isinstance(value, str) else value


class ExcelExport(_PlainRefusal, stock.ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        with InertXlsxWriter(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for index, value in enumerate(row):
                    writer.write_cell(number, index, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        with InertGroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            place = (1, 0)
            for name, group in groups.children.items():
                place = writer.write_group(*place, name, group)
        return writer.value

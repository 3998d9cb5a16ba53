from dataclasses import replace
from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.sheet_in import Limits, SheetError, read_rows, read_table
from ..engine.sheet_out import Book, Column, Sheet, write_csv, write_xlsx

_MEGABYTE = 2**20


class CsSheet(models.AbstractModel):
    """Sheets in and out: the one way by which our addons read and write them.

    Nothing here is public: the caller has checked who may see what it writes.
    """

    _name = "cs.sheet"
    _description = "Sheets In and Out"

    @api.model
    def _xlsx(self, sheets, title="", streaming=False):
        """Return the content of a workbook.

        :param sheets: ``Sheet`` of the engine; moments in the reader's time
        :param streaming: keep memory flat, for more than a few thousand rows
        """
        total = self.env._("Total")
        book = Book(
            [
                sheet if sheet.total_label else replace(sheet, total_label=total)
                for sheet in sheets
            ],
            title=title,
            author=self.env.company.name,
            created=fields.Datetime.now(),
            streaming=streaming,
            footer=self.env._("Page %(page)s of %(pages)s", page="&P", pages="&N"),
        )
        return write_xlsx(book)

    @api.model
    def _csv(self, sheet):
        """Return the content of a CSV file with the header and rows of ``sheet``."""
        return write_csv(sheet)

    @api.model
    def _read_rows(self, content, wanted, limits=None, **options):
        """Return the good rows and bad cells of an uploaded file.

        :param bytes content: an .xlsx or .csv file, told apart by what it holds
        :param wanted: ``Field`` of the engine, one per column
        :param options: sheet, encoding, delimiter; as in ``read_table``
        :raises UserError: the file as a whole cannot be read
        """
        try:
            table = read_table(content, limits=limits or Limits(), **options)
            return read_rows(table, wanted)
        except SheetError as error:
            raise UserError(self._sheet_error_text(error)) from error

    @api.model
    def _table_rows(self, content, limits, limit=None, **options):
        """Return the rows of an uploaded file as they are: a list of (number, cells).

        :param limit: at most so many, from the first; None: all
        :raises UserError: the file as a whole cannot be read
        """
        try:
            table = read_table(content, limits=limits, **options)
            rows = ((row.number, row.cells) for row in table.rows)
            return list(islice(rows, limit))
        except SheetError as error:
            raise UserError(self._sheet_error_text(error)) from error

    @api.model
    def _download_action(self, name, content):
        """Return an action by which the browser fetches ``content`` (bytes).

        Only the current user may fetch it, and only for a while.
        """
        # Nobody may create downloads by RPC; the creator stays the user.
        download = self.env["cs.sheet.download"].sudo()._keep(name, content)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{download._name}/{download.id}/content?download=true",
            "target": "download",
        }

    @api.model
    def _bad_rows_sheet(self, result):
        """Return a sheet of what was not read, to be put right by its owner."""
        columns = [
            Column("number", self.env._("Row"), "integer"),
            Column("column", self.env._("Column")),
            Column("shown", self.env._("Content"), width=30),
            Column("reason", self.env._("What to do"), width=60),
        ]
        rows = (
            (bad.number, bad.column, bad.shown, self._bad_cell_text(bad))
            for bad in result.bad
        )
        return Sheet(self.env._("Rows not read"), columns, rows)

    @api.model
    def _sheet_error_text(self, error):
        """Say in the user's language why a file cannot be read, and what to do."""
        params = dict(error.params)
        if error.code in ("too_big", "unpacks_too_big"):
            for key in params:
                params[key] = -(-params[key] // _MEGABYTE)
        return self._file_texts()[error.code] % params

    @api.model
    def _bad_cell_text(self, bad):
        """Say in the user's language what to change in a ``BadCell``."""
        return self._cell_texts()[bad.code] % bad.params

    def _file_texts(self):
        return {
            "empty": self.env._("The file is empty."),
            "no_rows": self.env._("The file has a header, but no rows below it."),
            "too_big": self.env._(
                "The file has %(size)s MB; up to %(limit)s MB can be read. Please"
                " split it."
            ),
            "unpacks_too_big": self.env._(
                "Unpacked, the workbook has more than the %(limit)s MB that can be"
                " read. Please copy the rows you need into a new workbook."
            ),
            "too_many_rows": self.env._(
                "Row %(row)s holds data; up to %(limit)s rows can be read at once."
                " Please split the file, or delete what stands far below the table."
            ),
            "too_many_columns": self.env._(
                "Cell %(cell)s holds data; up to %(limit)s columns can be read."
                " Please delete what stands far to the right of the table."
            ),
            "too_many_cells": self.env._(
                "The sheet has more than %(limit)s cells. Please copy the rows you"
                " need into a new workbook."
            ),
            "old_format": self.env._(
                "This is an old Excel file (.xls). Please open it and save it as .xlsx."
            ),
            "password": self.env._(
                "The workbook is protected by a password. Please save a copy without"
                " password."
            ),
            "web_page": self.env._(
                "This is a web page with the name of a spreadsheet. Please open it in"
                " Excel or WPS and save it as .xlsx."
            ),
            "unknown_format": self.env._(
                "This file is not a spreadsheet. Please use .xlsx or .csv."
            ),
            "damaged": self.env._(
                "The workbook is damaged. Please open it in Excel or WPS and save it"
                " again as .xlsx."
            ),
            "unknown_sheet": self.env._(
                "There is no sheet “%(name)s”. The workbook has: %(known)s."
            ),
            "no_sheet": self.env._("The workbook has no visible sheet."),
            "unknown_encoding": self.env._("The encoding “%(name)s” is not known."),
            "encoding": self.env._(
                "Line %(line)s cannot be read as %(name)s. Please save the file as"
                " “CSV UTF-8”, or choose its encoding."
            ),
            "other_encoding": self.env._(
                "The file is written in %(found)s, not in %(name)s. Please choose"
                " %(found)s."
            ),
            "unclosed_quote": self.env._(
                "A quotation mark opened in row %(row)s is not closed in that row."
                " Please close or remove it."
            ),
            "missing_columns": self.env._(
                "Missing columns: %(missing)s. The header of the file reads: %(found)s."
            ),
            "duplicate_column": self.env._(
                "More than one column can be “%(column)s”: %(headers)s. Please rename"
                " or delete one of them."
            ),
        }

    def _cell_texts(self):
        return {
            "required": self.env._("Please fill in this cell."),
            "formula_without_value": self.env._(
                "The formula has no stored value. Please open the file in Excel or WPS"
                " and save it, or enter the value itself."
            ),
            "error_value": self.env._(
                "The cell shows an error. Please enter the value itself."
            ),
            "not_text": self.env._(
                "The spreadsheet turned this into a date or time. Please format the"
                " column as text and enter it again."
            ),
            "invisible_characters": self.env._(
                "The text contains invisible characters. Please type it again."
            ),
            "digits_lost": self.env._(
                "A spreadsheet keeps 15 digits of a number, so the last ones are lost."
                " Please format the column as text and enter it again."
            ),
            "not_number": self.env._("Please enter a number, for example 1234.50."),
            "not_integer": self.env._("Please enter a whole number."),
            "not_date": self.env._(
                "Please enter a date like 2025-03-31, with a time like 2025-03-31"
                " 08:30 where one is needed."
            ),
            "not_time": self.env._("Please enter a time of day like 08:30."),
            "not_duration": self.env._("Please enter hours and minutes like 8:30."),
            "not_boolean": self.env._("Please enter yes or no."),
            "not_choice": self.env._("Please enter one of: %(allowed)s."),
            "extra_cells": self.env._(
                "The row has more cells than the header has (%(columns)s). Please put"
                " text that contains the delimiter in quotation marks."
            ),
            "broken_quotes": self.env._(
                "The quotation marks in this row do not match. Please correct them."
            ),
            "too_long": self.env._("A cell of this row is too long to be read."),
        }

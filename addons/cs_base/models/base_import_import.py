from odoo import models
from odoo.addons.base_import.models.base_import import ImportValidationError

from ..engine.sheet_in import CellError, Limits, SheetError, read_table

#: stock fills the whole rectangle around the cells, about 200 bytes each
_LIMITS = Limits(unfolded=2_000_000)


class BaseImport(models.TransientModel):  # pylint: disable=no-wizard-in-models
    """The stock import of workbooks, behind the limits of our own reader.

    Without them one cell in the last corner holds a worker for half a minute, and a
    formula without stored value is imported as 0.
    """

    _inherit = "base_import.import"

    def _read_xlsx(self, options):
        self._cs_check_workbook(options.get("sheet"))
        return super()._read_xlsx(options)

    def _cs_check_workbook(self, sheet):
        """
        :raises ImportValidationError: with a text the import screen shows
        """
        helper = self.env["cs.sheet"]
        try:
            table = read_table(self.file or b"", sheet=sheet or None, limits=_LIMITS)
            for row in table.rows:
                errors = (cell for cell in row.cells if isinstance(cell, CellError))
                for error in errors:
                    text = helper._cell_texts()[error.code] % error.params
                    place = self.env._("Row %(row)s", row=row.number)
                    raise ImportValidationError(f"{place}: {text}")
        except SheetError as error:
            raise ImportValidationError(helper._sheet_error_text(error)) from error

from odoo import models

from ..engine.sheet_out import INERT_OPTIONS


class ReportXlsxAbstract(models.AbstractModel):
    """Text in XLSX reports of any addon stays text, whatever it begins with.

    A report that wants a formula says so with ``write_formula``.
    """

    _inherit = "report.report_xlsx.abstract"

    def get_workbook_options(self):
        return {**super().get_workbook_options(), **INERT_OPTIONS}

"""Messages of the payroll addon in the user's language."""

from odoo import api, models

from ..lent_terms import lending_terms


class HrPayslip(models.Model):
    _inherit = "hr.payslip"

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        with lending_terms(self.env):
            return super()._check_dates()

    def compute_sheet(self):
        with lending_terms(self.env):
            return super().compute_sheet()

    def unlink(self):
        with lending_terms(self.env):
            return super().unlink()

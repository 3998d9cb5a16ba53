from odoo import api, models


class ContributionRegisterReport(models.AbstractModel):
    _inherit = "report.payroll.report_contributionregister"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Refunds count against; the payroll addon adds them."""
        values = super()._get_report_values(docids, data)
        for register, lines in values["lines_data"].items():
            values["lines_total"][register] = sum(
                -line.total if line.slip_id.credit_note else line.total
                for line in lines
            )
        return values

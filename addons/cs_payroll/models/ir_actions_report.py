from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _cs_numbered(self):
        ours = {"cs_payroll.payslip_print", "cs_payroll.payslip_strips"}
        return super()._cs_numbered() | ours

from odoo import api, models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _cs_numbered_together(self):
        return super()._cs_numbered_together() | {
            f"cs_attendance.{name}_print"
            for name in ("sheet", "person", "exception", "handover")
        }

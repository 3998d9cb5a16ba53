from odoo import fields, models


class CsPayrollReopen(models.TransientModel):
    """Asks why an approved pay run is opened again (INC-31)."""

    _name = "cs.payroll.reopen"
    _description = "Reopen a Pay Run"

    run_id = fields.Many2one("hr.payslip.run", "Pay Run", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Reopen; the run checks who may, and the reason."""
        self.ensure_one()
        self.run_id.action_cs_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}

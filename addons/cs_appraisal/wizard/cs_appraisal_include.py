from odoo import fields, models


class CsAppraisalInclude(models.TransientModel):
    """Asks why somebody takes part who was away too long (APP-02)."""

    _name = "cs.appraisal.include"
    _description = "Let Somebody Take Part"

    appraisal_id = fields.Many2one("cs.appraisal", required=True, ondelete="cascade")
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Let the person take part; the appraisal checks who may."""
        self.ensure_one()
        self.appraisal_id.action_include(self.reason)
        return {"type": "ir.actions.act_window_close"}

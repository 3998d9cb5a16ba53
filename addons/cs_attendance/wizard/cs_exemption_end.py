from odoo import fields, models


class CsExemptionEnd(models.TransientModel):
    """Asks from when somebody punches again, and why."""

    _name = "cs.exemption.end"
    _description = "End an Exemption"

    exemption_id = fields.Many2one("cs.exemption", required=True, ondelete="cascade")
    last_day = fields.Date(
        "Last Exempt Day",
        required=True,
        default=lambda self: self.env.company._cs_today(),
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        """End it; the exemption checks who may."""
        self.ensure_one()
        self.exemption_id.action_end(self.last_day, self.reason)
        return {"type": "ir.actions.act_window_close"}
